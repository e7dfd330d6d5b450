//! The child: opens the profile, does what it is told line by line, and says what came of it.

use std::{
    io::{self, BufRead as _, Write as _},
    process::ExitCode,
    sync::Arc,
    thread,
};

use auth_core::{
    BaseUrl, Dialect, Error, EventKind, Limits, OsRng, PlainHttp, Request, Secret, Session,
    SessionConfig, StorageState, SystemClock, TokioSpawn, Transport, Vault,
};
use sealed_vault::SealedVault;
use tokio::sync::mpsc;

use crate::{
    fuse::Fuse,
    order::{Opening, Order, Person},
    profile,
    report::{Report, Told},
    spy::Spy,
    storm,
};

/// Obeys until the standard input ends, which it does with the parent at the latest.
pub fn obey() -> ExitCode {
    let (orders, inbox) = mpsc::unbounded_channel();
    thread::spawn(move || {
        for line in io::stdin().lock().lines() {
            let Ok(line) = line else { break };
            let Ok(order) = serde_json::from_str(&line) else {
                break;
            };
            if orders.send(order).is_err() {
                break;
            }
        }
        // Whatever is under way, such as a storm: nobody is there any more to whom it would matter.
        std::process::exit(0);
    });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    match runtime {
        Ok(runtime) => {
            runtime.block_on(live(inbox));
            ExitCode::SUCCESS
        }
        Err(_) => ExitCode::FAILURE,
    }
}

async fn live(mut inbox: mpsc::UnboundedReceiver<Order>) {
    let Some(Order::Open(opening)) = inbox.recv().await else {
        return say(&Report::Failed {
            why: "nothing was opened".into(),
        });
    };
    let actor = match Actor::open(&opening) {
        Ok(actor) => actor,
        Err(why) => return say(&Report::Failed { why }),
    };
    say(&Report::Opened);
    let mut events = actor.session.events();
    loop {
        tokio::select! {
            order = inbox.recv() => match order {
                Some(order) => say(&actor.carry_out(order).await),
                None => return,
            },
            Some(event) = events.next() => {
                if let EventKind::Ended { reason, .. } = event.kind {
                    say(&Report::Ended { reason: reason.name().to_owned() });
                }
            }
        }
    }
}

/// One process with one session.
pub(crate) struct Actor {
    pub(crate) session: Session,
    pub(crate) vault: Arc<SealedVault>,
    pub(crate) spy: Arc<Spy>,
}

impl Actor {
    fn open(opening: &Opening) -> Result<Self, String> {
        let words = |error: &dyn std::fmt::Display| error.to_string();
        let base = BaseUrl::parse(&opening.server, PlainHttp::LoopbackOnly)
            .map_err(|error| words(&error))?;
        let dialect = Dialect::preset(&opening.dialect).ok_or("no such preset")?;
        let envelope = opening.folder.join(profile::ID).join("session.sealed");
        if opening.death.is_some() || opening.writes_in_place {
            let in_place = opening.writes_in_place.then_some(envelope);
            Fuse::set(opening.death.clone(), in_place)?;
        }
        let vault = Arc::new(profile::open(&opening.folder, &base));
        let spy = Arc::new(Spy::new(&base, opening.freezes).map_err(|error| words(&error))?);
        let defaults = Limits::default();
        // Not `SessionConfig::new`, whose network would be made for nothing: children are born often.
        let session = Session::new(SessionConfig {
            base,
            dialect: Arc::new(dialect),
            transport: Arc::clone(&spy) as Arc<dyn Transport>,
            vault: Arc::clone(&vault) as Arc<dyn Vault>,
            clock: Arc::new(SystemClock::new()),
            spawn: Arc::new(TokioSpawn),
            rng: Box::new(OsRng),
            limits: Limits {
                refresh: opening.refresh_deadline.unwrap_or(defaults.refresh),
                lock: opening.lock_deadline.unwrap_or(defaults.lock),
                ..defaults
            },
        });
        Ok(Self {
            session,
            vault,
            spy,
        })
    }

    async fn carry_out(&self, order: Order) -> Report {
        let done = match order {
            Order::Open(_) => {
                return Report::Failed {
                    why: "it is open".into(),
                };
            }
            Order::Restore => self.restore().await,
            Order::SignIn(person) => self.sign_in(&person).await.map(|()| Report::SignedIn),
            Order::SignOut => {
                self.session.sign_out().await;
                Ok(Report::SignedOut)
            }
            Order::Get { path } => self.get(&path).await,
            Order::Refresh => self.session.refresh_now().await.map(|()| Report::Refreshed),
            Order::Tell => Ok(self.tell()),
            Order::Storm(storm) => return storm::rage(self, &storm).await,
        };
        done.unwrap_or_else(|error| Report::Failed {
            why: error.to_string(),
        })
    }

    async fn restore(&self) -> Result<Report, Error> {
        let account = self.session.restore().await?;
        Ok(Report::Restored {
            username: account.map(|account| account.username),
        })
    }

    pub(crate) async fn sign_in(&self, person: &Person) -> Result<(), Error> {
        let password = Secret::from(person.password.clone());
        self.session.sign_in(&person.username, &password).await?;
        Ok(())
    }

    async fn get(&self, path: &str) -> Result<Report, Error> {
        let answer = self.session.send(Request::get(path)).await?;
        Ok(Report::Answered {
            status: answer.status.as_u16(),
            text: answer.text().into_owned(),
        })
    }

    fn tell(&self) -> Report {
        let snapshot = self.session.snapshot();
        Report::Told(Told {
            username: snapshot.account.map(|account| account.username),
            access: snapshot.access.map(|access| access.fingerprint),
            last_end: snapshot.last_end.map(|reason| reason.name().to_owned()),
            refreshes: snapshot.counts.refreshes,
            adopted: snapshot.counts.adopted,
        })
    }

    /// Says what is in use and durable. What is not durable here is a fault: no disk is full.
    pub(crate) fn vouch(&self) -> Result<(), String> {
        if self.session.snapshot().storage != StorageState::Durable {
            let fault = self.vault.error().map(|fault| fault.to_string());
            let fault = fault.unwrap_or_else(|| "no fault is known".into());
            return Err(format!("what was refreshed is not durable: {fault}"));
        }
        if let Some(pair) = self.spy.last() {
            say(&Report::Durable(pair));
        }
        Ok(())
    }
}

/// One write, so that a line is there whole or not at all.
#[expect(
    clippy::print_stdout,
    reason = "the standard output is the way to the parent"
)]
pub(crate) fn say(report: &Report) {
    // Plain data: there is nothing in it that JSON could not say.
    println!("{}", serde_json::to_string(report).unwrap_or_default());
    // Nobody listens only when the parent has ended, and then so does this.
    let _ = io::stdout().flush();
}
