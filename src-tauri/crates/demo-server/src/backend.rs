//! What both families of dialects share: the store, the keys, the tokens, and what a test did to them.
//!
//! Below it is what a test orders and finds: endpoints, faults, the journal. A new kind of fault begins
//! in `fault`. Nothing here knows a request's bytes or a socket. Uses `store`, `crypto` and `setup`.

mod endpoint;
mod fault;
mod journal;

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use crate::{
    crypto::{
        jwt::{Signer, Style, Subject, Verdict},
        keygrip::Keygrip,
        password,
    },
    setup::{Config, Dialect, Error},
    store::{Refresh, Refreshing, Store, StoreError, User},
};
use fault::FaultPlan;
use journal::Journal;

pub(crate) use endpoint::routed_path;
pub use endpoint::{Board, Endpoint};
pub use fault::{Fault, Times};
pub use journal::{Call, Pair};

/// The state of one server, apart from its sockets.
pub(crate) struct Backend {
    pub(crate) config: Config,
    pub(crate) store: Store,
    pub(crate) keygrip: Keygrip,
    pub(crate) journal: Arc<Journal>,
    pub(crate) faults: Mutex<FaultPlan>,
    signer: Signer,
    access: Mutex<AccessTokens>,
}

/// The access tokens of this run.
#[derive(Default)]
struct AccessTokens {
    issued: HashSet<String>,
    /// Those that a test declared to be expired before their time.
    expired: HashSet<String>,
}

impl Backend {
    /// Opens the store. Takes some milliseconds of CPU: call it off the async threads.
    pub(crate) fn open(config: Config) -> Result<Self, Error> {
        let store = Store::open(&config.storage, config.dialect)?;
        let style = match config.dialect {
            Dialect::NBody | Dialect::NCookie => Style::NodeHs256,
            Dialect::SBody => Style::JavaHs512,
            Dialect::SCookie => Style::JavaHs256,
        };
        Ok(Self {
            signer: Signer::new(style, store.secret("jwt-key")?),
            keygrip: Keygrip::new(store.secret("cookie-key")?),
            store,
            config,
            journal: Arc::default(),
            faults: Mutex::default(),
            access: Mutex::default(),
        })
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.config.dialect
    }

    /// Mints an access token. Two of the same second are the same bytes, like at the originals,
    /// unless a test has expired the first: then the new one is dated a second later.
    pub(crate) fn mint(&self, user: &User) -> String {
        let subject = if self.dialect().is_express() {
            Subject::Id(user.id)
        } else {
            Subject::Name(user.username.clone())
        };
        let lifetime = whole_seconds(self.config.access_lifetime).max(1);
        let mut issued = now_seconds();
        let mut tokens = self.access_tokens();
        loop {
            let token = self
                .signer
                .mint(&subject, issued, issued.saturating_add(lifetime));
            if !tokens.expired.contains(&token) {
                tokens.issued.insert(token.clone());
                self.journal.issue(&token);
                return token;
            }
            issued += 1;
        }
    }

    /// Looks at an access token.
    pub(crate) fn check(&self, token: &str) -> Verdict {
        let verdict = self.signer.check(token, now_seconds());
        if matches!(verdict, Verdict::Valid(_)) && self.access_tokens().expired.contains(token) {
            return Verdict::Expired;
        }
        verdict
    }

    /// From now on every access token that was issued until now counts as expired.
    pub(crate) fn expire_access(&self) {
        let mut tokens = self.access_tokens();
        let issued = std::mem::take(&mut tokens.issued);
        tokens.expired.extend(issued);
    }

    /// Issues an access token and a refresh token for a sign-in, in this order.
    pub(crate) fn issue_pair(&self, user: &User) -> Result<(String, String), StoreError> {
        let lifetime = self.config.refresh_lifetime;
        let refresh = self.store.issue_refresh(user.id, now_millis(), lifetime)?;
        self.journal.issue(&refresh);
        let access = self.mint(user);
        self.journal.pair(&access, &refresh);
        Ok((access, refresh))
    }

    /// Uses a refresh token.
    pub(crate) fn refresh(&self, token: &str) -> Result<Refresh, StoreError> {
        let refresh = self.store.refresh(&Refreshing {
            token,
            now: now_millis(),
            lifetime: self.config.refresh_lifetime,
            rotation: self.config.rotation,
            mint: &|user| self.mint(user),
            still_valid: &|access| matches!(self.check(access), Verdict::Valid(_)),
        })?;
        if let Refresh::Refreshed { access, refresh } = &refresh {
            self.journal.issue(refresh);
            self.journal.pair(access, refresh);
        }
        Ok(refresh)
    }

    /// Takes the fault that a test has placed for the next request of this kind.
    pub(crate) fn take_fault(&self, endpoint: Endpoint) -> Option<Fault> {
        self.faults().take(endpoint)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, FaultPlan> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn access_tokens(&self) -> MutexGuard<'_, AccessTokens> {
        self.access.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Hashes a password where it blocks nobody.
pub(crate) async fn hash_password(password: String) -> Result<String, Error> {
    tokio::task::spawn_blocking(move || password::hash(&password))
        .await
        .map_err(|_| Error::Cryptography)?
}

/// Compares a password with a hash where it blocks nobody.
pub(crate) async fn verify_password(password: String, hash: String) -> bool {
    tokio::task::spawn_blocking(move || password::verify(&password, &hash))
        .await
        .unwrap_or(false)
}

/// Milliseconds since 1970.
pub(crate) fn now_millis() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

fn now_seconds() -> i64 {
    now_millis() / 1000
}

fn whole_seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)
}
