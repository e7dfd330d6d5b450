//! The key that seals a server's session.

use std::fmt;

use zeroize::Zeroize;

/// 32 random bytes. Prints itself as `REDACTED`, and erases its memory when dropped.
///
/// ```
/// use sealed_vault::Key;
///
/// let key = Key::from_bytes(&[7; Key::LENGTH]).unwrap();
/// assert_eq!(format!("{key:?}"), "Key(REDACTED)");
/// assert_eq!(key.expose()[0], 7);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; Key::LENGTH]);

impl Key {
    /// How many bytes a key has: small enough for every keychain's limit.
    pub const LENGTH: usize = 32;

    /// A new key from the operating system's randomness. That is the one source that is not injected:
    /// a key that a test could choose, a mistake could choose too.
    ///
    /// `None` where the system has no randomness to give. Nothing can be sealed then.
    pub fn generate() -> Option<Self> {
        let mut bytes = [0; Self::LENGTH];
        let filled = getrandom::fill(&mut bytes);
        let key = Self(bytes);
        bytes.zeroize();
        filled.ok().map(|()| key)
    }

    /// The key that was kept as these bytes. `None` when they are not as many as a key has.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The bytes. Calling this marks the place where they leave their wrapper.
    pub const fn expose(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(REDACTED)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_does_not_print_itself() {
        let key = Key::from_bytes(&[0xA7; 32]).unwrap();
        assert_eq!(format!("{key:?}"), "Key(REDACTED)");
    }

    #[test]
    fn no_two_keys_are_alike_and_no_other_length_is_one() {
        assert_ne!(Key::generate(), Key::generate());
        assert_eq!(Key::from_bytes(&[0; 31]), None);
        assert_eq!(Key::from_bytes(&[0; 33]), None);
    }
}
