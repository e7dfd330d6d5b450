//! What the answer to a sign-out means.

use http::header::LOCATION;

use super::{Arrival, Judged, is_busy, said};
use crate::{
    dialect::{self, Dialect, Reading, SignOutMeaning},
    report::EventKind,
    wire::{BaseUrl, json, redact::Secrets},
    world::{Answer, Cause},
};

/// Judges the answer to a sign-out: what is told of it. A server that sends us elsewhere within itself has done it.
pub(crate) fn of_sign_out(
    dialect: &Dialect,
    base: &BaseUrl,
    answer: &Answer,
    arrival: Arrival<'_>,
    known: &Secrets,
) -> EventKind {
    let reading = arrival.reading(answer);
    let status = answer.status.as_u16();
    let route = dialect.sign_out.as_ref();
    let rules = route.map_or(&[][..], |it| &it.answers);
    let rule = dialect::first(rules, &reading);
    let is_revocation = route.is_some_and(|it| it.request.is_elsewhere());
    let is_done = match rule.map(|rule| rule.means) {
        Some(SignOutMeaning::Done) => true,
        Some(SignOutMeaning::Refused) => false,
        // Whoever revokes tokens says so himself, and in no page (RFC 7009 section 2.2).
        None if is_revocation => answer.status.is_success() && !json::is_markup(&answer.body),
        None => answer.status.is_success() || stays_within(base, &reading),
    };
    if is_done {
        return EventKind::Revoked;
    }
    let cause = if is_busy(answer.status) {
        Cause::Busy { status }
    } else {
        Cause::Refused { status }
    };
    let instead = rule.and_then(|rule| rule.words.as_ref());
    let received = arrival.received(answer);
    let said = said(dialect, &reading, received, instead, known);
    EventKind::NotRevoked {
        cause,
        said: Some(said),
    }
}

/// Whether it may be the credential that was refused, so that a refreshed one would do better: as a rule for signing out
/// says, or else as for any other request.
pub(crate) fn sign_out_is_refused(
    dialect: &Dialect,
    answer: &Answer,
    arrival: Arrival<'_>,
) -> bool {
    let reading = arrival.reading(answer);
    let rules = dialect.sign_out.as_ref().map_or(&[][..], |it| &it.answers);
    match dialect::first(rules, &reading).map(|rule| rule.means) {
        Some(means) => means == SignOutMeaning::Refused,
        None => matches!(Judged::of(dialect, &reading), Judged::Unauthorized { .. }),
    }
}

fn stays_within(base: &BaseUrl, reading: &Reading<'_>) -> bool {
    let to = reading.header(LOCATION.as_str());
    let to = to.and_then(|to| reading.url().join(&to).ok());
    reading.status().is_redirection() && to.is_none_or(|to| base.is_of_server(&to))
}
