//! Refresh tokens: issuing, using, rotating, revoking.
//!
//! Using one is a single transaction, so that two requests with the same token cannot both rotate
//! it.

use std::time::Duration;

use rusqlite::{OptionalExtension as _, Transaction, params};
use uuid::Uuid;

use super::{
    accounts::{self, User},
    database::{Store, StoreError},
};
use crate::setup::Rotation;

/// What came of showing a refresh token. It has no `Debug`, because of what is in it.
pub(crate) enum Refresh {
    /// No such token, or one that was replaced too long ago: then its whole family is revoked.
    Unknown,
    /// It has expired. The row is deleted, so that a second try is unknown.
    Expired,
    /// Its account was deleted.
    Ownerless,
    /// Here is what the client has from now on.
    Refreshed { access: String, refresh: String },
}

/// How a refresh is to be done.
pub(crate) struct Refreshing<'a> {
    /// The token that was shown.
    pub(crate) token: &'a str,
    /// Milliseconds since 1970.
    pub(crate) now: i64,
    /// How long a successor lives.
    pub(crate) lifetime: Duration,
    pub(crate) rotation: Rotation,
    /// Makes an access token for the account.
    pub(crate) mint: &'a dyn Fn(&User) -> String,
    /// Whether an access token from before is still good enough to be given out again.
    pub(crate) still_valid: &'a dyn Fn(&str) -> bool,
}

struct Row {
    user_id: Option<i64>,
    family: String,
    expires_at: i64,
    replaced_at: Option<i64>,
    successor: Option<String>,
    successor_access: Option<String>,
}

impl Store {
    /// A new token for a sign-in. On S-cookie it is a [`StoreError::Conflict`] while the account
    /// has one already.
    pub(crate) fn issue_refresh(
        &self,
        user: i64,
        now: i64,
        lifetime: Duration,
    ) -> Result<String, StoreError> {
        self.transact(|work| {
            insert(
                work,
                user,
                &Uuid::new_v4().to_string(),
                expiry(now, lifetime),
            )
        })
    }

    /// Uses a token to get a new access token, and a new refresh token under rotation.
    pub(crate) fn refresh(&self, request: &Refreshing<'_>) -> Result<Refresh, StoreError> {
        self.transact(|work| {
            let Some(row) = find(work, request.token)? else {
                return Ok(Refresh::Unknown);
            };
            if let Some(replaced_at) = row.replaced_at {
                return reuse(work, request, row, replaced_at);
            }
            if row.expires_at <= request.now {
                work.execute(
                    "DELETE FROM refresh_tokens WHERE token = ?1",
                    [request.token],
                )?;
                return Ok(Refresh::Expired);
            }
            let Some(user) = owner(work, row.user_id)? else {
                return Ok(Refresh::Ownerless);
            };
            let access = (request.mint)(&user);
            let refresh = match request.rotation {
                Rotation::Off => request.token.to_owned(),
                Rotation::On { .. } => replace(work, request, &row, &user, &access)?,
            };
            Ok(Refresh::Refreshed { access, refresh })
        })
    }

    /// Deletes every token of an account: what a sign-out does.
    pub(crate) fn revoke_of_user(&self, user: i64) -> Result<(), StoreError> {
        self.transact(|work| {
            work.execute("DELETE FROM refresh_tokens WHERE user_id = ?1", [user])?;
            Ok(())
        })
    }

    /// Lets every token that exists expire at `now`.
    pub(crate) fn expire_all(&self, now: i64) -> Result<(), StoreError> {
        self.transact_anyway(|work| {
            work.execute(
                "UPDATE refresh_tokens SET expires_at = min(expires_at, ?1)",
                [now],
            )?;
            Ok(())
        })
    }

    /// Deletes every token.
    pub(crate) fn revoke_all(&self) -> Result<(), StoreError> {
        self.transact_anyway(|work| {
            work.execute("DELETE FROM refresh_tokens", [])?;
            Ok(())
        })
    }
}

/// A replaced token was shown: its successor again within the grace window, the end of the family
/// after it.
fn reuse(
    work: &Transaction<'_>,
    request: &Refreshing<'_>,
    row: Row,
    replaced_at: i64,
) -> Result<Refresh, StoreError> {
    let grace = match request.rotation {
        Rotation::On { grace } => millis(grace),
        // The server was started without rotation on a file that knows replaced tokens.
        Rotation::Off => 0,
    };
    let successor = row
        .successor
        .filter(|_| request.now < replaced_at.saturating_add(grace));
    let successor = match successor {
        Some(token) => find(work, &token)?.map(|row| (token, row)),
        None => None,
    };
    let Some((refresh, current)) = successor else {
        work.execute(
            "DELETE FROM refresh_tokens WHERE family = ?1",
            [&row.family],
        )?;
        return Ok(Refresh::Unknown);
    };
    if current.expires_at <= request.now {
        return Ok(Refresh::Expired);
    }
    let Some(user) = owner(work, row.user_id)? else {
        return Ok(Refresh::Ownerless);
    };
    let access = row
        .successor_access
        .filter(|access| (request.still_valid)(access))
        .unwrap_or_else(|| (request.mint)(&user));
    Ok(Refresh::Refreshed { access, refresh })
}

/// Puts a successor into the family and remembers the pair for the grace window.
fn replace(
    work: &Transaction<'_>,
    request: &Refreshing<'_>,
    row: &Row,
    user: &User,
    access: &str,
) -> Result<String, StoreError> {
    // First the mark, then the row: the unique index of S-cookie counts unmarked ones.
    let mark = "UPDATE refresh_tokens SET replaced_at = ?2, successor_access = ?3 WHERE token = ?1";
    work.execute(mark, params![request.token, request.now, access])?;
    let successor = insert(
        work,
        user.id,
        &row.family,
        expiry(request.now, request.lifetime),
    )?;
    let link = "UPDATE refresh_tokens SET successor = ?2 WHERE token = ?1";
    work.execute(link, params![request.token, successor])?;
    Ok(successor)
}

fn insert(
    work: &Transaction<'_>,
    user: i64,
    family: &str,
    expires_at: i64,
) -> Result<String, StoreError> {
    let token = Uuid::new_v4().to_string();
    let sql = "INSERT INTO refresh_tokens (token, user_id, family, expires_at)
        VALUES (?1, ?2, ?3, ?4)";
    work.execute(sql, params![token, user, family, expires_at])?;
    Ok(token)
}

fn find(work: &Transaction<'_>, token: &str) -> Result<Option<Row>, StoreError> {
    let sql = "SELECT user_id, family, expires_at, replaced_at, successor, successor_access
        FROM refresh_tokens WHERE token = ?1";
    let row = work.query_row(sql, [token], |row| {
        Ok(Row {
            user_id: row.get(0)?,
            family: row.get(1)?,
            expires_at: row.get(2)?,
            replaced_at: row.get(3)?,
            successor: row.get(4)?,
            successor_access: row.get(5)?,
        })
    });
    Ok(row.optional()?)
}

fn owner(work: &Transaction<'_>, id: Option<i64>) -> Result<Option<User>, StoreError> {
    let owner = id.map(|id| accounts::user_of_id(work, id));
    Ok(owner.transpose()?.flatten())
}

fn expiry(now: i64, lifetime: Duration) -> i64 {
    now.saturating_add(millis(lifetime))
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
