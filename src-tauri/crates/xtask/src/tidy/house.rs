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
//! - [`tree`]: the modules of a crate, and which file names what another defines
//! - [`module`], [`tokens`]: what one file says about names

mod circles;
mod crowd;
mod module;
mod order;
mod tokens;
mod tree;

use super::problem::Problem;
use super::source_file::SourceFile;

use order::ROOMS;
use tree::{Kind, Texts, Tree};

/// What was found, by the name of the check.
pub(super) fn checks(files: &[SourceFile]) -> [(&'static str, Vec<Problem>); 3] {
    let texts = texts(files);
    let trees = grow(files, &texts);
    let circles = trees.iter().flat_map(circles::problems);
    let unread = unread(&texts, &trees);
    [
        (
            "no files use each other in a circle",
            circles.chain(unread).collect(),
        ),
        (
            "no room uses a room above it",
            order::problems(ROOMS, &trees),
        ),
        (
            "folders can be seen at a glance",
            crowd::problems(crowd::REASONS, texts.keys().copied()),
        ),
    ]
}

fn texts(files: &[SourceFile]) -> Texts<'_> {
    files
        .iter()
        .filter(|file| file.has_extension("rs"))
        .filter_map(|file| Some((file.path.as_str(), file.text.as_deref()?)))
        .collect()
}

/// Reads every file that the compiler begins with, and what its modules lead to.
fn grow<'a>(files: &[SourceFile], texts: &Texts<'a>) -> Vec<Tree<'a>> {
    let packages: Vec<&str> = files
        .iter()
        .filter_map(|file| file.path.strip_suffix("/Cargo.toml"))
        .chain([DESKTOP])
        .collect();
    texts
        .keys()
        .filter_map(|file| Some(Tree::grow(texts, file, root_kind(file, &packages)?)))
        .collect()
}

/// The package of the top level has its files here.
const DESKTOP: &str = "src-tauri";

/// Whether the compiler begins with this file, by cargo's customs.
fn root_kind(file: &str, packages: &[&str]) -> Option<Kind> {
    let within = |package: &&str| file.strip_prefix(*package)?.strip_prefix('/');
    let inner = packages
        .iter()
        .filter_map(within)
        .min_by_key(|it| it.len())?;
    let parts: Vec<&str> = inner.split('/').collect();
    match parts.as_slice() {
        ["lib.rs" | "main.rs"] | ["src", "lib.rs" | "main.rs"] => Some(Kind::Product),
        ["build.rs"]
        | ["tests" | "examples" | "benches", _]
        | ["tests" | "examples" | "benches", _, "main.rs"] => Some(Kind::Aside),
        _ => None,
    }
}

/// Files that no `mod` leads to. The compiler would not say, and these checks would pass them over.
fn unread<'a>(texts: &Texts<'a>, trees: &[Tree<'a>]) -> Vec<Problem> {
    let is_read = |file: &&str| {
        [Kind::Product, Kind::Aside]
            .iter()
            .any(|kind| trees.iter().any(|tree| tree.files(*kind).contains(file)))
    };
    texts
        .keys()
        .filter(|file| !is_read(file))
        .map(|file| Problem::error(*file, "no `mod` leads here: declare it or delete it"))
        .collect()
}

#[cfg(test)]
mod tests;
