//! What the answer to a refresh means.

use std::time::Duration;

use http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use serde_json::Value;

use super::{Arrival, said};
use crate::{
    credentials::{
        Credentials,
        grant::{Grant, Missing},
    },
    dialect::{self, Dialect, Reading, RefreshMeaning, Rule},
    engine::Trouble,
    report::{EndReason, Said},
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
    /// Another process has gone on with the session: it has refreshed it, or an answer has set a cookie there.
    Adopted {
        /// Its credentials, from the vault.
        theirs: Box<Credentials>,
        /// What the server had answered here by then, where it was asked: a cookie of theirs takes nothing of that back.
        failure: Option<Failure>,
    },
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
    /// What was said, where anything was.
    pub(crate) said: Option<Said>,
    /// Where an answer that seemed to be a grant lacked its credential.
    pub(crate) missing: Option<Words>,
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
            said: None,
            missing: None,
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

    /// The same, where the server had answered that before.
    pub(crate) fn in_place_of(mut self, answered: Self) -> Self {
        if let Self::Adopted { failure, .. } = &mut self {
            *failure = match answered {
                Self::Failed(failure) => Some(failure),
                Self::Ended(Refusal { said, .. }) => {
                    let status = said.status;
                    Some(Failure {
                        said: Some(said),
                        ..Failure::unanswered(Cause::Refused { status })
                    })
                }
                _ => None,
            };
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
    let (reading, received) = (arrival.reading(answer), arrival.received(answer));
    let status = answer.status.as_u16();
    let rule = named_by(dialect, &reading);
    let instead = rule.and_then(|rule| rule.words.as_ref());
    let said = || said(dialect, &reading, received, instead, known);
    let failed = |cause, refusal, missing: Option<Missing>| {
        RefreshOutcome::Failed(Failure {
            cause,
            retry_after: retry_after(answer, arrival),
            // A gateway that gave up, or an answer that was garbled on the way.
            in_doubt: answer.status.is_success() || matches!(status, 502 | 504),
            refusal,
            said: Some(said()),
            missing: missing.and_then(|it| Words::sentence(&it.to_string(), &Secrets::none())),
        })
    };
    let refused = |reason| Refusal {
        reason,
        said: said(),
    };
    let ended = |reason| RefreshOutcome::Ended(refused(reason));
    let grant = || Grant::read(dialect, &reading, received, known);
    match rule.map(|rule| rule.means) {
        // Whoever says that it has succeeded need not have a new credential: some servers make the old one last.
        Some(RefreshMeaning::Done) => return RefreshOutcome::Refreshed(Box::new(grant())),
        Some(RefreshMeaning::Expired) => return ended(EndReason::RefreshExpired),
        Some(RefreshMeaning::Rejected) => return ended(rejected(in_doubt)),
        Some(RefreshMeaning::Unavailable) => return failed(Cause::Busy { status }, None, None),
        None => {}
    }
    if misses_csrf(dialect, &reading) {
        // It has not looked at the credential, and has nothing against it.
        return failed(Cause::Refused { status }, None, None);
    }
    let mut missing = None;
    if answer.status.is_success() && !json::is_markup(&answer.body) {
        let grant = grant();
        missing = grant.missing(dialect);
        if missing.is_none() {
            return RefreshOutcome::Refreshed(Box::new(grant));
        }
    }
    match unnamed(answer, &reading) {
        Unnamed::Ended(reason) => ended(reason.unwrap_or(rejected(in_doubt))),
        Unnamed::Failed(cause @ Cause::Refused { .. }) => {
            failed(cause, Some(refused(rejected(in_doubt))), None)
        }
        Unnamed::Failed(cause @ Cause::Unreadable { .. }) => failed(cause, None, missing),
        Unnamed::Failed(cause) => failed(cause, None, None),
    }
}

fn misses_csrf(dialect: &Dialect, reading: &Reading<'_>) -> bool {
    let route = dialect.refresh.as_ref();
    route.is_some_and(|it| dialect.misses_csrf(it.request.is_unsafe(), reading))
}

/// What an answer means that no rule names and that grants nothing.
enum Unnamed {
    /// For a reason of its own, if it is not that the credential is refused.
    Ended(Option<EndReason>),
    Failed(Cause),
}

fn unnamed(answer: &Answer, reading: &Reading<'_>) -> Unnamed {
    let status = answer.status.as_u16();
    let is_json = matches!(reading.json(), Some(Value::Object(_)));
    match (status, oauth_error(answer, reading)) {
        (408 | 425 | 429 | 500 | 502.., _) | (_, Some(OAuthError::Passing)) => {
            Unnamed::Failed(Cause::Busy { status })
        }
        (_, Some(OAuthError::Client)) => Unnamed::Ended(Some(EndReason::ClientRejected)),
        (_, Some(OAuthError::Refusal)) => Unnamed::Ended(None),
        (400 | 401, None) if is_json => Unnamed::Ended(None),
        (400..500 | 501, None) => Unnamed::Failed(Cause::Refused { status }),
        // A server that speaks JSON is the server, and says something else than the dialect expects.
        (200..300, None) if is_json => Unnamed::Failed(Cause::Unreadable { status }),
        _ => Unnamed::Failed(Cause::Foreign { status }),
    }
}

fn rejected(in_doubt: bool) -> EndReason {
    if in_doubt {
        EndReason::RefreshReused
    } else {
        EndReason::RefreshRejected
    }
}

/// The rule that fits. In markup, a rule counts that asks for more than a status and a text, or for markup: what
/// stands in the way of a server speaks in markup, too.
fn named_by<'a>(dialect: &'a Dialect, reading: &Reading<'_>) -> Option<&'a Rule<RefreshMeaning>> {
    let rule = dialect::first(&dialect.refresh.as_ref()?.answers, reading)?;
    let is_of_pages = rule.location.is_some()
        || rule.header.is_some()
        || rule.sets_cookie.is_some()
        || rule
            .contains
            .as_ref()
            .is_some_and(|text| text.contains('<'));
    (is_of_pages || !json::is_markup(&reading.answer().body)).then_some(rule)
}

/// What a code of OAuth says about a refresh.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OAuthError {
    /// The server has nothing against the credential, only against the moment.
    Passing,
    /// The server will not have it.
    Refusal,
    /// The server does not know who asks, whatever is asked with.
    Client,
}

/// The code in the `error` of a JSON body (RFC 6749 section 5.2) or, where there is none, of the challenge
/// (RFC 6750 section 3). One that no RFC has says nothing here.
fn oauth_error(answer: &Answer, reading: &Reading<'_>) -> Option<OAuthError> {
    let in_body = reading.json().and_then(|json| json.get("error")?.as_str());
    let in_body = in_body.map(str::to_owned);
    let code = in_body.or_else(|| {
        let challenge = answer.headers.get(WWW_AUTHENTICATE)?.to_str().ok()?;
        let (_, rest) = challenge.split_once("error=\"")?;
        Some(rest.split_once('"')?.0.to_owned())
    })?;
    match code.as_str() {
        "temporarily_unavailable" | "server_error" | "slow_down" | "authorization_pending" => {
            Some(OAuthError::Passing)
        }
        "invalid_client" => Some(OAuthError::Client),
        "invalid_grant"
        | "invalid_token"
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
        let now = answer.server_time().unwrap_or(arrival.wall);
        Duration::from_secs(then.saturating_sub(now))
    };
    Some(wait.min(LONGEST_RETRY_AFTER))
}
