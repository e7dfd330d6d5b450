//! How snapshots move the window.

use super::*;
use crate::state::fixtures::{degraded, fresh, restoring, signed_in, signed_out};
use ipc::{Change, LogoutReason};

fn with_app(test: impl FnOnce(App)) {
    create_root(|| test(App::new())).dispose();
}

fn event(snapshot: AppSnapshot, change: Change) -> SessionEvent {
    SessionEvent { snapshot, change }
}

#[test]
fn a_snapshot_that_is_not_newer_is_ignored() {
    with_app(|app| {
        assert!(app.adopt(signed_in(7, &["ROLE_USER"])));
        assert!(!app.adopt(signed_out(7, None)));
        assert!(!app.adopt(signed_out(6, None)));
        assert_eq!(app.phase.get(), Phase::SignedIn);
        assert!(app.adopt(signed_out(8, None)));
        assert_eq!(app.phase.get(), Phase::SignedOut);
    });
}

#[test]
fn the_first_start_leads_to_connect() {
    with_app(|app| {
        assert_eq!(app.phase.get(), Phase::Starting);
        app.adopt(fresh(1));
        assert_eq!(app.screen.get(), Route::Connect);
    });
}

#[test]
fn signing_in_leads_on_to_where_the_person_wanted_to_be() {
    with_app(|app| {
        app.adopt(signed_out(1, None));
        app.go(Route::Page(3));
        assert_eq!(app.screen.get(), Route::SignIn);
        app.go(Route::SignUp);
        app.go(Route::SignIn);
        app.adopt(signed_in(2, &["ROLE_USER"]));
        assert_eq!(app.screen.get(), Route::Page(3));
    });
}

#[test]
fn a_session_that_the_server_ended_leads_to_sign_in_and_back_to_the_same_place() {
    with_app(|app| {
        app.adopt(signed_in(1, &["ROLE_USER"]));
        app.go(Route::Profile);
        app.adopt(signed_out(2, Some(LogoutReason::RefreshRejected)));
        assert_eq!(app.screen.get(), Route::SignIn);
        assert_eq!(app.ended(), Some(LogoutReason::RefreshRejected));
        app.adopt(signed_in(3, &["ROLE_USER"]));
        assert_eq!(app.screen.get(), Route::Profile);
        assert_eq!(app.ended(), None);
    });
}

#[test]
fn refreshing_and_being_offline_never_lead_to_sign_in() {
    with_app(|app| {
        app.adopt(signed_in(1, &["ROLE_USER"]));
        let mut screens = vec![app.screen.get()];
        let mut refreshing = signed_in(2, &["ROLE_USER"]);
        if let Some(session) = &mut refreshing.session {
            session.state = SessionState::Refreshing;
        }
        app.adopt(refreshing);
        screens.push(app.screen.get());
        app.adopt(degraded(3));
        screens.push(app.screen.get());
        assert_eq!(screens, [Route::Page(1); 3]);
    });
}

#[test]
fn choosing_another_server_is_not_the_end_of_a_session() {
    with_app(|app| {
        app.adopt(signed_in(1, &["ROLE_USER"]));
        app.go(Route::Session);
        let mut other = signed_out(2, None);
        other.settings.servers[0].id = "s2".into();
        other.settings.current = Some("s2".into());
        app.adopt(other);
        assert_eq!(app.screen.get(), Route::Session);
    });
}

#[test]
fn a_server_that_another_start_asks_for_is_gone_to_from_wherever_the_person_is() {
    with_app(|app| {
        app.adopt(fresh(1));
        app.go(Route::Settings);
        app.on_session(event(signed_out(2, None), Change::Other));
        assert_eq!(app.screen.get(), Route::Settings);
        app.on_session(event(signed_out(3, None), Change::Opened));
        assert_eq!(app.screen.get(), Route::SignIn);
        assert!(app.announcement().get_clone().contains("Another start"));
    });
}

#[test]
fn the_live_region_says_what_changed_and_that_the_server_is_back() {
    with_app(|app| {
        app.on_session(event(signed_in(1, &["ROLE_USER"]), Change::SignedIn));
        assert_eq!(app.announcement().get_clone(), "You are signed in as ann.");
        let error = ipc::NetworkError::Connect;
        app.on_session(event(
            degraded(2),
            Change::Degraded {
                error,
                said: None,
                missing: None,
                retry_in_ms: 8_000,
            },
        ));
        assert!(
            app.announcement()
                .get_clone()
                .ends_with("You stay signed in.")
        );
        let mut trying = signed_in(3, &["ROLE_USER"]);
        if let Some(session) = &mut trying.session {
            session.state = SessionState::Refreshing;
        }
        app.on_session(event(trying, Change::RefreshStarted));
        app.on_session(event(signed_in(4, &["ROLE_USER"]), Change::Refreshed));
        assert!(
            app.announcement()
                .get_clone()
                .starts_with("The server answers again.")
        );
        app.on_session(event(
            degraded(5),
            Change::Degraded {
                error,
                said: None,
                missing: None,
                retry_in_ms: 8_000,
            },
        ));
        app.adopt(signed_in(6, &["ROLE_USER"]));
        app.on_session(event(signed_in(6, &["ROLE_USER"]), Change::Refreshed));
        assert!(
            app.announcement()
                .get_clone()
                .starts_with("The server answers again."),
            "even when a snapshot shows it before the event comes"
        );
        app.announce("");
        app.on_session(event(signed_in(7, &["ROLE_USER"]), Change::Refreshed));
        assert_eq!(app.announcement().get_clone(), "", "a routine refresh");
    });
}

#[test]
fn a_kept_session_is_taken_up_without_sign_in_ever_being_shown() {
    with_app(|app| {
        app.go(Route::Page(3));
        let mut shown = vec![app.shown()];
        app.adopt(restoring(1));
        shown.push(app.shown());
        app.adopt(signed_in(2, &["ROLE_ADMIN"]));
        shown.push(app.shown());
        assert_eq!(
            shown,
            [
                Shown::Starting,
                Shown::Restoring,
                Shown::Screen(Route::Page(3))
            ]
        );
    });
}

#[test]
fn when_nothing_was_kept_sign_in_leads_to_where_the_person_was() {
    with_app(|app| {
        app.go(Route::Profile);
        app.adopt(restoring(1));
        app.adopt(signed_out(2, None));
        assert_eq!(app.shown(), Shown::Screen(Route::SignIn));
        app.adopt(signed_in(3, &["ROLE_USER"]));
        assert_eq!(app.shown(), Shown::Screen(Route::Profile));
    });
}

#[test]
fn who_signs_in_instead_of_waiting_is_left_alone_and_comes_to_the_same_place() {
    with_app(|app| {
        app.go(Route::Profile);
        app.adopt(restoring(1));
        app.sign_in_instead();
        let mut screens = vec![app.shown()];
        app.adopt(restoring(2));
        screens.push(app.shown());
        app.adopt(signed_out(3, None));
        screens.push(app.shown());
        assert_eq!(screens, [Shown::Screen(Route::SignIn); 3]);
        app.adopt(signed_in(4, &["ROLE_USER"]));
        assert_eq!(app.shown(), Shown::Screen(Route::Profile));
    });
}

#[test]
fn trying_again_from_sign_in_takes_the_form_away_from_nobody() {
    with_app(|app| {
        app.adopt(signed_out(1, None));
        app.adopt(restoring(2));
        assert_eq!(app.shown(), Shown::Screen(Route::SignIn));
        app.adopt(signed_in(3, &["ROLE_USER"]));
        assert_eq!(app.shown(), Shown::Screen(Route::Page(1)));
    });
}

#[test]
fn who_signed_up_at_one_server_is_not_expected_at_another() {
    with_app(|app| {
        app.adopt(signed_out(1, None));
        app.suggest_username("new".into());
        assert_eq!(app.expected_username().as_deref(), Some("new"));
        let mut other = signed_out(2, None);
        other.settings.servers[0].id = "s2".into();
        other.settings.current = Some("s2".into());
        app.adopt(other);
        assert_eq!(app.expected_username(), None);
    });
}

/// Somebody else than ann.
fn bob(seq: u64) -> ipc::AppSnapshot {
    let mut snapshot = signed_in(seq, &["ROLE_USER"]);
    if let Some(account) = snapshot.session.as_mut().and_then(|it| it.account.as_mut()) {
        account.id = "8".into();
        account.username = "bob".into();
    }
    snapshot
}

#[test]
fn somebody_else_after_an_end_comes_home() {
    with_app(|app| {
        app.adopt(signed_in(1, &["ROLE_USER"]));
        app.go(Route::Profile);
        app.adopt(signed_out(2, Some(LogoutReason::RefreshRejected)));
        app.adopt(bob(3));
        assert_eq!(app.screen.get(), Route::Home);
        app.go(Route::Session);
        app.adopt(signed_in(4, &["ROLE_USER"]));
        assert_eq!(
            app.screen.get(),
            Route::Home,
            "though the end between was missed"
        );
        app.go(Route::Settings);
        app.adopt(bob(5));
        assert_eq!(app.screen.get(), Route::Settings);
    });
}

#[test]
fn whoever_signed_up_is_expected_until_somebody_has_signed_in() {
    with_app(|app| {
        let last = |seq, name: &str| {
            let mut snapshot = signed_out(seq, None);
            snapshot.settings.servers[0].last_username = Some(name.into());
            snapshot
        };
        app.adopt(last(1, "ann"));
        app.go(Route::SignUp);
        app.suggest_username("bob".into());
        app.go(Route::SignIn);
        assert_eq!(app.expected_username().as_deref(), Some("bob"));
        app.adopt(signed_in(2, &["ROLE_USER"]));
        app.adopt(last(3, "ann"));
        assert_eq!(app.expected_username().as_deref(), Some("ann"));
    });
}

#[test]
fn whoever_signed_up_and_went_elsewhere_is_not_expected_any_more() {
    with_app(|app| {
        let mut snapshot = signed_out(1, None);
        snapshot.settings.servers[0].last_username = Some("ann".into());
        app.adopt(snapshot);
        app.go(Route::SignUp);
        app.suggest_username("bob".into());
        app.go(Route::Home);
        app.go(Route::SignIn);
        assert_eq!(app.expected_username().as_deref(), Some("ann"));
    });
}
