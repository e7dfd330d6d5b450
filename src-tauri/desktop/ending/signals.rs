//! How the system asks the app to go: signals on Unix, the events of a console on Windows.
//!
//! A logout of the desktop, `kill`, Ctrl-C and a terminal that closes come here. Without this they end the process
//! on the spot, and what is to be done at the end is not done: a session that is kept nowhere stays open at its
//! server. The end of a Windows session reaches the window instead, and Tauri tells of it as of any other end.

use std::{io, process};

use tauri::{AppHandle, async_runtime};

/// From now on the first signal ends the app as the closing of its window does. The second one is from somebody who
/// does not want to wait.
pub(in crate::desktop) fn listen(desktop: &AppHandle) {
    let desktop = desktop.clone();
    async_runtime::spawn(async move {
        let mut signals = match Signals::new() {
            Ok(signals) => signals,
            Err(error) => return tracing::warn!(%error, "a signal will end the app on the spot"),
        };
        signals.next().await;
        tracing::info!("asked to go by a signal");
        desktop.exit(0);
        let signal = signals.next().await;
        tracing::warn!("asked to go once more, and goes at once");
        process::exit(128 + signal);
    });
}

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

#[cfg(unix)]
struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hangup: Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }

    /// The number of the next one.
    async fn next(&mut self) -> i32 {
        let kind = tokio::select! {
            _ = self.terminate.recv() => SignalKind::terminate(),
            _ = self.interrupt.recv() => SignalKind::interrupt(),
            _ = self.hangup.recv() => SignalKind::hangup(),
        };
        kind.as_raw_value()
    }
}

#[cfg(windows)]
use tokio::signal::windows::{CtrlBreak, CtrlC, CtrlClose, ctrl_break, ctrl_c, ctrl_close};

/// Where the app was started from a console. A program with windows is told of a logoff by them alone.
#[cfg(windows)]
struct Signals {
    c: CtrlC,
    pause: CtrlBreak,
    close: CtrlClose,
}

#[cfg(windows)]
impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self {
            c: ctrl_c()?,
            pause: ctrl_break()?,
            close: ctrl_close()?,
        })
    }

    /// Windows has no numbers for them; all are an interruption.
    async fn next(&mut self) -> i32 {
        const INTERRUPTED: i32 = 2;
        tokio::select! {
            _ = self.c.recv() => INTERRUPTED,
            _ = self.pause.recv() => INTERRUPTED,
            _ = self.close.recv() => INTERRUPTED,
        }
    }
}
