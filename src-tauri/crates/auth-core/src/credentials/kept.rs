//! What was kept of answers for later requests, and what a person has set for a server.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::secret::Secret;

/// Values by their names.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Kept(BTreeMap<String, KeptValue>);

/// A value, and whether it must not be seen.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct KeptValue {
    #[serde(serialize_with = "expose", deserialize_with = "hide")]
    pub(crate) value: Secret<String>,
    pub(crate) is_secret: bool,
}

impl Kept {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn get(&self, name: &str) -> Option<&KeptValue> {
        self.0.get(name)
    }

    pub(crate) fn add(&mut self, name: impl Into<String>, value: String, is_secret: bool) {
        let value = Secret::from(value);
        self.0.insert(name.into(), KeptValue { value, is_secret });
    }

    /// The same with the newer ones.
    pub(crate) fn extend(&mut self, newer: Self) {
        self.0.extend(newer.0);
    }

    /// The same without those that nothing needs any more.
    pub(crate) fn retain(&mut self, is_needed: impl Fn(&str) -> bool) {
        self.0.retain(|name, _| is_needed(name));
    }

    /// Those that must not be seen.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &Secret<String>> {
        let secret = self.0.values().filter(|kept| kept.is_secret);
        secret.map(|kept| &kept.value)
    }
}

/// Into a record, which is sealed.
fn expose<S: Serializer>(value: &Secret<String>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(value.expose())
}

fn hide<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Secret<String>, D::Error> {
    String::deserialize(deserializer).map(Secret::from)
}
