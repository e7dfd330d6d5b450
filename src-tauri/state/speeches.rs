//! How each server of the settings speaks, read once: its dialect, and what a window shows and asks because of it.

use std::{collections::HashMap, sync::Arc};

use auth_core::Dialect;

use crate::server::dialects;

/// By [`ipc::Server::id`].
#[derive(Debug, Default)]
pub(crate) struct Speeches(HashMap<String, Result<Arc<Speech>, ipc::Error>>);

/// How one server speaks.
#[derive(Debug)]
pub(crate) struct Speech {
    pub(crate) dialect: Dialect,
    pub(crate) info: ipc::DialectInfo,
}

impl Speech {
    fn of(choice: &ipc::DialectChoice) -> Result<Arc<Self>, ipc::Error> {
        let (dialect, info) = (
            dialects::dialect(choice)?,
            dialects::described(choice)?.info,
        );
        Ok(Arc::new(Self { dialect, info }))
    }
}

impl Speeches {
    pub(crate) fn learn(&mut self, server: &ipc::Server) {
        let speech = Speech::of(&server.dialect);
        self.0.insert(server.id.clone(), speech);
    }

    pub(crate) fn forget(&mut self, id: &str) {
        self.0.remove(id);
    }

    pub(crate) fn of(&self, id: &str) -> Result<Arc<Speech>, ipc::Error> {
        let known = self.0.get(id).cloned();
        known.unwrap_or(Err(ipc::Error::UnknownServer))
    }

    /// Why a server cannot be used, if it cannot: what reads no more is kept, and set aside in words.
    pub(crate) fn set_aside(&self, id: &str) -> Option<ipc::DialectSetAside> {
        let error = match self.0.get(id)? {
            Err(ipc::Error::Dialect { error }) => Some(error.clone()),
            Err(_) => None,
            Ok(_) => return None,
        };
        Some(ipc::DialectSetAside {
            server: id.to_owned(),
            error,
        })
    }
}
