//! What a back end asks for and hears: its kind, a request as it arrives, and how each kind takes its tokens from it.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{HeaderMap, Method, header};
use serde_json::Value;
use url::form_urlencoded;

use crate::ground::ProcessId;

impl Heard<'_> {
    /// A field of what was filled in, as JSON or as a form.
    pub(super) fn typed(&self, name: &str) -> Option<String> {
        if let Ok(json) = serde_json::from_slice::<Value>(self.body) {
            return Some(json.get(name)?.as_str()?.to_owned());
        }
        field(self.body, name)
    }
}

/// A field of a form, or of a query.
pub(crate) fn field(form: &[u8], name: &str) -> Option<String> {
    let mut fields = form_urlencoded::parse(form);
    let found = fields.find(|(found, _)| found == name);
    found.map(|(_, value)| value.into_owned())
}

/// What stands between the two tokens of a credential that is both.
pub(super) const BESIDE: char = '~';

/// A request as it arrives.
#[derive(Debug)]
pub(crate) struct Heard<'a> {
    pub(crate) method: &'a Method,
    pub(crate) path: &'a str,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
    /// Whose it is. For the checks; no server asks.
    pub(crate) process: ProcessId,
}

/// A kind of back end: the four that are known by name, and five of no name in particular.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    NodeBody,
    NodeCookie,
    SpringBody,
    SpringCookie,
    OwnBody,
    OwnCookie,
    /// Pages and forms: it says everything by where it sends one, and knows people by two cookies.
    Form,
    /// It refuses nobody: who is nobody any more is answered like a guest. What opens a session refreshes it.
    Guest,
    /// An authorization server, to which people go in a browser, and what it guards.
    OAuth,
}

/// Where a back end has what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Routes {
    pub(crate) sign_in: &'static str,
    pub(crate) refresh: &'static str,
    pub(crate) sign_out: &'static str,
    /// Where a token against forged requests is.
    pub(crate) csrf: &'static str,
}

/// Read by anybody.
pub(super) const PUBLIC: &str = "/api/test/all";
/// Who somebody is who has just signed in.
pub(crate) const ACCOUNT: &str = "/account";
/// What an authorization server says of itself: as `OpenID Connect` has it, and as OAuth has.
pub(crate) const DOCUMENTS: [&str; 2] = [
    "/.well-known/openid-configuration",
    "/.well-known/oauth-authorization-server",
];
/// The second step of a sign-in: the code, one more, or nothing of it.
pub(crate) const CODE: &str = "/v1/code";
pub(crate) const SEND_CODE: &str = "/v1/code/send";
pub(crate) const NO_CODE: &str = "/v1/code/cancel";

/// Where an authorization server gives tokens, whatever for.
const TOKEN: &str = "/oauth/token";

const KNOWN: Routes = Routes {
    sign_in: "/api/auth/signin",
    refresh: "/api/auth/refreshtoken",
    sign_out: "/api/auth/signout",
    csrf: "/csrf",
};
const OWN: Routes = Routes {
    sign_in: "/v1/login",
    refresh: "/v1/token",
    sign_out: "/v1/logout",
    csrf: "/v1/csrf",
};
const OAUTH: Routes = Routes {
    sign_in: TOKEN,
    refresh: TOKEN,
    sign_out: "/oauth/revoke",
    // It has none.
    csrf: "",
};
const FORM: Routes = Routes {
    sign_in: "/login",
    refresh: "/me",
    sign_out: "/logout",
    csrf: "/login",
};

/// A token against requests that other sites have forged: whether and where there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Csrf {
    None,
    /// In a cookie that grants set, and whoever is refused for want of it.
    Cookie,
    /// At an address of its own; `refuses`: but not for who shows a session that is none any more.
    Fetched {
        refuses: bool,
    },
}

/// How a server asks for a second step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SecondStep {
    /// How often, in a thousand.
    pub(crate) asked: u32,
    /// Whether the first step grants tokens already, which open nothing yet.
    pub(crate) grants: bool,
    /// Whether the code is to be sent.
    pub(crate) sends: bool,
}

impl Kind {
    pub(crate) const ALL: [Self; 9] = [
        Self::NodeBody,
        Self::NodeCookie,
        Self::SpringBody,
        Self::SpringCookie,
        Self::OwnBody,
        Self::OwnCookie,
        Self::Form,
        Self::Guest,
        Self::OAuth,
    ];

    pub(crate) const fn routes(self) -> Routes {
        match self {
            Self::OwnBody | Self::OwnCookie | Self::Guest => OWN,
            Self::Form => FORM,
            Self::OAuth => OAUTH,
            _ => KNOWN,
        }
    }

    /// Whether what is sent there begins a session.
    pub(crate) fn is_sign_in(self, method: &Method, path: &str, body: &[u8]) -> bool {
        let is_there = path == self.routes().sign_in && *method == Method::POST;
        is_there && self.is_for(body, "authorization_code")
    }

    /// Whether it refreshes one.
    pub(crate) fn is_refresh(self, path: &str, body: &[u8]) -> bool {
        path == self.routes().refresh && self.is_for(body, "refresh_token")
    }

    /// Where one address has everything, the form says what it is for.
    fn is_for(self, body: &[u8], grant: &str) -> bool {
        self != Self::OAuth || field(body, "grant_type").as_deref() == Some(grant)
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::NodeBody => "n-body",
            Self::NodeCookie => "n-cookie",
            Self::SpringBody => "s-body",
            Self::SpringCookie => "s-cookie",
            Self::OwnBody => "own-body",
            Self::OwnCookie => "own-cookie",
            Self::Form => "form",
            Self::Guest => "guest",
            Self::OAuth => "oauth",
        }
    }

    pub(crate) const fn is_known(self) -> bool {
        !matches!(
            self,
            Self::OwnBody | Self::OwnCookie | Self::Form | Self::Guest | Self::OAuth
        )
    }

    pub(crate) const fn refreshes(self) -> bool {
        !matches!(self, Self::NodeCookie)
    }

    /// By which method.
    pub(crate) const fn refreshes_by(self) -> Method {
        match self {
            Self::Form => Method::GET,
            _ => Method::POST,
        }
    }

    pub(crate) const fn has_cookies(self) -> bool {
        matches!(
            self,
            Self::NodeCookie | Self::SpringCookie | Self::OwnCookie | Self::Form
        )
    }

    /// The access token of a request, as the server would take it.
    pub(super) fn access_of(self, heard: &Heard<'_>) -> Option<String> {
        let header = |name: &str| heard.headers.get(name)?.to_str().ok();
        match self {
            Self::NodeBody => header("x-access-token").map(str::to_owned),
            Self::SpringBody | Self::OwnBody | Self::OAuth => header("authorization")?
                .strip_prefix("Bearer ")
                .map(str::to_owned),
            Self::SpringCookie => cookie(heard, "bezkoder-jwt"),
            Self::OwnCookie | Self::Form => cookie(heard, "sid"),
            Self::Guest => header("authorization").map(str::to_owned),
            Self::NodeCookie => {
                cookie(heard, "bezkoder-session.sig")?;
                let json = STANDARD.decode(cookie(heard, "bezkoder-session")?).ok()?;
                let session: Value = serde_json::from_slice(&json).ok()?;
                session.get("token")?.as_str().map(str::to_owned)
            }
        }
    }

    /// The refresh token of a request.
    pub(super) fn refresh_of(self, heard: &Heard<'_>) -> Option<String> {
        match self {
            Self::SpringCookie => cookie(heard, "bezkoder-jwt-refresh"),
            // Or behind the other, in the one that is for both.
            Self::OwnCookie => cookie(heard, "rid").or_else(|| behind(&cookie(heard, "sid")?)),
            Self::Form => cookie(heard, "remember"),
            Self::Guest => behind(&self.access_of(heard)?),
            Self::NodeCookie => None,
            Self::OAuth => heard.typed("refresh_token"),
            Self::NodeBody | Self::SpringBody | Self::OwnBody => {
                let body: Value = serde_json::from_slice(heard.body).ok()?;
                let field = if matches!(self, Self::OwnBody) {
                    "refresh_token"
                } else {
                    "refreshToken"
                };
                body.get(field)?.as_str().map(str::to_owned)
            }
        }
    }
}

/// The refresh token behind an access token, where one credential is both.
fn behind(text: &str) -> Option<String> {
    let (_, refresh) = text.split_once(BESIDE)?;
    Some(refresh.to_owned())
}

pub(super) fn cookie(heard: &Heard<'_>, name: &str) -> Option<String> {
    let all = heard.headers.get(header::COOKIE)?.to_str().ok()?;
    all.split("; ").find_map(|pair| {
        let (found, value) = pair.split_once('=')?;
        (found == name && !value.is_empty()).then(|| value.to_owned())
    })
}
