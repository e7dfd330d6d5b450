//! Which kind a server is now, when it does not answer like the one that was chosen for it.
//!
//! A server can be replaced by another one at the same address. What follows looks like a portal, a firewall or a wrong
//! password; three harmless questions tell. They are asked once for each failure that could mean it.

use ipc::{
    DialectChoice, Error, NetworkError, Server, ServerDraft, SessionState, TestConnection, Verdict,
};

use super::App;
use crate::{backend, standing::Standing};

/// What was found out about a server as it was then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KindCheck {
    server: Server,
    /// [`ipc::DialectInfo::id`] of the kind that it answers like.
    found: String,
}

/// Whether a failed call may mean that the server is of another kind.
const fn may_be_another_kind(error: &Error) -> bool {
    matches!(
        error,
        Error::NotThisApi { .. }
            | Error::Refused {
                status: 401 | 403 | 404 | 405,
                message: None
            }
            | Error::ServerFailed { status: 401, .. }
    )
}

/// Whether a refresh that fails may mean that.
const fn is_like_a_stranger(state: &SessionState) -> bool {
    matches!(
        state,
        SessionState::Degraded {
            error: NetworkError::Foreign { .. } | NetworkError::Refused { .. },
            ..
        }
    )
}

/// Whether it is the same server, spoken to in the same way.
fn is_same(one: &Server, other: &Server) -> bool {
    (&one.id, &one.address, &one.dialect) == (&other.id, &other.address, &other.dialect)
}

impl App {
    /// A call has failed: looks whether the server is of another kind, if it may be.
    pub(crate) fn doubt_kind(self, error: &Error) {
        if may_be_another_kind(error) {
            self.look_at_kind();
        }
    }

    /// Whether the session stands as it does at a server of another kind.
    pub(crate) fn is_kind_in_doubt(self) -> bool {
        self.session.with(|session| {
            session
                .as_ref()
                .is_some_and(|it| it.access_refused || is_like_a_stranger(&it.state))
        })
    }

    /// Asks the server what it is. Nothing secret is sent.
    pub(crate) fn look_at_kind(self) {
        let Some(server) = self.server.get_clone_untracked() else {
            return;
        };
        let draft = ServerDraft {
            name: server.name.clone(),
            address: server.address.clone(),
            dialect: server.dialect.clone(),
            plain_http_allowed: server.plain_http_allowed,
        };
        Self::spawn(async move {
            let report = backend::call(TestConnection { server: draft }).await;
            self.kind_check
                .set(match report.map(|report| report.verdict) {
                    Ok(Verdict::LooksLike { dialect: found }) => Some(KindCheck { server, found }),
                    _ => None,
                });
        });
    }

    /// What the current server answers like, by its title, if that is another kind than the one chosen for it and
    /// nothing goes well with it.
    pub(crate) fn other_kind(self, standing: Standing) -> Option<String> {
        let is_well = matches!(standing, Standing::Live | Standing::Restoring);
        let check = self.kind_check.get_clone().filter(|_| !is_well)?;
        let is_about_it =
            |now: &Option<Server>| now.as_ref().is_some_and(|now| is_same(now, &check.server));
        let is_current = self.server.with(is_about_it);
        is_current.then(|| self.kind_title(&DialectChoice::preset(&check.found)))
    }

    #[cfg(test)]
    pub(crate) fn found_to_be(self, found: &str) {
        let server = self.server.get_clone_untracked().expect("a server");
        let found = found.to_owned();
        self.kind_check.set(Some(KindCheck { server, found }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{degraded, signed_in, signed_out};

    #[test]
    fn what_a_stranger_would_say_raises_a_doubt_and_what_the_server_says_does_not() {
        let refused = |status, message: Option<&str>| Error::Refused {
            status,
            message: message.map(str::to_owned),
        };
        for error in [Error::NotThisApi { status: 200 }, refused(403, None)] {
            assert!(may_be_another_kind(&error), "{error:?}");
        }
        for error in [
            refused(401, Some("Invalid Password!")),
            refused(400, None),
            Error::Internal,
        ] {
            assert!(!may_be_another_kind(&error), "{error:?}");
        }
        let foreign = SessionState::Degraded {
            error: NetworkError::Foreign { status: 200 },
            retry_in_ms: 1,
        };
        assert!(is_like_a_stranger(&foreign));
        assert!(!is_like_a_stranger(&SessionState::Live));
    }

    #[test]
    fn the_other_kind_is_told_while_nothing_goes_well_and_of_the_server_that_it_is_about() {
        sycamore::prelude::create_root(|| {
            let app = App::new();
            app.adopt(degraded(1));
            app.found_to_be("n-cookie");
            let waiting = Standing::Waiting {
                error: NetworkError::Connect,
                left_ms: 1,
            };
            assert_eq!(app.other_kind(waiting).as_deref(), Some("Node, cookies"));
            app.adopt(signed_in(2, &[]));
            assert_eq!(app.other_kind(Standing::Live), None);
            let mut edited = signed_out(3, None);
            edited.settings.servers[0].dialect = DialectChoice::preset("n-cookie");
            app.adopt(edited);
            assert_eq!(app.other_kind(Standing::SignedOut), None);
        })
        .dispose();
    }
}
