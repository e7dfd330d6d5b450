//! What a person has the core do from anywhere in the window, and what becomes of the answer.

use ipc::{
    AppSnapshot, ChooseServer, DialectChoice, Error, KeyFileSet, RefreshNow, RetryStore,
    ServerDraft, SignOut, TestConnection, VaultError, Verdict, Zoom, ZoomSet,
};

use super::{App, kind_check::KindCheck};
use crate::{backend, route::Route, standing::Standing, words};

impl App {
    /// Refreshes the session on the person's wish, and says how that went.
    ///
    /// Takes a snapshot even when the call failed: the failure may have ended the session.
    pub(crate) async fn refresh_session(self) -> Result<(), Error> {
        let outcome = backend::call(RefreshNow {}).await;
        match &outcome {
            Ok(()) => self.toast(words::label::session_renewed()),
            // A server out of reach has a banner of its own.
            Err(error @ Error::Unreachable { .. }) => self.announce(words::in_short(error)),
            Err(error) => self.toast(words::in_short(error)),
        }
        let _ = self.take_snapshot().await;
        outcome
    }

    /// Makes everything in the window larger or smaller.
    pub(crate) fn zoom(self, step: fn(Zoom) -> Zoom) {
        let zoom = sycamore::prelude::untrack(|| self.with_snapshot(|it| step(it.settings.zoom)));
        let Some(zoom) = zoom else {
            return;
        };
        Self::spawn(async move {
            let outcome = backend::call(ZoomSet { zoom }).await;
            match self.settle(outcome).await {
                Ok(()) => self.announce(words::zoomed(zoom.percent())),
                Err(error) => self.toast(words::failure(&error, 0)),
            }
        });
    }

    /// What a kind of server is called.
    pub(crate) fn kind_title(self, kind: &DialectChoice) -> String {
        self.with_snapshot(|snapshot| words::kind_title(kind, &snapshot.app.known))
            .unwrap_or_default()
    }

    /// Which system this is, as the core names it.
    pub(crate) fn os(self) -> String {
        self.with_snapshot(|snapshot| snapshot.app.os.clone())
            .unwrap_or_default()
    }

    /// Signs out. The core succeeds whatever the server does.
    pub(crate) fn sign_out(self) {
        let stays = self.step();
        Self::spawn(async move {
            match backend::call(SignOut {}).await {
                Ok(()) => {
                    let _ = self.take_snapshot().await;
                    if stays() {
                        self.go(Route::SignIn);
                    }
                }
                Err(error) => self.toast(words::failure(&error, 0)),
            }
        });
    }

    /// Goes to another server, to where one starts there.
    pub(crate) fn go_to_server(self, id: String) {
        let stays = self.step();
        Self::spawn(async move {
            let outcome = backend::call(ChooseServer { id: id.clone() }).await;
            let outcome = self.settle(outcome).await;
            let there = self
                .server
                .with_untracked(|now| now.as_ref().is_some_and(|now| now.id == id));
            // A choice that could not be written to disk still holds for now.
            if there && stays() {
                self.go(Route::Start);
            }
            match outcome {
                Ok(()) => {
                    // Taken out first: nothing can be said while a signal is being read.
                    let server = self.server.get_clone_untracked();
                    let name = server.map_or_else(String::new, |server| server.name);
                    self.toast(words::switched_to(&name));
                }
                Err(error) => self.toast(words::failure(&error, 0)),
            }
        });
    }

    /// Tries again to keep the session, or to take up a kept one, and says so when nothing changed.
    /// What did change is told by its own event.
    pub(crate) async fn retry_store(self) {
        let outcome = backend::call(RetryStore {}).await;
        match self.settle(outcome).await {
            Ok(()) => {
                if let Some(still) = self.store_trouble() {
                    self.toast(words::still_in_trouble(&still.text()));
                }
            }
            Err(error) => self.toast(words::failure(&error, 0)),
        }
    }

    /// Keeps the key of kept sessions in a file, unprotected, or in the keychain again.
    pub(crate) async fn set_key_file(self, key_file: bool) -> Result<(), Error> {
        let outcome = backend::call(KeyFileSet { key_file }).await;
        self.settle(outcome).await
    }

    /// Takes over what came of a change, or looks at what there is when it failed: a change that could
    /// not be written to disk still holds for now.
    pub(crate) async fn settle(self, outcome: Result<AppSnapshot, Error>) -> Result<(), Error> {
        match outcome {
            Ok(snapshot) => {
                self.adopt(snapshot);
                Ok(())
            }
            Err(error) => {
                let _ = self.take_snapshot().await;
                Err(error)
            }
        }
    }

    /// A call has failed: looks whether the server is of another kind, if it may be.
    pub(crate) fn doubt_kind(self, error: &Error) {
        if KindCheck::is_worth_it_after(error) {
            self.look_at_kind();
        }
    }

    /// Whether the session stands as it does at a server of another kind.
    pub(crate) fn is_kind_in_doubt(self) -> bool {
        self.session
            .with(|session| session.as_ref().is_some_and(KindCheck::is_worth_it_for))
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
            settings: server.settings.clone(),
            secrets: <_>::default(),
            plain_http_allowed: server.plain_http_allowed,
        };
        Self::spawn(async move {
            let report = backend::call(TestConnection { server: draft }).await;
            let found = match report.map(|report| report.verdict) {
                Ok(Verdict::LooksLike { dialect }) => Some(KindCheck::new(server, dialect)),
                _ => None,
            };
            self.noted.update(|noted| noted.kind = found);
        });
    }

    /// What the current server answers like, by its title, if that is another kind than the one chosen for it and
    /// nothing goes well with it.
    pub(crate) fn other_kind(self, standing: Standing) -> Option<String> {
        if matches!(standing, Standing::Live | Standing::Restoring) {
            return None;
        }
        let server = self.server.get_clone()?;
        let found = self
            .noted
            .with(|noted| noted.kind.as_ref()?.of(&server).map(str::to_owned));
        found.map(|id| self.kind_title(&DialectChoice::preset(id)))
    }

    /// What stands in the way of keeping the session, or of taking up a kept one: of which server, and
    /// whether somebody is signed in there. `None` while it is being looked up, or all is well.
    pub(crate) fn store_trouble(self) -> Option<StoreTrouble> {
        self.with_snapshot(StoreTrouble::of).flatten()
    }
}

/// What stands in the way of keeping a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StoreTrouble {
    /// [`ipc::Server::id`].
    pub(crate) server: String,
    /// What it is.
    pub(crate) error: VaultError,
    /// What that is about: [`ipc::SecretStore::subject`].
    pub(crate) subject: Option<String>,
    /// What the place of the key is called where it has no name of its own.
    pub(crate) os: String,
    /// Whether somebody is signed in there.
    pub(crate) signed_in: bool,
}

impl StoreTrouble {
    /// As a person reads it.
    pub(crate) fn text(&self) -> String {
        words::store_trouble(
            self.error,
            self.signed_in,
            self.subject.as_deref(),
            &self.os,
        )
    }

    fn of(snapshot: &AppSnapshot) -> Option<Self> {
        let session = snapshot.session.as_ref()?;
        if session.state == ipc::SessionState::Restoring {
            return None;
        }
        Some(Self {
            server: snapshot.settings.current.clone()?,
            error: session.store.trouble?,
            subject: session.store.subject.clone(),
            os: snapshot.app.os.clone(),
            signed_in: session.state != ipc::SessionState::SignedOut,
        })
    }
}

#[cfg(test)]
impl App {
    /// As if the current server had been asked, and had answered like this kind.
    pub(crate) fn look_at_kind_as(self, found: &str) {
        let server = self.server.get_clone_untracked().expect("a server");
        let found = KindCheck::new(server, found.to_owned());
        self.noted.update(|noted| noted.kind = Some(found));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{degraded, signed_in, signed_out};

    #[test]
    fn the_other_kind_is_told_while_nothing_goes_well_and_of_the_server_that_it_is_about() {
        sycamore::prelude::create_root(|| {
            let app = App::new();
            app.adopt(degraded(1));
            app.look_at_kind_as("n-cookie");
            let waiting = Standing::Waiting {
                error: ipc::NetworkError::Connect,
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
