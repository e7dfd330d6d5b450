//! Who is expected at Sign in, and whether somebody who signs in is who was there before.

use std::collections::HashMap;

use ipc::{Account, AppSnapshot, Server};

/// The people whom this window has seen.
#[derive(Clone, Debug, Default)]
pub(super) struct People {
    /// Who just signed up, and at which server. They are expected until somebody has signed in, or has left the way in.
    pub(super) newcomer: Option<(String, String)>,
    /// Who was signed in last at each server, by its id.
    last: HashMap<String, Account>,
}

impl People {
    /// Notes who is signed in, if somebody is. `true` when it was somebody else before.
    pub(super) fn see(&mut self, snapshot: &AppSnapshot) -> bool {
        let account = snapshot.session.as_ref().and_then(|it| it.account.as_ref());
        let (Some(server), Some(account)) = (&snapshot.settings.current, account) else {
            return false;
        };
        self.newcomer = None;
        let before = self.last.insert(server.to_owned(), account.clone());
        before.is_some_and(|before| !is_the_same(&before, account))
    }

    /// Whom to expect: who has just signed up at this server, else who was signed in there last.
    pub(super) fn expected(&self, server: &Server) -> Option<String> {
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
