//! The window while a kept session is taken up, and where one cannot be kept.

use super::{drawn_at, fresh, signed_in, signed_out};
use crate::{
    route::Route,
    state::fixtures::{VAULT_ERRORS, in_trouble, restoring},
};
use ipc::{
    LeftAlone, SecretPlace, SecretStore, Server, SessionSetAside, SettingsLeftAlone,
    SettingsSetAside, VaultError,
};

#[test]
fn whoever_was_there_last_is_named_at_once_and_sign_in_is_not_shown() {
    for route in [Route::Start, Route::Home, Route::SignIn, Route::Page(3)] {
        let html = drawn_at(route, restoring(1));
        assert!(html.contains("Signing you back in as ann\u{2026}"));
        assert!(html.contains("data-page=\"restoring\""));
        assert!(html.contains("Acme"));
        assert!(!html.contains("data-page=\"signin\""));
        assert!(!html.contains("nav-signin"), "nor offered");
        assert!(!html.contains("restoring-slow"), "it is not slow yet");
    }
}

#[test]
fn the_pill_says_that_somebody_is_being_signed_in_again() {
    let html = drawn_at(Route::Start, restoring(1));
    assert!(html.contains("Signing back in") && html.contains("pill-refreshing"));
}

#[test]
fn settings_stay_open_while_somebody_is_signed_in_again() {
    let html = drawn_at(Route::Settings, restoring(1));
    assert!(html.contains("data-page=\"settings\""));
}

#[test]
fn every_trouble_with_the_store_is_said_wherever_the_person_is_with_a_way_to_try_again() {
    for error in VAULT_ERRORS {
        for (route, snapshot) in [
            (Route::Start, signed_in(1, &["ROLE_USER"])),
            (Route::SignIn, signed_out(1, None)),
        ] {
            let html = drawn_at(route, in_trouble(snapshot, error));
            assert_eq!(html.matches("data-testid=\"store-trouble\"").count(), 1);
            assert!(html.contains("data-testid=\"store-retry\""), "{error:?}");
            assert!(html.contains("data-testid=\"store-dismiss\""), "{error:?}");
        }
    }
}

#[test]
fn going_without_a_keychain_is_offered_where_there_is_none_and_a_session_to_keep() {
    let offered = |snapshot| drawn_at(Route::Start, snapshot).contains("store-keep-without");
    let inside = || signed_in(1, &["ROLE_USER"]);
    assert!(offered(in_trouble(inside(), VaultError::NoKeychain)));
    assert!(!offered(in_trouble(inside(), VaultError::Locked)));
    assert!(!offered(in_trouble(
        signed_out(1, None),
        VaultError::NoKeychain
    )));
}

#[test]
fn while_a_kept_session_is_being_read_its_trouble_is_not_known_yet() {
    let html = drawn_at(Route::Start, in_trouble(restoring(1), VaultError::Locked));
    assert!(!html.contains("store-trouble"));
}

#[test]
fn a_session_that_is_kept_as_it_should_be_is_not_remarked_upon() {
    assert!(!drawn_at(Route::Start, signed_in(1, &["ROLE_USER"])).contains("store-trouble"));
}

#[test]
fn the_session_page_tells_where_the_secrets_are() {
    let at = |place, trouble| {
        let mut snapshot = signed_in(1, &["ROLE_USER"]);
        if let Some(session) = &mut snapshot.session {
            session.store = SecretStore {
                place,
                trouble,
                subject: None,
            };
        }
        drawn_at(Route::Session, snapshot)
    };
    assert!(at(SecretPlace::Keychain, None).contains("whose key is in the system keychain"));
    assert!(at(SecretPlace::KeyFile, None).contains("unprotected"));
    let locked = at(SecretPlace::Keychain, Some(VaultError::Locked));
    assert!(locked.contains("can’t be saved on this computer right now"));
}

#[test]
fn remember_me_stands_at_sign_in_and_in_settings_as_it_was_chosen() {
    for (route, id) in [
        (Route::SignIn, "signin-remember"),
        (Route::Settings, "settings-remember"),
    ] {
        let drawn = |remember| {
            let mut snapshot = signed_out(1, None);
            snapshot.settings.remember = remember;
            let html = drawn_at(route, snapshot);
            let at = html.find(&format!("data-testid=\"{id}\"")).expect(id);
            let tag = &html[html[..at].rfind('<').expect("a tag")..];
            tag[..tag.find('>').expect("its end")].contains(" checked")
        };
        assert!(drawn(true), "{id}");
        assert!(!drawn(false), "{id}");
    }
}

#[test]
fn the_demo_server_promises_to_remember_nobody() {
    let mut snapshot = signed_out(1, None);
    snapshot.settings.servers[0].demo = true;
    assert!(!drawn_at(Route::SignIn, snapshot).contains("signin-remember"));
}

#[test]
fn settings_say_what_remembering_means_here() {
    let mut snapshot = signed_out(1, None);
    "windows".clone_into(&mut snapshot.app.os);
    let html = drawn_at(Route::Settings, snapshot.clone());
    assert!(html.contains("Windows Credential Manager"));
    assert!(!html.contains("settings-unprotected"));
    snapshot.settings.remember = false;
    assert!(drawn_at(Route::Settings, snapshot).contains("Nothing about your session is saved"));
}

#[test]
fn who_keeps_sessions_unprotected_is_told_so_and_has_a_way_back() {
    let mut snapshot = signed_out(1, None);
    snapshot.settings.key_file = true;
    let html = drawn_at(Route::Settings, snapshot);
    assert!(html.contains("Sessions are saved unprotected"));
    assert!(html.contains("data-testid=\"settings-use-keychain\""));
}

#[test]
fn what_was_set_aside_is_told_with_the_name_of_the_server_and_of_the_file() {
    let mut snapshot = signed_out(1, None);
    snapshot.settings_set_aside = Some(SettingsSetAside {
        file: "settings.damaged-1".into(),
        recovered: true,
    });
    snapshot.sessions_set_aside = ["s1", "gone"]
        .map(|server| SessionSetAside {
            server: server.into(),
            file: format!("{server}.damaged-2"),
        })
        .into();
    let html = drawn_at(Route::SignIn, snapshot);
    assert!(html.contains("the last good copy is in use"));
    assert!(html.contains("saved session for Acme couldn’t be read"));
    assert!(html.contains("set aside as s1.damaged-2; log in again"));
    assert!(html.contains("saved session for a server couldn’t"));
    assert_eq!(html.matches("data-testid=\"session-set-aside\"").count(), 2);
}

#[test]
fn settings_that_are_not_touched_are_told_of_on_every_screen() {
    let mut snapshot = fresh(1);
    snapshot.settings_left_alone = Some(SettingsLeftAlone {
        file: "/folder/settings.json".into(),
        why: LeftAlone::Newer,
    });
    for route in [Route::Connect, Route::Settings] {
        let html = drawn_at(route, snapshot.clone());
        assert!(
            html.contains("A newer Latchkey wrote your settings"),
            "{html}"
        );
        assert!(html.contains("settings-left-alone-dismiss"));
    }
}

#[test]
fn the_top_bar_names_the_server_on_a_button_for_a_menu() {
    let html = drawn_at(Route::Home, signed_out(1, None));
    assert!(html.contains("aria-haspopup=\"menu\""));
    assert!(html.contains("data-testid=\"current-server\""));
    assert!(!html.contains("role=\"menu\""), "closed");
    assert!(!drawn_at(Route::Connect, fresh(1)).contains("server-switcher"));
}

#[test]
fn settings_say_who_is_signed_in_at_each_server() {
    let mut snapshot = signed_in(1, &["ROLE_USER"]);
    snapshot.settings.servers.push(Server {
        id: "s2".into(),
        name: "Home".into(),
        ..snapshot.settings.servers[0].clone()
    });
    let html = drawn_at(Route::Settings, snapshot);
    assert!(html.contains("Signed in as ann"));
    assert!(html.contains("Nobody is signed in"));
}

#[test]
fn sign_in_expects_whoever_was_there_last_at_this_server() {
    let drawn = |snapshot| {
        sycamore::render_to_string(move || {
            let app = crate::state::App::new();
            app.adopt(snapshot);
            let expected = app.expected_username().unwrap_or_default();
            sycamore::view! { (expected) }
        })
    };
    let mut snapshot = signed_out(1, None);
    snapshot.settings.servers[0].last_username = Some("ann".into());
    snapshot.settings.servers.push(Server {
        id: "s2".into(),
        last_username: Some("bob".into()),
        ..snapshot.settings.servers[0].clone()
    });
    assert!(drawn(snapshot.clone()).contains("ann"));
    snapshot.settings.current = Some("s2".into());
    assert!(drawn(snapshot).contains("bob"));
}
