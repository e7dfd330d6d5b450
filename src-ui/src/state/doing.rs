//! What a person has the core do from anywhere in the window, and what becomes of the answer.

use ipc::{
    AppSnapshot, ChooseServer, Error, KeyFileSet, RefreshNow, RetryStore, SignOut, VaultError,
};

use super::App;
use crate::{backend, route::Route, words};

impl App {
    /// Refreshes the session on the person's wish, and says how that went.
    ///
    /// Takes a snapshot even when the call failed: the failure may have ended the session.
    pub(crate) async fn refresh_session(self) -> Result<(), Error> {
        let outcome = backend::call(RefreshNow {}).await;
        match &outcome {
            Ok(()) => self.announce("The session was refreshed."),
            Err(error) => self.announce(words::in_short(error)),
        }
        let _ = self.take_snapshot().await;
        outcome
    }

    /// Signs out. The core succeeds whatever the server does.
    pub(crate) fn sign_out(self) {
        let here = self.screen.get_untracked();
        Self::spawn(async move {
            match backend::call(SignOut {}).await {
                Ok(()) => {
                    let _ = self.take_snapshot().await;
                    // Whoever has moved on meanwhile is not called back.
                    if self.screen.get_untracked() == here {
                        self.go(Route::SignIn);
                    }
                }
                Err(error) => self.announce(words::failure(&error, 0)),
            }
        });
    }

    /// Goes to another server, to where one starts there.
    pub(crate) fn go_to_server(self, id: String) {
        Self::spawn(async move {
            let outcome = backend::call(ChooseServer { id: id.clone() }).await;
            let outcome = self.settle(outcome).await;
            let there = self
                .server
                .with_untracked(|now| now.as_ref().is_some_and(|now| now.id == id));
            // A choice that could not be written to disk still holds for now.
            if there {
                self.go(Route::START);
            }
            match outcome {
                Ok(()) => self.announce("The server was changed."),
                Err(error) => self.announce(words::failure(&error, 0)),
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
                    self.announce(words::still_in_trouble(&still.text()));
                }
            }
            Err(error) => self.announce(words::failure(&error, 0)),
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
