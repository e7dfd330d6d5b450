//! A process that can be killed and a clock that can be set: what the tests of restarts, of several
//! processes and of time stand on.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use auth_core::{
    Answer, BaseUrl, Call, Cause, Change, Clock, Dialect, Exchange, HttpTransport, Limits,
    MemoryVault, Moment, PlainHttp, Record, Session, SessionConfig, Spawn, SystemClock, Task,
    Transport, Update, Vault, VaultCall, VaultChange, VaultError, VaultLock,
};
use tokio::{
    sync::watch,
    task::{AbortHandle, JoinHandle},
};

use super::rig::pause;

/// A session in a process of its own.
pub(crate) struct Process {
    pub(crate) session: Session,
    tasks: Tasks,
}

impl Process {
    /// A process that opens the vault, on a server of the dialect.
    pub(crate) fn open(server: &str, dialect: &str, vault: &MemoryVault) -> Self {
        Self::with(server, dialect, |config| {
            config.vault(Arc::new(vault.open_again()))
        })
    }

    pub(crate) fn with(
        server: &str,
        dialect: &str,
        change: impl FnOnce(SessionConfig) -> SessionConfig,
    ) -> Self {
        let base = BaseUrl::parse(server, PlainHttp::LoopbackOnly).expect("a loopback address");
        let dialect = Dialect::preset(dialect).expect("a preset");
        let config = SessionConfig::new(base, dialect).expect("plain http");
        let tasks = Tasks::default();
        let config = config
            .spawn(Arc::new(tasks.clone()))
            .limits(Limits::default().lock(Duration::from_millis(300)));
        Self {
            session: Session::new(change(config)),
            tasks,
        }
    }

    /// Nothing of it runs on: no task, no answer, no clean-up that the engine would like to do.
    pub(crate) fn kill(self) {
        for task in self.tasks.0.lock().expect("not poisoned").drain(..) {
            task.abort();
        }
    }
}

#[derive(Clone, Debug, Default)]
struct Tasks(Arc<Mutex<Vec<AbortHandle>>>);

impl Spawn for Tasks {
    fn spawn(&self, task: Task) {
        let running: JoinHandle<()> = tokio::spawn(task);
        let handle = running.abort_handle();
        self.0.lock().expect("not poisoned").push(handle);
    }
}

/// Stops a process at its n-th step, for good.
#[derive(Clone, Debug)]
pub(crate) struct Trap {
    steps: Arc<Mutex<usize>>,
    at: usize,
    caught: watch::Sender<Option<&'static str>>,
}

impl Trap {
    pub(crate) fn at(step: usize) -> Self {
        Self {
            steps: Arc::default(),
            at: step,
            caught: watch::Sender::new(None),
        }
    }

    async fn step(&self, name: &'static str) {
        let here = {
            let mut steps = self.steps.lock().unwrap_or_else(PoisonError::into_inner);
            *steps += 1;
            *steps
        };
        if here == self.at {
            self.caught.send_replace(Some(name));
            std::future::pending::<()>().await;
        }
    }

    /// The step at which it was caught, or `None` when it has done all of them in the time.
    pub(crate) async fn caught(&self, within: Duration) -> Option<&'static str> {
        let mut caught = self.caught.subscribe();
        tokio::select! {
            name = caught.wait_for(Option::is_some) => *name.expect("the trap lives"),
            () = pause(within) => None,
        }
    }
}

/// A vault whose steps a trap counts.
#[derive(Debug)]
pub(crate) struct TrappedVault {
    pub(crate) kept: MemoryVault,
    pub(crate) trap: Trap,
}

impl Vault for TrappedVault {
    fn load(&self) -> VaultCall<'_, Option<Record>> {
        Box::pin(async {
            self.trap.step("before a load").await;
            let kept = self.kept.load().await;
            self.trap.step("after a load").await;
            kept
        })
    }

    fn update(&self, update: Update) -> VaultCall<'_, ()> {
        Box::pin(async {
            self.trap.step("before a write").await;
            let done = self.kept.update(update).await;
            self.trap.step("after a write").await;
            done
        })
    }

    fn lock(&self) -> VaultCall<'_, VaultLock> {
        Box::pin(async {
            self.trap.step("before the lock").await;
            let lock = self.kept.lock().await;
            self.trap.step("with the lock").await;
            lock
        })
    }

    fn holder(&self) -> VaultCall<'_, u64> {
        self.kept.holder()
    }
}

/// A network whose steps a trap counts.
#[derive(Debug)]
pub(crate) struct TrappedTransport {
    pub(crate) real: HttpTransport,
    pub(crate) trap: Trap,
}

impl Transport for TrappedTransport {
    fn send(&self, call: Call) -> Exchange<'_> {
        Box::pin(async move {
            self.trap.step("before a request").await;
            let answer = self.real.send(call).await;
            self.trap.step("before its answer is read").await;
            answer
        })
    }
}

/// A network that stops at the refresh endpoint, as a process does that is frozen there: before the
/// request has left, or with the answer in its socket.
#[derive(Debug)]
pub(crate) struct FreezingTransport {
    pub(crate) real: HttpTransport,
    pub(crate) frozen: watch::Receiver<bool>,
    pub(crate) with_answer: bool,
}

impl FreezingTransport {
    async fn thawed(&self) {
        let _ = self.frozen.clone().wait_for(|frozen| !frozen).await;
    }
}

impl Transport for FreezingTransport {
    fn send(&self, call: Call) -> Exchange<'_> {
        Box::pin(async move {
            let is_refresh = call.url.path().contains("refresh");
            if is_refresh && !self.with_answer {
                self.thawed().await;
            }
            let answer: Result<Answer, Cause> = self.real.send(call).await;
            if is_refresh && self.with_answer {
                self.thawed().await;
            }
            answer
        })
    }
}

/// Real time, and as much more as a test says.
#[derive(Clone, Debug)]
pub(crate) struct JumpingClock {
    real: SystemClock,
    ahead: watch::Sender<Duration>,
    wall_off: watch::Sender<i64>,
}

impl JumpingClock {
    pub(crate) fn new() -> Self {
        Self {
            real: SystemClock::new(),
            ahead: watch::Sender::new(Duration::ZERO),
            wall_off: watch::Sender::new(0),
        }
    }

    /// So much time passes at once, on both clocks.
    pub(crate) fn pass(&self, time: Duration) {
        self.ahead.send_modify(|ahead| *ahead += time);
        self.step_wall(i64::try_from(time.as_secs()).expect("a short time"));
    }

    /// Somebody sets the wall clock.
    pub(crate) fn step_wall(&self, seconds: i64) {
        self.wall_off.send_modify(|off| *off += seconds);
    }
}

impl Clock for JumpingClock {
    fn now(&self) -> Moment {
        self.real.now() + *self.ahead.borrow()
    }

    fn wall(&self) -> u64 {
        self.real
            .wall()
            .saturating_add_signed(*self.wall_off.borrow())
    }

    fn sleep_until(&self, moment: Moment) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        let clock = self.clone();
        Box::pin(async move {
            let mut jumps = clock.ahead.subscribe();
            while clock.now() < moment {
                let left = moment.saturating_since(clock.now());
                tokio::select! {
                    () = pause(left) => {}
                    _ = jumps.changed() => {}
                }
            }
        })
    }
}

/// A disk that is full until it is not.
#[derive(Debug, Default)]
pub(crate) struct FullVault {
    pub(crate) kept: MemoryVault,
    pub(crate) full: std::sync::atomic::AtomicBool,
    pub(crate) tries: std::sync::atomic::AtomicUsize,
}

impl Vault for FullVault {
    fn load(&self) -> VaultCall<'_, Option<Record>> {
        self.kept.load()
    }

    fn update(&self, update: Update) -> VaultCall<'_, ()> {
        use std::sync::atomic::Ordering::SeqCst;
        self.tries.fetch_add(1, SeqCst);
        if self.full.load(SeqCst) {
            return Box::pin(std::future::ready(Err(VaultError::NotWritten)));
        }
        self.kept.update(update)
    }

    fn lock(&self) -> VaultCall<'_, VaultLock> {
        self.kept.lock()
    }

    fn holder(&self) -> VaultCall<'_, u64> {
        self.kept.holder()
    }

    fn changed(&self) -> VaultChange<'_> {
        self.kept.changed()
    }
}

/// What only another process has, as beside another keyring, until somebody signs in over it.
#[derive(Debug)]
pub(crate) struct WithheldVault {
    pub(crate) kept: MemoryVault,
    pub(crate) withheld: Arc<Mutex<Option<VaultError>>>,
}

impl WithheldVault {
    fn withheld(&self) -> Option<VaultError> {
        *self.withheld.lock().expect("nobody panics with it")
    }
}

impl Vault for WithheldVault {
    fn load(&self) -> VaultCall<'_, Option<Record>> {
        match self.withheld() {
            Some(error) => Box::pin(std::future::ready(Err(error))),
            None => self.kept.load(),
        }
    }

    fn update(&self, update: Update) -> VaultCall<'_, ()> {
        let Some(error) = self.withheld() else {
            return self.kept.update(update);
        };
        let withheld = Arc::clone(&self.withheld);
        self.kept.update(Box::new(move |_| {
            let change = update(Err(error));
            if !matches!(change, Change::Keep) {
                *withheld.lock().expect("nobody panics with it") = None;
            }
            change
        }))
    }

    fn lock(&self) -> VaultCall<'_, VaultLock> {
        self.kept.lock()
    }

    fn holder(&self) -> VaultCall<'_, u64> {
        self.kept.holder()
    }

    fn changed(&self) -> VaultChange<'_> {
        self.kept.changed()
    }
}
