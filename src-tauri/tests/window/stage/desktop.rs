//! What a person's desktop gives to the programs on it, for one journey: a session bus, and on most of them
//! a keychain.

use keyring_rig::{Keyring, PrivateBus};

use crate::window::failure::{Failure, Outcome};

/// A desktop of one journey's own: what the app keeps there is neither found by another journey nor left
/// behind.
#[derive(Debug)]
pub(crate) struct Desktop {
    // Dropped before the bus that it is on.
    keychain: Option<Keyring>,
    bus: PrivateBus,
}

/// What is on the bus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keychain {
    /// A keychain, new and unlocked, as after a login.
    Unlocked,
    /// None, as on a small desktop or a server.
    Absent,
}

impl Desktop {
    pub(crate) fn start(keychain: Keychain) -> Outcome<Self> {
        let bus = PrivateBus::start()?;
        let keychain = match keychain {
            Keychain::Unlocked => Some(Keyring::start(&bus)?),
            Keychain::Absent => None,
        };
        Ok(Self { keychain, bus })
    }

    /// Where programs find the bus.
    pub(crate) fn bus(&self) -> &str {
        self.bus.address()
    }

    /// The keychain of a desktop that has one.
    pub(crate) fn keychain(&self) -> Outcome<&Keyring> {
        let absent = || Failure::new("this desktop has no keychain");
        self.keychain.as_ref().ok_or_else(absent)
    }
}
