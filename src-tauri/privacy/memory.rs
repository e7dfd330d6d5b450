//! Memory that no other program looks into: neither a debugger of the same person, nor whoever finds a core dump.
//!
//! - Linux: no dump, and nobody traces the process or reads its memory but who may do so to every process.
//! - macOS: no dump. Debuggers are refused by the hardened runtime that a signed app has.
//! - Windows: a process cannot keep its own person's debugger away, and dumps are made only where somebody has had the
//!   system configured to.

use std::{env, io};

/// From now on. A process that takes the place of this one has to call it again. What it starts may make no dumps
/// either: the page's own process has the password that is being typed.
pub(crate) fn close() -> io::Result<()> {
    if is_to_be_closed() {
        system::close()
    } else {
        Ok(())
    }
}

/// Debug builds are there to be debugged. Those that the window's tests drive are closed like a release, so that what
/// is tested is what people get, but for the tests that look for secrets in the memory.
fn is_to_be_closed() -> bool {
    let is_searched = || env::var_os("LATCHKEY_OPEN_MEMORY").is_some();
    !cfg!(debug_assertions) || (cfg!(feature = "ipc-recorder") && !is_searched())
}

#[cfg(unix)]
mod system {
    use std::io;

    use rustix::process::{Resource, Rlimit, setrlimit};

    pub(super) fn close() -> io::Result<()> {
        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        // Both are tried, and the limit alone would not do: it says nothing to a program that dumps are piped to.
        setrlimit(Resource::Core, none)
            .map_err(io::Error::from)
            .and(shut_out())
    }

    #[cfg(target_os = "linux")]
    fn shut_out() -> io::Result<()> {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};

        Ok(set_dumpable_behavior(DumpableBehavior::NotDumpable)?)
    }

    #[cfg(not(target_os = "linux"))]
    #[expect(clippy::unnecessary_wraps, reason = "it can fail on Linux")]
    fn shut_out() -> io::Result<()> {
        Ok(())
    }
}

#[cfg(not(unix))]
mod system {
    use std::io;

    #[expect(clippy::unnecessary_wraps, reason = "it can fail on Unix")]
    pub(super) fn close() -> io::Result<()> {
        Ok(())
    }
}
