//! Requests in the window.

use super::*;

#[test]
fn requests_stand_behind_the_servers_pages_for_whoever_is_signed_in() {
    let html = drawn_at(Route::Home, signed_in(1, &["ROLE_USER"]));
    let place = |link: &str| html.find(&format!("data-testid=\"{link}\""));
    assert!(place("nav-page-1") < place("nav-requests"), "{html}");
    assert!(place("nav-requests") < place("nav-session"));
    let html = drawn_at(Route::Home, signed_out(1, None));
    assert!(!html.contains("nav-requests"));
    let html = drawn_at(Route::Requests, signed_out(1, None));
    assert!(html.contains("data-page=\"signin\""));
}

#[test]
fn the_page_begins_with_an_empty_request_and_what_was_pinned_there() {
    let mut snapshot = signed_in(1, &["ROLE_USER"]);
    let server = snapshot.settings.current.clone().expect("a server");
    let pinned = |server: &str, path: &str| ipc::PinnedRequest {
        id: path.into(),
        server: server.into(),
        request: ipc::RequestDraft {
            path: path.into(),
            ..ipc::RequestDraft::default()
        },
    };
    snapshot.settings.pinned = vec![pinned(&server, "/berths"), pinned("another", "/elsewhere")];
    let html = drawn_at(Route::Requests, snapshot);
    assert!(html.contains("data-page=\"requests\""));
    assert!(html.contains("request-query-name-0") && html.contains("Send a request"));
    assert!(html.contains("/berths") && !html.contains("/elsewhere"));
}
