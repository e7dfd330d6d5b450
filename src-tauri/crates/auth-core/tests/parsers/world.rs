//! A session whose network is the test.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use auth_core::{
    Answer, BaseUrl, Call, Dialect, Exchange, PlainHttp, Session, SessionConfig, Transport,
};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

/// Gives the answers that it was told to give, in order, and the last one for ever.
#[derive(Clone, Debug)]
pub(crate) struct Hostile {
    answers: Arc<Mutex<VecDeque<Answer>>>,
    calls: Arc<Mutex<Vec<Call>>>,
}

impl Hostile {
    pub(crate) fn answering(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self {
            answers: Arc::new(Mutex::new(answers.into_iter().collect())),
            calls: Arc::default(),
        }
    }

    /// What it is to give from now on.
    pub(crate) fn now_answer(&self, answers: impl IntoIterator<Item = Answer>) {
        *held(&self.answers) = answers.into_iter().collect();
    }

    /// Everything that it was asked.
    pub(crate) fn calls(&self) -> Vec<Call> {
        held(&self.calls).clone()
    }
}

impl Transport for Hostile {
    fn send(&self, call: Call) -> Exchange<'_> {
        held(&self.calls).push(call);
        let mut answers = held(&self.answers);
        let answer = match answers.len() {
            0 | 1 => answers.front().cloned(),
            _ => answers.pop_front(),
        };
        Box::pin(std::future::ready(answer.ok_or(auth_core::Cause::Lost)))
    }
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A session with that network.
pub(crate) fn session(dialect: &Dialect, network: &Hostile) -> Session {
    Session::new(config(dialect, network))
}

/// The same, for who wants to change something of it.
pub(crate) fn config(dialect: &Dialect, network: &Hostile) -> SessionConfig {
    let base = BaseUrl::parse("http://127.0.0.1:9/app", PlainHttp::LoopbackOnly).expect("good");
    let network = Arc::new(network.clone());
    SessionConfig::with_transport(base, dialect.clone(), network)
}

/// An answer with these headers; what no header can hold is left out, as it cannot arrive.
pub(crate) fn answer(status: u16, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Answer {
    let headers: HeaderMap = headers
        .iter()
        .filter_map(|(name, value)| {
            let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
            Some((name, HeaderValue::from_bytes(value.as_bytes()).ok()?))
        })
        .collect();
    let status = StatusCode::from_u16(status).expect("three digits");
    Answer::new(status, headers, body)
}

/// A sign-in that every preset takes for one.
pub(crate) fn granting(access: &str, refresh: &str) -> Answer {
    let body = serde_json::json!({
        "id": 1, "username": "ann", "email": "ann@example.org", "roles": ["ROLE_USER"],
        "accessToken": access, "refreshToken": refresh,
    });
    let cookies = [
        format!("bezkoder-session={access}; path=/; httponly"),
        format!("bezkoder-jwt={access}; Path=/app/api; Max-Age=86400; HttpOnly"),
        format!("bezkoder-jwt-refresh={refresh}; Path=/app/api/auth/refreshtoken; HttpOnly"),
    ];
    let headers = cookies
        .each_ref()
        .map(|cookie| ("set-cookie", cookie.as_str()));
    answer(200, &headers, body.to_string())
}

/// Runs something to its end on a runtime of its own.
pub(crate) fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime")
        .block_on(work)
}
