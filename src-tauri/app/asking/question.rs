//! What the person is asked. Pure: each change that needs a yes is a row of the tests. `say` is the language.
//!
//! What somebody else may have written, as the name of a server, stands in quotes that it cannot close, cut to a length
//! at which it cannot be mistaken for a sentence of Latchkey's. Of an address the end is what says where it leads, so
//! nothing is cut off there.

use messages::Messages;

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

impl Question {
    /// Of a server that is new, if it needs one: only where what is sent there can be read on the way.
    pub(crate) fn of_new(say: Messages, server: &ipc::Server) -> Option<Self> {
        let no = say.ask_connect_no();
        let said = [&*address(&server.address), say.ask_not_encrypted()];
        server.plain_http_allowed.then(|| Self {
            title: say.ask_connect_title(&quoted(say, &server.name)),
            text: paragraphs(say, said, no),
            yes: say.ask_connect_yes(),
            no,
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
        say: Messages,
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
        let name = quoted(say, &old.name);
        let addresses = format!(
            "{}\n{}",
            say.ask_now(&address(&old.address)),
            say.ask_then(&address(&new.address))
        );
        let kinds = say.ask_types(
            &quoted(say, &title(&old.dialect)),
            &quoted(say, &title(&new.dialect)),
        );
        let said = [
            (is_elsewhere || unprotected, &*addresses),
            (speaks_otherwise, &*kinds),
            (moves, say.ask_credentials_follow()),
            (unprotected, say.ask_not_encrypted()),
            (ends, say.ask_session_ends()),
        ];
        let said = said.into_iter().filter(|(holds, _)| *holds);
        let (title, yes) = if is_elsewhere || unprotected {
            (say.ask_address_title(&name), say.ask_address_yes())
        } else if speaks_otherwise {
            (say.ask_type_title(&name), say.ask_type_yes())
        } else {
            (say.ask_settings_title(&name), say.ask_settings_yes())
        };
        let no = say.ask_leave();
        Some(Self {
            title,
            text: paragraphs(say, said.map(|(_, words)| words), no),
            yes,
            no,
        })
    }

    /// Of a server with a session that is about to go.
    pub(crate) fn of_removal(say: Messages, server: &ipc::Server) -> Self {
        let no = say.ask_remove_no();
        let said = [&*address(&server.address), say.ask_session_ends()];
        Self {
            title: say.ask_remove_title(&quoted(say, &server.name)),
            text: paragraphs(say, said, no),
            yes: say.ask_remove_yes(),
            no,
        }
    }

    /// Of the key that is about to lie beside what it opens.
    pub(crate) fn of_key_file(say: Messages) -> Self {
        let no = say.ask_leave();
        let said = [say.ask_key_file_text(), say.ask_key_file_risk()];
        Self {
            title: say.ask_key_file_title().into(),
            text: paragraphs(say, said, no),
            yes: say.ask_key_file_yes(),
            no,
        }
    }
}

/// Ends in what to do for somebody who is surprised.
fn paragraphs<'a>(say: Messages, said: impl IntoIterator<Item = &'a str>, no: &str) -> String {
    let said: Vec<&str> = said.into_iter().collect();
    format!("{}\n\n{}", said.join("\n\n"), say.ask_surprised(no))
}

/// A name in quotes, and isolated from the sentence around it (Unicode's `FIRST STRONG ISOLATE`).
fn quoted(say: Messages, name: &str) -> String {
    let name = auth_core::legible(name).replace(is_quote, "'");
    say.quoted(&format!("\u{2068}{}\u{2069}", cut(&name)))
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
