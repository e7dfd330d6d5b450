//! The secret settings of a server: kept like its session and apart from it, since they outlive it.
//!
//! Beside the folder of the server's session there is one of the same name and `-settings`, with an envelope and a key of
//! its own: whoever signs out erases the session and not the key of a project.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use auth_core::{Change, Record, Secret, Vault as _, VaultError};

use super::vaults::{self, ChosenVault};
use crate::convert;

/// Values by the dialect's names of them.
pub(crate) type Values = BTreeMap<String, Secret<String>>;

/// The secret settings of one server.
#[derive(Debug)]
pub(crate) struct SecretSettings {
    vault: Arc<ChosenVault>,
    /// As they were loaded or saved in this run.
    known: Mutex<Option<Arc<Values>>>,
}

impl SecretSettings {
    /// Touches nothing yet.
    pub(crate) fn new(vault: ChosenVault) -> Self {
        Self {
            vault: Arc::new(vault),
            known: Mutex::default(),
        }
    }

    /// Where they are kept.
    pub(crate) fn vault(&self) -> &Arc<ChosenVault> {
        &self.vault
    }

    /// As they were loaded or saved last in this run.
    pub(crate) fn known(&self) -> Option<Arc<Values>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.clone()
    }

    /// Loads them, once in a run. Nothing is there where somebody has moved them by hand.
    pub(crate) async fn load(&self) -> Result<Arc<Values>, ipc::VaultError> {
        if let Some(known) = self.known() {
            return Ok(known);
        }
        let kept = self.vault.load().await.map_err(|error| self.error(error))?;
        let values = kept.map_or(Some(Values::new()), |record| read(&record));
        let values = values.ok_or(ipc::VaultError::Unreadable)?;
        Ok(self.is_now(values))
    }

    /// Keeps these and no others. On failure everything is as it was.
    pub(crate) async fn save(&self, values: Values) -> Result<(), ipc::VaultError> {
        let record = write(&values);
        let change = Box::new(move |_| Change::Replace(record));
        let saved = self.vault.update(change).await;
        saved.map_err(|error| self.error(error))?;
        self.is_now(values);
        Ok(())
    }

    fn is_now(&self, values: Values) -> Arc<Values> {
        let values = Arc::new(values);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        *known = Some(Arc::clone(&values));
        values
    }

    /// The vault's own error says more than what it tells the engine.
    fn error(&self, error: VaultError) -> ipc::VaultError {
        let own = self.vault.error();
        own.as_ref()
            .map_or_else(|| convert::store_error(error), vaults::vault_error)
    }
}

fn read(record: &Record) -> Option<Values> {
    let texts: BTreeMap<String, String> = serde_json::from_slice(record.expose()).ok()?;
    let values = texts.into_iter();
    Some(
        values
            .map(|(name, text)| (name, Secret::from(text)))
            .collect(),
    )
}

fn write(values: &Values) -> Record {
    let texts: BTreeMap<&String, &String> = values
        .iter()
        .map(|(name, it)| (name, it.expose()))
        .collect();
    // Texts by texts: there is nothing that JSON could not say.
    Secret::from(serde_json::to_vec(&texts).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read() {
        let values: Values = [("key", "a \"quoted\" \u{1F511}"), ("realm", "")]
            .map(|(name, text)| (name.to_owned(), Secret::from(text.to_owned())))
            .into();
        let read = read(&write(&values)).unwrap();
        let texts = |values: Values| -> Vec<(String, String)> {
            let each = values.into_iter();
            each.map(|(name, it)| (name, it.expose().clone())).collect()
        };
        assert_eq!(texts(read), texts(values));
        assert!(super::read(&Secret::from(b"no settings".to_vec())).is_none());
    }
}
