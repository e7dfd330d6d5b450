//! Kills the process that it lives in, at a step of the vault.
//!
//! The vault says each step in an event, before and after, on the thread that makes it: whoever subscribes
//! stands between the vault and the disk.

use std::{
    fmt,
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

use tracing::{
    Event, Level, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{
    Layer,
    filter::Targets,
    layer::{Context, SubscriberExt as _},
};

use super::in_place;
use crate::between::{Death, Side, Step};

/// Where the vault's steps are said.
const STEPS: &str = "sealed_vault::step";

/// Hears of each step, and counts.
#[derive(Debug)]
pub(crate) struct Fuse {
    death: Option<Death>,
    passings: AtomicU32,
    /// The envelope that is written in place, where that is asked for.
    in_place: Option<PathBuf>,
}

impl Fuse {
    /// Sets a fuse for this process, in which there must be none yet.
    pub(crate) fn set(death: Option<Death>, in_place: Option<PathBuf>) -> Result<(), String> {
        let fuse = Self {
            death,
            passings: AtomicU32::new(0),
            in_place,
        };
        let fuse = fuse.with_filter(Targets::new().with_target(STEPS, Level::TRACE));
        tracing::subscriber::set_global_default(tracing_subscriber::registry().with(fuse))
            .map_err(|error| error.to_string())
    }

    fn pass(&self, here: &Point) {
        if let Some(Death {
            side,
            step,
            passing,
        }) = &self.death
            && here.is(*side, step)
            && self.passings.fetch_add(1, Ordering::SeqCst) + 1 == *passing
        {
            die();
        }
    }
}

impl<S: Subscriber> Layer<S> for Fuse {
    fn on_event(&self, event: &Event<'_>, _context: Context<'_, S>) {
        let mut here = Point::default();
        event.record(&mut here);
        match &self.in_place {
            Some(envelope) if here.is(Side::Before, Step::Rename.code()) => {
                // If it fails, there is nothing yet that the vault's own renaming could tear.
                let _ = in_place::write(envelope, || self.pass(&here));
            }
            _ => self.pass(&here),
        }
    }
}

/// One side of one step, as the vault says it.
#[derive(Default)]
struct Point {
    step: String,
    side: String,
}

impl Point {
    fn is(&self, side: Side, step: &str) -> bool {
        let side = match side {
            Side::Before => "before",
            Side::After => "after",
        };
        self.side == side && self.step == step
    }
}

impl Visit for Point {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "step" => value.clone_into(&mut self.step),
            "side" => value.clone_into(&mut self.side),
            _ => {}
        }
    }

    fn record_debug(&mut self, _field: &Field, _value: &dyn fmt::Debug) {}
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
