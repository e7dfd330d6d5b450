//! The window in another language: all of it, by the system or by choice.

use ipc::Language;

use super::*;

fn in_german(mut snapshot: AppSnapshot) -> AppSnapshot {
    snapshot.settings.language = Some(Language::German);
    snapshot
}

#[test]
fn every_screen_is_drawn_in_the_language_that_is_chosen() {
    for (route, snapshot, said) in [
        (Route::Connect, fresh(1), "Mit einem Server verbinden"),
        (
            Route::SignIn,
            signed_out(1, Some(LogoutReason::RefreshRejected)),
            "Der Server hat die Sitzung beendet.",
        ),
        (Route::SignUp, signed_out(1, None), "Registrieren"),
        (
            Route::Home,
            signed_in(1, &["ROLE_USER"]),
            "Angemeldet als ann.",
        ),
        (
            Route::Profile,
            signed_in(1, &["ROLE_USER"]),
            "Zugriffstoken",
        ),
        (Route::Session, degraded(1), "Die Anmeldung bleibt bestehen"),
        (Route::Settings, signed_in(1, &["ROLE_USER"]), "Darstellung"),
    ] {
        let html = drawn_at(route, in_german(snapshot));
        assert!(html.contains(said), "{route}: {html}");
        for english in [
            "Log ", "Sign ", "Settings", "Session<", "You ", "Your ", " the ",
        ] {
            assert!(!html.contains(english), "{english:?} at {route}: {html}");
        }
    }
}

#[test]
fn who_chooses_nothing_reads_what_the_system_speaks() {
    let mut snapshot = fresh(1);
    snapshot.app.language = Language::German;
    let html = drawn_at(Route::Settings, snapshot);
    assert!(html.contains("Einstellungen"));
    assert!(html.contains(">English<") && html.contains(">Deutsch<"));
}
