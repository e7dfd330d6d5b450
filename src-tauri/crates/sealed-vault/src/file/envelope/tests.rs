//! An envelope opens with its key, as what it was sealed for, whole, and in no other way.

use auth_core::{BaseUrl, PlainHttp};
use proptest::prelude::*;

use super::*;
use crate::server::{AppId, ServerId};

fn server(app: &str, id: &str, address: &str) -> Server {
    let base = BaseUrl::parse(address, PlainHttp::LoopbackOnly).unwrap();
    Server::new(AppId::new(app), ServerId::new(id), &base)
}

fn ours() -> Server {
    server("app", "server", "https://example.org")
}

fn key(byte: u8) -> Key {
    Key::from_bytes(&[byte; 32]).unwrap()
}

fn record(text: &str) -> Record {
    Secret::from(text.as_bytes().to_vec())
}

const KEY_MISSING: Error = Error::KeyMissing { keyring: None };

fn sealed() -> Vec<u8> {
    seal(&record("a secret"), &key(1), &ours()).unwrap()
}

#[test]
fn what_was_sealed_opens_and_is_not_in_clear() {
    let envelope = sealed();
    assert!(!envelope.windows(6).any(|part| part == b"secret"));
    assert_eq!(
        open(&envelope, &key(1), &ours()).unwrap(),
        record("a secret")
    );
}

#[test]
fn no_two_envelopes_of_the_same_record_are_alike() {
    assert_ne!(sealed(), sealed());
}

#[test]
fn another_key_does_not_open_it() {
    assert_eq!(open(&sealed(), &key(2), &ours()), Err(KEY_MISSING));
}

#[test]
fn what_an_earlier_version_has_sealed_under_a_nonce_of_chance_opens() {
    let nonce = XNonce::from([7; NONCE]);
    let payload = Payload {
        msg: b"a secret",
        aad: &associated_data(&ours(), VERSION),
    };
    let cipher = XChaCha20Poly1305::new(key(1).expose().into());
    let ciphertext = cipher.encrypt(&nonce, payload).unwrap();
    let header = [&LETTERS[..], b"\x01\0\xfe\xff", &nonce];
    let envelope = [&header.concat()[..], &ciphertext].concat();
    assert_eq!(open(&envelope, &key(1), &ours()), Ok(record("a secret")));
    assert_eq!(open(&envelope, &key(2), &ours()), Err(KEY_MISSING));
}

#[test]
fn what_says_which_key_it_was_says_nothing_of_the_key() {
    assert_ne!(key_id(&key(1)), key_id(&key(2)));
    assert_ne!(key_id(&key(1)), [1; KEY_ID]);
    // Each version must know what the others have sealed.
    assert_eq!(key_id(&key(1)), [199, 145, 76, 217, 253, 229, 101, 158]);
}

#[test]
fn an_envelope_of_another_app_server_or_origin_does_not_open() {
    for other in [
        server("other", "server", "https://example.org"),
        server("app", "other", "https://example.org"),
        server("app", "server", "https://other.example"),
        // The same letters in a row, parted elsewhere.
        server("apps", "erver", "https://example.org"),
    ] {
        assert_eq!(open(&sealed(), &key(1), &other), Err(Error::Unreadable));
    }
}

/// What earlier versions have sealed must open: the bytes that it is bound to are spelt out.
#[test]
fn what_an_envelope_is_bound_to_is_the_same_in_every_version() {
    let expected = b"\x01\0\
        \x03\0\0\0\0\0\0\0app\
        \x06\0\0\0\0\0\0\0server\
        \x13\0\0\0\0\0\0\0https://example.org";
    assert_eq!(associated_data(&ours(), VERSION), expected);
}

#[test]
fn every_flipped_bit_is_noticed_and_none_passes_for_a_newer_version() {
    let envelope = sealed();
    for bit in 0..envelope.len() * 8 {
        let mut flipped = envelope.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        // Where it said which key it was, it says another one now.
        let expected = match bit / 8 {
            8..16 => KEY_MISSING,
            _ => Error::Unreadable,
        };
        let opened = open(&flipped, &key(1), &ours());
        assert_eq!(opened, Err(expected), "bit {bit}");
    }
}

#[test]
fn every_truncation_and_every_tail_is_noticed() {
    let envelope = sealed();
    for length in 0..envelope.len() {
        let opened = open(&envelope[..length], &key(1), &ours());
        assert_eq!(opened, Err(Error::Unreadable), "{length} bytes");
    }
    let longer = [envelope.as_slice(), b"!"].concat();
    assert_eq!(open(&longer, &key(1), &ours()), Err(Error::Unreadable));
}

#[test]
fn a_newer_version_is_told_from_damage_without_a_key() {
    let mut newer = sealed();
    newer[4..6].copy_from_slice(&2_u16.to_le_bytes());
    newer[6..8].copy_from_slice(&(!2_u16).to_le_bytes());
    assert_eq!(check(&newer), Err(Error::Newer));
    assert_eq!(open(&newer, &key(1), &ours()), Err(Error::Newer));
}

proptest! {
    #[test]
    fn whatever_is_sealed_opens_again(bytes: Vec<u8>, seed: [u8; 32]) {
        let key = Key::from_bytes(&seed).unwrap();
        let record = Secret::from(bytes);
        let envelope = seal(&record, &key, &ours()).unwrap();
        prop_assert_eq!(open(&envelope, &key, &ours()), Ok(record));
    }

    #[test]
    fn nothing_that_was_not_sealed_opens(bytes: Vec<u8>) {
        let opened = open(&bytes, &key(1), &ours());
        prop_assert!(opened.is_err());
    }
}
