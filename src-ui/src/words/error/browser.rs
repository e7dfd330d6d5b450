//! Why a log-in in a browser, here or on another device, came to nothing.

use ipc::{BrowserProblem, IdentityProblem};

use crate::words::{language::say, name::sentence, named};

/// Who may turn a log-in down, by this code, is the person (RFC 6749 section 4.1.2.1).
const TURNED_DOWN: &str = "access_denied";

/// What a server does not name that lets nobody in on another device (RFC 8628 section 4).
const DEVICE: &str = "device_authorization_endpoint";

pub(super) fn problem(problem: &BrowserProblem) -> String {
    match problem {
        BrowserProblem::OtherIssuer { found } => say().browser_other_issuer(&named(found)),
        BrowserProblem::NoEndpoint { name } if name == DEVICE => say().device_not_offered().into(),
        BrowserProblem::NoEndpoint { name } => say().browser_no_endpoint(name),
        BrowserProblem::NotSecure { name } => say().browser_not_secure(name),
        BrowserProblem::PortTaken => say().browser_port_taken().into(),
        BrowserProblem::NoRandomness => say().browser_no_randomness().into(),
        BrowserProblem::Declined { code, said } => declined(code, said.as_deref()),
        BrowserProblem::TimedOut => say().browser_timed_out().into(),
        BrowserProblem::CodeExpired => say().code_expired().into(),
        BrowserProblem::OtherPerson => say().browser_other_person().into(),
        BrowserProblem::TokenType { name } => say().browser_token_type(&named(name)),
        BrowserProblem::Identity { problem } => identity(*problem).into(),
        BrowserProblem::NotOpened => say().browser_not_opened().into(),
        BrowserProblem::NotCopied => say().browser_not_copied().into(),
        _ => say().browser_no_document().into(),
    }
}

fn declined(code: &str, said: Option<&str>) -> String {
    let said = said.map(|it| sentence(named(it)));
    match (code, said) {
        (TURNED_DOWN, None) => say().browser_access_denied().into(),
        (TURNED_DOWN, Some(said)) => say().browser_access_denied_said(&said),
        (code, None) => say().browser_declined(&named(code)),
        (code, Some(said)) => say().browser_declined_said(&named(code), &said),
    }
}

fn identity(problem: IdentityProblem) -> &'static str {
    match problem {
        IdentityProblem::Signature => say().id_token_signature(),
        IdentityProblem::Issuer => say().id_token_issuer(),
        IdentityProblem::Audience => say().id_token_audience(),
        IdentityProblem::Time => say().id_token_time(),
        IdentityProblem::OtherSignIn => say().id_token_other(),
        IdentityProblem::Subject => say().id_token_subject(),
        _ => say().id_token_unreadable(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::sentences;

    fn refused(code: &str, said: Option<&str>) -> BrowserProblem {
        BrowserProblem::Declined {
            code: code.into(),
            said: said.map(str::to_owned),
        }
    }

    #[test]
    fn every_problem_has_whole_sentences_of_its_own() {
        let name = || "token_endpoint".to_owned();
        let mut said: Vec<String> = [
            BrowserProblem::NoDocument,
            BrowserProblem::OtherIssuer {
                found: "https://id.example".into(),
            },
            BrowserProblem::NoEndpoint { name: name() },
            BrowserProblem::NoEndpoint {
                name: DEVICE.to_owned(),
            },
            BrowserProblem::NotSecure { name: name() },
            BrowserProblem::PortTaken,
            BrowserProblem::NoRandomness,
            refused("invalid_scope", None),
            refused("invalid_scope", Some("No such scope")),
            refused("access_denied", None),
            refused("access_denied", Some("Not today")),
            BrowserProblem::TimedOut,
            BrowserProblem::CodeExpired,
            BrowserProblem::OtherPerson,
            BrowserProblem::TokenType {
                name: "DPoP".into(),
            },
            BrowserProblem::NotOpened,
            BrowserProblem::NotCopied,
        ]
        .iter()
        .map(problem)
        .collect();
        said.extend(
            [
                IdentityProblem::Unreadable,
                IdentityProblem::Signature,
                IdentityProblem::Issuer,
                IdentityProblem::Audience,
                IdentityProblem::Time,
                IdentityProblem::OtherSignIn,
                IdentityProblem::Subject,
            ]
            .map(|problem| identity(problem).to_owned()),
        );
        sentences::are_whole_and_different(&said);
    }

    #[test]
    fn who_says_no_is_heard_in_their_own_words() {
        let said = problem(&refused("invalid_scope", Some("No such scope")));
        assert!(said.starts_with("The server said no (invalid_scope): No such scope. Try again;"));
        let said = problem(&refused("access_denied", Some("Not today!")));
        assert!(said.contains("turned down: Not today! Try again"));
    }
}
