//! How long an access credential is good for, as far as it is known.

use std::time::Duration;

use super::{Received, jwt::Hints};
use crate::world::Moment;

/// How long the access credential is good for, on the session's own clocks.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Life {
    /// When it was received. For credentials that a vault kept, when they were taken up: the
    /// session's clock may not have run before.
    pub(super) since: Moment,
    /// When it was received by the wall clock, which is looked at after a restart only.
    pub(super) wall: u64,
    /// How old it was at `since` already.
    pub(super) age: Duration,
    /// How long it lives in all, where that is known.
    pub(super) lasts: Option<Duration>,
    /// When the cookie that carries it stops travelling, where a cookie does and has an end.
    pub(super) carried_until: Option<Moment>,
}

impl Life {
    /// How long it lives in all, where that is known.
    pub(super) fn lifetime(&self) -> Option<Duration> {
        let carried = self
            .carried_until
            .map(|end| end.saturating_since(self.since) + self.age);
        self.lasts.into_iter().chain(carried).min()
    }

    /// When it is over for certain: how old it was when a vault handed it over is known from wall clocks alone, and one
    /// of them may be wrong.
    pub(super) fn ends_by(&self) -> Option<Moment> {
        let own = self.lasts.map(|lasts| self.since + lasts);
        own.into_iter().chain(self.carried_until).min()
    }

    /// The moment at which it has this age, or will.
    pub(super) fn has_age_at(&self, age: Duration) -> Moment {
        self.since + age.saturating_sub(self.age)
    }
}

/// The lifetime that a token has when it comes. `exp - iat` is the server's own difference, and no wrong
/// clock on either side can falsify it.
///
/// | the token says | it lives |
/// | --- | --- |
/// | an `iat`, and an `exp` after it | from the one to the other |
/// | an `exp` alone, after the server's `Date` | from then to there |
/// | an `exp` that was past when it was issued | nobody knows: a server that still answers with it does not go by it |
/// | nothing, or nothing that can be true | as long as the answer says, if that is more than nothing |
pub(super) fn lifetime(
    hints: &Hints,
    received: Received,
    stated: Option<Duration>,
) -> Option<Duration> {
    let issued = hints.issued_at.unwrap_or(received.server_time);
    let own = hints.expires_at.and_then(|end| end.checked_sub(issued));
    let own = own.map(Duration::from_secs);
    let can_be_true = |life: &Duration| !life.is_zero();
    own.filter(can_be_true).or(stated.filter(can_be_true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lifetime_that_cannot_be_true_is_unknown() {
        let received = Received {
            at: Moment::default(),
            server_time: 1000,
            wall: 0,
        };
        let row = |issued_at, expires_at, stated: Option<u64>| {
            let hints = Hints {
                issued_at,
                expires_at,
                ..Hints::default()
            };
            lifetime(&hints, received, stated.map(Duration::from_secs)).map(|it| it.as_secs())
        };
        for (issued, expires, stated, expected) in [
            (Some(100), Some(160), None, Some(60)),
            (Some(100), Some(160), Some(5), Some(60)),
            (None, Some(1060), None, Some(60)),
            (None, None, Some(60), Some(60)),
            (Some(100), None, Some(60), Some(60)),
            (Some(100), Some(100), None, None),
            (Some(100), Some(99), None, None),
            (Some(100), Some(0), None, None),
            (None, Some(1000), None, None),
            (None, Some(999), None, None),
            (None, None, Some(0), None),
            (None, None, None, None),
            (Some(100), Some(99), Some(60), Some(60)),
            (Some(100), Some(99), Some(0), None),
        ] {
            let found = row(issued, expires, stated);
            assert_eq!(found, expected, "{issued:?} {expires:?} {stated:?}");
        }
    }
}
