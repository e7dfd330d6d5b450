//! Ends, sign-ins over one another, and what is revoked when.

use super::*;

#[test]
fn an_end_is_told_only_when_the_vault_is_erased_and_revoked_after_that() {
    let mut driver = Driver::signed_in();
    let ended = driver.on(Input::SignOut { waiter: 7 });
    assert_eq!(driver.state(), State::SignedOut, "memory is erased at once");
    assert_eq!(
        (told(&ended).len(), settled(&ended), revocations(&ended)),
        (0, vec![], 0)
    );
    let told = driver.on(erased(written(&ended)));
    assert!(matches!(
        told[..],
        [
            Effect::Tell(EventKind::Ended { .. }),
            Effect::Revoke(_),
            Effect::Settle {
                waiter: 7,
                result: Ok(())
            }
        ]
    ));
    assert!(driver.on(erased(written(&ended))).is_empty(), "once");
}

#[test]
fn a_late_refresh_of_an_ended_session_is_dropped_and_revoked() {
    let mut driver = Driver::signed_in();
    let asked = driver.rejected(2);
    let ended = driver.on(Input::SignOut { waiter: 3 });
    assert_eq!(settled(&ended), [(2, false)]);
    let late = driver.answer(&asked, RefreshOutcome::Refreshed(grant("late", "late")));
    assert_eq!((late.len(), revocations(&late)), (1, 1));
    let refused = driver.answer(&asked, RefreshOutcome::Ended(EndReason::RefreshRejected));
    assert!(refused.is_empty(), "nothing left to end");
    assert_eq!(driver.machine.last_end, Some(EndReason::SignedOutByUser));
}

#[test]
fn an_end_while_refreshed_credentials_are_being_written_revokes_the_new_ones() {
    let mut driver = Driver::signed_in();
    let asked = driver.rejected(2);
    let granted = driver.answer(
        &asked,
        RefreshOutcome::Refreshed(grant("new", "new-refresh")),
    );
    let ended = driver.on(Input::SignOut { waiter: 3 });
    assert_eq!(settled(&ended), [(2, false)]);
    let saved = driver.on(Input::Saved {
        write: written(&granted),
    });
    assert!(saved.is_empty() && driver.state() == State::SignedOut);
    let erased = driver.on(erased(written(&ended)));
    let revoked = erased.iter().find_map(|effect| match effect {
        Effect::Revoke(credentials) => Some(credentials.id.generation),
        _ => None,
    });
    assert_eq!(revoked, Some(1));
}

#[test]
fn a_sign_in_over_a_live_session_ends_that_first() {
    let mut driver = Driver::signed_in();
    let ann = driver.current();
    let arriving = driver.sign_in("bob", 9);
    assert_eq!(driver.state(), State::SignedOut);
    let erase = arriving.iter().find_map(|effect| match effect {
        Effect::Erase { write, .. } => Some(*write),
        _ => None,
    });
    let save = arriving.iter().find_map(|effect| match effect {
        Effect::Save { write, .. } => Some(*write),
        _ => None,
    });
    assert!(
        erase < save,
        "or the erasing would take the newcomer's record with it"
    );
    driver.on(erased(erase.expect("an erase")));
    driver.on(Input::Saved {
        write: save.expect("a save"),
    });
    assert!(driver.current().epoch > ann.epoch);
    let late = driver.on(Input::Refresh {
        seen: ann,
        why: Why::Asked,
        waiter: 10,
    });
    assert_eq!(settled(&late), [(10, false)]);
}

#[test]
fn a_sign_in_of_an_older_epoch_is_superseded_and_revoked() {
    let mut driver = Driver::new();
    let seen = driver.machine.epoch;
    driver.on(Input::SignOut { waiter: 1 });
    let late = driver.on(Input::SignedIn {
        seen,
        account: account("ann"),
        grant: grant("a", "r"),
        waiter: 2,
    });
    assert_eq!((settled(&late), revocations(&late)), (vec![(2, false)], 1));
    assert_eq!(driver.state(), State::SignedOut);
}

#[test]
fn a_sign_out_before_a_sign_in_is_durable_erases_what_is_on_its_way() {
    let mut driver = Driver::new();
    let arriving = driver.sign_in("ann", 1);
    let out = driver.on(Input::SignOut { waiter: 2 });
    assert_eq!(settled(&out), [(1, false)]);
    assert!(
        written(&out) > written(&arriving),
        "an erase after the save"
    );
    assert_eq!(settled(&driver.on(Input::SignOut { waiter: 3 })), []);
    let erased = driver.on(erased(written(&out)));
    assert_eq!(settled(&erased), [(2, true), (3, true)]);
    assert!(told(&erased).is_empty(), "nobody was ever seen signed in");
    assert_eq!(driver.state(), State::SignedOut);
}

#[test]
fn revoking_the_old_never_signs_the_same_person_out_of_the_new() {
    let mut driver = Driver::signed_in();
    let seen = driver.machine.epoch;
    let over = driver.sign_in("ann", 2);
    let erased = driver.on(erased(written(&over)));
    assert_eq!(revocations(&erased), 0, "it would end her new session too");
    driver.on(Input::Saved {
        write: written(&over) + 1,
    });
    let double = driver.on(Input::SignedIn {
        seen,
        account: account("ann"),
        grant: grant("late", "late"),
        waiter: 3,
    });
    assert_eq!(
        (settled(&double), revocations(&double)),
        (vec![(3, false)], 0)
    );
    let other = driver.on(Input::SignedIn {
        seen,
        account: account("bob"),
        grant: grant("late", "late"),
        waiter: 4,
    });
    assert_eq!(revocations(&other), 1);
}

#[test]
fn a_closed_session_begins_nothing_and_tries_once_more_to_save() {
    let mut driver = Driver::new();
    let arriving = driver.sign_in("ann", 1);
    driver.on(Input::SaveFailed {
        write: written(&arriving),
    });
    let closed = driver.on(Input::Close { waiter: 2 });
    assert!(matches!(
        closed[..],
        [Effect::Save { .. }, Effect::Settle { waiter: 2, .. }]
    ));
    assert_eq!(driver.state(), State::Live, "closing signs nobody out");
    let seen = driver.machine.epoch;
    let late = driver.on(Input::SignedIn {
        seen,
        account: account("bob"),
        grant: grant("late", "late"),
        waiter: 3,
    });
    assert_eq!((settled(&late), revocations(&late)), (vec![(3, false)], 1));
    assert_eq!(settled(&driver.rejected(4)), [(4, false)]);
    assert_eq!(driver.machine.wake_at(), None);
}
