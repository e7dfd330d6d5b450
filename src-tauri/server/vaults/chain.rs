//! A keychain for tests.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use sealed_vault::{Key, KeyStore, KeyStoreError};

/// A keychain that does what it is told to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chain {
    pub(crate) keys: Arc<Mutex<HashMap<String, Key>>>,
    trouble: Arc<Mutex<Option<KeyStoreError>>>,
    /// How often it was asked.
    pub(crate) calls: Arc<Mutex<usize>>,
}

impl Chain {
    pub(crate) fn has_trouble(&self, trouble: impl Into<Option<KeyStoreError>>) {
        *self.trouble.lock().unwrap() = trouble.into();
    }

    fn call<T>(
        &self,
        call: impl FnOnce(&mut HashMap<String, Key>) -> T,
    ) -> Result<T, KeyStoreError> {
        *self.calls.lock().unwrap() += 1;
        if let Some(trouble) = self.trouble.lock().unwrap().clone() {
            return Err(trouble);
        }
        Ok(call(&mut self.keys.lock().unwrap()))
    }
}

impl KeyStore for Chain {
    fn read(&self, name: &str) -> Result<Option<Key>, KeyStoreError> {
        self.call(|keys| keys.get(name).cloned())
    }

    fn write(&self, name: &str, key: &Key) -> Result<(), KeyStoreError> {
        self.call(|keys| drop(keys.insert(name.to_owned(), key.clone())))
    }

    fn remove(&self, name: &str) -> Result<(), KeyStoreError> {
        self.call(|keys| drop(keys.remove(name)))
    }
}
