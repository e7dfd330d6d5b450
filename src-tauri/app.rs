//! The body of the app: all that the commands do, without Tauri.
//!
//! Every command has a method of its own here with the same name, taking its arguments and giving
//! its reply; the adapters in `desktop/commands` add nothing. A new command goes to the file of what it
//! is about, with tests beside it. May use every room but `desktop`.

mod asking;
mod confirming;
mod demo;
mod keeping;
mod pages;
mod reaching;
mod restoring;
mod secrets;
mod servers;
mod sessions;
mod watching;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use auth_core::Clock;
use messages::Messages;
use tokio::{sync::OnceCell, task::JoinSet, time::timeout};

pub(crate) use self::asking::{Asker, Browser, FilePicker, Outside, Picked, Question, Shown};
use self::{asking::Asking, reaching::Reach};
use crate::{
    log::{LogFolder, diagnostics, journal::Entry},
    server::{demo::Demo, dialects, vaults::Vaults},
    settings::{
        self,
        store::{OpenedSettings, SettingsStore},
    },
    state::{
        State,
        publisher::{Emitter, Publisher},
    },
};

/// How long quitting waits for a server to sign a session out, and for the rest to come to its end.
const CLOSING: Duration = Duration::from_secs(2);
/// How long quitting waits for sessions at all. Longer than a session waits by itself for a refresh that was sent
/// and for what follows: its answer is the only copy of what the server may have granted by then.
const SESSIONS: Duration = Duration::from_secs(25);

/// The app.
#[derive(Debug)]
pub(crate) struct App {
    publisher: Arc<Publisher>,
    store: Box<dyn SettingsStore>,
    /// What the store holds. The lock also keeps an older state from being saved over a newer one.
    saved: Mutex<ipc::Settings>,
    /// Held while the list of servers changes, since some of those changes wait for a session.
    servers_changing: tokio::sync::Mutex<()>,
    asking: Asking,
    picker: Box<dyn FilePicker>,
    browser: Arc<dyn Browser>,
    /// Held while the person chooses a file: one window at a time.
    picking: tokio::sync::Mutex<()>,
    reach: Mutex<Reach>,
    clock: Arc<dyn Clock>,
    demo: Demo,
    log: LogFolder,
    vaults: Vaults,
    /// What goes on after the call that began it was answered.
    background: Mutex<JoinSet<()>>,
    /// Set when all of it has been closed.
    closed: OnceCell<()>,
}

impl App {
    /// An app with the settings of the last run.
    pub(crate) fn new(
        opened: OpenedSettings,
        vaults: Vaults,
        emitter: Box<dyn Emitter>,
        outside: Outside,
        clock: Arc<dyn Clock>,
        log: LogFolder,
    ) -> Self {
        let OpenedSettings {
            settings,
            set_aside,
            left_alone,
            store,
        } = opened;
        let Outside {
            asker,
            picker,
            browser,
        } = outside;
        let saved = Mutex::new(settings.clone());
        let mut state = State::new(settings);
        state.set_aside = set_aside;
        state.left_alone = left_alone;
        Self {
            publisher: Arc::new(Publisher::new(info(), state, emitter)),
            store,
            saved,
            servers_changing: tokio::sync::Mutex::default(),
            asking: Asking::new(asker),
            picker,
            browser,
            picking: tokio::sync::Mutex::default(),
            reach: Mutex::default(),
            clock,
            demo: Demo::default(),
            log,
            vaults,
            background: Mutex::default(),
            closed: OnceCell::default(),
        }
    }

    /// [`ipc::Snapshot`].
    pub(crate) fn snapshot(&self) -> ipc::AppSnapshot {
        self.publisher.snapshot()
    }

    /// [`ipc::AppearanceSet`].
    pub(crate) fn set_appearance(
        &self,
        args: &ipc::AppearanceSet,
    ) -> Result<ipc::AppSnapshot, ipc::Error> {
        self.publisher.change(|state| {
            state.settings.appearance = args.appearance;
            Ok(())
        })?;
        self.save_and_show()
    }

    /// [`ipc::LanguageSet`].
    pub(crate) fn set_language(
        &self,
        args: &ipc::LanguageSet,
    ) -> Result<ipc::AppSnapshot, ipc::Error> {
        self.publisher.change(|state| {
            state.settings.language = args.language;
            Ok(())
        })?;
        self.save_and_show()
    }

    /// [`ipc::ZoomSet`].
    pub(crate) fn set_zoom(&self, args: &ipc::ZoomSet) -> Result<ipc::AppSnapshot, ipc::Error> {
        self.publisher.change(|state| {
            state.settings.zoom = args.zoom;
            Ok(())
        })?;
        self.save_and_show()
    }

    /// What the app says outside its window, in the person's language.
    pub(crate) fn say(&self) -> Messages {
        self.publisher.with(|state| state.say())
    }

    /// [`ipc::SessionLog`].
    pub(crate) fn session_log(&self) -> Result<Vec<ipc::LogEntry>, ipc::Error> {
        self.publisher.with(|state| {
            let server = state.current()?.id.clone();
            Ok(state.journal.of(&server).map(Entry::shown).collect())
        })
    }

    /// [`ipc::Diagnostics`].
    pub(crate) fn diagnostics(&self) -> String {
        let snapshot = self.publisher.snapshot();
        self.publisher
            .with(|state| diagnostics::report(&snapshot, &state.journal, &self.log))
    }

    /// [`ipc::SaveReport`].
    pub(crate) async fn save_report(&self) -> Result<bool, ipc::Error> {
        let report = self.diagnostics().into_bytes();
        self.save_as("latchkey-report.txt", report).await
    }

    /// [`ipc::OpenLogFolder`].
    pub(crate) async fn open_log_folder(&self) -> Result<(), ipc::Error> {
        let folder = self.log.0.as_deref();
        let folder = folder.ok_or(ipc::Error::LogFolder { folder: None })?;
        if self.picker.show(folder).await {
            return Ok(());
        }
        let folder = Some(auth_core::legible(&folder.to_string_lossy()));
        Err(ipc::Error::LogFolder { folder })
    }

    /// [`ipc::Licences`].
    pub(crate) const fn licences() -> &'static str {
        include_str!(concat!(env!("OUT_DIR"), "/licences.txt"))
    }

    /// At exit: closes all sessions at once, which signs out at the server whoever is not kept, and lets the rest
    /// come to its end, for a bounded time each. Then stops the demo server, since sessions sign out there as well.
    /// Done once, whoever asks for it, and waited for by all.
    pub(crate) async fn close(&self) {
        self.closed.get_or_init(|| self.close_all()).await;
    }

    /// Whether it has begun to be closed.
    pub(crate) fn is_closing(&self) -> bool {
        self.publisher.with(|state| state.is_closed)
    }

    /// Whether nothing is left to be closed.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed.initialized()
    }

    async fn close_all(&self) {
        tracing::info!("closing");
        let sessions = self.publisher.with(State::close).into_iter();
        let closing = sessions.map(|session| async move { session.close().await });
        let background = std::mem::take(&mut *self.background());
        let (closed, done) = tokio::join!(
            timeout(SESSIONS, over(closing.collect())),
            timeout(CLOSING, over(background))
        );
        let stopped = timeout(CLOSING, self.demo.stop()).await;
        // Whatever is left then ends with the process.
        if closed.and(done).and(stopped).is_err() {
            tracing::warn!("not everything came to its end in time");
        }
    }

    /// Goes on with something after the call that began it was answered. Quitting waits for it.
    fn in_background(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut background = self.background();
        while background.try_join_next().is_some() {}
        background.spawn(task);
    }

    fn background(&self) -> MutexGuard<'_, JoinSet<()>> {
        let background = self.background.lock();
        background.unwrap_or_else(PoisonError::into_inner)
    }

    fn save_and_show(&self) -> Result<ipc::AppSnapshot, ipc::Error> {
        self.save()?;
        Ok(self.snapshot())
    }

    /// Keeps the settings, if they differ from what is kept.
    fn save(&self) -> Result<(), ipc::Error> {
        let mut saved = self.saved.lock().unwrap_or_else(PoisonError::into_inner);
        let to_keep = self.publisher.with(|state| state.to_keep());
        if *saved == to_keep {
            return Ok(());
        }
        self.store.save(&to_keep).map_err(|error| {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "settings were not saved"
            );
            ipc::Error::SettingsNotSaved
        })?;
        *saved = to_keep;
        Ok(())
    }
}

/// Resolves when all of them have ended, however they did.
async fn over(mut tasks: JoinSet<()>) {
    while tasks.join_next().await.is_some() {}
}

fn info() -> ipc::AppInfo {
    ipc::AppInfo {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        os: std::env::consts::OS.to_owned(),
        language: settings::language::of_system(),
        demo: Demo::AVAILABLE,
        known: dialects::known(),
    }
}

#[cfg(test)]
mod tests;
