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
//! - [`incoming`], [`cargo_deny`]: what comes from others: sources, licences, vulnerabilities

mod cargo_deny;
mod dependencies;
mod house;
mod incoming;
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
        let of_package = [&["--package", rule.package], rule.options].concat();
        let tree = dependency_tree(paths, "{p}", &of_package)?;
        checks.push((rule.says, dependencies::broken(rule, &tree)));
    }
    checks.extend(incoming_checks(paths, &files)?);
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

fn incoming_checks(
    paths: &Paths,
    files: &[SourceFile],
) -> Result<[(&'static str, Vec<Problem>); 3]> {
    let text = |path: &str| {
        let file = files.iter().find(|file| file.path == path);
        file.and_then(|file| file.text.as_deref())
            .unwrap_or_default()
    };
    let everything = ["--workspace", "--all-features", "--target", "all"];
    let tree = dependency_tree(paths, incoming::FORMAT, &everything)?;
    Ok([
        (
            "crates come from crates.io alone, byte for byte",
            incoming::strange_sources(text("Cargo.lock")),
        ),
        (
            "licences are on the list",
            incoming::strange_licences(&tree, text(".deny.toml")),
        ),
        (
            "`cargo deny` has nothing against what comes in",
            cargo_deny::problems(paths)?,
        ),
    ])
}

fn dependency_tree(paths: &Paths, format: &str, of: &[&str]) -> Result<String> {
    let mut tree = cargo();
    tree.args(["tree", "--prefix", "none", "--format", format])
        .args(of)
        .current_dir(&paths.root);
    ask(&mut tree).ok_or_else(|| {
        Failure::new("cargo cannot list what the crates depend on")
            .with_remedy(format!("run `cargo tree {}` to see why", of.join(" ")))
    })
}
