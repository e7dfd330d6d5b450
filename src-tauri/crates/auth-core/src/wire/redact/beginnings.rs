//! Which places of a text are worth a look: those that begin as some secret does, by sixteen bits of how it does. One pass along
//! a text finds the beginnings of them all, however many there are.

use std::fmt;

use super::needle::SHORTEST;

/// Ways to begin: one for each value of sixteen bits.
const KINDS: usize = 1 << 16;

/// Any odd number whose bits are mixed well (Fibonacci hashing).
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

/// The ways in which some secrets begin.
#[derive(Clone)]
pub(super) struct Beginnings(Box<[u64]>);

impl Default for Beginnings {
    fn default() -> Self {
        Self(vec![0; KINDS / 64].into())
    }
}

impl fmt::Debug for Beginnings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Beginnings").finish_non_exhaustive()
    }
}

/// Of the first bytes of a secret or a place. There must be enough of them.
pub(super) fn kind(text: &[u8]) -> u16 {
    let mut bytes = [0; 8];
    bytes[..SHORTEST].copy_from_slice(&text[..SHORTEST]);
    let mixed = u64::from_le_bytes(bytes).wrapping_mul(MIX);
    u16::try_from(mixed >> 48).unwrap_or_default()
}

const fn place(kind: u16) -> (usize, u64) {
    ((kind >> 6) as usize, 1 << (kind & 63))
}

impl Beginnings {
    pub(super) fn add(&mut self, kind: u16) {
        let (word, bit) = place(kind);
        self.0[word] |= bit;
    }

    pub(super) fn has(&self, kind: u16) -> bool {
        let (word, bit) = place(kind);
        self.0[word] & bit != 0
    }

    /// These and those.
    pub(super) fn or(mut self, others: &Self) -> Self {
        for (own, other) in self.0.iter_mut().zip(&others.0) {
            *own |= other;
        }
        self
    }
}
