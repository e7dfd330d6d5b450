//! Writes that fail, come late, are overtaken or made again.

use super::{
    sharing::{ended, terms, theirs},
    *,
};

#[test]
fn a_vault_that_does_not_erase_is_asked_again() {
    let mut driver = Driver::signed_in();
    let end = driver.on(Input::SignOut { waiter: 2 });
    let failed = |effects: &[Effect]| {
        let (write, ended) = effects
            .iter()
            .find_map(|effect| match effect {
                Effect::Erase { write, ended } => Some((*write, ended.clone())),
                _ => None,
            })
            .expect("an erase");
        Input::Erased {
            write,
            ended,
            done: Err(VaultError::NotWritten),
            newest: None,
        }
    };
    let failure = driver.on(failed(&end));
    assert_eq!(settled(&failure), [(2, true)], "nobody waits for the vault");
    assert!(told(&failure).contains(&&DEGRADED));
    driver.now = driver.machine.wake_at().expect("a retry");
    let again = driver.on(woke(driver.now));
    assert!(ended(&again));
    driver.on(failed(&again));
    driver.now = driver.machine.wake_at().expect("another");
    let third = driver.on(woke(driver.now));
    let done = driver.on(erased(written(&third)));
    assert_eq!(told(&done), [&EventKind::StorageRecovered]);
    assert_eq!(driver.machine.wake_at(), None);
}

#[test]
fn a_new_session_in_the_vault_is_the_end_of_the_old_one_there() {
    let mut driver = Driver::signed_in();
    let end = driver.on(Input::SignOut { waiter: 2 });
    driver.on(Input::Erased {
        write: written(&end),
        ended: super::ended_sessions(),
        done: Err(VaultError::NotWritten),
        newest: None,
    });
    let arriving = driver.sign_in("bob", 3);
    let arrived = driver.on(Input::Saved {
        write: written(&arriving),
    });
    assert!(told(&arrived).contains(&&EventKind::StorageRecovered));
    assert_eq!(driver.machine.wake_at(), None);
    let end = driver.on(Input::SignOut { waiter: 4 });
    driver.on(erased(written(&end)));
    assert_eq!(driver.machine.wake_at(), None, "nothing is left to erase");
}

#[test]
fn signing_out_revokes_what_another_process_has_refreshed_unnoticed() {
    let mut driver = Driver::signed_in();
    let newest = Some(theirs(&driver, "their-access"));
    let end = driver.on(Input::SignOut { waiter: 2 });
    let revoked = |effects: &[Effect]| {
        effects.iter().find_map(|effect| match effect {
            Effect::Revoke(old) => old.secrets().next().map(<[u8]>::to_vec),
            _ => None,
        })
    };
    let erased = driver.on(Input::Erased {
        write: written(&end),
        ended: super::ended_sessions(),
        done: Ok(()),
        newest,
    });
    assert_eq!(revoked(&erased).as_deref(), Some(&b"their-access"[..]));
}

#[test]
fn signing_out_revokes_its_own_where_the_vault_has_older_or_somebody_elses() {
    for lineage in [0, 77] {
        let mut driver = Driver::signed_in();
        let mut found = theirs(&driver, "their-access");
        found.lineage = lineage;
        found.version = if lineage == 0 { 0 } else { 9 };
        let end = driver.on(Input::SignOut { waiter: 2 });
        let erased = driver.on(Input::Erased {
            write: written(&end),
            ended: super::ended_sessions(),
            done: Ok(()),
            newest: Some(found),
        });
        let own = erased.iter().any(|effect| match effect {
            Effect::Revoke(old) => old.secrets().any(|secret| secret == b"access-ann"),
            _ => false,
        });
        assert!(own, "{lineage}");
    }
}

#[test]
fn a_vault_that_was_locked_all_along_may_keep_any_of_our_earlier_sessions() {
    let mut driver = Driver::signed_in();
    driver.on(Input::SignOut { waiter: 2 });
    let arriving = driver.sign_in("bob", 3);
    driver.on(save_failed(written(&arriving)));
    let asked = driver.rejected(4);
    let granted = driver.answer(&asked, RefreshOutcome::Refreshed(grant("b", "b-refresh")));
    let earlier = granted.iter().any(|effect| match effect {
        Effect::Save { save, .. } => {
            save.ended == super::ended_sessions() && save.terms == Terms::IfFree
        }
        _ => false,
    });
    assert!(earlier, "it is not somebody else's");
}

#[test]
fn a_timer_that_has_rung_does_not_ring_again_for_the_same_thing() {
    let mut driver = Driver::signed_in();
    let end = driver.on(Input::SignOut { waiter: 2 });
    let arriving = driver.sign_in("bob", 3);
    driver.on(Input::Erased {
        write: written(&end),
        ended: super::ended_sessions(),
        done: Err(VaultError::NotWritten),
        newest: None,
    });
    driver.now = driver.machine.wake_at().expect("a retry");
    assert!(
        driver.on(woke(driver.now)).is_empty(),
        "the save is under way"
    );
    assert_eq!(driver.machine.wake_at(), None);
    driver.on(Input::Saved {
        write: written(&arriving),
    });
    assert_eq!(driver.machine.wake_at(), None);
}

#[test]
fn an_old_copy_that_somebody_has_put_back_is_replaced() {
    let mut driver = Driver::signed_in();
    let old = driver
        .machine
        .live
        .as_ref()
        .map(|live| Arc::clone(&live.credentials));
    let asked = driver.rejected(2);
    let granted = driver.answer(&asked, RefreshOutcome::Refreshed(grant("b", "b-refresh")));
    driver.on(Input::Saved {
        write: written(&granted),
    });
    let as_of = driver.machine.view(driver.now).vault_turns;
    let kept = old.map(|old| Box::new((*old).clone()));
    let noticed = driver.on(Input::Noticed { kept, as_of });
    assert_eq!(terms(&noticed), Some(Terms::IfOlder));
}

#[test]
fn a_sign_in_that_could_not_be_saved_replaces_later_what_it_was_to_replace_and_nothing_else() {
    let mut driver = Driver::new();
    let arriving = driver.sign_in("ann", 1);
    let replacing = EndedSession {
        lineage: 77,
        up_to: 3,
    };
    driver.on(Input::ClaimFailed {
        write: written(&arriving),
        replacing,
        error: VaultError::NotWritten,
    });
    let retried = driver.on(Input::Nudged);
    let ended = retried.iter().find_map(|effect| match effect {
        Effect::Save { save, .. } => Some((save.terms, save.ended.clone())),
        _ => None,
    });
    let mut expected = EndedSessions::default();
    expected.add(replacing);
    assert_eq!(ended, Some((Terms::IfFree, expected)));
}

#[test]
fn a_nudge_tries_a_failed_write_again_at_once_and_does_nothing_where_none_failed() {
    let mut driver = Driver::signed_in();
    assert!(driver.on(Input::Nudged).is_empty());
    let asked = driver.rejected(2);
    let granted = driver.answer(&asked, RefreshOutcome::Refreshed(grant("b", "b-refresh")));
    driver.on(save_failed(written(&granted)));
    let nudged = driver.on(Input::Nudged);
    assert_eq!(terms(&nudged), Some(Terms::IfOlder));
    assert!(driver.on(Input::Nudged).is_empty(), "one at a time");
}

#[test]
fn a_session_that_was_taken_over_from_the_vault_is_looked_for_there_ever_after() {
    let mut driver = Driver::new();
    let arriving = driver.sign_in("ann", 1);
    driver.on(save_failed(written(&arriving)));
    let by = Found::Newer(theirs(&driver, "their-access"));
    let retried = driver.on(Input::Nudged);
    let write = written(&retried);
    driver.on(Input::Overtaken { write, by });
    let asked = driver.rejected(2);
    let is_looked_for = asked.iter().any(|effect| match effect {
        Effect::Refresh { job, .. } => job.kept,
        _ => false,
    });
    assert!(
        is_looked_for,
        "or the one before the last would be asked with"
    );
}

#[test]
fn a_write_that_was_overtaken_during_a_refresh_is_made_again_and_judged() {
    let mut driver = Driver::new();
    let arriving = driver.sign_in("ann", 1);
    driver.on(save_failed(written(&arriving)));
    let retried = driver.on(Input::Nudged);
    let asked = driver.rejected(2);
    let by = Found::Ended;
    let write = written(&retried);
    let overtaken = driver.on(Input::Overtaken { write, by });
    assert!(overtaken.is_empty(), "nothing is said before it is known");
    assert_eq!(
        driver.machine.view(driver.now).storage,
        StorageState::Degraded
    );
    let failed = driver.answer(&asked, RefreshOutcome::unanswered(Cause::Connect));
    let write = written(&failed);
    let by = Found::Ended;
    let judged = driver.on(Input::Overtaken { write, by });
    assert!(ended(&judged));
    assert_eq!(driver.machine.last_end, Some(EndReason::SignedOutElsewhere));
}

#[test]
fn what_is_seen_of_the_vault_before_a_sign_in_has_begun_is_looked_at_again_after() {
    let mut driver = Driver::new();
    let arriving = driver.sign_in("ann", 1);
    let as_of = driver.machine.view(driver.now).vault_turns;
    assert!(driver.on(Input::Noticed { kept: None, as_of }).is_empty());
    let begun = driver.on(Input::Saved {
        write: written(&arriving),
    });
    assert!(begun.iter().any(|effect| matches!(effect, Effect::Load)));
}

#[test]
fn an_erasing_that_fails_after_another_has_done_it_leaves_nothing_to_try_again() {
    let mut driver = Driver::signed_in();
    let end = driver.on(Input::SignOut { waiter: 2 });
    let ended = ended_sessions();
    driver.on(erased(written(&end)));
    let late = driver.on(Input::Erased {
        write: written(&end) + 1,
        ended,
        done: Err(VaultError::Locked),
        newest: None,
    });
    assert!(late.is_empty());
    assert_eq!(
        driver.machine.view(driver.now).storage,
        StorageState::Durable
    );
}

#[test]
fn what_has_ended_is_forgotten_when_another_session_is_in_its_place() {
    let mut driver = Driver::signed_in();
    let end = driver.on(Input::SignOut { waiter: 2 });
    driver.on(Input::Erased {
        write: written(&end),
        ended: super::ended_sessions(),
        done: Err(VaultError::Locked),
        newest: None,
    });
    let arriving = driver.sign_in("bob", 3);
    driver.on(Input::Saved {
        write: written(&arriving),
    });
    let asked = driver.rejected(4);
    let granted = driver.answer(&asked, RefreshOutcome::Refreshed(grant("b", "b-refresh")));
    let remembers = granted.iter().any(|effect| match effect {
        Effect::Save { save, .. } => save.ended != EndedSessions::default(),
        _ => false,
    });
    assert!(!remembers, "its record may be another process's by now");
}
