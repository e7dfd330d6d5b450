//! What outlives a run of the app, and the time that passes for it.

use std::{
    path::PathBuf,
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use auth_core::{Clock, Moment};
use sealed_vault::AppId;
use tempfile::TempDir;
use tokio::sync::watch;

use crate::{
    server::vaults::{Chain, Vaults},
    settings::store::{SaveError, SettingsStore},
};

/// Time that passes when a test says so.
#[derive(Clone, Debug, Default)]
pub(super) struct Time(pub(super) watch::Sender<Moment>);

impl Time {
    pub(super) fn pass(&self, length: Duration) {
        self.0.send_modify(|now| *now = *now + length);
    }
}

impl Clock for Time {
    fn now(&self) -> Moment {
        *self.0.borrow()
    }

    fn wall(&self) -> u64 {
        0
    }

    fn sleep_until(&self, moment: Moment) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        let mut now = self.0.subscribe();
        Box::pin(async move { drop(now.wait_for(|now| *now >= moment).await) })
    }
}

/// Keeps settings in memory, unless the disk is said to be full.
#[derive(Clone, Debug, Default)]
pub(super) struct Disk {
    pub(super) kept: Arc<Mutex<Option<ipc::Settings>>>,
    pub(super) full: Arc<AtomicBool>,
}

impl SettingsStore for Disk {
    fn save(&self, settings: &ipc::Settings) -> Result<(), SaveError> {
        if self.full.load(Ordering::Relaxed) {
            return Err(SaveError("the disk is full".into()));
        }
        *self.kept.lock().unwrap() = Some(settings.clone());
        Ok(())
    }
}

/// A person's computer: what outlives a run of the app.
#[derive(Clone, Debug)]
pub(super) struct Computer {
    pub(super) folder: Arc<TempDir>,
    pub(super) chain: Chain,
    pub(super) disk: Disk,
}

impl Computer {
    pub(super) fn new() -> Self {
        Self {
            folder: Arc::new(tempfile::tempdir().unwrap()),
            chain: Chain::default(),
            disk: Disk::default(),
        }
    }

    /// The settings of the last run.
    pub(super) fn settings(&self) -> ipc::Settings {
        self.disk.kept.lock().unwrap().clone().unwrap_or_default()
    }

    pub(super) fn vaults(&self) -> Vaults {
        let folder = Some(self.folder.path().to_owned());
        Vaults::new(folder, AppId::new("app"), Arc::new(self.chain.clone()))
    }

    /// Every file of kept sessions whose name is this.
    pub(super) fn files(&self, name: &str) -> Vec<PathBuf> {
        let vaults = std::fs::read_dir(self.folder.path()).unwrap();
        vaults
            .map(|vault| vault.unwrap().path().join(name))
            .filter(|file| file.exists())
            .collect()
    }
}
