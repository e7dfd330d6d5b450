//! Every token that was ever issued, and every sign-in that it belongs to.
//!
//! Each token carries a mark and its number in its text, so that the checks recognise it wherever it
//! turns up: in a header, in a record of the vault, or where it must never be.

use sha2::{Digest, Sha256};

use crate::ground::{At, Dice, ProcessId};

/// What every token contains, and nothing else in a world does.
pub(crate) const MARK: &str = "TKN";
/// What every password contains.
pub(crate) const PASSWORD_MARK: &str = "PSW";

pub(crate) type TokenId = usize;
pub(crate) type FamilyId = usize;

/// One sign-in and everything that was refreshed from it.
#[derive(Debug)]
pub(crate) struct Family {
    pub(crate) server: usize,
    pub(crate) account: usize,
    /// Who signed in. For the checks; no server asks.
    pub(crate) process: ProcessId,
    pub(crate) dead: Option<Death>,
    /// How often it was refreshed.
    pub(crate) refreshes: u32,
    /// Set while its code is still to be entered: then it opens nothing.
    pub(crate) half: Option<Half>,
    /// Until when the code that was entered is taken once more.
    pub(crate) code_until: Option<At>,
}

/// A sign-in that waits for its code.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Half {
    pub(crate) until: At,
    /// How many wrong ones were entered.
    pub(crate) wrong: u32,
}

/// Why a server honours nothing of a family any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Death {
    SignedOut,
    /// By the administrator.
    Revoked,
    /// A refresh token was used again, long after it had been used.
    Reused,
    /// A cookie that remembers somebody came twice.
    Stolen,
    /// Its refresh token expired, and the server removed it.
    Expired,
    /// The server has one session a person, and there is a newer one.
    Replaced,
    /// The server was restarted and remembers nothing.
    Forgotten,
}

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Access,
    Refresh,
}

/// A token.
#[derive(Debug)]
pub(crate) struct Token {
    pub(crate) family: FamilyId,
    pub(crate) purpose: Purpose,
    pub(crate) text: String,
    pub(crate) issued: At,
    pub(crate) expires: Option<At>,
    /// When a refresh token was used first, where that uses it up.
    pub(crate) used: Option<At>,
    /// The refresh token that was in force when this access token was granted.
    pub(crate) granted_with: Option<TokenId>,
    /// The first four bytes of the SHA-256 of an access token.
    pub(crate) fingerprint: u32,
    /// Whether a vault has had it on its disk.
    pub(crate) was_durable: bool,
    /// Set by an ordinary answer, and not by a sign-in or a refresh.
    pub(crate) rolled: bool,
    /// When an ordinary answer put another one in its place.
    pub(crate) replaced: Option<At>,
    /// How often its sign-in had been refreshed when it was issued.
    pub(crate) refreshes: u32,
}

/// The register.
#[derive(Debug, Default)]
pub(crate) struct Mint {
    pub(crate) families: Vec<Family>,
    pub(crate) tokens: Vec<Token>,
}

impl Mint {
    pub(crate) fn found_family(
        &mut self,
        server: usize,
        account: usize,
        process: ProcessId,
    ) -> FamilyId {
        self.families.push(Family {
            server,
            account,
            process,
            dead: None,
            refreshes: 0,
            half: None,
            code_until: None,
        });
        self.families.len() - 1
    }

    /// A mark for a token to come: unique, and recognised by [`Self::find`].
    pub(crate) fn next_mark(&self, dice: &mut Dice) -> String {
        format!("{MARK}{:08x}{:016x}", self.tokens.len(), dice.roll())
    }

    /// Registers a token whose text contains the mark that was asked for last.
    pub(crate) fn register(&mut self, token: Token) -> TokenId {
        self.tokens.push(token);
        self.tokens.len() - 1
    }

    /// The token that stands at the beginning of `text`, by its mark.
    fn at(&self, text: &[u8]) -> Option<TokenId> {
        let digits = text.get(MARK.len()..MARK.len() + 8)?;
        let id = usize::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
        (id < self.tokens.len()).then_some(id)
    }

    /// Every token whose mark is in `text`.
    pub(crate) fn find(&self, text: &[u8]) -> Vec<TokenId> {
        memchr::memmem::find_iter(text, MARK)
            .filter_map(|at| self.at(&text[at..]))
            .collect()
    }

    /// The token that `text` is, whole and unchanged.
    pub(crate) fn exactly(&self, text: &str) -> Option<TokenId> {
        let at = text.find(MARK)?;
        let id = self.at(&text.as_bytes()[at..])?;
        (self.tokens[id].text == text).then_some(id)
    }

    /// The newest access token with this fingerprint.
    pub(crate) fn by_fingerprint(&self, fingerprint: u32) -> Option<TokenId> {
        let fits =
            |token: &Token| token.purpose == Purpose::Access && token.fingerprint == fingerprint;
        self.tokens.iter().rposition(fits)
    }
}

pub(crate) fn fingerprint(token: &str) -> u32 {
    let digest = Sha256::digest(token);
    u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(text: String) -> Token {
        Token {
            family: 0,
            purpose: Purpose::Refresh,
            text,
            issued: At::default(),
            expires: None,
            used: None,
            granted_with: None,
            fingerprint: 0,
            was_durable: false,
            rolled: false,
            replaced: None,
            refreshes: 0,
        }
    }

    #[test]
    fn a_token_is_found_by_its_mark_and_taken_only_whole() {
        let (mut mint, mut dice) = (Mint::default(), Dice::new(1));
        let texts: Vec<String> = (0..2)
            .map(|_| {
                let text = mint.next_mark(&mut dice);
                mint.register(token(text.clone()));
                text
            })
            .collect();
        let both = format!("x={}; y={}", texts[1], texts[0]);
        assert_eq!(mint.find(both.as_bytes()), [1, 0]);
        assert_eq!(mint.exactly(&texts[1]), Some(1));
        assert_eq!(mint.exactly(&texts[1][..texts[1].len() - 1]), None);
        assert!(mint.find(b"TKNffffffff").is_empty());
        assert!(mint.find(b"TKN0").is_empty());
    }
}
