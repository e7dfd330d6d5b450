//! Another process in the place of this one.

use std::{
    io,
    process::{Command, ExitCode},
};

/// Puts it there, for whoever started this one and waits for it. Returns where that cannot be; and where the system has no
/// way to do it, so that both are there, with what the other has ended with.
pub(in crate::desktop) fn replace(command: &mut Command) -> io::Result<ExitCode> {
    system::replace(command)
}

#[cfg(unix)]
mod system {
    use std::{
        io,
        os::unix::process::CommandExt as _,
        process::{Command, ExitCode},
    };

    pub(super) fn replace(command: &mut Command) -> io::Result<ExitCode> {
        Err(command.exec())
    }
}

#[cfg(windows)]
mod system {
    use std::{
        io,
        process::{Command, ExitCode},
    };

    pub(super) fn replace(command: &mut Command) -> io::Result<ExitCode> {
        let code = command.status()?.code();
        let code = code.and_then(|code| u8::try_from(code).ok());
        Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
    }
}
