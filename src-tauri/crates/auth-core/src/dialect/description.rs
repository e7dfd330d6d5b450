//! How a back end speaks: the whole of it, as types. Their docs are DIALECTS.md's table and the JSON Schema.

mod meaning;
mod oauth;
mod usual;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use self::usual::is_default;
pub(crate) use oauth::{ClientAuth, Endpoints, OAuth, Redirect, endpoint, name};

use super::{
    place::Place,
    request::Request,
    rule::{self, Rule, SignInMeaning},
};
use crate::wire::{Pointer, Template};

/// How a back end speaks. It is described in JSON; DIALECTS.md, beside this crate's `Cargo.toml`, explains it.
///
/// ```
/// let dialect = auth_core::Dialect::from_json(r#"{
///     "id": "ours",
///     "title": "Our server",
///     "sign_in": { "request": { "post": "/login", "json": { "user": "{username}", "pass": "{password}" } } },
///     "grant": { "access_token": "/token", "refresh_token": "/refresh" },
///     "access": { "headers": { "authorization": "Bearer {access_token}" } },
///     "refresh": { "request": { "post": "/refresh", "json": { "token": "{refresh_token}" } } },
///     "account": { "id": "/user/id", "username": "/user/name" }
/// }"#)?;
/// assert!(dialect.refreshes());
/// # Ok::<(), auth_core::DialectError>(())
/// ```
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(remote = "Self", deny_unknown_fields, expecting = "an object")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Dialect {
    /// A short stable name of your own: 1 to 32 lower-case letters, digits and single dashes.
    pub(crate) id: String,
    /// A name for people, of 1 to 60 characters on one line.
    pub(crate) title: String,
    /// What it was tested with, and in which version.
    pub(crate) tested_with: Option<String>,
    /// Harmless questions without credentials. A server to which each is answered as one of its rules says is told to
    /// be of this dialect.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) told_by: Vec<Probe>,
    /// What a person is asked when the server is added, by name. `{setting.NAME}` is its value.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) settings: BTreeMap<String, Setting>,
    /// How accounts are made; absent when the server makes none.
    pub(crate) sign_up: Option<SignUp>,
    /// How people sign in.
    pub(crate) sign_in: SignIn,
    /// The second step of a sign-in, where one may be asked for.
    pub(crate) second_step: Option<SecondStep>,
    /// Where credentials are in the answers to sign-in, code and refresh.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) grant: GrantPlaces,
    /// The server's words for a person, in any answer. Of a list, the first that is there.
    pub(crate) message: Option<Place>,
    /// Who is signed in.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) account: AccountPlaces,
    /// What carries the access credential in ordinary requests.
    pub(crate) access: Access,
    /// How a session is refreshed; absent when the server cannot. Then a session ends when its access credential is
    /// refused.
    pub(crate) refresh: Option<Refresh>,
    /// The cookies that are kept, by name; a name may end in `*`. One that is not here is not kept.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) cookies: BTreeMap<String, CookieRole>,
    /// What the server asks for against requests forged by other sites.
    pub(crate) csrf: Option<Csrf>,
    /// How a session is signed out; absent when the server cannot.
    pub(crate) sign_out: Option<SignOut>,
    /// What there is to read once somebody is signed in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) pages: Vec<Page>,
    /// Paths that are read without credentials, even when signed in. Each is compared to the letter, and has no query.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) public_paths: Vec<String>,
}

/// A harmless question.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(
    deny_unknown_fields,
    expecting = "an object with a `request` and its `answers`"
)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Probe {
    /// What is asked. No credential and no setting is in it.
    pub(crate) request: Request,
    /// What a server of this dialect answers.
    pub(crate) answers: Vec<Rule<rule::ProbeMeaning>>,
}

/// Something that a person is asked for.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, expecting = "an object with a `title`")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Setting {
    /// What the window calls it.
    pub(crate) title: String,
    /// Its value where nothing is entered. Without one, something must be.
    pub(crate) default: Option<String>,
    /// Whether it must not be seen.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) secret: bool,
}

/// How accounts are made.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, expecting = "an object with a `request`")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct SignUp {
    /// The request. `{username}`, `{email}`, `{password}` and each of `fields` are filled in.
    pub(crate) request: Request,
    /// Further fields that the form shows, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) fields: BTreeMap<String, Setting>,
    /// What particular answers mean: `done`, `refused` or `unavailable`. Without a rule, 2xx has succeeded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) answers: Vec<Rule<SignInMeaning>>,
}

/// A request that comes before another, and what is kept of its answer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, expecting = "an object with a `request`")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Fetch {
    /// The request.
    pub(crate) request: Request,
    /// What is kept of the answer, as `{NAME}` of later requests. Secret.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) keep: BTreeMap<String, Place>,
    /// The same for what is no secret, such as a number in a path.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) keep_public: BTreeMap<String, Place>,
}

/// How people sign in.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(
    deny_unknown_fields,
    expecting = "an object with a `request`, or with `oauth`"
)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct SignIn {
    /// What the window calls the name to sign in with, such as `E-mail address`.
    pub(crate) username_title: Option<String>,
    /// Requests that come first, such as for the page whose form has a token. It takes the place of `csrf.request` here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) before: Vec<Fetch>,
    /// The request. It goes out without an old credential, and with no cookie but those of `before`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) request: Request,
    /// In place of a request: in the person's browser, at an authorization server.
    pub(crate) oauth: Option<OAuth>,
    /// What is kept of the answer, as `{NAME}` of later requests. Secret.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) keep: BTreeMap<String, Place>,
    /// The same for what is no secret, such as a number in a path.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) keep_public: BTreeMap<String, Place>,
    /// What particular answers mean: `done`, `refused`, `second_step` or `unavailable`. Without a rule, 2xx has
    /// succeeded, and 400, 401, 403, 404 and 422 are a refusal.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) answers: Vec<Rule<SignInMeaning>>,
}

/// The second step of a sign-in. Its requests carry what the first has granted.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, expecting = "an object with a `request`")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct SecondStep {
    /// What the window calls what is entered, such as `Code from the e-mail`.
    pub(crate) title: Option<String>,
    /// Has a code sent, or begins the step: once by itself, and again when the person wants it.
    pub(crate) send: Option<Fetch>,
    /// The request with `{code}`, or with the password as well. Its answer grants more, or makes the first step's good.
    pub(crate) request: Request,
    /// What is kept of the answer, as `{NAME}` of later requests. Secret.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) keep: BTreeMap<String, Place>,
    /// What particular answers mean: `done`, `refused` (a wrong code), `lapsed` (back to the password),
    /// `second_step` (one more) or `unavailable`. Without a rule, as for a sign-in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) answers: Vec<Rule<SignInMeaning>>,
    /// What is sent when the person gives up. Without it, the sign-out where the first step granted something.
    pub(crate) give_up: Option<Request>,
}

/// Where credentials are in the answers to sign-in, code and refresh.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, expecting = "an object with places")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct GrantPlaces {
    /// The access token, where `{access_token}` is used. With an `access.cookie` there is none.
    pub(crate) access_token: Option<Place>,
    /// The refresh token. An answer without one leaves the old one in force.
    pub(crate) refresh_token: Option<Place>,
    /// The access credential's lifetime in seconds (RFC 6749 section 5.1), used when a token itself does not say.
    pub(crate) expires_in: Option<Place>,
    /// The same in milliseconds.
    pub(crate) expires_in_ms: Option<Place>,
    /// The same as a moment: seconds since 1970, or RFC 3339. It is held against the server's `Date`.
    pub(crate) expires_at: Option<Place>,
    /// What else is kept of each of these answers, as `{NAME}` of later requests. Secret.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) keep: BTreeMap<String, Place>,
    /// The same for what is no secret, such as a number in a path.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) keep_public: BTreeMap<String, Place>,
}

/// Who is signed in: where that is in the answer to the sign-in, or to a request of its own.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, expecting = "an object with places")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct AccountPlaces {
    /// A request of its own, sent with the new credentials. The sign-in counts when that has succeeded. Without it,
    /// the account is in the sign-in's answer.
    pub(crate) request: Option<Request>,
    /// The account's identifier; a number or a text.
    pub(crate) id: Option<Place>,
    /// The name to sign in with. What was typed counts where it is not there.
    pub(crate) username: Option<Place>,
    /// The e-mail address.
    pub(crate) email: Option<Place>,
    /// The roles: a text, several, or an object of flags, whose true ones count.
    pub(crate) roles: Option<Place>,
    /// What particular answers to `request` mean: `done`, `refused`, `second_step` or `unavailable`. Without a rule,
    /// 2xx has succeeded and everything else is a refusal.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) answers: Vec<Rule<SignInMeaning>>,
}

/// What carries the access credential.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "an object with `headers` or a `cookie`"
)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Access {
    /// Headers of every ordinary request, by name. One of them has `{access_token}`, unless `query` or a cookie carries it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) headers: BTreeMap<String, Template>,
    /// Fields of every ordinary request's query, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) query: BTreeMap<String, Template>,
    /// The cookie that the session lives by.
    pub(crate) cookie: Option<String>,
    /// Where a token is in the cookie's value, which is base64 of JSON. It is asked only for its times.
    pub(crate) base64_json: Option<Pointer>,
    /// What particular answers mean: `refused` (refresh, send again), `denied` (a role is missing) or `doubt` (a
    /// guest would get the same). Without a rule, 401 is `refused`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) answers: Vec<Rule<rule::RequestMeaning>>,
}

/// How a session is refreshed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, expecting = "an object with a `request`")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Refresh {
    /// The request. It carries what it names (`{refresh_token}`, `{access_token}`, what is kept) and the cookies.
    pub(crate) request: Request,
    /// What particular answers mean: `done`, `expired`, `rejected` or `unavailable`, asked before the general table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) answers: Vec<Rule<rule::RefreshMeaning>>,
    /// Whether the server refreshes what is still good and nothing else. Then the session is refreshed when it is
    /// restored and while it is idle, and is over when its time is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) only_while_live: bool,
}

/// With which requests a cookie travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(
    rename_all = "snake_case",
    expecting = "`always`, `refresh` or `refresh_past_end`"
)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) enum CookieRole {
    /// With every one.
    Always,
    /// With the refresh and the sign-out alone. There is one refresh however many requests wait for it.
    Refresh,
    /// With every one, and with the refresh also when its time is over.
    RefreshPastEnd,
}

/// What the server asks for against requests forged by other sites.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(
    deny_unknown_fields,
    expecting = "an object with `find` and a `header` or a `field`"
)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Csrf {
    /// The request that fetches the token. Without it, the token is in a cookie that other answers set.
    pub(crate) request: Option<Request>,
    /// Where the token is. A cookie may have been set by any answer.
    pub(crate) find: Place,
    /// The header that carries it.
    pub(crate) header: Option<String>,
    /// The field that carries it, in the requests of this dialect: of their JSON or form, or of a form of its own.
    pub(crate) field: Option<String>,
    /// Which requests carry it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) methods: CsrfMethods,
    /// By what is told that the token is missing or old: `csrf`. Then a new one is fetched, and the request sent once
    /// more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) answers: Vec<Rule<rule::CsrfMeaning>>,
}

/// Which requests carry a CSRF token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) enum CsrfMethods {
    /// Those that may change something.
    #[default]
    Unsafe,
    /// All.
    All,
}

/// How a session is signed out.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, expecting = "an object with a `request`")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct SignOut {
    /// The request, sent with the session's credentials.
    pub(crate) request: Request,
    /// What particular answers mean: `done` or `refused`. Without a rule, 2xx and a redirect within the server have
    /// signed out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) answers: Vec<Rule<rule::SignOutMeaning>>,
    /// Whether the server forgets the session only while the access credential is good. An expired one is then
    /// refreshed first.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) needs_live_access: bool,
    /// Whether the server signs the person out everywhere at once. An old session is then not signed out there after
    /// a new one has begun.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) ends_every_session: bool,
    /// What the server refuses afterwards.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) forgets: Forgets,
}

/// What a server refuses after a sign-out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "an object with `access` and `refresh`"
)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Forgets {
    /// The access credential.
    pub(crate) access: bool,
    /// The refresh credential.
    pub(crate) refresh: bool,
}

impl Default for Forgets {
    fn default() -> Self {
        Self {
            access: true,
            refresh: true,
        }
    }
}

/// Something to read.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(
    deny_unknown_fields,
    expecting = "an object with a `title` and a `request`"
)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Page {
    /// What the navigation calls it.
    pub(crate) title: String,
    /// The request: a `get` without a body, and without headers of the session's own.
    pub(crate) request: Request,
    /// The role that it is for.
    pub(crate) role: Option<String>,
}
