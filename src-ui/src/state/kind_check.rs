//! Which kind a server is now, when it does not answer like the one that was chosen for it.
//!
//! A server can be replaced by another one at the same address. What follows looks like a portal, a firewall or a wrong
//! password; three harmless questions tell. They are asked once for each failure that could mean it.

use ipc::{Error, NetworkError, Server, SessionState, SessionView};

/// What was found out about a server as it was then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KindCheck {
    server: Server,
    /// [`ipc::DialectInfo::id`] of the kind that it answers like.
    found: String,
}

impl KindCheck {
    /// A server was found to answer like another kind.
    pub(crate) fn new(server: Server, found: String) -> Self {
        Self { server, found }
    }

    /// What the server answers like, if this is about it as it is spoken to now.
    pub(crate) fn of(&self, now: &Server) -> Option<&str> {
        let about = |it: &Server| (it.id.clone(), it.address.clone(), it.dialect.clone());
        (about(now) == about(&self.server)).then_some(self.found.as_str())
    }

    /// Whether a failed call may mean that the server is of another kind.
    pub(crate) const fn is_worth_it_after(error: &Error) -> bool {
        matches!(
            error,
            Error::NotThisApi { .. }
                | Error::Unreadable { .. }
                | Error::Refused {
                    status: 401 | 403 | 404 | 405,
                    message: None
                }
                | Error::ServerFailed { status: 401, .. }
        )
    }

    /// Whether a session stands as it does at a server of another kind.
    pub(crate) const fn is_worth_it_for(session: &SessionView) -> bool {
        let is_like_a_stranger = matches!(
            session.state,
            SessionState::Degraded {
                error: NetworkError::Foreign { .. }
                    | NetworkError::Refused { .. }
                    | NetworkError::Unreadable { .. },
                ..
            }
        );
        session.access_refused || is_like_a_stranger
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{degraded, signed_in};

    #[test]
    fn what_a_stranger_would_say_raises_a_doubt_and_what_the_server_says_does_not() {
        let refused = |status, message: Option<&str>| Error::Refused {
            status,
            message: message.map(str::to_owned),
        };
        let unreadable = Error::Unreadable {
            step: ipc::SignInStep::Password,
            place: "/token".into(),
            status: 200,
        };
        for error in [
            Error::NotThisApi { status: 200 },
            unreadable,
            refused(403, None),
        ] {
            assert!(KindCheck::is_worth_it_after(&error), "{error:?}");
        }
        for error in [
            refused(401, Some("Invalid Password!")),
            refused(400, None),
            Error::Internal,
        ] {
            assert!(!KindCheck::is_worth_it_after(&error), "{error:?}");
        }
        let mut session = degraded(1).session.expect("a session");
        assert!(
            !KindCheck::is_worth_it_for(&session),
            "it does not answer at all"
        );
        for error in [
            NetworkError::Foreign { status: 200 },
            NetworkError::Refused { status: 404 },
            NetworkError::Unreadable { status: 200 },
        ] {
            session.state = SessionState::Degraded {
                error,
                retry_in_ms: 1,
            };
            assert!(KindCheck::is_worth_it_for(&session), "{error:?}");
        }
    }

    #[test]
    fn a_server_that_was_edited_is_another_one() {
        let mut server = signed_in(1, &[]).settings.servers.remove(0);
        let check = KindCheck::new(server.clone(), "n-cookie".into());
        server.name = "Quay".into();
        assert_eq!(check.of(&server), Some("n-cookie"));
        server.dialect = ipc::DialectChoice::preset("n-cookie");
        assert_eq!(check.of(&server), None);
    }
}
