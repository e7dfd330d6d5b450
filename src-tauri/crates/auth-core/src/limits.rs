//! How long and how much: every bound of the engine in one place.

use std::time::Duration;

/// The largest answer that is read, counted while reading.
pub const MAX_BODY: usize = 16 * 1024 * 1024;

/// How many redirects within the origin a request follows.
pub(crate) const MAX_REDIRECTS: usize = 5;

/// How soon after a failed try a person's own action may try again.
pub(crate) const PERSONAL_RETRY: Duration = Duration::from_secs(2);

/// The deadlines of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// One request and its whole answer, redirects included.
    pub request: Duration,
    /// One refresh, its immediate second try included.
    pub refresh: Duration,
    /// Waiting for the right to refresh while another process holds it. Longer than a refresh and its
    /// write take there, so that whoever holds it longer is stopped or stuck, and is not waited for.
    pub lock: Duration,
    /// Revoking credentials at the server, after the session has ended here.
    pub revoke: Duration,
    /// One call of the vault.
    pub vault: Duration,
    /// How long [`crate::Session::close`] waits for what is still under way.
    pub close: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            request: Duration::from_secs(30),
            refresh: Duration::from_secs(30),
            lock: Duration::from_secs(45),
            revoke: Duration::from_secs(5),
            vault: Duration::from_secs(10),
            close: Duration::from_secs(3),
        }
    }
}
