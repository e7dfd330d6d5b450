//! A child process that never outlives us, with everything it started.
//!
//! `tauri dev` starts cargo, Trunk and the app, and a virtual display runs beside them. When a person
//! presses Ctrl-C, or something ends xtask without asking it, all of them must end too. A program
//! that is being killed cannot do that for others; so on Unix a shell of a few lines waits at the end
//! of a pipe that closes when xtask ends, however it ends, and then ends the child's process group.
//! Windows sends Ctrl-C to every program of the console by itself.

use std::process::{Child, Command, ExitStatus, Stdio};

use super::process::{cannot_start, describe};
use crate::failure::{Failure, Result};

/// Asks the group to end, gives it two seconds, then insists.
#[cfg(unix)]
const GUARD: &str = r#"
trap "" INT TERM HUP
read -r _
kill -s TERM -- "-$1" || exit 0
for _ in 1 2 3 4 5 6 7 8 9 10; do
    sleep 0.2
    kill -s 0 -- "-$1" || exit 0
done
kill -s KILL -- "-$1"
"#;

/// A running child; dropping this ends it and its descendants.
#[derive(Debug)]
pub(crate) struct Leash {
    child: Child,
    #[cfg(unix)]
    guard: Child,
}

impl Leash {
    /// Starts the child in a process group of its own.
    #[cfg(unix)]
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        use std::os::unix::process::CommandExt;
        let line = describe(command);
        let child = command
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .map_err(|error| cannot_start(&line, &error))?;
        let guard = Command::new("sh")
            .args(["-c", GUARD, "leash", &child.id().to_string()])
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| cannot_start("sh", &error))?;
        Ok(Self { child, guard })
    }

    #[cfg(not(unix))]
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        let line = describe(command);
        let child = command
            .stdin(Stdio::null())
            .spawn()
            .map_err(|error| cannot_start(&line, &error))?;
        Ok(Self { child })
    }

    pub(crate) fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    pub(crate) fn wait(&mut self) -> Result<ExitStatus> {
        self.child
            .wait()
            .map_err(|error| Failure::io("waiting for a child", &error))
    }
}

impl Drop for Leash {
    // Nothing is left to be done about an error here: the child has ended already.
    #[cfg(unix)]
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        let _ = self.child.wait();
        let _ = self.guard.wait();
    }

    #[cfg(not(unix))]
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::io::Read;
    use std::time::{Duration, Instant};

    #[test]
    fn dropping_the_leash_ends_the_child_and_what_the_child_started() {
        let mut command = Command::new("sh");
        command
            .args(["-c", "sleep 60 & echo started; wait"])
            .stdout(Stdio::piped());
        let mut leash = Leash::start(&mut command).expect("sh starts");
        let mut output = leash.child().stdout.take().expect("it is piped");
        let mut word = [0; 8];
        output
            .read_exact(&mut word)
            .expect("the shell says that both run");

        let started = Instant::now();
        drop(leash);

        // The pipe ends when the last program that holds it has: the shell's own child too.
        let mut rest = Vec::new();
        output
            .read_to_end(&mut rest)
            .expect("the pipe can be read to its end");
        assert!(
            started.elapsed() < Duration::from_secs(10),
            "something went on for a minute"
        );
    }
}
