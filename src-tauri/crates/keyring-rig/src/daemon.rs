//! A process that does not outlive its value.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::rig_error::RigError;

/// How long anything may take that takes milliseconds on an idle machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(5);

/// A daemon that runs, or has ended. Dropping it kills it.
#[derive(Debug)]
pub(crate) struct Daemon {
    child: Child,
    /// Where its complaints go, to be shown when it does not do what it should.
    words: PathBuf,
}

impl Daemon {
    /// Starts a program; what it complains about goes to a file in this folder.
    pub(crate) fn start(
        program: &'static str,
        command: &mut Command,
        folder: &Path,
    ) -> Result<Self, RigError> {
        let words = folder.join(format!("{program}.stderr"));
        let child = command
            .stderr(Stdio::from(File::create(&words)?))
            .spawn()
            .map_err(|error| not_started(program, error))?;
        Ok(Self { child, words })
    }

    /// Makes sure that a program is installed.
    pub(crate) fn ensure_installed(program: &'static str) -> Result<(), RigError> {
        let looked = Command::new(program).arg("--version").output();
        looked
            .map(drop)
            .map_err(|error| not_started(program, error))
    }

    pub(crate) fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn signal(&self, signal: Signal) -> Result<(), RigError> {
        let pid = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        let Some(pid) = pid else {
            return Err(RigError::NotRunning);
        };
        Ok(kill_process(pid, signal).map_err(io::Error::from)?)
    }

    /// Asks it to end, and waits until it has.
    pub(crate) fn end(mut self) -> Result<(), RigError> {
        self.signal(Signal::TERM)?;
        let ends = Instant::now() + PATIENCE;
        while self.child.try_wait()?.is_none() {
            if Instant::now() > ends {
                return Err(self.in_vain("its end"));
            }
            thread::sleep(PAUSE);
        }
        Ok(())
    }

    /// Waits until this is so.
    pub(crate) fn wait_until(
        &mut self,
        what: &'static str,
        mut is_so: impl FnMut() -> Result<bool, RigError>,
    ) -> Result<(), RigError> {
        let ends = Instant::now() + PATIENCE;
        while !is_so()? {
            let has_ended = self.child.try_wait()?.is_some();
            if has_ended || Instant::now() > ends {
                return Err(self.in_vain(what));
            }
            thread::sleep(PAUSE);
        }
        Ok(())
    }

    /// The failure of a daemon that has not done this.
    pub(crate) fn in_vain(&self, what: &'static str) -> RigError {
        let said = fs::read(&self.words).unwrap_or_default();
        RigError::InVain {
            what,
            said: String::from_utf8_lossy(&said).into_owned(),
        }
    }
}

fn not_started(program: &'static str, error: io::Error) -> RigError {
    match error.kind() {
        io::ErrorKind::NotFound => RigError::NotInstalled(program),
        _ => RigError::System(error),
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // It may have ended already, which is as good. SIGKILL also ends one that is frozen.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
