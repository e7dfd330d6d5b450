//! The diagnostics report.

use super::*;

#[tokio::test]
async fn the_report_says_what_a_developer_asks_first_and_leaves_the_email_out() {
    let (server, bench) = signed_in(Dialect::NBody, "moderator").await;
    bench.app.refresh_now().await.unwrap();
    bench.until_heard(ipc::Change::Refreshed).await;
    let report = bench.app.diagnostics();
    for part in [
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        "(n-body)",
        &server.base_url(),
        "session: live",
        "moderator (ROLE_USER, ROLE_MODERATOR)",
        "refreshes: 1 of 1 asked for",
        "  signed in\n",
        "  refreshed\n",
        "log files: none in this run",
    ] {
        assert!(report.contains(part), "{part} is missing in\n{report}");
    }
    assert!(!report.contains('@'), "{report}");
}

#[tokio::test]
async fn a_report_of_an_app_that_was_just_installed_has_nothing_to_hide() {
    let report = Bench::new().app.diagnostics();
    assert!(
        report.contains("server: none chosen") && report.ends_with("none\n"),
        "{report}"
    );
}

#[tokio::test]
async fn the_report_does_not_say_what_a_person_calls_a_kind_of_their_own() {
    let bench = Bench::new();
    let json = to_start_from("n-body").json;
    let json = json.replace("Like Node", "Harbour office, like Node");
    let added = bench.enter(described("https://example.org", json)).await;
    assert!(added.is_ok(), "{added:?}");
    let report = bench.app.diagnostics();
    assert!(report.contains("https://example.org (custom)"), "{report}");
    assert!(!report.contains("Harbour"), "{report}");
}
