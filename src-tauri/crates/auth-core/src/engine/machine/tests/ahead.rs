//! Refreshing ahead of time, and only for somebody.

use super::*;

/// Signed in at the moment zero with an access token that lives 100 s. With dice that always show
/// zero it is refreshed at 80 s.
fn timed() -> Driver {
    let mut driver = Driver::new();
    driver.begin(timed_grant("access-1", 100));
    driver
}

fn timed_grant(access: &str, lives: u64) -> Box<Grant> {
    let mut grant = grant(access, "refresh-1");
    grant.expires_in = Some(Duration::from_secs(lives));
    grant
}

fn refreshes(effects: &[Effect]) -> bool {
    effects
        .iter()
        .any(|effect| matches!(effect, Effect::Refresh { .. }))
}

fn woke_unused() -> Input {
    Input::Woke { last_request: None }
}

#[test]
fn a_session_in_use_is_refreshed_when_its_time_has_come_and_nobody_waits() {
    let mut driver = timed();
    assert_eq!(driver.machine.wake_at(), Some(at(80)));
    let refreshes_at =
        |driver: &Driver| driver.machine.view(driver.now).snapshot(0, 0).refreshes_at;
    assert_eq!(refreshes_at(&driver), Some(at(80)));
    driver.now = at(79);
    assert!(
        driver.on(woke(driver.now)).is_empty(),
        "not before its time"
    );
    driver.now = at(80);
    let asked = driver.on(woke(driver.now));
    assert!(refreshes(&asked) && settled(&asked).is_empty());
    assert_eq!(driver.machine.wake_at(), None, "one at a time");
    assert_eq!(refreshes_at(&driver), None, "it is under way");
    let mut grant = timed_grant("access-2", 100);
    grant.received.at = driver.now;
    let granted = driver.answer(&asked, RefreshOutcome::Refreshed(grant));
    driver.on(Input::Saved {
        write: written(&granted),
    });
    assert_eq!(driver.machine.wake_at(), Some(at(160)));
    let counts = driver.machine.view(driver.now).counts;
    assert_eq!(
        (counts.refreshes, counts.refreshed, counts.adopted),
        (1, 1, 0)
    );
}

#[test]
fn an_idle_session_dozes_until_a_request_says_that_it_is_used() {
    let mut driver = timed();
    driver.now = at(80);
    assert!(driver.on(woke_unused()).is_empty());
    assert_eq!(driver.machine.wake_at(), None, "no timer runs for it");
    assert_eq!(driver.machine.view(driver.now).due, Some(at(80)));
    driver.now = at(95);
    assert!(refreshes(&driver.on(woke(driver.now))));
}

#[test]
fn a_window_in_sight_is_use_and_one_that_is_gone_is_not() {
    let mut driver = timed();
    assert!(driver.on(Input::Visible { visible: true }).is_empty());
    driver.on(Input::Visible { visible: false });
    driver.now = at(80);
    assert!(driver.on(woke_unused()).is_empty());
    assert!(refreshes(&driver.on(Input::Visible { visible: true })));
}

#[test]
fn use_counts_for_one_lifetime() {
    for (last, used) in [(at(0), true), (at(100), true)] {
        let mut driver = timed();
        driver.now = at(100);
        let woken = driver.on(Input::Woke {
            last_request: Some(last),
        });
        assert_eq!(refreshes(&woken), used);
    }
    let mut driver = timed();
    driver.now = at(101);
    let woken = driver.on(Input::Woke {
        last_request: Some(at(0)),
    });
    assert!(!refreshes(&woken));
}

#[test]
fn a_failed_refresh_is_tried_again_only_for_somebody() {
    let mut driver = timed();
    driver.now = at(80);
    let asked = driver.on(woke(driver.now));
    driver.answer(&asked, RefreshOutcome::unanswered(Cause::Connect));
    assert_eq!(
        driver.machine.view(driver.now).snapshot(0, 0).refreshes_at,
        None
    );
    driver.now = at(500);
    assert!(driver.on(woke_unused()).is_empty());
    assert_eq!(driver.machine.wake_at(), None);
    assert!(matches!(driver.state(), State::Degraded { .. }));
    assert!(refreshes(&driver.on(woke(driver.now))));
}

#[test]
fn a_nudge_tries_what_failed_but_not_in_the_same_breath() {
    let mut driver = timed();
    driver.now = at(80);
    assert!(driver.on(Input::Nudged).is_empty(), "nothing has failed");
    let asked = driver.on(woke(driver.now));
    assert!(driver.on(Input::Nudged).is_empty(), "one at a time");
    let outcome = RefreshOutcome::Failed(Failure {
        retry_after: Some(Duration::from_mins(5)),
        ..Failure::unanswered(Cause::Busy { status: 429 })
    });
    driver.answer(&asked, outcome);
    driver.now = at(81);
    assert!(driver.on(Input::Nudged).is_empty());
    driver.now = at(82);
    assert!(refreshes(&driver.on(Input::Nudged)));
}

#[test]
fn a_closed_session_refreshes_nothing() {
    let mut driver = timed();
    driver.on(closed(9));
    driver.now = at(80);
    assert_eq!(driver.machine.wake_at(), None);
    assert!(driver.on(woke(driver.now)).is_empty());
    assert!(driver.on(Input::Visible { visible: true }).is_empty());
}

#[test]
fn trouble_is_added_up_when_it_is_over() {
    let mut driver = timed();
    driver.now = at(80);
    let asked = driver.on(woke(driver.now));
    driver.answer(&asked, RefreshOutcome::unanswered(Cause::Connect));
    driver.now = at(87);
    let again = driver.on(woke(driver.now));
    let granted = driver.answer(&again, RefreshOutcome::Refreshed(timed_grant("a", 100)));
    driver.now = at(88);
    driver.on(Input::Saved {
        write: written(&granted),
    });
    let view = driver.machine.view(driver.now);
    assert_eq!(view.counts.degraded, Duration::from_secs(8));
    assert_eq!(view.counts.refreshes, 2);
    assert_eq!(view.last_refresh, Some(at(88)));
}

#[test]
fn what_lives_too_short_or_nobody_knows_how_long_is_left_to_the_401() {
    assert_eq!(Driver::signed_in().machine.wake_at(), None);
    let mut driver = timed();
    driver.now = at(80);
    let asked = driver.on(woke(driver.now));
    let granted = driver.answer(&asked, RefreshOutcome::Refreshed(timed_grant("a", 4)));
    driver.on(Input::Saved {
        write: written(&granted),
    });
    assert_eq!(driver.machine.wake_at(), None);
}

/// The token of a cookie server, which says itself how long it lives.
fn cookie_token(issued: u64, lives: u64) -> String {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    let claims = format!(r#"{{"iat":{issued},"exp":{}}}"#, issued + lives);
    format!("e30.{}.sig", URL_SAFE_NO_PAD.encode(claims))
}

#[test]
fn a_new_access_cookie_is_refreshed_at_its_own_time_and_other_cookies_change_nothing() {
    let mut driver = Driver::new();
    let dialect = Dialect::preset("s-cookie").expect("a preset");
    driver.machine = Machine::new(Arc::new(dialect.clone()), Box::new(Dice));
    let url = Url::parse("http://127.0.0.1/").expect("a URL");
    let said = |cookie: &str| {
        let mut headers = HeaderMap::new();
        let value = http::HeaderValue::from_str(cookie).expect("a header");
        headers.append(http::header::SET_COOKIE, value);
        let refresh = "bezkoder-jwt-refresh=a-refresh-token; Path=/";
        let value = http::HeaderValue::from_static(refresh);
        headers.append(http::header::SET_COOKIE, value);
        headers
    };
    let first = Answer {
        status: StatusCode::OK,
        headers: said(&format!("bezkoder-jwt={}; Path=/", cookie_token(0, 100))),
        body: Bytes::from_static(b"{}"),
    };
    let grant = Grant::of(&dialect, &first, &url, at(0), &Secrets::none()).expect("credentials");
    driver.begin(Box::new(grant));
    assert_eq!(driver.machine.wake_at(), Some(at(80)));

    driver.now = at(50);
    let received = Received {
        at: driver.now,
        ..RECEIVED
    };
    let mut set = |cookie: &str| {
        let cookies = SetCookies::read(&said(cookie), &url, received);
        let seen = driver.current();
        driver.on(Input::CookiesSet {
            seen,
            cookies,
            received,
        });
        driver.machine.wake_at()
    };
    assert_eq!(set("taste=vanilla; Path=/"), Some(at(80)));
    let next = cookie_token(50, 100);
    assert_eq!(set(&format!("bezkoder-jwt={next}; Path=/")), Some(at(130)));
}
