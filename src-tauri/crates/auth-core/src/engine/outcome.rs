//! What an answer to a refresh, a sign-in or a sign-up means. Pure: the table, and nothing else.
//!
//! | refresh answered | means |
//! | --- | --- |
//! | a status and body that the dialect names | what the dialect says |
//! | 2xx with credentials | refreshed |
//! | 2xx or 4xx with an OAuth error code (RFC 6749 section 5.2, RFC 6750 section 3.1) | ended, in the server's own words |
//! | 400, 401 with a JSON object | ended |
//! | 408, 425, 429, 5xx but 501 | busy: kept |
//! | any other 4xx, 501 | refused, but perhaps not by the server: kept, and ended when tries enough over time enough have said the same |
//! | 2xx that does not parse; 3xx; no answer | kept |

use std::time::Duration;

use http::{
    StatusCode,
    header::{RETRY_AFTER, WWW_AUTHENTICATE},
};
use serde_json::{Map, Value};
use url::Url;

use crate::{
    credentials::{
        Credentials, Received,
        grant::{self, Grant},
    },
    dialect::{Dialect, Meaning},
    engine::Trouble,
    report::{EndReason, Error, EventKind, Said},
    wire::{Words, json, redact::Secrets},
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
    EndedElsewhere(EndReason),
    /// The server has refused: the session has ended.
    Ended(Refusal),
    /// There is nothing to refresh with, here or in the vault. Nobody was asked.
    NoCredential,
    /// It failed for now; the session is kept.
    Failed(Failure),
}

/// What was refused, and in what words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) reason: EndReason,
    pub(crate) said: Said,
}

/// A refresh that failed for now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// Why.
    pub(crate) cause: Cause,
    /// How long the server asks to wait.
    pub(crate) retry_after: Option<Duration>,
    /// Whether the server may have acted without our knowing its answer, and so may have used the
    /// credential up.
    pub(crate) in_doubt: bool,
    /// What was refused, if only it was the server that did.
    pub(crate) refusal: Option<Refusal>,
}

/// Whether one more try comes before anybody is told of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SecondTry {
    /// No: what came is the outcome.
    No,
    /// At once: the answer is missing, and the server may have used the credential up. It takes the same
    /// one again for as long as its grace lasts.
    AtOnce,
    /// After a moment, since what was wrong may have been no more than a hiccup.
    Soon,
}

impl Failure {
    /// There was no answer.
    pub(crate) fn unanswered(cause: Cause) -> Self {
        Self {
            cause,
            retry_after: None,
            in_doubt: cause.leaves_server_in_doubt(),
            refusal: None,
        }
    }
}

impl RefreshOutcome {
    /// There was no answer.
    pub(crate) fn unanswered(cause: Cause) -> Self {
        Self::Failed(Failure::unanswered(cause))
    }

    /// The connection was lost before the answer was whole.
    pub(crate) fn lost() -> Self {
        Self::unanswered(Cause::Lost)
    }

    /// Whether it is asked once more. Pure.
    pub(crate) fn second_try(&self) -> SecondTry {
        let Self::Failed(failure) = self else {
            return SecondTry::No;
        };
        match failure.cause {
            Cause::Lost | Cause::Deadline { .. } => SecondTry::AtOnce,
            Cause::Connect => SecondTry::Soon,
            Cause::Busy {
                status: 408 | 425 | 429,
            } => SecondTry::No,
            Cause::Busy { .. } if failure.retry_after.is_none() => SecondTry::Soon,
            _ => SecondTry::No,
        }
    }

    /// The same, after an earlier try that got no answer.
    pub(crate) fn with_doubt(mut self) -> Self {
        if let Self::Failed(failure) = &mut self {
            failure.in_doubt = true;
        }
        self
    }

    /// The same at the end of patience: what has been refused by tries enough over time enough is believed,
    /// whoever says so.
    pub(crate) fn after(self, trouble: Option<&Trouble>, now: Moment) -> Self {
        match self {
            Self::Failed(Failure {
                refusal: Some(refusal),
                ..
            }) if trouble.is_some_and(|trouble| trouble.refused_again(now).suffice()) => {
                Self::Ended(refusal)
            }
            other => other,
        }
    }
}

/// When and where an answer came.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arrival<'a> {
    pub(crate) url: &'a Url,
    pub(crate) at: Moment,
    pub(crate) wall: u64,
}

impl Arrival<'_> {
    fn grant(&self, dialect: &Dialect, answer: &Answer, known: &Secrets) -> Option<Grant> {
        Grant::read(dialect, answer, self.url, self.at, self.wall, known)
    }

    fn received(&self, answer: &Answer) -> Received {
        Received {
            at: self.at,
            server_time: grant::server_time(answer).unwrap_or(self.wall),
            wall: self.wall,
        }
    }
}

/// Judges the answer to a refresh of `with`. `in_doubt` says that an earlier try with the same credential
/// got no answer, so that the server may have used it up. `known` is what must not be seen, besides what the answer
/// itself brings.
pub(crate) fn of_refresh(
    dialect: &Dialect,
    answer: &Answer,
    arrival: Arrival<'_>,
    in_doubt: bool,
    known: &Secrets,
) -> RefreshOutcome {
    let status = answer.status.as_u16();
    let failed = |cause, refusal| {
        RefreshOutcome::Failed(Failure {
            cause,
            retry_after: retry_after(answer, arrival),
            // A gateway that gave up, or an answer that was garbled on the way.
            in_doubt: answer.status.is_success() || matches!(status, 502 | 504),
            refusal,
        })
    };
    let body = json::object(&answer.body);
    let refused = |reason| Refusal {
        reason,
        said: said(dialect, answer, arrival, body.as_ref(), known),
    };
    let ended = |reason| RefreshOutcome::Ended(refused(reason));
    match named_by(dialect, answer) {
        Some(Meaning::Expired) => return ended(EndReason::RefreshExpired),
        Some(Meaning::Rejected) => return ended(rejected(in_doubt)),
        Some(Meaning::Unavailable) => return failed(Cause::Busy { status }, None),
        None => {}
    }
    if answer.status.is_success()
        && !json::is_markup(&answer.body)
        && let Some(grant) = arrival.grant(dialect, answer, known)
    {
        return RefreshOutcome::Refreshed(Box::new(grant));
    }
    match (status, oauth_error(answer, body.as_ref())) {
        (408 | 425 | 429 | 500 | 502.., _) | (_, Some(OAuthError::Passing)) => {
            failed(Cause::Busy { status }, None)
        }
        (_, Some(OAuthError::Refusal)) => ended(rejected(in_doubt)),
        (400 | 401, None) if body.is_some() => ended(rejected(in_doubt)),
        (400..500 | 501, None) => {
            failed(Cause::Refused { status }, Some(refused(rejected(in_doubt))))
        }
        _ => failed(Cause::Foreign { status }, None),
    }
}

/// What was said to a refresh, without what must not be seen.
fn said(
    dialect: &Dialect,
    answer: &Answer,
    arrival: Arrival<'_>,
    body: Option<&Map<String, Value>>,
    known: &Secrets,
) -> Said {
    let text = |field: &str| json::text(body?, field);
    let words = json::message(&answer.body, &dialect.fields.message)
        .or_else(|| text("error_description"))
        .or_else(|| text("error"));
    Said {
        status: answer.status.as_u16(),
        words: words.and_then(|words| sentence(&words, dialect, answer, arrival, known)),
    }
}

/// The words without what is known, and without what the answer may be granting: what a refusal has where a grant
/// would have its tokens is no more to be seen than these.
fn sentence(
    words: &str,
    dialect: &Dialect,
    answer: &Answer,
    arrival: Arrival<'_>,
    known: &Secrets,
) -> Option<Words> {
    let granted = grant::secrets_in(answer, dialect, arrival.url, arrival.received(answer));
    Words::sentence(words, &known.clone().and_all_of(granted))
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

/// What a code of OAuth says about a refresh.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OAuthError {
    /// The server has nothing against the credential, only against the moment.
    Passing,
    /// The server will not have it.
    Refusal,
}

/// The code in the `error` of a JSON body (RFC 6749 section 5.2) or, where there is none, of the challenge
/// (RFC 6750 section 3). One that no RFC has says nothing here.
fn oauth_error(answer: &Answer, body: Option<&Map<String, Value>>) -> Option<OAuthError> {
    let in_body = body.and_then(|body| json::text(body, "error"));
    let code = in_body.or_else(|| {
        let challenge = answer.headers.get(WWW_AUTHENTICATE)?.to_str().ok()?;
        let (_, rest) = challenge.split_once("error=\"")?;
        Some(rest.split_once('"')?.0.to_owned())
    })?;
    match code.as_str() {
        "temporarily_unavailable" | "server_error" | "slow_down" | "authorization_pending" => {
            Some(OAuthError::Passing)
        }
        "invalid_grant"
        | "invalid_token"
        | "invalid_client"
        | "invalid_request"
        | "invalid_scope"
        | "unauthorized_client"
        | "unsupported_grant_type"
        | "access_denied"
        | "expired_token"
        | "insufficient_scope" => Some(OAuthError::Refusal),
        _ => None,
    }
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

/// Judges the answer to a sign-out: what is told of it. A server that sends us elsewhere has done it.
pub(crate) fn of_sign_out(answer: &Answer) -> EventKind {
    let status = answer.status.as_u16();
    let cause = match status {
        200..400 => return EventKind::Revoked,
        _ if is_busy(answer.status) => Cause::Busy { status },
        _ => Cause::Refused { status },
    };
    EventKind::NotRevoked { cause }
}

/// Judges the answer to a sign-in: the grant, or why there is none.
pub(crate) fn of_sign_in(
    dialect: &Dialect,
    answer: &Answer,
    arrival: Arrival<'_>,
    known: &Secrets,
) -> Result<Grant, Error> {
    if !answer.status.is_success() {
        return Err(refusal(dialect, answer, arrival, known));
    }
    arrival
        .grant(dialect, answer, known)
        .filter(|_| json::object(&answer.body).is_some())
        .ok_or(Error::NotThisApi {
            status: answer.status.as_u16(),
        })
}

/// Judges the answer to a sign-up: the server's words, or why it refused.
pub(crate) fn of_sign_up(
    dialect: &Dialect,
    answer: &Answer,
    arrival: Arrival<'_>,
    known: &Secrets,
) -> Result<Words, Error> {
    if !answer.status.is_success() {
        return Err(refusal(dialect, answer, arrival, known));
    }
    let words = json::message(&answer.body, &dialect.fields.message);
    match words.and_then(|words| sentence(&words, dialect, answer, arrival, known)) {
        Some(words) => Ok(words),
        None if json::object(&answer.body).is_some() => Ok(Words::default()),
        None => Err(Error::NotThisApi {
            status: answer.status.as_u16(),
        }),
    }
}

/// A refusal in the server's words, where it has some; the Express back ends send a stack trace
/// as HTML for faults of their own, and an HTML 404 where there is no such route.
fn refusal(dialect: &Dialect, answer: &Answer, arrival: Arrival<'_>, known: &Secrets) -> Error {
    let status = answer.status.as_u16();
    let message = json::message(&answer.body, &dialect.fields.message)
        .and_then(|words| sentence(&words, dialect, answer, arrival, known));
    if message.is_none() && is_busy(answer.status) {
        Error::Unavailable {
            cause: Cause::Busy { status },
        }
    } else if json::is_html_document(&answer.body) || answer.status.is_redirection() {
        Error::NotThisApi { status }
    } else {
        Error::Refused { status, message }
    }
}

/// Whether a server says that it cannot serve now.
fn is_busy(status: StatusCode) -> bool {
    status.is_server_error() || matches!(status.as_u16(), 408 | 425 | 429)
}

#[cfg(test)]
mod tests;
