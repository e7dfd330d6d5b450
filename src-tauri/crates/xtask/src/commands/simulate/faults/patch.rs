//! A mistake as a patch, with one sentence above the changes that says which it is.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Result};

/// The patch that brings the switch, and is no mistake itself.
const BASE: &str = "base";

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Patch {
    pub(super) name: String,
    pub(super) says: String,
    pub(super) file: PathBuf,
}

impl Patch {
    pub(super) fn is_fault(&self) -> bool {
        self.name != BASE
    }
}

/// The patches of a folder, in the order in which they are applied: the switch, then the faults by name.
pub(super) fn read(folder: &Path) -> Result<Vec<Patch>> {
    let unread = |error| Failure::io(format_args!("reading {}", folder.display()), &error);
    let mut patches = Vec::new();
    for entry in fs::read_dir(folder).map_err(unread)? {
        let file = entry.map_err(unread)?.path();
        if file.extension().is_some_and(|found| found == "patch") {
            let text = fs::read_to_string(&file).map_err(unread)?;
            let name = file.file_stem().unwrap_or_default().to_string_lossy();
            patches.push(Patch {
                name: name.clone().into_owned(),
                says: sentence(&name, &text)?,
                file,
            });
        }
    }
    sort(&mut patches);
    Ok(patches)
}

fn sort(patches: &mut [Patch]) {
    patches.sort_by_key(|patch| (patch.is_fault(), patch.name.clone()));
}

fn sentence(name: &str, patch: &str) -> Result<String> {
    match patch.lines().next() {
        Some(first) if first.ends_with('.') => Ok(first.to_owned()),
        _ => Err(
            Failure::new(format!("{name}.patch does not say what it does"))
                .with_remedy("write one sentence into its first line: which mistake it makes"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_switch_comes_first_and_the_faults_by_name() {
        let named = |name: &str| Patch {
            name: name.to_owned(),
            says: String::new(),
            file: PathBuf::new(),
        };
        let mut patches = ["ReplayForever", BASE, "NoBackOff"].map(named);
        sort(&mut patches);
        assert_eq!(
            patches.map(|patch| patch.name),
            [BASE, "NoBackOff", "ReplayForever"]
        );
    }

    #[test]
    fn a_patch_says_in_a_sentence_which_mistake_it_makes() {
        let says = sentence("A", "It waits for ever.\ndiff --git a/x b/x\n");
        assert_eq!(says.expect("a sentence"), "It waits for ever.");
        assert!(sentence("A", "diff --git a/x b/x\n").is_err());
        assert!(sentence("A", "").is_err());
    }
}
