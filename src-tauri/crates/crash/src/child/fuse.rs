//! Kills the process that it lives in, at a step.

use std::{
    io,
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

use sealed_vault::{Step, Steps};

use super::in_place;
use crate::between::{Death, Side};

/// Stands between the vault and the disk, and counts.
#[derive(Debug)]
pub(crate) struct Fuse {
    death: Option<Death>,
    passings: AtomicU32,
    /// The envelope that is written in place, where that is asked for.
    in_place: Option<PathBuf>,
}

impl Fuse {
    pub(crate) fn new(death: Option<Death>, in_place: Option<PathBuf>) -> Self {
        Self {
            death,
            passings: AtomicU32::new(0),
            in_place,
        }
    }

    fn pass(&self, here: Side, step: Step) {
        let Some(Death {
            side,
            step: name,
            passing,
        }) = &self.death
        else {
            return;
        };
        if *side == here
            && name == step.name()
            && self.passings.fetch_add(1, Ordering::SeqCst) + 1 == *passing
        {
            die();
        }
    }
}

impl Steps for Fuse {
    fn before(&self, step: Step) -> io::Result<()> {
        if let Some(envelope) = &self.in_place
            && step == Step::Rename
        {
            return in_place::write(envelope, || self.pass(Side::Before, step));
        }
        self.pass(Side::Before, step);
        Ok(())
    }

    fn after(&self, step: Step) {
        self.pass(Side::After, step);
    }
}

/// Ends this process without another instruction of it: no destructor, no flush, no farewell.
fn die() -> ! {
    #[cfg(unix)]
    {
        use rustix::process::{Signal, getpid, kill_process};
        // Cannot fail for a process's own id; and if it did, the run would show a death that never was.
        let _ = kill_process(getpid(), Signal::KILL);
        loop {
            std::thread::park();
        }
    }
    #[cfg(not(unix))]
    std::process::abort()
}
