//! Why something failed for now. None of these ends a session.

use std::time::Duration;

/// Why a request or a refresh failed for now. The session is kept through all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Cause {
    /// The name could not be resolved or the connection could not be made.
    #[error("the server cannot be reached")]
    Connect,
    /// The TLS handshake failed, or the certificate is not trusted.
    #[error("the secure connection could not be made")]
    Tls,
    /// The proxy wants a name and a password, and was given none or others. Ask for them.
    #[error("the proxy on the way asks for a name and a password")]
    Proxy,
    /// No answer in time.
    #[error("the server did not answer within {} s", after.as_secs())]
    Deadline {
        /// How long was waited.
        after: Duration,
    },
    /// The connection broke before the answer was whole, or before any of it came. The server may
    /// have acted.
    #[error("the connection was lost before the answer")]
    Lost,
    /// The server says that it cannot serve now: 408, 425, 429 or 5xx.
    #[error("the server is busy or broken (status {status})")]
    Busy {
        /// The HTTP status.
        status: u16,
    },
    /// It was refused, and perhaps by a firewall or a proxy before the server. A refresh is tried again, and
    /// believed to be refused when that is said often enough.
    #[error("the server, or something before it, refuses (status {status})")]
    Refused {
        /// The HTTP status.
        status: u16,
    },
    /// Something else answered in the server's place, such as a captive portal; or the answer
    /// cannot be read as this server's.
    #[error("something other than the server answered (status {status})")]
    Foreign {
        /// The HTTP status.
        status: u16,
    },
    /// The server answered, and something else than the dialect says.
    #[error("the answer lacks what the dialect says is there (status {status})")]
    Unreadable {
        /// The HTTP status.
        status: u16,
    },
    /// The answer is larger than 16 MiB.
    #[error("the answer is too large")]
    TooLarge,
    /// The answer is encoded (`Content-Encoding`) in a way that is not known or not as it says.
    #[error("the answer is encoded in a way that cannot be read")]
    Encoding,
    /// The server redirects to another origin, out of the path of its address, or to where credentials are issued or taken back.
    #[error("the server redirects to where credentials may not go")]
    Redirected,
    /// The server redirects within itself, on and on. Most likely it is set up wrongly, or the address is not quite its.
    #[error("the server redirects in a circle")]
    RedirectLoop,
    /// Another process holds the right to refresh and does not get on with it. The server was asked
    /// all the same and refused, which it may have done because that process used the credential up.
    #[error("another process is refreshing the session")]
    HeldElsewhere,
    /// The request could not be written as HTTP. Nothing was sent.
    #[error("the request cannot be sent")]
    Unsendable,
}

impl Cause {
    /// A stable name for machines: logs, and programs that count by it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Proxy => "proxy",
            Self::Deadline { .. } => "deadline",
            Self::Lost => "lost",
            Self::Busy { .. } => "busy",
            Self::Refused { .. } => "refused",
            Self::Foreign { .. } => "foreign",
            Self::Unreadable { .. } => "unreadable",
            Self::TooLarge => "too_large",
            Self::Encoding => "encoding",
            Self::Redirected => "redirected",
            Self::RedirectLoop => "redirect_loop",
            Self::HeldElsewhere => "held_elsewhere",
            Self::Unsendable => "unsendable",
        }
    }

    /// Whether the server may have acted on the request without our knowing its answer.
    pub(crate) const fn leaves_server_in_doubt(self) -> bool {
        matches!(
            self,
            Self::Lost | Self::Deadline { .. } | Self::TooLarge | Self::Encoding
        )
    }
}
