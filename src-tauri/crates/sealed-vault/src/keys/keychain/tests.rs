//! What a keychain's answers come to, with keychains that no system has.

use std::cell::RefCell;

use zeroize::Zeroizing;

use super::{entries::Entries, read, write};
use crate::keys::{key::Key, key_store::KeyStoreError};

/// Keeps one entry, and what is kept may differ from what was given.
struct Odd {
    keeps: fn(&[u8]) -> Option<Vec<u8>>,
    entry: RefCell<Option<(String, Vec<u8>)>>,
}

fn odd(keeps: fn(&[u8]) -> Option<Vec<u8>>) -> Odd {
    let entry = RefCell::default();
    Odd { keeps, entry }
}

impl Entries for Odd {
    fn fetch(&self, user: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyStoreError> {
        let entry = self.entry.borrow().clone();
        Ok(entry
            .filter(|(name, _)| name == user)
            .map(|(_, secret)| Zeroizing::new(secret)))
    }

    fn put(&self, user: &str, secret: &[u8]) -> Result<(), KeyStoreError> {
        *self.entry.borrow_mut() = (self.keeps)(secret).map(|kept| (user.to_owned(), kept));
        Ok(())
    }

    fn remove(&self, _user: &str) -> Result<(), KeyStoreError> {
        *self.entry.borrow_mut() = None;
        Ok(())
    }
}

fn key() -> Key {
    Key::from_bytes(&[7; Key::LENGTH]).unwrap()
}

#[test]
fn an_honest_keychain_keeps_a_key_under_the_name_that_people_see() {
    let entries = odd(|secret| Some(secret.to_vec()));
    assert_eq!(write(&entries, "work", &key()), Ok(()));
    assert_eq!(read(&entries, "work"), Ok(Some(key())));
    assert_eq!(read(&entries, "home"), Ok(None));
    let entry = entries.entry.borrow().clone();
    assert_eq!(entry, Some(("session key work".to_owned(), vec![7; 32])));
}

#[test]
fn a_keychain_that_keeps_nothing_is_found_out_when_it_is_written_to() {
    let entries = odd(|_| None);
    assert!(matches!(
        write(&entries, "work", &key()),
        Err(KeyStoreError::Refused(_))
    ));
}

#[test]
fn a_keychain_that_keeps_something_else_is_found_out_when_it_is_written_to() {
    let another = odd(|_| Some(vec![8; 32]));
    assert!(matches!(
        write(&another, "work", &key()),
        Err(KeyStoreError::Refused(_))
    ));
    let shorter = odd(|secret| Some(secret[..31].to_vec()));
    assert_eq!(write(&shorter, "work", &key()), Err(KeyStoreError::NoKey));
    assert_eq!(read(&shorter, "work"), Err(KeyStoreError::NoKey));
}
