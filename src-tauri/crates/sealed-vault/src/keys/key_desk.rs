//! Where keychain calls are handed in: one at a time, each from a thread of its own, with a deadline.
//!
//! A keychain may ask the person for a password, or hang. A call that passed its deadline goes on by
//! itself, and no other is made beside it: a program that tries again every minute must not gather
//! threads, nor show the person a second question over the first.

use std::{
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc},
    thread,
    time::{Duration, Instant},
};

use super::key_store::{KeyStore, KeyStoreError};

/// Makes calls of one store, one at a time among all clones. A program with several servers gives clones of
/// one desk to their vaults, so that a person is asked one question at a time.
///
/// ```
/// use std::{sync::Arc, time::Duration};
///
/// use sealed_vault::{KeyDesk, NoKeychain};
///
/// let keychain = KeyDesk::new(Arc::new(NoKeychain)).deadline(Duration::from_secs(30));
/// let for_another_server = keychain.clone();
/// ```
#[derive(Clone, Debug)]
pub struct KeyDesk {
    store: Arc<dyn KeyStore>,
    deadline: Duration,
    counter: Arc<Counter>,
}

#[derive(Debug, Default)]
struct Counter {
    is_busy: Mutex<bool>,
    freed: Condvar,
}

/// How long a store is waited for, when nothing else is said.
const DEADLINE: Duration = Duration::from_secs(10);

impl<S: KeyStore> From<Arc<S>> for KeyDesk {
    fn from(store: Arc<S>) -> Self {
        Self::new(store)
    }
}

impl KeyDesk {
    /// A desk of its own for a store. Calls are waited for 10 s.
    pub fn new(store: Arc<dyn KeyStore>) -> Self {
        Self {
            store,
            deadline: DEADLINE,
            counter: Arc::default(),
        }
    }

    /// How long a call is waited for, the waiting for its turn included. One that lasts longer counts as
    /// [`KeyStoreError::NoAnswer`], and goes on by itself.
    #[must_use]
    pub fn deadline(self, deadline: Duration) -> Self {
        Self { deadline, ..self }
    }

    /// Makes a call, and waits for its answer until the deadline. Blocks.
    ///
    /// `held` is let go of when the call itself has come to its end, however late that is: a key that is
    /// written must not appear over the one that another process makes meanwhile.
    pub(crate) fn call<T: Send + 'static>(
        &self,
        held: impl Send + 'static,
        call: impl FnOnce(&dyn KeyStore) -> Result<T, KeyStoreError> + Send + 'static,
    ) -> Result<T, KeyStoreError> {
        let until = Instant::now() + self.deadline;
        let turn = self.wait_for_turn(until)?;
        let (reply, answer) = mpsc::channel();
        let store = Arc::clone(&self.store);
        let started = thread::Builder::new()
            .name("keychain".to_owned())
            .spawn(move || {
                let (_turn, _held) = (turn, held);
                // Nobody waits any more where this fails.
                let _ = reply.send(call(&*store));
            });
        if let Err(error) = started {
            return Err(KeyStoreError::Refused(error.to_string()));
        }
        match answer.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(answer) => answer,
            Err(mpsc::RecvTimeoutError::Timeout) => Err(KeyStoreError::NoAnswer),
            Err(mpsc::RecvTimeoutError::Disconnected) => {
                Err(KeyStoreError::Refused("it panicked".to_owned()))
            }
        }
    }

    fn wait_for_turn(&self, until: Instant) -> Result<Turn, KeyStoreError> {
        let mut is_busy = self.counter.lock();
        while *is_busy {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(KeyStoreError::NoAnswer);
            }
            let waited = self.counter.freed.wait_timeout(is_busy, left);
            is_busy = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        *is_busy = true;
        Ok(Turn(Arc::clone(&self.counter)))
    }
}

impl Counter {
    fn lock(&self) -> MutexGuard<'_, bool> {
        self.is_busy.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Held by the call under way.
struct Turn(Arc<Counter>);

impl Drop for Turn {
    fn drop(&mut self) {
        *self.0.lock() = false;
        self.0.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::keys::key::Key;

    /// Answers when it is let.
    #[derive(Debug, Default)]
    struct Slow {
        gate: Mutex<bool>,
        opened: Condvar,
        calls: AtomicUsize,
    }

    impl Slow {
        fn open(&self) {
            *self.gate.lock().unwrap() = true;
            self.opened.notify_all();
        }
    }

    impl KeyStore for Slow {
        fn read(&self, _name: &str) -> Result<Option<Key>, KeyStoreError> {
            self.calls.fetch_add(1, Ordering::SeqCst);
            let gate = self.gate.lock().unwrap();
            drop(self.opened.wait_while(gate, |is_open| !*is_open).unwrap());
            Ok(None)
        }
        fn write(&self, _name: &str, _key: &Key) -> Result<(), KeyStoreError> {
            panic!("a store that panics")
        }
        fn remove(&self, _name: &str) -> Result<(), KeyStoreError> {
            Err(KeyStoreError::Locked)
        }
    }

    fn desk(store: &Arc<Slow>) -> KeyDesk {
        let store = Arc::clone(store);
        KeyDesk::new(store).deadline(Duration::from_millis(50))
    }

    #[test]
    fn a_store_that_does_not_answer_is_given_up_and_asked_only_once() {
        let store = Arc::new(Slow::default());
        let desk = desk(&store);
        for _ in 0..3 {
            let answer = desk.call((), |store| store.read("a"));
            assert_eq!(answer, Err(KeyStoreError::NoAnswer));
        }
        assert_eq!(store.calls.load(Ordering::SeqCst), 1);
        store.open();
        while desk.call((), |store| store.read("a")) != Ok(None) {}
    }

    #[test]
    fn what_is_held_for_a_call_is_held_until_it_ends_and_not_until_its_deadline() {
        let store = Arc::new(Slow::default());
        let held = Arc::new(());
        let answer = desk(&store).call(Arc::clone(&held), |store| store.read("a"));
        assert_eq!(answer, Err(KeyStoreError::NoAnswer));
        assert_eq!(Arc::strong_count(&held), 2);
        store.open();
        while Arc::strong_count(&held) == 2 {
            thread::yield_now();
        }
    }

    #[test]
    fn a_store_that_panics_refuses_and_answers_the_next_call() {
        let store = Arc::new(Slow::default());
        let desk = KeyDesk::new(store);
        let key = Key::generate().unwrap();
        let answer = desk.call((), move |store| store.write("a", &key));
        assert_eq!(
            answer,
            Err(KeyStoreError::Refused("it panicked".to_owned()))
        );
        let answer = desk.call((), |store| store.remove("a"));
        assert_eq!(answer, Err(KeyStoreError::Locked));
    }
}
