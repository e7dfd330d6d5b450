//! Servers in words: what is wrong with an address, what a kind means, what a test found.

use ipc::{
    AddressError, ConnectionReport, DialectChoice, DialectError, DialectSetAside, KnownServer,
    VaultError, Verdict,
};
use serde::Deserialize;

use super::named;

/// Why an address cannot be used, and how to write it.
pub(crate) fn address_error(error: &AddressError) -> String {
    match error {
        AddressError::Empty => "Enter the server's address.".into(),
        AddressError::NotUrl => {
            "This is not a web address. Write it like https://server.example.".into()
        }
        AddressError::Scheme => "The address must start with https:// or http://.".into(),
        AddressError::PlainHttp { host } => format!(
            "Plain http to {host} is not protected: anybody on the way could read your password. \
             Use https, or allow it below if you trust this network."
        ),
        AddressError::Credentials => {
            "Leave the user name and password out of the address. You enter them when you log in."
                .into()
        }
        AddressError::QueryOrFragment => {
            "Leave out everything from the ? or # on; only the base address is needed.".into()
        }
        _ => "This address cannot be used.".into(),
    }
}

/// The way to one more server, wherever servers are listed.
pub(crate) const ADD_SERVER: &str = "Add a server\u{2026}";

/// Where the search among the known servers finds none.
pub(crate) const NONE_KNOWN: &str = "No known server is called that. Describe yours below.";

/// What a known server was tested with.
pub(crate) fn tested_with(known: &KnownServer) -> String {
    known
        .tested_with
        .as_deref()
        .map_or_else(String::new, |with| format!("Tested with {with}"))
}

/// The way for whose server is none of the known ones.
pub(crate) const DESCRIBE_IT: &str = "Describe it yourself";

/// The kind that a person describes, where kinds are told.
pub(crate) const OWN_KIND: &str = "Custom";

/// What choosing that kind means.
pub(crate) const OWN_KIND_HINT: &str =
    "For any other server: you describe how it speaks, without a line of code.";

/// What is wrong with a description. The words are the engine's, made a sentence.
pub(crate) fn dialect_error(error: &DialectError) -> String {
    let mut letters = error.message.chars();
    let capital = letters.next().map(char::to_uppercase);
    let sentence: String = capital.into_iter().flatten().chain(letters).collect();
    format!("{}.", sentence.trim_end_matches('.'))
}

/// What a kind is called: a known server by its title, a description by the title in it.
///
/// A description in the settings need not be one that this version can use, and is then just custom.
pub(crate) fn kind_title(choice: &DialectChoice, known: &[KnownServer]) -> String {
    #[derive(Deserialize)]
    struct Titled {
        title: String,
    }
    match choice {
        DialectChoice::Preset { id } => {
            let known = known.iter().find(|known| known.id == *id);
            known.map_or_else(|| id.clone(), |known| known.title.clone())
        }
        DialectChoice::Custom { json } => serde_json::from_str::<Titled>(json)
            .map(|it| named(&it.title))
            .ok()
            .filter(|title| !title.is_empty())
            .unwrap_or_else(|| OWN_KIND.into()),
    }
}

/// A server that was kept and whose dialect cannot be used any more. `server` is its name.
pub(crate) fn dialect_set_aside(found: &DialectSetAside, server: &str) -> String {
    let server = named(server);
    match &found.error {
        Some(error) => format!(
            "Latchkey cannot use the description of {server} any more. {} Correct it in Settings; nothing of it was \
             changed.",
            dialect_error(error).replace('`', "")
        ),
        None => format!(
            "This version of Latchkey does not know the kind of server that was chosen for {server}. Choose another one \
             in Settings."
        ),
    }
}

/// Why the secret settings of a server cannot be had.
pub(super) fn secret_settings(error: VaultError) -> String {
    let why = match error {
        VaultError::Locked => "the keychain is locked. Unlock it and try again",
        VaultError::Refused => "the keychain refuses Latchkey. Allow it there and try again",
        VaultError::NoAnswer => {
            "the keychain did not answer. See whether it asks you something and try again"
        }
        VaultError::NoKeychain => {
            "Latchkey found no keychain on this computer. Start or install one and try again"
        }
        _ => "this computer cannot read them. Try again",
    };
    format!(
        "The secret settings of this server cannot be had: {why}, or enter them again at the server in Settings."
    )
}

/// A server that has failed like a stranger answers like another kind than the one chosen for it.
pub(crate) fn other_kind(title: &str) -> String {
    format!(
        "This server answers like another kind than the one chosen for it: {title}. Choose that kind in Settings, or ask \
         whoever runs the server."
    )
}

/// The way there.
pub(crate) const OTHER_KIND_WAY: &str = "Open Settings";

/// What choosing a kind means for the person.
pub(crate) const fn kind_hint(refreshes: bool) -> &'static str {
    if refreshes {
        "Sessions are refreshed quietly while you work."
    } else {
        "Cannot refresh sessions: you log in again when one runs out."
    }
}

/// What a connection test found. `title` gives a kind's name for its id.
pub(crate) fn verdict(report: &ConnectionReport, title: impl Fn(&str) -> String) -> String {
    let took = report.round_trip_ms;
    match &report.verdict {
        Verdict::Matches => format!("Connected. The server answered as expected in {took} ms."),
        Verdict::LooksLike { dialect } => format!(
            "The server answered in {took} ms, but like another kind: {}.",
            title(dialect)
        ),
        Verdict::Unsure => format!(
            "The server answered in {took} ms, but like none of the known kinds. \
             You can save it and try; logging in shows whether the kind is right."
        ),
        Verdict::Answers => format!(
            "The server answered in {took} ms. Of a server that you describe no more can be tested: \
             save it, and logging in shows whether the description fits."
        ),
        Verdict::Untested => {
            "A server that you describe cannot be tested on this computer or the networks around it: save it, and \
             logging in shows whether the description fits."
                .into()
        }
        Verdict::NotThisApi { status, html: true } => format!(
            "A web page answered (status {status}), not a server that Latchkey can talk to. \
             Check the address, and leave out the path of the page."
        ),
        Verdict::NotThisApi {
            status,
            html: false,
        } => format!(
            "Something answered (status {status}), but not a server that Latchkey can talk to. \
             Check the address and the port."
        ),
        _ => "The server answered in a way that Latchkey cannot judge.".into(),
    }
}

/// What a demo account may read.
pub(crate) fn demo_reads(roles: &[&str]) -> String {
    let mut pages = vec!["User"];
    if roles.contains(&"ROLE_MODERATOR") {
        pages.push("Moderator");
    }
    if roles.contains(&"ROLE_ADMIN") {
        pages.push("Admin");
    }
    match pages.split_last() {
        Some((last, [])) => format!("Reads the {last} page"),
        Some((last, rest)) => format!("Reads the {} and {last} pages", rest.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::sentences::are_whole_and_different;

    fn found(verdict_kind: Verdict) -> String {
        let report = ConnectionReport {
            address: "https://server.example".into(),
            verdict: verdict_kind,
            round_trip_ms: 42,
        };
        verdict(&report, |id| format!("<{id}>"))
    }

    #[test]
    fn a_verdict_says_how_long_it_took_and_what_to_do() {
        assert_eq!(
            found(Verdict::Matches),
            "Connected. The server answered as expected in 42 ms."
        );
        assert_eq!(
            found(Verdict::LooksLike {
                dialect: "s-cookie".into()
            }),
            "The server answered in 42 ms, but like another kind: <s-cookie>."
        );
        assert!(found(Verdict::Unsure).contains("42 ms"));
        assert!(found(Verdict::Answers).contains("logging in shows"));
        let untested = found(Verdict::Untested);
        assert!(untested.contains("logging in shows") && !untested.contains("ms"));
        assert!(
            found(Verdict::NotThisApi {
                status: 200,
                html: true
            })
            .contains("web page")
        );
        assert!(
            found(Verdict::NotThisApi {
                status: 404,
                html: false
            })
            .contains("404")
        );
    }

    #[test]
    fn every_address_error_says_how_to_write_it() {
        let errors = [
            AddressError::Empty,
            AddressError::NotUrl,
            AddressError::Scheme,
            AddressError::PlainHttp {
                host: "server.example".into(),
            },
            AddressError::Credentials,
            AddressError::QueryOrFragment,
        ];
        for error in errors {
            let said = address_error(&error);
            assert!(said.ends_with('.') && !said.contains("  "), "{said}");
        }
        assert!(
            address_error(&AddressError::PlainHttp {
                host: "h.example".into()
            })
            .contains("h.example")
        );
    }

    #[test]
    fn what_is_wrong_with_a_description_is_a_sentence_with_the_engines_words() {
        let said = |message: &str| {
            dialect_error(&DialectError {
                field: None,
                message: message.into(),
                line: None,
            })
        };
        assert_eq!(
            said("the dialect must be an object in braces, not a list"),
            "The dialect must be an object in braces, not a list."
        );
        assert_eq!(said("`sign_in` is missing"), "`sign_in` is missing.");
    }

    #[test]
    fn a_description_that_cannot_be_used_any_more_is_told_with_its_fault_and_the_way_out() {
        let said = |error| {
            let found = DialectSetAside {
                server: "s1".into(),
                error,
            };
            dialect_set_aside(&found, "Harbour")
        };
        let fault = said(Some(DialectError {
            field: Some("sign_in.path".into()),
            message: "`sign_in.path` is not known".into(),
            line: None,
        }));
        assert!(fault.contains("Harbour") && fault.contains("sign_in.path is not known."));
        are_whole_and_different(&[fault, said(None)]);
    }

    #[test]
    fn a_kind_is_called_by_its_own_title() {
        let preset = KnownServer {
            id: "n-body".into(),
            title: "Node, tokens".into(),
            tested_with: None,
            original: true,
        };
        let title = |choice: &DialectChoice| kind_title(choice, std::slice::from_ref(&preset));
        assert_eq!(title(&DialectChoice::preset("n-body")), "Node, tokens");
        assert_eq!(title(&DialectChoice::preset("gone")), "gone");
        for (json, called) in [
            (
                r#"{"title": " Harbour office ", "more": [1]}"#,
                "Harbour office",
            ),
            (r#"{"title": ""}"#, "Custom"),
            ("not JSON", "Custom"),
        ] {
            assert_eq!(title(&DialectChoice::Custom { json: json.into() }), called);
        }
    }

    #[test]
    fn demo_accounts_say_what_they_read() {
        assert_eq!(demo_reads(&["ROLE_USER"]), "Reads the User page");
        assert_eq!(
            demo_reads(&["ROLE_USER", "ROLE_MODERATOR"]),
            "Reads the User and Moderator pages"
        );
        assert_eq!(
            demo_reads(&["ROLE_USER", "ROLE_MODERATOR", "ROLE_ADMIN"]),
            "Reads the User, Moderator and Admin pages"
        );
    }
}
