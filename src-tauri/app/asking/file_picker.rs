//! Files that a person sends, or saves something to, and the one folder that they are shown.

use std::{
    fmt,
    path::{Path, PathBuf},
    pin::Pin,
};

/// Has the person choose a file, in a window of the system's. No page says which.
pub(crate) trait FilePicker: fmt::Debug + Send + Sync {
    /// One to read. `None` where they chose none.
    fn to_read(&self) -> Picked;
    /// One to write, which is offered to be called so.
    fn to_write(&self, name: &str) -> Picked;
    /// Shows a folder in the system's file manager. Resolves to `false` where there is none.
    fn show(&self, folder: &Path) -> Shown;
}

/// What the person chooses, when they have.
pub(crate) type Picked = Pin<Box<dyn Future<Output = Option<PathBuf>> + Send>>;
/// Whether it is shown.
pub(crate) type Shown = Pin<Box<dyn Future<Output = bool> + Send>>;
