//! What the engine's traits and the driver share: one world behind one lock.
//!
//! A world lives on one thread, so nobody ever waits for the lock. The rule that keeps it from
//! deadlocking is that no code of the engine runs while it is held: its closures are called and its
//! futures are dropped by the driver, with the lock let go.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::World;

/// A world, shared.
#[derive(Debug)]
pub(crate) struct Shared(Mutex<World>);

impl Shared {
    pub(crate) fn new(world: World) -> Self {
        Self(Mutex::new(world))
    }

    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
