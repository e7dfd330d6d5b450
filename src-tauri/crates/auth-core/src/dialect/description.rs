//! How a back end speaks: the whole of it, as types.

use percent_encoding::percent_decode_str;
use serde::Serialize;

/// How a back end speaks. Four presets know the Node and Spring servers, with tokens in JSON bodies
/// or in cookies; any other is JSON.
///
/// ```
/// use auth_core::Dialect;
///
/// let mut dialect = Dialect::preset("n-body").expect("a preset");
/// dialect.id = "ours".to_owned();
/// dialect.sign_in.path = "/v2/login".to_owned();
/// assert_eq!(Dialect::from_json(&dialect.to_json()).expect("the same"), dialect);
/// ```
///
/// One that is like no preset is put together, and checked:
///
/// ```
/// use auth_core::{AccessCarrier, Dialect, RefreshCarrier, RefreshRoute, Route, SignOutRoute};
///
/// let access = AccessCarrier::header("authorization", "Bearer ");
/// let mut dialect = Dialect::new("ours", Route::new("/register"), Route::new("/login"), access);
/// dialect.refresh = Some(RefreshRoute::new("/refresh", RefreshCarrier::body("refresh_token")));
/// dialect.sign_out = Some(SignOutRoute::new("/logout"));
/// dialect.fields.access_token = "access_token".to_owned();
/// assert_eq!(dialect.check(), Ok(()));
/// ```
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dialect {
    /// A short stable name.
    pub id: String,
    /// A name for people.
    pub title: String,
    /// Where accounts are made.
    pub sign_up: Route,
    /// Where people sign in.
    pub sign_in: Route,
    /// Where and how a session is refreshed; absent when the server cannot.
    pub refresh: Option<RefreshRoute>,
    /// Where a session is signed out; absent when the server cannot.
    pub sign_out: Option<SignOutRoute>,
    /// What carries the access credential.
    pub access: AccessCarrier,
    /// Whether cookies are kept although none of them is a credential, such as those by which a load
    /// balancer knows its own. Where a credential is in a cookie, all are kept in any case.
    pub cookies: bool,
    /// The names of fields in requests and answers.
    pub fields: Fields,
    /// Paths that are read without credentials, even when signed in.
    pub public_paths: Vec<String>,
}

/// A `POST` endpoint with a JSON body.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Route {
    /// The path below the base address.
    pub path: String,
}

/// The endpoint that refreshes a session.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RefreshRoute {
    /// The path below the base address.
    pub path: String,
    /// What carries the refresh credential.
    pub credential: RefreshCarrier,
    /// What particular refusals mean, asked before the general table. The first match counts.
    pub refusals: Vec<Refusal>,
}

/// The endpoint that signs a session out.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SignOutRoute {
    /// The path below the base address.
    pub path: String,
    /// Whether the server forgets the session only when the access credential is still good, so
    /// that an expired one is refreshed before it is signed out.
    pub needs_live_access: bool,
    /// Whether the server signs the person out of every session at once, so that an old one must not
    /// be signed out there after a new one has begun.
    pub ends_every_session: bool,
}

/// What carries the access credential to the server.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AccessCarrier {
    /// A header, filled from a field of the sign-in answer.
    Header {
        /// Its name.
        name: String,
        /// What stands before the token, such as `Bearer ` with its space.
        prefix: String,
    },
    /// A cookie that the server sets. Every cookie that it sets beside it travels too.
    Cookie {
        /// Its name.
        name: String,
        /// Where in its value the token is.
        payload: CookiePayload,
    },
}

/// Where in a cookie's value the token is. Asked only for its times.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CookiePayload {
    /// The value is the token.
    Token,
    /// The value is base64 of a JSON object with the token in a field.
    Base64Json {
        /// The field.
        field: String,
    },
}

/// What carries the refresh credential to the server.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RefreshCarrier {
    /// A field of the JSON body, filled from [`Fields::refresh_token`] of the last answer.
    Body {
        /// The field.
        field: String,
    },
    /// A cookie that the server set.
    Cookie {
        /// Its name.
        name: String,
    },
}

/// What a particular refusal of a refresh means.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// Text that the body contains; absent: any body.
    pub contains: Option<String>,
    /// What it means.
    pub means: Meaning,
}

/// What a refusal means for the session.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// The refresh credential has expired: the session has ended.
    Expired,
    /// The refresh credential is not accepted: the session has ended.
    Rejected,
    /// The server is in trouble: the session is kept.
    Unavailable,
}

/// The names of fields in requests and answers.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fields {
    /// The account's identifier; a number or a string.
    pub id: String,
    /// The name to sign in with, in requests and answers.
    pub username: String,
    /// The e-mail address, in requests and answers.
    pub email: String,
    /// The password, in requests.
    pub password: String,
    /// An array of role names.
    pub roles: String,
    /// The access token.
    pub access_token: String,
    /// The refresh token. A refresh that answers without one leaves the old one in force.
    pub refresh_token: String,
    /// The access token's lifetime in seconds (RFC 6749 section 5.1), used when the token itself
    /// does not say.
    pub expires_in: String,
    /// The server's words.
    pub message: String,
}

impl Default for Fields {
    fn default() -> Self {
        Self {
            id: "id".to_owned(),
            username: "username".to_owned(),
            email: "email".to_owned(),
            password: "password".to_owned(),
            roles: "roles".to_owned(),
            access_token: "accessToken".to_owned(),
            refresh_token: "refreshToken".to_owned(),
            expires_in: "expiresIn".to_owned(),
            message: "message".to_owned(),
        }
    }
}

impl Dialect {
    /// A dialect without refresh and sign-out, with the usual names of fields. What else there is is set on
    /// it; [`Dialect::check`] says whether it holds together.
    pub fn new(
        id: impl Into<String>,
        sign_up: Route,
        sign_in: Route,
        access: AccessCarrier,
    ) -> Self {
        let id = id.into();
        Self {
            title: id.clone(),
            id,
            sign_up,
            sign_in,
            refresh: None,
            sign_out: None,
            access,
            cookies: false,
            fields: Fields::default(),
            public_paths: Vec::new(),
        }
    }

    /// The dialect as JSON, with every field spelt out, for a person to read and to change.
    pub fn to_json(&self) -> String {
        // Plain data with text for keys: there is nothing in it that JSON could not say.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// Whether the server can refresh a session at all.
    pub fn refreshes(&self) -> bool {
        self.refresh.is_some()
    }

    /// Whether what the server sets is kept and sent. A session cookie beside a token would say a second
    /// time who somebody is, and be asked for what protects such sessions (CSRF).
    pub(crate) fn keeps_cookies(&self) -> bool {
        let route = self.refresh.as_ref();
        self.cookies
            || matches!(self.access, AccessCarrier::Cookie { .. })
            || route.is_some_and(|it| matches!(it.credential, RefreshCarrier::Cookie { .. }))
    }

    /// The header that belongs to the session, in lower case.
    pub(crate) fn credential_header(&self) -> Option<&str> {
        match &self.access {
            AccessCarrier::Header { name, .. } => Some(name),
            AccessCarrier::Cookie { .. } => None,
        }
    }

    /// Whether a cookie of this name is what a session lives by, or the signature of one that is.
    pub(crate) fn is_credential_cookie(&self, name: &str) -> bool {
        let access = match &self.access {
            AccessCarrier::Cookie { name, .. } => Some(name),
            AccessCarrier::Header { .. } => None,
        };
        let refresh = match self.refresh.as_ref().map(|route| &route.credential) {
            Some(RefreshCarrier::Cookie { name }) => Some(name),
            Some(RefreshCarrier::Body { .. }) | None => None,
        };
        let signed = name.strip_suffix(".sig").unwrap_or(name);
        access
            .into_iter()
            .chain(refresh)
            .any(|ours| ours == name || ours == signed)
    }

    /// Whether a path is one of the endpoints that issue credentials, by any spelling that a server
    /// might take for it: Express forgives case and trailing slashes, Spring decodes escapes, others
    /// cut path parameters off.
    pub(crate) fn is_auth_path(&self, path: &str) -> bool {
        let path = plain(path);
        self.auth_paths().any(|(_, auth)| plain(auth) == path)
    }

    /// Whether a path is the one at which a session is refreshed.
    pub(crate) fn is_refresh_path(&self, path: &str) -> bool {
        let route = self.refresh.as_ref();
        route.is_some_and(|route| plain(&route.path) == plain(path))
    }

    /// Whether a path is read without credentials.
    pub(crate) fn is_public(&self, path: &str) -> bool {
        self.public_paths.iter().any(|public| public == path)
    }

    pub(super) fn auth_paths(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [
            ("sign_up.path", self.sign_up.path.as_str()),
            ("sign_in.path", &self.sign_in.path),
        ]
        .into_iter()
        .chain(
            self.refresh
                .as_ref()
                .map(|route| ("refresh.path", route.path.as_str())),
        )
        .chain(
            self.sign_out
                .as_ref()
                .map(|route| ("sign_out.path", route.path.as_str())),
        )
    }
}

impl Route {
    /// The endpoint of this path.
    pub fn new(path: impl Into<String>) -> Self {
        Self { path: path.into() }
    }
}

impl RefreshRoute {
    /// The endpoint of this path, with no refusal that means anything particular.
    pub fn new(path: impl Into<String>, credential: RefreshCarrier) -> Self {
        Self {
            path: path.into(),
            credential,
            refusals: Vec::new(),
        }
    }
}

impl SignOutRoute {
    /// The endpoint of this path, which takes an expired session and ends no other.
    pub fn new(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            needs_live_access: false,
            ends_every_session: false,
        }
    }
}

impl AccessCarrier {
    /// A header of this name, with this before the token.
    pub fn header(name: impl Into<String>, prefix: impl Into<String>) -> Self {
        Self::Header {
            name: name.into(),
            prefix: prefix.into(),
        }
    }

    /// A cookie of this name.
    pub fn cookie(name: impl Into<String>, payload: CookiePayload) -> Self {
        Self::Cookie {
            name: name.into(),
            payload,
        }
    }
}

impl RefreshCarrier {
    /// A field of the JSON body.
    pub fn body(field: impl Into<String>) -> Self {
        Self::Body {
            field: field.into(),
        }
    }

    /// A cookie of this name.
    pub fn cookie(name: impl Into<String>) -> Self {
        Self::Cookie { name: name.into() }
    }
}

impl Refusal {
    /// Any refusal of this status means this.
    pub fn new(status: u16, means: Meaning) -> Self {
        Self {
            status,
            contains: None,
            means,
        }
    }
}

/// The segments of a path as the most forgiving server reads them.
fn plain(path: &str) -> Vec<String> {
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    decoded
        .split('/')
        .map(|segment| segment.split(';').next().unwrap_or_default())
        .filter(|segment| !segment.is_empty())
        .map(str::to_ascii_lowercase)
        .collect()
}
