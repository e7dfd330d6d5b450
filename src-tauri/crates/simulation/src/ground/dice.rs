//! The one source of chance in a world: a seed goes in, and everything that is random comes out of it.

use std::time::Duration;

/// `SplitMix64`: small, fast, and good enough to shuffle schedules with.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        // Neighbouring seeds would otherwise begin alike.
        let mut dice = Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x1A7C_4B5E_C0FF_EE00);
        dice.roll();
        dice
    }

    /// A number anywhere in the whole range.
    pub(crate) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `bound`, which must not be zero.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.roll() % bound
    }

    /// An index into something of this length, which must not be zero.
    pub(crate) fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high - low + 1)
    }

    /// Yes, so often in a thousand.
    pub(crate) fn chance(&mut self, in_a_thousand: u32) -> bool {
        in_a_thousand > 0 && self.below(1000) < u64::from(in_a_thousand)
    }

    /// One of them.
    pub(crate) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.index(of.len())]
    }

    /// The position of one of these weights, the heavier the likelier.
    pub(crate) fn weighted(&mut self, weights: &[u32]) -> usize {
        let total: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
        let mut left = self.below(total.max(1));
        for (at, weight) in weights.iter().enumerate() {
            match left.checked_sub(u64::from(*weight)) {
                Some(rest) => left = rest,
                None => return at,
            }
        }
        0
    }

    /// A length of time in milliseconds from `low` to `high`, to the microsecond.
    pub(crate) fn millis(&mut self, low: u64, high: u64) -> Duration {
        Duration::from_micros(self.between(low * 1000, high * 1000))
    }

    /// A length of time in seconds from `low` to `high`, to the microsecond.
    pub(crate) fn seconds(&mut self, low: u64, high: u64) -> Duration {
        self.millis(low * 1000, high * 1000)
    }
}

/// Randomness for one session, from the world's own.
impl auth_core::Rng for Dice {
    fn next_u64(&mut self) -> u64 {
        self.roll()
    }

    /// Of dice of its own, so that who asks for none rolls the same numbers.
    fn seed(&mut self) -> Option<[u8; 32]> {
        let mut own = self.clone();
        let mut seed = [0; 32];
        for part in seed.chunks_exact_mut(8) {
            part.copy_from_slice(&own.roll().to_be_bytes());
        }
        Some(seed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_rolls_the_same_numbers_and_a_neighbour_rolls_others() {
        let rolls = |seed| {
            let mut dice = Dice::new(seed);
            [dice.roll(), dice.roll(), dice.roll()]
        };
        assert_eq!(rolls(7), rolls(7));
        assert_ne!(rolls(7), rolls(8));
    }

    #[test]
    fn what_weighs_nothing_is_never_chosen() {
        let mut dice = Dice::new(1);
        let chosen: Vec<usize> = (0..200).map(|_| dice.weighted(&[0, 3, 0, 1])).collect();
        assert!(chosen.iter().all(|at| [1, 3].contains(at)));
        assert!(chosen.contains(&1) && chosen.contains(&3));
    }

    #[test]
    fn both_ends_of_a_range_can_come() {
        let mut dice = Dice::new(1);
        let rolled: Vec<u64> = (0..100).map(|_| dice.between(4, 6)).collect();
        assert!([4, 5, 6].iter().all(|number| rolled.contains(number)));
    }
}
