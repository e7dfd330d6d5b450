//! What goes wrong between here and the server.

use serde::{Deserialize, Serialize};

/// What went wrong between here and the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NetworkError {
    /// The name or the connection failed: offline, wrong host, port closed.
    Connect,
    /// The server's certificate is not trusted, or TLS failed.
    Tls,
    /// The proxy on the way wants a name and a password that it was not given.
    Proxy,
    /// No answer within the deadline.
    Deadline {
        /// How long was waited.
        seconds: u64,
    },
    /// The connection broke after the request was sent.
    Lost,
    /// The server said that it cannot serve now (408, 425, 429, 5xx).
    ServerBusy {
        /// The HTTP status.
        status: u16,
    },
    /// It was refused, by the server or by something before it, such as a firewall.
    Refused {
        /// The HTTP status.
        status: u16,
    },
    /// Something other than the back end answered: a portal, a proxy, an HTML page.
    Foreign {
        /// The HTTP status.
        status: u16,
    },
    /// The server answered, and something else than its dialect says.
    Unreadable {
        /// The HTTP status.
        status: u16,
    },
    /// The answer was larger than 16 MiB.
    TooLarge,
    /// The answer was encoded in a way that is not known, or not as it said.
    Encoding,
    /// The server redirected to somewhere that credentials may not go.
    Redirect,
    /// The server redirected within itself, on and on.
    RedirectLoop,
    /// Another process of this person has the right to refresh the session, and does not get on with it.
    HeldElsewhere,
    /// No request could be made of what the dialect says and is known. Nothing was sent.
    Unsendable,
}
