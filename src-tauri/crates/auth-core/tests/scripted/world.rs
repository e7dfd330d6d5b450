//! A network that the test answers for, a clock that it moves, and a vault that it counts and stops.

use std::{
    collections::BTreeMap,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use auth_core::{
    Answer, BaseUrl, Call, Cause, Clock, Dialect, EventKind, Events, Exchange, MemoryVault, Moment,
    PlainHttp, Record, Request, Response, Secret, Session, SessionConfig, Transport, Update, Vault,
    VaultCall, VaultChange, VaultError, VaultLock,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use tokio::sync::{Mutex, mpsc, oneshot, watch};

/// A call that waits for its answer.
pub(crate) struct Asked {
    pub(crate) call: Call,
    answer: oneshot::Sender<Result<Answer, Cause>>,
}

impl Asked {
    /// `METHOD path`.
    pub(crate) fn what(&self) -> String {
        format!("{} {}", self.call.method, self.call.url.path())
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.call.headers.get(name);
        value.map_or("", |value| value.to_str().expect("text"))
    }

    /// Answers, and lets everything happen that follows from it.
    pub(crate) async fn answer(self, status: u16, headers: &[(&str, &str)], body: &str) {
        let _ = self.answer.send(Ok(answer(status, headers, body)));
        settle().await;
    }

    pub(crate) async fn fail(self, cause: Cause) {
        let _ = self.answer.send(Err(cause));
        settle().await;
    }

    /// Whether nobody waits for the answer any more.
    pub(crate) fn is_given_up(&self) -> bool {
        self.answer.is_closed()
    }
}

fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Answer {
    let headers = headers
        .iter()
        .fold(HeaderMap::new(), |mut all, (name, value)| {
            let name: HeaderName = name.parse().expect("a name");
            all.append(name, HeaderValue::from_str(value).expect("a value"));
            all
        });
    let status = StatusCode::from_u16(status).expect("a status");
    Answer::new(status, headers, body.to_owned())
}

/// A call, and where its answer goes.
type Waiting = (Call, oneshot::Sender<Result<Answer, Cause>>);

#[derive(Debug)]
struct Network(mpsc::UnboundedSender<Waiting>);

impl Transport for Network {
    fn send(&self, call: Call) -> Exchange<'_> {
        let (answer, answered) = oneshot::channel();
        let is_there = self.0.send((call, answer)).is_ok();
        Box::pin(async move {
            if !is_there {
                return Err(Cause::Connect);
            }
            answered.await.unwrap_or(Err(Cause::Lost))
        })
    }
}

/// Time that passes only when a test says so.
#[derive(Clone, Debug)]
pub(crate) struct Time(watch::Sender<Duration>);

impl Time {
    /// So much of it passes, and everything happens that was due.
    pub(crate) async fn pass(&self, time: Duration) {
        settle().await;
        self.0.send_modify(|now| *now += time);
        settle().await;
    }
}

impl Clock for Time {
    fn now(&self) -> Moment {
        Moment::from_start(*self.0.borrow())
    }

    fn wall(&self) -> u64 {
        1_795_000_000 + self.0.borrow().as_secs()
    }

    fn sleep_until(&self, moment: Moment) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        let mut time = self.0.subscribe();
        Box::pin(async move {
            let due = |now: &Duration| Moment::from_start(*now) >= moment;
            // The test has ended, and with it all time.
            let _ = time.wait_for(due).await;
        })
    }
}

/// Keeps what it is given, counts, and stands still when told to.
#[derive(Debug, Default)]
pub(crate) struct Counted {
    pub(crate) kept: MemoryVault,
    pub(crate) loads: AtomicUsize,
    pub(crate) updates: AtomicUsize,
    /// The next update does not come back.
    pub(crate) hangs: AtomicBool,
    /// The next update is made and does not say so.
    pub(crate) is_silent: AtomicBool,
    /// What it has is damaged, for whoever asks it to update that.
    pub(crate) is_damaged: AtomicBool,
    /// What it has cannot be had just now.
    pub(crate) is_locked: AtomicBool,
    /// The right to refresh cannot be asked for.
    pub(crate) has_no_lock: AtomicBool,
}

impl Counted {
    /// Whether nothing is kept in it.
    pub(crate) async fn kept_nothing(&self) -> bool {
        matches!(self.kept.load().await, Ok(None))
    }

    pub(crate) fn updates(&self) -> usize {
        self.updates.load(SeqCst)
    }
}

impl Vault for Counted {
    fn load(&self) -> VaultCall<'_, Option<Record>> {
        self.loads.fetch_add(1, SeqCst);
        if self.is_locked.load(SeqCst) {
            return Box::pin(std::future::ready(Err(VaultError::Locked)));
        }
        self.kept.load()
    }

    fn update(&self, update: Update) -> VaultCall<'_, ()> {
        self.updates.fetch_add(1, SeqCst);
        if self.hangs.swap(false, SeqCst) {
            return Box::pin(std::future::pending());
        }
        if self.is_locked.load(SeqCst) {
            return Box::pin(std::future::ready(Err(VaultError::Locked)));
        }
        if self.is_silent.swap(false, SeqCst) {
            let made = self.kept.update(update);
            return Box::pin(async {
                let _ = made.await;
                std::future::pending().await
            });
        }
        if self.is_damaged.load(SeqCst) {
            return self
                .kept
                .update(Box::new(|_| update(Err(VaultError::Unreadable))));
        }
        self.kept.update(update)
    }

    fn lock(&self) -> VaultCall<'_, VaultLock> {
        if self.has_no_lock.load(SeqCst) {
            return Box::pin(std::future::ready(Err(VaultError::NotWritten)));
        }
        self.kept.lock()
    }

    fn holder(&self) -> VaultCall<'_, u64> {
        self.kept.holder()
    }

    fn changed(&self) -> VaultChange<'_> {
        self.kept.changed()
    }
}

/// A session in such a world.
pub(crate) struct World {
    pub(crate) session: Session,
    pub(crate) vault: Arc<Counted>,
    pub(crate) time: Time,
    pub(crate) calls: Mutex<mpsc::UnboundedReceiver<Waiting>>,
}

impl World {
    pub(crate) fn new(dialect: &str) -> Self {
        Self::sharing(dialect, &MemoryVault::default())
    }

    /// On a vault that others have open, too.
    pub(crate) fn sharing(dialect: &str, vault: &MemoryVault) -> Self {
        let dialect = Dialect::preset(dialect).expect("a preset");
        Self::speaking(dialect, vault, &BTreeMap::new())
    }

    /// The same with a server that a text describes.
    pub(crate) fn described(json: &str) -> Self {
        Self::sharing_described(json, &MemoryVault::default())
    }

    pub(crate) fn sharing_described(json: &str, vault: &MemoryVault) -> Self {
        let dialect = Dialect::from_json(json).expect("a dialect");
        Self::speaking(dialect, vault, &BTreeMap::new())
    }

    pub(crate) fn speaking(
        dialect: Dialect,
        vault: &MemoryVault,
        settings: &BTreeMap<String, Secret<String>>,
    ) -> Self {
        let vault = Arc::new(Counted {
            kept: vault.open_again(),
            ..Counted::default()
        });
        let kept = Arc::clone(&vault) as Arc<dyn Vault>;
        let (session, time, calls) = speaking(dialect, kept, settings);
        Self {
            session,
            vault,
            time,
            calls,
        }
    }

    /// The next call that is made, if one is made without more time passing.
    pub(crate) async fn try_next(&self) -> Option<Asked> {
        settle().await;
        let (call, answer) = self.calls.lock().await.try_recv().ok()?;
        Some(Asked { call, answer })
    }

    pub(crate) async fn next(&self) -> Asked {
        self.try_next().await.expect("a call")
    }

    /// Nothing is asked.
    pub(crate) async fn assert_quiet(&self) {
        let asked = self.try_next().await.map(|asked| asked.what());
        assert_eq!(asked, None);
    }

    pub(crate) async fn sign_in(&self) {
        self.sign_in_with(&body(1)).await;
    }

    /// The same with a body of its own.
    pub(crate) async fn sign_in_with(&self, body: &str) {
        let session = self.session.clone();
        let signing_in = tokio::spawn(async move { session.sign_in("ann", &password()).await });
        let asked = self.next().await;
        let access = grant(1);
        let refresh = "bezkoder-jwt-refresh=refresh-token-0001; Path=/";
        let cookies = [("set-cookie", access.as_str()), ("set-cookie", refresh)];
        asked.answer(200, &cookies, body).await;
        signing_in.await.expect("no panic").expect("a grant");
    }

    /// Sends a request, whose answer is another call's.
    pub(crate) fn send(
        &self,
        path: &'static str,
    ) -> tokio::task::JoinHandle<Result<Response, auth_core::Error>> {
        let session = self.session.clone();
        tokio::spawn(async move { session.send(Request::get(path)).await })
    }

    pub(crate) fn refresh(&self) -> tokio::task::JoinHandle<Result<(), auth_core::Error>> {
        let session = self.session.clone();
        tokio::spawn(async move { session.refresh_now().await })
    }
}

/// The parts of a session that a test keeps.
type Parts = (Session, Time, Mutex<mpsc::UnboundedReceiver<Waiting>>);

pub(crate) fn session(dialect: &str, vault: Arc<dyn Vault>) -> Parts {
    let dialect = Dialect::preset(dialect).expect("a preset");
    speaking(dialect, vault, &BTreeMap::new())
}

fn speaking(
    dialect: Dialect,
    vault: Arc<dyn Vault>,
    settings: &BTreeMap<String, Secret<String>>,
) -> Parts {
    let base = BaseUrl::parse("http://127.0.0.1:9", PlainHttp::LoopbackOnly).expect("an address");
    let (calls, asked) = mpsc::unbounded_channel();
    let time = Time(watch::Sender::new(Duration::ZERO));
    let config = SessionConfig::with_transport(base, dialect, Arc::new(Network(calls)))
        .vault(vault)
        .settings(settings)
        .clock(Arc::new(time.clone()));
    (Session::new(config), time, Mutex::new(asked))
}

pub(crate) fn password() -> Secret<String> {
    Secret::from("secret-password".to_owned())
}

/// The access cookie of a grant.
pub(crate) fn grant(number: u32) -> String {
    format!("bezkoder-jwt=access-token-{number:04}; Path=/")
}

/// A grant that both the body and the cookie dialects take for one.
pub(crate) fn body(number: u32) -> String {
    format!(
        r#"{{"id":7,"username":"ann","accessToken":"access-token-{number:04}","refreshToken":"refresh-token-{number:04}"}}"#
    )
}

/// Lets everything happen that can happen without time passing.
pub(crate) async fn settle() {
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
}

/// Every event up to now.
pub(crate) fn drain(events: &mut Events) -> Vec<EventKind> {
    std::iter::from_fn(|| events.try_next())
        .map(|event| event.kind)
        .collect()
}
