//! `cargo xtask tidy`: the habits that a program can check, so that no reviewer has to.
//!
//! Every check is a pure function from text to problems, with tests that prove it can fail; this file
//! only reads the checkout and hands it over. What a check needs to know of the project stands in a
//! table at its top. It uses `checkout`, `run` and `outcome`.
//!
//! - [`source_file`], [`problem`]: what a check is given, and what it finds
//! - [`rust_code`]: Rust source with comments and strings blanked out, for the checks that look at code
//! - [`source`]: one Rust file: its opening, its length, what may not be in it
//! - [`layout`]: which files there may be, and where
//! - [`text`]: documents and every other text: links, paths of one machine
//! - [`dependencies`]: which way the crates may depend on each other
//! - [`house`]: which way the files and rooms of a crate may

mod dependencies;
mod house;
mod layout;
mod problem;
mod rust_code;
mod source;
mod source_file;
mod text;

use std::process::ExitCode;

use crate::checkout;
use crate::failure::{Failure, Result};
use crate::outcome::Tally;
use crate::paths::Paths;
use crate::run::process::{ask, cargo};

use problem::{Problem, Weight};
use source_file::SourceFile;

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
    let files: Vec<SourceFile> = checkout::files(&paths.root)?
        .into_iter()
        .map(|path| SourceFile::read(&paths.root, path))
        .collect();
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
