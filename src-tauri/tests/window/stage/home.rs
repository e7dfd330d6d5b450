//! The folders of one person on one machine, made for one journey and gone after it.

use std::{
    ffi::OsString,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
    rc::Rc,
};

use tempfile::TempDir;

use crate::window::failure::Outcome;

/// As in `tauri.conf.json`: the name of the app's own folders.
pub(crate) const IDENTIFIER: &str = "app.latchkey.desktop";
/// What the driver and the app print.
const OUTPUT: &str = "output.txt";
/// How much of the log a person wants to see after a failure.
const TAIL: usize = 25;

/// A home. Apps that are started in it one after the other find what the one before left behind.
#[derive(Debug)]
pub(crate) struct Home {
    root: Rc<TempDir>,
    /// Apart from the others: `tempfile` makes it readable to its owner alone, which
    /// `XDG_RUNTIME_DIR` must be.
    runtime: TempDir,
    /// The address of the session bus.
    bus: String,
}

impl Home {
    /// A home on a desktop with a session bus at this address.
    pub(crate) fn new(bus: &str) -> Outcome<Self> {
        let root = TempDir::with_prefix("latchkey-window-")?;
        let runtime = TempDir::with_prefix("run-")?;
        let home = Self {
            root: Rc::new(root),
            runtime,
            bus: bus.to_owned(),
        };
        for folder in home.folders_for_programs() {
            fs::create_dir(folder)?;
        }
        Ok(home)
    }

    /// The same home, as another session of the same person has it: on a bus of its own.
    pub(crate) fn on(&self, bus: &str) -> Outcome<Self> {
        Ok(Self {
            root: Rc::clone(&self.root),
            runtime: TempDir::with_prefix("run-")?,
            bus: bus.to_owned(),
        })
    }

    /// The variables that lead the app here.
    pub(crate) fn environment(&self) -> Vec<(&'static str, OsString)> {
        let folder = |name: &str| self.root.path().join(name).into_os_string();
        vec![
            ("HOME", self.root.path().into()),
            ("XDG_CONFIG_HOME", folder("config")),
            ("XDG_DATA_HOME", folder("data")),
            ("XDG_CACHE_HOME", folder("cache")),
            ("XDG_STATE_HOME", folder("state")),
            ("XDG_RUNTIME_DIR", self.runtime.path().into()),
            ("DBUS_SESSION_BUS_ADDRESS", self.bus.clone().into()),
            // Whatever whoever runs the journeys speaks, the app is to speak English.
            ("LANGUAGE", "en".into()),
        ]
    }

    /// Where the app keeps its settings.
    pub(crate) fn settings_file(&self) -> PathBuf {
        self.app_data().join("settings.json")
    }

    /// Where the app keeps all that is its own.
    pub(crate) fn app_data(&self) -> PathBuf {
        self.root.path().join("data").join(IDENTIFIER)
    }

    /// Where programs make folders of their own.
    pub(crate) fn folders_for_programs(&self) -> [PathBuf; 4] {
        ["config", "data", "cache", "state"].map(|name| self.root.path().join(name))
    }

    /// A place for a file of the person's own.
    pub(crate) fn own_file(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// Where everything goes that the driver and the app print.
    pub(crate) fn output(&self) -> PathBuf {
        self.root.path().join(OUTPUT)
    }

    /// The end of the app's log, and of what it printed.
    pub(crate) fn last_words(&self) -> String {
        let mut words = String::new();
        for file in self.files().unwrap_or_default() {
            let is_log = file.extension().is_some_and(|it| it == "log");
            if is_log || file == self.output() {
                let text = fs::read(&file).unwrap_or_default();
                let text = String::from_utf8_lossy(&text);
                let lines: Vec<&str> = text.lines().collect();
                let tail = &lines[lines.len().saturating_sub(TAIL)..];
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                // Writing to a string cannot fail.
                let _ = writeln!(words, "--- {name}\n{}", tail.join("\n"));
            }
        }
        words
    }

    /// The files of this name, wherever they are.
    pub(crate) fn files_named(&self, name: &str) -> io::Result<Vec<PathBuf>> {
        let mut files = self.files()?;
        files.retain(|file| file.file_name().is_some_and(|it| it == name));
        Ok(files)
    }

    /// Every file that is here by now.
    pub(crate) fn files(&self) -> io::Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        collect(self.root.path(), &mut found)?;
        Ok(found)
    }
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        // A running webview's own files and folders go away between being listed and being looked at.
        match look_at(&entry, found) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            looked => looked?,
        }
    }
    Ok(())
}

fn look_at(entry: &fs::DirEntry, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let kind = entry.file_type()?;
    if kind.is_dir() {
        collect(&entry.path(), found)?;
    } else if kind.is_file() {
        found.push(entry.path());
    }
    Ok(())
}
