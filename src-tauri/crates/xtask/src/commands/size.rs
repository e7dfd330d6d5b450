//! `cargo xtask size`: how much of the window there is to load, as it is shipped.
//!
//! Each file is measured compressed. The app keeps its window inside itself and loads nothing from a network, but what
//! is small compressed is little to read and to compile, and the figure can be held against those of other programs.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use flate2::{Compression, write::GzEncoder};

use crate::failure::{Failure, Result};
use crate::paths::Paths;
use crate::ui;

/// Builds the window as it is shipped, and prints each file of it and their sum.
pub(crate) fn run(paths: &Paths) -> Result<ExitCode> {
    ui::build(paths, true)?;
    let mut files = measured(&paths.ui().join("dist"))?;
    files.sort_unstable_by_key(|file| std::cmp::Reverse(file.1));
    for (name, bytes) in &files {
        println!("{:>8} {name}", kilobytes(*bytes));
    }
    let all = files.iter().map(|(_, bytes)| bytes).sum();
    println!("ui {} gzipped", kilobytes(all));
    Ok(ExitCode::SUCCESS)
}

/// The files of a folder with their sizes, compressed.
fn measured(folder: &Path) -> Result<Vec<(String, usize)>> {
    let failed = |error| Failure::io(format_args!("reading {}", folder.display()), &error);
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let contents = fs::read(entry.path()).map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        files.push((name, compressed(&contents).map_err(failed)?));
    }
    Ok(files)
}

fn compressed(contents: &[u8]) -> std::io::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(contents)?;
    encoder.finish().map(|it| it.len())
}

/// Rounded up, so that nothing is said to be smaller than it is.
fn kilobytes(bytes: usize) -> String {
    format!("{} KB", bytes.div_ceil(1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_counts_as_much_as_it_is_compressed_and_is_rounded_up() {
        let same = compressed(&vec![7; 100_000]).expect("memory takes it");
        assert!(same < 1000, "{same}");
        assert_eq!(kilobytes(same), "1 KB");
        assert_eq!(kilobytes(199_001), "200 KB");
    }
}
