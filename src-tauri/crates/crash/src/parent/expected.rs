//! What may be there after a death, by what the child had said before it. Pure.

use super::{home::Kept, run_error::RunError};

/// What may be kept. Places are those of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// The pair at this place, or a later one; and the server honours it.
    Session { from: usize },
    /// Somebody was signing out: nothing; or the pair at this place, or a later one, which the server may
    /// have revoked.
    Leaving { from: usize },
    /// Nobody was signed in: nothing; or a pair that was granted since, and the server honours that.
    Nobody { from: usize },
}

impl Expected {
    /// Whether a session must be there that the server honours.
    pub(crate) fn is_session(self) -> bool {
        matches!(self, Self::Session { .. })
    }

    /// The pair at this place is durable. Of two processes that say so, the one that is heard last need
    /// not be the one that wrote last.
    pub(crate) fn durable(self, place: usize) -> Self {
        let (Self::Session { from } | Self::Leaving { from } | Self::Nobody { from }) = self;
        Self::Session {
            from: place.max(from),
        }
    }

    /// Signing out begins.
    pub(crate) fn leaving(self) -> Self {
        match self {
            Self::Session { from } | Self::Leaving { from } => Self::Leaving { from },
            Self::Nobody { .. } => self,
        }
    }

    /// Holds this against what is kept, and says what may be there from now on. `place` is that of the
    /// pair that is kept, if the server has granted such a one.
    pub(crate) fn check(self, kept: &Kept, place: Option<usize>) -> Result<Self, RunError> {
        let torn = |what: &str| Err(RunError::Torn(what.to_owned()));
        match (self, kept) {
            (Self::Session { .. }, Kept::Nothing) => {
                Err(RunError::Lost("nothing is kept of the session".into()))
            }
            (Self::Session { .. } | Self::Leaving { .. }, Kept::Damaged) => {
                torn("an old damaged envelope is back")
            }
            (Self::Leaving { from }, Kept::Nothing) => Ok(Self::Nobody { from: from + 1 }),
            (Self::Nobody { .. }, Kept::Nothing | Kept::Damaged) => Ok(self),
            (_, Kept::Pair(_)) => {
                let Some(place) = place else {
                    return torn("the server never granted these two together");
                };
                match self {
                    Self::Session { from } if place >= from => Ok(Self::Session { from: place }),
                    Self::Leaving { from } if place >= from => Ok(Self::Leaving { from: place }),
                    Self::Nobody { from } if place >= from => Ok(Self::Session { from: place }),
                    Self::Nobody { .. } => torn("a session that was signed out of is back"),
                    _ => torn("it is older than what was durable"),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::between::PairPrint;

    fn pair() -> Kept {
        Kept::Pair(PairPrint::of("access", "refresh"))
    }

    #[test]
    fn a_durable_session_may_be_followed_by_a_newer_pair_and_by_nothing_else() {
        let session = Expected::Session { from: 3 };
        for place in [3, 4] {
            let later = session.check(&pair(), Some(place));
            assert_eq!(later, Ok(Expected::Session { from: place }));
        }
        assert!(matches!(
            session.check(&pair(), Some(2)),
            Err(RunError::Torn(_))
        ));
        assert!(matches!(
            session.check(&pair(), None),
            Err(RunError::Torn(_))
        ));
        assert!(matches!(
            session.check(&Kept::Nothing, None),
            Err(RunError::Lost(_))
        ));
        assert!(matches!(
            session.check(&Kept::Damaged, None),
            Err(RunError::Torn(_))
        ));
    }

    #[test]
    fn what_is_durable_stays_so_in_whichever_order_it_is_heard() {
        let nobody = Expected::Nobody { from: 4 };
        let session = nobody.durable(6).durable(5);
        assert_eq!(session, Expected::Session { from: 6 });
    }

    #[test]
    fn while_somebody_signs_out_the_old_pair_may_be_there_or_nothing() {
        let leaving = Expected::Session { from: 3 }.leaving();
        assert_eq!(leaving.check(&pair(), Some(3)), Ok(leaving));
        let nobody = leaving.check(&Kept::Nothing, None);
        assert_eq!(nobody, Ok(Expected::Nobody { from: 4 }));
        assert!(matches!(
            leaving.check(&pair(), Some(2)),
            Err(RunError::Torn(_))
        ));
    }

    #[test]
    fn a_session_that_was_signed_out_of_must_not_come_back() {
        let nobody = Expected::Nobody { from: 4 };
        assert_eq!(nobody.check(&Kept::Nothing, None), Ok(nobody));
        assert!(matches!(
            nobody.check(&pair(), Some(3)),
            Err(RunError::Torn(_))
        ));
        let signed_in = nobody.check(&pair(), Some(4));
        assert_eq!(signed_in, Ok(Expected::Session { from: 4 }));
    }
}
