//! Why a sign-in in a browser, here or on another device, came to nothing, from the engine's words to the contract's.

use auth_core::{IdTokenProblem, OAuthProblem, Words};
use ipc::BrowserProblem;

pub(super) fn problem(problem: OAuthProblem) -> BrowserProblem {
    match problem {
        OAuthProblem::OtherIssuer { found } => BrowserProblem::OtherIssuer {
            found: auth_core::legible(&found),
        },
        OAuthProblem::NoEndpoint { name } => BrowserProblem::NoEndpoint {
            name: name.to_owned(),
        },
        OAuthProblem::NotSecure { name } => BrowserProblem::NotSecure {
            name: name.to_owned(),
        },
        OAuthProblem::PortTaken => BrowserProblem::PortTaken,
        OAuthProblem::NoRandomness => BrowserProblem::NoRandomness,
        OAuthProblem::Declined { code, said } => BrowserProblem::Declined {
            code: code.into_string(),
            said: said.map(Words::into_string),
        },
        OAuthProblem::TimedOut => BrowserProblem::TimedOut,
        OAuthProblem::CodeExpired => BrowserProblem::CodeExpired,
        OAuthProblem::OtherPerson => BrowserProblem::OtherPerson,
        OAuthProblem::TokenType { name } => BrowserProblem::TokenType {
            name: name.into_string(),
        },
        OAuthProblem::IdToken(problem) => BrowserProblem::Identity {
            problem: identity(problem),
        },
        // `NoDocument`, and whatever else keeps a server from saying what it is.
        _ => BrowserProblem::NoDocument,
    }
}

fn identity(problem: IdTokenProblem) -> ipc::IdentityProblem {
    match problem {
        IdTokenProblem::Algorithm | IdTokenProblem::UnknownKey | IdTokenProblem::Signature => {
            ipc::IdentityProblem::Signature
        }
        IdTokenProblem::Issuer => ipc::IdentityProblem::Issuer,
        IdTokenProblem::Audience => ipc::IdentityProblem::Audience,
        IdTokenProblem::Expired | IdTokenProblem::NotYet => ipc::IdentityProblem::Time,
        IdTokenProblem::Nonce | IdTokenProblem::AccessToken => ipc::IdentityProblem::OtherSignIn,
        IdTokenProblem::Subject => ipc::IdentityProblem::Subject,
        // `Missing`, `Unreadable`, and the vaguest thing that can be said of what this version does not know.
        _ => ipc::IdentityProblem::Unreadable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_an_id_token_is_told_as_far_as_somebody_can_do_something_about_it() {
        use ipc::IdentityProblem as Told;
        for (found, told) in [
            (IdTokenProblem::Missing, Told::Unreadable),
            (IdTokenProblem::Unreadable, Told::Unreadable),
            (IdTokenProblem::Algorithm, Told::Signature),
            (IdTokenProblem::UnknownKey, Told::Signature),
            (IdTokenProblem::Signature, Told::Signature),
            (IdTokenProblem::Issuer, Told::Issuer),
            (IdTokenProblem::Audience, Told::Audience),
            (IdTokenProblem::Expired, Told::Time),
            (IdTokenProblem::NotYet, Told::Time),
            (IdTokenProblem::Nonce, Told::OtherSignIn),
            (IdTokenProblem::AccessToken, Told::OtherSignIn),
            (IdTokenProblem::Subject, Told::Subject),
        ] {
            assert_eq!(identity(found), told, "{found:?}");
        }
    }
}
