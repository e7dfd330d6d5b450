//! Words for whoever started the app, for when its own window is not there to say them.
//!
//! From a terminal or a script they are read where programs say such things. Somebody who started the app from a menu
//! reads nothing there, and gets a message of the system's.

use std::{
    io::{self, IsTerminal as _, Write as _},
    process::ExitCode,
};

use tauri::AppHandle;

use super::native_message;

/// How the messages of the system are headed.
const TITLE: &str = "Latchkey";

/// Who hears what the app says without its window.
#[derive(Clone, Copy, Debug)]
pub(super) struct Audience {
    /// Whether somebody reads what is printed.
    reads: bool,
}

impl Audience {
    /// Look before anything else is begun: toolkits clear up what tells a launcher from a script.
    pub(super) fn find() -> Self {
        let terminal =
            io::stdin().is_terminal() || io::stdout().is_terminal() || io::stderr().is_terminal();
        Self {
            reads: terminal || system::error_output().is_read(system::was_launched()),
        }
    }

    /// Says why the app does not start, and answers what it ends with. Call it on the main thread.
    pub(super) fn fail(self, message: &str, code: u8) -> ExitCode {
        complain(message);
        if !self.reads {
            show(message);
        }
        ExitCode::from(code)
    }

    /// Answers what was asked for.
    pub(super) fn answer(self, text: &str) -> ExitCode {
        drop(io::stdout().write_all(text.as_bytes()));
        // A release build on Windows has no console, and an output only where somebody gave it one.
        if cfg!(windows) && !self.reads {
            show(text);
        }
        ExitCode::SUCCESS
    }
}

/// Says it in a message of the system's alone.
pub(super) fn show(message: &str) {
    native_message::show(TITLE, message);
}

/// Says it in a message of the system's beside the window, which goes on.
pub(super) fn post(desktop: &AppHandle, message: &'static str) {
    native_message::post(desktop, TITLE, message);
}

/// Says it on standard error alone, on whichever thread.
pub(super) fn complain(message: &str) {
    drop(writeln!(io::stderr(), "latchkey: {message}"));
}

/// Where standard error leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Output {
    /// To another program, which asked for it.
    Program,
    /// Into a file: a script's, or the log of a desktop that nobody looks at.
    #[cfg_attr(windows, expect(dead_code, reason = "it cannot be told there"))]
    File,
    /// Nowhere, or into the system's log.
    Nowhere,
}

impl Output {
    /// Whether somebody reads it. `launched` says that a menu or an icon started the app.
    fn is_read(self, launched: bool) -> bool {
        match self {
            Self::Program => true,
            Self::File => !launched,
            Self::Nowhere => false,
        }
    }
}

#[cfg(unix)]
mod system {
    use std::{
        env,
        fs::{self, Metadata},
        os::unix::fs::{FileTypeExt as _, MetadataExt as _},
    };

    use super::Output;

    pub(super) fn error_output() -> Output {
        let Ok(output) = fs::metadata("/dev/fd/2") else {
            return Output::Nowhere;
        };
        let kind = output.file_type();
        if kind.is_file() {
            Output::File
        } else if kind.is_fifo() || kind.is_socket() && !is_journal(&output) {
            Output::Program
        } else {
            Output::Nowhere
        }
    }

    /// systemd names the socket of its journal like this (systemd.exec(5), `$JOURNAL_STREAM`).
    fn is_journal(output: &Metadata) -> bool {
        let name = format!("{}:{}", output.dev(), output.ino());
        env::var("JOURNAL_STREAM").is_ok_and(|journal| journal == name)
    }

    /// A launcher gives each program a token of its own, and what a toolkit has started does not inherit it (the
    /// freedesktop startup notification and `xdg-activation`).
    pub(super) fn was_launched() -> bool {
        ["DESKTOP_STARTUP_ID", "XDG_ACTIVATION_TOKEN"]
            .iter()
            .any(|name| env::var_os(name).is_some_and(|token| !token.is_empty()))
    }
}

#[cfg(windows)]
mod system {
    use std::{io, os::windows::io::AsRawHandle as _};

    use super::Output;

    /// A program without a console has no handle, but what whoever started it has given to it.
    pub(super) fn error_output() -> Output {
        if io::stderr().as_raw_handle().is_null() {
            Output::Nowhere
        } else {
            Output::Program
        }
    }

    pub(super) fn was_launched() -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_nobody_reads_are_shown_in_a_message() {
        for (output, launched, is_read) in [
            (Output::Program, false, true),
            (Output::Program, true, true),
            (Output::File, false, true),
            (Output::File, true, false),
            (Output::Nowhere, false, false),
        ] {
            assert_eq!(output.is_read(launched), is_read, "{output:?} {launched}");
        }
    }
}
