//! Randomness, as a trait, so that a test can own it.

use std::fmt;

/// A source of random numbers. Used for jitter, never for secrets.
pub trait Rng: fmt::Debug + Send + Sync + 'static {
    /// A number anywhere in the whole range.
    fn next_u64(&mut self) -> u64;
}

/// The operating system's randomness.
#[derive(Debug, Default)]
pub struct OsRng;

impl Rng for OsRng {
    fn next_u64(&mut self) -> u64 {
        // Without randomness the back-off loses its jitter, which is no reason to stop working.
        getrandom::u64().unwrap_or(u64::MAX / 2)
    }
}
