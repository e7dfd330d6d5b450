//! The word that is left where a record was erased, by which other processes tell an erasing from a loss.
//!
//! A file that is not there may have been erased, moved, or deleted by a hand that knows nothing of sessions. Only
//! the first of these is anybody's wish, so whoever erases says so before they do, and names what they erase.
//!
//! ```text
//! 0  32  what was erased, by the first bytes of its envelope
//! 32  1  why: 1 a session has ended, 2 it is kept elsewhere from now on
//! ```
//!
//! It is for processes that run now, and need not outlive a power cut. A version that leaves no word is taken for a
//! hand: its session goes on until the server says that it has ended.

use super::envelope::HEADER;

/// As many bytes as a word has.
pub(crate) const LENGTH: usize = HEADER + 1;
/// Says nothing, and is as long as a word.
pub(crate) const NO_WORD: [u8; LENGTH] = [0; LENGTH];

/// The first bytes of an envelope. Its nonce is among them, so no two are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EnvelopeId([u8; HEADER]);

impl EnvelopeId {
    /// What is too short to be an envelope has one, too: it can be erased.
    pub(crate) fn of(envelope: &[u8]) -> Self {
        let mut id = [0; HEADER];
        for (to, from) in id.iter_mut().zip(envelope) {
            *to = *from;
        }
        Self(id)
    }
}

/// Why a record was erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// Its session has ended.
    Ended,
    /// Its session goes on, and is not to be kept here any more.
    MovedOut,
}

/// The word itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Erased {
    pub(crate) what: EnvelopeId,
    pub(crate) why: Why,
}

impl Erased {
    pub(crate) fn to_bytes(self) -> [u8; LENGTH] {
        let mut bytes = NO_WORD;
        bytes[..HEADER].copy_from_slice(&self.what.0);
        bytes[HEADER] = match self.why {
            Why::Ended => 1,
            Why::MovedOut => 2,
        };
        bytes
    }

    /// `None` where no word was left, or one that a later version may understand.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (what, why) = bytes.split_first_chunk()?;
        let why = match why {
            [1] => Why::Ended,
            [2] => Why::MovedOut,
            _ => return None,
        };
        Some(Self {
            what: EnvelopeId(*what),
            why,
        })
    }
}

/// What a vault has opened in its place, or put there, last.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Had {
    what: EnvelopeId,
    /// The word that lay there before it was read.
    word: Option<Erased>,
    /// Something has taken its place since that this vault has no key to, as another session beside another
    /// keyring.
    is_displaced: bool,
}

impl Had {
    pub(crate) fn of(envelope: &[u8], word: Option<Erased>) -> Self {
        Self {
            what: EnvelopeId::of(envelope),
            word,
            is_displaced: false,
        }
    }

    /// Another session is in its place now.
    pub(crate) fn displace(&mut self) {
        self.is_displaced = true;
    }

    /// Why it was erased, by the word that lies there now that it is gone. `None` where it was not: somebody has
    /// moved or deleted it.
    ///
    /// A word that is another one than before counts although it names something else: what was in between was
    /// missed, and was erased. One that lay there before counts for what it names: whoever left it stood still
    /// for a while before they erased it. The end of another session in its place is not its own.
    pub(crate) fn erased(&self, now: Option<Erased>) -> Option<Why> {
        let word = now.filter(|it| now != self.word || it.what == self.what)?;
        (!self.is_displaced || word.why != Why::Ended).then_some(word.why)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(envelope: &str, why: Why) -> Erased {
        let what = EnvelopeId::of(envelope.as_bytes());
        Erased { what, why }
    }

    #[test]
    fn a_word_is_read_as_it_was_written_and_nothing_else_is_one() {
        for why in [Why::Ended, Why::MovedOut] {
            let word = word("one", why);
            let bytes = word.to_bytes();
            assert_eq!(Erased::from_bytes(&bytes), Some(word));
            assert_eq!(Erased::from_bytes(&bytes[..HEADER]), None);
        }
        for nothing in [&NO_WORD[..], b"", &[9; LENGTH], &[1; LENGTH + 1]] {
            assert_eq!(Erased::from_bytes(nothing), None);
        }
    }

    #[test]
    fn the_end_of_what_has_taken_its_place_is_not_its_own() {
        let mut had = Had::of(b"mine", None);
        had.displace();
        assert_eq!(had.erased(Some(word("theirs", Why::Ended))), None);
        let moved = had.erased(Some(word("theirs", Why::MovedOut)));
        assert_eq!(moved, Some(Why::MovedOut), "nothing is to be kept here");
    }

    #[test]
    fn only_what_somebody_has_erased_since_counts_as_erased() {
        let old = Some(word("an earlier session", Why::Ended));
        for before in [None, old] {
            let had = Had::of(b"mine", before);
            assert_eq!(had.erased(before), None, "it was moved");
            assert_eq!(had.erased(None), None, "the whole folder was");
            for why in [Why::Ended, Why::MovedOut] {
                assert_eq!(had.erased(Some(word("mine", why))), Some(why));
                assert_eq!(had.erased(Some(word("what came of it", why))), Some(why));
            }
        }
        let named = Some(word("mine", Why::Ended));
        assert_eq!(Had::of(b"mine", named).erased(named), Some(Why::Ended));
    }
}
