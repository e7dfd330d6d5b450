//! Everything that a run consists of, except the engine itself.
//!
//! Plain state, which does nothing by itself: what is done to it are methods that `host`, `checks` and
//! `run` give it, each where it belongs. Used here: `server` and `ground`.

mod computer;
mod cookies;
mod disk;
mod errand;
mod operation;
mod plan;
mod process;
mod shared;
mod trouble;
mod wire;
mod witness;

pub(crate) use computer::{Computer, Link};
pub(crate) use cookies::{Brought, Cookies};
pub(crate) use disk::{Disk, DiskChange};
pub(crate) use errand::{Errand, Stage};
pub(crate) use operation::{Operation, Outcome, Wish};
pub(crate) use plan::{Action, Noise, Plan};
pub(crate) use process::{Deed, Point, Process};
pub(crate) use shared::Shared;
pub(crate) use trouble::Trouble;
pub(crate) use wire::{Route, Wire};
pub(crate) use witness::{Attempt, Backoff, Doubt, Shown, Vanished, Witness};

use std::time::Duration;

use crate::{
    ground::{Agenda, At, Dice, Due, ProcessId, Timeline, note},
    server::{Mint, Server},
};

/// No step reads a clock nearly as often.
const MOST_READINGS: u32 = 20_000;

/// One world.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) now: At,
    pub(crate) dice: Dice,
    pub(crate) plan: Plan,
    pub(crate) agenda: Agenda,
    pub(crate) computers: Vec<Computer>,
    pub(crate) disks: Vec<Disk>,
    pub(crate) servers: Vec<Server>,
    pub(crate) mint: Mint,
    pub(crate) processes: Vec<Process>,
    pub(crate) wires: Vec<Wire>,
    pub(crate) errands: Vec<Errand>,
    pub(crate) operations: Vec<Operation>,
    pub(crate) troubles: Vec<Trouble>,
    pub(crate) noise: Noise,
    /// How often a caller is left waiting for its turn, in a thousand.
    pub(crate) stalls: u32,
    /// The slowest of the answers that are not slow, in milliseconds.
    pub(crate) slowest_answer: u64,
    /// Refreshes on the wire.
    pub(crate) refreshing: Vec<usize>,
    /// How many moments the checks have counted.
    pub(crate) moments: u64,
    /// How often a clock was read since the last step.
    pub(crate) clock_readings: u32,
    /// Where words are printed to be looked through.
    pub(crate) words: String,
    pub(crate) timeline: Timeline,
    pub(crate) violation: Option<Violation>,
}

/// An invariant that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    pub(crate) at: At,
    pub(crate) process: Option<ProcessId>,
    /// Which invariant.
    pub(crate) rule: &'static str,
    pub(crate) what: String,
}

impl World {
    pub(crate) fn new(plan: Plan, dice: Dice, timeline: Timeline) -> Self {
        let mut world = Self {
            now: At::default() + Duration::from_secs(1),
            dice,
            agenda: Agenda::default(),
            computers: Vec::new(),
            disks: Vec::new(),
            servers: Vec::new(),
            mint: Mint::default(),
            processes: Vec::new(),
            wires: Vec::new(),
            errands: Vec::new(),
            operations: Vec::new(),
            troubles: Vec::new(),
            noise: plan.noise,
            stalls: plan.stalls,
            slowest_answer: plan.slowest_answer,
            refreshing: Vec::new(),
            moments: 0,
            clock_readings: 0,
            words: String::new(),
            timeline,
            violation: None,
            plan,
        };
        note!(world, None, "{:?}", world.plan);
        world
    }

    /// A task that reads the clock for ever within one step waits for a time that cannot come.
    ///
    /// # Panics
    ///
    /// Then: nothing else brings it to its end.
    pub(crate) fn note_clock_reading(&mut self) {
        self.clock_readings += 1;
        if self.clock_readings == MOST_READINGS {
            let what = "a task never gives its turn back";
            self.violate(None, "nothing goes round in circles", what);
        }
        assert!(
            self.clock_readings <= MOST_READINGS,
            "a task goes round in circles"
        );
    }

    /// A moment that is like no other.
    pub(crate) fn next_moment(&mut self) -> u64 {
        self.moments += 1;
        self.moments
    }

    /// Takes the first violation down; what follows from it is of no interest.
    pub(crate) fn violate(&mut self, process: Option<ProcessId>, rule: &'static str, what: &str) {
        note!(self, process, "VIOLATION of \"{rule}\": {what}");
        self.violation.get_or_insert(Violation {
            at: self.now,
            process,
            rule,
            what: what.to_owned(),
        });
    }

    /// A process has reached such a moment: what waits for it there is done before anything else.
    pub(crate) fn reached(&mut self, process: ProcessId, point: Point) {
        if self.processes[process].springs_at(point) {
            let now = self.now;
            self.agenda.add(now, Due::Springs(process));
        }
    }

    /// The process's own clock that only moves forward.
    pub(crate) fn clock_of(&self, process: ProcessId) -> Duration {
        let it = &self.processes[process];
        self.computers[it.computer]
            .monotonic(self.now)
            .saturating_sub(it.origin)
    }
}
