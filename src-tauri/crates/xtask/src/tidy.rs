//! `cargo xtask tidy`: the habits that a program can check, so that no reviewer has to.
//!
//! Every check is a pure function from text to problems, with tests that prove it can fail; this file
//! only reads the checkout and hands it over.
//!
//! - [`rust_code`]: Rust source with comments and strings blanked out, for the checks that look at code
//! - [`source`]: one Rust file: its opening, its length, what may not be in it
//! - [`layout`]: which files there may be, and where
//! - [`text`]: documents and every other text: links, paths of one machine
//! - [`dependencies`]: which way the crates may depend on each other
//! - [`house`]: which way the files and rooms of a crate may

mod dependencies;
mod house;
mod layout;
mod rust_code;
mod source;
mod text;

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use crate::failure::{Failure, Result};
use crate::outcome::Tally;
use crate::paths::Paths;
use crate::run::process::{ask, cargo};

/// A file of the checkout: its path from the root, with `/`, and its text when it has one.
#[derive(Debug)]
struct SourceFile {
    path: String,
    text: Option<String>,
}

impl SourceFile {
    fn has_extension(&self, extension: &str) -> bool {
        Path::new(&self.path)
            .extension()
            .is_some_and(|found| found == extension)
    }
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Problem {
    /// A path, with a line where there is one.
    place: String,
    what: String,
    weight: Weight,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// Fails the check.
    Error,
    /// Is worth a look.
    Note,
}

impl Problem {
    fn error(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            what: what.into(),
            weight: Weight::Error,
        }
    }

    fn note(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            weight: Weight::Note,
            ..Self::error(place, what)
        }
    }

    fn at_line(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self::error(format!("{path}:{line}"), what)
    }
}

pub(crate) fn run(paths: &Paths) -> Result<ExitCode> {
    let tally = check(paths)?;
    println!("{tally}");
    Ok(if tally.is_good() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Runs every check and prints what each found.
pub(crate) fn check(paths: &Paths) -> Result<Tally> {
    let files = read_checkout(&paths.root)?;
    let mut checks = vec![
        (
            "files lie where the architecture puts them",
            layout::misplaced(&files),
        ),
        ("Rust files keep the habits", source::untidy(&files)),
        (
            "no path of one machine is written down",
            text::machine_paths(&files),
        ),
        (
            "links in documents lead somewhere",
            text::dead_links(&files, &paths.root),
        ),
        (
            "the contract names no secret",
            source::secrets_in_contract(&files),
        ),
        (
            "one file talks to the core",
            source::stray_calls_to_core(&files),
        ),
    ];
    checks.extend(house::checks(&files));
    for rule in &dependencies::RULES {
        let tree = dependency_tree(paths, rule)?;
        checks.push((rule.says, dependencies::broken(rule, &tree)));
    }
    let mut tally = Tally::default();
    for (name, problems) in checks {
        tally += report(name, &problems);
    }
    Ok(tally)
}

fn report(name: &str, problems: &[Problem]) -> Tally {
    let failed = problems
        .iter()
        .any(|problem| problem.weight == Weight::Error);
    println!("  {} {name}", if failed { "NO " } else { "yes" });
    for Problem {
        place,
        what,
        weight,
    } in problems
    {
        let prefix = if *weight == Weight::Note {
            "note: "
        } else {
            ""
        };
        println!("        {place}: {prefix}{what}");
    }
    if failed {
        Tally::ONE_FAILED
    } else {
        Tally::ONE_PASSED
    }
}

fn dependency_tree(paths: &Paths, rule: &dependencies::Rule) -> Result<String> {
    let mut tree = cargo();
    tree.args([
        "tree",
        "--prefix",
        "none",
        "--format",
        "{p}",
        "--package",
        rule.package,
    ])
    .args(rule.options)
    .current_dir(&paths.root);
    ask(&mut tree).ok_or_else(|| {
        Failure::new(format!(
            "cargo cannot list what {} depends on",
            rule.package
        ))
        .with_remedy(format!("run `cargo tree -p {}` to see why", rule.package))
    })
}

/// Reads what git tracks or would track; without git, as in an unpacked archive, everything that is
/// not generated.
fn read_checkout(root: &Path) -> Result<Vec<SourceFile>> {
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
    let read = |path: String| SourceFile {
        text: fs::read_to_string(root.join(&path)).ok(),
        path,
    };
    Ok(paths.into_iter().map(read).collect())
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
