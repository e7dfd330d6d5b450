//! What an answer to a refresh, a sign-in, a sign-up, a sign-out or any other request means. Pure: the tables, and
//! nothing else. What the dialect's rules say goes before all of them.
//!
//! | refresh answered | means |
//! | --- | --- |
//! | what a rule of the dialect names | what the rule says |
//! | 2xx with credentials | refreshed |
//! | 2xx or 4xx with an OAuth error code (RFC 6749 section 5.2, RFC 6750 section 3.1) | ended, in the server's own words |
//! | 400, 401 with a JSON object | ended |
//! | 408, 425, 429, 5xx but 501 | busy: kept |
//! | any other 4xx, 501 | refused, but perhaps not by the server: kept, and ended when tries enough over time enough have said the same |
//! | 2xx in JSON that lacks a credential; any other 2xx; 3xx; no answer | kept |

mod refresh;
mod sign_in;
mod sign_out;

use http::{StatusCode, header::WWW_AUTHENTICATE};
use url::Url;

pub(crate) use self::{
    refresh::{Failure, RefreshOutcome, Refusal, SecondTry, of_refresh},
    sign_in::{of_account, of_no_code, of_sign_in, of_sign_up},
    sign_out::{of_sign_out, sign_out_is_refused},
};
use crate::{
    credentials::{Received, grant},
    dialect::{self, Dialect, Reading, RequestMeaning},
    report::Said,
    wire::{Words, json, redact::Secrets},
    world::{Answer, Moment},
};

/// When and where an answer came.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arrival<'a> {
    pub(crate) url: &'a Url,
    /// What stands before the dialect's paths at this server.
    pub(crate) prefix: &'a str,
    pub(crate) at: Moment,
    pub(crate) wall: u64,
}

impl<'a> Arrival<'a> {
    /// The answer, to be read.
    pub(crate) fn reading(&self, answer: &'a Answer) -> Reading<'a> {
        Reading::of(answer, self.url, self.prefix).at(self.wall)
    }

    /// When it came, by the clock that its dates are to be read with.
    pub(crate) fn received(&self, answer: &Answer) -> Received {
        Received {
            at: self.at,
            server_time: answer.server_time().unwrap_or(self.wall),
            wall: self.wall,
        }
    }
}

/// What an answer says about the credentials it was asked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Judged {
    /// They were not accepted.
    Unauthorized {
        /// Whether it is said in markup, as captive portals do, and no rule of the dialect says so.
        markup: bool,
    },
    /// A guest would be answered the same.
    Doubtful,
    /// They were, and the account lacks a role.
    Denied,
    /// Nothing.
    Other,
}

impl Judged {
    pub(crate) fn of(dialect: &Dialect, reading: &Reading<'_>) -> Self {
        match dialect::first(&dialect.access.answers, reading).map(|rule| rule.means) {
            Some(RequestMeaning::Refused) => Self::Unauthorized { markup: false },
            Some(RequestMeaning::Denied) => Self::Denied,
            Some(RequestMeaning::Doubt) => Self::Doubtful,
            None if reading.status() == StatusCode::UNAUTHORIZED => Self::Unauthorized {
                markup: json::is_markup(&reading.answer().body),
            },
            None => Self::Other,
        }
    }
}

/// What was said, without what must not be seen.
fn said(
    dialect: &Dialect,
    reading: &Reading<'_>,
    received: Received,
    instead: Option<&String>,
    known: &Secrets,
) -> Said {
    let oauth = oauth_words(reading);
    Said {
        status: reading.status().as_u16(),
        words: words(
            dialect,
            reading,
            received,
            oauth.as_ref().or(instead),
            known,
        ),
    }
}

/// The server's words, or a rule's `instead`, without what is known, and without what the answer may be granting: what
/// a refusal has where a grant would have its tokens is no more to be seen than these.
fn words(
    dialect: &Dialect,
    reading: &Reading<'_>,
    received: Received,
    instead: Option<&String>,
    known: &Secrets,
) -> Option<Words> {
    let said = dialect.words_in(reading);
    let words = said.or_else(|| instead.cloned())?;
    let granted = grant::secrets_in(dialect, reading, received);
    Words::sentence(&words, &known.clone().and_all_of(granted))
}

/// The words of an OAuth error, in the body (RFC 6749 section 5.2) or in the challenge (RFC 6750 section 3).
fn oauth_words(reading: &Reading<'_>) -> Option<String> {
    let text = |field: &str| Some(reading.json()?.get(field)?.as_str()?.to_owned());
    let in_body = text("error_description").or_else(|| text("error"));
    in_body.or_else(|| {
        let challenge = reading.header(WWW_AUTHENTICATE.as_str())?;
        let (_, rest) = challenge.split_once("error_description=\"")?;
        Some(rest.split_once('"')?.0.to_owned())
    })
}

/// Whether a server says that it cannot serve now.
pub(crate) fn is_busy(status: StatusCode) -> bool {
    status.is_server_error() || matches!(status.as_u16(), 408 | 425 | 429)
}

#[cfg(test)]
mod tests;
