//! The parent's side of a child.

use std::{
    io::{self, BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Child as Process, ChildStdin, Command, ExitStatus, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

use crate::between::{Opening, Order, Report};

/// The word that makes the program a child. Everything else comes over its standard input.
pub const ROLE: &str = "child";

/// A running child. Dropping it kills it.
#[derive(Debug)]
pub struct Child {
    process: Process,
    orders: ChildStdin,
    reports: Receiver<Report>,
    born: Instant,
}

/// What a child has to say by now.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard {
    /// This.
    Report(Report),
    /// Nothing until the deadline.
    Nothing,
    /// Nothing any more: it is dead.
    Silence,
}

/// How a child came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// By the one signal that nobody can do anything about.
    Killed,
    /// By a panic, or because it thought that it was done.
    Otherwise,
}

#[cfg(unix)]
fn was_killed(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt as _;
    status.signal() == Some(rustix::process::Signal::KILL.as_raw())
}

#[cfg(not(unix))]
fn was_killed(status: ExitStatus) -> bool {
    !status.success()
}

impl Child {
    /// Starts the program as a child, and tells it what to open.
    pub fn start(program: &Path, opening: Opening) -> io::Result<Self> {
        let mut process = Command::new(program)
            .arg(ROLE)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let born = Instant::now();
        let missing = || io::Error::from(io::ErrorKind::BrokenPipe);
        let orders = process.stdin.take().ok_or_else(missing)?;
        let output = process.stdout.take().ok_or_else(missing)?;
        let (sender, reports) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                // A line that a death has cut short says nothing.
                if let Ok(report) = serde_json::from_str(&line)
                    && sender.send(report).is_err()
                {
                    return;
                }
            }
        });
        let mut child = Self {
            process,
            orders,
            reports,
            born,
        };
        child.tell(&Order::Open(opening));
        Ok(child)
    }

    /// When it was started.
    pub fn born(&self) -> Instant {
        self.born
    }

    /// Tells it to do something. A child that is dead hears nothing, which its silence says soon.
    pub fn tell(&mut self, order: &Order) {
        // Plain data: there is nothing in it that JSON could not say.
        let mut line = serde_json::to_string(order).unwrap_or_default();
        line.push('\n');
        let _ = self.orders.write_all(line.as_bytes());
    }

    /// The next thing that it says.
    pub fn hear(&self, until: Instant) -> Heard {
        let patience = until.saturating_duration_since(Instant::now());
        match self.reports.recv_timeout(patience) {
            Ok(report) => Heard::Report(report),
            Err(RecvTimeoutError::Timeout) => Heard::Nothing,
            Err(RecvTimeoutError::Disconnected) => Heard::Silence,
        }
    }

    /// The first thing that it says that `of` takes something from.
    pub fn await_report<T>(
        &self,
        within: Duration,
        mut of: impl FnMut(Report) -> Option<T>,
    ) -> Option<T> {
        let until = Instant::now() + within;
        while let Heard::Report(report) = self.hear(until) {
            if let Some(found) = of(report) {
                return Some(found);
            }
        }
        None
    }

    /// Kills it, in whatever it is doing, and returns when it is dead.
    pub fn kill(&mut self) -> Ended {
        // It may be dead already, which is what is wanted.
        let _ = self.process.kill();
        match self.process.wait() {
            Ok(status) if was_killed(status) => Ended::Killed,
            _ => Ended::Otherwise,
        }
    }

    /// Stops it where it is, like a machine that sleeps, as long as nobody thaws it.
    #[cfg(unix)]
    pub fn freeze(&self) {
        self.signal(rustix::process::Signal::STOP);
    }

    /// Lets it go on.
    #[cfg(unix)]
    pub fn thaw(&self) {
        self.signal(rustix::process::Signal::CONT);
    }

    #[cfg(unix)]
    fn signal(&self, signal: rustix::process::Signal) {
        let process = rustix::process::Pid::from_child(&self.process);
        // Fails for one that is dead and waited for, which only `kill` does.
        let _ = rustix::process::kill_process(process, signal);
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        self.kill();
    }
}
