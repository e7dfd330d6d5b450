//! Puts every command under the access list, says early what a build lacks, and lists what others wrote that is in it.
//!
//! The command names come from `ipc::COMMANDS`, so the list of what exists and the list of what is
//! checked cannot drift apart. Without `AppManifest::commands` Tauri would let any window call any
//! command of the app.

use std::{
    collections::BTreeSet,
    env, fs,
    path::Path,
    process::{Command, ExitCode},
};

use tauri_build::{AppManifest, Attributes};

const CAPABILITIES: &str = "src-tauri/capabilities/*.json";
const UI: &str = "src-ui/dist";
const ICONS: &str = "src-ui/LICENSE-LUCIDE";

fn main() -> ExitCode {
    // A pattern of our own makes Tauri stop watching the folder for us.
    println!("cargo::rerun-if-changed=src-tauri/capabilities");
    println!("cargo::rerun-if-changed=src-tauri/build.rs");
    // A development build loads the UI from the development server and needs no finished one.
    if !tauri_build::is_dev() {
        // `generate_context!` copies the UI into the app and would not notice a newer one.
        println!("cargo::rerun-if-changed={UI}");
        if !Path::new(UI).join("index.html").exists() {
            println!(
                "cargo::error=the UI is not built, and this build is to contain it: run \
                 `cargo xtask ui build --release` first, or `cargo xtask dev` to work on the app"
            );
            return ExitCode::FAILURE;
        }
    }
    let attributes = Attributes::new()
        .app_manifest(AppManifest::new().commands(ipc::COMMANDS))
        .capabilities_path_pattern(CAPABILITIES);
    let built = tauri_build::try_build(attributes).map_err(|error| format!("tauri: {error:#}"));
    match built.and_then(|()| list_licences()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("cargo::error={}", error.replace('\n', " "));
            ExitCode::FAILURE
        }
    }
}

/// Writes `licences.txt`: the crates of this very build and of its window, and the icons. Asked of cargo while the app is
/// built, so that no list in the checkout grows old, and each system's app names its own.
fn list_licences() -> Result<(), String> {
    println!("cargo::rerun-if-changed=Cargo.lock");
    println!("cargo::rerun-if-changed={ICONS}");
    let variable = |name| env::var(name).map_err(|error| format!("{name}: {error}"));
    let (target, root) = (variable("TARGET")?, variable("CARGO_MANIFEST_DIR")?);
    let packages = ["--package", "latchkey", "--package", "latchkey-ui"];
    let targets = ["--target", &target, "--target", "wasm32-unknown-unknown"];
    let tree = Command::new(variable("CARGO")?)
        .args(["tree", "--edges", "normal", "--prefix", "none"])
        .args(["--format", "{p} | {l} | {r}"])
        .args(packages)
        .args(targets)
        .output()
        .map_err(|error| format!("cargo tree: {error}"))?;
    if !tree.status.success() {
        let said = String::from_utf8_lossy(&tree.stderr).into_owned();
        return Err(format!("cargo tree: {said}"));
    }
    let icons = fs::read_to_string(ICONS).map_err(|error| format!("{ICONS}: {error}"))?;
    let crates = crates_in(&String::from_utf8_lossy(&tree.stdout), &root);
    let list = format!("{crates}\nThe icons are of the set Lucide:\n\n{icons}");
    let file = Path::new(&variable("OUT_DIR")?).join("licences.txt");
    fs::write(&file, list).map_err(|error| format!("{}: {error}", file.display()))
}

/// Each crate of others once, in what `cargo tree` prints.
fn crates_in(tree: &str, root: &str) -> String {
    let lines = tree.lines().filter(|line| !line.contains(root));
    let lines: BTreeSet<String> = lines
        .map(|line| line.trim_end_matches(" (*)").trim_end_matches(" |"))
        .filter(|line| !line.is_empty())
        .map(|line| line.replacen(" v", " ", 1).replacen(" (proc-macro)", "", 1))
        .collect();
    lines.into_iter().map(|line| line + "\n").collect()
}
