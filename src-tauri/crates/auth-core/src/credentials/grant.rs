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
    wire::{Words, json, redact::Secrets},
    world::{Answer, Moment},
};

const MOST_ROLES: usize = 64;

/// What a sign-in or a refresh granted.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    /// The access token, where a header carries it.
    pub(crate) access: Option<Secret<String>>,
    /// The refresh token, where a body carries it and the server gave a new one.
    pub(crate) refresh: Option<Secret<String>>,
    /// What else the answer has under the names of credentials. It is of no use, and nobody is to see it.
    pub(crate) unused: Vec<Secret<String>>,
    /// What the answer did to the jar.
    pub(crate) cookies: SetCookies,
    /// What stands before the dialect's paths at this server, where it was asked at one of them.
    pub(crate) prefix: Option<String>,
    /// The roles that the answer names, where it names any list of them.
    pub(crate) roles: Option<Vec<Words>>,
    /// The lifetime that the answer itself states.
    pub(crate) expires_in: Option<Duration>,
    /// When it came.
    pub(crate) received: Received,
}

impl Grant {
    /// Reads the credentials of a 2xx answer; `None` when the access credential is not there. `known` is what must not
    /// be seen of earlier ones.
    pub(crate) fn read(
        dialect: &Dialect,
        answer: &Answer,
        url: &Url,
        at: Moment,
        wall: u64,
        known: &Secrets,
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
        let mut grant = Self {
            access,
            refresh,
            unused: json::credentials(&body),
            cookies,
            prefix: prefix(dialect, url),
            roles: None,
            expires_in,
            received,
        };
        grant.roles = roles(dialect, &body, &known.clone().also(grant.secrets()));
        Some(grant)
    }

    /// Every secret in it.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &[u8]> {
        let tokens = self.access.iter().chain(&self.refresh).chain(&self.unused);
        tokens
            .map(|token| token.expose().as_bytes())
            .chain(self.cookies.values())
    }
}

/// What an answer grants, or may be granting, whatever it is an answer to.
pub(crate) fn secrets_in(answer: &Answer, dialect: &Dialect, url: &Url, at: Received) -> Secrets {
    let body = json::object(&answer.body).unwrap_or_default();
    let fields = [&dialect.fields.access_token, &dialect.fields.refresh_token];
    let tokens = fields.map(|field| json::text(&body, field).map(Secret::from));
    let tokens = tokens.into_iter().flatten().chain(json::credentials(&body));
    let cookies = SetCookies::read(&answer.headers, url, at);
    let tokens: Vec<_> = tokens.collect();
    Secrets::of(tokens.iter().map(Secret::expose)).also(cookies.values())
}

fn prefix(dialect: &Dialect, url: &Url) -> Option<String> {
    let refresh = dialect.refresh.as_ref().map(|route| route.path.as_str());
    let mut asked = [Some(dialect.sign_in.path.as_str()), refresh]
        .into_iter()
        .flatten();
    let before = asked.find_map(|path| url.path().strip_suffix(path))?;
    Some(before.to_owned())
}

/// The account in a sign-in answer, without the secrets; what the server leaves out is taken from the form.
pub(crate) fn account(
    dialect: &Dialect,
    answer: &Answer,
    typed: &str,
    secrets: &Secrets,
) -> Account {
    let body: Map<String, Value> = json::object(&answer.body).unwrap_or_default();
    let fields = &dialect.fields;
    let name = |text: Option<String>| Words::name(&text.unwrap_or_default(), secrets);
    let username = json::text(&body, &fields.username).filter(|name| name != typed);
    Account {
        id: name(body.get(&fields.id).and_then(json::name)),
        // Whoever's password is part of their name has made no secret of that part.
        username: username.map_or_else(
            || Words::name(typed, &Secrets::none()),
            |username| Words::name(&username, secrets),
        ),
        email: name(json::text(&body, &fields.email)),
        roles: roles(dialect, &body, secrets).unwrap_or_default(),
    }
}

fn roles(dialect: &Dialect, body: &Map<String, Value>, secrets: &Secrets) -> Option<Vec<Words>> {
    let values = body.get(&dialect.fields.roles)?.as_array()?.iter();
    let names = values.filter_map(Value::as_str).take(MOST_ROLES);
    Some(names.map(|name| Words::name(name, secrets)).collect())
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
        let known = Secrets::none();
        let grant = Grant::read(&dialect, &answer, &url, Moment::default(), 0, &known);
        let grant = grant.expect("a grant");
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
            let known = Secrets::none();
            Grant::read(&dialect, &answer, &url, Moment::default(), 0, &known).expect("a grant")
        };
        let mut account = Account::new("7", "ann");
        account.roles = vec!["ROLE_USER".into(), "ROLE_ADMIN".into()];
        let first = Credentials::first(1, 1, account.clone(), &grant(""), &dialect);
        let roles = |more: &str| first.refreshed(&grant(more), &dialect).account.roles;
        assert_eq!(roles(""), account.roles);
        assert_eq!(roles(r#","roles":"ROLE_USER""#), account.roles);
        assert_eq!(roles(r#","roles":["ROLE_USER",1]"#), ["ROLE_USER"]);
        assert!(roles(r#","roles":[]"#).is_empty());
    }

    #[test]
    fn no_account_has_a_secret_in_it_in_whatever_field_it_stands() {
        const OPAQUE: &str = "0b5cbb0e-7a11-4ae3-b1fd-8a7c02d6d1f5";
        const JWT: &str = "eyJhbGciOiJIUzI1NiJ9.eyJpZCI6NywiaWF0IjoxNzk1MjkxODEyfQ.c2lnbmF0dXJl";
        let url = Url::parse("https://example.org/api/auth/signin").expect("an address");
        let dialects = [
            // Tokens in the fields of the account, and tokens that the dialect does not ask for.
            [
                "accessToken",
                "accessToken",
                "refreshToken",
                "email",
                "list",
            ],
            ["x", "accessToken", "ann", "refreshToken", "list"],
            ["x", "id", "echo", "email", "roles"],
            ["x", "id", "username", "typed", "list"],
        ];
        let body = format!(
            r#"{{"x":"a-third-token-0001","accessToken":"{JWT}","refreshToken":"{OPAQUE}",
                "echo":"ann {OPAQUE}","typed":"open-sesame","list":["{JWT}","sid-of-a-third-cookie","{OPAQUE}"]}}"#
        );
        let cookie = HeaderValue::from_static("anything=sid-of-a-third-cookie; Path=/");
        let answer = Answer {
            status: StatusCode::OK,
            headers: HeaderMap::from_iter([(SET_COOKIE, cookie)]),
            body: Bytes::from(body),
        };
        for names in dialects {
            let mut dialect = Dialect::preset("n-body").expect("a preset");
            let fields = &mut dialect.fields;
            let places = [
                &mut fields.access_token,
                &mut fields.id,
                &mut fields.username,
                &mut fields.email,
                &mut fields.roles,
            ];
            for (place, name) in places.into_iter().zip(names) {
                name.clone_into(place);
            }
            let typed = Secrets::none().and_typed("open-sesame");
            let at = Moment::default();
            let grant = Grant::read(&dialect, &answer, &url, at, 0, &typed).expect("a grant");
            let secrets = typed.also(grant.secrets());
            let account = account(&dialect, &answer, "ann", &secrets);
            let said = format!("{account:?} {:?}", grant.roles);
            for secret in [OPAQUE, JWT, &JWT[..30], "sesame", "sid-of", "a-third"] {
                assert!(!said.contains(secret), "{names:?}: {said}");
            }
            assert!(said.contains("[redacted]"), "{names:?}: {said}");
        }
    }
}
