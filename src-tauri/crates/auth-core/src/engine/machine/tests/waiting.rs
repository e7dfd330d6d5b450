//! Who waits for a refresh, what they are told, and whose answer counts.

use super::*;
use crate::engine::Trouble;

fn asked(driver: &mut Driver, waiter: WaiterId) -> Vec<Effect> {
    let seen = driver.current();
    driver.on(Input::Refresh {
        seen,
        why: Why::Asked,
        waiter,
    })
}

fn expired(driver: &mut Driver, personal: bool, waiter: WaiterId) -> Vec<Effect> {
    let seen = driver.current();
    driver.on(Input::Refresh {
        seen,
        why: Why::Expired { personal },
        waiter,
    })
}

fn in_trouble() -> Driver {
    let mut driver = Driver::signed_in();
    let asking = asked(&mut driver, 2);
    let outcome = RefreshOutcome::Failed(Failure {
        retry_after: Some(Duration::from_secs(20)),
        ..Failure::unanswered(Cause::Busy { status: 503 })
    });
    let failed = driver.answer(&asking, outcome);
    assert_eq!(settled(&failed), [(2, false)], "whoever waited is told");
    driver
}

fn starts(effects: &[Effect]) -> bool {
    effects
        .iter()
        .any(|effect| matches!(effect, Effect::Refresh { .. }))
}

#[test]
fn a_failing_refresh_is_not_tried_again_for_the_background_before_its_time() {
    let mut driver = in_trouble();
    driver.now = at(5);
    let refused = expired(&mut driver, false, 3);
    let Some(Effect::Settle { waiter: 3, result }) = refused.first() else {
        panic!("{refused:?}");
    };
    let expected = Error::RefreshUnavailable {
        cause: Cause::Busy { status: 503 },
        retry_in: Duration::from_secs(15),
    };
    assert_eq!(result, &Err(expected));
    driver.now = at(20);
    assert!(starts(&expired(&mut driver, false, 4)));
}

#[test]
fn a_person_tries_again_after_two_seconds_and_not_before() {
    for (personal, seconds, tried) in [(true, 1, false), (true, 2, true), (false, 2, false)] {
        let mut driver = in_trouble();
        driver.now = at(seconds);
        let effects = expired(&mut driver, personal, 3);
        assert_eq!(starts(&effects), tried, "{personal} {seconds}");
        let mut driver = in_trouble();
        driver.now = at(seconds);
        let seen = driver.current();
        let why = Why::Rejected { personal };
        let effects = driver.on(Input::Refresh {
            seen,
            why,
            waiter: 3,
        });
        assert_eq!(starts(&effects), tried, "{personal} {seconds}");
    }
    let mut driver = in_trouble();
    driver.now = at(2);
    assert!(starts(&asked(&mut driver, 3)), "asking is a person's doing");
}

#[test]
fn one_refused_request_among_those_who_wait_is_enough_to_end_what_cannot_be_refreshed() {
    let mut driver = Driver::signed_in();
    let asking = asked(&mut driver, 2);
    driver.rejected(3);
    asked(&mut driver, 4);
    let over = driver.answer(&asking, RefreshOutcome::NoCredential);
    assert_eq!(settled(&over), [(2, false), (3, false), (4, false)]);
    assert_eq!(driver.state(), State::SignedOut);
}

#[test]
fn nothing_to_refresh_with_ends_only_what_was_refused() {
    let mut driver = Driver::signed_in();
    let asking = asked(&mut driver, 2);
    let kept = driver.answer(&asking, RefreshOutcome::NoCredential);
    assert_eq!(
        (settled(&kept), driver.state()),
        (vec![(2, false)], State::Live)
    );
    let asking = driver.rejected(3);
    let over = driver.answer(&asking, RefreshOutcome::NoCredential);
    assert_eq!(settled(&over), [(3, false)]);
    assert_eq!(
        driver.machine.last_end,
        Some(EndReason::NoRefreshCredential)
    );
}

#[test]
fn the_answer_to_an_older_attempt_is_nobodys() {
    let mut driver = Driver::signed_in();
    let old = asked(&mut driver, 2);
    let over = driver.on(Input::SignOut { waiter: 3 });
    driver.on(erased(written(&over)));
    let arriving = driver.sign_in("bob", 4);
    driver.on(Input::Saved {
        write: written(&arriving),
    });
    let bob = driver.current();
    let late = driver.answer(
        &old,
        RefreshOutcome::Refreshed(grant("late", "late-refresh")),
    );
    assert_eq!(driver.current(), bob, "idle, and left alone");
    assert!(
        !late
            .iter()
            .any(|effect| matches!(effect, Effect::Save { .. }))
    );

    let asking = asked(&mut driver, 5);
    let later = driver.answer(&old, refused(EndReason::RefreshExpired));
    assert!(later.is_empty());
    assert_eq!(driver.state(), State::Refreshing);
    let failed = driver.answer(&asking, RefreshOutcome::unanswered(Cause::Connect));
    assert_eq!(settled(&failed), [(5, false)], "its own waiter waited on");
}

#[test]
fn only_its_own_write_puts_new_credentials_to_use() {
    let mut driver = Driver::signed_in();
    let seen = driver.current();
    let cookies = driver.on(Input::CookiesSet {
        seen,
        cookies: cookies("a=a-cookie-worth-keeping; path=/"),
        received: RECEIVED,
    });
    let asking = asked(&mut driver, 2);
    let granted = driver.answer(
        &asking,
        RefreshOutcome::Refreshed(grant("new", "new-refresh")),
    );
    let early = driver.on(Input::Saved {
        write: written(&cookies),
    });
    assert_eq!((settled(&early), driver.current()), (vec![], seen));
    let by = Found::Ended;
    let write = written(&cookies);
    driver.on(Input::Overtaken { write, by });
    assert_eq!(
        driver.state(),
        State::Refreshing,
        "its own write will say so"
    );
    let done = driver.on(Input::Saved {
        write: written(&granted),
    });
    assert_eq!(settled(&done), [(2, true)]);
}

#[test]
fn a_refresh_that_nobody_asked_the_server_for_is_not_counted() {
    let mut driver = Driver::signed_in();
    let asking = asked(&mut driver, 2);
    let (attempt, asked_with) = asking
        .iter()
        .find_map(|effect| match effect {
            Effect::Refresh { attempt, job } => Some((*attempt, Arc::clone(&job.with))),
            _ => None,
        })
        .expect("a refresh");
    driver.on(Input::Refreshed {
        attempt,
        asked_with,
        came: Refreshed::unasked(RefreshOutcome::NoCredential, None),
    });
    assert_eq!(driver.machine.view(driver.now).counts.refreshes, 0);
}

/// Signed in with nothing to refresh with.
fn without_refresh_token(kept: bool) -> Driver {
    let mut driver = Driver::new();
    let mut grant = grant("access", "refresh");
    grant.refresh = None;
    let arriving = driver.sign_in_with("ann", grant, 1);
    let write = written(&arriving);
    driver.on(if kept {
        Input::Saved { write }
    } else {
        save_failed(write)
    });
    driver
}

#[test]
fn a_refused_session_that_cannot_be_refreshed_ends_once_the_vault_has_nothing_newer_either() {
    let mut driver = without_refresh_token(true);
    assert!(
        starts(&driver.rejected(2)),
        "another process may have refreshed it"
    );
    assert_eq!(driver.state(), State::Refreshing);

    let mut driver = without_refresh_token(true);
    let refused = asked(&mut driver, 2);
    assert!(matches!(
        refused[..],
        [Effect::Settle {
            waiter: 2,
            result: Err(Error::NotRefreshable)
        }]
    ));
    let sent = expired(&mut driver, true, 3);
    assert_eq!(
        settled(&sent),
        [(3, true)],
        "the server may see it otherwise"
    );

    let mut driver = without_refresh_token(false);
    assert!(!starts(&driver.rejected(2)), "there is nowhere to look");
    assert_eq!(
        driver.machine.last_end,
        Some(EndReason::NoRefreshCredential)
    );
}

fn failed(cause: Cause) -> RefreshOutcome {
    RefreshOutcome::unanswered(cause)
}

/// Refused in words that need not be the server's.
fn doubtful() -> RefreshOutcome {
    let RefreshOutcome::Ended(refusal) = refused(EndReason::RefreshRejected) else {
        unreachable!("that is what it is")
    };
    RefreshOutcome::Failed(Failure {
        refusal: Some(refusal),
        ..Failure::unanswered(Cause::Refused { status: 403 })
    })
}

fn trouble(driver: &Driver) -> Trouble {
    driver.machine.view(driver.now).trouble.expect("in trouble")
}

#[test]
fn a_person_who_tries_leaves_the_next_try_where_it_was() {
    let mut driver = Driver::signed_in();
    let asking = asked(&mut driver, 2);
    driver.answer(&asking, failed(Cause::Connect));
    for _ in 0..3 {
        driver.now = driver.machine.wake_at().expect("a retry");
        let again = driver.on(woke(driver.now));
        driver.answer(&again, failed(Cause::Connect));
    }
    let before = trouble(&driver);
    for tries in 0..20 {
        driver.now = driver.now + Duration::from_secs(2);
        if driver.now >= before.scheduled {
            break;
        }
        let again = asked(&mut driver, 3 + tries);
        driver.answer(&again, failed(Cause::Connect));
        let after = trouble(&driver);
        assert_eq!(
            (after.next_try, after.failures),
            (before.next_try, before.failures)
        );
    }
}

#[test]
fn a_person_who_tries_does_not_undo_what_the_server_has_asked_for() {
    let mut driver = in_trouble();
    driver.now = at(2);
    let again = asked(&mut driver, 3);
    driver.answer(&again, failed(Cause::Connect));
    assert_eq!(trouble(&driver).next_try, at(20));
    driver.now = at(4);
    assert!(!starts(&driver.rejected(4)), "nor does a 401 after it");
}

#[test]
fn a_401_brings_the_next_try_forward_and_no_more_than_one_a_second() {
    let mut driver = Driver::signed_in();
    let asking = asked(&mut driver, 2);
    driver.now = at(10);
    driver.answer(&asking, failed(Cause::Connect));
    let first = driver.rejected(3);
    assert!(starts(&first), "however lately the last one failed");
    driver.answer(&first, failed(Cause::Connect));
    let second = driver.rejected(4);
    assert_eq!(
        (starts(&second), settled(&second)),
        (false, vec![(4, false)])
    );
    assert!(trouble(&driver).next_try <= at(11), "but soon");
    assert!(
        trouble(&driver).scheduled <= at(12),
        "and no later than without"
    );
    driver.now = at(11);
    assert!(starts(&driver.rejected(5)));

    let mut patient = in_trouble();
    patient.now = at(1);
    assert!(
        !starts(&patient.rejected(3)),
        "the server has asked for patience"
    );
}

#[test]
fn a_try_that_was_brought_forward_to_a_later_moment_is_the_one_of_its_second() {
    let mut driver = Driver::signed_in();
    let asking = asked(&mut driver, 2);
    driver.answer(&asking, failed(Cause::Connect));
    let live = driver.machine.live.as_mut().expect("live");
    let far = at(60);
    let trouble = live.trouble.as_mut().expect("trouble");
    (trouble.scheduled, trouble.next_try) = (far, far);
    let first = driver.rejected(3);
    assert!(starts(&first));
    driver.answer(&first, failed(Cause::Connect));
    driver.rejected(4);
    driver.now = driver.machine.wake_at().expect("a time");
    assert!(driver.now < far);
    let second = driver.on(woke(driver.now));
    assert!(starts(&second));
    driver.answer(&second, failed(Cause::Connect));
    assert!(!starts(&driver.rejected(5)), "in the same second");
}

#[test]
fn a_refusal_in_doubt_is_trouble_until_it_was_said_three_times_in_a_minute_of_trying() {
    let mut driver = Driver::signed_in();
    let asking = asked(&mut driver, 2);
    driver.answer(&asking, doubtful());
    assert!(matches!(driver.state(), State::Degraded { .. }));
    let is_believed = |driver: &Driver| {
        let judged = doubtful().after(Some(&trouble(driver)), driver.now);
        matches!(judged, RefreshOutcome::Ended(_))
    };
    // An hour asleep is no minute of trying, and three tries in a row are none either.
    driver.now = at(3600);
    for waiter in 3..6 {
        assert!(!is_believed(&driver));
        driver.now = driver.now + Duration::from_secs(2);
        let again = asked(&mut driver, waiter);
        driver.answer(&again, doubtful());
    }
    let mut tries = 0;
    while !is_believed(&driver) {
        driver.now = driver.machine.wake_at().expect("a retry");
        let again = driver.on(woke(driver.now));
        driver.answer(&again, doubtful());
        tries += 1;
        assert!(tries < 100);
    }
    assert!(trouble(&driver).refused_again(driver.now).over >= Duration::from_mins(1));
    // Another answer in between, and it starts anew.
    driver.now = driver.machine.wake_at().expect("a retry");
    let again = driver.on(woke(driver.now));
    driver.answer(&again, failed(Cause::Busy { status: 503 }));
    assert!(!is_believed(&driver));
}
