//! What boards have shown of people's roles since they signed in.
//!
//! Servers of the family name an account's roles when it signs in and never again, and go by what they are at each
//! request. So what a board says is newer.

use std::collections::HashMap;

use ipc::{Account, Role};

/// By [`ipc::Server::id`].
#[derive(Debug, Default)]
pub(crate) struct SeenRoles(HashMap<String, Seen>);

#[derive(Debug)]
struct Seen {
    /// As the engine knows it. Another one, or the same with other roles, is newer than what was seen.
    account: Account,
    roles: HashMap<Role, bool>,
}

impl SeenRoles {
    /// A board has shown whether the account that is signed in at a server has a role.
    pub(crate) fn note(&mut self, server: &str, account: Account, role: Role, has: bool) {
        let seen = self.0.entry(server.to_owned()).or_insert_with(|| Seen {
            account: account.clone(),
            roles: HashMap::new(),
        });
        if seen.account != account {
            seen.account = account;
            seen.roles.clear();
        }
        seen.roles.insert(role, has);
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
        for role in [Role::User, Role::Moderator, Role::Admin] {
            match seen.roles.get(&role) {
                Some(true) if !account.has(role) => account.roles.push(role.name().to_owned()),
                Some(false) => account.roles.retain(|name| name != role.name()),
                _ => {}
            }
        }
        account
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ann(roles: &[Role]) -> Account {
        Account {
            id: "7".to_owned(),
            username: "ann".to_owned(),
            email: String::new(),
            roles: roles.iter().map(|role| role.name().to_owned()).collect(),
        }
    }

    #[test]
    fn what_a_board_has_shown_counts_until_the_account_is_told_anew() {
        let mut seen = SeenRoles::default();
        let at_first = ann(&[Role::User, Role::Moderator]);
        seen.note("s1", at_first.clone(), Role::Moderator, false);
        seen.note("s1", at_first.clone(), Role::Admin, true);
        assert_eq!(
            seen.of("s1", at_first.clone()),
            ann(&[Role::User, Role::Admin])
        );
        assert_eq!(seen.of("s2", at_first.clone()), at_first);
        let told_anew = ann(&[Role::User]);
        assert_eq!(seen.of("s1", told_anew.clone()), told_anew);
        seen.note("s1", at_first.clone(), Role::Moderator, true);
        assert!(seen.of("s1", at_first.clone()).has(Role::Moderator));
        seen.remove("s1");
        assert_eq!(seen.of("s1", at_first.clone()), at_first);
    }
}
