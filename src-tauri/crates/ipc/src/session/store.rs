//! Where a session's secrets are kept, and what stands in the way of it.

use serde::{Deserialize, Serialize};

/// Where the session's secrets are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretStore {
    /// The place that was chosen.
    pub place: SecretPlace,
    /// Why they are not there just now: the session, if there is one, lasts until the app is closed, and
    /// keeping it is tried again. `None` while all is well.
    pub trouble: Option<VaultError>,
    /// What that is about, by the name that a person finds it by: the keyring that lacks a key, or the file or
    /// folder that is refused. `None` where there is nothing to name.
    pub subject: Option<String>,
}

impl SecretStore {
    /// In memory, as it was chosen.
    pub const MEMORY: Self = Self {
        place: SecretPlace::Memory,
        trouble: None,
        subject: None,
    };
}

/// A place for a session's secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SecretPlace {
    /// This process's memory only; gone when the app closes.
    Memory,
    /// A sealed file on this computer, whose key is in the keychain of the operating system.
    Keychain,
    /// A sealed file on this computer with its key beside it, unprotected, because the person chose so.
    KeyFile,
}

/// Why what this computer keeps of a session cannot be had, or cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum VaultError {
    /// The disk said no, for a reason that is none of the others.
    NotWritten,
    /// The disk is full.
    DiskFull,
    /// The folder may not be written to.
    ReadOnly,
    /// The folder belongs to another user of this computer.
    NotOurs,
    /// It may not be read: the rights of a file or of a folder keep this person out.
    NotAllowed,
    /// It is damaged, or was sealed for something else. It is set aside under another name.
    Unreadable,
    /// Its key is not in the keychain that is open now, nor beside it. It is left alone, and whoever signs in takes
    /// its place.
    KeyMissing,
    /// Another process was told to remember nobody, and goes on with the session. It is kept again when somebody
    /// signs in here.
    MovedOut,
    /// A newer version of Latchkey wrote it. It is left alone.
    Newer,
    /// There is no keychain on this computer, or none is running. Offer to go without.
    NoKeychain,
    /// The keychain is locked.
    Locked,
    /// The keychain refuses.
    Refused,
    /// The keychain did not answer in time.
    NoAnswer,
}
