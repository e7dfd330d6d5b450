//! Why a sign-in in the browser came to nothing, from the engine's words to the contract's.

use auth_core::{IdTokenProblem, OAuthProblem, Words};
use ipc::BrowserProblem;

pub(super) fn problem(problem: OAuthProblem) -> BrowserProblem {
    match problem {
        OAuthProblem::OtherIssuer { found } => BrowserProblem::OtherIssuer {
            found: auth_core::legible(&found),
        },
        OAuthProblem::NoEndpoint { what } => BrowserProblem::NoEndpoint {
            name: endpoint(what),
        },
        OAuthProblem::NotSecure { what } => BrowserProblem::NotSecure {
            name: endpoint(what),
        },
        OAuthProblem::PortTaken => BrowserProblem::PortTaken,
        OAuthProblem::NoRandomness => BrowserProblem::NoRandomness,
        OAuthProblem::Declined { code, said } => BrowserProblem::Declined {
            code: code.into_string(),
            said: said.map(Words::into_string),
        },
        OAuthProblem::TimedOut => BrowserProblem::TimedOut,
        OAuthProblem::IdToken(problem) => BrowserProblem::Identity {
            problem: identity(problem),
        },
        // `NoDocument`, and whatever else keeps a server from saying what it is.
        _ => BrowserProblem::NoDocument,
    }
}

/// As a discovery document calls it (RFC 8414 section 2), by which whoever runs the server finds it.
fn endpoint(what: &str) -> String {
    match what {
        "sign in" => "authorization_endpoint".to_owned(),
        "get tokens" => "token_endpoint".to_owned(),
        "jwks" | "get keys" => "jwks_uri".to_owned(),
        "pushed" => "pushed_authorization_request_endpoint".to_owned(),
        "device" | "sign in on another device" => "device_authorization_endpoint".to_owned(),
        other => format!("{other}_endpoint"),
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
    fn an_address_that_is_missing_goes_by_the_name_that_discovery_has_for_it() {
        for (what, name) in [
            ("sign in", "authorization_endpoint"),
            ("get tokens", "token_endpoint"),
            ("authorization", "authorization_endpoint"),
            ("revocation", "revocation_endpoint"),
            ("jwks", "jwks_uri"),
            ("get keys", "jwks_uri"),
            ("sign in on another device", "device_authorization_endpoint"),
        ] {
            assert_eq!(endpoint(what), name);
        }
    }

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
