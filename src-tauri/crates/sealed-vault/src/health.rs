//! How keeping a session goes, for whoever tells the person.

use tokio::sync::watch;

use crate::{disk::Limit, error::Error};

/// How keeping a session goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Health {
    /// Why the last reading failed, if it did.
    pub reading: Option<Error>,
    /// Why the last writing failed, if it did.
    pub writing: Option<Error>,
    /// How many updates came to their end, whatever came of them.
    pub tries: u64,
    /// The names of what could not be read and was set aside, in the order of finding.
    pub set_aside: Vec<String>,
    /// What the file system was found not to offer. Keeping goes on without it.
    pub limits: Vec<Limit>,
}

impl Health {
    /// What stands in the way now; of two things the one that costs more.
    ///
    /// ```
    /// assert_eq!(sealed_vault::Health::default().error(), None);
    /// ```
    pub fn error(&self) -> Option<Error> {
        self.writing.clone().or_else(|| self.reading.clone())
    }
}

/// Tells of changes, and of nothing else.
#[derive(Debug)]
pub(crate) struct HealthTeller(watch::Sender<Health>);

impl Default for HealthTeller {
    fn default() -> Self {
        Self(watch::channel(Health::default()).0)
    }
}

impl HealthTeller {
    pub(crate) fn listen(&self) -> watch::Receiver<Health> {
        self.0.subscribe()
    }

    /// What stands in the way now.
    pub(crate) fn error(&self) -> Option<Error> {
        self.0.borrow().error()
    }

    /// A reading came to its end.
    pub(crate) fn read(&self, error: Option<Error>) {
        self.change(|health| health.reading = error);
    }

    /// A writing came to its end. One that went through shows that reading would, too.
    pub(crate) fn wrote(&self, error: Option<Error>) {
        self.change(|health| {
            if error.is_none() {
                health.reading = None;
            }
            health.writing = error;
        });
    }

    /// An update came to its end, with or without a writing.
    pub(crate) fn tried(&self) {
        self.change(|health| health.tries += 1);
    }

    /// Something was set aside.
    pub(crate) fn set_aside(&self, name: String) {
        self.change(|health| health.set_aside.push(name));
    }

    /// What the file system does not offer, as far as it is known by now.
    pub(crate) fn limits(&self, limits: Vec<Limit>) {
        self.change(|health| health.limits = limits);
    }

    /// Nothing stands in the way, since nothing is wanted.
    pub(crate) fn clear(&self) {
        self.change(|health| (health.reading, health.writing) = (None, None));
    }

    fn change(&self, change: impl FnOnce(&mut Health)) {
        self.0.send_if_modified(|health| {
            let before = health.clone();
            change(health);
            tell(before.reading.as_ref(), health.reading.as_ref());
            tell(before.writing.as_ref(), health.writing.as_ref());
            *health != before
        });
    }
}

/// Puts each trouble into the log when it begins, with what the system or the keychain said. What the engine
/// hears of it has the keychain's own words in it no more.
fn tell(before: Option<&Error>, now: Option<&Error>) {
    if let Some(error) = now
        && before != now
    {
        tracing::warn!(code = error.code(), %error, "keeping the session fails for now");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        disk::test_calls::log_of,
        keys::{KeyCall, KeyStoreError},
    };

    #[test]
    fn each_trouble_is_in_the_log_once_with_the_call_and_what_was_said() {
        let health = HealthTeller::default();
        let refused = || Error::Key {
            call: KeyCall::Keep,
            error: KeyStoreError::Refused("the ring is rusty".to_owned()),
        };
        let log = log_of(|| {
            for _ in 0..3 {
                health.wrote(Some(refused()));
            }
            health.wrote(None);
        });
        let said = "keep-key: the key store refused: the ring is rusty";
        assert_eq!(log.matches(said).count(), 1, "{log}");
        assert!(log_of(|| health.wrote(Some(refused()))).contains(said));
    }
}
