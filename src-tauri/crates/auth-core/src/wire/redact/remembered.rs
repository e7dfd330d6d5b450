//! Secrets that are over and may still be repeated: a typed password, a token of an earlier refresh.
//!
//! None of them is kept. A fingerprint of each is, and that of a piece of text as long as the secret is the same if it
//! is the secret: the polynomial of its bytes at a point that each process chooses by chance, modulo a prime (Karp and
//! Rabin 1987). Another piece has the same one once in 2^61 over its length. Which places of a text are worth that is
//! told by sixteen bits of how the secret begins.

use std::{collections::VecDeque, ops::Range};

use super::{
    beginnings::{Beginnings, kind},
    needle,
};

/// Of each kind. Whoever refreshes this often has made good use of the first.
const MOST: usize = 32;
const PRIME: u64 = (1 << 61) - 1;

/// Fingerprints of secrets.
#[derive(Clone, Debug)]
pub(crate) struct Remembered {
    point: u64,
    /// Of each secret: that of every spelling. The newest is last.
    typed: VecDeque<Vec<Print>>,
    granted: VecDeque<Vec<Print>>,
    beginnings: Beginnings,
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

/// The fingerprint of a piece of a text as long as the secret, where that was last looked at.
struct Rolling<'a> {
    print: &'a Print,
    at: usize,
    value: u64,
}

/// A look along one text.
pub(super) struct Look<'a> {
    remembered: &'a Remembered,
    /// Of those that something was like so far.
    rolling: Vec<Rolling<'a>>,
}

impl Remembered {
    /// Of nothing yet. `chance` is a random number of this process.
    pub(crate) fn new(chance: u64) -> Self {
        Self {
            point: chance % (PRIME - 256) + 256,
            typed: VecDeque::new(),
            granted: VecDeque::new(),
            beginnings: Beginnings::default(),
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
        self.beginnings = Beginnings::default();
        for print in self.typed.iter().chain(&self.granted).flatten() {
            self.beginnings.add(print.beginning);
        }
    }

    pub(super) const fn beginnings(&self) -> &Beginnings {
        &self.beginnings
    }

    pub(super) const fn look(&self) -> Look<'_> {
        Look {
            remembered: self,
            rolling: Vec::new(),
        }
    }

    fn print(&self, secret: &[u8]) -> Print {
        Print {
            beginning: kind(secret),
            length: secret.len(),
            leaving: secret.iter().fold(1, |power, _| times(power, self.point)),
            whole: self.value(secret),
        }
    }

    fn value(&self, text: &[u8]) -> u64 {
        text.iter().fold(0, |value, byte| self.then(value, *byte))
    }

    fn then(&self, value: u64, byte: u8) -> u64 {
        (times(value, self.point) + u64::from(byte)) % PRIME
    }
}

impl<'a> Look<'a> {
    /// Adds what stands at this place, which begins like this. To be asked from the front to the back: each print is rolled
    /// along the text at most once, and so the time is linear in its length.
    pub(super) fn at(&mut self, at: usize, kind: u16, text: &[u8], parts: &mut Vec<Range<usize>>) {
        let Remembered { typed, granted, .. } = self.remembered;
        for print in typed.iter().chain(granted).flatten() {
            let end = at + print.length;
            if print.beginning == kind
                && end <= text.len()
                && self.rolled(print, text, at) == print.whole
            {
                parts.push(at..end);
            }
        }
    }

    /// The fingerprint of what stands there: made from the one before where that overlaps it, which is less to do.
    fn rolled(&mut self, print: &'a Print, text: &[u8], at: usize) -> u64 {
        let of = self.remembered;
        let known = self
            .rolling
            .iter()
            .position(|it| std::ptr::eq(it.print, print));
        let known = known.unwrap_or_else(|| {
            let value = of.value(&text[at..at + print.length]);
            self.rolling.push(Rolling { print, at, value });
            self.rolling.len() - 1
        });
        let rolling = &mut self.rolling[known];
        if at - rolling.at < print.length {
            for at in rolling.at..at {
                let old = times(print.leaving, u64::from(text[at]));
                let next = of.then(rolling.value, text[at + print.length]);
                rolling.value = (next + PRIME - old) % PRIME;
            }
        } else {
            rolling.value = of.value(&text[at..at + print.length]);
        }
        rolling.at = at;
        rolling.value
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
        let (mut look, mut parts) = (remembered.look(), Vec::new());
        for (at, start) in text.as_bytes().windows(needle::SHORTEST).enumerate() {
            look.at(at, kind(start), text.as_bytes(), &mut parts);
        }
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
