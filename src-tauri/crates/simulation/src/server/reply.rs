//! An answer, and what the server meant by it.

use std::time::{Duration, UNIX_EPOCH};

use auth_core::Answer;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde_json::Value;

use super::mint::FamilyId;
use super::mint::TokenId;

const PAGE: &str = "<!DOCTYPE html><html><body>Welcome to the lounge</body></html>";

/// What a server said, for the checks: they need not guess it from the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// A sign-in was granted.
    SignedIn { family: FamilyId, access: TokenId },
    /// A sign-in was granted, once its code has been entered.
    HalfSignedIn { family: FamilyId },
    /// A refresh was granted.
    Refreshed { family: FamilyId, access: TokenId },
    /// A refresh was granted with somebody else's credentials.
    MixedUp { family: FamilyId },
    /// A refresh was refused.
    Refused {
        family: Option<FamilyId>,
        why: Refusal,
    },
    /// An ordinary request was refused for want of a good access token.
    Unauthorized { access: Option<TokenId> },
    /// An ordinary request was served, or forbidden to this person.
    Served { access: Option<TokenId> },
    /// A guest was answered, or somebody as guests are: there is nothing to see.
    AsGuest { access: Option<TokenId> },
    /// The token against forged requests is missing or old.
    MissesCsrf,
    /// The request is to be sent elsewhere.
    SentOn,
    /// There is no such route.
    NoRoute,
    /// It cannot serve now; it may say for how long.
    Trouble {
        status: u16,
        retry_after: Option<Duration>,
    },
    /// Something else answered in its place, with this status.
    Foreign { status: u16 },
    /// Anything that no check is about.
    Nothing,
}

impl Said {
    /// Whether an ordinary request was refused with a 401, whoever did it.
    pub(crate) const fn is_401(&self) -> bool {
        matches!(
            self,
            Self::Unauthorized { .. } | Self::Foreign { status: 401 }
        )
    }
}

/// Why a server does not honour a refresh token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// None was sent.
    Missing,
    /// It is none that this server knows, or none any more.
    Unknown,
    Expired,
    /// It was used before, and its grace is over.
    Used,
    /// Its account is gone, which some servers do not think of.
    NoAccount,
}

/// An answer on its way.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) answer: Answer,
    pub(crate) said: Said,
}

impl Reply {
    fn new(status: u16, kind: &'static str, body: impl Into<Bytes>, said: Said) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        Self {
            answer: Answer::new(
                StatusCode::from_u16(status).unwrap_or(StatusCode::IM_A_TEAPOT),
                headers,
                body,
            ),
            said,
        }
    }

    pub(super) fn json(status: u16, body: &Value, said: Said) -> Self {
        Self::new(status, "application/json", body.to_string(), said)
    }

    pub(super) fn text(status: u16, body: &'static str, said: Said) -> Self {
        Self::new(status, "text/html; charset=utf-8", body, said)
    }

    /// A page that was made for this answer.
    pub(super) fn html(status: u16, page: String, said: Said) -> Self {
        Self::new(status, "text/html; charset=utf-8", page, said)
    }

    /// An answer that is in where it leads.
    pub(super) fn led(to: &str, said: Said) -> Self {
        Self {
            said,
            ..Self::redirect(302, to)
        }
    }

    /// A refusal in the words of one field.
    pub(super) fn message(status: u16, words: &str, said: Said) -> Self {
        Self::json(status, &serde_json::json!({ "message": words }), said)
    }

    /// What the Spring cookie back end says to everything that goes wrong inside it.
    pub(super) fn error_page(said: Said) -> Self {
        let body = r#"{"path":"/error","error":"Unauthorized","message":"Full authentication is required to access this resource","status":401}"#;
        Self::new(401, "application/json", body, said)
    }

    pub(super) fn no_route() -> Self {
        let body = "<!DOCTYPE html><html><body><pre>Cannot POST</pre></body></html>";
        Self::new(404, "text/html; charset=utf-8", body, Said::NoRoute)
    }

    pub(crate) fn page(status: u16) -> Self {
        Self::new(status, "text/html", PAGE, Said::Foreign { status })
    }

    pub(super) fn failing(status: u16) -> Self {
        let said = Said::Trouble {
            status,
            retry_after: None,
        };
        Self::message(status, "Something went wrong", said)
    }

    /// 429 with a `Retry-After` in seconds, or as the date that many seconds after `date_from`.
    pub(super) fn busy(seconds: u64, date_from: Option<u64>) -> Self {
        let said = Said::Trouble {
            status: 429,
            retry_after: Some(Duration::from_secs(seconds)),
        };
        let reply = Self::message(429, "Slow down", said);
        let value = match date_from {
            Some(now) => date(now + seconds),
            None => HeaderValue::from(seconds),
        };
        let reply = reply.with(header::RETRY_AFTER, value);
        match date_from {
            // Without a date of its own, a date to come back at would say nothing.
            Some(now) => reply.with_date(now),
            None => reply,
        }
    }

    pub(super) fn redirect(status: u16, to: &str) -> Self {
        let reply = Self::new(status, "text/plain", "", Said::SentOn);
        match HeaderValue::from_str(to) {
            Ok(to) => reply.with(header::LOCATION, to),
            Err(_) => reply,
        }
    }

    pub(super) fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.answer.headers.append(name, value);
        self
    }

    pub(super) fn with_cookie(self, cookie: &str) -> Self {
        match HeaderValue::from_str(cookie) {
            Ok(value) => self.with(header::SET_COOKIE, value),
            Err(_) => self,
        }
    }

    pub(super) fn with_date(mut self, wall: u64) -> Self {
        self.answer.headers.insert(header::DATE, date(wall));
        self
    }
}

fn date(wall: u64) -> HeaderValue {
    let text = httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(wall));
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}
