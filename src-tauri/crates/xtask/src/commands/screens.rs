//! `cargo xtask screens`: every page in every state, size, theme and size of text, as pictures for a person who leafs
//! through them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::e2e;
use crate::failure::{Failure, Result};
use crate::paths::Paths;

/// The journey that walks through all of the window.
const WALK: &str = "screens";

pub(crate) fn run(paths: &Paths, out: Option<PathBuf>) -> Result<ExitCode> {
    let folder = out.unwrap_or_else(|| paths.screens());
    fs::create_dir_all(&folder)
        .and_then(|()| folder.canonicalize())
        .map_err(|error| Failure::io(format_args!("creating {}", folder.display()), &error))
        .and_then(|folder| leaf(paths, &folder))
}

fn leaf(paths: &Paths, folder: &Path) -> Result<ExitCode> {
    e2e::prepare(paths)?;
    let report = e2e::drive_into(paths, folder, &[WALK.to_owned()])?;
    let index = folder.join("index.html");
    let pictures = fs::read_to_string(&index)
        .map_err(|error| Failure::io(format_args!("reading {}", index.display()), &error))?
        .matches("<img ")
        .count();
    println!("\n{pictures} screens in {}", folder.display());
    Ok(if report.tally.is_good() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
