//! Why a sign-in at an authorization server came to nothing.

use crate::wire::{Words, redact::Secrets};

/// Why a sign-in at an authorization server came to nothing. Nobody is signed in by it; who was before still is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OAuthProblem {
    /// Nothing at the issuer's address says what it is. Check the address, or say the endpoints in the dialect.
    #[error("no discovery document was found there")]
    NoDocument,
    /// The document is of an issuer that is spelt otherwise. Take that address, if it is meant.
    #[error("the discovery document is of another issuer, `{found}`")]
    OtherIssuer {
        /// The one that it names.
        found: String,
    },
    /// The server names no such address.
    #[error("the server does not say its `{name}`")]
    NoEndpoint {
        /// As a discovery document calls it (RFC 8414 section 2), such as `token_endpoint`.
        name: &'static str,
    },
    /// The server names an address to which credentials may not go: it has neither https nor is it on this machine.
    #[error("the server's `{name}` is not secure")]
    NotSecure {
        /// As a discovery document calls it.
        name: &'static str,
    },
    /// Other programs have every port that the server lets the browser come back to. Close them, or register more.
    #[error("every port that the browser may come back to is taken")]
    PortTaken,
    /// The system has no randomness. Nothing was sent.
    #[error("the system has no randomness")]
    NoRandomness,
    /// The server, or the person there, said no.
    #[error("the server says `{code}`{}", said.as_deref().map(|said| format!(": {said}")).unwrap_or_default())]
    Declined {
        /// The `error`, such as `access_denied` (RFC 6749 section 4.1.2.1).
        code: Words,
        /// Its words, where it had any.
        said: Option<Words>,
    },
    /// The browser has not come back in time. Begin anew.
    #[error("the browser has not come back in time")]
    TimedOut,
    /// Nobody has entered the code on another device as long as it was good. Begin anew.
    #[error("the code has expired before somebody entered it")]
    CodeExpired,
    /// Somebody else is signed in in the browser than who was to come back.
    #[error("somebody else is signed in in the browser")]
    OtherPerson,
    /// The server grants tokens that are shown in another way than as they are (RFC 6749 section 7.1). Ask whoever runs it for
    /// bearer tokens.
    #[error("the server grants tokens of the type `{name}`, and not bearer tokens")]
    TokenType {
        /// As the server calls it.
        name: Words,
    },
    /// What says who has signed in is not to be believed.
    #[error("the id token {0}")]
    IdToken(IdTokenProblem),
}

impl OAuthProblem {
    /// A no, in the server's words.
    pub(crate) fn declined(code: &str, said: Option<&str>, known: &Secrets) -> Self {
        Self::Declined {
            code: Words::name(code, known),
            said: said.and_then(|said| Words::sentence(said, known)),
        }
    }
}

/// Why an id token is not to be believed (OIDC Core 1.0 section 3.1.3.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdTokenProblem {
    /// It was asked for and is not there.
    #[error("is missing")]
    Missing,
    /// It is none.
    #[error("cannot be read")]
    Unreadable,
    /// It is not signed, or in a way that anybody could.
    #[error("is signed in a way that is not accepted")]
    Algorithm,
    /// It is signed with a key that the server does not have.
    #[error("is signed with a key that the server does not have")]
    UnknownKey,
    /// The signature is wrong.
    #[error("has a wrong signature")]
    Signature,
    /// It is of another issuer.
    #[error("is of another issuer")]
    Issuer,
    /// It is for another program.
    #[error("is for another program")]
    Audience,
    /// Its time is over.
    #[error("has expired")]
    Expired,
    /// It does not say since when it is good, or its time has not come.
    #[error("is of a time to come")]
    NotYet,
    /// It is not of this sign-in.
    #[error("is not of this sign-in")]
    Nonce,
    /// It names nobody, or another person than the server does when it is asked.
    #[error("does not say who has signed in")]
    Subject,
    /// It came with another access token.
    #[error("came with another access token")]
    AccessToken,
}

impl From<IdTokenProblem> for OAuthProblem {
    fn from(problem: IdTokenProblem) -> Self {
        Self::IdToken(problem)
    }
}
