//! Secrets that are over and may still be repeated: a typed password, a token of an earlier refresh.
//!
//! None of them is kept. A fingerprint of each is, and that of a piece of text as long as the secret is the same if it
//! is the secret: the polynomial of its bytes at a point that each process chooses by chance, modulo a prime (Karp and
//! Rabin 1987). Another piece has the same one once in 2^61 over its length.

use std::{
    collections::{BTreeMap, HashSet, VecDeque},
    ops::Range,
};

use super::needle;

/// Whoever refreshes this often has made good use of the first.
const MOST: usize = 32;
const PRIME: u64 = (1 << 61) - 1;

/// Fingerprints of secrets.
#[derive(Clone, Debug)]
pub(crate) struct Remembered {
    point: u64,
    /// Of each secret: that of every spelling, with its length. The newest is last.
    secrets: VecDeque<Vec<(usize, u64)>>,
}

impl Remembered {
    /// Of nothing yet. `chance` is a random number of this process.
    pub(crate) fn new(chance: u64) -> Self {
        Self {
            point: chance % (PRIME - 256) + 256,
            secrets: VecDeque::new(),
        }
    }

    /// Remembers a secret in every spelling of it.
    pub(crate) fn add(&mut self, secret: &[u8]) {
        let mut needles = Vec::new();
        needle::add_all(secret, &mut needles);
        let prints: Vec<_> = needles
            .iter()
            .map(|needle| (needle.text().len(), self.print(needle.text())))
            .collect();
        if prints.is_empty() || self.secrets.contains(&prints) {
            return;
        }
        if self.secrets.len() == MOST {
            self.secrets.pop_front();
        }
        self.secrets.push_back(prints);
    }

    /// Adds where one of them is in the text.
    pub(super) fn find(&self, text: &[u8], parts: &mut Vec<Range<usize>>) {
        let mut by_length: BTreeMap<usize, HashSet<u64>> = BTreeMap::new();
        for (length, print) in self.secrets.iter().flatten() {
            by_length.entry(*length).or_default().insert(*print);
        }
        for (length, prints) in by_length.range(..=text.len()) {
            let leaving = (0..*length).fold(1, |power, _| times(power, self.point));
            let mut rolling = self.print(&text[..*length]);
            let mut at = 0;
            loop {
                if prints.contains(&rolling) {
                    parts.push(at..at + length);
                }
                let Some(next) = text.get(at + length) else {
                    break;
                };
                let old = times(leaving, u64::from(text[at]));
                rolling = self.then(rolling, *next);
                rolling = (rolling + PRIME - old) % PRIME;
                at += 1;
            }
        }
    }

    fn print(&self, text: &[u8]) -> u64 {
        text.iter().fold(0, |print, byte| self.then(print, *byte))
    }

    fn then(&self, print: u64, byte: u8) -> u64 {
        (times(print, self.point) + u64::from(byte)) % PRIME
    }
}

fn times(one: u64, two: u64) -> u64 {
    let product = u128::from(one) * u128::from(two) % u128::from(PRIME);
    u64::try_from(product).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(remembered: &Remembered, text: &str) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        remembered.find(text.as_bytes(), &mut parts);
        parts
    }

    #[test]
    fn what_is_remembered_is_found_and_nothing_else() {
        for chance in [0, 7, u64::MAX, 0x0123_4567_89AB_CDEF] {
            let mut remembered = Remembered::new(chance);
            assert!(found(&remembered, "anything").is_empty());
            remembered.add(b"sesame-42");
            remembered.add(b"short");
            for (text, expected) in [
                ("sesame-42", vec![0..9]),
                ("open sesame-42, sesame-42!", vec![5..14, 16..25]),
                ("sesame-43 sesame-4 short", vec![]),
                ("c2VzYW1lLTQy", vec![0..12]),
                ("", vec![]),
            ] {
                assert_eq!(found(&remembered, text), expected, "{text}");
            }
        }
    }

    #[test]
    fn it_holds_no_secret_and_only_so_many() {
        let mut remembered = Remembered::new(7);
        for number in 0..100 {
            remembered.add(format!("sesame-{number}").as_bytes());
            remembered.add(format!("sesame-{number}").as_bytes());
        }
        assert!(!format!("{remembered:?}").contains("sesame"));
        assert_eq!(remembered.secrets.len(), MOST);
        assert_eq!(found(&remembered, "sesame-99").len(), 1);
        assert_eq!(found(&remembered, "sesame-10").len(), 0);
    }
}
