//! Sees what the server grants to this process, so that a child can say what it has without looking
//! into the vault that is on trial.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use auth_core::{Answer, BaseUrl, Call, Cause, Exchange, HttpTransport, Transport};
use http::header::SET_COOKIE;
use serde::Deserialize;

#[cfg(unix)]
use super::say::say;
#[cfg(unix)]
use crate::between::Report;
use crate::between::{ACCESS_COOKIE, PairPrint, REFRESH_COOKIE};

/// The real network, and the last pair that came over it.
#[derive(Debug)]
pub(super) struct Spy {
    network: HttpTransport,
    last: Mutex<Option<PairPrint>>,
    /// Whether to stop when a refresh is about to go onto the wire.
    freezes: AtomicBool,
}

impl Spy {
    pub(super) fn new(base: &BaseUrl, freezes: bool) -> Result<Self, Cause> {
        Ok(Self {
            network: HttpTransport::new(base)?,
            last: Mutex::default(),
            freezes: AtomicBool::new(freezes),
        })
    }

    /// The last pair that was granted.
    pub(super) fn last(&self) -> Option<PairPrint> {
        self.last
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Transport for Spy {
    fn send(&self, call: Call) -> Exchange<'_> {
        let path = call.url.path();
        let refreshes = path.ends_with("/refreshtoken");
        let grants = refreshes || path.ends_with("/signin");
        Box::pin(async move {
            if refreshes && self.freezes.swap(false, Ordering::SeqCst) {
                freeze();
            }
            let answer = self.network.send(call).await?;
            if grants && let Some(pair) = in_body(&answer).or_else(|| in_cookies(&answer)) {
                *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(pair);
            }
            Ok(answer)
        })
    }
}

/// Stops the whole process, until somebody lets it go on.
fn freeze() {
    #[cfg(unix)]
    {
        use rustix::process::{Signal, getpid, kill_process};
        say(&Report::Freezing);
        // Cannot fail for a process's own id.
        let _ = kill_process(getpid(), Signal::STOP);
    }
}

fn in_body(answer: &Answer) -> Option<PairPrint> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Tokens {
        access_token: String,
        refresh_token: String,
    }
    let tokens: Tokens = serde_json::from_slice(&answer.body).ok()?;
    Some(PairPrint::of(&tokens.access_token, &tokens.refresh_token))
}

fn in_cookies(answer: &Answer) -> Option<PairPrint> {
    let set: Vec<&str> = answer
        .headers
        .get_all(SET_COOKIE)
        .iter()
        .filter_map(|cookie| cookie.to_str().ok())
        .collect();
    let value = |name: &str| {
        set.iter().find_map(|cookie| {
            let (found, rest) = cookie.split_once('=')?;
            (found == name).then(|| rest.split(';').next().unwrap_or_default())
        })
    };
    Some(PairPrint::of(value(ACCESS_COOKIE)?, value(REFRESH_COOKIE)?))
}
