//! An HTTP client that hides nothing: one socket, every header, every byte.

use std::{io, time::Duration};

use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
    time::timeout,
};

/// Longer than anything takes that is going to happen.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);
/// Long enough to believe that nothing will happen.
pub(crate) const A_WHILE: Duration = Duration::from_millis(300);

/// A request as it goes over the wire. `Host` and `Content-Length` are added.
#[derive(Clone, Debug, Default)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<String>,
}

impl Request {
    pub(crate) fn get(path: &str) -> Self {
        Self {
            method: "GET".to_owned(),
            path: path.to_owned(),
            ..Self::default()
        }
    }

    pub(crate) fn post(path: &str, json: &str) -> Self {
        let request = Self {
            method: "POST".to_owned(),
            path: path.to_owned(),
            ..Self::default()
        };
        let request = request.header("Content-Type", "application/json");
        Self {
            body: Some(json.to_owned()),
            ..request
        }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let mut lines = vec![
            format!("{} {} HTTP/1.1", self.method, self.path),
            "Host: 127.0.0.1".to_owned(),
        ];
        lines.extend(
            self.headers
                .iter()
                .map(|(name, value)| format!("{name}: {value}")),
        );
        if let Some(body) = &self.body {
            lines.push(format!("Content-Length: {}", body.len()));
        }
        let body = self.body.as_deref().unwrap_or_default();
        format!("{}\r\n\r\n{body}", lines.join("\r\n")).into_bytes()
    }
}

/// An answer as it came over the wire.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Reply {
    /// The value of a header that occurs once.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let all = self.all(name);
        assert!(
            all.len() <= 1,
            "{name} occurs more than once: {:?}",
            self.headers
        );
        all.first().copied()
    }

    /// The values of a header.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        let same = |(found, _): &&(String, String)| found.eq_ignore_ascii_case(name);
        self.headers
            .iter()
            .filter(same)
            .map(|(_, value)| value.as_str())
            .collect()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.body))
    }

    /// A member of the JSON body that is a text.
    pub(crate) fn text(&self, name: &str) -> String {
        let value = &self.json()[name];
        value
            .as_str()
            .unwrap_or_else(|| panic!("no {name}: {}", self.body))
            .to_owned()
    }

    /// The status and the body, to compare in one line.
    pub(crate) fn seen(&self) -> (u16, &str) {
        (self.status, &self.body)
    }
}

/// One connection, kept alive as long as both sides like.
pub(crate) struct Connection {
    stream: BufReader<TcpStream>,
}

impl Connection {
    pub(crate) async fn open(port: u16) -> io::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        Ok(Self {
            stream: BufReader::new(stream),
        })
    }

    /// Sends a request and reads its answer.
    pub(crate) async fn exchange(&mut self, request: &Request) -> io::Result<Reply> {
        self.send(request).await?;
        let without_body = request.method == "HEAD";
        timeout(PATIENCE, self.receive(without_body)).await?
    }

    pub(crate) async fn send(&mut self, request: &Request) -> io::Result<()> {
        self.stream.get_mut().write_all(&request.bytes()).await
    }

    /// Whether nothing at all arrives for a while, and the connection stays open.
    pub(crate) async fn stays_silent(&mut self) -> bool {
        timeout(A_WHILE, self.stream.fill_buf()).await.is_err()
    }

    /// Whether the server closes the connection within this time, without a further byte.
    pub(crate) async fn is_closed_within(&mut self, limit: Duration) -> bool {
        match timeout(limit, self.stream.fill_buf()).await {
            Ok(Ok(bytes)) => bytes.is_empty(),
            Ok(Err(_)) => true,
            Err(_) => false,
        }
    }

    async fn receive(&mut self, without_body: bool) -> io::Result<Reply> {
        let status_line = self.line().await?;
        let status = status_line
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| io::Error::other(format!("no status: {status_line}")))?;
        let mut reply = Reply {
            status,
            headers: Vec::new(),
            body: String::new(),
        };
        loop {
            let line = self.line().await?;
            let Some((name, value)) = line.split_once(':') else {
                break;
            };
            reply
                .headers
                .push((name.to_owned(), value.trim().to_owned()));
        }
        if !without_body && !matches!(status, 204 | 304) {
            reply.body = String::from_utf8(self.body(&reply).await?).map_err(io::Error::other)?;
        }
        Ok(reply)
    }

    async fn body(&mut self, reply: &Reply) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        if reply.header("Transfer-Encoding") == Some("chunked") {
            loop {
                let line = self.line().await?;
                let size = usize::from_str_radix(&line, 16).map_err(io::Error::other)?;
                let mut chunk = vec![0; size];
                self.stream.read_exact(&mut chunk).await?;
                body.extend(chunk);
                self.line().await?;
                if size == 0 {
                    return Ok(body);
                }
            }
        }
        match reply
            .header("Content-Length")
            .and_then(|length| length.parse().ok())
        {
            Some(length) => {
                body.resize(length, 0);
                self.stream.read_exact(&mut body).await?;
            }
            None => {
                self.stream.read_to_end(&mut body).await?;
            }
        }
        Ok(body)
    }

    async fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end().to_owned())
    }
}
