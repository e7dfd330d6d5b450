//! What only a test may ask a server: to end all sessions, and how often it has refreshed one.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use auth_core::{BaseUrl, Call, HttpTransport, Transport};
use http::{HeaderMap, HeaderValue, Method, header::CONTENT_TYPE};
use url::Url;

use super::{ServerError, doing, placeholders::Placeholders, process::Running};
use crate::manifest::{Ask, Manifest};

const POLL: Duration = Duration::from_millis(100);

/// Asks one server.
#[derive(Debug)]
pub(crate) struct Control {
    transport: HttpTransport,
    address: Url,
    placeholders: Placeholders,
}

impl Control {
    pub(crate) fn new(base: &BaseUrl, running: &Running) -> Result<Self, ServerError> {
        Ok(Self {
            transport: HttpTransport::new(base).map_err(ServerError::Unreachable)?,
            // Control routes are the app's, and the app is at the root.
            address: Url::parse(&format!("http://127.0.0.1:{}", running.port))?,
            placeholders: running.placeholders.clone(),
        })
    }

    /// Waits until the server answers.
    pub(crate) async fn ready(
        &self,
        manifest: &Manifest,
        running: &mut Running,
    ) -> Result<(), ServerError> {
        let started = Instant::now();
        let limit = Duration::from_secs(manifest.start_seconds);
        while started.elapsed() < limit {
            if let Some(status) = running.ended() {
                return Err(ServerError::Ended(status));
            }
            if let Ok((status, _)) = self.send(Method::GET, &manifest.ready, None).await
                && status < 500
            {
                return Ok(());
            }
            tokio::time::sleep(POLL).await;
        }
        Err(ServerError::Silent(manifest.start_seconds))
    }

    /// Asks, and hands over the answer's text.
    pub(crate) async fn ask(&self, ask: &Ask) -> Result<String, ServerError> {
        let (method, path, json) = match ask {
            Ask::Run { run } => return self.run(run),
            Ask::Get { get } => (Method::GET, get, None),
            Ask::Post { post, json } => (Method::POST, post, json.as_ref()),
        };
        let (status, text) = self.send(method, path, json).await?;
        if (200..300).contains(&status) {
            return Ok(text.trim().to_owned());
        }
        let path = path.clone();
        Err(ServerError::Control { path, status })
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        json: Option<&serde_json::Value>,
    ) -> Result<(u16, String), ServerError> {
        let mut call = Call::new(method, self.address.join(path)?);
        if let Some(json) = json {
            let kind = HeaderValue::from_static("application/json");
            call = call.headers(HeaderMap::from_iter([(CONTENT_TYPE, kind)]));
            call = call.body(json.to_string());
        }
        let answer = self.transport.send(call).await;
        let answer = answer.map_err(ServerError::Unreachable)?;
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        Ok((answer.status.as_u16(), text))
    }

    fn run(&self, words: &[String]) -> Result<String, ServerError> {
        let words = self.placeholders.fill_all(words)?;
        let mut words = words.iter();
        let program = words.next().map(PathBuf::from).unwrap_or_default();
        let output = Command::new(&program)
            .args(words)
            .stdin(Stdio::null())
            .output()
            .map_err(doing(format!("starting {}", program.display())))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
        }
        Err(ServerError::Program(program))
    }
}
