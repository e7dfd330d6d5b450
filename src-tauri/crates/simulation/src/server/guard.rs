//! What stands before a server and lets nobody refresh: a firewall, a proxy that does not know the route, a
//! cache that serves nothing but reading.

use http::StatusCode;
use serde_json::json;

use super::reply::{Reply, Said};

/// How it says no, as the usual ones do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Guard {
    /// A firewall's few words.
    Forbidden,
    /// The same from a gateway that speaks JSON.
    ForbiddenInJson,
    /// A proxy without the route.
    NotFound,
    /// A page, because only reading is allowed.
    NotAllowed,
    NotImplemented,
    /// A status and nothing more.
    Empty(u16),
}

impl Guard {
    pub(crate) const ALL: [Self; 7] = [
        Self::Forbidden,
        Self::ForbiddenInJson,
        Self::NotFound,
        Self::NotAllowed,
        Self::NotImplemented,
        Self::Empty(401),
        Self::Empty(400),
    ];

    pub(super) fn refuses(self) -> Reply {
        let said = |status: StatusCode| Said::Foreign {
            status: status.as_u16(),
        };
        let text = |status: StatusCode, words| Reply::text(status.as_u16(), words, said(status));
        match self {
            Self::Forbidden => text(StatusCode::FORBIDDEN, "Request blocked."),
            Self::ForbiddenInJson => {
                let status = StatusCode::FORBIDDEN;
                Reply::json(
                    status.as_u16(),
                    &json!({"message": "Forbidden"}),
                    said(status),
                )
            }
            Self::NotFound => text(StatusCode::NOT_FOUND, "no Route matched with those values"),
            Self::NotAllowed => text(
                StatusCode::METHOD_NOT_ALLOWED,
                "<html><body>405 Not Allowed</body></html>",
            ),
            Self::NotImplemented => text(StatusCode::NOT_IMPLEMENTED, "Unsupported method"),
            Self::Empty(status) => Reply::text(status, "", Said::Foreign { status }),
        }
    }
}
