//! The diagnostics report, the log that goes with it, and what the app is made of.

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

#[tokio::test]
async fn the_report_is_saved_where_the_person_says_and_as_the_app_itself_makes_it() {
    let bench = Bench::new();
    assert_eq!(
        bench.app.save_report().await,
        Ok(false),
        "they chose nothing"
    );
    let folder = tempfile::tempdir().unwrap();
    *bench.person.file.lock().unwrap() = Some(folder.path().into());
    assert_eq!(bench.app.save_report().await, Ok(true));
    let saved = std::fs::read_to_string(folder.path().join("latchkey-report.txt")).unwrap();
    assert_eq!(saved, bench.app.diagnostics());
    *bench.person.file.lock().unwrap() = Some(folder.path().join("nowhere"));
    let problem = ipc::FileProblem::NotWritten;
    let failed = bench.app.save_report().await;
    assert_eq!(failed, Err(ipc::Error::File { problem }));
}

#[tokio::test]
async fn the_folder_of_the_log_and_no_other_is_shown_and_is_said_where_nothing_shows_it() {
    let mut bench = Bench::new();
    let none = ipc::Error::LogFolder { folder: None };
    assert_eq!(bench.app.open_log_folder().await, Err(none));
    bench.app.log = LogFolder(Some("/var/log/of-the-app".into()));
    let folder = Some("/var/log/of-the-app".to_owned());
    let said = bench.app.open_log_folder().await;
    assert_eq!(said, Err(ipc::Error::LogFolder { folder }));
    *bench.person.folders.lock().unwrap() = Some(Vec::new());
    assert_eq!(bench.app.open_log_folder().await, Ok(()));
    let shown = bench.person.folders.lock().unwrap().take();
    assert_eq!(shown, Some(vec![PathBuf::from("/var/log/of-the-app")]));
}

#[test]
fn what_others_wrote_is_listed_with_its_licence_and_what_only_tests_use_is_not() {
    let list = App::licences();
    let line = |name: &str| list.lines().find(|line| line.starts_with(name));
    for name in ["tauri ", "reqwest ", "sycamore ", "web-sys "] {
        let line = line(name).unwrap_or_default();
        assert!(
            line.contains(" | ") && line.contains("MIT"),
            "{name}: {line}"
        );
    }
    assert!(list.contains("Lucide") && list.contains("ISC"));
    for name in ["fantoccini ", "proptest ", "latchkey ", "auth-core "] {
        assert_eq!(line(name), None);
    }
}
