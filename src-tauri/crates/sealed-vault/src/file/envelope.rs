//! What a sealed file holds: version, nonce, ciphertext. Pure but for the nonce.
//!
//! ```text
//! 0   4  the letters LKSV
//! 4   2  version, little endian
//! 6   2  its complement: a flipped bit must not pass for a newer version
//! 8  24  nonce: 8 bytes that say which key has sealed it, 16 random ones
//! 32  …  ciphertext and tag, XChaCha20-Poly1305
//! ```
//!
//! The cipher's nonces are long enough to be drawn at random (draft-irtf-cfrg-xchacha, section 3.1), so no counter
//! has to survive a crash; 128 random bits are enough for as many envelopes as a key will ever seal. The rest of
//! the nonce tells an envelope that is damaged from one that only lacks its key. Earlier versions drew all of it at
//! random, and open whatever is there.

use std::io;

use auth_core::{Record, Secret};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};

use crate::{error::Error, keys::Key, server::Server};

const LETTERS: &[u8; 4] = b"LKSV";
/// The version of all that an envelope says and of the record's form in it.
const VERSION: u16 = 1;
const NONCE: usize = 24;
const KEY_ID: usize = 8;
/// What comes before the ciphertext.
pub(crate) const HEADER: usize = 8 + NONCE;
/// The nonce of nothing but the id of a key. An envelope has it by a chance that does not happen.
const OF_KEY_ID: &[u8; NONCE] = b"which key has sealed it?";
/// No record comes near to this. Whatever is larger is no envelope, and is not read into memory.
pub(crate) const MOST_BYTES: u64 = 1024 * 1024;

/// What an envelope is bound to: one that is opened as something else does not open. Each part is behind its
/// length, so that no two servers come to the same bytes.
fn associated_data(server: &Server, version: u16) -> Vec<u8> {
    let mut data = version.to_le_bytes().to_vec();
    for part in [server.app().as_str(), server.id().as_str(), server.origin()] {
        data.extend_from_slice(&(part.len() as u64).to_le_bytes());
        data.extend_from_slice(part.as_bytes());
    }
    data
}

/// Seals a record.
pub(crate) fn seal(record: &Record, key: &Key, server: &Server) -> Result<Vec<u8>, Error> {
    // What is cut off when it is read would be found damaged.
    if record.expose().len() as u64 > MOST_BYTES / 2 {
        return Err(too_large());
    }
    let mut nonce = [0; NONCE];
    let (id, random) = nonce.split_at_mut(KEY_ID);
    id.copy_from_slice(&key_id(key));
    getrandom::fill(random).map_err(|_| Error::NoRandomness)?;
    let associated = associated_data(server, VERSION);
    let payload = Payload {
        msg: record.expose(),
        aad: &associated,
    };
    let ciphertext = XChaCha20Poly1305::new(key.expose().into())
        .encrypt(&XNonce::from(nonce), payload)
        // Fails for records of more than 256 GiB.
        .map_err(|_| too_large())?;
    let mut envelope = Vec::with_capacity(HEADER + ciphertext.len());
    envelope.extend_from_slice(LETTERS);
    envelope.extend_from_slice(&VERSION.to_le_bytes());
    envelope.extend_from_slice(&(!VERSION).to_le_bytes());
    envelope.extend_from_slice(&nonce);
    envelope.extend_from_slice(&ciphertext);
    Ok(envelope)
}

/// Opens an envelope. [`Error::KeyMissing`] when another key has sealed it, as far as can be told;
/// [`Error::Unreadable`] when this one has and it is damaged, or sealed for something else; [`Error::Newer`] when a
/// newer version wrote it.
pub(crate) fn open(envelope: &[u8], key: &Key, server: &Server) -> Result<Record, Error> {
    let sealed = header(envelope)?;
    let associated = associated_data(server, VERSION);
    let payload = Payload {
        msg: sealed.ciphertext,
        aad: &associated,
    };
    XChaCha20Poly1305::new(key.expose().into())
        .decrypt(&XNonce::from(sealed.nonce), payload)
        .map(Secret::from)
        .map_err(|_| {
            if sealed.nonce.starts_with(&key_id(key)) {
                Error::Unreadable
            } else {
                Error::KeyMissing { keyring: None }
            }
        })
}

/// Which key it is, without a word of what it is: the cipher's tag over nothing.
fn key_id(key: &Key) -> [u8; KEY_ID] {
    let tag =
        XChaCha20Poly1305::new(key.expose().into()).encrypt(&XNonce::from(*OF_KEY_ID), &[][..]);
    // Sealing nothing does not fail.
    let tag = tag.unwrap_or_default();
    tag.first_chunk().copied().unwrap_or_default()
}

/// Whether this could be an envelope of this version at all. Asked before a key is looked for, since
/// looking may ask the person for a password.
pub(crate) fn check(envelope: &[u8]) -> Result<(), Error> {
    header(envelope).map(|_| ())
}

fn too_large() -> Error {
    Error::Disk(io::ErrorKind::FileTooLarge.into())
}

struct Sealed<'a> {
    nonce: [u8; NONCE],
    ciphertext: &'a [u8],
}

fn header(envelope: &[u8]) -> Result<Sealed<'_>, Error> {
    let (header, rest) = envelope.split_at_checked(8).ok_or(Error::Unreadable)?;
    let number = |at: usize| u16::from_le_bytes([header[at], header[at + 1]]);
    let (version, complement) = (number(4), number(6));
    if &header[..4] != LETTERS || version != !complement || version == 0 {
        return Err(Error::Unreadable);
    }
    if version > VERSION {
        return Err(Error::Newer);
    }
    let (nonce, ciphertext) = rest.split_first_chunk().ok_or(Error::Unreadable)?;
    Ok(Sealed {
        nonce: *nonce,
        ciphertext,
    })
}

#[cfg(test)]
mod tests;
