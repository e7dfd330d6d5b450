//! Many runs at once: as many as there are cores, each in a world of its own.

use std::{
    num::NonZero,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};

use crate::run as one;

/// What all runs together came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// How many seeds were played.
    pub seeds: u64,
    /// How many steps they took.
    pub steps: u64,
    /// The first seed that broke an invariant, if one did.
    pub failure: Option<Failure>,
}

/// A run that broke an invariant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The seed that replays it.
    pub seed: u64,
    /// The invariant, and how it was broken.
    pub violation: String,
}

/// Plays `count` seeds from `first` on, on all cores, and stops at the first that fails.
pub fn run(first: u64, count: u64) -> Total {
    let end = AtomicU64::new(first.saturating_add(count));
    let (next, seeds, steps) = (AtomicU64::new(first), AtomicU64::new(0), AtomicU64::new(0));
    let failure: Mutex<Option<Failure>> = Mutex::new(None);
    let work = || loop {
        let seed = next.fetch_add(1, Ordering::Relaxed);
        if seed >= end.load(Ordering::Relaxed) {
            return;
        }
        let (took, violation) = play(seed);
        seeds.fetch_add(1, Ordering::Relaxed);
        steps.fetch_add(took, Ordering::Relaxed);
        if let Some(violation) = violation {
            // Lower seeds may be under way still: the lowest is the one that is told.
            end.fetch_min(seed, Ordering::Relaxed);
            let mut lowest = failure.lock().unwrap_or_else(PoisonError::into_inner);
            if lowest.as_ref().is_none_or(|known| seed < known.seed) {
                *lowest = Some(Failure { seed, violation });
            }
        }
    };
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(work);
        }
    });
    Total {
        seeds: seeds.into_inner(),
        steps: steps.into_inner(),
        failure: failure.into_inner().unwrap_or_else(PoisonError::into_inner),
    }
}

/// Plays one seed with its timeline written down.
pub fn replay(seed: u64) -> String {
    one::play(seed, true).timeline
}

fn play(seed: u64) -> (u64, Option<String>) {
    let report = one::play(seed, false);
    let violation = report.violation.map(|found| {
        let who = found
            .process
            .map_or_else(String::new, |id| format!(", process {id}"));
        format!("\"{}\" at {} s{who}: {}", found.rule, found.at, found.what)
    });
    (report.steps, violation)
}
