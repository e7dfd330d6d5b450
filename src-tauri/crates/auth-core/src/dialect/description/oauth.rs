//! A sign-in at an authorization server (OAuth 2.1, OIDC Core 1.0), as a dialect describes it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::usual::is_default;
use crate::wire::Template;

/// A sign-in in the person's own browser. What the server says of itself (its discovery document) need not be said here.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, expecting = "an object with a `client_id`")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct OAuth {
    /// The issuer, to the letter as its discovery document has it. Without one, or where it is empty, the server's address; an
    /// `iss` that comes back with the browser is compared where there is a document or an issuer.
    pub(crate) issuer: Option<Template>,
    /// What the server knows this program by.
    pub(crate) client_id: Template,
    /// Its secret, where the server has given it one. Of an installed program it is not secret.
    pub(crate) client_secret: Option<Template>,
    /// How the program says who it is.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) client_auth: ClientAuth,
    /// What is asked for, by words with spaces between them. With `openid` there is an id token.
    pub(crate) scope: Option<Template>,
    /// Where the browser comes back to, on this machine.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) redirect: Redirect,
    /// Further parameters of the address that the browser opens, and of a sign-in on another device, such as `prompt`,
    /// `audience` or `resource`. `resource` goes with what asks for tokens as well (RFC 8707).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) authorize: BTreeMap<String, Template>,
    /// Whether a session that has expired and cannot be refreshed is brought back by itself, where the browser still has one
    /// with the server: it opens, nothing is asked there (`prompt=none`), and nobody else is let in.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) comes_back: bool,
    /// Addresses that the server does not say, or says otherwise. With `authorization` and `token` none is looked for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) endpoints: Endpoints,
}

/// How a program says who it is (RFC 6749 section 2.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case", expecting = "`none`, `basic` or `post`")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) enum ClientAuth {
    /// By its `client_id` alone: a public client.
    #[default]
    None,
    /// With its secret in the `authorization` header.
    Basic,
    /// With its secret in the form.
    Post,
}

/// Where the browser comes back to (RFC 8252 section 7.3). The server must know it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, expecting = "an object")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Redirect {
    /// `127.0.0.1`, `::1` or `localhost`.
    pub(crate) host: String,
    /// The ports, of which the first that is free is taken: those that the server knows, where it compares them. Without one,
    /// any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) ports: Vec<u16>,
    /// The path: empty, or with a query, where the server compares it to the letter.
    pub(crate) path: String,
}

impl Default for Redirect {
    fn default() -> Self {
        Self {
            host: "127.0.0.1".to_owned(),
            ports: Vec::new(),
            path: "/".to_owned(),
        }
    }
}

/// The addresses of an authorization server (RFC 8414 section 2): https, or http on this machine.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, expecting = "an object with addresses")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Endpoints {
    /// Where the browser begins.
    pub(crate) authorization: Option<String>,
    /// Where a code, or a refresh token, becomes tokens.
    pub(crate) token: Option<String>,
    /// Where it is asked who has signed in.
    pub(crate) userinfo: Option<String>,
    /// Where tokens are revoked (RFC 7009).
    pub(crate) revocation: Option<String>,
    /// The keys that id tokens are signed with (RFC 7517).
    pub(crate) jwks: Option<String>,
    /// Where a request is pushed before the browser opens (RFC 9126). Where that is refused and not required, it goes with the
    /// browser.
    pub(crate) pushed: Option<String>,
    /// Where a sign-in on another device begins (RFC 8628).
    pub(crate) device: Option<String>,
    /// Where the browser is signed out (OIDC RP-Initiated Logout 1.0).
    pub(crate) end_session: Option<String>,
}

/// What the engine fills in of a sign-in at an authorization server. What is asked for later is kept with the session, so
/// that it is refreshed and signed out after a restart without the server being asked again what it is.
pub(crate) mod name {
    pub(crate) const CODE: &str = "oauth.code";
    pub(crate) const VERIFIER: &str = "oauth.verifier";
    pub(crate) const REDIRECT: &str = "oauth.redirect";
    pub(crate) const NONCE: &str = "oauth.nonce";
    pub(crate) const ISSUER: &str = "oauth.issuer";
    pub(crate) const TOKEN: &str = "oauth.token";
    pub(crate) const USERINFO: &str = "oauth.userinfo";
    pub(crate) const REVOCATION: &str = "oauth.revocation";
    pub(crate) const JWKS: &str = "oauth.jwks";
    pub(crate) const BASIC: &str = "oauth.basic";
    pub(crate) const DEVICE: &str = "oauth.device";
    pub(crate) const BEGIN: &str = "oauth.begin";
    pub(crate) const CLIENT_ID: &str = "oauth.client_id";
    /// The session at the server, which another sign-in in the same browser may be of.
    pub(crate) const SID: &str = "oauth.sid";
    /// What is revoked: the refresh token takes with it what it has granted (RFC 7009 section 2.1).
    pub(crate) const NEWEST: &str = "oauth.newest";
    pub(crate) const ID_TOKEN: &str = "id_token";
}

impl OAuth {
    /// Every template that a person writes, with its place in the description.
    pub(crate) fn templates(&self) -> impl Iterator<Item = (String, &Template)> {
        let own = [
            ("issuer", self.issuer.as_ref()),
            ("client_id", Some(&self.client_id)),
            ("client_secret", self.client_secret.as_ref()),
            ("scope", self.scope.as_ref()),
        ];
        let own = own.into_iter();
        let own = own.filter_map(|(name, it)| Some((name.to_owned(), it?)));
        let further = self.authorize.iter();
        own.chain(further.map(|(name, it)| (format!("authorize.{name}"), it)))
    }
}

/// What a discovery document calls an address (RFC 8414 section 2), by which whoever runs a server finds it.
pub(crate) mod endpoint {
    pub(crate) const AUTHORIZATION: &str = "authorization_endpoint";
    pub(crate) const TOKEN: &str = "token_endpoint";
    pub(crate) const USERINFO: &str = "userinfo_endpoint";
    pub(crate) const REVOCATION: &str = "revocation_endpoint";
    pub(crate) const JWKS: &str = "jwks_uri";
    pub(crate) const PUSHED: &str = "pushed_authorization_request_endpoint";
    pub(crate) const DEVICE: &str = "device_authorization_endpoint";
    pub(crate) const END_SESSION: &str = "end_session_endpoint";
}

impl Endpoints {
    /// Those that are there: by their names here, and in a discovery document.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&'static str, &'static str, &String)> {
        let all = [
            (
                "authorization",
                endpoint::AUTHORIZATION,
                &self.authorization,
            ),
            ("token", endpoint::TOKEN, &self.token),
            ("userinfo", endpoint::USERINFO, &self.userinfo),
            ("revocation", endpoint::REVOCATION, &self.revocation),
            ("jwks", endpoint::JWKS, &self.jwks),
            ("pushed", endpoint::PUSHED, &self.pushed),
            ("device", endpoint::DEVICE, &self.device),
            ("end_session", endpoint::END_SESSION, &self.end_session),
        ];
        let all = all.into_iter();
        all.filter_map(|(name, there, address)| Some((name, there, address.as_ref()?)))
    }

    /// The one that a discovery document calls so.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.all().find(|(_, it, _)| *it == name);
        found.map(|(_, _, address)| address.as_str())
    }

    /// Whether a browser can sign in by them: the server is not asked for others then.
    pub(crate) fn are_enough(&self) -> bool {
        self.authorization.is_some() && self.token.is_some()
    }

    /// The same with those of the others where these have none.
    pub(crate) fn or(self, others: Self) -> Self {
        Self {
            authorization: self.authorization.or(others.authorization),
            token: self.token.or(others.token),
            userinfo: self.userinfo.or(others.userinfo),
            revocation: self.revocation.or(others.revocation),
            jwks: self.jwks.or(others.jwks),
            pushed: self.pushed.or(others.pushed),
            device: self.device.or(others.device),
            end_session: self.end_session.or(others.end_session),
        }
    }
}
