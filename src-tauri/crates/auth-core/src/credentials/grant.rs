//! Credentials as they come out of an answer, before anybody uses them.

use std::time::Duration;

use http::header::DATE;
use serde_json::{Map, Value};
use url::Url;

use crate::{
    credentials::{CookieJar, Received, SetCookies},
    dialect::{AccessCarrier, Dialect},
    report::Account,
    secret::Secret,
    wire::json,
    world::{Answer, Moment},
};

/// The longest name, address or role that is kept of an account, in characters.
const LONGEST_NAME: usize = 256;
const MOST_ROLES: usize = 64;

/// What a sign-in or a refresh granted.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    /// The access token, where a header carries it.
    pub(crate) access: Option<Secret<String>>,
    /// The refresh token, where a body carries it and the server gave a new one.
    pub(crate) refresh: Option<Secret<String>>,
    /// What the answer did to the jar.
    pub(crate) cookies: SetCookies,
    /// What stands before the dialect's paths at this server, where it was asked at one of them.
    pub(crate) prefix: Option<String>,
    /// The roles that the answer names, where it names any list of them.
    pub(crate) roles: Option<Vec<String>>,
    /// The lifetime that the answer itself states.
    pub(crate) expires_in: Option<Duration>,
    /// When it came.
    pub(crate) received: Received,
}

impl Grant {
    /// Reads the credentials of a 2xx answer; `None` when the access credential is not there.
    pub(crate) fn read(
        dialect: &Dialect,
        answer: &Answer,
        url: &Url,
        at: Moment,
        wall: u64,
    ) -> Option<Self> {
        let received = Received {
            at,
            server_time: server_time(answer).unwrap_or(wall),
            wall,
        };
        let cookies = SetCookies::read(&answer.headers, url, received);
        let body = json::object(&answer.body).unwrap_or_default();
        let token = |field: &str| json::text(&body, field).map(Secret::from);
        let access = match &dialect.access {
            AccessCarrier::Header { .. } => {
                let access = token(&dialect.fields.access_token)?;
                // What cannot be put into a header would fail every request to come.
                http::HeaderValue::from_str(access.expose()).ok()?;
                Some(access)
            }
            AccessCarrier::Cookie { name, .. } => {
                let jar = CookieJar::default().with(&cookies, at);
                jar.first(name, None, at)?;
                None
            }
        };
        // Whatever carries the access credential: there are servers with one in a cookie and the other in
        // a body, both ways round.
        let refresh = token(&dialect.fields.refresh_token);
        let expires_in = body
            .get(&dialect.fields.expires_in)
            .and_then(json::seconds)
            .map(Duration::from_secs);
        Some(Self {
            access,
            refresh,
            cookies,
            prefix: prefix(dialect, url),
            roles: roles(dialect, &body),
            expires_in,
            received,
        })
    }
}

fn prefix(dialect: &Dialect, url: &Url) -> Option<String> {
    let refresh = dialect.refresh.as_ref().map(|route| route.path.as_str());
    let mut asked = [Some(dialect.sign_in.path.as_str()), refresh]
        .into_iter()
        .flatten();
    let before = asked.find_map(|path| url.path().strip_suffix(path))?;
    Some(before.to_owned())
}

/// The account in a sign-in answer; what the server leaves out is taken from the form.
pub(crate) fn account(dialect: &Dialect, answer: &Answer, typed: &str) -> Account {
    let body: Map<String, Value> = json::object(&answer.body).unwrap_or_default();
    let fields = &dialect.fields;
    Account {
        id: body
            .get(&fields.id)
            .and_then(json::name)
            .map(short)
            .unwrap_or_default(),
        username: short(json::text(&body, &fields.username).unwrap_or_else(|| typed.to_owned())),
        email: json::text(&body, &fields.email)
            .map(short)
            .unwrap_or_default(),
        roles: roles(dialect, &body).unwrap_or_default(),
    }
}

/// What a person reads and a settings file keeps is not for a server to flood.
fn short(text: impl AsRef<str>) -> String {
    text.as_ref().chars().take(LONGEST_NAME).collect()
}

fn roles(dialect: &Dialect, body: &Map<String, Value>) -> Option<Vec<String>> {
    let values = body.get(&dialect.fields.roles)?.as_array()?.iter();
    let names = values.filter_map(Value::as_str).map(short);
    Some(names.take(MOST_ROLES).collect())
}

/// The server's `Date` (RFC 9110 section 6.6.1), in seconds since 1970.
pub(crate) fn server_time(answer: &Answer) -> Option<u64> {
    let date = httpdate::parse_http_date(answer.headers.get(DATE)?.to_str().ok()?).ok()?;
    Some(date.duration_since(std::time::UNIX_EPOCH).ok()?.as_secs())
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, HeaderValue, StatusCode, header::SET_COOKIE};

    use super::*;
    use crate::credentials::Credentials;
    use crate::dialect::{CookiePayload, RefreshCarrier};

    #[test]
    fn an_access_cookie_may_come_beside_a_refresh_token_in_the_body() {
        let mut dialect = Dialect::preset("n-body").expect("a preset");
        dialect.access = AccessCarrier::Cookie {
            name: "session".to_owned(),
            payload: CookiePayload::Token,
        };
        let route = dialect.refresh.as_ref().expect("it refreshes");
        assert!(matches!(route.credential, RefreshCarrier::Body { .. }));
        let cookie = HeaderValue::from_static("session=0123456789abcdef; Path=/");
        let answer = Answer {
            status: StatusCode::OK,
            headers: HeaderMap::from_iter([(SET_COOKIE, cookie)]),
            body: Bytes::from_static(br#"{"refreshToken":"r-1"}"#),
        };
        let url = Url::parse("https://example.org/api/auth/signin").expect("an address");
        let grant = Grant::read(&dialect, &answer, &url, Moment::default(), 0).expect("a grant");
        assert_eq!(grant.access, None);
        assert_eq!(grant.refresh, Some(Secret::from("r-1".to_owned())));
        assert_eq!(grant.roles, None);
    }

    #[test]
    fn roles_that_a_refresh_names_are_the_accounts_from_now_on() {
        let dialect = Dialect::preset("n-body").expect("a preset");
        let url = Url::parse("https://example.org/api/auth/refreshtoken").expect("an address");
        let grant = |more: &str| {
            let body = format!(r#"{{"accessToken":"a","refreshToken":"r"{more}}}"#);
            let answer = Answer {
                status: StatusCode::OK,
                headers: HeaderMap::new(),
                body: Bytes::from(body),
            };
            Grant::read(&dialect, &answer, &url, Moment::default(), 0).expect("a grant")
        };
        let mut account = Account::new("7", "ann");
        account.roles = vec!["ROLE_USER".to_owned(), "ROLE_ADMIN".to_owned()];
        let first = Credentials::first(1, 1, account.clone(), &grant(""), &dialect);
        let roles = |more: &str| first.refreshed(&grant(more), &dialect).account.roles;
        assert_eq!(roles(""), account.roles);
        assert_eq!(roles(r#","roles":"ROLE_USER""#), account.roles);
        assert_eq!(roles(r#","roles":["ROLE_USER",1]"#), ["ROLE_USER"]);
        assert!(roles(r#","roles":[]"#).is_empty());
    }
}
