//! How long and how much: every bound of the engine in one place.

use std::time::Duration;

/// The largest answer that is read, counted while reading.
pub const MAX_BODY: usize = 16 * 1024 * 1024;

/// How many redirects below the server's address a request follows.
pub(crate) const MAX_REDIRECTS: usize = 5;

/// How long a kept connection may say nothing at most, under a request that can be sent again.
pub(crate) const MOST_PATIENCE: Duration = Duration::from_secs(10);

/// How soon after a failed try a person's own action may try again.
pub(crate) const PERSONAL_RETRY: Duration = Duration::from_secs(2);

/// The deadlines of a session.
///
/// ```
/// use std::time::Duration;
///
/// use auth_core::Limits;
///
/// let limits = Limits::default().request(Duration::from_secs(10));
/// assert_eq!(limits.request, Duration::from_secs(10));
/// ```
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// One request and its whole answer, redirects included.
    pub request: Duration,
    /// One refresh: two fifths of it for the first try and the rest for the second, so that both come within the
    /// grace that servers commonly give a credential which they have rotated, half a minute.
    pub refresh: Duration,
    /// Waiting for the right to refresh while another process holds it. Longer than a refresh and its
    /// write take there, so that whoever holds it longer is stopped or stuck, and is not waited for.
    pub lock: Duration,
    /// A person's trip with the browser, until it comes back.
    pub browser: Duration,
    /// Revoking credentials at the server, after the session has ended here.
    pub revoke: Duration,
    /// One call of the vault.
    pub vault: Duration,
    /// How long [`crate::Session::close`] waits for what is still under way, after a refresh or a sign-in that was
    /// sent has had its own time.
    pub close: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            request: Duration::from_secs(30),
            refresh: Duration::from_secs(20),
            lock: Duration::from_secs(45),
            browser: Duration::from_mins(5),
            revoke: Duration::from_secs(5),
            vault: Duration::from_secs(10),
            close: Duration::from_secs(3),
        }
    }
}

impl Limits {
    /// The same with another deadline for one request and its whole answer.
    #[must_use]
    pub const fn request(mut self, request: Duration) -> Self {
        self.request = request;
        self
    }

    /// The same with another deadline for one refresh, its second try included.
    #[must_use]
    pub const fn refresh(mut self, refresh: Duration) -> Self {
        self.refresh = refresh;
        self
    }

    /// The same with another deadline for a person's trip with the browser.
    #[must_use]
    pub const fn browser(mut self, browser: Duration) -> Self {
        self.browser = browser;
        self
    }

    /// The same with another deadline for waiting for the right to refresh.
    #[must_use]
    pub const fn lock(mut self, lock: Duration) -> Self {
        self.lock = lock;
        self
    }

    /// The same with another deadline for revoking at the server.
    #[must_use]
    pub const fn revoke(mut self, revoke: Duration) -> Self {
        self.revoke = revoke;
        self
    }

    /// The same with another deadline for one call of the vault.
    #[must_use]
    pub const fn vault(mut self, vault: Duration) -> Self {
        self.vault = vault;
        self
    }

    /// The same with another deadline for [`crate::Session::close`].
    #[must_use]
    pub const fn close(mut self, close: Duration) -> Self {
        self.close = close;
        self
    }
}
