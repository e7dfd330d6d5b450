//! Files that a person sends, or saves an answer to.

use std::{fmt, path::PathBuf, pin::Pin};

/// Has the person choose a file, in a window of the system's. No page says which.
pub(crate) trait FilePicker: fmt::Debug + Send + Sync {
    /// One to read. `None` where they chose none.
    fn to_read(&self) -> Picked;
    /// One to write, which is offered to be called so.
    fn to_write(&self, name: &str) -> Picked;
}

/// What the person chooses, when they have.
pub(crate) type Picked = Pin<Box<dyn Future<Output = Option<PathBuf>> + Send>>;
