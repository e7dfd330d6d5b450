//! The database, and the transactions that everything happens in.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use rusqlite::{Connection, ErrorCode, Transaction, params};

use crate::setup::Error;

/// The database of one server. One connection behind a mutex is enough: a statement takes microseconds,
/// and a server for one person has no crowd.
pub(crate) struct Store {
    connection: Mutex<Connection>,
    down: AtomicBool,
}

/// Why the store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// A test said that the database cannot be reached.
    #[error("the database cannot be reached")]
    Down,
    /// A unique column has that value already.
    #[error("a unique value is taken")]
    Conflict,
    #[error("the database failed")]
    Sqlite(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::ConstraintViolation) => Self::Conflict,
            _ => Self::Sqlite(error),
        }
    }
}

impl Store {
    pub(super) fn over(connection: Connection) -> Self {
        Self {
            connection: Mutex::new(connection),
            down: AtomicBool::new(false),
        }
    }

    /// A secret of this store under a name, made at its first use. Keeping it with the data lets
    /// tokens survive a restart.
    pub(crate) fn secret(&self, name: &str) -> Result<Vec<u8>, Error> {
        let connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let mut fresh = vec![0; 64];
        getrandom::fill(&mut fresh).map_err(|_| Error::Cryptography)?;
        connection.execute(
            "INSERT OR IGNORE INTO meta (name, value) VALUES (?1, ?2)",
            params![name, fresh],
        )?;
        Ok(
            connection.query_row("SELECT value FROM meta WHERE name = ?1", [name], |row| {
                row.get(0)
            })?,
        )
    }

    /// From now on every query fails, or works again.
    pub(crate) fn set_down(&self, down: bool) {
        self.down.store(down, Ordering::SeqCst);
    }

    /// Runs a piece of work as one transaction: all of it happens, or nothing.
    pub(super) fn transact<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if self.down.load(Ordering::SeqCst) {
            return Err(StoreError::Down);
        }
        self.transact_anyway(work)
    }

    /// For the test handle, which reaches the data even while the server is told it cannot.
    pub(super) fn transact_anyway<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let transaction = connection.transaction()?;
        let result = work(&transaction)?;
        transaction.commit()?;
        Ok(result)
    }
}
