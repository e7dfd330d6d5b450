//! Which files there may be, and where: the top level shows what the project is made of and nothing
//! else, and a module lies in a file that is named after it.

use super::problem::Problem;
use super::source_file::SourceFile;

/// The entries of the top level beside dot-files and licences.
const TOP_LEVEL: [&str; 10] = [
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "README.md",
    "SECURITY.md",
    "icons",
    "src-tauri",
    "src-ui",
];
const TAURI_CONFIGURATION: &str = "tauri.conf.json";

/// Files where none should be.
pub(super) fn misplaced(files: &[SourceFile]) -> Vec<Problem> {
    let mut problems: Vec<Problem> = Vec::new();
    for SourceFile { path, .. } in files {
        let entry = path.split('/').next().unwrap_or(path);
        if !is_top_level(entry) && !problems.iter().any(|problem| problem.place == entry) {
            problems.push(Problem::error(entry, "is no part of the top level"));
        }
        if path.ends_with("/mod.rs") {
            problems.push(Problem::error(
                path,
                "name the file after the module, beside its folder",
            ));
        }
    }
    problems
}

fn is_top_level(entry: &str) -> bool {
    entry.starts_with('.')
        || entry.starts_with("LICENSE-")
        || entry == TAURI_CONFIGURATION
        || TOP_LEVEL.contains(&entry)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(paths: &[&str]) -> Vec<String> {
        let files: Vec<SourceFile> = paths
            .iter()
            .map(|path| SourceFile {
                path: (*path).to_owned(),
                text: None,
            })
            .collect();
        misplaced(&files)
            .into_iter()
            .map(|problem| problem.place)
            .collect()
    }

    #[test]
    fn the_architecture_has_room_for_its_own_files() {
        let paths = [
            "Cargo.toml",
            "LICENSE-MIT",
            ".ci/run",
            "tauri.conf.json",
            "src-ui/src/main.rs",
        ];
        assert_eq!(places(&paths), [""; 0]);
    }

    #[test]
    fn a_stranger_at_the_top_level_is_found_once() {
        assert_eq!(
            places(&["scripts/a.sh", "scripts/b.sh", "notes.txt"]),
            ["scripts", "notes.txt"]
        );
    }

    #[test]
    fn a_module_hidden_behind_mod_rs_is_found() {
        assert_eq!(
            places(&["src-ui/src/pages/mod.rs"]),
            ["src-ui/src/pages/mod.rs"]
        );
    }
}
