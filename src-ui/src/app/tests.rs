//! The window as text, for each state of the session.

mod contrast;
mod entrance;
mod keeping;
mod language;
mod requests;

use super::*;
use crate::state::fixtures::{degraded, fresh, signed_in, signed_out};
use ipc::{AppSnapshot, LogoutReason};

fn drawn_at(route: Route, snapshot: AppSnapshot) -> String {
    sycamore::render_to_string(move || {
        let app = App::new();
        app.adopt(snapshot);
        app.go(route);
        view! { Window(app=app) }
    })
}

fn pages_in_nav(html: &str) -> Vec<&'static str> {
    [
        "nav-home",
        "nav-page-0",
        "nav-page-1",
        "nav-page-2",
        "nav-page-3",
    ]
    .into_iter()
    .filter(|link| html.contains(&format!("data-testid=\"{link}\"")))
    .collect()
}

#[test]
fn the_first_start_shows_connect_with_the_demo_server_and_no_pages() {
    let html = drawn_at(Route::Start, fresh(1));
    assert!(html.contains("data-page=\"connect\""));
    assert!(html.contains("data-testid=\"demo-start\""));
    assert!(html.contains("data-testid=\"connect-continue\""));
    assert!(!html.contains("connect-kind") && !html.contains("connect-anyway"));
    assert!(pages_in_nav(&html).is_empty());
    assert!(html.contains("No server"));
}

#[test]
fn a_build_without_the_demo_server_does_not_offer_it() {
    let mut snapshot = fresh(1);
    snapshot.app.demo = false;
    assert!(!drawn_at(Route::Connect, snapshot).contains("demo-start"));
}

#[test]
fn everybody_sees_exactly_the_pages_of_their_roles() {
    let pages = |snapshot| pages_in_nav(&drawn_at(Route::Home, snapshot));
    let of = |roles: &[&str]| pages(signed_in(1, roles));
    assert_eq!(pages(signed_out(1, None)), ["nav-home", "nav-page-0"]);
    assert_eq!(of(&["ROLE_USER"]), ["nav-home", "nav-page-0", "nav-page-1"]);
    assert_eq!(
        of(&["ROLE_USER", "ROLE_MODERATOR"]),
        ["nav-home", "nav-page-0", "nav-page-1", "nav-page-2"]
    );
    assert_eq!(
        of(&["ROLE_ADMIN"]),
        ["nav-home", "nav-page-0", "nav-page-1", "nav-page-3"]
    );
}

#[test]
fn home_leads_to_the_pages_that_the_account_may_read_and_to_no_other() {
    let html = drawn_at(Route::Home, signed_in(1, &["ROLE_USER", "ROLE_MODERATOR"]));
    for page in ["home-page-0", "home-page-1", "home-page-2"] {
        assert!(html.contains(&format!("data-testid=\"{page}\"")), "{page}");
    }
    assert!(!html.contains("home-page-3"));
    assert!(html.contains("You are signed in as ann.") && html.contains("the moderator role"));
    let html = drawn_at(Route::Home, signed_out(1, None));
    assert!(html.contains("home-page-0") && !html.contains("home-page-1"));
    assert!(html.contains("data-testid=\"home-signin\""));
}

#[test]
fn a_dialect_without_pages_shows_none_and_says_so_at_home() {
    let mut snapshot = signed_in(1, &["ROLE_USER"]);
    if let Some(dialect) = &mut snapshot.dialect {
        dialect.pages.clear();
    }
    for route in [Route::Start, Route::Home, Route::Page(1)] {
        let html = drawn_at(route, snapshot.clone());
        assert_eq!(pages_in_nav(&html), ["nav-home"]);
        assert!(html.contains("data-page=\"home\""), "{route}");
        assert!(html.contains("data-testid=\"home-no-pages\""));
    }
}

#[test]
fn what_a_page_is_called_is_text_and_never_markup() {
    let mut snapshot = signed_in(1, &["ROLE_USER"]);
    if let Some(dialect) = &mut snapshot.dialect {
        dialect.pages[1].title = "<img src=x>".into();
    }
    let html = drawn_at(Route::Start, snapshot);
    assert!(!html.contains("<img") && html.contains("&lt;img"));
}

#[test]
fn the_top_bar_offers_what_fits_the_session() {
    let out = drawn_at(Route::Home, signed_out(1, None));
    assert!(out.contains("nav-signin") && out.contains("nav-signup"));
    assert!(!out.contains("nav-logout"));
    let inside = drawn_at(Route::Home, signed_in(1, &["ROLE_USER"]));
    assert!(inside.contains("nav-profile") && inside.contains("nav-logout"));
    assert!(!inside.contains("nav-signin"));
}

#[test]
fn sign_in_tells_why_the_last_session_ended() {
    let ended = signed_out(1, Some(LogoutReason::RefreshRejected));
    let html = drawn_at(Route::Page(1), ended);
    assert!(html.contains("data-page=\"signin\""));
    assert!(html.contains("data-testid=\"logout-reason\""));
    assert!(html.contains("The server ended your session"));
}

#[test]
fn the_demo_accounts_are_offered_at_the_demo_server_only_and_without_their_passwords() {
    let mut snapshot = signed_out(1, None);
    assert!(!drawn_at(Route::SignIn, snapshot.clone()).contains("demo-account-"));
    snapshot.settings.servers[0].demo = true;
    let html = drawn_at(Route::SignIn, snapshot);
    for account in ipc::DEMO_ACCOUNTS {
        assert!(html.contains(&format!("demo-account-{}", account.username)));
        assert!(!html.contains(account.password));
    }
}

#[test]
fn beside_every_password_stands_where_it_goes_whatever_the_server_is_called() {
    let mut snapshot = signed_out(1, None);
    snapshot.settings.servers[0].name = "https://work.example".into();
    for (address, origin, is_exposed) in [
        (
            "https://evil.example:8443/app",
            "https://evil.example:8443",
            false,
        ),
        ("http://192.168.1.1", "http://192.168.1.1", true),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080", false),
    ] {
        snapshot.settings.servers[0].address = address.into();
        for (route, field) in [
            (Route::SignIn, "signin-password"),
            (Route::SignUp, "signup-password"),
        ] {
            let html = drawn_at(route, snapshot.clone());
            let passwords = html.matches("type=\"password\"").count();
            assert_eq!(passwords, 1, "another field may need it as well");
            let id = format!("id=\"{field}-destination\"");
            let at = html.find(&id).expect("a destination");
            assert!(at > html.find("type=\"password\"").expect("a field"));
            let shown = html[at..].split("</bdi>").next().unwrap_or_default();
            assert!(shown.contains("<bdi dir=\"ltr\""), "{shown}");
            assert!(shown.contains(origin), "{shown}");
            assert_eq!(
                html[at..].contains("not encrypted"),
                is_exposed,
                "{address}"
            );
        }
    }
}

#[test]
fn a_session_without_its_server_says_that_it_is_kept() {
    let html = drawn_at(Route::Page(1), degraded(1));
    assert!(html.contains("data-page=\"page-1\""));
    assert!(html.contains("data-testid=\"degraded-banner\""));
    assert!(html.contains("You stay signed in; retrying in 8 s."));
    assert!(html.contains("Offline · retrying in 8 s"));
}

#[test]
fn a_forced_visit_stays_on_the_page_that_was_asked_for() {
    let html = drawn_at(Route::Page(3), signed_in(1, &["ROLE_USER"]));
    assert!(html.contains("data-page=\"page-3\""));
}

#[test]
fn the_profile_shows_the_account_and_the_fingerprint() {
    let html = drawn_at(Route::Profile, signed_in(1, &["ROLE_USER", "ROLE_AUDITOR"]));
    for shown in [
        "ann",
        "ann@server.example",
        "User",
        "ROLE_AUDITOR",
        "0badcafe",
    ] {
        assert!(html.contains(shown), "{shown}");
    }
    assert!(html.contains("1795298731"));
}

#[test]
fn the_session_page_says_how_long_a_session_in_memory_lasts() {
    let html = drawn_at(Route::Session, signed_in(1, &["ROLE_USER"]));
    assert!(html.contains("The session lasts until you close Latchkey."));
    assert!(html.contains("1 min 00 s"));
    assert!(html.contains("data-testid=\"session-refresh\""));
}

#[test]
fn a_server_that_cannot_refresh_offers_no_refresh() {
    let mut snapshot = signed_in(1, &["ROLE_USER"]);
    if let Some(session) = &mut snapshot.session {
        session.refreshable = false;
    }
    assert!(!drawn_at(Route::Session, snapshot).contains("session-refresh\""));
}

#[test]
fn an_access_that_ran_out_for_good_is_said_to_have_expired_and_leads_to_a_new_log_in() {
    let mut snapshot = signed_in(1, &["ROLE_USER"]);
    if let Some(session) = &mut snapshot.session {
        session.refreshable = false;
        if let Some(access) = &mut session.access {
            access.expires_in_ms = Some(0);
        }
    }
    let html = drawn_at(Route::Session, snapshot.clone());
    assert!(html.contains("pill-expired") && html.contains("Session expired"));
    assert!(html.contains("data-testid=\"session-again\""));
    assert!(!html.contains("pill-live"));
    // Elsewhere the person goes on: the server has not refused anything yet.
    assert!(drawn_at(Route::Start, snapshot).contains("data-page=\"page-1\""));
}

#[test]
fn a_server_that_takes_nothing_is_told_of_on_every_page_and_leads_to_settings() {
    let mut snapshot = signed_in(1, &["ROLE_USER"]);
    for route in [
        Route::Start,
        Route::Session,
        Route::Profile,
        Route::Settings,
    ] {
        assert!(!drawn_at(route, snapshot.clone()).contains("data-testid=\"not-taken\""));
    }
    if let Some(session) = &mut snapshot.session {
        session.access_refused = true;
    }
    for route in [
        Route::Start,
        Route::Session,
        Route::Profile,
        Route::Settings,
    ] {
        let html = drawn_at(route, snapshot.clone());
        assert!(html.contains("data-testid=\"not-taken\""), "{route}");
        assert!(html.contains("pill-degraded") && html.contains("Not accepted"));
        let leads_there = html.contains("data-testid=\"not-taken-settings\"");
        assert_eq!(leads_there, route != Route::Settings, "{route}");
    }
}

#[test]
fn the_session_page_counts_what_the_session_did() {
    let mut snapshot = degraded(1);
    if let Some(session) = &mut snapshot.session {
        session.counts = ipc::Counts {
            served: 101,
            replayed: 102,
            refreshes: 103,
            refreshed: 104,
            adopted: 105,
            degraded_ms: 65_000,
            last_refresh_ms_ago: Some(120_000),
        };
    }
    let html = drawn_at(Route::Session, snapshot);
    for shown in [
        "101 requests",
        "102 requests sent again",
        "104 renewals",
        "105 renewals taken over",
        "offline for 1 min 05 s",
        "last 2 min ago",
        "in 8 s",
    ] {
        assert!(html.contains(shown), "{shown}");
    }
}

#[test]
fn the_next_refresh_is_shown_when_it_is_known() {
    let mut snapshot = signed_in(1, &["ROLE_USER"]);
    assert!(drawn_at(Route::Session, snapshot.clone()).contains("when needed"));
    if let Some(session) = &mut snapshot.session {
        session.refreshes_in_ms = Some(47_000);
    }
    assert!(drawn_at(Route::Session, snapshot).contains("in 47 s"));
}

#[test]
fn a_server_that_the_person_describes_goes_by_its_own_title() {
    let mut snapshot = signed_out(1, None);
    snapshot.settings.servers[0].dialect = ipc::DialectChoice::Custom {
        json: r#"{ "title": "Harbour office" }"#.into(),
    };
    let html = drawn_at(Route::Settings, snapshot);
    assert!(
        html.contains("Harbour office") && html.contains(">Custom<"),
        "{html}"
    );
}

#[test]
fn settings_list_the_servers_and_mark_the_chosen_one() {
    let html = drawn_at(Route::Settings, signed_out(1, None));
    assert!(html.contains("data-testid=\"settings-server-s1\""));
    assert!(html.contains("https://server.example"));
    assert!(html.contains("Current"));
}

#[test]
fn what_a_server_calls_itself_is_text_and_never_markup() {
    let mut snapshot = signed_out(1, None);
    snapshot.settings.servers[0].name = "<img src=x>".into();
    let html = drawn_at(Route::SignIn, snapshot);
    assert!(!html.contains("<img"));
    assert!(html.contains("&lt;img"));
}

#[test]
fn a_server_of_another_kind_is_called_so_instead_of_what_follows_from_it() {
    let html = sycamore::render_to_string(|| {
        let app = App::new();
        app.adopt(degraded(1));
        app.look_at_kind_as("n-cookie");
        view! { Window(app=app) }
    });
    assert!(html.contains("a different type: Node, cookies"), "{html}");
    assert!(html.contains("data-testid=\"other-kind-settings\""));
    assert!(!html.contains("degraded-banner"), "one thing is said once");
}

#[test]
fn a_name_from_elsewhere_is_isolated_wherever_it_stands_in_a_sentence() {
    let mut snapshot = signed_in(1, &["ROLE_USER"]);
    snapshot.signed_in[0].username = "\u{5D0}\u{5DC}\u{5D4}".into();
    let html = drawn_at(Route::Settings, snapshot);
    assert!(
        html.contains("Signed in as \u{2068}\u{5D0}\u{5DC}\u{5D4}\u{2069}"),
        "{html}"
    );
}
