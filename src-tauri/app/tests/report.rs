//! The diagnostics report.

use super::*;

#[tokio::test]
async fn the_report_says_what_a_developer_asks_first_and_leaves_the_email_out() {
    let server = server(Dialect::NBody).await;
    let bench = Bench::at(&server, Dialect::NBody).await;
    bench.sign_in("moderator").await;
    bench.app.renew_now().await.unwrap();
    bench
        .until(|bench| bench.changes().contains(&ipc::Change::Renewed))
        .await;
    let report = bench.app.diagnostics();
    for part in [
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        "(n-body)",
        &server.base_url(),
        "session: live",
        "moderator (ROLE_USER, ROLE_MODERATOR)",
        "renewals: 1",
        "  signed in\n",
        "  renewed\n",
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
