//! Answers to sign-in, sign-up and refresh, whatever stands in them.

use std::time::Duration;

use proptest::prelude::{Strategy, prop_assert, prop_assert_eq, proptest};
use url::Url;

use crate::{
    credentials::{
        Credentials, Kept,
        grant::{self, Grant},
    },
    dialect::{Dialect, first},
    engine::outcome::{self, Arrival, Failure, RefreshOutcome},
    properties::{
        cases,
        hostile::{self, Hostile},
    },
    report::{Account, Error, Step},
    wire::{BaseUrl, PlainHttp, redact},
    world::{Answer, Moment},
};

fn spoken() -> impl Strategy<Value = (Dialect, Hostile)> {
    hostile::dialect().prop_flat_map(|dialect| {
        let answer = hostile::answer(&dialect);
        answer.prop_map(move |answer| (dialect.clone(), answer))
    })
}

fn arrival(url: &Url) -> Arrival<'_> {
    Arrival {
        url,
        prefix: "",
        at: Moment::from_start(Duration::from_secs(5)),
        wall: 1_795_000_000,
    }
}

fn at() -> Url {
    Url::parse("https://api.example.org/api/auth/signin").expect("a good address")
}

/// What was asked with.
fn credentials(access: &str, refresh: &str) -> Credentials {
    let dialect = Dialect::preset("n-body").expect("a preset");
    let answer = Answer::new(
        http::StatusCode::OK,
        http::HeaderMap::new(),
        format!(r#"{{"accessToken":"{access}","refreshToken":"{refresh}"}}"#),
    );
    let url = at();
    let arrival = arrival(&url);
    let (reading, received) = (arrival.reading(&answer), arrival.received(&answer));
    let grant = Grant::read(&dialect, &reading, received, &redact::Secrets::none());
    Credentials::first(1, 1, Account::new("7", "ann"), &grant, &dialect)
}

/// The words of a server that a person may read.
fn is_readable(words: &str) -> bool {
    words.chars().count() <= 301 && !words.contains(char::is_control)
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn a_refresh_is_judged_without_panic_and_shows_no_secret((dialect, hostile) in spoken()) {
        let url = at();
        let with = credentials(&hostile.access, &hostile.refresh);
        let with = redact::Secrets::of(with.secrets());
        for in_doubt in [false, true] {
            let outcome = outcome::of_refresh(
                &dialect,
                &hostile.answer,
                arrival(&url),
                in_doubt,
                &with,
            );
            let shown = format!("{outcome:?} {:?}", hostile.answer);
            prop_assert!(!shown.contains(&hostile.access), "{}", shown);
            prop_assert!(!shown.contains(&hostile.refresh), "{}", shown);
            match outcome {
                RefreshOutcome::Failed(Failure { retry_after, .. }) => {
                    prop_assert!(retry_after.is_none_or(|wait| wait <= Duration::from_mins(10)));
                }
                // What is put to use can be sent.
                RefreshOutcome::Refreshed(grant) => {
                    let can_be_sent = grant.access.is_none_or(|token| {
                        http::HeaderValue::from_str(token.expose()).is_ok()
                    });
                    prop_assert!(can_be_sent);
                }
                RefreshOutcome::Ended(_) if hostile.answer.status.is_success() => {
                    let rules = dialect.refresh.iter().flat_map(|route| &route.answers);
                    let url = at();
                    let rules: Vec<_> = rules.cloned().collect();
                    let named = first(&rules, &arrival(&url).reading(&hostile.answer)).is_some();
                    let says_so = hostile.answer.body.windows(7).any(|it| it == b"\"error\"")
                        || hostile.answer.headers.contains_key(http::header::WWW_AUTHENTICATE);
                    prop_assert!(says_so || named);
                }
                _ => {}
            }
        }
    }

    #[test]
    fn a_sign_in_is_judged_without_panic_and_shows_no_secret((dialect, hostile) in spoken()) {
        let url = at();
        for step in [Step::SignIn, Step::Code] {
            let before = Grant::nothing(arrival(&url).received(&hostile.answer));
            let none = redact::Secrets::none();
            match outcome::of_sign_in(&dialect, step, &hostile.answer, arrival(&url), &before, &none) {
                Ok((grant, _)) => {
                    let shown = format!("{grant:?}");
                    prop_assert!(!shown.contains(&hostile.access), "{}", shown);
                    prop_assert!(!shown.contains(&hostile.refresh), "{}", shown);
                }
                Err(Error::Refused { message, .. } | Error::NotNow { message, .. } | Error::Lapsed { message }) => {
                    prop_assert!(message.as_deref().is_none_or(is_readable), "{:?}", message);
                }
                Err(_) => {}
            }
        }
        if let Ok(words) = outcome::of_sign_up(&dialect, &hostile.answer, arrival(&at()), &redact::Secrets::none()) {
            prop_assert!(is_readable(&words), "{:?}", words);
        }
    }

    #[test]
    fn an_account_is_never_larger_than_a_person_can_read((dialect, hostile) in spoken()) {
        let url = at();
        let reading = arrival(&url).reading(&hostile.answer);
        let account = grant::account(&dialect, &reading, "ann", &redact::Secrets::none());
        let Account { id, username, email, roles } = account;
        prop_assert!(roles.len() <= 64);
        for text in roles.iter().chain([&id, &username, &email]) {
            prop_assert!(text.chars().count() <= 256);
        }
    }

    #[test]
    fn a_secret_that_was_taken_out_is_nowhere((dialect, hostile) in spoken()) {
        let secrets = [hostile.access.as_str(), hostile.refresh.as_str()];
        let all = redact::Secrets::of(secrets);
        let clean = all.taken_out_of(&hostile.answer.body);
        let text = String::from_utf8_lossy(&clean).into_owned();
        let answer = Answer { body: clean, ..hostile.answer.clone() };
        let url = at();
        let words = arrival(&url).reading(&answer).words(dialect.message.as_ref()).unwrap_or_default();
        let words = redact::Secrets::of(secrets).taken_out_of_text(&words);
        let headers = all.taken_out_of_headers(hostile.answer.headers.clone());
        for secret in secrets {
            prop_assert!(!text.contains(secret));
            prop_assert!(!words.contains(secret));
            let contains = |value: &http::HeaderValue| {
                memchr::memmem::find(value.as_bytes(), secret.as_bytes()).is_some()
            };
            prop_assert!(!headers.values().any(contains));
        }
        prop_assert_eq!(headers.len(), hostile.answer.headers.len());
    }

    #[test]
    fn any_other_answer_is_judged_without_panic((dialect, hostile) in spoken()) {
        let url = at();
        let (answer, arrival) = (&hostile.answer, arrival(&url));
        let base = BaseUrl::parse("https://api.example.org", PlainHttp::LoopbackOnly).expect("good");
        let with = redact::Secrets::of([hostile.access.as_str(), hostile.refresh.as_str()]);
        let told = outcome::of_sign_out(&dialect, &base, answer, arrival, &with);
        let account = outcome::of_account(&dialect, answer, arrival, &with);
        let shown = format!("{told:?} {account:?}");
        prop_assert!(!shown.contains(&hostile.access) && !shown.contains(&hostile.refresh), "{}", shown);
        let judged = outcome::Judged::of(&dialect, &arrival.reading(answer));
        if dialect.access.answers.is_empty() {
            let is_refused = matches!(judged, outcome::Judged::Unauthorized { .. });
            prop_assert_eq!(is_refused, answer.status == http::StatusCode::UNAUTHORIZED);
        }
        if let Some(csrf) = &dialect.csrf {
            let _ = csrf.find.text(&arrival.reading(answer));
        }
        if let Some(send) = dialect.second_step.as_ref().and_then(|step| step.send.as_ref()) {
            let mut kept = Kept::default();
            let _ = grant::fetched(send, &arrival.reading(answer), &mut kept);
            let shown = format!("{kept:?}");
            prop_assert!(!shown.contains(&hostile.access), "{}", shown);
        }
    }

    #[test]
    fn a_wait_that_a_server_asks_for_is_never_over_ten_minutes(
        asked in hostile::broken_text(proptest::sample::select(hostile::DATES).prop_map(str::to_owned)),
        said in hostile::broken_text(proptest::sample::select(hostile::DATES).prop_map(str::to_owned)),
    ) {
        let dialect = Dialect::preset("n-body").expect("a preset");
        let mut headers = http::HeaderMap::new();
        for (name, text) in [(http::header::RETRY_AFTER, asked), (http::header::DATE, said)] {
            if let Ok(value) = http::HeaderValue::from_str(&text) {
                headers.insert(name, value);
            }
        }
        let answer = Answer {
            status: http::StatusCode::SERVICE_UNAVAILABLE,
            headers,
            body: bytes::Bytes::new(),
        };
        let url = at();
        let outcome = outcome::of_refresh(&dialect, &answer, arrival(&url), false, &redact::Secrets::none());
        let is_bounded = matches!(
            outcome,
            RefreshOutcome::Failed(Failure { retry_after, .. })
                if retry_after.is_none_or(|wait| wait <= Duration::from_mins(10))
        );
        prop_assert!(is_bounded);
    }
}
