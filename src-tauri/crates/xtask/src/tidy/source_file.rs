//! A file of the checkout, as the checks see it.

use std::fs;
use std::path::Path;

/// A file of the checkout: its path from the root, with `/`, and its text when it has one.
#[derive(Debug)]
pub(super) struct SourceFile {
    pub(super) path: String,
    pub(super) text: Option<String>,
}

impl SourceFile {
    pub(super) fn read(root: &Path, path: String) -> Self {
        Self {
            text: fs::read_to_string(root.join(&path)).ok(),
            path,
        }
    }

    pub(super) fn has_extension(&self, extension: &str) -> bool {
        Path::new(&self.path)
            .extension()
            .is_some_and(|found| found == extension)
    }
}
