//! The simulation bites: each deliberate mistake of the engine is found.
//!
//! Only with the feature `sabotage`, which puts the mistakes into the engine:
//! `cargo test --profile simulate -p simulation --features sabotage --test faults`.
#![cfg(feature = "sabotage")]

use auth_core::sabotage::{self, Fault};

/// In which each has to show.
const SEEDS: u64 = 10_000;

#[test]
fn every_deliberate_fault_is_found() {
    let missed: Vec<_> = Fault::ALL
        .into_iter()
        .filter(|fault| {
            let total = simulation::run(1, SEEDS, || sabotage::set(Some(*fault)));
            total.failure.is_none()
        })
        .collect();
    assert_eq!(missed, [], "not found in {SEEDS} seeds");
}

#[test]
fn without_a_fault_nothing_is_found() {
    let total = simulation::run(1, 500, || sabotage::set(None));
    assert!(
        total.failure.is_none(),
        "{:?}",
        total.failure.map(|failure| failure.seed)
    );
}
