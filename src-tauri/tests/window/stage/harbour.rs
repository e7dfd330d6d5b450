//! A server of a make that Latchkey does not know: with settings, a second step, and pages of its own.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

use super::Stage;
use crate::window::failure::Outcome;

/// The key of its project, which must not be seen.
pub(crate) const KEY: &str = "the-key-of-the-harbour-project";
/// What comes by e-mail. Every other code is wrong, and one that begins with 9 comes too late.
pub(crate) const CODE: &str = "271828";
/// What it says when it refreshes nothing any more.
pub(crate) const WITHDRAWN: &str = "This session was withdrawn by the harbour master.";
/// A number that no floating point has.
pub(crate) const BERTH: &str = "12345678901234567890123";

/// Every password is right. This is the one that is typed.
pub(crate) const PASSWORD: &str = "a-password-for-the-harbour";

/// A picture of 128 by 128.
const PLAN: &[u8] = include_bytes!("../../../../icons/128x128.png");
/// With markup that must stay text, and a link that must lead nowhere.
const HANDBOOK: &str = "# For skippers\n\nMind the **tide**, and see the [charts](https://charts.example/north).\n\n1. Call the office.\n   - on `VHF 12`\n2. Wait.\n\n> <img src=x onerror=alert(1)>\n\n```\nhail --quay north\n```\n\n| Quay | Free |\n|---|---|\n| North | 2 |\n";

const ACCESS: &str = "an-access-token-of-the-harbour";
const REFRESH: &str = "a-refresh-token-of-the-harbour";

/// The server. `ann` needs no code, and everybody else does; the password is never wrong.
#[derive(Debug)]
pub(crate) struct Harbour {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct State {
    asked: Vec<String>,
    is_withdrawn: bool,
}

impl Stage {
    /// Opens one for the journey, whose end looks for its secrets as well.
    pub(crate) async fn open_harbour(&self) -> Outcome<Harbour> {
        for secret in [KEY, PASSWORD, ACCESS, REFRESH] {
            self.keep_secret(secret);
        }
        Harbour::open().await
    }
}

impl Harbour {
    async fn open() -> Outcome<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let state = Arc::<Mutex<State>>::default();
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                serve(connection, &shared).await;
            }
        });
        Ok(Self {
            address,
            state,
            task,
        })
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Refuses every session from now on, and refreshes none.
    pub(crate) fn withdraw(&self) {
        self.state().is_withdrawn = true;
    }

    /// How often it was asked for something that begins like this.
    pub(crate) fn asked(&self, line: &str) -> usize {
        let state = self.state();
        state.asked.iter().filter(|it| it.starts_with(line)).count()
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Harbour {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// How it speaks.
pub(crate) fn description() -> Value {
    json!({
        "id": "harbour", "title": "Harbour office",
        "settings": { "key": { "title": "Project key", "secret": true },
                      "realm": { "title": "Realm", "default": "main" } },
        "sign_in": {
            "username_title": "E-mail address",
            "request": { "post": "/login", "headers": { "x-project": "{setting.key}" },
                         "json": { "user": "{username}", "pass": "{password}", "realm": "{setting.realm}" } },
            "answers": [ { "status": 202, "means": "second_step" } ]
        },
        "second_step": {
            "title": "Code from the e-mail",
            "send": { "request": { "post": "/code" } },
            "request": { "post": "/code/check", "json": { "code": "{code}" } },
            "answers": [ { "status": 410, "means": "lapsed" } ],
            "give_up": { "post": "/code/cancel" }
        },
        "grant": { "access_token": "/token", "refresh_token": "/again" },
        "message": "/error",
        "account": { "id": "/id", "username": "/name", "roles": "/groups" },
        "access": { "headers": { "authorization": "Bearer {access_token}" } },
        "refresh": { "request": { "post": "/again", "json": { "again": "{refresh_token}" } },
                     "answers": [ { "status": 403, "means": "rejected" } ] },
        "sign_out": { "request": { "post": "/logout" }, "forgets": { "access": false, "refresh": true } },
        "pages": [ { "title": "News", "request": { "get": "/news" } },
                   { "title": "Berths", "request": { "get": "/berths" } },
                   { "title": "Plan", "request": { "get": "/plan" } },
                   { "title": "Notice", "request": { "get": "/notice" } },
                   { "title": "Tariffs", "request": { "get": "/tariffs" }, "role": "clerk" },
                   { "title": "Ledger", "request": { "get": "/ledger" }, "role": "master" },
                   { "title": "Handbook", "request": { "get": "/handbook" } },
                   { "title": "Chart", "request": { "get": "/chart" } } ],
        "public_paths": ["/news"]
    })
}

type Answer = (u16, &'static str, Vec<u8>);

fn answer(request: &str, is_withdrawn: bool) -> Answer {
    let said = |status, body: Value| (status, "application/json", body.to_string().into_bytes());
    let refused = |status, words: &str| said(status, json!({ "error": words }));
    let granted = |name: &str| {
        let account = json!({ "token": ACCESS, "again": REFRESH, "id": 7, "name": name, "groups": ["clerk"] });
        said(200, account)
    };
    let line = request.lines().next().unwrap_or_default();
    let has = |text: &str| request.contains(text);
    match line.rsplit_once(' ').map_or(line, |(line, _)| line) {
        "POST /login" if !has(KEY) => refused(401, "No such project."),
        "POST /login" if has("\"ann\"") => granted("ann"),
        "POST /login" => said(202, json!({})),
        "POST /code" | "POST /code/cancel" => said(200, json!({})),
        "POST /code/check" if has(CODE) => granted("cleo"),
        "POST /code/check" if has("\"9") => refused(410, "That came too late."),
        "POST /code/check" => refused(400, "That is not the code."),
        "POST /again" if is_withdrawn => refused(403, WITHDRAWN),
        "POST /again" => granted("cleo"),
        "GET /news" => (200, "text/plain", b"The ferry is late.".to_vec()),
        _ if is_withdrawn || !has(ACCESS) => refused(401, "Who are you?"),
        "POST /logout" => said(200, json!({})),
        "GET /berths" => {
            let berths = format!(
                r#"{{"berths":[{{"name":"North quay","id":{BERTH},"free":true}},[]],"next":null}}"#
            );
            (200, "application/json", berths.into_bytes())
        }
        "GET /plan" => (200, "image/png", PLAN.to_vec()),
        "GET /notice" => (200, "text/html", b"<p>The <b>crane</b> rests.</p>".to_vec()),
        "GET /tariffs" => (200, "text/plain", b"A berth is 4 a night.".to_vec()),
        "GET /handbook" => (200, "text/markdown", HANDBOOK.into()),
        "GET /chart" => (200, "application/pdf", b"%PDF-1.7\0\x01\x02\x03".repeat(40)),
        _ => refused(404, "There is nothing here."),
    }
}

async fn serve(mut connection: TcpStream, state: &Mutex<State>) {
    let Some(request) = read(&mut connection).await else {
        return;
    };
    let (status, media_type, body) = {
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = answer(&request, state.is_withdrawn);
        state.asked.push(request);
        answer
    };
    let head = format!(
        "HTTP/1.1 {status} Said\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    // Whoever asks no more is no concern of a harbour.
    let _ = connection
        .write_all(&[head.as_bytes(), &body].concat())
        .await;
}

/// A whole request, by the length that it tells (RFC 9110 section 8.6).
pub(super) async fn read(connection: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let mut lines = head.lines().map(str::to_ascii_lowercase);
            let length = lines.find_map(|it| it.strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return Some(text);
            }
        }
        let mut more = [0; 4096];
        match connection.read(&mut more).await {
            Ok(count) if count > 0 => bytes.extend_from_slice(&more[..count]),
            _ => return None,
        }
    }
}
