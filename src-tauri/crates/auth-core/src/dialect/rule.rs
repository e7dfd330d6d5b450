//! What an answer means, by what stands in it.

use http::{StatusCode, header::LOCATION};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use serde_with::skip_serializing_none;
use url::Url;

use super::reading::Reading;
use crate::wire::Pointer;

/// Conditions that all hold, and what they mean then. Rules are asked in order; the first that fits counts.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(
    deny_unknown_fields,
    expecting = "an object with conditions and what they mean (`means`)"
)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "{M}Rule"))]
pub(crate) struct Rule<M> {
    /// A status, a list of them, or a class such as `"2xx"`.
    pub(crate) status: Option<Status>,
    /// A header, by its name. With `is`: one of its values; without: there.
    pub(crate) header: Option<String>,
    /// Where it redirects to. Its path is compared, without `;jsessionid=…`, and its query, encoded, where this has one.
    pub(crate) location: Option<String>,
    /// A place in the JSON of the body. With `is`: one of its values; without: there, and not null.
    pub(crate) at: Option<Pointer>,
    /// The value of `header` or `at`, or a list of values of which it is one.
    #[serde(default, deserialize_with = "even_null")]
    pub(crate) is: Option<Value>,
    /// Text that the body has in it, to the letter.
    pub(crate) contains: Option<String>,
    /// A cookie that this very answer sets, and not to nothing.
    pub(crate) sets_cookie: Option<String>,
    /// What it means.
    pub(crate) means: M,
    /// Words for people, where the answer has none that a person could read.
    pub(crate) words: Option<String>,
}

/// Which statuses a rule is about.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(
    untagged,
    expecting = "a status such as 401, a list of them, or a class such as `2xx`"
)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) enum Status {
    /// One.
    One(u16),
    /// Any of these.
    Any(Vec<u16>),
    /// A class, `"1xx"` to `"5xx"`.
    Class(String),
}

/// What the answer to a sign-in, a code, a sign-up or an account request means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) enum SignInMeaning {
    /// It has succeeded.
    Done,
    /// It was refused, in the server's words.
    Refused,
    /// A second step is asked for.
    SecondStep,
    /// What was begun has lapsed: back to the password.
    Lapsed,
    /// The server is in trouble, or will not have it now.
    Unavailable,
}

/// What the answer to a refresh means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) enum RefreshMeaning {
    /// It has succeeded.
    Done,
    /// The refresh credential has expired: the session has ended.
    Expired,
    /// The refresh credential is not accepted: the session has ended.
    Rejected,
    /// The server is in trouble: the session is kept.
    Unavailable,
}

/// What the answer to an ordinary request means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) enum RequestMeaning {
    /// The access credential was not accepted: refresh, and send again.
    Refused,
    /// The account may not have this. No refresh would change it.
    Denied,
    /// A guest would get the same: the refresh is asked first; without one, this ends what has expired.
    Doubt,
}

/// What the answer to a sign-out means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) enum SignOutMeaning {
    /// It has succeeded.
    Done,
    /// The server has not signed out.
    Refused,
}

/// What the refusal of a request for want of a CSRF token means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) enum CsrfMeaning {
    /// The token is missing or old: a new one is fetched, and the request sent once more.
    Csrf,
}

/// What the answer to a harmless question means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) enum ProbeMeaning {
    /// A server of this dialect answers so.
    This,
}

/// A null that is there is a value to be compared with.
fn even_null<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// The first rule that fits.
pub(crate) fn first<'a, M>(rules: &'a [Rule<M>], reading: &Reading<'_>) -> Option<&'a Rule<M>> {
    rules.iter().find(|rule| rule.fits(reading))
}

impl<M> Rule<M> {
    /// Whether it asks for anything at all.
    pub(super) fn has_condition(&self) -> bool {
        let (header, cookie) = (&self.header, &self.sets_cookie);
        let mut texts = [header, cookie, &self.location, &self.contains].into_iter();
        texts.any(Option::is_some) || self.status.is_some() || self.at.is_some()
    }

    fn fits(&self, reading: &Reading<'_>) -> bool {
        let has_value = |at: &Pointer| {
            let mut is_there = false;
            let mut see = |value: &Value| is_there |= self.is_one_of(value);
            reading.json().inspect(|json| at.each(json, &mut see));
            is_there
        };
        let header = |name: &String| reading.header(name).map(Value::String);
        let has_header = |name| header(name).is_some_and(|it| self.is_one_of(&it));
        let (status, location) = (&self.status, &self.location);
        let sets = |name: &String| reading.cookie(name, false).is_some();
        status.as_ref().is_none_or(|it| it.has(reading.status()))
            && self.header.as_ref().is_none_or(has_header)
            && location.as_ref().is_none_or(|it| leads_to(reading, it))
            && self.sets_cookie.as_ref().is_none_or(sets)
            && self.at.as_ref().is_none_or(has_value)
            && (self.contains.as_ref()).is_none_or(|it| reading.contains(it))
    }

    /// Whether a value is what the rule says of it.
    fn is_one_of(&self, value: &Value) -> bool {
        match &self.is {
            None => !value.is_null(),
            Some(Value::Array(any)) => any.contains(value),
            Some(one) => one == value,
        }
    }
}

impl Status {
    /// Whether an answer can have it.
    pub(super) fn can_be(&self) -> bool {
        let can_be = |status: &u16| (100..600).contains(status);
        match self {
            Self::One(one) => can_be(one),
            Self::Any(any) => !any.is_empty() && any.iter().all(can_be),
            Self::Class(class) => class_of(class).is_some(),
        }
    }

    fn has(&self, status: StatusCode) -> bool {
        let status = status.as_u16();
        match self {
            Self::One(one) => *one == status,
            Self::Any(any) => any.contains(&status),
            Self::Class(class) => class_of(class) == Some(status / 100),
        }
    }
}

/// The number of a class: `2xx` is 2.
fn class_of(class: &str) -> Option<u16> {
    let class = class.strip_suffix("xx")?.parse().ok()?;
    (1..=5).contains(&class).then_some(class)
}

/// Whether the answer leads there: by path, path parameters and origin aside, and by query where that has one.
fn leads_to(reading: &Reading<'_>, wanted: &str) -> bool {
    let Some(location) = reading.header(LOCATION.as_str()) else {
        return false;
    };
    let (Ok(found), Ok(wanted)) = (reading.url().join(&location), reading.url().join(wanted))
    else {
        return false;
    };
    let path = |url: &Url| {
        let segments = url.path().split('/');
        let plain: Vec<_> = segments.filter_map(|it| it.split(';').next()).collect();
        plain.join("/")
    };
    let queries_agree = wanted.query().is_none() || wanted.query() == found.query();
    let (found, wanted) = (path(&found), path(&wanted));
    // The server may stand below a path of its host.
    let below = found.strip_prefix(reading.prefix()).unwrap_or(&found);
    (found == wanted || below == wanted) && queries_agree
}
