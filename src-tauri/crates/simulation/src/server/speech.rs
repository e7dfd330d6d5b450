//! What a back end hears: its kind, a request as it arrives, and how each kind takes its tokens from it.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{HeaderMap, Method, header};
use serde_json::Value;

use crate::ground::ProcessId;

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

/// A kind of back end: the four that are known by name, and two of no name in particular.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    NodeBody,
    NodeCookie,
    SpringBody,
    SpringCookie,
    OwnBody,
    OwnCookie,
}

/// Where a back end has what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Routes {
    pub(crate) sign_in: &'static str,
    pub(crate) refresh: &'static str,
    pub(crate) sign_out: &'static str,
}

const KNOWN: Routes = Routes {
    sign_in: "/api/auth/signin",
    refresh: "/api/auth/refreshtoken",
    sign_out: "/api/auth/signout",
};
const OWN: Routes = Routes {
    sign_in: "/v1/login",
    refresh: "/v1/token",
    sign_out: "/v1/logout",
};

impl Kind {
    pub(crate) const ALL: [Self; 6] = [
        Self::NodeBody,
        Self::NodeCookie,
        Self::SpringBody,
        Self::SpringCookie,
        Self::OwnBody,
        Self::OwnCookie,
    ];

    pub(crate) const fn routes(self) -> Routes {
        match self {
            Self::OwnBody | Self::OwnCookie => OWN,
            _ => KNOWN,
        }
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::NodeBody => "n-body",
            Self::NodeCookie => "n-cookie",
            Self::SpringBody => "s-body",
            Self::SpringCookie => "s-cookie",
            Self::OwnBody => "own-body",
            Self::OwnCookie => "own-cookie",
        }
    }

    pub(crate) const fn is_known(self) -> bool {
        !matches!(self, Self::OwnBody | Self::OwnCookie)
    }

    pub(crate) const fn refreshes(self) -> bool {
        !matches!(self, Self::NodeCookie)
    }

    pub(crate) const fn has_cookies(self) -> bool {
        matches!(
            self,
            Self::NodeCookie | Self::SpringCookie | Self::OwnCookie
        )
    }

    /// The access token of a request, as the server would take it.
    pub(super) fn access_of(self, heard: &Heard<'_>) -> Option<String> {
        let header = |name: &str| heard.headers.get(name)?.to_str().ok();
        match self {
            Self::NodeBody => header("x-access-token").map(str::to_owned),
            Self::SpringBody | Self::OwnBody => header("authorization")?
                .strip_prefix("Bearer ")
                .map(str::to_owned),
            Self::SpringCookie => cookie(heard, "bezkoder-jwt"),
            Self::OwnCookie => cookie(heard, "sid"),
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
            Self::OwnCookie => cookie(heard, "rid"),
            Self::NodeCookie => None,
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

fn cookie(heard: &Heard<'_>, name: &str) -> Option<String> {
    let all = heard.headers.get(header::COOKIE)?.to_str().ok()?;
    all.split("; ").find_map(|pair| {
        let (found, value) = pair.split_once('=')?;
        (found == name && !value.is_empty()).then(|| value.to_owned())
    })
}
