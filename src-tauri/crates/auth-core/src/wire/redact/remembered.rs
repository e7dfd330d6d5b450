//! Secrets that are over and may still be repeated: a typed password, a token of an earlier refresh.
//!
//! None of them is kept. A fingerprint of each is, and that of a piece of text as long as the secret is the same if it
//! is the secret: the polynomial of its bytes at a point that each process chooses by chance, modulo a prime (Karp and
//! Rabin 1987). Another piece has the same one once in 2^61 over its length. Which places of a text are worth that is
//! told by sixteen bits of how the secret begins.

use std::{collections::VecDeque, ops::Range};

use super::needle::{self, SHORTEST};

/// Of each kind. Whoever refreshes this often has made good use of the first.
const MOST: usize = 32;
const PRIME: u64 = (1 << 61) - 1;
/// Beginnings of one kind: one for each value of sixteen bits.
const KINDS: usize = 1 << 16;

/// Fingerprints of secrets.
#[derive(Clone, Debug)]
pub(crate) struct Remembered {
    point: u64,
    /// Of each secret: that of every spelling. The newest is last.
    typed: VecDeque<Vec<Print>>,
    granted: VecDeque<Vec<Print>>,
}

/// Where a secret is from. Neither kind makes room for the other: tokens that come one after the other are no reason to
/// forget a password that is still good, nor are wrong passwords one to forget a token.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Origin {
    /// A person has entered it.
    Typed,
    /// A server has granted it.
    Granted,
}

/// The fingerprint of one spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Print {
    beginning: u16,
    length: usize,
    /// The point to the power of the length, by which the first byte is taken out again.
    leaving: u64,
    whole: u64,
}

/// The fingerprint of a piece of a text as long as the secret, wherever that was last looked at.
#[derive(Default)]
struct Rolling {
    at: usize,
    value: u64,
    is_of_something: bool,
}

impl Remembered {
    /// Of nothing yet. `chance` is a random number of this process.
    pub(crate) fn new(chance: u64) -> Self {
        Self {
            point: chance % (PRIME - 256) + 256,
            typed: VecDeque::new(),
            granted: VecDeque::new(),
        }
    }

    /// Remembers a secret in every spelling of it. One that comes again is the newest.
    pub(crate) fn add(&mut self, secret: &[u8], origin: Origin) {
        let mut needles = Vec::new();
        needle::add_all(secret, &mut needles);
        let prints: Vec<_> = needles.iter().map(|it| self.print(it.text())).collect();
        if prints.is_empty() {
            return;
        }
        let secrets = match origin {
            Origin::Typed => &mut self.typed,
            Origin::Granted => &mut self.granted,
        };
        secrets.retain(|known| *known != prints);
        if secrets.len() == MOST {
            secrets.pop_front();
        }
        secrets.push_back(prints);
    }

    fn print(&self, secret: &[u8]) -> Print {
        Print {
            beginning: self.beginning(secret),
            length: secret.len(),
            leaving: secret.iter().fold(1, |power, _| times(power, self.point)),
            whole: self.value(secret),
        }
    }

    /// Adds where one of them is in the text. Linear in its length: each print is rolled along it at most once.
    pub(super) fn find(&self, text: &[u8], parts: &mut Vec<Range<usize>>) {
        let mut secrets = self.typed.iter().chain(&self.granted).flatten().peekable();
        if secrets.peek().is_none() || text.len() < SHORTEST {
            return;
        }
        let place = |beginning: u16| (usize::from(beginning >> 6), 1_u64 << (beginning & 63));
        let mut kinds = vec![0_u64; KINDS / 64];
        let mut prints: Vec<(&Print, Rolling)> = Vec::new();
        for print in secrets {
            let (word, bit) = place(print.beginning);
            kinds[word] |= bit;
            prints.push((print, Rolling::default()));
        }
        for (at, start) in text.windows(SHORTEST).enumerate() {
            let beginning = self.beginning(start);
            let (word, bit) = place(beginning);
            if kinds[word] & bit == 0 {
                continue;
            }
            for (print, rolling) in &mut prints {
                let end = at + print.length;
                if print.beginning == beginning
                    && end <= text.len()
                    && self.rolled(print, rolling, text, at) == print.whole
                {
                    parts.push(at..end);
                }
            }
        }
    }

    /// The fingerprint of what stands there: made from the one before where that overlaps it, which is less to do.
    fn rolled(&self, print: &Print, rolling: &mut Rolling, text: &[u8], at: usize) -> u64 {
        if rolling.is_of_something && at - rolling.at < print.length {
            for at in rolling.at..at {
                let old = times(print.leaving, u64::from(text[at]));
                let next = self.then(rolling.value, text[at + print.length]);
                rolling.value = (next + PRIME - old) % PRIME;
            }
        } else {
            rolling.value = self.value(&text[at..at + print.length]);
        }
        (rolling.at, rolling.is_of_something) = (at, true);
        rolling.value
    }

    /// Of the first bytes of a secret or a place.
    fn beginning(&self, text: &[u8]) -> u16 {
        let mut bytes = [0; 8];
        bytes[..SHORTEST].copy_from_slice(&text[..SHORTEST]);
        let mixed = u64::from_le_bytes(bytes).wrapping_mul(self.point | 1);
        u16::try_from(mixed >> 48).unwrap_or_default()
    }

    fn value(&self, text: &[u8]) -> u64 {
        text.iter().fold(0, |value, byte| self.then(value, *byte))
    }

    fn then(&self, value: u64, byte: u8) -> u64 {
        (times(value, self.point) + u64::from(byte)) % PRIME
    }
}

fn times(one: u64, two: u64) -> u64 {
    let product = u128::from(one) * u128::from(two) % u128::from(PRIME);
    u64::try_from(product).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(remembered: &Remembered, text: &str) -> Vec<(usize, usize)> {
        let mut parts = Vec::new();
        remembered.find(text.as_bytes(), &mut parts);
        parts.into_iter().map(|it| (it.start, it.end)).collect()
    }

    #[test]
    fn what_is_remembered_is_found_and_nothing_else() {
        for chance in [0, 7, u64::MAX, 0x0123_4567_89AB_CDEF] {
            let mut remembered = Remembered::new(chance);
            assert!(found(&remembered, "anything").is_empty());
            remembered.add(b"sesame-42", Origin::Typed);
            remembered.add(b"short", Origin::Granted);
            for (text, expected) in [
                ("sesame-42", vec![(0, 9)]),
                ("open sesame-42, sesame-42!", vec![(5, 14), (16, 25)]),
                ("sesame-sesame-42", vec![(7, 16)]),
                ("sesame-43 sesame-4 short", vec![]),
                ("c2VzYW1lLTQy", vec![(0, 12)]),
                ("", vec![]),
            ] {
                assert_eq!(found(&remembered, text), expected, "{text}");
            }
        }
    }

    #[test]
    fn a_secret_that_overlaps_itself_is_found_wherever_it_is() {
        let mut remembered = Remembered::new(7);
        remembered.add("ab".repeat(8).as_bytes(), Origin::Granted);
        let starts = found(&remembered, &format!("c{}c", "ab".repeat(10)));
        let starts: Vec<_> = starts.into_iter().map(|it| it.0).collect();
        assert_eq!(starts, [1, 3, 5]);
    }

    #[test]
    fn it_holds_no_secret_and_only_so_many() {
        let mut remembered = Remembered::new(7);
        for number in 0..100 {
            remembered.add(format!("sesame-{number}").as_bytes(), Origin::Granted);
            remembered.add(b"sesame-again", Origin::Granted);
        }
        assert!(!format!("{remembered:?}").contains("sesame"));
        assert_eq!(
            (remembered.granted.len(), remembered.typed.len()),
            (MOST, 0)
        );
        assert_eq!(found(&remembered, "sesame-99").len(), 1);
        assert_eq!(found(&remembered, "sesame-again").len(), 1);
        assert_eq!(found(&remembered, "sesame-10").len(), 0);
    }
}
