//! What the answers to a sign-in, to the code of its second step, to the account request and to a sign-up mean.

use http::StatusCode;
use serde_json::Value;

use super::{Arrival, Judged, is_busy, words};
use crate::{
    credentials::grant::Grant,
    dialect::{self, Dialect, Reading, Rule, SignInMeaning},
    report::{Error, Step},
    wire::{Words, json, redact::Secrets},
    world::{Answer, Cause},
};

/// Judges the answer to a sign-in or a code, after what came `before` it: what was granted, and whether a further
/// step is asked for; or why there is nothing.
pub(crate) fn of_sign_in(
    dialect: &Dialect,
    step: Step,
    answer: &Answer,
    arrival: Arrival<'_>,
    before: &Grant,
    known: &Secrets,
) -> Result<(Grant, bool), Error> {
    let rules = match (step, &dialect.second_step) {
        (Step::Code, Some(second)) => &second.answers,
        _ => &dialect.sign_in.answers,
    };
    let (reading, received) = (arrival.reading(answer), arrival.received(answer));
    let rule = dialect::first(rules, &reading);
    let mut meaning = meaning(rule, answer.status);
    if meaning.is_none() && answer.status.is_redirection() && is_told_by_account(dialect) {
        meaning = Some(SignInMeaning::Done);
    }
    let is_second = meaning == Some(SignInMeaning::SecondStep);
    if !is_second && meaning != Some(SignInMeaning::Done) {
        return Err(refusal(dialect, rule, answer, arrival, known));
    }
    // Without a rule of the dialect, a page is a portal's.
    if rule.is_none() && json::is_markup(&answer.body) {
        return Err(not_this_api(answer));
    }
    let own = Grant::read(dialect, &reading, received, known);
    // A cookie may be there before it means anything. Where no account request tells, this very answer has to bring it;
    // and half a sign-in need not have granted anything.
    let is_told = step == Step::Code || dialect.account.request.is_some();
    let missing = own.missing(dialect);
    let grant = own.after(before);
    let missing = missing.filter(|_| !is_told || grant.missing(dialect).is_some());
    match missing {
        Some(missing) if !is_second => Err(Error::Unreadable {
            step,
            place: missing.0,
            status: answer.status.as_u16(),
        }),
        _ => Ok((grant, is_second)),
    }
}

/// Judges the answer to the account request: whether the sign-in is believed, or a second step is asked for.
pub(crate) fn of_account(
    dialect: &Dialect,
    answer: &Answer,
    arrival: Arrival<'_>,
    known: &Secrets,
) -> Result<bool, Error> {
    let reading = arrival.reading(answer);
    let rule = dialect::first(&dialect.account.answers, &reading);
    match rule.map(|rule| rule.means) {
        Some(SignInMeaning::SecondStep) => Ok(true),
        Some(SignInMeaning::Done) => Ok(false),
        None if answer.status.is_success() && !json::is_html_document(&answer.body) => Ok(false),
        // As to any other request, such as by a way to the page where people sign in.
        None if Judged::of(dialect, &reading) != Judged::Other => {
            let message = words(dialect, &reading, arrival.received(answer), None, known);
            let status = answer.status.as_u16();
            Err(Error::Refused { status, message })
        }
        _ => Err(refusal(dialect, rule, answer, arrival, known)),
    }
}

/// What the answer to the request that has a code sent means, which has none sent.
pub(crate) fn of_no_code(
    dialect: &Dialect,
    answer: &Answer,
    arrival: Arrival<'_>,
    known: &Secrets,
) -> Error {
    refusal(dialect, None, answer, arrival, known)
}

/// Judges the answer to a sign-up: the server's words, or why it refused.
pub(crate) fn of_sign_up(
    dialect: &Dialect,
    answer: &Answer,
    arrival: Arrival<'_>,
    known: &Secrets,
) -> Result<Words, Error> {
    let rules = dialect.sign_up.as_ref().map_or(&[][..], |it| &it.answers);
    let (reading, received) = (arrival.reading(answer), arrival.received(answer));
    let rule = dialect::first(rules, &reading);
    if meaning(rule, answer.status) != Some(SignInMeaning::Done) {
        return Err(refusal(dialect, rule, answer, arrival, known));
    }
    let instead = rule.and_then(|rule| rule.words.as_ref());
    match words(dialect, &reading, received, instead, known) {
        Some(words) => Ok(words),
        None if rule.is_some() || is_object(&reading) || answer.body.is_empty() => {
            Ok(Words::default())
        }
        None => Err(not_this_api(answer)),
    }
}

/// What an answer means by a rule, or else by its status; `None` for what is no answer to a sign-in at all.
fn meaning(rule: Option<&Rule<SignInMeaning>>, status: StatusCode) -> Option<SignInMeaning> {
    match (rule, status.as_u16()) {
        (Some(rule), _) => Some(rule.means),
        (None, 200..300) => Some(SignInMeaning::Done),
        (None, 400 | 401 | 403 | 404 | 422) => Some(SignInMeaning::Refused),
        (None, _) => None,
    }
}

/// A form server sends a browser on, whether or not it has signed in: the account request tells.
fn is_told_by_account(dialect: &Dialect) -> bool {
    dialect.access.cookie.is_some() && dialect.account.request.is_some()
}

/// A refusal in the server's words, where it has some; the Express back ends send a stack trace
/// as HTML for faults of their own, and an HTML 404 where there is no such route.
fn refusal(
    dialect: &Dialect,
    rule: Option<&Rule<SignInMeaning>>,
    answer: &Answer,
    arrival: Arrival<'_>,
    known: &Secrets,
) -> Error {
    let status = answer.status.as_u16();
    let instead = rule.and_then(|rule| rule.words.as_ref());
    let (reading, received) = (arrival.reading(answer), arrival.received(answer));
    let message = words(dialect, &reading, received, instead, known);
    match rule.map(|rule| rule.means) {
        // The words of a rule are for people: the server's own may be of anything but this.
        Some(SignInMeaning::Unavailable) => {
            let own = instead.and_then(|words| Words::sentence(words, &Secrets::none()));
            return Error::NotNow {
                status,
                message: own.or(message),
            };
        }
        Some(SignInMeaning::Lapsed) => return Error::Lapsed { message },
        Some(_) => return Error::Refused { status, message },
        None => {}
    }
    if message.is_none() && is_busy(answer.status) {
        Error::Unavailable {
            cause: Cause::Busy { status },
        }
    } else if json::is_html_document(&answer.body) || answer.status.is_redirection() {
        not_this_api(answer)
    } else {
        Error::Refused { status, message }
    }
}

fn is_object(reading: &Reading<'_>) -> bool {
    matches!(reading.json(), Some(Value::Object(_)))
}

fn not_this_api(answer: &Answer) -> Error {
    Error::NotThisApi {
        status: answer.status.as_u16(),
    }
}
