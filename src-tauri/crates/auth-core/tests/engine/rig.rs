//! A session and the server it talks to.

use std::{sync::Arc, time::Duration};

use auth_core::{
    BaseUrl, Dialect, Error, EventKind, Events, Limits, PlainHttp, Request, Response, Secret,
    Session, SessionConfig,
};
use demo_server::{Config, Control, DemoServer, Endpoint, Fault, Times};

/// A demo server and a session with it.
pub(crate) struct Rig {
    pub(crate) server: DemoServer,
    pub(crate) control: Control,
    pub(crate) session: Session,
}

impl Rig {
    /// A server of the dialect with long lifetimes: whatever expires in a test is made to.
    pub(crate) async fn start(dialect: demo_server::Dialect) -> Self {
        Self::with(Config::new(dialect), Limits::default()).await
    }

    /// As [`Rig::start`], with deadlines that a test can wait for.
    pub(crate) async fn hurried(dialect: demo_server::Dialect) -> Self {
        let soon = Duration::from_millis(400);
        let limits = Limits::default().request(soon).refresh(soon);
        Self::with(Config::new(dialect), limits).await
    }

    pub(crate) async fn with(mut config: Config, limits: Limits) -> Self {
        // A shorter one is what the test is about.
        if config.access_lifetime >= Duration::from_mins(1) {
            config.access_lifetime = Duration::from_hours(1);
            config.refresh_lifetime = Duration::from_hours(2);
        }
        let id = config.dialect.to_string();
        let server = DemoServer::start(config).await.expect("a free port");
        let control = server.control();
        let session = session(&server.base_url(), &id, limits);
        Self {
            server,
            control,
            session,
        }
    }

    /// Signs one of the seeded accounts in.
    pub(crate) async fn sign_in(&self, username: &str) {
        self.try_sign_in(username).await.expect("a seeded account");
        self.control.reset_calls();
    }

    pub(crate) async fn try_sign_in(&self, username: &str) -> Result<(), Error> {
        let password = Secret::from(format!("demo-{username}"));
        self.session.sign_in(username, &password).await.map(drop)
    }

    /// The server takes its time over refreshes, so that others find out meanwhile that they need one.
    pub(crate) fn slow_refresh(&self, millis: u64, times: Times) {
        let delay = Fault::Delay(Duration::from_millis(millis));
        self.control.fault(Endpoint::Refresh, delay, times);
    }

    /// Reads a board.
    pub(crate) async fn board(&self, board: &str) -> Result<Response, Error> {
        self.session
            .send(Request::get(format!("/api/test/{board}")))
            .await
    }
}

/// A session with a server that somebody else keeps.
pub(crate) fn session(base: &str, dialect: &str, limits: Limits) -> Session {
    let base = BaseUrl::parse(base, PlainHttp::LoopbackOnly).expect("a loopback address");
    let dialect = Dialect::preset(dialect).expect("a preset");
    let config = SessionConfig::new(base, dialect).expect("plain http needs no certificates");
    Session::new(config.limits(limits))
}

/// Every event up to now.
pub(crate) fn drain(events: &mut Events) -> Vec<EventKind> {
    std::iter::from_fn(|| events.try_next())
        .map(|event| event.kind)
        .collect()
}

/// The reasons of the ends among them.
pub(crate) fn ends(events: &[EventKind]) -> Vec<auth_core::EndReason> {
    events
        .iter()
        .filter_map(|event| match event {
            EventKind::Ended { reason, .. } => Some(*reason),
            _ => None,
        })
        .collect()
}

/// Runs the same thing many times at once.
pub(crate) async fn at_once<T: Send + 'static, F>(times: usize, make: impl Fn(usize) -> F) -> Vec<T>
where
    F: Future<Output = T> + Send + 'static,
{
    let tasks: Vec<_> = (0..times).map(|n| tokio::spawn(make(n))).collect();
    let mut results = Vec::with_capacity(times);
    for task in tasks {
        results.push(task.await.expect("no panic"));
    }
    results
}

/// Waits for something that another task is about to make true.
pub(crate) async fn until(what: &str, mut ready: impl FnMut() -> bool) {
    for _ in 0..2000 {
        if ready() {
            return;
        }
        pause(Duration::from_millis(5)).await;
    }
    panic!("never came: {what}");
}

/// Real time, for what happens on real sockets.
#[expect(
    clippy::disallowed_methods,
    reason = "the server of these tests runs on real time"
)]
pub(crate) async fn pause(length: Duration) {
    tokio::time::sleep(length).await;
}

/// Shares a rig among tasks.
pub(crate) fn shared(rig: Rig) -> Arc<Rig> {
    Arc::new(rig)
}
