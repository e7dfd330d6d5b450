//! Cookies of answers: which count, and what the vault hears of them.

use super::*;

/// Signed in to a server that keeps its session in cookies.
fn with_cookies() -> Driver {
    let mut driver = Driver::new();
    let dialect = Dialect::preset("s-cookie").expect("a preset");
    driver.machine = Machine::new(Arc::new(dialect), Box::new(Dice));
    let grant = granted("the-first-access-token");
    driver.begin(grant);
    driver
}

fn granted(access: &str) -> Box<Grant> {
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("bezkoder-jwt", access),
        ("bezkoder-jwt-refresh", "the-refresh-token"),
    ] {
        let cookie = format!("{name}={value}; Path=/");
        let cookie = http::HeaderValue::from_str(&cookie).expect("a header");
        headers.append(http::header::SET_COOKIE, cookie);
    }
    let answer = Answer::new(StatusCode::OK, headers, "{}");
    let dialect = Dialect::preset("s-cookie").expect("a preset");
    let url = Url::parse("http://127.0.0.1/").expect("a URL");
    Box::new(Grant::of(&dialect, &answer, &url, at(0), &Secrets::none()).expect("credentials"))
}

impl Driver {
    fn set(&mut self, seen: CredentialId, cookie: &'static str) -> Vec<Effect> {
        self.on(Input::CookiesSet {
            seen,
            cookies: cookies(cookie),
            received: Received {
                at: self.now,
                ..RECEIVED
            },
        })
    }

    fn has(&self, secret: &str) -> bool {
        let live = self.machine.live.as_ref().expect("live");
        live.credentials
            .secrets()
            .any(|known| known == secret.as_bytes())
    }
}

fn saves(effects: &[Effect]) -> Vec<(u64, bool)> {
    let of = |effect: &Effect| match effect {
        Effect::Save { save, .. } => Some((save.write, save.can_wait)),
        _ => None,
    };
    effects.iter().filter_map(of).collect()
}

#[test]
fn the_sessions_own_cookies_count_only_while_what_they_were_asked_with_is_current() {
    let mut driver = with_cookies();
    let old = driver.current();
    let asked = driver.rejected(2);
    let answer = driver.answer(
        &asked,
        RefreshOutcome::Refreshed(granted("the-second-access-token")),
    );
    // While the next are being written, and after that: a refusal with the cookie of a guest.
    driver.set(old, "bezkoder-jwt=a-guests-cookie; Path=/");
    driver.set(old, "bezkoder-jwt-refresh=; Path=/; Max-Age=0");
    driver.set(old, "taste=a-cookie-worth-keeping; Path=/");
    driver.on(Input::Saved {
        write: written(&answer),
    });
    driver.set(old, "bezkoder-jwt=a-guests-cookie; Path=/");
    driver.set(old, "bezkoder-jwt-refresh=; Path=/; Max-Age=0");
    driver.set(old, "other=another-worth-keeping; Path=/");
    for kept in [
        "the-second-access-token",
        "the-refresh-token",
        "a-cookie-worth-keeping",
        "another-worth-keeping",
    ] {
        assert!(driver.has(kept), "{kept}");
    }
    assert!(!driver.has("a-guests-cookie"));
}

#[test]
fn the_cookie_of_a_guest_that_comes_with_a_refusal_is_nothing_to_go_on_with() {
    let mut driver = with_cookies();
    let seen = driver.current();
    let refusing = cookies("bezkoder-jwt=the-cookie-of-a-guest; Path=/").refusing();
    driver.on(Input::CookiesSet {
        seen,
        cookies: refusing,
        received: RECEIVED,
    });
    assert!(
        driver.has("the-cookie-of-a-guest"),
        "it counts as any other"
    );
    let asked = driver.on(Input::Refresh {
        seen,
        why: Why::Rejected { personal: false },
        waiter: 2,
    });
    let refreshes = |effect: &Effect| matches!(effect, Effect::Refresh { .. });
    assert!(asked.iter().any(refreshes), "{asked:?}");
    // Whoever was refused at the same time may be another guest by now. Who asks for the refresh is the first.
    driver.on(Input::CookiesSet {
        seen,
        cookies: cookies("bezkoder-jwt=the-cookie-of-another-guest; Path=/").refusing(),
        received: RECEIVED,
    });
    assert!(driver.has("the-cookie-of-a-guest"));
}

#[test]
fn what_is_known_already_is_no_change() {
    let mut driver = with_cookies();
    let seen = driver.current();
    assert_eq!(saves(&driver.set(seen, "theme=default; Path=/")).len(), 1);
    for _ in 0..500 {
        assert!(driver.set(seen, "theme=default; Path=/").is_empty());
    }
}

#[test]
fn a_cookie_that_every_answer_renews_is_written_once_in_a_while_and_at_the_end() {
    const RENEWED: [&str; 3] = [
        "lb=a-sticky-cookie-0001; Path=/",
        "lb=a-sticky-cookie-0002; Path=/",
        "lb=a-sticky-cookie-0003; Path=/",
    ];
    let mut driver = with_cookies();
    let seen = driver.current();
    let first = driver.set(seen, RENEWED[0]);
    let [(write, true)] = saves(&first)[..] else {
        panic!("{first:?}");
    };
    for n in 0..100 {
        assert_eq!(
            saves(&driver.set(seen, RENEWED[n % 2 + 1])),
            [],
            "one is under way"
        );
    }
    assert_eq!(saves(&driver.on(Input::Saved { write })), []);
    driver.now = at(4);
    assert_eq!(saves(&driver.set(seen, RENEWED[1])), [], "too soon");
    let due = driver.machine.wake_at().expect("a time");
    assert_eq!(due, at(5));
    driver.now = due;
    let second = driver.on(woke(due));
    assert!(matches!(saves(&second)[..], [(_, true)]));
    driver.on(Input::Saved {
        write: written(&second),
    });
    driver.set(seen, RENEWED[0]);
    for last in [Input::Abandoned, closed(9)] {
        let mut driver = with_cookies();
        let seen = driver.current();
        let write = written(&driver.set(seen, RENEWED[0]));
        driver.on(Input::Saved { write });
        driver.set(seen, RENEWED[1]);
        assert_eq!(saves(&driver.on(last)).len(), 1);
    }
}

#[test]
fn every_change_is_newer_than_what_may_have_been_written_before() {
    let mut driver = with_cookies();
    let seen = driver.current();
    let version = |driver: &Driver| {
        driver
            .machine
            .live
            .as_ref()
            .expect("live")
            .credentials
            .version
    };
    let mut last = version(&driver);
    for cookie in [
        "lb=a-sticky-cookie-0001; Path=/",
        "lb=a-sticky-cookie-0002; Path=/",
        "lb=a-sticky-cookie-0003; Path=/",
    ] {
        driver.set(seen, cookie);
        assert!(version(&driver) > last);
        last = version(&driver);
    }
}

#[test]
fn a_refresh_brings_the_cookies_along_and_does_not_wait_for_them() {
    let mut driver = with_cookies();
    let seen = driver.current();
    let write = written(&driver.set(seen, "lb=a-sticky-cookie-0001; Path=/"));
    let asked = driver.rejected(2);
    assert_eq!(
        saves(&driver.set(seen, "lb=a-sticky-cookie-0002; Path=/")),
        []
    );
    // The writer gives the one up for the other.
    let granted = driver.answer(
        &asked,
        RefreshOutcome::Refreshed(granted("the-second-access-token")),
    );
    let [(next, false)] = saves(&granted)[..] else {
        panic!("{granted:?}");
    };
    assert_eq!(saves(&driver.on(Input::Postponed { write })), []);
    driver.on(Input::Saved { write: next });
    assert!(driver.has("a-sticky-cookie-0002"));
    driver.now = at(60);
    assert_eq!(saves(&driver.on(woke(driver.now))), [], "it has them");
}

#[test]
fn a_write_that_was_given_up_for_an_erasing_is_not_made_up_for() {
    let mut driver = with_cookies();
    let seen = driver.current();
    let write = written(&driver.set(seen, "lb=a-sticky-cookie-0001; Path=/"));
    let over = driver.on(Input::SignOut { waiter: 2 });
    driver.on(Input::Postponed { write });
    driver.on(erased(written(&over)));
    assert_eq!(driver.machine.wake_at(), None);
}

#[test]
fn what_another_process_sees_of_it_is_told_to_nobody() {
    let mut driver = with_cookies();
    let ours = driver.current();
    let live = driver.machine.live.as_ref().expect("live");
    let theirs = live.credentials.with_cookies(
        &cookies("lb=a-sticky-cookie-0001; Path=/"),
        &driver.machine.dialect,
        RECEIVED,
    );
    let theirs = theirs.expect("a change").touched();
    let as_of = driver.machine.view(driver.now).vault_turns;
    let kept = Some(Box::new(theirs));
    assert!(driver.on(Input::Noticed { kept, as_of }).is_empty());
    assert!(driver.has("a-sticky-cookie-0001"));
    assert_eq!(driver.current(), ours);
}

#[test]
fn what_a_write_was_overtaken_by_does_not_undo_what_has_come_since() {
    for (first, second) in [
        (
            "lb=a-sticky-cookie-0001; Path=/",
            "lb=a-sticky-cookie-0002; Path=/",
        ),
        (
            "bezkoder-jwt=a-rolled-access-cookie; Path=/",
            "lb=a-sticky-cookie-0002; Path=/",
        ),
        (
            "bezkoder-jwt=a-rolled-cookie-0001; Path=/",
            "bezkoder-jwt=a-rolled-cookie-0002; Path=/",
        ),
    ] {
        let mut driver = with_cookies();
        let seen = driver.current();
        let effects = driver.set(seen, "lb=a-sticky-cookie-0000; Path=/");
        let (write, writing) = match &effects[..] {
            [Effect::Save { save, .. }] => (save.write, Arc::clone(&save.credentials)),
            other => panic!("{other:?}"),
        };
        let set = |driver: &mut Driver, cookie| {
            let seen = driver.current();
            driver.set(seen, cookie);
        };
        set(&mut driver, first);
        // A damaged record was found meanwhile, and this is what was put in its place.
        let live = driver.machine.live.as_ref().expect("live");
        let mended = (*live.credentials).clone();
        set(&mut driver, second);
        let before = driver.current();
        let by = match Found::between(Some(mended), &writing) {
            found @ (Found::Newer(_) | Found::Touched(_)) => found,
            other => panic!("{other:?}"),
        };
        driver.on(Input::Overtaken { write, by });
        let newest = second.split(['=', ';']).nth(1).expect("a value");
        assert!(driver.has(newest), "{newest}");
        assert_eq!(driver.current(), before);
        driver.now = driver.machine.wake_at().expect("a write that is due");
        assert_eq!(saves(&driver.on(woke(driver.now))).len(), 1);
    }
}

#[test]
fn another_processes_cookies_say_nothing_of_how_old_ours_are() {
    let mut driver = with_cookies();
    let mut grant = granted("the-second-access-token");
    grant.expires_in = Some(Duration::from_mins(5));
    let asked = driver.rejected(2);
    let answer = driver.answer(&asked, RefreshOutcome::Refreshed(grant));
    driver.on(Input::Saved {
        write: written(&answer),
    });
    let ours = Arc::clone(&driver.machine.live.as_ref().expect("live").credentials);
    let dialect = Arc::clone(&driver.machine.dialect);
    let sticky = cookies("lb=a-sticky-cookie-0001; Path=/");
    let theirs = ours.with_cookies(&sticky, &dialect, RECEIVED);
    let record = theirs.expect("a change").touched().record(driver.now);
    // By then somebody has set the wall clock.
    let wall = RECEIVED.wall + 36_000;
    let theirs = crate::credentials::stored::read(&record, &dialect, driver.now, wall);
    let as_of = driver.machine.view(driver.now).vault_turns;
    driver.on(Input::Noticed {
        kept: theirs.map(Box::new),
        as_of,
    });
    assert!(driver.has("a-sticky-cookie-0001"));
    let live = driver.machine.live.as_ref().expect("live");
    assert!(!live.credentials.expired(driver.now));
}

#[test]
fn the_session_cookie_of_another_process_ends_no_trouble() {
    let mut driver = with_cookies();
    let asked = driver.rejected(2);
    driver.answer(&asked, RefreshOutcome::lost());
    let before = driver.machine.view(driver.now).trouble;
    let live = driver.machine.live.as_ref().expect("live");
    let other = cookies("bezkoder-jwt=the-cookie-of-a-guest; Path=/");
    let theirs = live
        .credentials
        .with_cookies(&other, &driver.machine.dialect, RECEIVED);
    let as_of = driver.machine.view(driver.now).vault_turns;
    driver.on(Input::Noticed {
        kept: theirs.map(|theirs| Box::new(theirs.touched())),
        as_of,
    });
    assert!(driver.has("the-cookie-of-a-guest"));
    assert!(before.is_some());
    assert_eq!(driver.machine.view(driver.now).trouble, before);
}

#[test]
fn a_try_that_finds_the_cookie_of_another_process_has_failed_and_comes_again_in_its_time() {
    let mut driver = with_cookies();
    let asked = driver.rejected(2);
    driver.answer(&asked, RefreshOutcome::lost());
    driver.now = driver.machine.wake_at().expect("a retry");
    let again = driver.on(woke(driver.now));
    let live = driver.machine.live.as_ref().expect("live");
    let rolled = cookies("bezkoder-jwt=a-rolled-access-cookie; Path=/");
    let theirs = live
        .credentials
        .with_cookies(&rolled, &driver.machine.dialect, RECEIVED);
    let theirs = Box::new(theirs.expect("a change").touched());
    let failure = Failure {
        retry_after: Some(Duration::from_secs(86)),
        ..Failure::unanswered(Cause::Busy { status: 429 })
    };
    let failure = Some(failure);
    let adopted = driver.answer(&again, RefreshOutcome::Adopted { theirs, failure });
    assert!(driver.has("a-rolled-access-cookie"));
    let told = told(&adopted);
    assert!(
        matches!(told[..], [EventKind::RefreshFailed { .. }]),
        "{told:?}"
    );
    let next = driver.machine.wake_at().expect("a retry");
    assert_eq!(next, driver.now + Duration::from_secs(86));
}

#[test]
fn a_try_that_finds_what_this_process_has_written_keeps_the_cookies_that_came_since() {
    let mut driver = with_cookies();
    let asked = driver.rejected(2);
    let live = driver.machine.live.as_ref().expect("live");
    let written = Box::new(Credentials::clone(&live.credentials));
    let seen = driver.current();
    driver.set(seen, "lb=the-newest-of-cookies; Path=/");
    let adopted = RefreshOutcome::Adopted {
        theirs: written,
        failure: Some(Failure::unanswered(Cause::Busy { status: 503 })),
    };
    driver.answer(&asked, adopted);
    assert!(driver.has("the-newest-of-cookies"));
}

#[test]
fn a_server_that_takes_everything_back_has_ended_the_session() {
    let mut driver = with_cookies();
    let seen = driver.current();
    driver.set(seen, "bezkoder-jwt=; Path=/; Max-Age=0");
    assert_eq!(driver.state(), State::Live, "there is a refresh cookie");
    let seen = driver.current();
    let asked = driver.set(seen, "bezkoder-jwt-refresh=; Path=/; Max-Age=0");
    assert_eq!(
        driver.state(),
        State::Refreshing,
        "another process may have more"
    );
    driver.answer(&asked, RefreshOutcome::NoCredential);
    assert_eq!(
        driver.machine.last_end,
        Some(EndReason::NoRefreshCredential)
    );
}
