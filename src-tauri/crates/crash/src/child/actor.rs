//! One process with one session, its vault, and the spy on its network.

use std::sync::Arc;

use auth_core::{
    BaseUrl, Dialect, Error, Limits, PlainHttp, Request, Secret, Session, SessionConfig,
    StorageState, Transport, Vault,
};
use sealed_vault::SealedVault;

use super::{fuse::Fuse, say::say, spy::Spy};
use crate::between::{Opening, Person, Report, Told, vault};

/// One process with one session.
pub(super) struct Actor {
    pub(super) session: Session,
    pub(super) vault: Arc<SealedVault>,
    pub(super) spy: Arc<Spy>,
}

impl Actor {
    pub(super) fn open(opening: &Opening) -> Result<Self, String> {
        let words = |error: &dyn std::fmt::Display| error.to_string();
        let base = BaseUrl::parse(&opening.server, PlainHttp::LoopbackOnly)
            .map_err(|error| words(&error))?;
        let dialect = Dialect::preset(&opening.dialect).ok_or("no such preset")?;
        let envelope = opening.folder.join(vault::ID).join("session.sealed");
        if opening.death.is_some() || opening.writes_in_place {
            let in_place = opening.writes_in_place.then_some(envelope);
            Fuse::set(opening.death.clone(), in_place)?;
        }
        let vault = Arc::new(vault::open(&opening.folder, &base));
        let spy = Arc::new(Spy::new(&base, opening.freezes).map_err(|error| words(&error))?);
        let defaults = Limits::default();
        // Not `SessionConfig::new`, whose network would be made for nothing: children are born often.
        let network = Arc::clone(&spy) as Arc<dyn Transport>;
        let config = SessionConfig::with_transport(base, dialect, network)
            .vault(Arc::clone(&vault) as Arc<dyn Vault>)
            .limits(
                defaults
                    .refresh(opening.refresh_deadline.unwrap_or(defaults.refresh))
                    .lock(opening.lock_deadline.unwrap_or(defaults.lock)),
            );
        let session = Session::new(config);
        Ok(Self {
            session,
            vault,
            spy,
        })
    }

    pub(super) async fn restore(&self) -> Result<Report, Error> {
        let account = self.session.restore().await?;
        Ok(Report::Restored {
            username: account.map(|account| account.username.into_string()),
        })
    }

    pub(super) async fn sign_in(&self, person: &Person) -> Result<(), Error> {
        let password = Secret::from(person.password.clone());
        self.session.sign_in(&person.username, &password).await?;
        Ok(())
    }

    pub(super) async fn get(&self, path: &str) -> Result<Report, Error> {
        let answer = self.session.send(Request::get(path)).await?;
        Ok(Report::Answered {
            status: answer.status.as_u16(),
            text: answer.text().into_owned(),
        })
    }

    pub(super) fn tell(&self) -> Report {
        let snapshot = self.session.snapshot();
        Report::Told(Told {
            username: snapshot
                .account
                .map(|account| account.username.into_string()),
            access: snapshot.access.map(|access| access.fingerprint),
            last_end: snapshot.last_end.map(|reason| reason.code().to_owned()),
            refreshes: snapshot.counts.refreshes,
            adopted: snapshot.counts.adopted,
        })
    }

    /// Says what is in use and durable. What is not durable here is an error: no disk is full.
    pub(super) fn vouch(&self) -> Result<(), String> {
        if self.session.snapshot().storage != StorageState::Durable {
            let error = self.vault.error().map(|error| error.to_string());
            let error = error.unwrap_or_else(|| "no error is known".into());
            return Err(format!("what was refreshed is not durable: {error}"));
        }
        if let Some(pair) = self.spy.last() {
            say(&Report::Durable(pair));
        }
        Ok(())
    }
}
