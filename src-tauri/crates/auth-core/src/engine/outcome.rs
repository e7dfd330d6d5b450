//! What an answer to a refresh, a sign-in or a sign-up means. Pure: the table, and nothing else.
//!
//! | refresh answered | means |
//! | --- | --- |
//! | 2xx with credentials | refreshed |
//! | a status and body that the dialect names | what the dialect says |
//! | 401, 403 (JSON, text, empty); OAuth `invalid_grant` | ended |
//! | 404, 405, 501 | this server cannot refresh |
//! | 401, 403, 2xx with markup, such as an HTML page | a portal or proxy: kept |
//! | 2xx that does not parse; any other status; no answer | kept |

use std::time::Duration;

use http::{StatusCode, header::RETRY_AFTER};
use url::Url;

use crate::{
    credentials::{
        Credentials,
        grant::{self, Grant},
    },
    dialect::{Dialect, Meaning},
    report::{EndReason, Error},
    wire::json,
    world::{Answer, Cause, Moment},
};

/// A server that asks for more patience than this does not get it.
const LONGEST_RETRY_AFTER: Duration = Duration::from_mins(10);

/// What the answer to a refresh means.
#[derive(Debug)]
pub(crate) enum RefreshOutcome {
    /// New credentials.
    Refreshed(Box<Grant>),
    /// Another process had refreshed the session already: these are its credentials, from the vault.
    Adopted(Box<Credentials>),
    /// Another process has signed out, or signed somebody else in.
    SignedOutElsewhere,
    /// The session has ended.
    Ended(EndReason),
    /// This server cannot refresh sessions.
    Unsupported,
    /// There is nothing to refresh with, here or in the vault. Nobody was asked.
    NoCredential,
    /// It failed for now; the session is kept.
    Failed {
        /// Why.
        cause: Cause,
        /// How long the server asks to wait.
        retry_after: Option<Duration>,
        /// Whether the server may have acted without our knowing its answer, and so may have used
        /// the credential up.
        in_doubt: bool,
    },
}

impl RefreshOutcome {
    /// There was no answer.
    pub(crate) fn unanswered(cause: Cause) -> Self {
        Self::Failed {
            cause,
            retry_after: None,
            in_doubt: cause.leaves_server_in_doubt(),
        }
    }

    /// The connection was lost before the answer was whole.
    pub(crate) fn lost() -> Self {
        Self::unanswered(Cause::Lost)
    }

    /// Whether the connection was lost.
    pub(crate) const fn is_lost(&self) -> bool {
        matches!(
            self,
            Self::Failed {
                cause: Cause::Lost,
                ..
            }
        )
    }

    /// The same, after an earlier try that got no answer.
    pub(crate) fn with_doubt(mut self) -> Self {
        if let Self::Failed { in_doubt, .. } = &mut self {
            *in_doubt = true;
        }
        self
    }
}

/// When and where an answer came.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arrival<'a> {
    pub(crate) url: &'a Url,
    pub(crate) at: Moment,
    pub(crate) wall: u64,
}

/// Judges the answer to a refresh. `in_doubt` says that an earlier try with the same credential
/// got no answer, so that the server may have used it up.
pub(crate) fn of_refresh(
    dialect: &Dialect,
    answer: &Answer,
    arrival: Arrival<'_>,
    in_doubt: bool,
) -> RefreshOutcome {
    let status = answer.status.as_u16();
    let markup = json::is_markup(&answer.body);
    let failed = |cause| RefreshOutcome::Failed {
        cause,
        retry_after: retry_after(answer, arrival),
        // A gateway that gave up, or an answer that was garbled on the way.
        in_doubt: answer.status.is_success() || matches!(status, 502 | 504),
    };
    if answer.status.is_success() {
        let grant = Grant::read(dialect, answer, arrival.url, arrival.at, arrival.wall);
        return match grant.filter(|_| !markup) {
            Some(grant) => RefreshOutcome::Refreshed(Box::new(grant)),
            None => failed(Cause::Foreign { status }),
        };
    }
    if let Some(meaning) = named_by(dialect, answer) {
        return match meaning {
            Meaning::Expired => RefreshOutcome::Ended(EndReason::RefreshExpired),
            Meaning::Rejected => RefreshOutcome::Ended(rejected(in_doubt)),
            Meaning::Unavailable => failed(Cause::Busy { status }),
        };
    }
    match status {
        404 | 405 | 501 => RefreshOutcome::Unsupported,
        408 | 425 | 429 | 500.. => failed(Cause::Busy { status }),
        401 | 403 if !markup => RefreshOutcome::Ended(rejected(in_doubt)),
        400 if is_invalid_grant(answer) => RefreshOutcome::Ended(rejected(in_doubt)),
        _ => failed(Cause::Foreign { status }),
    }
}

fn rejected(in_doubt: bool) -> EndReason {
    if in_doubt {
        EndReason::RefreshReused
    } else {
        EndReason::RefreshRejected
    }
}

fn named_by(dialect: &Dialect, answer: &Answer) -> Option<Meaning> {
    let refusals = &dialect.refresh.as_ref()?.refusals;
    if json::is_markup(&answer.body) {
        return None;
    }
    let body = String::from_utf8_lossy(&answer.body);
    let fits = |contains: &Option<String>| contains.as_ref().is_none_or(|text| body.contains(text));
    refusals
        .iter()
        .find(|refusal| refusal.status == answer.status.as_u16() && fits(&refusal.contains))
        .map(|refusal| refusal.means)
}

/// RFC 6749 section 5.2.
fn is_invalid_grant(answer: &Answer) -> bool {
    json::object(&answer.body).is_some_and(|body| {
        body.get("error")
            .is_some_and(|error| error == "invalid_grant")
    })
}

/// RFC 9110 section 10.2.3: seconds or a date. The date is held against the server's own clock.
fn retry_after(answer: &Answer, arrival: Arrival<'_>) -> Option<Duration> {
    let text = answer.headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = if let Ok(seconds) = text.parse::<u64>() {
        Duration::from_secs(seconds)
    } else {
        let date = httpdate::parse_http_date(text).ok()?;
        let then = date.duration_since(std::time::UNIX_EPOCH).ok()?.as_secs();
        let now = grant::server_time(answer).unwrap_or(arrival.wall);
        Duration::from_secs(then.saturating_sub(now))
    };
    Some(wait.min(LONGEST_RETRY_AFTER))
}

/// Judges the answer to a sign-in: the grant, or why there is none.
pub(crate) fn of_sign_in(
    dialect: &Dialect,
    answer: &Answer,
    arrival: Arrival<'_>,
) -> Result<Grant, Error> {
    if !answer.status.is_success() {
        return Err(refusal(dialect, answer));
    }
    Grant::read(dialect, answer, arrival.url, arrival.at, arrival.wall)
        .filter(|_| json::object(&answer.body).is_some())
        .ok_or(Error::NotThisApi {
            status: answer.status.as_u16(),
        })
}

/// Judges the answer to a sign-up: the server's words, or why it refused.
pub(crate) fn of_sign_up(dialect: &Dialect, answer: &Answer) -> Result<String, Error> {
    if !answer.status.is_success() {
        return Err(refusal(dialect, answer));
    }
    match json::message(&answer.body, &dialect.fields.message) {
        Some(words) => Ok(words),
        None if json::object(&answer.body).is_some() => Ok(String::new()),
        None => Err(Error::NotThisApi {
            status: answer.status.as_u16(),
        }),
    }
}

/// A refusal in the server's words, where it has some; the Express back ends send a stack trace
/// as HTML for faults of their own, and an HTML 404 where there is no such route.
fn refusal(dialect: &Dialect, answer: &Answer) -> Error {
    let status = answer.status.as_u16();
    let message = json::message(&answer.body, &dialect.fields.message);
    let busy = answer.status.is_server_error()
        || matches!(
            answer.status,
            StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY | StatusCode::TOO_MANY_REQUESTS
        );
    if message.is_none() && busy {
        Error::Unavailable {
            cause: Cause::Busy { status },
        }
    } else if json::is_html_document(&answer.body) || answer.status.is_redirection() {
        Error::NotThisApi { status }
    } else {
        Error::Refused { status, message }
    }
}

#[cfg(test)]
mod tests;
