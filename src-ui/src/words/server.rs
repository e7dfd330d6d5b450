//! Servers in words: what is wrong with an address, what a kind means, what a test found.

use ipc::{
    AddressError, ConnectionReport, DialectChoice, DialectError, DialectSetAside, KnownServer,
    VaultError, Verdict,
};
use serde::Deserialize;

use super::{language::say, named};
use crate::browser;

/// Why an address cannot be used, and how to write it.
pub(crate) fn address_error(error: &AddressError) -> String {
    match error {
        AddressError::PlainHttp { host } => say().address_plain_http(host),
        AddressError::Empty => say().address_empty().into(),
        AddressError::NotUrl => say().address_not_url().into(),
        AddressError::Scheme => say().address_scheme().into(),
        AddressError::Credentials => say().address_credentials().into(),
        AddressError::QueryOrFragment => say().address_query().into(),
        _ => say().address_other().into(),
    }
}

/// The way to one more server, wherever servers are listed.
pub(crate) fn add_server() -> &'static str {
    say().add_server()
}

/// Where the search among the known servers finds none.
pub(crate) fn none_known() -> &'static str {
    say().none_known()
}

/// What a known server was tested with.
pub(crate) fn tested_with(known: &KnownServer) -> String {
    known
        .tested_with
        .as_deref()
        .map_or_else(String::new, |with| say().tested_with(with))
}

/// The way for whose server is none of the known ones.
pub(crate) fn describe_it() -> &'static str {
    say().describe_it()
}

/// The kind that a person describes, where kinds are told.
pub(crate) fn own_kind() -> &'static str {
    say().custom()
}

/// What choosing that kind means.
pub(crate) fn own_kind_hint() -> &'static str {
    say().custom_hint()
}

/// What is wrong with a description. The words are the engine's, made a sentence.
pub(crate) fn dialect_error(error: &DialectError) -> String {
    let message = error.message.trim_end_matches('.');
    let first = message.chars().next().map_or(0, char::len_utf8);
    let (first, rest) = message.split_at(first);
    format!("{}{rest}.", browser::uppercase(first))
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
            .unwrap_or_else(|| own_kind().into()),
    }
}

/// A server that was kept and whose dialect cannot be used any more. `server` is its name.
pub(crate) fn dialect_set_aside(found: &DialectSetAside, server: &str) -> String {
    let server = named(server);
    match &found.error {
        Some(error) => say().description_set_aside(&server, &dialect_error(error).replace('`', "")),
        None => say().type_set_aside(&server),
    }
}

/// Why the secret settings of a server cannot be had.
pub(super) fn secret_settings(error: VaultError) -> &'static str {
    match error {
        VaultError::Locked => say().secrets_locked(),
        VaultError::Refused => say().secrets_refused(),
        VaultError::NoAnswer => say().secrets_no_answer(),
        VaultError::NoKeychain => say().secrets_no_keychain(),
        _ => say().secrets_unreadable(),
    }
}

/// A server that has failed like a stranger answers like another kind than the one chosen for it.
pub(crate) fn other_kind(title: &str) -> String {
    say().looks_different(title)
}

/// What choosing a kind means for the person.
pub(crate) fn kind_hint(refreshes: bool) -> &'static str {
    if refreshes {
        say().type_renews()
    } else {
        say().type_does_not_renew()
    }
}

/// Beside the box that allows an address which is not protected.
pub(crate) fn allow_plain_http(host: &str) -> String {
    say().allow_plain_http(&named(host))
}

/// The button that takes over the kind that a test has found.
pub(crate) fn use_kind(title: &str) -> String {
    say().use_type(title)
}

/// What a server was found to be that nobody has named a kind for. `title` gives a kind's name for its id.
pub(crate) fn recognised(found: Option<&Verdict>, title: impl Fn(&str) -> String) -> String {
    match found {
        Some(Verdict::LooksLike { dialect }) => say().looks_like(&title(dialect)),
        Some(Verdict::NotThisApi { status, html }) => not_api(*status, *html),
        _ => say().not_recognised().into(),
    }
}

fn not_api(status: u16, html: bool) -> String {
    let status = status.to_string();
    if html {
        say().verdict_web_page(&status)
    } else {
        say().verdict_not_api(&status)
    }
}

/// What a connection test found. `title` gives a kind's name for its id.
pub(crate) fn verdict(report: &ConnectionReport, title: impl Fn(&str) -> String) -> String {
    let took = report.round_trip_ms.to_string();
    match &report.verdict {
        Verdict::Matches => say().verdict_matches(&took),
        Verdict::LooksLike { dialect } => say().verdict_looks_like(&took, &title(dialect)),
        Verdict::Unsure => say().verdict_unsure(&took),
        Verdict::Answers => say().verdict_answers(&took),
        Verdict::Untested => say().verdict_untested().into(),
        Verdict::NotThisApi { status, html } => not_api(*status, *html),
        _ => say().verdict_other().into(),
    }
}

/// For the live region, when another server was chosen.
pub(crate) fn switched_to(server: &str) -> String {
    say().switched_to(&named(server))
}

/// Whether to remove a server, at which somebody may be signed in.
pub(crate) fn removal(server: &str, is_signed_in: bool) -> String {
    let server = named(server);
    if is_signed_in {
        say().remove_question_signed_in(&server)
    } else {
        say().remove_question(&server)
    }
}

/// What a demo account may read.
pub(crate) fn demo_reads(roles: &[&str]) -> &'static str {
    if roles.contains(&"ROLE_ADMIN") {
        say().demo_reads_admin()
    } else if roles.contains(&"ROLE_MODERATOR") {
        say().demo_reads_moderator()
    } else {
        say().demo_reads_user()
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
            "The server answered in 42 ms, but it looks like a different type: <s-cookie>."
        );
        assert!(found(Verdict::Unsure).contains("42 ms"));
        assert!(found(Verdict::Answers).contains("log in to check"));
        let untested = found(Verdict::Untested);
        assert!(untested.contains("log in to check") && !untested.contains("ms"));
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
    fn a_server_is_said_to_look_like_what_it_was_recognised_as() {
        let said = |found: Option<&Verdict>| recognised(found, |id| format!("<{id}>"));
        let known = Verdict::LooksLike {
            dialect: "s-cookie".into(),
        };
        assert_eq!(said(Some(&known)), "Looks like <s-cookie>");
        let page = Verdict::NotThisApi {
            status: 200,
            html: true,
        };
        are_whole_and_different(&[said(Some(&page)), said(Some(&Verdict::Unsure))]);
        assert_eq!(said(None), said(Some(&Verdict::Unsure)));
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
