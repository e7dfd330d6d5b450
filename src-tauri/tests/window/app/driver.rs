//! `WebKitWebDriver`: starts the app under automation and passes commands on to its window.
//!
//! The app inherits the environment of the driver, and not that of the command that asks for it. So
//! every process of the app has a driver of its own.

use std::{
    env,
    ffi::OsString,
    fs,
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tokio::time::sleep;

use crate::window::{
    failure::{Failure, Outcome},
    process::Process,
    wait::{STEP, until},
};

const PROGRAM: &str = "WebKitWebDriver";

/// A running driver. It ends, with the app that it started, when this is dropped.
#[derive(Debug)]
pub(crate) struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    /// Where the driver is on `PATH`.
    pub(crate) fn find() -> Option<PathBuf> {
        env::split_paths(&env::var_os("PATH")?)
            .map(|folder| folder.join(PROGRAM))
            .find(|candidate| candidate.is_file())
    }

    /// Starts a driver, and waits until it listens.
    pub(crate) async fn start(
        environment: Vec<(&'static str, OsString)>,
        output: &Path,
    ) -> Outcome<Self> {
        // Free a moment ago. The driver cannot pick a port itself and tell which.
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
            .local_addr()?
            .port();
        let output = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(output)?;
        let process = Command::new(PROGRAM)
            .args(["--host=127.0.0.1", &format!("--port={port}")])
            .env_remove("LATCHKEY_SERVER")
            .env_remove("LATCHKEY_DIALECT")
            .envs(environment)
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()?;
        let driver = Self { process, port };
        until("the driver listens", STEP, async || {
            let connected = tokio::net::TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await;
            Ok(connected.is_ok().then_some(()))
        })
        .await?;
        Ok(driver)
    }

    /// Starts the app and answers when its window can be driven.
    pub(crate) async fn open(&self, app: &Path) -> Outcome<Client> {
        let mut capabilities = serde_json::Map::new();
        let options = json!({ "binary": app, "args": [] });
        capabilities.insert("webkitgtk:browserOptions".to_owned(), options);
        let address = format!("http://127.0.0.1:{}", self.port);
        let mut connection = ClientBuilder::new(HttpConnector::new());
        connection.capabilities(capabilities);
        tokio::select! {
            client = connection.connect(&address) => Ok(client?),
            () = self.end_of_app() => {
                Err(Failure::new("the app ended before its window stood; is there a display?"))
            }
            () = sleep(2 * STEP) => Err(Failure::new("the app did not start under automation")),
        }
    }

    /// Returns when there has been no app for a while: it ended, or it never began. The driver itself
    /// would go on waiting for it.
    async fn end_of_app(&self) {
        const GLANCE: Duration = Duration::from_millis(500);
        const A_WHILE: u32 = 6;
        let mut glances = 0;
        while glances < A_WHILE {
            sleep(GLANCE).await;
            glances = if self.is_alone() { glances + 1 } else { 0 };
        }
    }

    /// Whether the app has ended.
    pub(crate) fn is_alone(&self) -> bool {
        self.descendants().is_empty()
    }

    /// The app itself, and whatever it started.
    pub(crate) fn descendants(&self) -> Vec<Process> {
        Process(self.process.id()).descendants()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // A driver that is killed leaves the app behind, which would then hold the display.
        let left = self.descendants();
        drop(self.process.kill());
        drop(self.process.wait());
        left.into_iter()
            .filter(|it| it.is_alive())
            .for_each(Process::kill);
    }
}
