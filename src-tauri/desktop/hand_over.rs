//! A second start hands over to the Latchkey that runs, before it touches anything, and ends.
//!
//! The plugin for a single instance does the same when it is set up, but it waits for ever for a process that does not
//! answer, and passes on what the second start was called with and not its environment. So a second start speaks the
//! plugin's own protocol here first, with a deadline. Where it finds nobody, the plugin will not either, and takes the
//! place.

use std::{
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::Duration,
};

/// How long the one that runs may take. It has nothing to do before it answers.
const DEADLINE: Duration = Duration::from_secs(6);

/// Whether somebody was there to hand over to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// The Latchkey that runs has taken over what was asked for.
    Running,
    /// This is the first one.
    Nobody,
}

/// Why nothing can be started beside what is there.
#[derive(Debug, thiserror::Error)]
pub(super) enum HandOverError {
    /// Say that it hangs: only the person can end it.
    #[error(
        "Latchkey is running already and does not answer. Wait until it does, or end it, then start it again"
    )]
    NoAnswer,
    /// Something else is in its place.
    #[cfg(not(windows))]
    #[error("another program has taken Latchkey's place on this desktop ({0})")]
    Stranger(String),
}

/// Hands a command line over to whoever runs under this identifier.
pub(super) fn hand_over(identifier: &str, line: Vec<String>) -> Result<Found, HandOverError> {
    let (done, outcome) = mpsc::channel();
    let identifier = identifier.to_owned();
    // Whoever does not answer is left behind with its thread: the process ends.
    thread::spawn(move || drop(done.send(system::send(&identifier, &line))));
    match outcome.recv_timeout(DEADLINE) {
        Ok(outcome) => outcome,
        Err(RecvTimeoutError::Timeout) => Err(HandOverError::NoAnswer),
        Err(RecvTimeoutError::Disconnected) => Ok(Found::Nobody),
    }
}

#[cfg(target_os = "linux")]
mod system {
    use zbus::{Error, blocking::connection::Builder};

    use super::{Found, HandOverError};

    /// What the bus says of a name that nobody has, or whose owner has just gone.
    const NOBODY: [&str; 3] = [
        "org.freedesktop.DBus.Error.ServiceUnknown",
        "org.freedesktop.DBus.Error.NameHasNoOwner",
        "org.freedesktop.DBus.Error.NoReply",
    ];

    pub(super) fn send(identifier: &str, line: &[String]) -> Result<Found, HandOverError> {
        let name = format!("{identifier}.SingleInstance");
        let path = format!("/{}", name.replace('.', "/").replace('-', "_"));
        // Without a bus nobody can be found, and the plugin says so, too.
        let Ok(bus) = Builder::session().and_then(Builder::build) else {
            return Ok(Found::Nobody);
        };
        let call = ("org.SingleInstance.DBus", "ExecuteCallback");
        let answer = bus.call_method(Some(&*name), &*path, Some(call.0), call.1, &(line, ""));
        match answer {
            Ok(_) => Ok(Found::Running),
            Err(Error::MethodError(error, ..)) if NOBODY.contains(&error.as_str()) => {
                Ok(Found::Nobody)
            }
            Err(Error::MethodError(error, ..)) => Err(HandOverError::Stranger(error.to_string())),
            Err(_) => Ok(Found::Nobody),
        }
    }
}

#[cfg(target_os = "macos")]
mod system {
    use std::{
        io::{self, Read as _, Write as _},
        net::Shutdown,
        os::unix::net::UnixStream,
    };

    use super::{Found, HandOverError};

    /// Whoever is not there, or goes in the middle of it, takes nothing over.
    pub(super) fn send(identifier: &str, line: &[String]) -> Result<Found, HandOverError> {
        let socket = format!("/tmp/{}_si.sock", identifier.replace(['.', '-'], "_"));
        Ok(tell(&socket, line).map_or(Found::Nobody, |()| Found::Running))
    }

    /// An empty folder, two zeros, and the arguments. It closes when it has acted.
    fn tell(socket: &str, line: &[String]) -> io::Result<()> {
        let mut stream = UnixStream::connect(socket)?;
        write!(stream, "\0\0{}", line.join("\0"))?;
        stream.shutdown(Shutdown::Write)?;
        stream.read_to_end(&mut Vec::new()).map(drop)
    }
}

/// The plugin's message goes from window to window there, which takes `unsafe` calls: it is left to the plugin.
#[cfg(windows)]
mod system {
    use super::{Found, HandOverError};

    #[expect(clippy::unnecessary_wraps, reason = "the other systems can fail")]
    pub(super) fn send(_identifier: &str, _line: &[String]) -> Result<Found, HandOverError> {
        Ok(Found::Nobody)
    }
}
