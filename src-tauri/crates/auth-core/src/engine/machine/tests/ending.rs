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

/// Which access tokens are revoked.
fn revoked(effects: &[Effect]) -> Vec<String> {
    let of = |effect: &Effect| match effect {
        Effect::Revoke(old) => old
            .secrets()
            .next()
            .map(|access| String::from_utf8_lossy(access).into_owned()),
        _ => None,
    };
    effects.iter().filter_map(of).collect()
}

#[test]
fn a_late_refresh_of_an_ended_session_is_dropped_and_revoked() {
    let mut driver = Driver::signed_in();
    let asked = driver.rejected(2);
    let ended = driver.on(Input::SignOut { waiter: 3 });
    assert_eq!(settled(&ended), [(2, false)]);
    let early = driver.answer(&asked, RefreshOutcome::Refreshed(grant("late", "late")));
    assert!(early.is_empty(), "the vault may know of something newer");
    let erased = driver.on(erased(written(&ended)));
    assert_eq!(revoked(&erased), ["late"]);
    let refused = driver.answer(&asked, refused(EndReason::RefreshRejected));
    assert!(refused.is_empty(), "nothing left to end");
    assert_eq!(driver.machine.last_end, Some(EndReason::SignedOutByUser));
}

/// What comes of a refresh, and which access tokens are revoked then.
type Came = (fn() -> RefreshOutcome, &'static [&'static str]);

#[test]
fn a_sign_out_during_a_refresh_revokes_what_there_is_whatever_comes_of_the_refresh() {
    let outcomes: [Came; 4] = [
        (RefreshOutcome::lost, &["access-ann"]),
        (|| RefreshOutcome::NoCredential, &["access-ann"]),
        // It found nothing in the vault because this process has erased it.
        (
            || RefreshOutcome::EndedElsewhere(EndReason::SignedOutElsewhere),
            &["access-ann"],
        ),
        (|| refused(EndReason::RefreshExpired), &["access-ann"]),
    ];
    for (came, expected) in outcomes {
        let mut driver = Driver::signed_in();
        let asked = driver.rejected(2);
        let ended = driver.on(Input::SignOut { waiter: 3 });
        driver.on(erased(written(&ended)));
        let late = driver.answer(&asked, came());
        assert_eq!(revoked(&late), expected, "{late:?}");
    }
}

#[test]
fn what_another_process_had_made_of_the_session_is_what_is_revoked() {
    let mut driver = Driver::signed_in();
    let live = driver.machine.live.as_ref().expect("live");
    let newest = live
        .credentials
        .refreshed(&grant("newest", "newest"), &driver.machine.dialect);
    let asked = driver.rejected(2);
    let ended = driver.on(Input::SignOut { waiter: 3 });
    driver.on(Input::Erased {
        write: written(&ended),
        ended: ended_sessions(),
        done: Ok(()),
        newest: Some(Box::new(newest)),
    });
    let late = driver.answer(&asked, RefreshOutcome::lost());
    assert_eq!(revoked(&late), ["newest"]);
}

#[test]
fn an_end_that_somebody_else_has_made_revokes_nothing_but_what_came_of_it() {
    let mut driver = Driver::signed_in();
    let asked = driver.rejected(2);
    let live = driver
        .machine
        .live
        .as_ref()
        .expect("live")
        .credentials
        .clone();
    driver
        .machine
        .end(EndReason::SignedOutElsewhere, None, &mut Vec::new());
    assert!(driver.answer(&asked, RefreshOutcome::lost()).is_empty());
    let granted = RefreshOutcome::Refreshed(grant("late", "late"));
    assert_eq!(revoked(&driver.answer(&asked, granted)), ["late"]);
    drop(live);
}

/// An access token that says whose it is.
fn token(id: u64) -> String {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    let claims = URL_SAFE_NO_PAD.encode(format!(r#"{{"id":{id}}}"#));
    format!("e30.{claims}.sig")
}

#[test]
fn a_strangers_grant_ends_the_session_and_revokes_ours() {
    let mut driver = Driver::new();
    driver.begin(grant(&token(7), "ours"));
    let asked = driver.rejected(2);
    let ended = driver.answer(
        &asked,
        RefreshOutcome::Refreshed(grant(&token(8), "theirs")),
    );
    assert_eq!(driver.machine.last_end, Some(EndReason::AccountMismatch));
    let erased = driver.on(erased(written(&ended)));
    assert_eq!(revoked(&erased), [token(7)]);
}

#[test]
fn a_strangers_grant_that_comes_late_revokes_ours_and_not_theirs() {
    let mut driver = Driver::new();
    driver.begin(grant(&token(7), "ours"));
    let asked = driver.rejected(2);
    let ended = driver.on(Input::SignOut { waiter: 3 });
    driver.on(erased(written(&ended)));
    let theirs = RefreshOutcome::Refreshed(grant(&token(8), "theirs"));
    assert_eq!(revoked(&driver.answer(&asked, theirs)), [token(7)]);
}

#[test]
fn a_sign_in_that_nobody_hears_of_leaves_nothing_behind() {
    // While its credentials are being written.
    let mut driver = Driver::new();
    let arriving = driver.sign_in("ann", 1);
    let dropped = driver.on(Input::SignInDropped { number: 0 });
    assert_eq!(
        (revoked(&dropped).len(), settled(&dropped)),
        (1, vec![(1, false)])
    );
    assert!(
        written(&dropped) > written(&arriving),
        "an erase after the save"
    );
    let saved = driver.on(Input::Saved {
        write: written(&arriving),
    });
    assert!(saved.is_empty() && driver.state() == State::SignedOut);

    // After that.
    let mut driver = Driver::signed_in();
    assert!(
        driver.on(Input::SignInDropped { number: 9 }).is_empty(),
        "of another"
    );
    let dropped = driver.on(Input::SignInDropped { number: 0 });
    assert_eq!(driver.state(), State::SignedOut);
    assert_eq!(
        revoked(&driver.on(erased(written(&dropped)))),
        ["access-ann"]
    );

    // Before the server had answered.
    let mut driver = Driver::new();
    let late = driver.on(Input::SignedIn {
        seen: None,
        number: 0,
        account: account("ann"),
        grant: grant("late", "late"),
        waiter: 1,
    });
    assert_eq!(
        (revoked(&late), driver.state()),
        (vec!["late".to_owned()], State::SignedOut)
    );
}

#[test]
fn closing_what_no_vault_keeps_signs_it_out_at_the_server() {
    let outlives = false;
    let mut driver = Driver::signed_in();
    let over = driver.on(Input::Close {
        waiter: 2,
        outlives,
    });
    assert_eq!(driver.state(), State::SignedOut);
    assert_eq!(revoked(&driver.on(erased(written(&over)))), ["access-ann"]);

    let mut driver = Driver::new();
    driver.sign_in("ann", 1);
    let over = driver.on(Input::Close {
        waiter: 2,
        outlives,
    });
    assert_eq!(revoked(&over), ["access-ann"]);

    let mut driver = Driver::signed_in();
    let kept = driver.on(closed(2));
    assert_eq!((kept.len(), driver.state()), (1, State::Live));
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
        Effect::Save { save, .. } => Some(save.write),
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
        seen: Some(seen),
        number: 1,
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
        seen: Some(seen),
        number: 1,
        account: account("ann"),
        grant: grant("late", "late"),
        waiter: 3,
    });
    assert_eq!(
        (settled(&double), revocations(&double)),
        (vec![(3, false)], 0)
    );
    let other = driver.on(Input::SignedIn {
        seen: Some(seen),
        number: 2,
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
    driver.on(save_failed(written(&arriving)));
    let closed = driver.on(closed(2));
    assert!(matches!(
        closed[..],
        [Effect::Save { .. }, Effect::Settle { waiter: 2, .. }]
    ));
    assert_eq!(driver.state(), State::Live, "closing signs nobody out");
    let seen = driver.machine.epoch;
    let late = driver.on(Input::SignedIn {
        seen: Some(seen),
        number: 1,
        account: account("bob"),
        grant: grant("late", "late"),
        waiter: 3,
    });
    assert_eq!((settled(&late), revocations(&late)), (vec![(3, false)], 1));
    assert_eq!(settled(&driver.rejected(4)), [(4, false)]);
    assert_eq!(driver.machine.wake_at(), None);
}
