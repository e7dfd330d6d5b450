//! Everything that outlives a request: accounts, roles, refresh tokens, and the server's own keys,
//! in `SQLite`.
//!
//! The tables and their opening are here, a file below has the queries of each. Using a refresh token is
//! one transaction, and stays one. Uses `crypto` and `setup`.

mod accounts;
mod database;
mod refresh;

use std::{fs::OpenOptions, io, path::Path, time::Duration};

use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

pub(crate) use accounts::{NewUser, User};
pub(crate) use database::{Store, StoreError};
pub(crate) use refresh::{Refresh, Refreshing};

use crate::{
    crypto::password,
    setup::{Dialect, Error, Role, SEEDED_ACCOUNTS, Storage},
};

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS meta (
        name  TEXT PRIMARY KEY,
        value BLOB NOT NULL
    );
    CREATE TABLE IF NOT EXISTS roles (
        id   INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE
    );
    -- The keys are the lower-case forms: the originals' MySQL compares without case.
    CREATE TABLE IF NOT EXISTS users (
        id           INTEGER PRIMARY KEY AUTOINCREMENT,
        username     TEXT NOT NULL,
        username_key TEXT NOT NULL UNIQUE,
        email        TEXT NOT NULL,
        email_key    TEXT NOT NULL UNIQUE,
        password     TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS user_roles (
        user_id INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE,
        role_id INTEGER NOT NULL REFERENCES roles(id),
        PRIMARY KEY (user_id, role_id)
    );
    -- Times are milliseconds since 1970. A replaced token keeps its row, so that its reuse is seen.
    CREATE TABLE IF NOT EXISTS refresh_tokens (
        token            TEXT PRIMARY KEY,
        user_id          INTEGER REFERENCES users(id) ON DELETE SET NULL,
        family           TEXT NOT NULL,
        expires_at       INTEGER NOT NULL,
        replaced_at      INTEGER,
        successor        TEXT,
        successor_access TEXT
    );
    DROP INDEX IF EXISTS one_refresh_token_a_user;
";

/// S-cookie maps a refresh token to its user one to one, which makes the column unique.
const ONE_A_USER: &str = "
    CREATE UNIQUE INDEX one_refresh_token_a_user
        ON refresh_tokens(user_id) WHERE replaced_at IS NULL;
";

impl Store {
    /// Opens or makes the database and seeds it when it has no accounts. Hashes passwords, so call
    /// it off the async threads.
    pub(crate) fn open(storage: &Storage, dialect: Dialect) -> Result<Self, Error> {
        let mut connection = match storage {
            Storage::Memory => Connection::open_in_memory()?,
            Storage::File(path) => {
                make_private(path)?;
                Connection::open(path)?
            }
        };
        // A second process on the same file waits for its turn instead of failing at once.
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.pragma_update(None, "foreign_keys", true)?;
        let setup = connection.transaction()?;
        prepare(&setup, dialect)?;
        seed(&setup)?;
        setup.commit()?;
        Ok(Self::over(connection))
    }
}

/// Makes a missing file that its owner alone may read, because refresh tokens go into it. `SQLite`
/// gives the same permissions to the files that it puts beside it.
fn make_private(path: &Path) -> Result<(), Error> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(source) => Err(Error::File {
            path: path.to_owned(),
            source,
        }),
    }
}

/// Makes the tables. Refresh tokens of another dialect are dropped: a client of that one is gone.
fn prepare(setup: &Transaction<'_>, dialect: Dialect) -> rusqlite::Result<()> {
    setup.execute_batch(SCHEMA)?;
    let before: Option<String> = setup
        .query_row("SELECT value FROM meta WHERE name = 'dialect'", [], |row| {
            row.get(0)
        })
        .optional()?;
    let now = dialect.to_string();
    if before.as_deref() != Some(&now) {
        setup.execute("DELETE FROM refresh_tokens", [])?;
        setup.execute(
            "INSERT OR REPLACE INTO meta (name, value) VALUES ('dialect', ?1)",
            [&now],
        )?;
    }
    if dialect == Dialect::SCookie {
        setup.execute_batch(ONE_A_USER)?;
    }
    for role in Role::ALL {
        setup.execute(
            "INSERT OR IGNORE INTO roles (id, name) VALUES (?1, ?2)",
            params![role.row(), role.name()],
        )?;
    }
    Ok(())
}

fn seed(setup: &Transaction<'_>) -> Result<(), Error> {
    let accounts: i64 = setup.query_row("SELECT count(*) FROM users", [], |row| row.get(0))?;
    if accounts > 0 {
        return Ok(());
    }
    for account in SEEDED_ACCOUNTS {
        let hash = password::hash(account.password)?;
        accounts::insert(
            setup,
            &NewUser {
                username: account.username,
                email: account.email,
                password_hash: &hash,
                roles: account.roles,
            },
        )?;
    }
    Ok(())
}
