//! The accounts and their roles.

use rusqlite::{OptionalExtension as _, Row, Transaction, params};

use super::database::{Store, StoreError};
use crate::setup::Role;

/// An account, without its password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct User {
    pub(crate) id: i64,
    pub(crate) username: String,
    pub(crate) email: String,
    /// By rising row number, which is how all originals list them.
    pub(crate) roles: Vec<Role>,
}

impl User {
    /// The names of the roles as they go over the wire.
    pub(crate) fn role_names(&self) -> Vec<&'static str> {
        self.roles.iter().map(|role| role.name()).collect()
    }

    pub(crate) fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// An account to be made.
pub(crate) struct NewUser<'a> {
    pub(crate) username: &'a str,
    pub(crate) email: &'a str,
    pub(crate) password_hash: &'a str,
    pub(crate) roles: &'a [Role],
}

impl Store {
    /// The account of this name, in any spelling of its case.
    pub(crate) fn user_named(&self, username: &str) -> Result<Option<User>, StoreError> {
        Ok(self.user_and_hash(username)?.map(|(user, _)| user))
    }

    /// The account of this name and the hash of its password.
    pub(crate) fn user_and_hash(
        &self,
        username: &str,
    ) -> Result<Option<(User, String)>, StoreError> {
        self.transact(|work| {
            let sql = "SELECT id, username, email, password FROM users WHERE username_key = ?1";
            let found = work
                .query_row(sql, [key(username)], |row| Ok((user_of(row)?, row.get(3)?)))
                .optional()?;
            found
                .map(|(user, hash)| Ok((with_roles(work, user)?, hash)))
                .transpose()
        })
    }

    /// The account with this number.
    pub(crate) fn user(&self, id: i64) -> Result<Option<User>, StoreError> {
        self.transact(|work| user_of_id(work, id))
    }

    /// Whether an account has this name already.
    pub(crate) fn has_username(&self, username: &str) -> Result<bool, StoreError> {
        self.exists(
            "SELECT 1 FROM users WHERE username_key = ?1",
            &key(username),
        )
    }

    /// Whether an account has this e-mail address already.
    pub(crate) fn has_email(&self, email: &str) -> Result<bool, StoreError> {
        self.exists("SELECT 1 FROM users WHERE email_key = ?1", &key(email))
    }

    /// Makes an account; [`StoreError::Conflict`] when its name or address is taken.
    pub(crate) fn create(&self, user: &NewUser<'_>) -> Result<(), StoreError> {
        self.transact(|work| Ok(insert(work, user)?))
    }

    /// Deletes an account. Its refresh tokens stay behind without an owner, or go with it.
    pub(crate) fn delete_user(&self, username: &str, keep_tokens: bool) -> Result<(), StoreError> {
        self.transact_anyway(|work| {
            if !keep_tokens {
                let sql = "DELETE FROM refresh_tokens WHERE user_id =
                    (SELECT id FROM users WHERE username_key = ?1)";
                work.execute(sql, [key(username)])?;
            }
            work.execute("DELETE FROM users WHERE username_key = ?1", [key(username)])?;
            Ok(())
        })
    }

    /// Gives an account these roles and no others.
    pub(crate) fn set_roles(&self, username: &str, roles: &[Role]) -> Result<(), StoreError> {
        self.transact_anyway(|work| {
            let sql = "SELECT id FROM users WHERE username_key = ?1";
            let id = work.query_row(sql, [key(username)], |row| row.get(0))?;
            work.execute("DELETE FROM user_roles WHERE user_id = ?1", [id])?;
            Ok(give(work, id, roles)?)
        })
    }

    fn exists(&self, sql: &str, value: &str) -> Result<bool, StoreError> {
        self.transact(|work| {
            Ok(work
                .query_row(sql, [value], |_| Ok(()))
                .optional()?
                .is_some())
        })
    }
}

/// Writes the rows of an account.
pub(super) fn insert(work: &Transaction<'_>, user: &NewUser<'_>) -> rusqlite::Result<()> {
    work.execute(
        "INSERT INTO users (username, username_key, email, email_key, password)
            VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            user.username,
            key(user.username),
            user.email,
            key(user.email),
            user.password_hash
        ],
    )?;
    give(work, work.last_insert_rowid(), user.roles)
}

fn give(work: &Transaction<'_>, id: i64, roles: &[Role]) -> rusqlite::Result<()> {
    for role in roles {
        let sql = "INSERT OR IGNORE INTO user_roles (user_id, role_id) VALUES (?1, ?2)";
        work.execute(sql, params![id, role.row()])?;
    }
    Ok(())
}

/// The account with this number, inside a transaction.
pub(super) fn user_of_id(work: &Transaction<'_>, id: i64) -> Result<Option<User>, StoreError> {
    let sql = "SELECT id, username, email FROM users WHERE id = ?1";
    let found = work.query_row(sql, [id], user_of).optional()?;
    Ok(found.map(|user| with_roles(work, user)).transpose()?)
}

fn user_of(row: &Row<'_>) -> rusqlite::Result<User> {
    Ok(User {
        id: row.get(0)?,
        username: row.get(1)?,
        email: row.get(2)?,
        roles: Vec::new(),
    })
}

fn with_roles(work: &Transaction<'_>, mut user: User) -> rusqlite::Result<User> {
    let sql = "SELECT role_id FROM user_roles WHERE user_id = ?1 ORDER BY role_id";
    let mut statement = work.prepare_cached(sql)?;
    let rows = statement.query_map([user.id], |row| row.get::<_, i64>(0))?;
    for row in rows {
        user.roles.extend(Role::of_row(row?));
    }
    Ok(user)
}

/// `SQLite`'s own NOCASE knows ASCII alone; the originals' collation knows all letters.
fn key(text: &str) -> String {
    text.to_lowercase()
}
