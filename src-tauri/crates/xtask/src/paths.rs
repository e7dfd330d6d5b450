//! Where things are: the checkout, the target folder in use, the cache folder of this person.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Result};

/// The folders that every command works with.
#[derive(Debug)]
pub(crate) struct Paths {
    /// The checkout: the folder of `tauri.conf.json` and the workspace's `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// The target folder that cargo really uses, wherever a variable or a configuration put it.
    pub(crate) target: PathBuf,
    /// Where the development build puts programs: `target/debug`, or that of a target triple.
    pub(crate) programs: PathBuf,
    /// Tools and what they are built from, kept from one run to the next.
    pub(crate) cache: PathBuf,
}

impl Paths {
    pub(crate) fn discover() -> Result<Self> {
        let (programs, target) = target_folders()?;
        Ok(Self {
            root: checkout()?,
            target,
            programs,
            cache: cache_folder()?,
        })
    }

    pub(crate) fn ui(&self) -> PathBuf {
        self.root.join("src-ui")
    }

    /// The UI is built in a target folder of its own: under `tauri dev` both builds run at once, and
    /// cargo lets only one at a time into a folder.
    pub(crate) fn ui_target(&self) -> PathBuf {
        self.target.join("ui")
    }

    /// Pictures of the window. Always in the checkout, where a person looks for them.
    pub(crate) fn screens(&self) -> PathBuf {
        self.root.join("target").join("screens")
    }

    /// The names of all tests that the last run ran, and how each went.
    pub(crate) fn test_names(&self) -> PathBuf {
        self.root.join("target").join("tests.txt")
    }

    /// Copies of the checkout with deliberate faults in them.
    pub(crate) fn faults(&self) -> PathBuf {
        self.target.join("faults")
    }

    /// Real servers, as they were installed.
    pub(crate) fn interop(&self) -> PathBuf {
        self.cache.join("interop")
    }

    /// The home of one version of one tool. Versions stand side by side, so that two checkouts that
    /// want different ones do not undo each other's set-up.
    pub(crate) fn tool(&self, name: &str, version: &str) -> PathBuf {
        self.cache.join("tools").join(format!("{name}-{version}"))
    }

    /// The app as the development build leaves it.
    pub(crate) fn app(&self) -> PathBuf {
        self.programs.join(app_file())
    }

    /// The app as it is shipped.
    pub(crate) fn shipped_app(&self) -> PathBuf {
        self.target.join("release").join(app_file())
    }
}

fn app_file() -> String {
    format!("latchkey{}", env::consts::EXE_SUFFIX)
}

/// Writes a file for a person, into a folder that may not be there yet.
pub(crate) fn write(file: &Path, contents: &[u8]) -> Result {
    file.parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(file, contents))
        .map_err(|error| Failure::io(format_args!("writing {}", file.display()), &error))
}

/// Asks the environment and not `env!`: with a target folder shared by several checkouts, a path that
/// was compiled in could be that of another one.
fn checkout() -> Result<PathBuf> {
    let started_in = match env::var_os("CARGO_MANIFEST_DIR") {
        Some(manifest) => PathBuf::from(manifest),
        None => {
            env::current_dir().map_err(|error| Failure::io("finding the current folder", &error))?
        }
    };
    started_in
        .ancestors()
        .find(|folder| folder.join("src-tauri").is_dir() && folder.join("Cargo.lock").is_file())
        .map(Path::to_path_buf)
        .ok_or_else(|| {
            Failure::new(format!(
                "no checkout of Latchkey around {}",
                started_in.display()
            ))
            .with_remedy("run `cargo xtask` inside the checkout")
        })
}

/// The running program lies in the target folder, which is simpler and surer than to repeat how cargo
/// finds it in flags, variables and configuration files.
fn target_folders() -> Result<(PathBuf, PathBuf)> {
    let program = env::current_exe()
        .map_err(|error| Failure::io("finding the folder of this program", &error))?;
    let programs = program.parent().unwrap_or(Path::new("."));
    let target = programs.parent().unwrap_or(programs);
    Ok((programs.to_path_buf(), target.to_path_buf()))
}

fn cache_folder() -> Result<PathBuf> {
    cache_folder_for(env::consts::OS, |name| {
        env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    })
    .ok_or_else(|| {
        Failure::new("no cache folder for tools")
            .with_remedy("set LATCHKEY_CACHE to an absolute path where tools may be kept")
    })
}

fn cache_folder_for(os: &str, variable: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    if let Some(chosen) = variable("LATCHKEY_CACHE") {
        return Some(chosen);
    }
    let caches = match os {
        "windows" => variable("LOCALAPPDATA")?,
        "macos" => variable("HOME")?.join("Library").join("Caches"),
        _ => match variable("XDG_CACHE_HOME") {
            Some(folder) => folder,
            None => variable("HOME")?.join(".cache"),
        },
    };
    Some(caches.join("latchkey"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache(os: &str, variables: &[(&str, &str)]) -> Option<PathBuf> {
        cache_folder_for(os, |name| {
            variables
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| value.into())
        })
    }

    #[test]
    fn a_chosen_cache_folder_is_used_as_it_is() {
        let chosen = cache("linux", &[("LATCHKEY_CACHE", "here"), ("HOME", "h")]);
        assert_eq!(chosen, Some(PathBuf::from("here")));
    }

    #[test]
    fn each_system_has_its_own_customary_cache_folder() {
        assert_eq!(
            cache("linux", &[("HOME", "h")]),
            Some("h/.cache/latchkey".into())
        );
        let xdg = cache("linux", &[("HOME", "h"), ("XDG_CACHE_HOME", "x")]);
        assert_eq!(xdg, Some("x/latchkey".into()));
        assert_eq!(
            cache("macos", &[("HOME", "h")]),
            Some("h/Library/Caches/latchkey".into())
        );
        assert_eq!(
            cache("windows", &[("LOCALAPPDATA", "l")]),
            Some("l/latchkey".into())
        );
    }

    #[test]
    fn without_a_home_there_is_no_cache_folder_to_guess() {
        assert_eq!(cache("linux", &[]), None);
    }
}
