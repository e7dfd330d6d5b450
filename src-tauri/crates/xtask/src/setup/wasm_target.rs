//! A compiler for `wasm32-unknown-unknown`.
//!
//! The way on most machines is `rustup target add`. Where rustup's server cannot be reached, as behind
//! many company proxies, Debian's own compiler builds the standard library from Debian's source
//! package. Those variables are set for the UI's build alone: nothing else may be built by a compiler
//! that takes unstable options.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::progress::{bringing, present};
use super::system::Apt;
use crate::failure::{Failure, Result};
use crate::run::process::{self, ask, find};

const TARGET: &str = "wasm32-unknown-unknown";
/// rustup tries again by itself; past this, its server is not going to answer.
const RUSTUP_LIMIT: Duration = Duration::from_mins(5);

const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_LINKER: &str = "wasm-ld-22";
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "rust-web-src", "lld-22"];
/// The oldest compiler that the workspace's `rust-version` lets build it.
const OLDEST: (u32, u32) = (1, 95);

/// Which compiler builds the UI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WasmCompiler {
    /// The one in use, which has the target.
    Own,
    /// Debian's, with a standard library built on the way.
    Debian,
}

impl WasmCompiler {
    pub(super) fn apply_to(self, command: &mut Command) {
        if self == Self::Debian {
            command
                .env("RUSTC", DEBIAN_RUSTC)
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", DEBIAN_LINKER);
        }
    }
}

pub(super) fn ensure() -> Result<WasmCompiler> {
    if own_compiler_has_target() {
        present("wasm target", "in the toolchain in use");
        return Ok(WasmCompiler::Own);
    }
    if debian_compiler_is_ready() {
        present(
            "wasm target",
            "Debian's rustc, with the standard library from source",
        );
        return Ok(WasmCompiler::Debian);
    }
    bringing("wasm target", "with rustup");
    let refusal = match add_with_rustup() {
        Ok(()) => return Ok(WasmCompiler::Own),
        Err(failure) => failure,
    };
    let Some(apt) = Apt::find() else {
        return Err(refusal.with_remedy(format!(
            "bring the target {TARGET} into the Rust toolchain in use, then run this again"
        )));
    };
    println!("    rustup could not bring it. Debian has a compiler that can do the same:");
    apt.install(&DEBIAN_PACKAGES)?;
    if debian_compiler_is_ready() {
        return Ok(WasmCompiler::Debian);
    }
    Err(
        Failure::new("Debian's rustc-web is there and still cannot build for wasm").with_remedy(
            format!("run `rustup target add {TARGET}` where its server can be reached"),
        ),
    )
}

fn own_compiler_has_target() -> bool {
    ask(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]))
        .is_some_and(|folder| holds_standard_library(Path::new(&folder)))
}

/// The folder alone proves nothing: an interrupted download leaves one.
fn holds_standard_library(folder: &Path) -> bool {
    folder.read_dir().is_ok_and(|entries| {
        entries.flatten().any(|entry| {
            let name = entry.file_name();
            name.to_string_lossy().starts_with("libstd-")
        })
    })
}

fn debian_compiler_is_ready() -> bool {
    let new_enough = ask(Command::new(DEBIAN_RUSTC).arg("--version"))
        .and_then(|answer| version(&answer))
        .is_some_and(|found| found >= OLDEST);
    let has_source = || {
        ask(Command::new(DEBIAN_RUSTC).args(["--print", "sysroot"])).is_some_and(|sysroot| {
            Path::new(&sysroot)
                .join("lib/rustlib/src/rust/library/std/Cargo.toml")
                .is_file()
        })
    };
    new_enough && find(DEBIAN_LINKER).is_some() && has_source()
}

fn add_with_rustup() -> Result {
    let mut rustup = Command::new("rustup");
    process::run_within(rustup.args(["target", "add", TARGET]), RUSTUP_LIMIT)?;
    if own_compiler_has_target() {
        Ok(())
    } else {
        Err(Failure::new(
            "rustup added the wasm target to another toolchain than the one in use",
        ))
    }
}

/// Major and minor from `rustc 1.96.0 (ac68faa20 2026-05-25)`.
fn version(answer: &str) -> Option<(u32, u32)> {
    let mut numbers = answer.strip_prefix("rustc ")?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_a_compiler_is_read_and_compared_as_numbers() {
        assert_eq!(
            version("rustc 1.96.0 (ac68faa20 2026-05-25)"),
            Some((1, 96))
        );
        assert!(version("rustc 1.100.0").expect("it is a version") > OLDEST);
        assert_eq!(version("command not found"), None);
    }

    #[test]
    fn only_the_fallback_sets_variables() {
        let mut command = Command::new("trunk");
        WasmCompiler::Own.apply_to(&mut command);
        assert_eq!(command.get_envs().count(), 0);
        WasmCompiler::Debian.apply_to(&mut command);
        assert!(
            command
                .get_envs()
                .any(|(name, _)| name == "RUSTC_BOOTSTRAP")
        );
    }

    #[test]
    fn a_folder_without_a_standard_library_is_no_target() {
        assert!(!holds_standard_library(Path::new("no/such/folder")));
    }
}
