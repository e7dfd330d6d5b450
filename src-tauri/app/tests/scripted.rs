//! A server that says what a test tells it to, and remembers what it was asked.

use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

/// A server whose every answer is JSON.
pub(super) struct Scripted {
    pub(super) address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Scripted {
    /// Listens on this machine. `answer` is given each request whole.
    pub(super) async fn start(
        answer: impl Fn(&str) -> (u16, Value) + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                serve(connection, &answer, &log).await;
            }
        });
        Self { address, asked }
    }

    /// The requests whose first line begins like this, whole.
    pub(super) fn asked(&self, line: &str) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        let those = asked.iter().filter(|it| it.starts_with(line));
        those.cloned().collect()
    }
}

async fn serve(
    mut connection: TcpStream,
    answer: &impl Fn(&str) -> (u16, Value),
    log: &Mutex<Vec<String>>,
) {
    let Some(request) = read(&mut connection).await else {
        return;
    };
    let (status, body) = answer(&request);
    log.lock().unwrap().push(request);
    let body = body.to_string();
    let head = format!(
        "HTTP/1.1 {status} Said\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    drop(connection.write_all((head + &body).as_bytes()).await);
}

async fn read(connection: &mut TcpStream) -> Option<String> {
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
