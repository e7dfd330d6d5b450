//! What other processes do to the vault that this one shares with them.

use super::*;

/// What another process would have made of the current credentials.
pub(super) fn theirs(driver: &Driver, access: &str) -> Box<Credentials> {
    let live = driver.machine.live.as_ref().expect("live");
    let dialect = &driver.machine.dialect;
    let grant = grant(access, "their-refresh");
    Box::new(live.credentials.refreshed(&grant, dialect))
}

pub(super) fn someone_elses(driver: &Driver) -> Box<Credentials> {
    let mut other = theirs(driver, "another");
    other.lineage = 77;
    other
}

pub(super) fn secrets(driver: &Driver) -> Vec<String> {
    let live = driver.machine.live.as_ref().expect("live");
    let text = |secret: &[u8]| String::from_utf8_lossy(secret).into_owned();
    live.credentials.secrets().map(text).collect()
}

pub(super) fn terms(effects: &[Effect]) -> Option<Terms> {
    effects.iter().find_map(|effect| match effect {
        Effect::Save { save, .. } => Some(save.terms),
        _ => None,
    })
}

pub(super) fn ended(effects: &[Effect]) -> bool {
    effects
        .iter()
        .any(|effect| matches!(effect, Effect::Erase { .. }))
}

#[test]
fn a_sign_in_claims_the_vault_and_a_refresh_wants_to_find_the_session_there() {
    let mut driver = Driver::new();
    let arriving = driver.sign_in("ann", 1);
    assert_eq!(terms(&arriving), Some(Terms::Claim));
    driver.on(Input::Saved {
        write: written(&arriving),
    });
    let asked = driver.rejected(2);
    assert!(matches!(
        asked.last(),
        Some(Effect::Refresh {
            job: RefreshJob { kept: true, .. },
            ..
        })
    ));
    let granted = driver.answer(&asked, RefreshOutcome::Refreshed(grant("b", "b-refresh")));
    assert_eq!(terms(&granted), Some(Terms::IfOlder));
}

#[test]
fn a_session_that_never_got_into_the_vault_does_not_expect_itself_there() {
    let mut driver = Driver::new();
    let arriving = driver.sign_in("ann", 1);
    driver.on(save_failed(written(&arriving)));
    let asked = driver.rejected(2);
    assert!(matches!(
        asked.last(),
        Some(Effect::Refresh {
            job: RefreshJob { kept: false, .. },
            ..
        })
    ));
    let granted = driver.answer(&asked, RefreshOutcome::Refreshed(grant("b", "b-refresh")));
    assert_eq!(terms(&granted), Some(Terms::IfFree));
    driver.on(save_failed(written(&granted)));
    let as_of = driver.machine.view(driver.now).vault_turns;
    assert!(driver.on(Input::Noticed { kept: None, as_of }).is_empty());
}

#[test]
fn what_another_process_has_refreshed_is_used_instead_of_asking() {
    let mut driver = Driver::signed_in();
    let old = driver.current();
    let asked = driver.rejected(2);
    let theirs = theirs(&driver, "their-access");
    let failure = None;
    let adopted = driver.answer(&asked, RefreshOutcome::Adopted { theirs, failure });
    assert_eq!(settled(&adopted), [(2, true)]);
    assert_eq!(told(&adopted), [&EventKind::Adopted]);
    assert_eq!(driver.current().epoch, old.epoch);
    assert_eq!(driver.current().generation, old.generation + 1);
    assert!(secrets(&driver).contains(&"their-access".to_owned()));
    let counts = driver.machine.view(driver.now).counts;
    assert_eq!((counts.refreshed, counts.adopted), (0, 1));
}

#[test]
fn a_refresh_that_finds_the_session_gone_ends_it_for_all_who_wait() {
    let mut driver = Driver::signed_in();
    let asked = driver.rejected(2);
    driver.rejected(3);
    let end = driver.answer(
        &asked,
        RefreshOutcome::EndedElsewhere(EndReason::SignedOutElsewhere),
    );
    assert_eq!(settled(&end), [(2, false), (3, false)]);
    assert_eq!(driver.machine.last_end, Some(EndReason::SignedOutElsewhere));
    let erased = driver.on(erased(written(&end)));
    assert_eq!(revocations(&erased), 0, "whoever ended it has done that");
}

#[test]
fn a_write_that_is_overtaken_by_a_refresh_gives_way_to_it() {
    let mut driver = Driver::signed_in();
    let asked = driver.rejected(2);
    let granted = driver.answer(
        &asked,
        RefreshOutcome::Refreshed(grant("ours", "our-refresh")),
    );
    let by = Found::Newer(theirs(&driver, "their-access"));
    let write = written(&granted);
    let overtaken = driver.on(Input::Overtaken { write, by });
    assert_eq!(settled(&overtaken), [(2, true)]);
    assert_eq!(told(&overtaken), [&EventKind::Adopted]);
    let secrets = secrets(&driver);
    assert!(secrets.contains(&"their-access".to_owned()));
    assert!(!secrets.contains(&"ours".to_owned()));
    assert_eq!(revocations(&overtaken), 0, "it is the same session");
}

#[test]
fn a_write_that_is_overtaken_by_an_end_ends_the_session_and_revokes_what_was_granted() {
    let mut driver = Driver::signed_in();
    let asked = driver.rejected(2);
    let granted = driver.answer(
        &asked,
        RefreshOutcome::Refreshed(grant("ours", "our-refresh")),
    );
    let write = written(&granted);
    let by = Found::Ended;
    let overtaken = driver.on(Input::Overtaken { write, by });
    assert_eq!(settled(&overtaken), [(2, false)]);
    assert_eq!(driver.state(), State::SignedOut);
    let erased = driver.on(erased(written(&overtaken)));
    assert_eq!(revocations(&erased), 1);
}

#[test]
fn a_write_of_cookies_that_is_overtaken_is_no_reason_to_ask() {
    let mut driver = Driver::signed_in();
    let seen = driver.current();
    let saved = driver.on(Input::CookiesSet {
        seen,
        cookies: cookies("a=a-cookie-worth-keeping; path=/"),
        received: RECEIVED,
    });
    let by = Found::Newer(theirs(&driver, "their-access"));
    let write = written(&saved);
    let as_of = driver.machine.view(driver.now).vault_turns;
    let overtaken = driver.on(Input::Overtaken { write, by });
    assert_eq!(told(&overtaken), [&EventKind::Adopted]);
    assert_eq!(driver.state(), State::Live);
    let early = driver.on(Input::Noticed { kept: None, as_of });
    assert!(!ended(&early), "that load began before the write ended");
    let as_of = driver.machine.view(driver.now).vault_turns;
    let end = driver.on(Input::Noticed { kept: None, as_of });
    assert!(ended(&end), "no write is under way any more");
}

#[test]
fn an_overtaken_write_leaves_a_refresh_under_way_alone() {
    let mut driver = Driver::signed_in();
    let seen = driver.current();
    let saved = driver.on(Input::CookiesSet {
        seen,
        cookies: cookies("a=a-cookie-worth-keeping; path=/"),
        received: RECEIVED,
    });
    driver.rejected(2);
    let write = written(&saved);
    let by = Found::Ended;
    assert!(driver.on(Input::Overtaken { write, by }).is_empty());
    assert_eq!(driver.state(), State::Refreshing);
}

#[test]
fn a_change_in_the_vault_is_taken_over_at_once() {
    let mut driver = Driver::signed_in();
    let as_of = driver.machine.view(driver.now).vault_turns;
    let kept = Some(theirs(&driver, "their-access"));
    let noticed = driver.on(Input::Noticed { kept, as_of });
    assert_eq!(told(&noticed), [&EventKind::Adopted]);
    let own = driver.machine.live.as_ref().expect("live");
    let own = Some(Box::new((*own.credentials).clone()));
    assert!(driver.on(Input::Noticed { kept: own, as_of }).is_empty());
    let end = driver.on(Input::Noticed { kept: None, as_of });
    assert!(ended(&end));
    assert_eq!(driver.machine.last_end, Some(EndReason::SignedOutElsewhere));
}

#[test]
fn who_signs_in_elsewhere_is_told_once_the_end_here_is_erased() {
    let mut driver = Driver::signed_in();
    let theirs = someone_elses(&driver);
    let now = |driver: &Driver| driver.machine.view(driver.now).vault_turns;
    let loads = |effects: &[Effect]| effects.iter().any(|it| matches!(it, Effect::Load));
    let found = |driver: &mut Driver, as_of| {
        let kept = Some(theirs.clone());
        driver.on(Input::Noticed { kept, as_of })
    };
    let as_of = now(&driver);
    let end = found(&mut driver, as_of);
    assert_eq!(driver.machine.last_end, Some(EndReason::SignedInElsewhere));
    assert!(!loads(&end), "it is not erased yet");
    let as_of = now(&driver);
    assert!(told(&found(&mut driver, as_of)).is_empty());
    let erased = driver.on(erased(written(&end)));
    assert!(loads(&erased), "{erased:?}");
    let early = found(&mut driver, as_of);
    assert!(told(&early).is_empty() && loads(&early), "{early:?}");
    let as_of = now(&driver);
    let told_of = found(&mut driver, as_of);
    assert!(matches!(
        told(&told_of)[..],
        [EventKind::SignedInElsewhere { .. }]
    ));
    assert_eq!(driver.state(), State::SignedOut, "nobody has asked for it");
}

#[test]
fn a_refresh_that_was_saved_before_ours_is_told_though_a_cookie_came_after_it() {
    let mut driver = Driver::signed_in();
    let theirs = theirs(&driver, "their-access");
    let asked = driver.rejected(2);
    let ours = RefreshOutcome::Refreshed(grant("our-access", "our-refresh"));
    let answer = driver.answer(&asked, ours);
    driver.on(Input::Saved {
        write: written(&answer),
    });
    let as_of = driver.machine.view(driver.now).vault_turns;
    let kept = Some(Box::new(theirs.touched()));
    let noticed = driver.on(Input::Noticed { kept, as_of });
    assert_eq!(told(&noticed), [&EventKind::Adopted]);
}

#[test]
fn another_session_in_the_vault_ends_this_one() {
    let mut driver = Driver::signed_in();
    let as_of = driver.machine.view(driver.now).vault_turns;
    let kept = Some(someone_elses(&driver));
    assert!(ended(&driver.on(Input::Noticed { kept, as_of })));
}

#[test]
fn a_look_that_cannot_be_judged_is_taken_again_when_nothing_is_under_way() {
    let mut driver = Driver::signed_in();
    let before = driver.machine.view(driver.now).vault_turns;
    let seen = driver.current();
    let saved = driver.on(Input::CookiesSet {
        seen,
        cookies: cookies("a=a-cookie-worth-keeping; path=/"),
        received: RECEIVED,
    });
    let during = driver.machine.view(driver.now).vault_turns;
    let load = |as_of| Input::Noticed { kept: None, as_of };
    let loads = |effects: &[Effect]| {
        assert!(!ended(effects), "nothing is known yet");
        effects
            .iter()
            .filter(|effect| matches!(effect, Effect::Load))
            .count()
    };
    assert_eq!(loads(&driver.on(load(during))), 0, "the write is under way");
    let written = written(&saved);
    let done = driver.on(Input::Saved { write: written });
    assert_eq!(loads(&done), 1, "now it can be judged");
    assert_eq!(
        loads(&driver.on(load(during))),
        1,
        "it began before the write ended"
    );
    assert_eq!(loads(&driver.on(load(before))), 1, "before it began");
    let after = driver.machine.view(driver.now).vault_turns;
    let asked = driver.rejected(2);
    assert_eq!(loads(&driver.on(load(after))), 0, "a refresh is under way");
    let failed = driver.answer(&asked, RefreshOutcome::unanswered(Cause::Connect));
    assert_eq!(loads(&failed), 1);
    assert!(ended(&driver.on(load(after))), "nothing has happened since");
}

#[test]
fn a_session_is_taken_up_once_and_over_nobody() {
    let from = Driver::signed_in();
    let kept = theirs(&from, "kept-access");
    let mut driver = Driver::new();
    let restored = |waiter| Input::Restored {
        seen: 0,
        as_of: 0,
        credentials: kept.clone(),
        waiter,
    };
    let begun = driver.on(restored(1));
    assert_eq!(settled(&begun), [(1, true)]);
    assert!(begun.iter().any(Effect::begins_a_session));
    assert_eq!(driver.state(), State::Live);
    assert!(driver.current().epoch > 0);
    assert_eq!(settled(&driver.on(restored(2))), [(2, false)]);
    let asked = driver.rejected(3);
    assert!(matches!(
        asked.last(),
        Some(Effect::Refresh {
            job: RefreshJob { kept: true, .. },
            ..
        })
    ));

    let mut overtaken = Driver::new();
    overtaken.on(Input::SignOut { waiter: 1 });
    assert_eq!(settled(&overtaken.on(restored(2))), [(2, false)]);
    let mut arriving = Driver::new();
    arriving.sign_in("bob", 1);
    assert_eq!(settled(&arriving.on(restored(2))), [(2, false)]);
    let mut over = Driver::new();
    over.on(closed(1));
    assert_eq!(settled(&over.on(restored(2))), [(2, false)]);
}

#[test]
fn what_was_taken_up_while_the_vault_changed_is_looked_for_once_more() {
    let kept = theirs(&Driver::signed_in(), "kept-access");
    for changes in [false, true] {
        let mut driver = Driver::new();
        let as_of = driver.machine.view(driver.now).vault_turns;
        if changes {
            driver.on(Input::Noticed { kept: None, as_of });
        }
        let begun = driver.on(Input::Restored {
            seen: 0,
            as_of,
            credentials: kept.clone(),
            waiter: 1,
        });
        let looks = begun.iter().any(|it| matches!(it, Effect::Load));
        assert_eq!(looks, changes);
        // A load that began before has found what was there before it.
        driver.on(Input::Noticed { kept: None, as_of });
        assert_eq!(driver.state(), State::Live);
    }
}

#[test]
fn what_has_ended_here_is_not_taken_up_again_be_it_erased_or_not() {
    let restored = |driver: &Driver, kept: &Credentials| Input::Restored {
        seen: driver.machine.epoch,
        as_of: 0,
        credentials: Box::new(kept.clone()),
        waiter: 9,
    };
    let mut given_up = Driver::new();
    given_up.sign_in("ann", 1);
    let kept = given_up
        .machine
        .arriving
        .as_ref()
        .map(|it| (*it.credentials).clone());
    let kept = kept.expect("a sign-in on its way");
    let out = given_up.on(Input::SignOut { waiter: 2 });
    let again = restored(&given_up, &kept);
    assert_eq!(settled(&given_up.on(again)), [(9, false)]);
    // What was loaded before the erasure may come after it.
    given_up.on(Input::Erased {
        write: written(&out),
        ended: given_up.machine.saving.ended.clone(),
        done: Ok(()),
        newest: None,
    });
    assert_eq!(given_up.machine.saving.ended.newest(), None);
    let again = restored(&given_up, &kept);
    assert_eq!(settled(&given_up.on(again)), [(9, false)]);

    // A session that the server has ended may have been refreshed elsewhere before: that is good.
    let mut refused_here = Driver::signed_in();
    let newer = *theirs(&refused_here, "theirs");
    let live = refused_here.machine.live.as_ref().expect("live");
    let ours = (*live.credentials).clone();
    let asked = refused_here.rejected(2);
    refused_here.answer(&asked, refused(EndReason::RefreshRejected));
    assert_eq!(
        settled(&refused_here.on(restored(&refused_here, &ours))),
        [(9, false)]
    );
    assert_eq!(
        settled(&refused_here.on(restored(&refused_here, &newer))),
        [(9, true)]
    );
}

#[test]
fn a_refresh_that_was_overtaken_by_the_very_same_credentials_leaves_nobody_waiting() {
    let mut driver = Driver::signed_in();
    let asked = driver.rejected(2);
    let granted = driver.answer(
        &asked,
        RefreshOutcome::Refreshed(grant("same", "same-refresh")),
    );
    let live = driver.machine.live.as_ref().expect("live");
    let same = live
        .credentials
        .refreshed(&grant("same", "same-refresh"), &driver.machine.dialect);
    let by = Found::Touched(Box::new(same.touched()));
    let write = written(&granted);
    let overtaken = driver.on(Input::Overtaken { write, by });
    assert_eq!(settled(&overtaken), [(2, true)]);
    assert_eq!(driver.state(), State::Live);
}

#[test]
fn what_is_granted_comes_after_what_the_vault_had_and_after_what_came_here_meanwhile() {
    let mut driver = Driver::signed_in();
    let asked = driver.rejected(2);
    let live = driver.machine.live.as_ref().expect("live");
    // A refresh elsewhere that was granted the same again, and a cookie here while the server was asked.
    let same = grant("access-ann", "refresh-ann");
    let dialect = Arc::clone(&driver.machine.dialect);
    let theirs = live.credentials.refreshed(&same, &dialect).touched();
    let theirs = Box::new((0..3).fold(theirs, |theirs, _| theirs.touched()));
    let ahead = theirs.version;
    let (attempt, asked_with) = asked
        .iter()
        .find_map(|effect| match effect {
            Effect::Refresh { attempt, job } => Some((*attempt, Arc::clone(&job.with))),
            _ => None,
        })
        .expect("a refresh");
    let granted = driver.on(Input::Refreshed {
        attempt,
        asked_with,
        came: Refreshed {
            outcome: RefreshOutcome::Refreshed(grant("access-2", "refresh-2")),
            asked: 1,
            touched: Some(theirs),
            cookies: Vec::new(),
            lock: None,
        },
    });
    assert!(told(&granted).is_empty(), "nothing was adopted");
    let saved = granted.iter().find_map(|effect| match effect {
        Effect::Save { save, .. } => Some(save.credentials.version),
        _ => None,
    });
    assert!(saved.expect("a write") > ahead);
}
