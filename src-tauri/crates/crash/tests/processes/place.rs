//! A server and a profile that several processes open.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use crash::Opening;
use demo_server::{Config, Control, DemoServer, Dialect, Endpoint, Rotation};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::actor::Actor;

pub(crate) struct Place {
    /// Runs the server.
    _runtime: Runtime,
    server: DemoServer,
    pub(crate) control: Control,
    folder: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let mut config = Config::new(Dialect::SBody);
        let grace = Duration::from_mins(1);
        config.rotation = Rotation::On { grace };
        config.access_lifetime = Duration::from_hours(1);
        let server = runtime.block_on(DemoServer::start(config)).unwrap();
        Self {
            control: server.control(),
            server,
            folder: tempfile::tempdir().unwrap(),
            _runtime: runtime,
        }
    }

    pub(crate) fn opening(&self) -> Opening {
        Opening {
            folder: self.folder.path().to_owned(),
            server: self.server.base_url(),
            dialect: "s-body".into(),
            ..Opening::default()
        }
    }

    /// A process that has opened the profile, and no more.
    pub(crate) fn open(&self) -> Actor {
        Actor::open(self.opening())
    }

    /// A process with the session that is kept.
    pub(crate) fn another(&self) -> Actor {
        Actor::with_session(self.opening())
    }

    /// The first process, signed in.
    pub(crate) fn first(&self) -> Actor {
        let mut actor = self.open();
        actor.sign_in("user");
        actor
    }

    /// Where the profile's files are.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join("server").join(name)
    }

    /// Waits until the server was asked so often.
    pub(crate) fn until_asked(&self, endpoint: Endpoint, times: usize) {
        let until = Instant::now() + Duration::from_secs(10);
        while self.control.calls(endpoint) < times {
            assert!(Instant::now() < until, "nobody asks for {endpoint:?}");
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}
