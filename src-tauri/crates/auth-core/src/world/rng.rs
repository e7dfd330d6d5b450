//! Randomness, as a trait, so that a test can own it.

use std::fmt;

/// A source of random numbers.
pub trait Rng: fmt::Debug + Send + Sync + 'static {
    /// A number anywhere in the whole range. Used for jitter, never for secrets.
    fn next_u64(&mut self) -> u64;

    /// What nobody can guess; `None` where there is no such thing. Asked once for each session. A sign-in in the browser
    /// needs it.
    fn seed(&mut self) -> Option<[u8; 32]>;
}

/// The operating system's randomness.
#[derive(Debug, Default)]
pub struct OsRng;

impl Rng for OsRng {
    fn next_u64(&mut self) -> u64 {
        // Without randomness the back-off loses its jitter, which is no reason to stop working.
        getrandom::u64().unwrap_or(u64::MAX / 2)
    }

    fn seed(&mut self) -> Option<[u8; 32]> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).ok()?;
        Some(seed)
    }
}
