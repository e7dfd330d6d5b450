//! Several processes with one vault, and processes that die.

use std::{sync::Arc, time::Duration};

use auth_core::{
    BaseUrl, EndReason, Error, EventKind, HttpTransport, MemoryVault, PlainHttp, Request, State,
    StorageState, Vault, VaultError,
};
use demo_server::{Config, Control, DemoServer, Dialect, Endpoint, Fault, Rotation, Times};
use tokio::sync::watch;

use super::{
    rig::{drain, ends, pause, until},
    world::{
        FreezingTransport, FullVault, Process, Trap, TrappedTransport, TrappedVault, WithheldVault,
    },
};

const BOARD: &str = "/api/test/user";

struct Place {
    server: DemoServer,
    control: Control,
    vault: MemoryVault,
}

impl Place {
    async fn with_rotation(rotation: Rotation) -> Self {
        let mut config = Config::new(Dialect::SBody);
        config.rotation = rotation;
        config.access_lifetime = Duration::from_hours(1);
        config.refresh_lifetime = Duration::from_hours(2);
        let server = DemoServer::start(config).await.expect("a free port");
        Self {
            control: server.control(),
            server,
            vault: MemoryVault::default(),
        }
    }

    async fn new() -> Self {
        let grace = Duration::from_secs(30);
        Self::with_rotation(Rotation::On { grace }).await
    }

    fn url(&self) -> String {
        self.server.base_url()
    }

    fn open(&self) -> Process {
        Process::open(&self.url(), "s-body", &self.vault)
    }

    fn transport(&self) -> HttpTransport {
        let base = BaseUrl::parse(&self.url(), PlainHttp::LoopbackOnly).expect("an address");
        HttpTransport::new(&base).expect("plain http")
    }

    /// The first process, signed in.
    async fn first(&self) -> Process {
        let process = self.open();
        sign_in(&process, "user").await;
        process
    }

    /// Another process, with the session that the vault keeps.
    async fn another(&self) -> Process {
        let process = self.open();
        restored(&process).await;
        process
    }
}

async fn sign_in(process: &Process, username: &str) {
    let password = auth_core::Secret::from(format!("demo-{username}"));
    let account = process.session.sign_in(username, &password).await;
    account.expect("a seeded account");
}

async fn restored(process: &Process) {
    let account = process.session.restore().await.expect("a readable vault");
    assert_eq!(account.expect("a kept session").username, "user");
}

async fn board(process: &Process) -> Result<String, Error> {
    let answer = process.session.send(Request::get(BOARD)).await?;
    Ok(answer.text().into_owned())
}

const CONTENT: Result<&str, &Error> = Ok("User Content.");

#[tokio::test(flavor = "multi_thread")]
async fn scenario_08_a_process_that_is_killed_at_any_step_leaves_the_old_or_the_new_pair_whole() {
    let mut survived = Vec::new();
    for step in 1.. {
        let place = Place::new().await;
        place.first().await.kill();
        let trap = Trap::at(step);
        let doomed = Process::with(&place.url(), "s-body", |config| {
            config
                .vault(Arc::new(TrappedVault {
                    kept: place.vault.open_again(),
                    trap: trap.clone(),
                }))
                .transport(Arc::new(TrappedTransport {
                    real: place.transport(),
                    trap: trap.clone(),
                }))
        });
        let session = doomed.session.clone();
        let refreshing = tokio::spawn(async move {
            if session.restore().await.is_ok() {
                let _ = session.refresh_now().await;
            }
        });
        let caught = trap.caught(Duration::from_millis(400)).await;
        doomed.kill();
        refreshing.abort();

        let heir = place.another().await;
        assert_eq!(board(&heir).await.as_deref(), CONTENT, "killed {caught:?}");
        assert_eq!(
            heir.session.refresh_now().await,
            Ok(()),
            "killed {caught:?}"
        );
        match caught {
            Some(name) => survived.push(name),
            None => break,
        }
    }
    for name in [
        "with the lock",
        "before its answer is read",
        "after a write",
    ] {
        assert!(survived.contains(&name), "{name} is not in {survived:?}");
    }
}

#[tokio::test]
async fn scenario_09_a_full_disk_is_told_and_the_write_tried_again_by_itself() {
    use std::sync::atomic::Ordering::SeqCst;
    let place = Place::new().await;
    let vault = Arc::new(FullVault {
        kept: place.vault.clone(),
        ..FullVault::default()
    });
    let open = || {
        let vault = Arc::clone(&vault);
        Process::with(&place.url(), "s-body", |config| config.vault(vault))
    };
    let process = open();
    sign_in(&process, "user").await;
    let mut events = process.session.events();
    vault.full.store(true, SeqCst);
    assert_eq!(process.session.refresh_now().await, Ok(()));
    assert_eq!(process.session.snapshot().storage, StorageState::Degraded);
    assert_eq!(
        board(&process).await.as_deref(),
        CONTENT,
        "it works from memory"
    );
    vault.full.store(false, SeqCst);
    until("the write", || {
        process.session.snapshot().storage == StorageState::Durable
    })
    .await;
    let told = drain(&mut events);
    let storage: Vec<_> = told
        .iter()
        .filter(|event| {
            matches!(
                event,
                EventKind::StorageDegraded { .. } | EventKind::StorageRecovered
            )
        })
        .collect();
    assert_eq!(
        storage,
        [
            &EventKind::StorageDegraded {
                error: auth_core::VaultError::NotWritten
            },
            &EventKind::StorageRecovered
        ]
    );
    let newest = fingerprint(&process);
    process.kill();
    let heir = open();
    restored(&heir).await;
    assert_eq!(fingerprint(&heir), newest, "nothing was lost");
}

fn fingerprint(process: &Process) -> String {
    let access = process.session.snapshot().access;
    access.expect("signed in").fingerprint
}

#[tokio::test(flavor = "multi_thread")]
async fn scenario_10_two_processes_that_refresh_together_cost_one_refresh() {
    let place = Place::new().await;
    let one = place.first().await;
    let two = place.another().await;
    place.control.expire_access();
    place.control.reset_calls();
    place.control.fault(
        Endpoint::Refresh,
        Fault::Delay(Duration::from_millis(100)),
        Times::Always,
    );
    let (first, second) = tokio::join!(board(&one), board(&two));
    assert_eq!([first.as_deref(), second.as_deref()], [CONTENT, CONTENT]);
    assert_eq!(place.control.calls(Endpoint::Refresh), 1);
    let counts = [&one, &two].map(|process| process.session.snapshot().counts);
    assert_eq!(counts[0].refreshed + counts[1].refreshed, 1);
    assert_eq!(counts[0].adopted + counts[1].adopted, 1);
    assert_eq!(fingerprint(&one), fingerprint(&two));
}

#[tokio::test]
async fn scenario_10_a_holder_of_the_lock_that_dies_frees_it_at_once() {
    let place = Place::new().await;
    let one = place.first().await;
    let held = place.vault.lock().await.expect("free");
    let session = one.session.clone();
    let refreshing = tokio::spawn(async move { session.refresh_now().await });
    pause(Duration::from_millis(50)).await;
    assert_eq!(place.control.calls(Endpoint::Refresh), 0, "it waits");
    drop(held);
    assert_eq!(refreshing.await.expect("no panic"), Ok(()));
    assert_eq!(place.control.calls(Endpoint::Refresh), 1);
}

#[tokio::test]
async fn what_one_process_refreshes_the_others_use_without_being_asked() {
    let place = Place::new().await;
    let one = place.first().await;
    let two = place.another().await;
    let mut events = two.session.events();
    one.session.refresh_now().await.expect("refreshed");
    until("the adoption", || fingerprint(&one) == fingerprint(&two)).await;
    assert_eq!(drain(&mut events), [EventKind::Adopted]);
    assert_eq!(place.control.calls(Endpoint::Refresh), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn scenario_11_a_process_that_is_frozen_in_a_refresh_adopts_what_another_refreshed() {
    for (with_answer, refused) in [(true, false), (false, false), (false, true)] {
        let place = Place::new().await;
        place.first().await.kill();
        let (freeze, frozen) = watch::channel(true);
        let sleeper = Process::with(&place.url(), "s-body", |config| {
            config
                .vault(Arc::new(place.vault.open_again()))
                .transport(Arc::new(FreezingTransport {
                    real: place.transport(),
                    frozen,
                    with_answer,
                }))
        });
        restored(&sleeper).await;
        let two = place.another().await;
        let mut events = sleeper.session.events();
        place.control.expire_access();
        let session = sleeper.session.clone();
        let stuck = tokio::spawn(async move { session.send(Request::get(BOARD)).await });
        until("the lock", || {
            sleeper.session.snapshot().state == State::Refreshing
        })
        .await;
        pause(Duration::from_millis(50)).await;

        assert_eq!(
            board(&two).await.as_deref(),
            CONTENT,
            "it goes on without the lock"
        );
        if refused {
            let fault = Fault::Status {
                status: 403,
                headers: Vec::new(),
                body: r#"{"message":"gone"}"#.into(),
            };
            place
                .control
                .fault(Endpoint::Refresh, fault, Times::Next(1));
        }
        freeze.send_replace(false);
        let answer = stuck.await.expect("no panic").expect("an answer");
        assert_eq!(answer.text(), "User Content.");
        let told = drain(&mut events);
        assert_eq!(ends(&told), [], "{with_answer} {refused}");
        // A server with a grace window answers twice with the same pair, and then nothing is left to
        // adopt.
        let adopted = told.contains(&EventKind::Adopted);
        assert_eq!(adopted, refused, "{told:?}");
        assert_eq!(fingerprint(&sleeper), fingerprint(&two));
    }
}

#[tokio::test]
async fn a_refusal_while_another_process_holds_the_lock_ends_nothing() {
    let place = Place::new().await;
    let one = place.first().await;
    let held = place.vault.lock().await.expect("free");
    place.control.revoke_refresh();
    let kept = one.session.refresh_now().await;
    assert!(
        matches!(kept, Err(Error::RefreshUnavailable { .. })),
        "{kept:?}"
    );
    drop(held);
    until("the end", || {
        one.session.nudge();
        one.session.snapshot().state == State::SignedOut
    })
    .await;
    let reason = one.session.snapshot().last_end;
    assert_eq!(reason, Some(EndReason::RefreshReused));
}

#[tokio::test]
async fn signing_out_in_one_process_ends_the_others_without_a_call() {
    let place = Place::new().await;
    let one = place.first().await;
    let two = place.another().await;
    let mut events = two.session.events();
    place.control.reset_calls();
    one.session.sign_out().await;
    until("the end", || {
        two.session.snapshot().state == State::SignedOut
    })
    .await;
    assert_eq!(ends(&drain(&mut events)), [EndReason::SignedOutElsewhere]);
    one.session.close().await;
    two.session.close().await;
    assert_eq!(place.control.calls(Endpoint::SignOut), 1);
    assert!(place.vault.record().is_none());
}

#[tokio::test]
async fn an_end_leaves_the_record_of_somebody_who_signed_in_meanwhile() {
    let place = Place::new().await;
    let one = place.first().await;
    let two = place.another().await;
    let mut events = one.session.events();
    sign_in(&two, "admin").await;
    until("the end", || {
        one.session.snapshot().state == State::SignedOut
    })
    .await;
    let reason = one.session.snapshot().last_end;
    assert_eq!(reason, Some(EndReason::SignedInElsewhere));
    until("who it is", || {
        let told = drain(&mut events).into_iter();
        let mut names = told.filter_map(|told| match told {
            EventKind::SignedInElsewhere { account } => Some(account.username),
            _ => None,
        });
        names.any(|name| name == "admin")
    })
    .await;
    one.session.close().await;
    two.kill();
    let heir = place.open();
    let account = heir.session.restore().await.expect("readable");
    assert_eq!(account.expect("kept").username, "admin");
}

#[tokio::test]
async fn a_restored_session_asks_nothing_of_the_server_until_it_must() {
    let place = Place::new().await;
    place.first().await.kill();
    place.control.reset_calls();
    let heir = place.another().await;
    let snapshot = heir.session.snapshot();
    assert_eq!(snapshot.state, State::Live);
    assert!(snapshot.refreshable && snapshot.access.is_some());
    assert_eq!(place.control.log().len(), 0);
    assert_eq!(board(&heir).await.as_deref(), CONTENT);
    assert_eq!(place.control.calls(Endpoint::Refresh), 0);
}

#[tokio::test]
async fn nothing_is_restored_from_an_empty_vault_or_over_somebody_who_is_signed_in() {
    let place = Place::new().await;
    let process = place.open();
    assert_eq!(process.session.restore().await, Ok(None));
    sign_in(&process, "user").await;
    assert_eq!(process.session.restore().await, Err(Error::Superseded));
}

#[tokio::test]
async fn who_signs_out_at_a_vault_that_cannot_be_written_stays_signed_out() {
    use std::sync::atomic::Ordering::SeqCst;
    let place = Place::new().await;
    let vault = Arc::new(FullVault {
        kept: place.vault.clone(),
        ..FullVault::default()
    });
    let shared = Arc::clone(&vault);
    let process = Process::with(&place.url(), "s-body", |config| config.vault(shared));
    sign_in(&process, "user").await;
    vault.full.store(true, SeqCst);
    process.session.sign_out().await;
    assert!(place.vault.record().is_some());
    assert_eq!(process.session.restore().await, Ok(None));
    assert_eq!(process.session.snapshot().state, State::SignedOut);
    vault.full.store(false, SeqCst);
    until("the erasing", || place.vault.record().is_none()).await;
}

#[tokio::test]
async fn a_record_of_a_newer_kind_is_left_alone() {
    let place = Place::new().await;
    let strange = br#"{"format":99,"lineage":1}"#.to_vec();
    let record = auth_core::Record::from(strange.clone());
    let put = Box::new(move |_| auth_core::Change::Replace(record));
    place.vault.update(put).await.expect("written");
    let process = place.open();
    assert_eq!(process.session.restore().await, Ok(None));
    sign_in(&process, "user").await;
    assert_eq!(process.session.snapshot().storage, StorageState::Degraded);
    process.session.sign_out().await;
    let kept = place.vault.record().expect("still there");
    assert_eq!(kept.expose(), &strange);
}

#[tokio::test]
async fn what_only_another_process_has_ends_nothing_and_gives_way_to_who_signs_in_alone() {
    for error in [VaultError::KeyMissing, VaultError::MovedOut] {
        let place = Place::new().await;
        let vault = Arc::new(WithheldVault {
            kept: place.vault.clone(),
            withheld: Arc::default(),
        });
        let withheld = Arc::clone(&vault.withheld);
        let process = Process::with(&place.url(), "s-body", |config| config.vault(vault));
        sign_in(&process, "user").await;
        *withheld.lock().unwrap() = Some(error);

        assert_eq!(process.session.refresh_now().await, Ok(()));
        assert_eq!(board(&process).await.as_deref(), CONTENT);
        assert_eq!(process.session.snapshot().storage, StorageState::Degraded);
        place.control.revoke_refresh();
        let kept = process.session.refresh_now().await;
        assert!(
            matches!(kept, Err(Error::RefreshUnavailable { .. })),
            "whoever has it may have refreshed: {kept:?}"
        );
        assert_eq!(*withheld.lock().unwrap(), Some(error), "it is left alone");

        sign_in(&process, "admin").await;
        assert_eq!(*withheld.lock().unwrap(), None);
        assert_eq!(process.session.snapshot().storage, StorageState::Durable);
        let heir = place.open();
        let account = heir.session.restore().await.expect("readable");
        assert_eq!(account.expect("kept").username, "admin");
    }
}
