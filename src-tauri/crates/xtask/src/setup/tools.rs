//! Tools that the project needs and no system ships at the right version. Each goes to its own folder
//! in the cache, named after tool and version; one that is on `PATH` at the right version is used as
//! it is.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::progress::{bringing, present};
use crate::failure::{Failure, Result};
use crate::paths::{self, Paths};
use crate::run::process::{self, ask, cargo, find};

/// 0.22 wants a newer compiler than the workspace does.
const TRUNK: &str = "0.21.14";
const TAURI_CLI: &str = "2.12.5";
const AXE: &str = "4.14.1";
/// The binaryen that npm ships; its major version is the one that `wasm-opt` prints.
const BINARYEN: &str = "132.0.0";
/// Older ones do not know the wasm features that today's compilers use.
const OLDEST_WASM_OPT: u32 = 117;

/// A tool that npm brings, with all that it needs. Made anew, in its folder of `npm/`, by
/// `npm install --package-lock-only --omit-lockfile-registry-resolved`: which registry it comes from is for whoever
/// installs it to say, and its bytes are checked wherever it comes from.
struct NpmPackage {
    wanted: &'static str,
    lock: &'static str,
}

const BINARYEN_PACKAGE: NpmPackage = NpmPackage {
    wanted: include_str!("../../npm/binaryen/package.json"),
    lock: include_str!("../../npm/binaryen/package-lock.json"),
};
const AXE_PACKAGE: NpmPackage = NpmPackage {
    wanted: include_str!("../../npm/axe-core/package.json"),
    lock: include_str!("../../npm/axe-core/package-lock.json"),
};
const TAURI_CLI_PACKAGE: NpmPackage = NpmPackage {
    wanted: include_str!("../../npm/tauri-cli/package.json"),
    lock: include_str!("../../npm/tauri-cli/package-lock.json"),
};

/// A tool that cargo builds from source.
struct CargoTool<'a> {
    /// Its folder in the cache and its program.
    name: &'a str,
    package: &'a str,
    version: &'a str,
    options: &'a [&'a str],
}

/// Returns Trunk's program.
pub(super) fn trunk(paths: &Paths) -> Result<PathBuf> {
    let options = ["--no-default-features", "--features", "rustls"];
    CargoTool {
        name: "trunk",
        package: "trunk",
        version: TRUNK,
        options: &options,
    }
    .ensure(paths)
}

/// Returns the folder of `wasm-bindgen`, at the very version that the UI is linked with: it reads what
/// the library of that version wrote into the wasm file, and no other.
pub(super) fn wasm_bindgen(paths: &Paths) -> Result<PathBuf> {
    let lock = paths.root.join("Cargo.lock");
    let text = fs::read_to_string(&lock)
        .map_err(|error| Failure::io(format_args!("reading {}", lock.display()), &error))?;
    let version = locked_version(&text, "wasm-bindgen")
        .ok_or_else(|| Failure::new("Cargo.lock names no wasm-bindgen"))?;
    let package = "wasm-bindgen-cli";
    let program = CargoTool {
        name: "wasm-bindgen",
        package,
        version,
        options: &[],
    }
    .ensure(paths)?;
    Ok(folder_of(&program))
}

/// Returns the folder of a recent `wasm-opt`, or `None` where only npm could bring one and is missing.
pub(super) fn wasm_opt(paths: &Paths) -> Result<Option<PathBuf>> {
    let name = "wasm-opt";
    let home = paths.tool("binaryen", BINARYEN);
    let folder = home.join("node_modules").join(".bin");
    if folder.is_dir() {
        present(name, BINARYEN);
        return Ok(Some(folder));
    }
    let answer = find(name)
        .and_then(|program| Some((ask(Command::new(&program).arg("--version"))?, program)));
    if let Some((answer, program)) = answer
        && wasm_opt_version(&answer).is_some_and(|version| version >= OLDEST_WASM_OPT)
    {
        present(name, &answer);
        return Ok(Some(folder_of(&program)));
    }
    if find("npm").is_none() {
        println!("  skip  {name:<22} only release builds need it, and there is no npm to bring it");
        return Ok(None);
    }
    bringing(name, BINARYEN);
    npm_install(paths, &home, &BINARYEN_PACKAGE)?;
    Ok(Some(folder))
}

/// Returns axe-core, one script that is run in the window's page, or `None` where npm cannot bring it: what it would find is
/// not found then, and everything else is.
pub(crate) fn axe(paths: &Paths) -> Option<PathBuf> {
    let name = "axe-core";
    let home = paths.tool(name, AXE);
    let script = home.join("node_modules").join(name).join("axe.min.js");
    if script.is_file() {
        present(name, AXE);
        return Some(script);
    }
    if find("npm").is_none() {
        println!(
            "  skip  {name:<22} there is no npm to bring it: the project's own checks run without"
        );
        return None;
    }
    bringing(name, AXE);
    match npm_install(paths, &home, &AXE_PACKAGE) {
        Ok(()) => Some(script),
        Err(failure) => {
            println!("    {failure}\n    The project's own checks run without it.");
            None
        }
    }
}

/// Which Tauri CLI is called, and how.
#[derive(Debug)]
pub(crate) enum TauriCli {
    /// `cargo-tauri`, installed by the person or by us.
    Cargo(PathBuf),
    /// The same program as a Node module.
    Node(PathBuf),
}

impl TauriCli {
    pub(crate) fn command(&self) -> Command {
        match self {
            Self::Cargo(program) => {
                let mut command = Command::new(program);
                command.arg("tauri");
                command
            }
            Self::Node(script) => {
                let mut command = Command::new("node");
                command.arg(script);
                command
            }
        }
    }
}

/// Takes an installed CLI, else the prebuilt one, else builds one, which takes many minutes.
pub(super) fn tauri_cli(paths: &Paths) -> Result<TauriCli> {
    let name = "Tauri CLI";
    if let Some(program) = find("cargo-tauri")
        && let Some(answer) = ask(Command::new(&program).args(["tauri", "--version"]))
        && is_version_2(&answer)
    {
        present(name, &answer);
        return Ok(TauriCli::Cargo(program));
    }
    let home = paths.tool("tauri-cli", TAURI_CLI);
    let script = home
        .join("node_modules")
        .join("@tauri-apps")
        .join("cli")
        .join("tauri.js");
    if script.is_file() && find("node").is_some() {
        present(name, TAURI_CLI);
        return Ok(TauriCli::Node(script));
    }
    if find("npm").is_some() && find("node").is_some() {
        bringing(name, TAURI_CLI);
        match npm_install(paths, &home, &TAURI_CLI_PACKAGE) {
            Ok(()) => return Ok(TauriCli::Node(script)),
            Err(failure) => println!("    {failure}\n    cargo can build it instead:"),
        }
    }
    let tool = CargoTool {
        name: "cargo-tauri",
        package: "tauri-cli",
        version: TAURI_CLI,
        options: &[],
    };
    tool.ensure(paths).map(TauriCli::Cargo)
}

impl CargoTool<'_> {
    /// Returns the program, which is built first when it is nowhere.
    fn ensure(&self, paths: &Paths) -> Result<PathBuf> {
        let home = paths.tool(self.name, self.version);
        let program =
            home.join("bin")
                .join(format!("{}{}", self.name, std::env::consts::EXE_SUFFIX));
        if program.is_file() {
            present(self.name, self.version);
            return Ok(program);
        }
        if let Some(installed) = find(self.name)
            && ask(Command::new(&installed).arg("--version"))
                .is_some_and(|answer| answer.split_whitespace().any(|word| word == self.version))
        {
            present(self.name, &format!("{} (your own)", self.version));
            return Ok(installed);
        }
        bringing(
            self.name,
            &format!("{}, built from source: some minutes, once", self.version),
        );
        self.build(paths, &home)?;
        if program.is_file() {
            return Ok(program);
        }
        Err(Failure::new(format!(
            "{} was installed without its program",
            self.package
        )))
    }

    /// A debug build: several times faster to make, and fast enough to use.
    fn build(&self, paths: &Paths, home: &Path) -> Result {
        let work = paths.cache.join("build").join(self.name);
        let attempt = |lock: &[&str]| {
            let mut command = cargo();
            command
                .args([
                    "install",
                    "--debug",
                    self.package,
                    "--version",
                    self.version,
                ])
                .args(self.options)
                .args(lock)
                .arg("--root")
                .arg(home)
                // Kept until it succeeds, so that a second attempt goes on where the first ended.
                .env("CARGO_TARGET_DIR", &work)
                // The checkout's own settings are not meant for a stranger's package.
                .current_dir(&paths.cache);
            process::run(&mut command)
        };
        create_folder(&paths.cache)?;
        let built = attempt(&["--locked"]).or_else(|_| {
            println!(
                "    That can be a registry which misses a version that the tool's lock file names. \
                 Once more without it:"
            );
            attempt(&[])
        });
        built.map_err(|failure| {
            failure.with_remedy(format!(
                "make sure that cargo can reach its registry, then run this again; or install \
                 {} {} yourself",
                self.package, self.version
            ))
        })?;
        // What is left is only disk space; to fail to free it is no failure.
        let _ = fs::remove_dir_all(work);
        Ok(())
    }
}

/// Installs what a lock file names, to the byte, and runs nothing of it meanwhile. Beside the final place first, so that
/// an interrupted download does not look like a finished one.
fn npm_install(paths: &Paths, home: &Path, package: &NpmPackage) -> Result {
    let name = home.file_name().unwrap_or_default();
    let partial = paths.cache.join("build").join(name);
    create_folder(&partial)?;
    create_folder(&paths.cache.join("tools"))?;
    paths::write(&partial.join("package.json"), package.wanted.as_bytes())?;
    paths::write(&partial.join("package-lock.json"), package.lock.as_bytes())?;
    let npm = find("npm").unwrap_or_else(|| "npm".into());
    let mut command = Command::new(npm);
    command
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .args(["--loglevel=error", "--prefix"])
        .arg(&partial)
        .current_dir(&paths.cache);
    process::run(&mut command).map_err(|failure| {
        failure.with_remedy("make sure that npm can reach its registry, then run this again")
    })?;
    // What stands there now is no working tool, or we would not be here.
    let _ = fs::remove_dir_all(home);
    fs::rename(&partial, home).map_err(|error| {
        let (from, to) = (partial.display(), home.display());
        Failure::io(format_args!("moving {from} to {to}"), &error)
    })
}

fn create_folder(folder: &Path) -> Result {
    fs::create_dir_all(folder)
        .map_err(|error| Failure::io(format_args!("creating {}", folder.display()), &error))
}

fn folder_of(program: &Path) -> PathBuf {
    program.parent().unwrap_or(Path::new("")).to_path_buf()
}

/// The version of a package in a lock file's text.
fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let mut lines = lock.lines();
    let heading = format!("name = \"{package}\"");
    lines.find(|line| *line == heading)?;
    lines
        .next()?
        .strip_prefix("version = \"")?
        .strip_suffix('"')
}

/// The number in `wasm-opt version 132 (version_132)`.
fn wasm_opt_version(answer: &str) -> Option<u32> {
    answer.split_whitespace().find_map(|word| word.parse().ok())
}

fn is_version_2(answer: &str) -> bool {
    answer.split_whitespace().any(|word| word.starts_with("2."))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
[[package]]
name = "wasm-bindgen-futures"
version = "0.4.80"

[[package]]
name = "wasm-bindgen"
version = "0.2.130"
"#;

    #[test]
    fn the_locked_version_is_that_of_exactly_this_package() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(LOCK, "wasm"), None);
    }

    #[test]
    fn npm_brings_the_versions_that_are_named_here_and_knows_their_bytes() {
        for (package, name, version) in [
            (&BINARYEN_PACKAGE, "binaryen", BINARYEN),
            (&AXE_PACKAGE, "axe-core", AXE),
            (&TAURI_CLI_PACKAGE, "@tauri-apps/cli", TAURI_CLI),
        ] {
            let pinned = format!("\"{name}\": \"{version}\"");
            let NpmPackage { wanted, lock } = package;
            assert!(wanted.contains(&pinned) && lock.contains(&pinned), "{name}");
            let versions = lock.matches("\"version\": ").count();
            assert_eq!(lock.matches("\"integrity\": \"sha512-").count(), versions);
            assert!(!lock.contains("\"resolved\""), "{name} names a registry");
            assert!(!lock.contains("hasInstallScript"), "{name} would not work");
        }
    }

    #[test]
    fn the_number_of_wasm_opt_is_read_from_its_answer() {
        assert_eq!(
            wasm_opt_version("wasm-opt version 132 (version_132)"),
            Some(132)
        );
        assert_eq!(wasm_opt_version("wasm-opt version 108"), Some(108));
        assert_eq!(wasm_opt_version("no such program"), None);
    }

    #[test]
    fn a_cli_of_another_generation_is_not_used() {
        assert!(is_version_2("tauri-cli 2.12.5"));
        assert!(!is_version_2("tauri-cli 1.6.2") && !is_version_2("tauri-cli 3.0.0-alpha.5"));
    }
}
