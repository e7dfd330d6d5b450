//! What the person is asked, word by word. Pure: each change that needs a yes is a row of the tests.
//!
//! What somebody else may have written, as the name of a server, stands in quotes that it cannot close, cut to a length
//! at which it cannot be mistaken for a sentence of Latchkey's. Of an address the end is what says where it leads, so
//! nothing is cut off there.

use crate::server::{
    dialects::{speak_alike, title},
    entry,
};

/// A question that is answered by one of two buttons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Question {
    /// What is asked, in one line.
    pub(crate) title: String,
    /// What it is about and what follows, in paragraphs.
    pub(crate) text: String,
    /// The button that says yes.
    pub(crate) yes: &'static str,
    /// The button that says no, which is there to be pressed without thinking.
    pub(crate) no: &'static str,
}

/// In characters. A longer name is cut.
const LONGEST_NAME: usize = 40;
/// In characters. Of a longer address the path is left out.
const LONGEST_ADDRESS: usize = 160;
/// In characters: the longest name of a host (RFC 1035 section 2.3.4), with a scheme and a port. Of a longer one, which
/// leads nowhere, the end is shown.
const LONGEST_ORIGIN: usize = 270;

const CREDENTIALS_FOLLOW: &str =
    "The user name and the password that you enter for it go there from then on.";
const NOT_ENCRYPTED: &str =
    "That is not encrypted: anybody on the way can read your password and take your session over.";
const SESSION_ENDS: &str =
    "The session with it ends, and what is kept of it on this computer is erased.";
const LEAVE: &str = "Leave it as it is";
const KEEP: &str = "Keep it";
const DO_NOT: &str = "Do not connect";

impl Question {
    /// Of a server that is new, if it needs one: only where what is sent there can be read on the way.
    pub(crate) fn of_new(server: &ipc::Server) -> Option<Self> {
        let title = format!("Connect to {} without encryption?", quoted(&server.name));
        server.plain_http_allowed.then(|| Self {
            title,
            text: paragraphs([&*address(&server.address), NOT_ENCRYPTED], DO_NOT),
            yes: "Connect without encryption",
            no: DO_NOT,
        })
    }

    /// Of a server that is about to be another one under the old name, if it needs one.
    ///
    /// | what changes | asked |
    /// | --- | --- |
    /// | the name alone | no |
    /// | the origin | yes: the name vouches for the old one |
    /// | the path, how it speaks, or what is set of that which it asks for | while there is a session with it |
    /// | plain http becomes allowed | yes |
    pub(crate) fn of_edit(
        old: &ipc::Server,
        new: &ipc::Server,
        is_set_anew: bool,
        has_session: bool,
    ) -> Option<Self> {
        let moves = entry::origin(&old.address) != entry::origin(&new.address);
        let unprotected = new.plain_http_allowed && (moves || !old.plain_http_allowed);
        let is_elsewhere = old.address != new.address;
        let speaks_otherwise = !speak_alike(&old.dialect, &new.dialect);
        let is_set_otherwise =
            is_set_anew || (&old.settings, &old.secrets) != (&new.settings, &new.secrets);
        let ends = has_session && (is_elsewhere || speaks_otherwise || is_set_otherwise);
        if !(moves || unprotected || ends) {
            return None;
        }
        let name = quoted(&old.name);
        let addresses = format!(
            "Now: {}\nThen: {}",
            address(&old.address),
            address(&new.address)
        );
        let kinds = format!(
            "It speaks like {} now. It would speak like {}.",
            quoted(&title(&old.dialect)),
            quoted(&title(&new.dialect))
        );
        let said = [
            (is_elsewhere || unprotected, &*addresses),
            (speaks_otherwise, &*kinds),
            (moves, CREDENTIALS_FOLLOW),
            (unprotected, NOT_ENCRYPTED),
            (ends, SESSION_ENDS),
        ];
        let said = said.into_iter().filter(|(holds, _)| *holds);
        let (title, yes) = if is_elsewhere || unprotected {
            (
                format!("Change the address of {name}?"),
                "Change the address",
            )
        } else if speaks_otherwise {
            (format!("Change the kind of {name}?"), "Change the kind")
        } else {
            (
                format!("Change the settings of {name}?"),
                "Change the settings",
            )
        };
        Some(Self {
            title,
            text: paragraphs(said.map(|(_, words)| words), LEAVE),
            yes,
            no: LEAVE,
        })
    }

    /// Of a server with a session that is about to go.
    pub(crate) fn of_removal(server: &ipc::Server) -> Self {
        Self {
            title: format!("Remove {}?", quoted(&server.name)),
            text: paragraphs([&*address(&server.address), SESSION_ENDS], KEEP),
            yes: "Remove it",
            no: KEEP,
        }
    }

    /// Of the key that is about to lie beside what it opens.
    pub(crate) fn of_key_file() -> Self {
        Self {
            title: "Keep your sessions unprotected?".into(),
            text: paragraphs(
                [
                    "They would be kept on this computer with their key beside them, in a file, instead of in the \
                 keychain.",
                    "Whoever can read your files, or a copy of them, could take your sessions over.",
                ],
                LEAVE,
            ),
            yes: "Keep them unprotected",
            no: LEAVE,
        }
    }
}

/// Ends in what to do for somebody who is surprised.
fn paragraphs<'a>(said: impl IntoIterator<Item = &'a str>, no: &str) -> String {
    let said: Vec<&str> = said.into_iter().collect();
    format!(
        "{}\n\nIf you have not just asked for this, choose \u{201C}{no}\u{201D}.",
        said.join("\n\n")
    )
}

/// A name in quotes, and isolated from the sentence around it (Unicode's `FIRST STRONG ISOLATE`).
fn quoted(name: &str) -> String {
    let name = auth_core::legible(name).replace(is_quote, "'");
    format!("\u{201C}\u{2068}{}\u{2069}\u{201D}", cut(&name))
}

const fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\u{AB}' | '\u{BB}' | '\u{201C}'..='\u{201F}' | '\u{2039}' | '\u{203A}' | '\u{275D}'..='\u{2760}'
            | '\u{300C}'..='\u{300F}' | '\u{301D}'..='\u{301F}' | '\u{FF02}'
    )
}

fn cut(name: &str) -> String {
    let mut rest = name.chars();
    let start: String = rest.by_ref().take(LONGEST_NAME).collect();
    if rest.next().is_some() {
        format!("{start}\u{2026}")
    } else {
        start
    }
}

/// An address as it is used; of a long one, where it leads. No name in the network is longer than what is left of it
/// then. One that somebody wrote into the settings by hand may be no address at all.
fn address(address: &str) -> String {
    let whole = auth_core::legible(address);
    if whole.chars().count() <= LONGEST_ADDRESS {
        return whole;
    }
    let origin = auth_core::legible(&entry::origin(address));
    let too_many = origin.chars().count().saturating_sub(LONGEST_ORIGIN);
    let end: String = origin.chars().skip(too_many).collect();
    let cut = if too_many > 0 { "\u{2026}" } else { "" };
    format!("{cut}{end}/\u{2026}")
}

#[cfg(test)]
mod tests;
