//! The files of the checkout.

use std::path::Path;
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::run::process::ask;

/// What git tracks or would track; without git, as in an unpacked archive, everything that is not
/// generated. Paths from the root, with `/`.
pub(crate) fn files(root: &Path) -> Result<Vec<String>> {
    let mut git = Command::new("git");
    git.args([
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ])
    .current_dir(root);
    let mut paths: Vec<String> = match ask(&mut git) {
        Some(list) => list
            .split('\0')
            .filter(|path| !path.is_empty())
            .map(Into::into)
            .collect(),
        None => walk(root),
    };
    paths.sort();
    // A file that was deleted and not yet committed is still on git's list.
    paths.retain(|path| root.join(path).is_file());
    if paths.is_empty() {
        return Err(Failure::new(format!("no files in {}", root.display())));
    }
    Ok(paths)
}

/// Folders that are generated wherever they are.
const GENERATED: [&str; 6] = [
    "target",
    "gen",
    "permissions",
    "dist",
    "node_modules",
    ".git",
];

fn walk(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![root.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in folder.read_dir().into_iter().flatten().flatten() {
            let path = entry.path();
            if !path.is_dir() {
                let relative = path.strip_prefix(root).unwrap_or(&path);
                found.push(relative.to_string_lossy().replace('\\', "/"));
            } else if !GENERATED.iter().any(|name| entry.file_name() == *name) {
                open.push(path);
            }
        }
    }
    found
}
