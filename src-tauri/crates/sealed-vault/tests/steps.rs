//! The events that a program can follow each durable step by. What is said here is said in the crate's
//! documentation, and others rely on it.

use std::{
    fmt::{self, Write as _},
    fs,
    sync::{Arc, mpsc},
};

use auth_core::{BaseUrl, Change, PlainHttp, Secret, Vault as _};
use sealed_vault::{AppId, KeyPlace, NoKeychain, SealedVault, Server, ServerId, VaultConfig};
use tracing::{
    Event, Level, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{
    Layer,
    layer::{Context, SubscriberExt as _},
};

/// Hands on what is said, in one line for each event.
struct Listener(mpsc::Sender<String>);

impl<S: Subscriber> Layer<S> for Listener {
    fn on_event(&self, event: &Event<'_>, _context: Context<'_, S>) {
        if event.metadata().target() == "sealed_vault::step" {
            assert_eq!(*event.metadata().level(), Level::TRACE);
            let mut line = Line::default();
            event.record(&mut line);
            // Nobody listens any more where this fails.
            let _ = self.0.send(line.0);
        }
    }
}

#[derive(Default)]
struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, _field: &Field, _value: &dyn fmt::Debug) {
        panic!("the fields are texts");
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "step" => self.0.insert_str(0, value),
            "side" => write!(self.0, " {value}").expect("a string takes all"),
            other => panic!("there is no field {other}"),
        }
    }
}

#[tokio::test]
async fn each_step_is_said_before_and_after_in_the_order_that_makes_it_durable() {
    let (said, events) = mpsc::channel();
    let heard = || events.try_iter().collect::<Vec<String>>();
    // The steps are made on threads of their own, so one listener for all of them.
    let listening = tracing_subscriber::registry().with(Listener(said));
    tracing::subscriber::set_global_default(listening).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let base = BaseUrl::parse("https://example.org", PlainHttp::LoopbackOnly).unwrap();
    let server = Server::new(AppId::new("app"), ServerId::new("server"), &base);
    let config = VaultConfig::new(folder.path(), server, Arc::new(NoKeychain));
    let vault = SealedVault::new(config.key_place(KeyPlace::File));
    let write = || Box::new(|_| Change::Replace(Secret::from(b"record".to_vec())));
    let both = |steps: &[&str]| -> Vec<String> {
        let sides = |step: &&str| [format!("{step} before"), format!("{step} after")];
        steps.iter().flat_map(sides).collect()
    };

    vault.update(write()).await.unwrap();
    let replaced = ["write", "sync", "rename", "sync-folder"];
    let first = ["make-folder", "lock-update", "keep-key"];
    assert_eq!(heard(), both(&[&first[..], &replaced].concat()));

    vault.update(write()).await.unwrap();
    let again = [&["lock-update"][..], &replaced].concat();
    assert_eq!(heard(), both(&again));

    let held = vault.lock().await.unwrap();
    assert_eq!(heard(), both(&["lock-refresh"]));
    drop(held);

    fs::write(folder.path().join("server/session.sealed"), "damaged").unwrap();
    vault.update(write()).await.unwrap();
    let aside = [
        "lock-update",
        "write",
        "sync",
        "set-aside",
        "rename",
        "sync-folder",
    ];
    assert_eq!(heard(), both(&aside));

    vault.update(Box::new(|_| Change::Erase)).await.unwrap();
    assert_eq!(heard(), both(&["lock-update", "remove", "sync-folder"]));

    vault.load().await.unwrap();
    assert!(heard().is_empty(), "a reading changes nothing");
}
