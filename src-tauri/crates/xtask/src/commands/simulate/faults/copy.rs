//! A copy of the checkout with every patch applied.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::patch::Patch;
use crate::checkout;
use crate::failure::{Failure, Result};
use crate::paths::Paths;
use crate::run::process;

/// Makes the copy, and answers where it is.
///
/// The patches are applied in a first copy, made anew each time. What is built is a second one, of which
/// only those files are written that differ, since cargo takes whatever was written for changed.
pub(super) fn patched(paths: &Paths, patches: &[Patch]) -> Result<PathBuf> {
    let (bench, tree) = (paths.faults().join("patched"), paths.faults().join("tree"));
    let copying = |error| Failure::io(format_args!("copying to {}", bench.display()), &error);
    if bench.exists() {
        fs::remove_dir_all(&bench).map_err(copying)?;
    }
    for file in checkout::files(&paths.root)? {
        write(
            &bench.join(&file),
            &fs::read(paths.root.join(&file)).map_err(copying)?,
        )
        .map_err(copying)?;
    }
    git(&bench, &["init", "--quiet"])?;
    git(&bench, &["add", "--all"])?;
    for patch in patches {
        apply(&bench, patch)?;
    }
    bring_up_to_date(&tree, &bench)
        .map_err(|error| Failure::io(format_args!("writing {}", tree.display()), &error))?;
    Ok(tree)
}

/// Notes what it has changed in git's index, so that `git diff` there shows what a person changes next.
fn apply(bench: &Path, patch: &Patch) -> Result {
    let file = patch.file.display();
    git(bench, &["apply", "--index", &file.to_string()]).map_err(|failure| {
        Failure::new(format!(
            "the patch {} does not apply any more: {failure}",
            patch.name
        ))
        .with_remedy(format!(
            "make its mistake by hand in {}, where those before it are made already, and put what \
             `git diff -U1` says there below the first line of {file}",
            bench.display()
        ))
    })
}

fn git(folder: &Path, words: &[&str]) -> Result {
    let mut command = Command::new("git");
    command.args(words).current_dir(folder);
    // In a hook of git's these name the checkout that must not be touched.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(variable);
    }
    let output = process::output(&mut command)?;
    if output.status.success() {
        return Ok(());
    }
    let words = String::from_utf8_lossy(&output.stderr);
    Err(Failure::new(words.trim().to_owned()))
}

/// Makes one folder like another, with as few changes as it takes.
fn bring_up_to_date(tree: &Path, bench: &Path) -> io::Result<()> {
    let (wanted, there) = (files(bench)?, files(tree)?);
    for file in there.difference(&wanted) {
        fs::remove_file(tree.join(file))?;
    }
    for file in &wanted {
        let contents = fs::read(bench.join(file))?;
        if fs::read(tree.join(file)).ok().as_ref() != Some(&contents) {
            write(&tree.join(file), &contents)?;
        }
    }
    Ok(())
}

/// Every file below a folder but git's own.
fn files(folder: &Path) -> io::Result<BTreeSet<PathBuf>> {
    let (mut found, mut open) = (BTreeSet::new(), vec![folder.to_path_buf()]);
    while let Some(next) = open.pop() {
        let entries = match next.read_dir() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries?,
        };
        for entry in entries {
            let path = entry?.path();
            if !path.is_dir() {
                found.extend(path.strip_prefix(folder).map(Path::to_path_buf));
            } else if !path.ends_with(".git") {
                open.push(path);
            }
        }
    }
    Ok(found)
}

fn write(file: &Path, contents: &[u8]) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, contents)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of this test's own.
    fn place(name: &str) -> PathBuf {
        let place = std::env::temp_dir().join(format!("latchkey-{name}-{}", std::process::id()));
        fs::create_dir_all(&place).expect("a folder");
        place
    }

    #[test]
    fn only_what_differs_is_written_and_what_is_gone_is_removed() {
        let place = place("copy");
        let (bench, tree) = (place.join("bench"), place.join("tree"));
        for (file, there) in [("a/same", "1"), ("changed", "1"), ("b/gone", "1")] {
            write(&tree.join(file), there.as_bytes()).expect("a file");
        }
        let written = |file: &str| {
            let data = tree.join(file).metadata().expect("it is there");
            data.modified().expect("a time")
        };
        let before = written("a/same");
        for (file, wanted) in [
            ("a/same", "1"),
            ("changed", "2"),
            ("new/one", "1"),
            (".git/x", ""),
        ] {
            write(&bench.join(file), wanted.as_bytes()).expect("a file");
        }

        bring_up_to_date(&tree, &bench).expect("it can be written");

        assert_eq!(written("a/same"), before);
        assert_eq!(fs::read(tree.join("changed")).expect("it is there"), b"2");
        let expected = ["a/same", "changed", "new/one"].map(PathBuf::from);
        assert_eq!(files(&tree).expect("a folder"), BTreeSet::from(expected));
        fs::remove_dir_all(place).expect("it is there");
    }

    #[test]
    fn a_patch_that_does_not_apply_any_more_is_named_and_how_to_mend_it() {
        let place = place("patch");
        let bench = place.join("bench");
        write(&bench.join("a.rs"), b"one\ntwo\nthree\n").expect("a file");
        git(&bench, &["init", "--quiet"]).expect("git");
        git(&bench, &["add", "--all"]).expect("git");
        let patch = |name: &str, from: &str, to: &str| {
            let text = format!(
                "It counts wrong.\n--- a/a.rs\n+++ b/a.rs\n@@ -1,3 +1,3 @@\n one\n-{from}\n+{to}\n three\n"
            );
            let file = place.join(format!("{name}.patch"));
            fs::write(&file, text).expect("a file");
            Patch {
                name: name.to_owned(),
                says: String::new(),
                file,
            }
        };
        apply(&bench, &patch("Good", "two", "four")).expect("it applies");
        let failure = apply(&bench, &patch("Late", "two", "five")).expect_err("it does not");
        let words = failure.to_string();
        assert!(
            words.contains("the patch Late does not apply any more"),
            "{words}"
        );
        assert!(
            words.contains("a.rs:1") && words.contains("git diff -U1"),
            "{words}"
        );
        let file = fs::read_to_string(bench.join("a.rs")).expect("it is there");
        assert_eq!(file, "one\nfour\nthree\n");
        fs::remove_dir_all(place).expect("it is there");
    }
}
