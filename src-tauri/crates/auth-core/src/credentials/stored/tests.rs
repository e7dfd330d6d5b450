//! What is found, and what may be done about it.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use url::Url;

use super::*;
use crate::{
    credentials::{Received, grant::Grant},
    dialect::{CookieRole, Reading},
    report::Account,
    wire::redact::Secrets,
    world::Answer,
};

const NOW: Moment = Moment::from_start(Duration::from_secs(1000));
const WALL: u64 = 5_000_000;

fn dialect() -> Dialect {
    let mut dialect = Dialect::preset("s-body").expect("a preset");
    dialect.cookies.insert("*".to_owned(), CookieRole::Always);
    dialect
}

fn grant(access: &str) -> Grant {
    let body = format!(
        r#"{{"accessToken":"{access}","refreshToken":"refresh-of-{access}","expiresIn":600}}"#
    );
    let mut headers = HeaderMap::new();
    let cookie = "taste=a-rather-long-cookie; Path=/; Max-Age=50";
    headers.insert(
        http::header::SET_COOKIE,
        http::HeaderValue::from_static(cookie),
    );
    let answer = Answer {
        status: StatusCode::OK,
        headers,
        body: Bytes::from(body),
    };
    let url = Url::parse("http://127.0.0.1/").expect("a URL");
    let reading = Reading::of(&answer, &url, "");
    let received = Received {
        at: NOW,
        server_time: WALL,
        wall: WALL,
    };
    Grant::read(&dialect(), &reading, received, &Secrets::none())
}

fn credentials(lineage: u64, access: &str) -> Credentials {
    let account = Account {
        id: "7".into(),
        username: "ann".into(),
        email: "ann@example.org".into(),
        roles: vec!["ROLE_USER".into()],
    };
    Credentials::first(3, lineage, account, &grant(access), &dialect())
}

fn ended(lineage: u64) -> EndedSession {
    let up_to = credentials(lineage, "access").version;
    EndedSession { lineage, up_to }
}

fn ended_sessions(lineage: u64) -> EndedSessions {
    let mut sessions = EndedSessions::default();
    sessions.add(ended(lineage));
    sessions
}

fn secrets(credentials: &Credentials) -> Vec<&[u8]> {
    credentials.secrets().collect()
}

#[test]
fn a_record_brings_everything_back() {
    let before = credentials(9, "access");
    let record = before.record(NOW);
    let later = Moment::from_start(Duration::from_secs(3));
    let after = read(&record, &dialect(), later, WALL + 60).expect("a record");
    assert_eq!(
        (after.lineage, after.version, &after.account),
        (9, before.version, &before.account)
    );
    assert_eq!(secrets(&after), secrets(&before));
    assert!(after.refreshable(&dialect(), later));
    // One of its ten minutes is gone.
    assert!(!after.expired(later + Duration::from_secs(539)));
    assert!(after.expired(later + Duration::from_mins(9)));
}

#[test]
fn age_adds_up_over_several_restarts() {
    let record = credentials(9, "access").record(NOW);
    let second = read(&record, &dialect(), NOW, WALL + 60).expect("a record");
    let record = second.record(NOW + Duration::from_secs(100));
    let third = read(&record, &dialect(), NOW, WALL + 160).expect("a record");
    assert!(!third.expired(NOW + Duration::from_secs(439)));
    assert!(third.expired(NOW + Duration::from_secs(440)));
}

#[test]
fn a_wall_clock_that_was_set_ends_nothing() {
    let record = credentials(9, "access").record(NOW);
    let back = read(&record, &dialect(), NOW, 0).expect("a record");
    assert!(!back.expired(NOW + Duration::from_secs(599)));
    let forward = read(&record, &dialect(), NOW, u64::MAX).expect("a record");
    assert!(forward.expired(NOW) && forward.refreshable(&dialect(), NOW));
    let cookies = secrets(&forward)
        .iter()
        .filter(|secret| secret.starts_with(b"a-rather"))
        .count();
    assert_eq!(cookies, 1);
}

#[test]
fn what_is_no_record_is_foreign() {
    let ours = credentials(9, "access");
    for bytes in ["", "{}", "[]", "nonsense", r#"{"format":2,"lineage":9}"#] {
        let kept = Ok(Some(Record::from(bytes.as_bytes().to_vec())));
        let found = Found::of(&kept, &ours, &dialect(), NOW, WALL);
        assert!(matches!(found, Found::Foreign), "{bytes}");
        assert!(
            matches!(erase(&kept, &ended_sessions(8)), Change::Keep),
            "{bytes}"
        );
    }
    let newer = Record::from(br#"{"format":2,"lineage":9}"#.to_vec());
    assert!(read(&newer, &dialect(), NOW, WALL).is_none());
}

#[test]
fn every_row_of_the_table() {
    let ours = credentials(9, "access");
    let refreshed =
        |credentials: &Credentials, access| credentials.refreshed(&grant(access), &dialect());
    let next = refreshed(&ours, "next");
    let rival = refreshed(&ours, "rival");
    let rival_of_touched = refreshed(&ours.clone().touched(), "rival");
    let name = |found: Found| match found {
        Found::Ours => "ours",
        Found::Newer(_) => "newer",
        Found::Ended => "ended",
        Found::Replaced => "replaced",
        Found::Foreign => "foreign",
        Found::Touched(_) => "touched",
        Found::Unknown(_) => "unknown",
        Found::Damaged => "damaged",
    };
    let rows = [
        (None, &ours, "ended"),
        (Some(credentials(8, "access")), &ours, "replaced"),
        (Some(ours.clone()), &ours, "ours"),
        (Some(ours.clone()), &next, "ours"),
        (Some(next.clone()), &ours, "newer"),
        (Some(rival.clone()), &next, "newer"),
        (Some(rival), &next.clone().touched().touched(), "newer"),
        (Some(next.clone()), &next.clone().touched(), "ours"),
        (Some(next.clone()), &next, "ours"),
        // Cookies alone are no refresh, and any number of them counts for less than one.
        (Some(ours.clone().touched()), &ours, "touched"),
        (Some(ours.clone().touched().touched()), &next, "ours"),
        (
            Some(next.clone()),
            &ours.clone().touched().touched(),
            "newer",
        ),
        (Some(rival_of_touched), &next, "newer"),
    ];
    for (row, (kept, ours, expected)) in rows.into_iter().enumerate() {
        assert_eq!(name(Found::between(kept, ours)), expected, "row {row}");
    }
    let damaged = Found::of(&Err(VaultError::Unreadable), &ours, &dialect(), NOW, WALL);
    assert_eq!(name(damaged), "damaged");
    let locked = Found::of(&Err(VaultError::Locked), &ours, &dialect(), NOW, WALL);
    assert_eq!(name(locked), "unknown");
    assert_eq!(
        name(Found::of(&Ok(None), &ours, &dialect(), NOW, WALL)),
        "ended"
    );
}

#[test]
fn a_record_is_written_only_on_its_terms() {
    let newer = || Found::Newer(Box::new(credentials(9, "access")));
    let touched = || Found::Touched(Box::new(credentials(9, "access")));
    let unknown = Found::Unknown;
    for (terms, found, is_empty, expected) in [
        (Terms::Claim, Found::Ours, false, true),
        (Terms::Claim, newer(), false, true),
        (Terms::Claim, Found::Ended, true, true),
        (Terms::Claim, Found::Foreign, false, false),
        (Terms::IfFree, Found::Ended, true, true),
        (Terms::IfFree, Found::Ended, false, false),
        (Terms::IfFree, Found::Replaced, false, false),
        (Terms::IfOlder, Found::Replaced, true, false),
        (Terms::Claim, Found::Replaced, false, true),
        (Terms::IfFree, Found::Ours, false, true),
        (Terms::IfFree, newer(), false, false),
        (Terms::IfFree, Found::Foreign, false, false),
        (Terms::IfOlder, Found::Ours, false, true),
        (Terms::IfOlder, Found::Damaged, false, true),
        (Terms::IfOlder, touched(), false, false),
        (Terms::IfFree, touched(), false, false),
        (Terms::Claim, touched(), false, true),
        (Terms::IfOlder, unknown(VaultError::Locked), false, false),
        (Terms::IfOlder, Found::Ended, true, false),
        // What nobody here can have gives way to who signs in, and to nobody else.
        (Terms::Claim, unknown(VaultError::KeyMissing), false, true),
        (Terms::Claim, unknown(VaultError::MovedOut), false, true),
        (Terms::Claim, unknown(VaultError::Locked), false, false),
        (Terms::IfFree, unknown(VaultError::KeyMissing), false, false),
        (
            Terms::IfOlder,
            unknown(VaultError::KeyMissing),
            false,
            false,
        ),
        (Terms::IfOlder, unknown(VaultError::MovedOut), false, false),
        (Terms::IfOlder, newer(), false, false),
        (Terms::IfOlder, Found::Foreign, false, false),
    ] {
        let may = may_write(&found, terms, is_empty);
        assert_eq!(may, expected, "{terms:?} {found:?}");
    }
}

#[test]
fn only_the_session_that_ended_is_erased() {
    let kept = Ok(Some(credentials(9, "access").record(NOW)));
    assert!(matches!(erase(&kept, &ended_sessions(9)), Change::Erase));
    assert!(matches!(erase(&kept, &ended_sessions(8)), Change::Keep));
    let refreshed = credentials(9, "access").refreshed(&grant("next"), &dialect());
    let refreshed = Ok(Some(refreshed.record(NOW)));
    let what = "another process has refreshed what the server ended here";
    assert!(
        matches!(erase(&refreshed, &ended_sessions(9)), Change::Keep),
        "{what}"
    );
    assert!(matches!(
        erase(&Ok(None), &ended_sessions(9)),
        Change::Erase
    ));
    assert!(matches!(
        erase(&Err(VaultError::Locked), &ended_sessions(9)),
        Change::Keep
    ));
}

#[test]
fn a_record_shows_nothing_of_itself() {
    let record = credentials(9, "very-secret-access").record(NOW);
    let shown = format!("{record:?} {:?}", Change::Replace(record.clone()));
    assert!(!shown.contains("very-secret"));
}

#[test]
fn what_has_ended_is_remembered_in_bounds_until_it_is_erased() {
    let mut all = EndedSessions::default();
    assert_eq!(all.newest(), None);
    for lineage in 0..100 {
        all.add(ended(lineage));
    }
    all.add(ended(80));
    assert_eq!((all.0.len(), all.newest()), (MOST_ENDED, Some(ended(80))));
    assert_eq!(all.0.iter().filter(|known| **known == ended(80)).count(), 1);
    all.remove(&ended_sessions(80));
    assert_eq!(all.newest(), Some(ended(99)));
    let kept = Ok(Some(credentials(99, "access").record(NOW)));
    assert!(all.is_all_of(&kept) && all.is_all_of(&Ok(None)));
    assert!(!ended_sessions(80).is_all_of(&kept) && !all.is_all_of(&Err(VaultError::Locked)));
}
