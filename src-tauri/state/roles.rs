//! What pages have shown of people's roles since they signed in.
//!
//! Most servers name an account's roles when it signs in and never again, and go by what they are at each request. So
//! what a page says is newer.

use std::collections::{BTreeMap, HashMap};

use ipc::Account;

/// By [`ipc::Server::id`].
#[derive(Debug, Default)]
pub(crate) struct SeenRoles(HashMap<String, Seen>);

#[derive(Debug)]
struct Seen {
    /// As the engine knows it. Another one, or the same with other roles, is newer than what was seen.
    account: Account,
    /// By the server's names of them.
    roles: BTreeMap<String, bool>,
}

impl SeenRoles {
    /// A page has shown whether the account that is signed in at a server has a role.
    pub(crate) fn note(&mut self, server: &str, account: Account, role: &str, has: bool) {
        let seen = self.0.entry(server.to_owned()).or_insert_with(|| Seen {
            account: account.clone(),
            roles: BTreeMap::new(),
        });
        if seen.account != account {
            seen.account = account;
            seen.roles.clear();
        }
        seen.roles.insert(role.to_owned(), has);
    }

    /// Somebody signs in or out there: what was seen is old.
    pub(crate) fn remove(&mut self, server: &str) {
        self.0.remove(server);
    }

    /// The account with the roles that it has by now.
    pub(crate) fn of(&self, server: &str, mut account: Account) -> Account {
        let Some(seen) = self.0.get(server).filter(|seen| seen.account == account) else {
            return account;
        };
        for (role, has) in &seen.roles {
            match has {
                true if !account.has(role) => account.roles.push(role.clone()),
                true => {}
                false => account.roles.retain(|name| name != role),
            }
        }
        account
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USER: &str = "ROLE_USER";
    const MODERATOR: &str = "ROLE_MODERATOR";
    const ADMIN: &str = "ROLE_ADMIN";

    fn ann(roles: &[&str]) -> Account {
        Account {
            id: "7".to_owned(),
            username: "ann".to_owned(),
            email: String::new(),
            roles: roles.iter().map(|&role| role.to_owned()).collect(),
        }
    }

    #[test]
    fn what_a_page_has_shown_counts_until_the_account_is_told_anew() {
        let mut seen = SeenRoles::default();
        let at_first = ann(&[USER, MODERATOR]);
        seen.note("s1", at_first.clone(), MODERATOR, false);
        seen.note("s1", at_first.clone(), ADMIN, true);
        assert_eq!(seen.of("s1", at_first.clone()), ann(&[USER, ADMIN]));
        assert_eq!(seen.of("s2", at_first.clone()), at_first);
        let told_anew = ann(&[USER]);
        assert_eq!(seen.of("s1", told_anew.clone()), told_anew);
        seen.note("s1", at_first.clone(), MODERATOR, true);
        assert!(seen.of("s1", at_first.clone()).has(MODERATOR));
        seen.remove("s1");
        assert_eq!(seen.of("s1", at_first.clone()), at_first);
    }
}
