//! Who is expected at Sign in, and whether somebody who signs in is who was there before.

use std::collections::HashMap;

use ipc::{Account, AppSnapshot, Server};

use super::App;
use crate::route::Route;

/// The people whom this window has seen.
#[derive(Clone, Debug, Default)]
pub(super) struct People {
    /// Who just signed up, and at which server. They are expected until somebody has signed in, or has left the way in.
    newcomer: Option<(String, String)>,
    /// Who was signed in last at each server, by its id.
    last: HashMap<String, Account>,
}

impl People {
    /// Notes who is signed in. `true` when it was somebody else before.
    fn see(&mut self, server: &str, account: &Account) -> bool {
        self.newcomer = None;
        let before = self.last.insert(server.to_owned(), account.clone());
        before.is_some_and(|before| !is_the_same(&before, account))
    }

    fn expected(&self, server: &Server) -> Option<String> {
        match &self.newcomer {
            Some((at, newcomer)) if *at == server.id => Some(newcomer.clone()),
            _ => server.last_username.clone(),
        }
    }
}

/// A name may change. Where a server does not say who it is, the name alone does.
fn is_the_same(one: &Account, other: &Account) -> bool {
    if one.id.is_empty() || other.id.is_empty() {
        one.username == other.username
    } else {
        one.id == other.id
    }
}

impl App {
    /// Remembers who just signed up.
    pub(crate) fn suggest_username(self, username: String) {
        let server = self.server.get_clone_untracked();
        self.people.update(|people| {
            people.newcomer = server.map(|server| (server.id, username));
        });
    }

    /// Whom to expect at Sign in: who has just signed up at this server, else who was signed in there last.
    pub(crate) fn expected_username(self) -> Option<String> {
        let server = self.server.get_clone()?;
        self.people
            .with_untracked(|people| people.expected(&server))
    }

    /// Notes who is signed in, if somebody is. `true` when it was somebody else before.
    pub(super) fn is_somebody_else(self, snapshot: &AppSnapshot) -> bool {
        let server = snapshot.settings.current.as_ref();
        let account = snapshot
            .session
            .as_ref()
            .and_then(|session| session.account.as_ref());
        match (server, account) {
            (Some(server), Some(account)) => {
                let mut people = self.people.get_clone_untracked();
                let is_other = people.see(server, account);
                self.people.set_silent(people);
                is_other
            }
            _ => false,
        }
    }

    /// Who goes elsewhere has not signed in: the next one who comes is not expected to be them.
    pub(super) fn leave_entrance(self, to: Route) {
        if !to.is_entrance() {
            self.people.update(|people| people.newcomer = None);
        }
    }
}
