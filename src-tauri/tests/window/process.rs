//! Processes of this machine, as `/proc` shows them: who started whom, what they were started with, and
//! how to end one.

use std::{
    collections::HashMap,
    fs, io,
    path::PathBuf,
    process::{Child, Command, Stdio},
};

/// A process by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Process(pub(crate) u32);

impl Process {
    /// Whatever it started, and whatever that started, as of now.
    pub(crate) fn descendants(self) -> Vec<Self> {
        let parents = parents();
        let mut found = vec![self.0];
        let mut at = 0;
        while let Some(parent) = found.get(at).copied() {
            found.extend(parents.iter().filter(|it| *it.1 == parent).map(|it| *it.0));
            at += 1;
        }
        found.split_off(1).into_iter().map(Self).collect()
    }

    pub(crate) fn is_alive(self) -> bool {
        parents().contains_key(&self.0)
    }

    /// The program that runs in it, for messages.
    pub(crate) fn name(self) -> String {
        fs::read_to_string(self.file("comm"))
            .map_or_else(|_| "gone".to_owned(), |name| name.trim().to_owned())
    }

    /// What it was started with: its arguments and its environment, as they lie in memory.
    pub(crate) fn start_data(self) -> io::Result<Vec<u8>> {
        let mut data = fs::read(self.file("cmdline"))?;
        data.extend(fs::read(self.file("environ"))?);
        Ok(data)
    }

    /// A file of the system about it.
    pub(crate) fn file(self, name: &str) -> PathBuf {
        PathBuf::from(format!("/proc/{}/{name}", self.0))
    }

    /// Ends it at once, with no chance to write anything.
    pub(crate) fn kill(self) {
        self.signal("KILL");
    }

    /// Sends it a signal.
    pub(crate) fn signal(self, name: &str) {
        drop(
            Command::new("kill")
                .args(["-s", name, &self.0.to_string()])
                .stderr(Stdio::null())
                .status(),
        );
    }
}

/// A process that does not outlive the step that started it.
pub(crate) struct Leashed(pub(crate) Child);

impl Drop for Leashed {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// The first thread of a process can be over while others still are about to end, with files and
/// connections open.
fn threads(pid: u32) -> usize {
    fs::read_dir(format!("/proc/{pid}/task")).map_or(0, Iterator::count)
}

/// Every process of this machine that still runs, and its parent. Empty where there is no `/proc`.
fn parents() -> HashMap<u32, u32> {
    let Ok(entries) = fs::read_dir("/proc") else {
        return HashMap::new();
    };
    entries
        .filter_map(|entry| {
            let pid = entry.ok()?.file_name().to_str()?.parse().ok()?;
            let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
            // The name in parentheses may hold anything; the state and the parent follow it.
            let mut fields = stat.rsplit_once(") ")?.1.split(' ');
            let is_over = fields.next()? == "Z" && threads(pid) <= 1;
            let parent = fields.next()?.parse().ok()?;
            (!is_over).then_some((pid, parent))
        })
        .collect()
}
