//! Bringing a server into the cache, once for each state of its folder.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use sha2::{Digest, Sha256};

use super::{
    ServerError, doing,
    placeholders::Placeholders,
    tools::{PYTHON, find},
};
use crate::manifest::{Manifest, Need};

/// A server that can be started.
#[derive(Debug)]
pub(crate) struct Installed {
    pub(super) here: PathBuf,
    pub(super) placeholders: Placeholders,
}

/// Written last, so that half an installation is never taken for one.
const COMPLETE: &str = "installed";
/// What work by hand leaves in a server's folder; no part of the server.
const LEFT_BY_HAND: [&str; 4] = ["venv", "node_modules", "target", "__pycache__"];
/// How much of a failed step's words is repeated.
const LAST_WORDS: usize = 30;

/// Finds the server in the cache, or installs it there.
pub(crate) fn install(
    manifest: &Manifest,
    folder: &Path,
    cache: &Path,
) -> Result<Installed, ServerError> {
    let files = files_of(folder).map_err(doing(format!("reading {}", folder.display())))?;
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let here = cache.join(format!("{name}-{}", digest(manifest, &files)));
    fs::create_dir_all(cache).map_err(doing(format!("making {}", cache.display())))?;
    // Another run may be about the same server: it waits, and then finds it.
    let lock = here.with_extension("lock");
    let lock = fs::File::create(&lock).map_err(doing(format!("opening {}", lock.display())))?;
    lock.lock()
        .map_err(doing("waiting for another installation"))?;
    if !here.join(COMPLETE).is_file() {
        // Not where results are read from: whoever asked may be in the middle of a line.
        eprintln!("    installing {name}");
        copy(&files, &here).map_err(doing(format!("copying to {}", here.display())))?;
        for mut step in steps(manifest, &here) {
            carry_out(step.current_dir(&here))?;
        }
        fs::write(here.join(COMPLETE), b"").map_err(doing("completing the installation"))?;
    }
    let placeholders = placeholders(manifest, &here);
    Ok(Installed { here, placeholders })
}

/// The commands that an ecosystem installs by. Each reads a lock file, so that nothing newer comes in unseen.
fn steps(manifest: &Manifest, here: &Path) -> Vec<Command> {
    let command = |program: &str, arguments: &[&str]| {
        // A script of Windows is found by its whole name alone.
        let mut command = Command::new(find(program).unwrap_or_else(|| program.into()));
        command.args(arguments);
        command
    };
    let mut steps = match manifest.needs {
        Need::Python => {
            let mut pip = Command::new(python(here));
            pip.args("-m pip install --quiet --no-deps -r requirements.txt".split(' '));
            vec![command(PYTHON, &["-m", "venv", "venv"]), pip]
        }
        Need::Node if manifest.scripts => vec![command("npm", &["ci"])],
        Need::Node => vec![command("npm", &["ci", "--ignore-scripts"])],
        Need::Go => {
            let mut go = command("go", &["build", "-o", "server", "."]);
            // A server may want a newer Go than the one that is here.
            go.env("GOTOOLCHAIN", "auto");
            vec![go]
        }
        // A server that is downloaded whole has nothing to build.
        Need::Java if manifest.download.is_some() => Vec::new(),
        Need::Java => vec![command("mvn", &["-q", "-B", "package"])],
    };
    if let Some(artifact) = &manifest.download {
        steps.push(command(
            "mvn",
            &[
                "-q",
                "-B",
                "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack",
                &format!("-Dartifact={artifact}"),
                "-DoutputDirectory=download",
            ],
        ));
    }
    steps
}

fn placeholders(manifest: &Manifest, here: &Path) -> Placeholders {
    let mut known = Placeholders::default();
    known.set("here", here);
    match manifest.needs {
        Need::Python => known.set("python", python(here)),
        Need::Node => known.set("node", find("node").unwrap_or_else(|| "node".into())),
        Need::Go => known.set("bin", here.join("server")),
        Need::Java => {
            known.set("java", find("java").unwrap_or_else(|| "java".into()));
            known.set("bin", here.join("target").join("server.jar"));
        }
    }
    if manifest.download.is_some() {
        known.set("download", here.join("download"));
    }
    known
}

fn python(here: &Path) -> PathBuf {
    let inner = if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    };
    here.join("venv").join(inner)
}

/// The server's own files by their paths in its folder.
fn files_of(folder: &Path) -> io::Result<BTreeMap<PathBuf, Vec<u8>>> {
    let (mut files, mut folders) = (BTreeMap::new(), vec![PathBuf::new()]);
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(folder.join(&inner))? {
            let entry = entry?;
            let (name, path) = (entry.file_name(), inner.join(entry.file_name()));
            if entry.file_type()?.is_dir() {
                if !LEFT_BY_HAND.iter().any(|left| name == *left) {
                    folders.push(path);
                }
            } else if name != "server.json" {
                let contents = fs::read(entry.path())?;
                files.insert(path, contents);
            }
        }
    }
    Ok(files)
}

/// Another one whenever what is installed would be another.
fn digest(manifest: &Manifest, files: &BTreeMap<PathBuf, Vec<u8>>) -> String {
    let mut hash = Sha256::new();
    hash.update(format!("{:?}{:?}", manifest.download, manifest.scripts));
    for (path, contents) in files {
        let path = path.to_string_lossy().replace('\\', "/");
        hash.update(format!("{path}\0{}\0", contents.len()));
        hash.update(contents);
    }
    let mut name = String::new();
    for byte in &hash.finalize()[..6] {
        // Writing to a text cannot fail.
        let _ = write!(name, "{byte:02x}");
    }
    name
}

/// Lays the files into an empty folder.
fn copy(files: &BTreeMap<PathBuf, Vec<u8>>, to: &Path) -> io::Result<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    fs::create_dir_all(to)?;
    for (path, contents) in files {
        let file = to.join(path);
        fs::create_dir_all(file.parent().unwrap_or(to))?;
        fs::write(file, contents)?;
    }
    Ok(())
}

/// Runs a step out of sight; one that fails says why.
fn carry_out(command: &mut Command) -> Result<(), ServerError> {
    let program = Path::new(command.get_program()).file_name();
    let words = command.get_args().map(std::ffi::OsStr::to_string_lossy);
    let words: Vec<_> = program
        .map(std::ffi::OsStr::to_string_lossy)
        .into_iter()
        .chain(words)
        .collect();
    let line = words.join(" ");
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(doing(format!("starting `{line}`")))?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    Err(ServerError::Install {
        line,
        status: output.status,
        words: last_lines(&String::from_utf8_lossy(&said), LAST_WORDS),
    })
}

/// The end of a text.
pub(super) fn last_lines(text: &str, most: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(most)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_is_made_of_names_its_place_in_the_cache() {
        let servers = Path::new(env!("CARGO_MANIFEST_DIR")).join("servers");
        let folder = servers.join("drf-simplejwt");
        let manifest = Manifest::read(&folder).expect("a manifest");
        let mut files = files_of(&folder).expect("its files");
        assert!(files.contains_key(Path::new("requirements.txt")));
        assert!(!files.contains_key(Path::new("server.json")));
        let before = digest(&manifest, &files);
        assert_eq!(before.len(), 12);
        files.insert("more.py".into(), Vec::new());
        assert_ne!(digest(&manifest, &files), before);
    }

    #[test]
    fn the_end_of_a_text_is_kept() {
        assert_eq!(last_lines("a\nb\nc\n", 2), "b\nc");
        assert_eq!(last_lines("a", 2), "a");
    }
}
