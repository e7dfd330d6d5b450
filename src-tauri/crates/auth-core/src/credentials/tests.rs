//! What becomes of credentials with each answer, and over a restart.

use bytes::Bytes;
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{COOKIE, SET_COOKIE},
};
use url::Url;

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};

use super::*;
use crate::{
    dialect::{CookieRole, Reading},
    wire::redact::Secrets,
    world::{Answer, Record},
};

const NOW: Moment = Moment::from_start(Duration::from_secs(1000));
const WALL: u64 = 5_000_000;
const RECEIVED: Received = Received {
    at: NOW,
    server_time: WALL,
    wall: WALL,
};

fn preset(id: &str) -> Dialect {
    Dialect::preset(id).expect("a preset")
}

fn headers(cookies: &[&str]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for cookie in cookies {
        let value = HeaderValue::from_str(cookie).expect("a header");
        headers.append(SET_COOKIE, value);
    }
    headers
}

fn grant(dialect: &Dialect, body: &str, cookies: &[&str]) -> Option<Grant> {
    let answer = Answer {
        status: StatusCode::OK,
        headers: headers(cookies),
        body: Bytes::from(body.to_owned()),
    };
    let url = Url::parse("http://127.0.0.1/app/api/auth/signin").expect("a URL");
    let reading = Reading::of(&answer, &url, "/app");
    let grant = Grant::read(dialect, &reading, RECEIVED, &Secrets::none());
    grant.missing(dialect).is_none().then_some(grant)
}

fn begun(dialect: &Dialect, body: &str, cookies: &[&str]) -> Credentials {
    let grant = grant(dialect, body, cookies).expect("credentials");
    Credentials::first(3, 9, Account::new("7", "ann"), &grant, dialect)
}

fn restored(credentials: &Credentials, dialect: &Dialect) -> Credentials {
    let record = credentials.record(NOW);
    stored::read(&record, dialect, NOW, WALL).expect("a record")
}

fn set(cookies: &[&str]) -> SetCookies {
    let url = Url::parse("http://127.0.0.1/app/api/test/user").expect("a URL");
    SetCookies::read(&headers(cookies), &url, RECEIVED)
}

fn sent(credentials: &Credentials, dialect: &Dialect) -> HeaderMap {
    let url = Url::parse("http://127.0.0.1/app/api/test/user").expect("a URL");
    let mut call = crate::world::Call::new(http::Method::GET, url);
    let nothing = Kept::default();
    credentials.apply(dialect, &mut call, Purpose::Request, &nothing, (true, NOW));
    call.headers
}

fn jwt(claims: &str) -> String {
    format!("e30.{}.sig", URL_SAFE_NO_PAD.encode(claims))
}

fn body(claims: &str) -> String {
    format!(r#"{{"accessToken":"{}","refreshToken":"r"}}"#, jwt(claims))
}

#[test]
fn a_kept_session_is_good_as_long_as_its_cookie_is_there() {
    let dialect = preset("n-cookie");
    let packed = STANDARD.encode(r#"{"token":"a.b.c","x":1}"#);
    for value in [
        packed.clone(),
        packed.trim_end_matches('=').to_owned(),
        packed.replace('=', "%3D"),
        format!("\"{packed}\""),
        format!("{packed}.c2ln"),
        "opaque".to_owned(),
        "e30=".to_owned(),
    ] {
        let cookie = format!("bezkoder-session={value}; Path=/");
        let before = begun(&dialect, "{}", &[&cookie]);
        assert!(before.are_good_for_something(&dialect, NOW), "{value}");
        let after = restored(&before, &dialect);
        assert!(after.are_good_for_something(&dialect, NOW), "{value}");
        assert!(after.carries_the_same(&before));
        assert_eq!(
            sent(&after, &dialect)[COOKIE],
            format!("bezkoder-session={value}")
        );
    }
    let taken_back = begun(&dialect, "{}", &["bezkoder-session=x; Path=/"])
        .with_cookies(&set(&["bezkoder-session=; Path=/"]), &dialect, RECEIVED)
        .expect("a change");
    assert!(!restored(&taken_back, &dialect).are_good_for_something(&dialect, NOW));
}

#[test]
fn one_opaque_cookie_is_told_from_another() {
    let dialect = preset("n-cookie");
    let before = begun(&dialect, "{}", &["bezkoder-session=opaque-1; Path=/"]);
    let after = before
        .with_cookies(
            &set(&["bezkoder-session=opaque-2; Path=/"]),
            &dialect,
            RECEIVED,
        )
        .expect("a change");
    assert_eq!(after.id.generation, before.id.generation + 1);
    assert!(!after.carries_the_same(&before));
}

#[test]
fn a_sign_in_grants_the_cookie_that_it_leaves_behind() {
    let dialect = preset("s-cookie");
    for (cookies, expected) in [
        (
            &[
                "bezkoder-jwt=NEW; Path=/",
                "bezkoder-jwt=; Path=/api; Max-Age=0",
            ][..],
            true,
        ),
        (
            &[
                "bezkoder-jwt=; Path=/api; Max-Age=0",
                "bezkoder-jwt=NEW; Path=/",
            ],
            true,
        ),
        (
            &[
                "bezkoder-jwt=NEW; Path=/",
                "bezkoder-jwt=; Path=/; Max-Age=0",
            ],
            false,
        ),
        (&["bezkoder-jwt=; Path=/"], false),
        (&["other=NEW; Path=/"], false),
        (&[], false),
    ] {
        assert_eq!(
            grant(&dialect, "{}", cookies).is_some(),
            expected,
            "{cookies:?}"
        );
    }
}

#[test]
fn a_refresh_cookie_counts_where_it_would_be_sent() {
    let dialect = preset("s-cookie");
    let with = |cookie| begun(&dialect, "{}", &["bezkoder-jwt=x; Path=/", cookie]);
    for (cookie, expected) in [
        ("bezkoder-jwt-refresh=r; Path=/", true),
        (
            "bezkoder-jwt-refresh=r; Path=/app/api/auth/refreshtoken",
            true,
        ),
        ("bezkoder-jwt-refresh=r; Path=/api/auth/refreshtoken", false),
        ("bezkoder-jwt-refresh=; Path=/", false),
    ] {
        let begun = with(cookie);
        assert_eq!(begun.refreshable(&dialect, NOW), expected, "{cookie}");
        assert_eq!(
            restored(&begun, &dialect).refreshable(&dialect, NOW),
            expected,
            "{cookie}"
        );
    }
}

#[test]
fn cookies_that_say_what_is_known_change_nothing() {
    let dialect = preset("s-cookie");
    let before = begun(
        &dialect,
        "{}",
        &["bezkoder-jwt=x; Path=/; Max-Age=60", "other=1; Path=/"],
    );
    let with = |cookie: &str| before.with_cookies(&set(&[cookie]), &dialect, RECEIVED);
    for same in [
        "other=1; Path=/",
        "bezkoder-jwt=x; Path=/; Max-Age=60",
        "gone=; Path=/; Max-Age=0",
    ] {
        assert!(with(same).is_none(), "{same}");
    }
    let moved = with("bezkoder-jwt=x; Path=/; Max-Age=90").expect("a change");
    assert_eq!((moved.id, moved.version), (before.id, before.version));
    assert_eq!(moved.lifetime(), Some(Duration::from_secs(90)));
    let new = with("bezkoder-jwt=y; Path=/").expect("a change");
    assert_eq!(new.id.generation, before.id.generation + 1);
}

#[test]
fn a_session_with_its_token_in_a_header_keeps_the_cookies_that_its_dialect_asks_for() {
    let plain = preset("s-body");
    let mut sticky = plain.clone();
    sticky.cookies.insert("*".to_owned(), CookieRole::Always);
    let cookies = ["node=7; Path=/", "JSESSIONID=0123456789abcdef; Path=/"];
    for (dialect, is_kept) in [(&plain, false), (&sticky, true)] {
        let begun = begun(dialect, &body("{}"), &cookies);
        assert_eq!(sent(&begun, dialect).contains_key(COOKIE), is_kept);
        assert_eq!(
            begun
                .with_cookies(&set(&["more=1; Path=/"]), dialect, RECEIVED)
                .is_some(),
            is_kept
        );
    }
    // What an older version kept goes, too.
    let kept = begun(&sticky, &body("{}"), &cookies).record(NOW);
    let restored = stored::read(&kept, &plain, NOW, WALL).expect("a record");
    assert!(!sent(&restored, &plain).contains_key(COOKIE));
}

#[test]
fn a_lifetime_that_cannot_be_true_never_expires_and_is_not_refreshed_ahead() {
    let dialect = preset("n-body");
    let opaque = |rest: &str| format!(r#"{{"accessToken":"opaque","expiresIn":{rest}}}"#);
    for (said, expected) in [
        (opaque("0"), None),
        (opaque("-3600"), None),
        (opaque("\"0\""), None),
        (opaque("0.5"), None),
        (opaque("null"), None),
        (opaque("\"soon\""), None),
        (opaque("3600"), Some(3600)),
        (opaque("3600.5"), Some(3600)),
        (opaque("\"3600\""), Some(3600)),
        (body(r#"{"iat":100,"exp":100}"#), None),
        (body(r#"{"iat":100,"exp":50}"#), None),
        (body(r#"{"exp":4999999}"#), None),
        (body(r#"{"exp":"5000060"}"#), Some(60)),
        (body(r#"{"iat":"100","exp":160.5}"#), Some(60)),
    ] {
        let expected = expected.map(Duration::from_secs);
        let begun = begun(&dialect, &said, &[]);
        for credentials in [restored(&begun, &dialect), begun] {
            assert_eq!(credentials.lifetime(), expected, "{said}");
            let far = NOW + Duration::from_hours(10_000);
            assert_eq!(credentials.expired(far), expected.is_some(), "{said}");
        }
    }
}

#[test]
fn what_an_older_record_says_of_no_lifetime_is_none() {
    let dialect = preset("n-body");
    let kept = begun(&dialect, r#"{"accessToken":"opaque"}"#, &[]).record(NOW);
    let old = String::from_utf8(kept.expose().clone()).expect("text");
    let old = old.replace(r#""lifetime":null"#, r#""lifetime":0"#);
    assert!(old.contains(r#""lifetime":0"#));
    let restored = stored::read(&Record::from(old.into_bytes()), &dialect, NOW, WALL);
    assert!(!restored.expect("a record").expired(NOW));
}

#[test]
fn every_token_is_held_against_whom_the_session_began_with() {
    let dialect = preset("n-body");
    let next = |before: &Credentials, claims: &str| {
        let grant = grant(&dialect, &body(claims), &[]).expect("credentials");
        before.refreshed(&grant, &dialect)
    };
    let ann = begun(&dialect, &body(r#"{"id":7}"#), &[]);
    // One token that says something unlike it, and may be anybody's.
    let unlike = next(&ann, r#"{"sub":"bob"}"#);
    assert!(!ann.is_someone_elses(&unlike));
    for current in [restored(&unlike, &dialect), unlike] {
        assert!(!current.is_someone_elses(&next(&current, r#"{"id":7.0,"sub":"ann"}"#)));
        assert!(!current.is_someone_elses(&next(&current, r#"{"sub":"ann"}"#)));
        assert!(current.is_someone_elses(&next(&current, r#"{"id":8}"#)));
    }
}

#[test]
fn a_record_that_does_not_say_whose_it_is_is_its_tokens_owners() {
    let dialect = preset("n-body");
    let ann = begun(&dialect, &body(r#"{"sub":"ann"}"#), &[]);
    let kept = ann.record(NOW);
    let mut old: serde_json::Value = serde_json::from_slice(kept.expose()).expect("JSON");
    let fields = old.as_object_mut().expect("an object");
    fields.remove("whose").expect("there");
    fields.remove("prefix").expect("there");
    let old = Record::from(old.to_string().into_bytes());
    let restored = stored::read(&old, &dialect, NOW, WALL).expect("a record");
    let bob = grant(&dialect, &body(r#"{"sub":"bob"}"#), &[]).expect("credentials");
    assert!(restored.is_someone_elses(&restored.refreshed(&bob, &dialect)));
}

#[test]
fn a_record_without_the_access_cookie_that_has_expired_is_what_is_left_of_ours() {
    let dialect = preset("s-cookie");
    let cookies = [
        "bezkoder-jwt=x; Path=/; Max-Age=60",
        "bezkoder-jwt-refresh=r; Path=/",
    ];
    let ours = begun(&dialect, "{}", &cookies);
    let later = NOW + Duration::from_mins(2);
    let kept = stored::read(&ours.record(later), &dialect, later, WALL);
    let found = stored::Found::between(kept, &ours);
    assert!(matches!(found, stored::Found::Ours), "{found:?}");
    // Refreshed by another process, and expired as well by now.
    let theirs = [cookies[0], "bezkoder-jwt-refresh=other; Path=/"];
    let theirs = begun(&dialect, "{}", &theirs).touched();
    let kept = stored::read(&theirs.record(later), &dialect, later, WALL);
    let found = stored::Found::between(kept, &ours);
    assert!(matches!(found, stored::Found::Newer(_)), "{found:?}");
}

#[test]
fn cookies_that_came_since_decide_nothing_between_two_refreshes_at_once() {
    let dialect = preset("s-cookie");
    let refresh = "bezkoder-jwt-refresh=r; Path=/";
    let first = begun(&dialect, "{}", &["bezkoder-jwt=first; Path=/", refresh]);
    let refreshed = |jwt: &str| {
        let cookie = format!("bezkoder-jwt={jwt}; Path=/");
        let grant = grant(&dialect, "{}", &[&cookie]).expect("a grant");
        first.refreshed(&grant, &dialect)
    };
    let (theirs, ours) = (refreshed("theirs"), refreshed("ours"));
    let with = |credentials: &Credentials, cookie| {
        let next = credentials.with_cookies(&set(&[cookie]), &dialect, RECEIVED);
        next.expect("a change").touched()
    };
    let sticky = with(&ours, "lb=a-sticky-cookie; Path=/");
    let found = stored::Found::between(Some(theirs.clone()), &sticky);
    assert!(matches!(found, stored::Found::Newer(_)), "{found:?}");
    let kept = restored(&theirs, &dialect);
    let found = stored::Found::between(Some(kept), &sticky);
    assert!(matches!(found, stored::Found::Newer(_)), "{found:?}");
    // A server that rolls the access cookie goes on from what it was.
    let rolled = with(&sticky, "bezkoder-jwt=rolled; Path=/");
    let found = stored::Found::between(Some(restored(&ours, &dialect)), &rolled);
    assert!(matches!(found, stored::Found::Ours), "{found:?}");
}

#[test]
fn a_refresh_that_grants_nothing_new_makes_them_no_newer_than_one_that_does() {
    let mut dialect = preset("s-cookie");
    dialect.grant = preset("n-body").grant;
    dialect.cookies.insert("*".to_owned(), CookieRole::Always);
    // Every answer brings the load balancer's, too, and that another one.
    let answers = std::cell::Cell::new(0);
    let given = |number: u32| {
        answers.set(answers.get() + 1);
        let access = format!("bezkoder-jwt=an-access-cookie-{number:04}; Path=/");
        let refresh = format!("bezkoder-jwt-refresh=a-refresh-cookie-{number:04}; Path=/");
        let balancer = format!("lb={}; Path=/", answers.get());
        grant(&dialect, "{}", &[&access, &refresh, &balancer]).expect("credentials")
    };
    let first = Credentials::first(3, 9, Account::new("7", "ann"), &given(1), &dialect);
    // Two processes: to the one the server says that what there is is good, and the other is granted more, later.
    let same = first.refreshed(&given(1), &dialect);
    let next = first.refreshed(&given(2), &dialect);
    assert!(same.version > first.version && next.version > same.version);
    let found = stored::Found::between(Some(restored(&same, &dialect)), &next);
    assert!(matches!(found, stored::Found::Ours), "{found:?}");
    assert!(stored::may_write(&found, stored::Terms::IfOlder, false));
}
