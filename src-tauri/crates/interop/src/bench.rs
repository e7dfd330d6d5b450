//! A server that is up, and sessions with it.

mod recorder;
mod signing_in;
mod slow_clock;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use auth_core::{
    BaseUrl, Change, Dialect, EndReason, EventKind, Events, HttpTransport, MemoryVault, PlainHttp,
    Request, Response, Secret, Session, SessionConfig, State, Vault,
};
use serde_json::Value;

use crate::{
    manifest::{Manifest, Read},
    report::{Mismatch, Outcome, ensure},
    server::{Control, Running, ServerError},
};
use recorder::Recorder;
pub(crate) use signing_in::Came;
use slow_clock::SlowClock;

/// A server that answers.
#[derive(Debug)]
pub(crate) struct Bench {
    pub(crate) manifest: Manifest,
    dialect: Arc<Dialect>,
    /// All that there are, this one among them.
    pub(crate) known: Arc<[Dialect]>,
    /// The dialect as it is written, for what it promises and the engine does not tell.
    promises: Value,
    pub(crate) control: Control,
    pub(crate) base: BaseUrl,
    pub(crate) running: Running,
}

/// Which clock a session goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    Real,
    /// The session does not notice that its credentials expire, so that the server has to say it.
    Slow,
}

/// A session, and what is seen of it.
#[derive(Debug)]
pub(crate) struct Driven {
    pub(crate) session: Session,
    pub(crate) vault: MemoryVault,
    wire: Arc<Recorder>,
    events: Events,
}

impl Bench {
    /// Waits until the server answers.
    pub(crate) async fn up(
        manifest: Manifest,
        dialect: Dialect,
        known: Arc<[Dialect]>,
        mut running: Running,
    ) -> Result<Self, (ServerError, Running)> {
        let address = format!("http://127.0.0.1:{}{}", running.port, manifest.base);
        let reach = async {
            let base = BaseUrl::parse(&address, PlainHttp::LoopbackOnly)?;
            let control = Control::new(&base, &running)?;
            control.ready(&manifest, &mut running).await?;
            Ok((base, control))
        };
        match reach.await {
            Ok((base, control)) => Ok(Self {
                promises: serde_json::from_str(&dialect.to_json()).unwrap_or_default(),
                dialect: Arc::new(dialect),
                known,
                manifest,
                control,
                base,
                running,
            }),
            Err(error) => Err((error, running)),
        }
    }

    /// What a session with this server is made of.
    pub(crate) fn config(&self) -> Outcome<SessionConfig> {
        let settings = self.settings()?.into_iter();
        let settings: BTreeMap<_, _> = settings
            .map(|(name, value)| (name, Secret::from(value)))
            .collect();
        let config = SessionConfig::new(self.base.clone(), Arc::clone(&self.dialect))?;
        Ok(config.settings(&settings))
    }

    /// What the dialect is told of this server.
    pub(crate) fn settings(&self) -> Outcome<BTreeMap<String, String>> {
        let filled = self.manifest.settings.iter().map(|(name, value)| {
            let value = self.running.placeholders.fill(value)?;
            Ok((name.clone(), value))
        });
        filled.collect()
    }

    /// A session that nobody is signed in to, which keeps its own in that vault.
    pub(crate) fn session(&self, pace: Pace, vault: MemoryVault) -> Outcome<Driven> {
        let network = HttpTransport::new(&self.base)?;
        let wire = Arc::new(Recorder::around(network, &self.manifest.base));
        let mut config = self.config()?;
        config = config
            .transport(Arc::clone(&wire) as _)
            .vault(Arc::new(vault.clone()));
        if pace == Pace::Slow {
            config = config.clock(Arc::new(SlowClock::default()));
        }
        let session = Session::new(config);
        Ok(Driven {
            events: session.events(),
            session,
            vault,
            wire,
        })
    }

    /// A session that somebody has just signed in to.
    pub(crate) async fn signed_in(&self, pace: Pace) -> Outcome<Driven> {
        let driven = self.session(pace, MemoryVault::default())?;
        self.sign_in(&driven, self.manifest.person()).await?;
        Ok(driven)
    }

    /// A session that believes to be good and whose access has expired.
    pub(crate) async fn expired(&self) -> Outcome<Driven> {
        let driven = self.signed_in(Pace::Slow).await?;
        self.read(&driven).await?;
        self.expiry().await;
        driven.wire.clear();
        Ok(driven)
    }

    /// Waits until access that was granted before is over by the server's clock, which may count whole seconds.
    pub(crate) async fn expiry(&self) {
        tokio::time::sleep(self.access() + Duration::from_millis(1200)).await;
    }

    /// Reads the page with the session.
    pub(crate) async fn read(&self, driven: &Driven) -> Outcome<Response> {
        driven.read(&self.manifest.read).await
    }

    /// The server's answers to that page so far, the first one first: whether each showed what it shows.
    pub(crate) fn shown(&self, driven: &Driven) -> Vec<bool> {
        driven.wire.shown(&self.manifest.read)
    }

    /// How often the server has refreshed a session, where it can say.
    pub(crate) async fn refreshes(&self) -> Outcome<Option<u64>> {
        match &self.manifest.refreshes {
            None => Ok(None),
            Some(ask) => Ok(Some(self.control.ask(ask).await?.parse()?)),
        }
    }

    pub(crate) fn access(&self) -> Duration {
        Duration::from_secs(self.manifest.access_seconds)
    }

    /// Whether the server forgets that credential at a sign-out, as its dialect says or it says itself.
    pub(crate) fn forgets(&self, credential: &str) -> bool {
        if credential == "access" && self.manifest.forgets.access {
            return true;
        }
        let place = format!("/sign_out/forgets/{credential}");
        let said = self.promises.pointer(&place).and_then(Value::as_bool);
        said.unwrap_or(true)
    }

    /// Whether the server can be told from others.
    pub(crate) fn is_told_apart(&self) -> bool {
        let told_by = self.promises.pointer("/told_by");
        let asked = told_by.and_then(Value::as_array);
        self.manifest.can.tell && asked.is_some_and(|asked| !asked.is_empty())
    }
}

impl Driven {
    pub(crate) async fn read(&self, page: &Read) -> Outcome<Response> {
        let response = self.session.send(Request::get(&page.get)).await?;
        let shows = response.status.is_success() && response.text().contains(&page.shows);
        let status = response.status;
        ensure(
            shows,
            format_args!("{} did not show it ({status})", page.get),
        )?;
        Ok(response)
    }

    /// Forgets what was seen on the wire until now.
    pub(crate) fn look_anew(&self) {
        self.wire.clear();
    }

    /// The ends that were told since it was asked last: why, and whether the server's words came with it.
    pub(crate) fn ends(&mut self) -> Vec<(EndReason, bool)> {
        let mut ends = Vec::new();
        while let Some(event) = self.events.try_next() {
            if let EventKind::Ended { reason, said, .. } = event.kind {
                ends.push((reason, said.is_some_and(|said| said.words.is_some())));
            }
        }
        ends
    }

    /// Waits until something of that kind happens.
    pub(crate) async fn until(&mut self, is_it: impl Fn(&EventKind) -> bool) -> Outcome<EventKind> {
        while let Some(event) = self.events.next().await {
            if is_it(&event.kind) {
                return Ok(event.kind);
            }
        }
        Err(Mismatch::new("the session has ended without it"))
    }

    pub(crate) fn is_signed_out(&self) -> bool {
        self.session.snapshot().state == State::SignedOut
    }

    /// A vault with a copy of what this session keeps now: what a thief would have, or a backup.
    pub(crate) async fn copy_of_vault(&self) -> Outcome<MemoryVault> {
        let kept = self.vault.record();
        let record = kept.ok_or_else(|| Mismatch::new("nothing is kept"))?;
        let copy = MemoryVault::default();
        copy.update(Box::new(|_| Change::Replace(record))).await?;
        Ok(copy)
    }
}
