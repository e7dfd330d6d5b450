//! A limit for what cannot be given up: calls of a toolkit or a plugin that wait for another process.

use std::{
    process,
    sync::mpsc::{self, RecvTimeoutError, Sender},
    thread,
    time::Duration,
};

use super::{start_error::FAILURE, telling};

/// Ends the process with a sentence when it was not dropped in time. Nobody was signed in by then.
#[derive(Debug)]
pub(super) struct Patience(#[expect(dead_code, reason = "dropping it is all it does")] Sender<()>);

impl Patience {
    pub(super) fn start(limit: Duration, message: &'static str) -> Self {
        let (patience, over) = mpsc::channel();
        thread::spawn(move || {
            if over.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
                telling::complain(message);
                // Elsewhere windows are the main thread's, and that one waits.
                #[cfg(windows)]
                telling::show(message);
                process::exit(FAILURE.into());
            }
        });
        Self(patience)
    }
}
