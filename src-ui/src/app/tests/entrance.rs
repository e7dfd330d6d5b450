//! The ways in: what a dialect has the window ask for, and what it does not.

use ipc::{
    DialectError, DialectSetAside, Elsewhere, FormField, InBrowser, OnDevice, QrCode, SecondStep,
    SignsIn,
};

use super::*;

fn with_dialect(change: impl FnOnce(&mut ipc::DialectInfo)) -> AppSnapshot {
    let mut snapshot = signed_out(1, None);
    snapshot.dialect.as_mut().map(change);
    snapshot
}

fn waiting_for_a_code(title: Option<&str>, can_send: bool) -> AppSnapshot {
    let mut snapshot = signed_out(1, None);
    if let Some(session) = &mut snapshot.session {
        session.second_step = Some(SecondStep {
            username: "ann".into(),
            title: title.map(str::to_owned),
            can_send,
        });
    }
    snapshot
}

#[test]
fn a_sign_in_that_is_half_done_shows_the_form_for_the_code_whenever_the_window_is_drawn() {
    let html = drawn_at(
        Route::SignIn,
        waiting_for_a_code(Some("Code from the e-mail"), true),
    );
    for there in [
        "signin-code",
        "signin-code-send",
        "signin-give-up",
        "signin-code-destination",
    ] {
        assert!(
            html.contains(&format!("data-testid=\"{there}\"")),
            "{there}"
        );
    }
    assert!(html.contains("Code from the e-mail") && html.contains("also wants a code from ann."));
    assert!(html.contains("autocomplete=\"one-time-code\""));
    assert!(!html.contains("signin-password"));
    let html = drawn_at(Route::SignIn, waiting_for_a_code(None, false));
    assert!(html.contains(">Code<") && !html.contains("signin-code-send"));
}

#[test]
fn nobody_is_in_while_a_code_is_waited_for() {
    let html = drawn_at(Route::Start, waiting_for_a_code(None, false));
    assert!(html.contains("data-page=\"signin\"") && html.contains("nav-signin"));
    assert!(!html.contains("nav-logout"));
}

#[test]
fn a_server_that_lets_people_in_in_their_browser_asks_for_no_password_here() {
    let in_browser = |it: &mut ipc::DialectInfo| {
        it.signs_in = SignsIn::InBrowser;
        it.sign_up = None;
    };
    let html = drawn_at(Route::SignIn, with_dialect(in_browser));
    assert!(html.contains("Continue in the browser") && html.contains("signin-remember"));
    for typed in ["signin-username", "signin-password", "#/signup"] {
        assert!(!html.contains(typed), "{typed}");
    }

    let mut waiting = with_dialect(in_browser);
    let waits = |is_opened| {
        let redirect = "http://127.0.0.1:4711/".into();
        Elsewhere::Browser(InBrowser {
            redirect,
            is_opened,
        })
    };
    waiting.session.as_mut().unwrap().elsewhere = Some(waits(true));
    let html = drawn_at(Route::SignIn, waiting.clone());
    assert!(html.contains("Waiting for your browser") && html.contains("http://127.0.0.1:4711/"));
    for there in ["browser-open-again", "browser-copy", "elsewhere-cancel"] {
        let there = format!("data-testid=\"{there}\"");
        assert!(html.contains(&there), "{there}");
    }
    assert!(!html.contains("signin-browser\"") && !html.contains("browser-not-opened"));
    waiting.session.as_mut().unwrap().elsewhere = Some(waits(false));
    let html = drawn_at(Route::SignIn, waiting);
    assert!(html.contains("browser-not-opened"), "{html}");
}

#[test]
fn another_device_is_a_way_in_where_it_may_be_one_and_its_code_stands_there_to_be_read_and_scanned()
{
    let in_browser = |it: &mut ipc::DialectInfo| it.signs_in = SignsIn::InBrowser;
    let html = drawn_at(Route::SignIn, with_dialect(in_browser));
    assert!(!html.contains("signin-device"));
    let mut snapshot = with_dialect(|it| it.signs_in = SignsIn::InBrowserOrOnDevice);
    let html = drawn_at(Route::SignIn, snapshot.clone());
    assert!(html.contains("signin-browser\"") && html.contains("Log in on another device"));

    let mut waits = OnDevice {
        address: "https://id.example/device".into(),
        code: "WDJB-MJHT".into(),
        qr: Some(QrCode::new(1, &[true])),
        expires_in_ms: 570_000,
    };
    snapshot.session.as_mut().unwrap().elsewhere = Some(Elsewhere::Device(waits.clone()));
    let html = drawn_at(Route::SignIn, snapshot.clone());
    for there in [
        "https://id.example/device",
        "WDJB-MJHT",
        "Expires in 9 min 30 s",
        "M4 4h1v1h-1z",
        "aria-label=\"QR code of the address\"",
        "device-copy",
        "elsewhere-cancel",
    ] {
        assert!(html.contains(there), "{there}");
    }
    assert!(!html.contains("signin-browser\""));
    waits.qr = None;
    snapshot.session.as_mut().unwrap().elsewhere = Some(Elsewhere::Device(waits));
    let html = drawn_at(Route::SignIn, snapshot);
    assert!(!html.contains("device-qr") && !html.contains("scan"));
}

#[test]
fn the_name_is_called_what_the_dialect_calls_it() {
    let snapshot = with_dialect(|it| it.username_title = Some("E-mail address".into()));
    for route in [Route::SignIn, Route::SignUp] {
        let html = drawn_at(route, snapshot.clone());
        assert!(html.contains("E-mail address") && !html.contains(">Username<"));
    }
}

#[test]
fn a_server_that_makes_no_accounts_has_no_way_to_one() {
    let snapshot = with_dialect(|it| it.sign_up = None);
    let html = drawn_at(Route::SignIn, snapshot.clone());
    assert!(!html.contains("#/signup"));
    let html = drawn_at(Route::SignUp, snapshot);
    assert!(html.contains("data-testid=\"signup-none\"") && !html.contains("signup-submit"));
}

#[test]
fn sign_up_asks_for_what_the_dialect_names() {
    let field = |name: &str, title: &str, secret| FormField {
        name: name.into(),
        title: title.into(),
        default: None,
        secret,
    };
    let snapshot = with_dialect(|it| {
        it.sign_up = Some(ipc::SignUpForm {
            takes_email: false,
            has_lengths: false,
            fields: vec![
                field("town", "Your town", false),
                field("invite", "Invitation", true),
            ],
        });
    });
    let html = drawn_at(Route::SignUp, snapshot);
    assert!(!html.contains("signup-email"));
    assert!(html.contains("data-testid=\"signup-field-town\"") && html.contains("Your town"));
    let at = html
        .find("data-testid=\"signup-field-invite\"")
        .expect("it");
    let tag = &html[html[..at].rfind('<').expect("a tag")..at];
    assert!(tag.contains("type=\"password\""), "{tag}");
    assert!(html.contains("id=\"signup-field-invite-destination\""));
}

#[test]
fn a_description_that_cannot_be_used_any_more_is_told_wherever_the_person_is_and_at_the_server() {
    let mut snapshot = signed_out(1, None);
    snapshot.dialect = None;
    snapshot.dialects_set_aside = vec![DialectSetAside {
        server: "s1".into(),
        error: Some(DialectError {
            field: Some("sign_in.path".into()),
            message: "`sign_in.path` is not known".into(),
            line: None,
        }),
    }];
    let html = drawn_at(Route::SignIn, snapshot.clone());
    assert!(html.contains("data-testid=\"dialect-set-aside\""));
    assert!(html.contains("sign_in.path is not known."));
    assert!(!html.contains("#/signup"));
    let html = drawn_at(Route::Settings, snapshot);
    assert!(html.contains("data-testid=\"settings-unusable-s1\""));
}
