//! An authorization server that is its own API: what a browser is sent to, what tokens are made of, and a board to read with
//! them. It signs for real, holds the proof of the code against its challenge, and uses a refresh token once.

mod devices;
mod grants;

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde_json::json;
use tokio::{
    io::AsyncWriteExt,
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use url::Url;

pub(crate) use self::{devices::USER_CODE, grants::CLIENT};
use self::{
    devices::{Devices, GRANT},
    grants::{Grants, Signer},
};
use super::{Stage, harbour};
use crate::window::failure::Outcome;

/// What stands on its board.
pub(crate) const BOARD: &str = "The tide is at noon.";
/// What it says to a browser that is signed out, where it was told whose that is.
pub(crate) const LEFT: &str = "Ann has gone ashore.";
/// What it says to whoever it lets in no more.
pub(crate) const WITHDRAWN: &str = "The harbour master has withdrawn this session.";

/// The server. Whoever comes is `ann`, and is asked nothing.
#[derive(Debug)]
pub(crate) struct Authority {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

#[derive(Debug)]
struct State {
    base: String,
    grants: Grants,
    devices: Devices,
    /// What it says instead of letting anybody in: a code and words.
    refusal: Option<(&'static str, &'static str)>,
    is_withdrawn: bool,
    asked: Vec<String>,
}

impl Stage {
    /// Opens one for the journey, whose end looks for its secrets as well.
    pub(crate) async fn open_authority(&self) -> Outcome<Authority> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let grants = Grants::new(Signer::new()?);
        self.search_for(grants.ledger());
        let state = Arc::new(Mutex::new(State {
            base: format!("http://{address}"),
            grants,
            devices: Devices::default(),
            refusal: None,
            is_withdrawn: false,
            asked: Vec::new(),
        }));
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                serve(connection, &shared).await;
            }
        });
        Ok(Authority {
            address,
            state,
            task,
        })
    }
}

impl Authority {
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on nobody is let in, and this is why.
    pub(crate) fn refuse(&self, code: &'static str, words: &'static str) {
        self.state().refusal = Some((code, words));
    }

    /// Whoever comes is let in again.
    pub(crate) fn welcome(&self) {
        self.state().refusal = None;
    }

    /// Whoever comes gets none from now on.
    pub(crate) fn give_no_refresh_tokens(&self) {
        self.state().grants.refreshes = false;
    }

    /// Somebody has entered the code on another device.
    pub(crate) fn approve(&self) {
        self.state().devices.is_approved = true;
    }

    /// From now on a code for another device is good for so many seconds.
    pub(crate) fn let_codes_expire_in(&self, seconds: u64) {
        self.state().devices.lasts = seconds;
    }

    /// It lets nobody in on another device.
    pub(crate) fn take_no_devices(&self) {
        self.state().devices.are_taken = false;
    }

    /// No access token is good any more.
    pub(crate) fn expire_access(&self) {
        self.state().grants.expire_access();
    }

    /// Nothing that was granted is good any more.
    pub(crate) fn withdraw(&self) {
        let mut state = self.state();
        state.grants.expire_access();
        state.is_withdrawn = true;
    }

    /// How often it was asked for something that begins like this.
    pub(crate) fn asked(&self, line: &str) -> usize {
        let state = self.state();
        state.asked.iter().filter(|it| it.starts_with(line)).count()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Authority {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A status, a header beside the usual ones, and a body.
type Answer = (u16, String, String);

fn said(status: u16, body: &serde_json::Value) -> Answer {
    let media_type = "Content-Type: application/json".to_owned();
    (status, media_type, body.to_string())
}

impl State {
    fn answer(&mut self, request: &str) -> Answer {
        let (head, body) = request.split_once("\r\n\r\n").unwrap_or((request, ""));
        let line = head.lines().next().unwrap_or_default();
        let mut words = line.split(' ');
        let (method, target) = (words.next(), words.next().unwrap_or_default());
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        self.asked
            .push(format!("{} {path}", method.unwrap_or_default()));
        match path {
            "/.well-known/openid-configuration" => said(200, &self.document()),
            "/authorize" => self.authorize(query),
            "/device" => {
                let code = self.grants.issue();
                said(
                    200,
                    &self.devices.begin(&self.base, code, grants::fields(body)),
                )
            }
            "/token" if self.is_withdrawn => {
                let refused = json!({ "error": "invalid_grant", "error_description": WITHDRAWN });
                said(400, &refused)
            }
            "/token"
                if grants::fields(body)
                    .get("grant_type")
                    .is_some_and(|it| it == GRANT) =>
            {
                self.on_device(body)
            }
            "/token" => match self.grants.token(&self.base, body) {
                Some(granted) => said(200, &granted),
                None => said(400, &json!({ "error": "invalid_grant" })),
            },
            "/keys" => said(200, &json!({ "keys": [self.grants.key()] })),
            "/revoke" => said(200, &json!({})),
            "/end" if self.grants.knows(&grants::fields(query)) => {
                (200, "Content-Type: text/plain".to_owned(), LEFT.to_owned())
            }
            "/board" if self.grants.admits(head) => {
                (200, "Content-Type: text/plain".to_owned(), BOARD.to_owned())
            }
            "/board" => said(401, &json!({ "error": "invalid_token" })),
            _ => said(404, &json!({ "error": "There is nothing here." })),
        }
    }

    fn document(&self) -> serde_json::Value {
        let at = |path: &str| format!("{}/{path}", self.base);
        let mut document = json!({
            "issuer": self.base, "authorization_endpoint": at("authorize"), "token_endpoint": at("token"),
            "jwks_uri": at("keys"), "revocation_endpoint": at("revoke"), "end_session_endpoint": at("end"), "response_types_supported": ["code"],
        });
        if self.devices.are_taken {
            document["device_authorization_endpoint"] = json!(at("device"));
        }
        document
    }

    /// Whether somebody has entered the code, and what is granted then.
    fn on_device(&mut self, body: &str) -> Answer {
        if let Some((code, words)) = self.refusal {
            return said(400, &json!({ "error": code, "error_description": words }));
        }
        if !self.devices.is_approved {
            return said(400, &json!({ "error": "authorization_pending" }));
        }
        let waits = self.devices.waits.take();
        match waits.and_then(|waits| self.grants.of_device(&self.base, body, waits)) {
            Some(granted) => said(200, &granted),
            None => said(400, &json!({ "error": "invalid_grant" })),
        }
    }

    /// Sends the browser back at once, with a code or with a refusal.
    fn authorize(&mut self, query: &str) -> Answer {
        let asked = grants::fields(query);
        let field = |name: &str| asked.get(name).map(String::as_str).unwrap_or_default();
        let Ok(mut back) = Url::parse(field("redirect_uri")) else {
            return said(400, &json!({ "error": "invalid_request" }));
        };
        let issued = match self.refusal {
            Some((code, words)) => vec![
                ("error", code.to_owned()),
                ("error_description", words.to_owned()),
            ],
            None if field("client_id") == CLIENT => vec![("code", self.grants.code(&asked))],
            None => vec![("error", "unauthorized_client".to_owned())],
        };
        self.grants.note(field("state"));
        back.query_pairs_mut()
            .extend_pairs(issued)
            .append_pair("state", field("state"))
            .append_pair("iss", &self.base);
        (302, format!("Location: {back}"), String::new())
    }
}

async fn serve(mut connection: TcpStream, state: &Mutex<State>) {
    let Some(request) = harbour::read(&mut connection).await else {
        return;
    };
    let (status, header, body) = {
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        state.answer(&request)
    };
    let length = body.len();
    let answer = format!(
        "HTTP/1.1 {status} Said\r\n{header}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    // Whoever asks no more is no concern of a server.
    let _ = connection.write_all(answer.as_bytes()).await;
}
