//! The person's own browser, the clipboard, and the way back to the window. Where the browser is sent stays on this side, and
//! is told to no log: not even the system's words for why it was not opened, which may repeat it.

use auth_core::Secret;
use tauri::AppHandle;
use tokio::sync::oneshot;

use super::super::windows;
use crate::app::{Browser, Shown};

/// Opens the browser that the system opens.
#[derive(Debug)]
pub(in crate::desktop) struct NativeBrowser(pub(in crate::desktop) AppHandle);

impl Browser for NativeBrowser {
    fn open(&self, address: Secret<String>) -> Shown {
        self.act("the browser was not opened", move || {
            system::open(address.expose())
        })
    }

    fn copy(&self, address: Secret<String>) -> Shown {
        self.act("nothing was put on the clipboard", move || {
            system::copy(address.expose())
        })
    }

    fn come_back(&self) {
        let desktop = self.0.clone();
        let shown = self.0.run_on_main_thread(move || windows::show(&desktop));
        if let Err(error) = shown {
            tracing::warn!(%error, "the browser came back, and the app is at its end");
        }
    }
}

impl NativeBrowser {
    /// On the main thread, which on Linux and macOS is the one that may.
    fn act(&self, failure: &'static str, act: impl FnOnce() -> bool + Send + 'static) -> Shown {
        let (answer, done) = oneshot::channel();
        let asked = self.0.run_on_main_thread(move || {
            let is_done = act();
            if !is_done {
                tracing::warn!("{failure}");
            }
            // Nobody waits for it any more when the app is at its end.
            let _ = answer.send(is_done);
        });
        if let Err(error) = asked {
            tracing::warn!(%error, "{failure}");
        }
        Box::pin(async move { done.await.unwrap_or(false) })
    }
}

/// By the toolkit, as folders are shown. The display's context is what lets the browser come to the front.
#[cfg(target_os = "linux")]
mod system {
    use gtk::{
        Clipboard,
        gdk::{Display, SELECTION_CLIPBOARD},
        gio::AppInfo,
    };

    pub(super) fn open(address: &str) -> bool {
        let context = Display::default().and_then(|it| it.app_launch_context());
        AppInfo::launch_default_for_uri(address, context.as_ref()).is_ok()
    }

    pub(super) fn copy(address: &str) -> bool {
        Clipboard::get(&SELECTION_CLIPBOARD).set_text(address);
        true
    }
}

/// The clipboard by the system's own program, which is given the address where nobody else reads along: an argument can be
/// seen by every program of the person's.
#[cfg(any(windows, target_os = "macos"))]
mod system {
    use std::{
        io::Write as _,
        process::{Command, Stdio},
    };

    pub(super) fn open(address: &str) -> bool {
        opener::open(address).is_ok()
    }

    pub(super) fn copy(address: &str) -> bool {
        let running = program().stdin(Stdio::piped()).spawn();
        let Ok(mut running) = running else {
            return false;
        };
        // Dropped, the program knows that this is all.
        let written = running
            .stdin
            .take()
            .map(|mut it| it.write_all(address.as_bytes()));
        let is_written = written.is_some_and(|it| it.is_ok());
        running.wait().is_ok_and(|it| it.success()) && is_written
    }

    #[cfg(target_os = "macos")]
    fn program() -> Command {
        Command::new("/usr/bin/pbcopy")
    }

    #[cfg(windows)]
    fn program() -> Command {
        use std::os::windows::process::CommandExt as _;

        /// No window of a terminal flashes up.
        const CREATE_NO_WINDOW: u32 = 0x0800_0000;

        let folder = std::env::var_os("SystemRoot").unwrap_or_else(|| "C:\\Windows".into());
        let program = std::path::Path::new(&folder)
            .join("System32")
            .join("clip.exe");
        let mut program = Command::new(program);
        program.creation_flags(CREATE_NO_WINDOW);
        program
    }
}
