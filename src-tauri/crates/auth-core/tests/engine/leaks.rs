//! No secret in anything that a caller, a log or a person could see.

use std::{
    fmt::Write as _,
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

use auth_core::{Request, Secret};
use demo_server::{Dialect, Endpoint, Fault, Times};
use tracing_subscriber::fmt::MakeWriter;

use super::rig::Rig;

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Captured {
    fn text(&self) -> String {
        let bytes = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Captured {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
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
    let log = Captured::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(log.clone())
        .finish();
    tracing::subscriber::with_default(subscriber, || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        for dialect in Dialect::ALL {
            let (seen, secrets) = runtime.block_on(seen_of(dialect));
            // Only the engine's own lines: what hyper writes at this level is the app's to cap.
            let ours: String = log
                .text()
                .lines()
                .filter(|line| line.contains(" auth_core"))
                .collect();
            assert!(
                secrets.len() > 4 && seen.len() > 1000,
                "{dialect}: nothing to search"
            );
            for secret in secrets.iter().filter(|secret| secret.len() > 5) {
                assert!(
                    !seen.contains(secret.as_str()),
                    "{dialect}: {secret} was seen"
                );
                assert!(
                    !ours.contains(secret.as_str()),
                    "{dialect}: {secret} was logged"
                );
            }
        }
        assert!(log.text().contains("renewed"), "the log was recorded");
    });
}
