//! No secret in anything that a caller, a log or a person could see.

use std::{
    cell::RefCell,
    fmt::Write as _,
    io::{self, Write},
};

use auth_core::{Request, Secret};
use demo_server::{Dialect, Endpoint, Fault, Times};
use tracing_subscriber::{
    Layer as _,
    filter::{LevelFilter, Targets},
    fmt,
    layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

use super::rig::Rig;

thread_local! {
    /// The engine's log of this thread, from when somebody wants it.
    static LOG: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}

/// Writes into the log of the thread that says something.
struct ThisThread;

impl Write for ThisThread {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.with_borrow_mut(|log| log.iter_mut().for_each(|it| it.extend_from_slice(bytes)));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Records what the engine logs on this thread from now on.
///
/// The subscriber is that of all threads. With one of this thread alone, a line that another test was the
/// first to come by would be off for good.
fn record_log() {
    let everything = Targets::new().with_target("auth_core", LevelFilter::TRACE);
    let lines = fmt::layer().with_writer(|| ThisThread);
    tracing_subscriber::registry()
        .with(lines.with_filter(everything))
        .init();
    LOG.set(Some(Vec::new()));
}

fn recorded_log() -> String {
    LOG.with_borrow(|log| String::from_utf8_lossy(log.as_deref().unwrap_or_default()).into_owned())
}

/// Everything that can be seen of a life with all kinds of accidents in it.
async fn seen_of(dialect: Dialect) -> (String, Vec<String>) {
    let rig = Rig::start(dialect).await;
    let mut seen = String::new();
    let mut note = |thing: &dyn std::fmt::Debug| {
        writeln!(seen, "{thing:?}").expect("a string takes everything");
    };
    let mut events = rig.session.events();
    let password = Secret::from("secret-password-1".to_owned());
    note(
        &rig.session
            .sign_up("ann", "ann@example.org", &password)
            .await,
    );
    note(
        &rig.session
            .sign_in("ann", &Secret::from("not-her-password".to_owned()))
            .await,
    );
    note(&rig.session.sign_in("ann", &password).await);
    note(&rig.session);
    for _ in 0..2 {
        rig.control.expire_access();
        note(&rig.board("user").await);
        note(&rig.board("admin").await);
        note(&rig.session.refresh_now().await);
    }
    let before = rig.control.issued();
    rig.control.expire_access();
    rig.board("user").await.ok();
    let in_force: Vec<String> = rig.control.issued().split_off(before.len());
    let echo = rig.control.issued().join(" ");
    let echoing = |status| Fault::Status {
        status,
        headers: Vec::new(),
        body: echo.clone(),
    };
    rig.control
        .fault(Endpoint::Other, echoing(200), Times::Always);
    let echoed = rig.session.send(Request::get("/api/test/echo")).await;
    let echoed = echoed.map(|response| response.text().into_owned());
    if let Ok(text) = &echoed {
        assert!(text.contains("[redacted]"), "{dialect}");
        for token in in_force.iter().filter(|token| token.len() >= 16) {
            assert!(
                !text.contains(token.as_str()),
                "{dialect}: a token in force was echoed"
            );
        }
    }
    note(&echoed);
    note(&rig.session.snapshot());
    // The Spring servers put the refresh token into these words.
    rig.control.expire_access();
    rig.control.revoke_refresh();
    note(&rig.board("user").await);
    note(&rig.session);
    rig.session.sign_out().await;
    rig.session.close().await;
    while let Some(event) = events.try_next() {
        note(&event);
    }
    let mut secrets = rig.control.issued();
    secrets.extend([
        "secret-password-1".to_owned(),
        "not-her-password".to_owned(),
    ]);
    // The echo held tokens of earlier generations too; those in force are the session's to redact,
    // and were asserted on above.
    if let Ok(text) = echoed {
        seen = seen.replace(&format!("{text:?}"), "");
    }
    (seen, secrets)
}

#[test]
fn no_secret_is_in_any_result_event_log_or_debug_output() {
    record_log();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    for dialect in Dialect::ALL {
        let (seen, secrets) = runtime.block_on(seen_of(dialect));
        let logged = recorded_log();
        assert!(
            secrets.len() > 4 && seen.len() > 1000,
            "{dialect}: nothing to search"
        );
        for secret in secrets.iter().filter(|secret| secret.len() > 5) {
            assert!(
                !seen.contains(secret.as_str()),
                "{dialect}: a secret was seen"
            );
            assert!(
                !logged.contains(secret.as_str()),
                "{dialect}: a secret was logged"
            );
        }
    }
    assert!(recorded_log().contains("refreshed"), "the log was recorded");
}
