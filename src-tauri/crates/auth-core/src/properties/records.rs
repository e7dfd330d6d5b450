//! What a vault kept: the engine's own, until something has damaged it or put another in its place.

use std::time::Duration;

use proptest::prelude::{Just, Strategy, prop_assert, prop_assert_eq, proptest};
use url::Url;

use crate::{
    credentials::{Credentials, Kept, Purpose, grant::Grant, stored},
    dialect::Dialect,
    engine::outcome::{self, Arrival},
    properties::{
        cases,
        hostile::{self, Hostile},
    },
    report::{Account, Step},
    wire::redact::Secrets,
    world::{Call, Moment, Record},
};

const WALL: u64 = 1_795_000_000;

fn now() -> Moment {
    Moment::from_start(Duration::from_secs(5))
}

/// Credentials as a sign-in gives them.
fn credentials(dialect: &Dialect, hostile: &Hostile) -> Option<Credentials> {
    let url = Url::parse("https://api.example.org/api/auth/signin").expect("an address");
    let (at, prefix) = (now(), "");
    let arrival = Arrival {
        url: &url,
        prefix,
        at,
        wall: WALL,
    };
    let before = Grant::nothing(arrival.received(&hostile.answer));
    let none = Secrets::none();
    let judged = outcome::of_sign_in(
        dialect,
        Step::SignIn,
        &hostile.answer,
        arrival,
        &before,
        &none,
    );
    let (grant, _) = judged.ok()?;
    // Half a sign-in is no session.
    if grant.missing(dialect).is_some() {
        return None;
    }
    let account = Account {
        id: "1".into(),
        username: "ann".into(),
        email: crate::wire::Words::default(),
        roles: vec!["ROLE_USER".into()],
    };
    Some(Credentials::first(1, 7, account, &grant, dialect))
}

fn granted() -> impl Strategy<Value = (Dialect, Hostile)> {
    hostile::dialect().prop_flat_map(|dialect| {
        let answer = hostile::answer(&dialect);
        answer.prop_map(move |mut answer| {
            answer.answer.status = http::StatusCode::OK;
            (dialect.clone(), answer)
        })
    })
}

fn kept() -> impl Strategy<Value = (Dialect, String, String, Vec<u8>)> {
    granted().prop_flat_map(|(dialect, hostile)| {
        let record = credentials(&dialect, &hostile)
            .map(|credentials| credentials.record(now()).expose().clone())
            .unwrap_or_default();
        let broken = hostile::broken(Just(record));
        (
            Just(dialect),
            Just(hostile.access),
            Just(hostile.refresh),
            broken,
        )
    })
}

proptest! {
    #![proptest_config(cases(250))]

    #[test]
    fn credentials_come_out_of_a_record_as_they_went_in((dialect, hostile) in granted()) {
        let Some(credentials) = credentials(&dialect, &hostile) else { return Ok(()) };
        let record = credentials.record(now());
        let again = stored::read(&record, &dialect, now(), WALL).expect("the engine's own");
        prop_assert!(again.carries_the_same(&credentials));
        prop_assert_eq!(again.facts(), credentials.facts());
        prop_assert_eq!(again.refreshable(&dialect, now()), credentials.refreshable(&dialect, now()));
        // It is good for as much as before, whether or not anybody can look inside it, and for the same person.
        prop_assert!(again.are_good_for_something(&dialect, now()));
        prop_assert!(!credentials.is_someone_elses(&again) && !again.is_someone_elses(&credentials));
        prop_assert_eq!(again.lifetime(), credentials.lifetime());
        prop_assert!(again.lifetime().is_none_or(|lifetime| !lifetime.is_zero()));
        let shown = format!("{again:?} {credentials:?} {record:?}");
        if !hostile::packs(&dialect) {
            for secret in credentials.secrets().filter(|secret| secret.len() >= 16) {
                let secret = String::from_utf8_lossy(secret);
                prop_assert!(!shown.contains(&*secret), "a secret is shown");
            }
        }
    }

    #[test]
    fn a_damaged_record_is_refused_or_taken_up_without_panic((dialect, access, refresh, bytes) in kept()) {
        let record = Record::from(bytes);
        for wall in [0, WALL, u64::MAX] {
            let Some(credentials) = stored::read(&record, &dialect, now(), wall) else { continue };
            let shown = format!("{credentials:?}");
            let is_secret = |text: &str| credentials.secrets().any(|secret| secret == text.as_bytes());
            for secret in [&access, &refresh] {
                prop_assert!(!is_secret(secret) || !shown.contains(secret.as_str()));
            }
            let url = Url::parse("https://api.example.org/api/test/user").expect("an address");
            let mut call = Call::new(http::Method::GET, url);
            credentials.apply(&dialect, &mut call, Purpose::Request, &Kept::default(), (true, now()));
            let is_hidden = |value: &http::HeaderValue| {
                let has = |secret: &[u8]| memchr::memmem::find(value.as_bytes(), secret).is_some();
                value.is_sensitive() || !credentials.secrets().any(|secret| !secret.is_empty() && has(secret))
            };
            prop_assert!(call.headers.values().all(is_hidden));
            let _ = (credentials.expired(now()), credentials.facts(), credentials.record(now()));
        }
    }
}
