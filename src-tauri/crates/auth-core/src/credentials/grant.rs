//! Credentials as they come out of an answer, before anybody uses them.

use std::{cell::LazyCell, fmt, time::Duration};

use serde_json::Value;

use crate::{
    credentials::{CookieJar, Identity, Kept, Received, SetCookies, jwt},
    dialect::{Dialect, Fetch, Place, Reading, name},
    report::Account,
    secret::Secret,
    wire::{Words, json, redact::Secrets},
};

const MOST_ROLES: usize = 64;

/// What a sign-in or a refresh granted.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    /// The access token, where no cookie carries it.
    pub(crate) access: Option<Secret<String>>,
    /// The refresh token, where the server gave a new one.
    pub(crate) refresh: Option<Secret<String>>,
    /// What is kept for later requests.
    pub(crate) kept: Kept,
    /// What else the answer has under the names of credentials. It is of no use, and nobody is to see it.
    pub(crate) unused: Vec<Secret<String>>,
    /// What the answer did to the jar.
    pub(crate) cookies: SetCookies,
    /// What stands before the dialect's paths at this server.
    pub(crate) prefix: Option<String>,
    /// The roles that the answer names, where it names any.
    pub(crate) roles: Option<Vec<Words>>,
    /// Who has signed in, where an id token says it.
    pub(crate) whose: Option<Identity>,
    /// The lifetime that the answer itself states.
    pub(crate) expires_in: Option<Duration>,
    /// When it came.
    pub(crate) received: Received,
}

/// What an answer should have had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Missing(pub(crate) String);

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Grant {
    /// Nothing yet.
    pub(crate) fn nothing(received: Received) -> Self {
        Self {
            access: None,
            refresh: None,
            kept: Kept::default(),
            unused: Vec::new(),
            cookies: SetCookies::default(),
            prefix: None,
            roles: None,
            whose: None,
            expires_in: None,
            received,
        }
    }

    /// Reads what an answer that succeeded grants. `known` is what must not be seen of earlier ones.
    pub(crate) fn read(
        dialect: &Dialect,
        reading: &Reading<'_>,
        received: Received,
        known: &Secrets,
    ) -> Self {
        let mut grant = Self::without_roles(dialect, reading, received);
        let beside = Reading::of(reading.answer(), reading.url(), reading.prefix());
        let beside = beside.beside(grant.claims());
        grant.roles = roles(dialect, &beside, || known.clone().also(grant.secrets()));
        grant
    }

    fn without_roles(dialect: &Dialect, reading: &Reading<'_>, received: Received) -> Self {
        let places = &dialect.grant;
        let secret = |place: &Option<Place>| Some(Secret::from(place.as_ref()?.text(reading)?));
        let access = secret(&places.access_token).filter(|_| dialect.access.cookie.is_none());
        // What cannot be put into a header would fail every request to come.
        let access = access.filter(|it| http::HeaderValue::from_str(it.expose()).is_ok());
        let mut kept = Kept::default();
        keep(reading, &places.keep, true, &mut kept);
        keep(reading, &places.keep_public, false, &mut kept);
        let id_token = kept.get(name::ID_TOKEN).map(|it| it.value.clone());
        let id_token = id_token.filter(|_| dialect.signs_in_in_browser());
        let whose = id_token.and_then(|it| Identity::of_id_token(&jwt::claims(it.expose())?));
        let body = reading.json().and_then(Value::as_object);
        Self {
            access,
            refresh: secret(&places.refresh_token),
            kept,
            unused: body.map_or_else(Vec::new, json::credentials),
            cookies: SetCookies::read(&reading.answer().headers, reading.url(), received),
            prefix: Some(reading.prefix().to_owned()),
            roles: None,
            whose,
            expires_in: lifetime(dialect, reading, received),
            received,
        }
    }

    /// What it lacks to be a grant: the access credential.
    pub(crate) fn missing(&self, dialect: &Dialect) -> Option<Missing> {
        let Some(name) = &dialect.access.cookie else {
            let place = dialect.grant.access_token.as_ref();
            let place = place.map_or_else(String::new, ToString::to_string);
            return self.access.is_none().then_some(Missing(place));
        };
        let at = self.received.at;
        let jar = CookieJar::default().with(&self.cookies, dialect, at);
        let is_missing = jar.first(name, None, at).is_none();
        is_missing.then(|| Missing(format!("the cookie `{name}`")))
    }

    /// The same with what the request or the step before it has brought.
    pub(crate) fn after(mut self, earlier: &Self) -> Self {
        let mut kept = earlier.kept.clone();
        kept.extend(self.kept);
        self.kept = kept;
        self.access = self.access.or_else(|| earlier.access.clone());
        self.refresh = self.refresh.or_else(|| earlier.refresh.clone());
        self.expires_in = self.expires_in.or(earlier.expires_in);
        self.whose = self.whose.or_else(|| earlier.whose.clone());
        self.roles = self.roles.or_else(|| earlier.roles.clone());
        self.unused.extend(earlier.unused.iter().cloned());
        self.cookies = earlier.cookies.clone().then(self.cookies);
        self
    }

    /// The claims of the access token.
    pub(crate) fn claims(&self) -> Option<Value> {
        jwt::claims(self.access.as_ref()?.expose())
    }

    /// Every secret in it.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &[u8]> {
        let tokens = self.access.iter().chain(&self.refresh).chain(&self.unused);
        tokens
            .chain(self.kept.secrets())
            .map(|token| token.expose().as_bytes())
            .chain(self.cookies.values())
    }
}

/// What is kept of an answer.
pub(crate) fn keep<'a>(
    reading: &Reading<'_>,
    places: impl IntoIterator<Item = (&'a String, &'a Place)>,
    is_secret: bool,
    kept: &mut Kept,
) {
    for (name, place) in places {
        if let Some(value) = place.text(reading) {
            kept.add(name, value, is_secret);
        }
    }
}

/// What is kept of the answer to a request that comes before another; what is missing is named.
pub(crate) fn fetched(
    fetch: &Fetch,
    reading: &Reading<'_>,
    kept: &mut Kept,
) -> Result<(), Missing> {
    keep(reading, &fetch.keep, true, kept);
    keep(reading, &fetch.keep_public, false, kept);
    let mut places = fetch.keep.iter().chain(&fetch.keep_public);
    let missing = places.find(|(name, _)| kept.get(name).is_none());
    missing.map_or(Ok(()), |(_, place)| Err(Missing(place.to_string())))
}

fn lifetime(dialect: &Dialect, reading: &Reading<'_>, received: Received) -> Option<Duration> {
    let places = &dialect.grant;
    let text = |place: &Option<Place>| place.as_ref()?.text(reading).map(Value::String);
    if let Some(seconds) = text(&places.expires_in).as_ref().and_then(json::seconds) {
        return Some(Duration::from_secs(seconds));
    }
    if let Some(millis) = text(&places.expires_in_ms).as_ref().and_then(json::seconds) {
        return Some(Duration::from_millis(millis));
    }
    let end = text(&places.expires_at)?;
    let end = json::seconds(&end).or_else(|| json::rfc3339(end.as_str()?))?;
    Some(Duration::from_secs(
        end.saturating_sub(received.server_time),
    ))
}

/// What an answer grants, or may be granting, whatever it is an answer to.
pub(crate) fn secrets_in(dialect: &Dialect, reading: &Reading<'_>, received: Received) -> Secrets {
    Secrets::of(Grant::without_roles(dialect, reading, received).secrets())
}

/// The account that an answer names, without the secrets; what the server leaves out is taken from the form.
pub(crate) fn account(
    dialect: &Dialect,
    reading: &Reading<'_>,
    typed: &str,
    secrets: &Secrets,
) -> Account {
    let places = &dialect.account;
    let text = |place: &Option<Place>| place.as_ref().and_then(|place| place.text(reading));
    let name = |text: Option<String>| Words::name(&text.unwrap_or_default(), secrets);
    let (id, email) = (text(&places.id), text(&places.email));
    // Who has typed no name is called by what there is.
    let other = || [&email, &id].into_iter().find_map(Clone::clone);
    let username = text(&places.username).or_else(|| typed.is_empty().then(other).flatten());
    Account {
        // Whoever's password is part of their name has made no secret of that part.
        username: username.filter(|name| name != typed).map_or_else(
            || Words::name(typed, &Secrets::none()),
            |username| Words::name(&username, secrets),
        ),
        id: name(id),
        email: name(email),
        roles: roles(dialect, reading, || secrets.clone()).unwrap_or_default(),
    }
}

/// Texts, in lists or by themselves, and the names of flags that are true.
fn roles(
    dialect: &Dialect,
    reading: &Reading<'_>,
    secrets: impl FnOnce() -> Secrets,
) -> Option<Vec<Words>> {
    let place = dialect.account.roles.as_ref()?;
    let secrets = LazyCell::new(secrets);
    let (mut names, mut is_there) = (Vec::new(), false);
    place.each(reading, &mut |value| {
        is_there |= !value.is_null();
        add_roles(value, &mut |name| {
            if names.len() < MOST_ROLES {
                names.push(Words::name(name, &secrets));
            }
        });
    });
    is_there.then_some(names)
}

fn add_roles(value: &Value, add: &mut dyn FnMut(&str)) {
    match value {
        Value::String(name) if !name.is_empty() => add(name),
        Value::Array(values) => values.iter().for_each(|value| add_roles(value, add)),
        Value::Object(flags) => {
            let set = flags.iter().filter(|(_, flag)| **flag == Value::Bool(true));
            set.for_each(|(name, _)| add(name));
        }
        _ => {}
    }
}

#[cfg(test)]
impl Grant {
    /// What an answer grants to whoever asks at a server without a path; `None` where the access credential is not there.
    pub(crate) fn of(
        dialect: &Dialect,
        answer: &crate::world::Answer,
        url: &url::Url,
        at: crate::world::Moment,
        known: &Secrets,
    ) -> Option<Self> {
        let received = Received {
            at,
            server_time: answer.server_time().unwrap_or_default(),
            wall: 0,
        };
        let grant = Self::read(dialect, &Reading::of(answer, url, ""), received, known);
        grant.missing(dialect).is_none().then_some(grant)
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, HeaderValue, StatusCode, header::SET_COOKIE};

    use super::*;
    use crate::credentials::Credentials;
    use crate::world::{Answer, Moment};
    use url::Url;

    #[test]
    fn an_access_cookie_may_come_beside_a_refresh_token_in_the_body() {
        let mut dialect = Dialect::preset("s-cookie").expect("a preset");
        dialect.grant = Dialect::preset("n-body").expect("a preset").grant;
        dialect.access.cookie = Some("session".to_owned());
        let cookie = HeaderValue::from_static("session=0123456789abcdef; Path=/");
        let answer = Answer {
            status: StatusCode::OK,
            headers: HeaderMap::from_iter([(SET_COOKIE, cookie)]),
            body: Bytes::from_static(br#"{"refreshToken":"r-1"}"#),
        };
        let url = Url::parse("https://example.org/api/auth/signin").expect("an address");
        let known = Secrets::none();
        let grant = Grant::of(&dialect, &answer, &url, Moment::default(), &known);
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
            Grant::of(&dialect, &answer, &url, Moment::default(), &known).expect("a grant")
        };
        let mut account = Account::new("7", "ann");
        account.roles = vec!["ROLE_USER".into(), "ROLE_ADMIN".into()];
        let first = Credentials::first(1, 1, account.clone(), &grant(""), &dialect);
        let roles = |more: &str| first.refreshed(&grant(more), &dialect).account.roles;
        assert_eq!(roles(""), account.roles);
        assert_eq!(roles(r#","roles":null"#), account.roles);
        assert_eq!(roles(r#","roles":"ROLE_USER""#), ["ROLE_USER"]);
        assert_eq!(roles(r#","roles":{"staff":true,"owner":false}"#), ["staff"]);
        assert_eq!(roles(r#","roles":["ROLE_USER",1]"#), ["ROLE_USER"]);
        assert!(roles(r#","roles":[]"#).is_empty());
    }

    #[test]
    fn broken_json_is_no_token_and_no_role_where_the_whole_body_would_be_one() {
        let mut dialect = Dialect::preset("n-body").expect("a preset");
        let whole = || Some(Place::Json(String::new().try_into().expect("a pointer")));
        dialect.grant.access_token = whole();
        dialect.account.roles = whole();
        let url = Url::parse("https://example.org/me").expect("an address");
        for (body, word) in [
            ("editor", Some("editor")),
            (r#""editor""#, Some("editor")),
            (" a~b.c:d%20+/=|\n", Some("a~b.c:d%20+/=|")),
            (r#""id":2,"refreshToken":"0uEScquQu3KJUc2mNbb9"}"#, None),
            (r#"{"refreshToken":"0uEScquQu3KJUc2mNbb9""#, None),
            ("[editor", None),
            ("editor]", None),
            ("editor\\", None),
            ("editor<br>", None),
            ("the editor", None),
        ] {
            let answer = Answer {
                status: StatusCode::OK,
                headers: HeaderMap::new(),
                body: Bytes::from(body.to_owned()),
            };
            let reading = Reading::of(&answer, &url, "");
            let roles = account(&dialect, &reading, "ann", &Secrets::none()).roles;
            assert_eq!(roles, word.into_iter().collect::<Vec<_>>(), "{body}");
            let known = Secrets::none();
            let grant = Grant::of(&dialect, &answer, &url, Moment::default(), &known);
            let access = grant.and_then(|grant| grant.access);
            assert_eq!(access, word.map(|it| Secret::from(it.to_owned())), "{body}");
        }
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
            let who = &mut dialect.account;
            let places = [
                &mut dialect.grant.access_token,
                &mut who.id,
                &mut who.username,
                &mut who.email,
                &mut who.roles,
            ];
            for (place, name) in places.into_iter().zip(names) {
                let at = format!("/{name}").try_into().expect("a pointer");
                *place = Some(Place::Json(at));
            }
            let typed = Secrets::none().and_typed("open-sesame");
            let at = Moment::default();
            let grant = Grant::of(&dialect, &answer, &url, at, &typed).expect("a grant");
            let secrets = typed.also(grant.secrets());
            let account = account(&dialect, &Reading::of(&answer, &url, ""), "ann", &secrets);
            let said = format!("{account:?} {:?}", grant.roles);
            for secret in [OPAQUE, JWT, &JWT[..30], "sesame", "sid-of", "a-third"] {
                assert!(!said.contains(secret), "{names:?}: {said}");
            }
            assert!(said.contains("[redacted]"), "{names:?}: {said}");
        }
    }
}
