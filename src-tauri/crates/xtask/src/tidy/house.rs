//! The house that a crate's files make: which of them are rooms, and which way one leads to another.
//!
//! Who reads a file needs to know what it stands on and not who stands on it. So no files use each other
//! in a circle, no room uses one above it, and no folder holds more files than can be seen at a glance.
//! All of it is read from the names in the code: file A uses file B where it names something that B
//! defines, by `use` or by a path. Declaring a module is no use, and neither is handing a name on
//! (`pub use`), which gives a crate or a room its face.
//!
//! - [`order`]: the rooms of each crate from the top down, in one table
//! - [`crowd`]: how many files lie side by side
//! - [`circles`]: files that use each other
//! - [`module`]: what the files say about names, and which modules they lead to
//! - [`tree`]: which file names what another defines

mod circles;
mod crowd;
mod module;
mod order;
mod tree;

use std::collections::BTreeSet;

use super::problem::Problem;
use super::source_file::SourceFile;

use module::{Files, Module, Reader};

/// What was found, by the name of the check.
pub(super) fn checks(files: &[SourceFile]) -> [(&'static str, Vec<Problem>); 3] {
    let (code, mut lost) = parse(files);
    let modules = grow(files, &code);
    let read: BTreeSet<&str> = modules.iter().map(|module| module.file).collect();
    let unread = code.keys().filter(|file| !read.contains(*file));
    // The compiler would not say, and these checks would pass them over.
    let what = "no `mod` leads here: declare it or delete it";
    lost.extend(unread.map(|file| Problem::error(*file, what)));
    let uses = tree::uses(&modules);
    let mut circles = circles::problems(&uses);
    circles.extend(lost);
    let upward = order::problems(order::ROOMS, &modules, &uses);
    let crowded = crowd::problems(crowd::REASONS, code.keys().copied());
    [
        ("no files use each other in a circle", circles),
        ("no room uses a room above it", upward),
        ("folders can be seen at a glance", crowded),
    ]
}

fn parse(files: &[SourceFile]) -> (Files<'_>, Vec<Problem>) {
    let (mut code, mut lost) = (Files::new(), Vec::new());
    for file in files.iter().filter(|file| file.has_extension("rs")) {
        let path = file.path.as_str();
        match file.text.as_deref().map(syn::parse_file) {
            Some(Ok(parsed)) => drop(code.insert(path, parsed)),
            Some(Err(error)) => lost.push(Problem::error(path, format!("is no Rust: {error}"))),
            None => {}
        }
    }
    (code, lost)
}

/// Reads every file that the compiler begins with, and what its modules lead to.
fn grow<'a>(files: &[SourceFile], code: &'a Files<'a>) -> Vec<Module<'a>> {
    let manifests = files
        .iter()
        .filter_map(|file| file.path.strip_suffix("/Cargo.toml"));
    let packages: Vec<&str> = manifests.chain([DESKTOP]).collect();
    let mut reader = Reader {
        files: code,
        modules: Vec::new(),
        is_test: false,
        here: Default::default(),
    };
    for file in code.keys() {
        if let Some(is_aside) = is_aside(file, &packages) {
            reader.is_test = is_aside;
            reader.file(file, None);
        }
    }
    reader.modules
}

/// The package of the top level has its files here.
const DESKTOP: &str = "src-tauri";

/// Whether a file that the compiler begins with, by cargo's customs, is for tests and the like; nothing where
/// it does not begin with it.
fn is_aside(file: &str, packages: &[&str]) -> Option<bool> {
    let within = |package: &&str| file.strip_prefix(*package)?.strip_prefix('/');
    let inner = packages
        .iter()
        .filter_map(within)
        .min_by_key(|it| it.len())?;
    let parts: Vec<&str> = inner.split('/').collect();
    match parts.as_slice() {
        ["lib.rs" | "main.rs"] | ["src", "lib.rs" | "main.rs"] => Some(false),
        ["build.rs"]
        | ["tests" | "examples" | "benches", _]
        | ["tests" | "examples" | "benches", _, "main.rs"] => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
