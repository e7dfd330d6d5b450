//! What an authorization server says of itself (OIDC Discovery 1.0, RFC 8414).

use serde::Deserialize;
use url::Url;

use crate::{
    dialect::Endpoints,
    report::OAuthProblem,
    wire::{BaseUrl, is_confidential},
};

/// What its document says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Metadata {
    /// As it spells itself.
    pub(crate) issuer: String,
    pub(crate) endpoints: Endpoints,
    /// Whether every request has to be pushed (RFC 9126 section 5).
    pub(crate) requires_pushed: bool,
    /// Whether the server says it itself.
    pub(crate) is_document: bool,
}

#[derive(Deserialize)]
struct Document {
    #[serde(default)]
    issuer: String,
    authorization_endpoint: Option<String>,
    token_endpoint: Option<String>,
    userinfo_endpoint: Option<String>,
    revocation_endpoint: Option<String>,
    jwks_uri: Option<String>,
    pushed_authorization_request_endpoint: Option<String>,
    device_authorization_endpoint: Option<String>,
    end_session_endpoint: Option<String>,
    #[serde(default)]
    require_pushed_authorization_requests: bool,
}

/// Where an issuer's document may be, in the order in which it is looked for. The second one stands before the path of the
/// issuer (RFC 8414 section 3.1).
pub(crate) fn places(issuer: &str) -> Vec<Url> {
    let trimmed = issuer.trim_end_matches('/');
    let below = format!("{trimmed}/.well-known/openid-configuration");
    let before = Url::parse(trimmed).ok().map(|mut url| {
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&format!("/.well-known/oauth-authorization-server{path}"));
        url
    });
    Url::parse(&below).ok().into_iter().chain(before).collect()
}

impl Metadata {
    /// What a document says, if it is this issuer's: to the letter, but for the slash at the end that the address of a server
    /// is kept without. What it leaves out forbids nothing.
    pub(crate) fn read(issuer: &str, body: &[u8]) -> Result<Self, OAuthProblem> {
        let document: Document =
            serde_json::from_slice(body).map_err(|_| OAuthProblem::NoDocument)?;
        let bare = document.issuer.strip_suffix('/');
        if document.issuer != issuer && bare != Some(issuer) {
            return Err(OAuthProblem::OtherIssuer {
                found: document.issuer,
            });
        }
        Ok(Self {
            requires_pushed: document.require_pushed_authorization_requests,
            is_document: true,
            issuer: document.issuer,
            endpoints: Endpoints {
                authorization: document.authorization_endpoint,
                token: document.token_endpoint,
                userinfo: document.userinfo_endpoint,
                revocation: document.revocation_endpoint,
                jwks: document.jwks_uri,
                pushed: document.pushed_authorization_request_endpoint,
                device: document.device_authorization_endpoint,
                end_session: document.end_session_endpoint,
            },
        })
    }

    /// What a dialect says of a server that says nothing.
    pub(crate) fn said(issuer: String, endpoints: Endpoints) -> Self {
        Self {
            issuer,
            endpoints,
            requires_pushed: false,
            is_document: false,
        }
    }

    /// With what another document of the same issuer knows besides.
    pub(crate) fn or(self, more: Endpoints) -> Self {
        Self {
            endpoints: self.endpoints.or(more),
            ..self
        }
    }
}

/// Whether credentials may go there: over TLS, to this machine, or to the server that a person has allowed.
pub(crate) fn is_safe(address: &str, base: &BaseUrl) -> bool {
    let is_ours = |url: &Url| base.is_of_server(url) && url.fragment().is_none();
    Url::parse(address).is_ok_and(|url| is_confidential(&url) || is_ours(&url))
}
