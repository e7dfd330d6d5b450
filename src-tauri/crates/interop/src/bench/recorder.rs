//! What went over the wire, as far as checks ask for it.

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use auth_core::{Answer, Call, Exchange, HttpTransport, Transport};
use bytes::Bytes;
use http::Method;

use crate::manifest::Read;

/// The real network, with a record of the answers.
pub(super) struct Recorder {
    network: HttpTransport,
    /// What stands before the paths of the server's pages.
    prefix: String,
    seen: Mutex<Vec<Seen>>,
}

struct Seen {
    method: Method,
    path: String,
    is_success: bool,
    body: Bytes,
}

impl Recorder {
    pub(super) fn around(network: HttpTransport, prefix: &str) -> Self {
        Self {
            network,
            prefix: prefix.to_owned(),
            seen: Mutex::default(),
        }
    }

    /// The answers to a page: whether each showed what it shows.
    pub(super) fn shown(&self, page: &Read) -> Vec<bool> {
        let (seen, path) = (self.seen(), format!("{}{}", self.prefix, page.get));
        let asked = seen
            .iter()
            .filter(|seen| seen.method == Method::GET && seen.path == path);
        asked
            .map(|seen| seen.is_success && contains(&seen.body, &page.shows))
            .collect()
    }

    pub(super) fn clear(&self) {
        self.seen().clear();
    }

    fn seen(&self) -> MutexGuard<'_, Vec<Seen>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn contains(body: &[u8], text: &str) -> bool {
    String::from_utf8_lossy(body).contains(text)
}

impl Transport for Recorder {
    fn send(&self, call: Call) -> Exchange<'_> {
        let (method, path) = (call.method.clone(), call.url.path().to_owned());
        Box::pin(async move {
            let answer: Answer = self.network.send(call).await?;
            self.seen().push(Seen {
                method,
                path,
                is_success: answer.status.is_success(),
                body: answer.body.clone(),
            });
            Ok(answer)
        })
    }
}

impl fmt::Debug for Recorder {
    /// Nothing of what was seen: bodies carry credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recorder")
    }
}
