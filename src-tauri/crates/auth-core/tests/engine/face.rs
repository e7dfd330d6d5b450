//! What the crate promises to those who build on it, beside what a session does.

use std::{
    fmt,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use auth_core::{
    Account, Answer, BaseUrl, Call, Cause, Change, Dialect, EndReason, Error, Event, Events,
    HttpTransport, Limits, MemoryVault, PlainHttp, Probe, Record, Request, Response, Secret,
    Session, SessionConfig, Snapshot, State, StorageState, SystemClock, TokioSpawn, Update, Vault,
    VaultCall, VaultLock,
};

use crate::engine::rig::Rig;

#[test]
fn what_callers_hold_may_be_sent_and_shared_between_threads() {
    fn both<T: Send + Sync>() {}
    both::<Session>();
    both::<SessionConfig>();
    both::<Snapshot>();
    both::<(Event, Events, Error, Cause, EndReason, Account)>();
    both::<(Request, Response, Call, Answer, Probe)>();
    both::<(BaseUrl, Dialect, Limits, Secret<String>)>();
    both::<(HttpTransport, MemoryVault, SystemClock, TokioSpawn)>();
    both::<(Record, Change, VaultLock)>();
}

#[test]
fn a_session_is_made_outside_a_runtime_when_it_is_told_of_one() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let rig = runtime.block_on(Rig::start(demo_server::Dialect::NBody));
    let base = BaseUrl::parse(&rig.server.base_url(), PlainHttp::LoopbackOnly).expect("an address");
    let dialect = Dialect::preset("n-body").expect("a preset");
    let config = SessionConfig::new(base, dialect).expect("plain http");
    let spawn = TokioSpawn::on(runtime.handle().clone());
    let session = Session::new(config.spawn(Arc::new(spawn)));
    let password = Secret::from("demo-user".to_owned());
    let account = runtime.block_on(session.sign_in("user", &password));
    assert_eq!(account.expect("a seeded account").username, "user");
}

#[test]
fn a_reason_and_an_error_are_a_sentence_for_people_and_a_code_for_machines() {
    let reason = EndReason::RefreshRejected;
    assert_eq!(reason.code(), "refresh_rejected");
    let ended = Error::SignedOut {
        reason: Some(reason),
    };
    let refused = Error::Refused {
        status: 401,
        message: Some("Invalid Password!".into()),
    };
    for (error, code, sentence) in [
        (
            ended,
            "signed_out",
            "nobody is signed in: the server refused to refresh the session",
        ),
        (
            refused,
            "refused",
            "the server refused: Invalid Password! (status 401)",
        ),
    ] {
        assert_eq!((error.code(), error.to_string().as_str()), (code, sentence));
    }
}

/// A vault that carries out a call long after nobody waits for it any more.
#[derive(Default)]
struct LateVault {
    kept: MemoryVault,
    is_late: AtomicBool,
    late: Mutex<Vec<Update>>,
}

impl fmt::Debug for LateVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LateVault")
    }
}

impl Vault for LateVault {
    fn load(&self) -> VaultCall<'_, Option<Record>> {
        self.kept.load()
    }

    fn update(&self, update: Update) -> VaultCall<'_, ()> {
        if !self.is_late.load(Ordering::SeqCst) {
            return self.kept.update(update);
        }
        self.late.lock().expect("not poisoned").push(update);
        Box::pin(std::future::pending())
    }

    fn lock(&self) -> VaultCall<'_, VaultLock> {
        self.kept.lock()
    }

    fn holder(&self) -> VaultCall<'_, u64> {
        self.kept.holder()
    }
}

#[tokio::test]
async fn what_a_vault_carries_out_when_nobody_waits_for_it_any_more_undoes_no_sign_out() {
    let rig = Rig::start(demo_server::Dialect::NBody).await;
    let base = BaseUrl::parse(&rig.server.base_url(), PlainHttp::LoopbackOnly).expect("an address");
    let dialect = Dialect::preset("n-body").expect("a preset");
    let vault = Arc::new(LateVault::default());
    vault.is_late.store(true, Ordering::SeqCst);
    let config = SessionConfig::new(base, dialect)
        .expect("plain http")
        .vault(Arc::clone(&vault) as Arc<dyn Vault>)
        .limits(Limits::default().vault(Duration::from_millis(50)));
    let session = Session::new(config);
    let password = Secret::from("demo-user".to_owned());
    session.sign_in("user", &password).await.expect("signed in");
    assert_eq!(session.snapshot().storage, StorageState::Degraded);
    let late = std::mem::take(&mut *vault.late.lock().expect("not poisoned"));
    vault.is_late.store(false, Ordering::SeqCst);
    session.sign_out().await;
    assert_eq!(session.snapshot().state, State::SignedOut);
    for update in late {
        assert!(matches!(update(Ok(None)), Change::Keep));
    }
}
