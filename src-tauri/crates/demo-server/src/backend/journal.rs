//! What the server remembers about the requests that arrived and the secrets that it gave out.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::mpsc;

use super::endpoint::Endpoint;

/// A demo may run for days beside an app that polls; a test never makes this many calls.
const REMEMBERED_CALLS: usize = 10_000;

/// One request that arrived. It holds no secret: the query, the headers and the body are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The request's method.
    pub method: String,
    /// The request's path, without its query.
    pub path: String,
    /// Where the request belongs.
    pub endpoint: Endpoint,
    /// What was answered; `None` as long as there is no answer, or when there never was one.
    pub status: Option<u16>,
    /// Whether the request carried `x-access-token`, `Authorization` or a cookie.
    pub credential: bool,
}

/// An access token and the refresh token that went out with it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Pair {
    /// The access token.
    pub access: String,
    /// The refresh token.
    pub refresh: String,
}

impl fmt::Debug for Pair {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Pair").finish_non_exhaustive()
    }
}

/// The record of all calls and of everything secret that was ever issued.
#[derive(Default)]
pub(crate) struct Journal {
    entries: Mutex<Entries>,
}

#[derive(Default)]
struct Entries {
    next_id: u64,
    calls: VecDeque<(u64, Call)>,
    counts: HashMap<Endpoint, usize>,
    listeners: Vec<mpsc::UnboundedSender<Call>>,
    pair_listeners: Vec<mpsc::UnboundedSender<Pair>>,
    issued: Vec<String>,
    known: HashSet<String>,
}

impl fmt::Debug for Journal {
    /// The journal holds tokens, so it shows nothing of what is in it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Journal").finish_non_exhaustive()
    }
}

impl Journal {
    /// Notes a call. What happens to it is noted through the answer.
    pub(crate) fn arrived(self: &Arc<Self>, call: Call) -> Arrival {
        let mut entries = self.entries();
        let id = entries.next_id;
        entries.next_id += 1;
        *entries.counts.entry(call.endpoint).or_default() += 1;
        if entries.calls.len() == REMEMBERED_CALLS {
            entries.calls.pop_front();
        }
        entries.calls.push_back((id, call.clone()));
        Arrival {
            journal: Arc::clone(self),
            id,
            call,
        }
    }

    /// How many requests to this endpoint arrived since the last reset.
    pub(crate) fn count(&self, endpoint: Endpoint) -> usize {
        self.entries()
            .counts
            .get(&endpoint)
            .copied()
            .unwrap_or_default()
    }

    /// The calls since the last reset, in order of arrival.
    pub(crate) fn calls(&self) -> Vec<Call> {
        self.entries()
            .calls
            .iter()
            .map(|(_, call)| call.clone())
            .collect()
    }

    /// Lists and counts calls anew; what was issued stays known.
    pub(crate) fn reset(&self) {
        let mut entries = self.entries();
        entries.calls.clear();
        entries.counts.clear();
    }

    /// Every call from now on, each when it ended.
    pub(crate) fn listen(&self) -> mpsc::UnboundedReceiver<Call> {
        let (sender, receiver) = mpsc::unbounded_channel();
        self.entries().listeners.push(sender);
        receiver
    }

    /// Notes a token or a cookie's value that leaves the server.
    pub(crate) fn issue(&self, secret: &str) {
        let mut entries = self.entries();
        if entries.known.insert(secret.to_owned()) {
            entries.issued.push(secret.to_owned());
        }
    }

    /// Notes a pair that leaves the server. Both halves were noted as they were made.
    pub(crate) fn pair(&self, access: &str, refresh: &str) {
        self.entries().pair_listeners.retain(|listener| {
            let pair = Pair {
                access: access.to_owned(),
                refresh: refresh.to_owned(),
            };
            listener.send(pair).is_ok()
        });
    }

    /// Every pair from now on, before its answer leaves.
    pub(crate) fn listen_for_pairs(&self) -> mpsc::UnboundedReceiver<Pair> {
        let (sender, receiver) = mpsc::unbounded_channel();
        self.entries().pair_listeners.push(sender);
        receiver
    }

    /// Everything that was ever issued.
    pub(crate) fn issued(&self) -> Vec<String> {
        self.entries().issued.clone()
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        // A panic while the lock was held leaves whole entries behind, so they stay readable.
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call that is being worked on. Dropping it without an answer is an end as well: the
/// connection was cut.
#[derive(Debug)]
pub(crate) struct Arrival {
    journal: Arc<Journal>,
    id: u64,
    call: Call,
}

impl Arrival {
    /// Notes what was answered.
    pub(crate) fn answered(mut self, status: u16) {
        self.call.status = Some(status);
    }
}

impl Drop for Arrival {
    fn drop(&mut self) {
        let mut entries = self.journal.entries();
        let status = self.call.status;
        // The newest calls are at the end, and an answer follows its request soon.
        if let Some((_, call)) = entries
            .calls
            .iter_mut()
            .rev()
            .find(|(id, _)| *id == self.id)
        {
            call.status = status;
        }
        let call = &self.call;
        entries
            .listeners
            .retain(|listener| listener.send(call.clone()).is_ok());
    }
}
