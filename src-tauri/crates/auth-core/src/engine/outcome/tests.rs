//! Every row of the outcome table.

use std::time::Duration;

use bytes::Bytes;
use http::{
    HeaderMap, HeaderValue,
    header::{LOCATION, RETRY_AFTER, SET_COOKIE},
};

use super::*;
use crate::{
    credentials::grant::Grant,
    report::{Error, Step},
    wire::{BaseUrl, PlainHttp},
    world::Cause,
};

const HTML: &str = "<!DOCTYPE html><html><body>Sign in to the hotel network</body></html>";
const GRANT: &str = r#"{"accessToken":"new-access","refreshToken":"new-refresh"}"#;

fn answer(status: u16, body: &str) -> Answer {
    Answer {
        status: StatusCode::from_u16(status).expect("a status"),
        headers: HeaderMap::new(),
        body: Bytes::copy_from_slice(body.as_bytes()),
    }
}

/// What was asked with.
fn known() -> Secrets {
    Secrets::of(["old-access", "old-refresh"])
}

fn judge(dialect: &str, answer: &Answer, in_doubt: bool) -> String {
    let dialect = Dialect::preset(dialect).expect("a preset");
    let url = Url::parse("http://127.0.0.1/api/auth/refreshtoken").expect("a URL");
    let at = Moment::from_start(Duration::from_secs(5));
    match of_refresh(
        &dialect,
        answer,
        Arrival {
            url: &url,
            prefix: "",
            at,
            wall: 1000,
        },
        in_doubt,
        &known(),
    ) {
        RefreshOutcome::Refreshed(_) => "refreshed".to_owned(),
        RefreshOutcome::Ended(Refusal { reason, .. }) => format!("ended {}", reason.code()),
        RefreshOutcome::Adopted { .. }
        | RefreshOutcome::EndedElsewhere(_)
        | RefreshOutcome::NoCredential => {
            unreachable!("no answer says so")
        }
        RefreshOutcome::Failed(Failure {
            cause,
            retry_after,
            refusal,
            ..
        }) => {
            assert_eq!(refusal.is_some(), cause.code() == "refused");
            match retry_after {
                Some(wait) => format!("kept {} {}", cause.code(), wait.as_secs()),
                None => format!("kept {}", cause.code()),
            }
        }
    }
}

/// Dialect, status and body of an answer, and what it means.
const ROWS: &[(&str, u16, &str, &str)] = &[
    ("n-body", 200, GRANT, "refreshed"),
    (
        "n-body",
        200,
        r#"{"accessToken":"only-access"}"#,
        "refreshed",
    ),
    ("n-body", 200, r#"{"accessToken":""}"#, "kept unreadable"),
    (
        "n-body",
        200,
        r#"{"accessToken":"line\nbreak"}"#,
        "kept unreadable",
    ),
    ("n-body", 200, "", "kept foreign"),
    ("n-body", 200, HTML, "kept foreign"),
    ("n-body", 204, "", "kept foreign"),
    ("n-body", 302, "", "kept foreign"),
    // Whatever a server says in JSON with these, it is the server that says it.
    ("n-body", 400, "{}", "ended refresh_rejected"),
    ("n-body", 401, "{}", "ended refresh_rejected"),
    ("s-cookie", 401, "{}", "ended refresh_rejected"),
    (
        "n-body",
        400,
        r#"{"error":"invalid_request"}"#,
        "ended refresh_rejected",
    ),
    (
        "n-body",
        401,
        r#"{"code":"E_OWN","message":"no such session"}"#,
        "ended refresh_rejected",
    ),
    // The codes of OAuth are known, with whatever status.
    (
        "n-body",
        200,
        r#"{"error":"invalid_grant"}"#,
        "ended refresh_rejected",
    ),
    (
        "n-body",
        403,
        r#"{"error":"invalid_token","error_description":"gone"}"#,
        "ended refresh_rejected",
    ),
    (
        "n-body",
        400,
        r#"{"error":"temporarily_unavailable"}"#,
        "kept busy",
    ),
    ("n-body", 200, r#"{"error":"E_OWN"}"#, "kept unreadable"),
    // The words of the preset.
    (
        "s-cookie",
        400,
        r#"{"message":"Refresh Token is empty!"}"#,
        "ended refresh_expired",
    ),
    (
        "s-cookie",
        401,
        r#"{"path":"/error","status":401}"#,
        "kept busy",
    ),
    (
        "n-body",
        403,
        r#"{"message":"Refresh token is not in database!"}"#,
        "ended refresh_rejected",
    ),
    (
        "s-body",
        403,
        r#"{"statusCode":403,"message":"Failed for [x]: Refresh token is not in database!"}"#,
        "ended refresh_rejected",
    ),
    (
        "n-body",
        403,
        r#"{"message":"Refresh token was expired. Please make a new signin request"}"#,
        "ended refresh_expired",
    ),
    ("n-body", 500, r#"{"message":{}}"#, "ended refresh_rejected"),
    // Who says these may not be the server.
    ("s-cookie", 400, "", "kept refused"),
    ("n-body", 400, "", "kept refused"),
    ("n-body", 401, "", "kept refused"),
    ("n-body", 401, "Unauthorized", "kept refused"),
    ("n-body", 401, HTML, "kept refused"),
    ("n-body", 401, "<!-- portal --><html>", "kept refused"),
    ("n-body", 401, "\n <body>", "kept refused"),
    ("n-body", 403, "RBAC: access denied", "kept refused"),
    ("n-body", 403, "error code: 1010", "kept refused"),
    ("n-body", 403, r#"{"message":"Forbidden"}"#, "kept refused"),
    ("n-body", 403, "", "kept refused"),
    ("n-body", 403, HTML, "kept refused"),
    (
        "n-body",
        403,
        "<html>your proxy's word expired</html>",
        "kept refused",
    ),
    ("n-body", 404, HTML, "kept refused"),
    ("n-body", 404, "404 page not found", "kept refused"),
    (
        "n-body",
        404,
        r#"{"message":"no Route matched"}"#,
        "kept refused",
    ),
    ("n-body", 405, "", "kept refused"),
    ("n-body", 410, "", "kept refused"),
    ("n-body", 418, "", "kept refused"),
    ("n-body", 501, "", "kept refused"),
    ("n-body", 408, "", "kept busy"),
    ("n-body", 425, "", "kept busy"),
    ("n-body", 429, "", "kept busy"),
    (
        "n-body",
        500,
        r#"{"message":{"name":"Refused"}}"#,
        "kept busy",
    ),
    ("n-body", 500, r#"{"error":"invalid_grant"}"#, "kept busy"),
    ("n-body", 503, HTML, "kept busy"),
    ("n-body", 511, HTML, "kept busy"),
];

#[test]
fn every_row_of_the_table() {
    for (dialect, status, body, outcome) in ROWS {
        assert_eq!(
            judge(dialect, &answer(*status, body), false),
            *outcome,
            "{status} {body}"
        );
    }
}

#[test]
fn a_rejection_after_a_lost_answer_is_a_reuse_but_an_expiry_stays_an_expiry() {
    let unknown = answer(403, r#"{"message":"Refresh token is not in database!"}"#);
    assert_eq!(judge("n-body", &unknown, true), "ended refresh_reused");
    let expired = answer(403, r#"{"message":"Refresh token was expired."}"#);
    assert_eq!(judge("n-body", &expired, true), "ended refresh_expired");
}

#[test]
fn retry_after_is_read_as_seconds_or_a_date_and_capped() {
    for (header, seconds) in [
        ("7", Some(7)),
        (" 0 ", Some(0)),
        ("99999999", Some(600)),
        ("-1", None),
        ("soon", None),
        ("Thu, 01 Jan 1970 00:17:10 GMT", Some(30)),
        ("Thu, 01 Jan 1970 00:00:10 GMT", Some(0)),
    ] {
        let mut busy = answer(429, "");
        busy.headers
            .insert(RETRY_AFTER, HeaderValue::from_static(header));
        let expected = seconds.map_or("kept busy".to_owned(), |wait: u64| {
            format!("kept busy {wait}")
        });
        assert_eq!(judge("n-body", &busy, false), expected, "{header}");
    }
}

#[test]
fn a_cookie_dialect_is_refreshed_by_its_access_cookie_and_nothing_less() {
    let with = |cookie: &'static str| {
        let mut answer = answer(200, r#"{"message":"Token is refreshed successfully!"}"#);
        answer
            .headers
            .insert(SET_COOKIE, HeaderValue::from_static(cookie));
        judge("s-cookie", &answer, false)
    };
    assert_eq!(
        with("bezkoder-jwt=a.b.c; Path=/api; Max-Age=86400; HttpOnly"),
        "refreshed"
    );
    assert_eq!(with("bezkoder-jwt=; Path=/api"), "kept unreadable");
    assert_eq!(with("other=1; Path=/api"), "kept unreadable");
}

#[test]
fn a_sign_in_needs_json_and_credentials() {
    let dialect = Dialect::preset("n-body").expect("a preset");
    let url = Url::parse("http://127.0.0.1/api/auth/signin").expect("a URL");
    let at = Moment::from_start(Duration::ZERO);
    let arrival = Arrival {
        url: &url,
        prefix: "",
        at,
        wall: 0,
    };
    let judge = |status, body| {
        let answer = answer(status, body);
        let before = Grant::nothing(arrival.received(&answer));
        of_sign_in(&dialect, Step::SignIn, &answer, arrival, &before, &known()).map(drop)
    };
    assert_eq!(judge(200, GRANT), Ok(()));
    assert_eq!(judge(200, HTML), Err(Error::NotThisApi { status: 200 }));
    let unreadable = judge(200, "{}").expect_err("no token");
    assert_eq!(
        unreadable.to_string(),
        "the answer to sign-in has nothing at `/accessToken` (status 200)"
    );
    assert_eq!(judge(301, ""), Err(Error::NotThisApi { status: 301 }));
    assert_eq!(judge(404, HTML), Err(Error::NotThisApi { status: 404 }));
    assert_eq!(
        judge(404, r#"{"message":"User Not found."}"#),
        Err(Error::Refused {
            status: 404,
            message: Some("User Not found.".into())
        })
    );
    assert_eq!(
        judge(401, "{}"),
        Err(Error::Refused {
            status: 401,
            message: None
        })
    );
    let busy = |status| {
        Err(Error::Unavailable {
            cause: Cause::Busy { status },
        })
    };
    assert_eq!(judge(500, HTML), busy(500));
    assert_eq!(judge(429, ""), busy(429));
}

#[test]
fn only_what_may_have_been_acted_on_leaves_a_doubt() {
    let judged = |status, body| {
        let dialect = Dialect::preset("n-body").expect("a preset");
        let url = Url::parse("http://127.0.0.1/").expect("a URL");
        let arrival = Arrival {
            url: &url,
            prefix: "",
            at: Moment::default(),
            wall: 0,
        };
        match of_refresh(&dialect, &answer(status, body), arrival, false, &known()) {
            RefreshOutcome::Failed(failure) => failure.in_doubt,
            other => panic!("{other:?}"),
        }
    };
    for (status, body, doubt) in [
        (200, "garbled", true),
        (204, "", true),
        (502, "", true),
        (504, "", true),
        (500, "", false),
        (503, "", false),
        (429, "", false),
        (418, "", false),
    ] {
        assert_eq!(judged(status, body), doubt, "{status}");
    }
}

#[test]
fn a_missing_answer_is_asked_for_again_at_once_and_a_hiccup_after_a_moment() {
    let failed = |cause| RefreshOutcome::unanswered(cause).second_try();
    let after = Duration::from_secs(8);
    for (cause, again) in [
        (Cause::Lost, SecondTry::AtOnce),
        (Cause::Deadline { after }, SecondTry::AtOnce),
        (Cause::Connect, SecondTry::Soon),
        (Cause::Busy { status: 500 }, SecondTry::Soon),
        (Cause::Busy { status: 503 }, SecondTry::Soon),
        (Cause::Busy { status: 429 }, SecondTry::No),
        (Cause::Tls, SecondTry::No),
        (Cause::Foreign { status: 200 }, SecondTry::No),
        (Cause::Refused { status: 403 }, SecondTry::No),
    ] {
        assert_eq!(failed(cause), again, "{cause}");
    }
    let told_to_wait = RefreshOutcome::Failed(Failure {
        retry_after: Some(Duration::from_secs(2)),
        ..Failure::unanswered(Cause::Busy { status: 503 })
    });
    assert_eq!(told_to_wait.second_try(), SecondTry::No);
    assert_eq!(RefreshOutcome::NoCredential.second_try(), SecondTry::No);
}

#[test]
fn a_challenge_says_what_an_empty_body_does_not() {
    let mut refused = answer(401, "");
    let challenge = r#"Bearer realm="x", error="invalid_token", error_description="revoked""#;
    let challenge = HeaderValue::from_static(challenge);
    refused.headers.insert(WWW_AUTHENTICATE, challenge);
    assert_eq!(judge("n-body", &refused, false), "ended refresh_rejected");
    let bare = HeaderValue::from_static("Bearer");
    refused.headers.insert(WWW_AUTHENTICATE, bare);
    assert_eq!(judge("n-body", &refused, false), "kept refused");
}

#[test]
fn what_a_refusal_said_is_kept_without_the_secrets_in_it() {
    let dialect = Dialect::preset("n-body").expect("a preset");
    let url = Url::parse("http://127.0.0.1/").expect("a URL");
    let arrival = Arrival {
        url: &url,
        prefix: "",
        at: Moment::default(),
        wall: 0,
    };
    let said = |body| match of_refresh(&dialect, &answer(400, body), arrival, false, &known()) {
        RefreshOutcome::Ended(refusal) => refusal.said.to_string(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        said(r#"{"message":"No session for old-refresh"}"#),
        "No session for [redacted] (status 400)"
    );
    let oauth = r#"{"error":"invalid_grant","error_description":"Token is not active"}"#;
    assert_eq!(said(oauth), "Token is not active (status 400)");
    assert_eq!(said("{}"), "status 400");
}

#[test]
fn a_refused_sign_out_is_not_told_as_revoked() {
    let dialect = Dialect::preset("s-body").expect("a preset");
    let base = BaseUrl::parse("http://127.0.0.1", PlainHttp::LoopbackOnly).expect("a base");
    let url = Url::parse("http://127.0.0.1/out").expect("a URL");
    let arrival = Arrival {
        url: &url,
        prefix: "",
        at: Moment::default(),
        wall: 0,
    };
    let told = |status, location| {
        let mut answer = answer(status, "");
        let location = HeaderValue::from_static(location);
        answer.headers.insert(LOCATION, location);
        of_sign_out(&dialect, &base, &answer, arrival, &known()).code()
    };
    for status in [200, 204, 302] {
        assert_eq!(told(status, "/login?logout"), "revoked", "{status}");
    }
    for status in [400, 401, 403, 404, 429, 500] {
        assert_eq!(told(status, "/"), "not_revoked", "{status}");
    }
    assert_eq!(told(302, "http://portal.example/"), "not_revoked");
}

#[test]
fn a_sign_up_gives_the_servers_words_or_says_why_not() {
    let judged = |status, body| {
        let dialect = Dialect::preset("n-body").expect("a preset");
        let url = Url::parse("http://127.0.0.1/").expect("a URL");
        let arrival = Arrival {
            url: &url,
            prefix: "",
            at: Moment::default(),
            wall: 0,
        };
        of_sign_up(&dialect, &answer(status, body), arrival, &known())
    };
    let words = r#"{"message":"User registered successfully!"}"#;
    assert_eq!(
        judged(200, words),
        Ok("User registered successfully!".into())
    );
    assert_eq!(judged(201, r#"{"id":7}"#), Ok(Words::default()));
    assert_eq!(judged(200, "[]"), Err(Error::NotThisApi { status: 200 }));
    let taken = judged(400, r#"{"message":"Failed! Username is already in use!"}"#);
    assert_eq!(
        taken,
        Err(Error::Refused {
            status: 400,
            message: Some("Failed! Username is already in use!".into())
        })
    );
}
