//! Where one journey takes place: its home, its servers, the app that runs now, and what to do when it
//! is over.
//!
//! What a person's computer has beside the app is set up here, for one journey and gone after it. May use the
//! rooms from `app` down.

pub(crate) mod authority;
pub(crate) mod browser;
pub(crate) mod desktop;
pub(crate) mod harbour;
pub(crate) mod home;
pub(crate) mod notices;
pub(crate) mod real_servers;
pub(crate) mod servers;
pub(crate) mod start;

use std::{
    cell::{Cell, RefCell},
    fs,
    path::{Path, PathBuf},
    rc::Rc,
    sync::PoisonError,
};

use demo_server::{Config, Control, DemoServer, Dialect, SEEDED_ACCOUNTS};
use rustix::process::geteuid;

use self::{
    desktop::{Desktop, Keychain},
    home::Home,
};
use super::{
    app::App,
    failure::{Failure, Outcome, ensure},
    secrets::record::{Ledger, Record, Secrets},
};

/// A journey's stage. Everything that was started on it ends when it is dropped.
#[derive(Debug)]
pub(crate) struct Stage {
    /// The journey's name.
    name: &'static str,
    /// What the names of its pictures start with.
    number: usize,
    binary: PathBuf,
    screens: PathBuf,
    home: Home,
    desktop: Desktop,
    record: Rc<RefCell<Record>>,
    passwords: RefCell<Vec<String>>,
    servers: RefCell<Vec<DemoServer>>,
    ledgers: RefCell<Vec<Ledger>>,
    is_memory_searched: Cell<bool>,
    /// The app is the one that is shipped, and tells nothing of what crosses.
    is_without_record: Cell<bool>,
    /// Kept here as well, so that a journey that fails leaves a window to look at.
    app: RefCell<Option<Rc<App>>>,
}

impl Stage {
    pub(crate) fn new(
        name: &'static str,
        number: usize,
        binary: &Path,
        screens: &Path,
        keychain: Keychain,
    ) -> Outcome<Self> {
        let desktop = Desktop::start(keychain)?;
        let published = SEEDED_ACCOUNTS.map(|account| account.password.to_owned());
        Ok(Self {
            name,
            number,
            binary: binary.to_owned(),
            screens: screens.to_owned(),
            home: Home::new(desktop.bus())?,
            desktop,
            record: Rc::default(),
            passwords: RefCell::new(published.into()),
            servers: RefCell::default(),
            ledgers: RefCell::default(),
            is_memory_searched: Cell::default(),
            is_without_record: Cell::default(),
            app: RefCell::default(),
        })
    }

    /// Another desktop session of the same person: what the app keeps on the disk is the same there, and the bus and
    /// the keyring are its own. What happens there belongs to this stage's record.
    pub(crate) fn on_another_desktop(&self) -> Outcome<Self> {
        let desktop = Desktop::start(Keychain::Unlocked)?;
        Ok(Self {
            name: self.name,
            number: self.number,
            binary: self.binary.clone(),
            screens: self.screens.clone(),
            home: self.home.on(desktop.bus())?,
            desktop,
            record: Rc::clone(&self.record),
            passwords: self.passwords.clone(),
            servers: RefCell::default(),
            ledgers: RefCell::default(),
            is_memory_searched: Cell::default(),
            is_without_record: Cell::default(),
            app: RefCell::default(),
        })
    }

    /// Another person's computer, on which nothing has happened yet. What happens there belongs to this stage's record.
    pub(crate) fn anew(&self) -> Outcome<Self> {
        let keychain = Keychain::Unlocked;
        let (binary, screens) = (&self.binary, &self.screens);
        Ok(Self {
            record: Rc::clone(&self.record),
            ..Self::new(self.name, self.number, binary, screens, keychain)?
        })
    }

    pub(crate) fn home(&self) -> &Home {
        &self.home
    }

    pub(crate) fn desktop(&self) -> &Desktop {
        &self.desktop
    }

    pub(crate) fn binary(&self) -> &Path {
        &self.binary
    }

    /// Where all pictures of all journeys are.
    pub(crate) fn screens(&self) -> &Path {
        &self.screens
    }

    /// Looks for this password as well when the journey is over.
    pub(crate) fn keep_secret(&self, password: &str) {
        self.passwords.borrow_mut().push(password.to_owned());
    }

    /// Looks for all that comes to stand there as well when the journey is over.
    fn search_for(&self, ledger: Ledger) {
        self.ledgers.borrow_mut().push(ledger);
    }

    /// Starts a server that lasts as long as the journey, and answers its address and its handle.
    pub(crate) async fn serve(&self, config: Config) -> Outcome<(String, Control)> {
        let server = DemoServer::start(config).await?;
        let found = (server.base_url(), server.control());
        self.servers.borrow_mut().push(server);
        Ok(found)
    }

    /// From here on the memory of the app is to be searched, which it lets an administrator do alone. Others ask it not
    /// to close itself.
    pub(crate) fn search_memory(&self) {
        self.is_memory_searched.set(!geteuid().is_root());
    }

    /// The app is the one that is shipped: there is no record to search.
    pub(crate) fn go_without_record(&self) {
        self.is_without_record.set(true);
    }

    /// Starts the app as a newcomer does. One that ran before on this stage is closed.
    pub(crate) async fn open(&self) -> Outcome<Rc<App>> {
        self.open_with(&[]).await
    }

    /// Starts the app with a server set from outside, which saves the way through Connect.
    pub(crate) async fn open_at(&self, address: &str, dialect: Dialect) -> Outcome<Rc<App>> {
        self.open_as(address, &dialect.to_string()).await
    }

    /// The same with a kind that need not be a preset.
    pub(crate) async fn open_as(&self, address: &str, kind: &str) -> Outcome<Rc<App>> {
        self.open_with(&[("LATCHKEY_SERVER", address), ("LATCHKEY_DIALECT", kind)])
            .await
    }

    /// Starts the app with variables of its own, which go before those of its home.
    pub(crate) async fn open_with(&self, variables: &[(&'static str, &str)]) -> Outcome<Rc<App>> {
        self.close().await?;
        let pictures = (self.screens.clone(), format!("{:02}", self.number));
        let record = Rc::clone(&self.record);
        let mut environment = self.home.environment();
        environment.extend(variables.iter().map(|&(name, value)| (name, value.into())));
        if self.is_memory_searched.get() {
            environment.push(("LATCHKEY_OPEN_MEMORY", "1".into()));
        }
        let output = self.home.output();
        let app = App::start(&self.binary, environment, &output, record, pictures).await?;
        let app = Rc::new(app);
        *self.app.borrow_mut() = Some(Rc::clone(&app));
        Ok(app)
    }

    /// Closes the app that runs, as a person does.
    pub(crate) async fn close(&self) -> Outcome {
        let running = self.app.borrow_mut().take();
        match running {
            Some(app) => app.close().await,
            None => Ok(()),
        }
    }

    /// Ends the app that runs as a logout of the desktop does.
    pub(crate) async fn end_by(&self, signal: &str) -> Outcome {
        let running = self.app.borrow().clone();
        if let Some(app) = running {
            app.signal(signal).await?;
        }
        self.wait_for_end().await
    }

    /// Waits until the app that was told to go has ended.
    pub(crate) async fn wait_for_end(&self) -> Outcome {
        let running = self.app.borrow_mut().take();
        match running {
            Some(app) => app.wait_for_end().await,
            None => Ok(()),
        }
    }

    /// Ends the app that runs as a power cut does.
    pub(crate) async fn kill(&self) -> Outcome {
        let running = self.app.borrow_mut().take();
        match running {
            Some(app) => app.kill().await,
            None => Ok(()),
        }
    }

    /// Ends the journey: searches what it left behind, or keeps what shows why it failed.
    pub(crate) async fn finish(&self, outcome: Outcome) -> Outcome {
        let outcome = match outcome {
            Ok(()) => self.search().await,
            failed => failed,
        };
        if outcome.as_ref().is_err_and(|failure| !failure.is_skip()) {
            self.keep_remains().await;
        }
        outcome
    }

    async fn search(&self) -> Outcome {
        let running = self.app.borrow().clone();
        if let Some(app) = running {
            app.keep_page("the end").await?;
        }
        self.close().await?;
        if self.is_without_record.get() {
            return Ok(());
        }
        let mut record = self.record.borrow().clone();
        record.files = self.home.files()?;
        let secrets = self.secrets();
        record.prove_completeness()?;
        record.prove_search(&secrets)?;
        let leaks = record.leaks(&secrets);
        ensure!(leaks.is_empty(), "{}", leaks.join("; "));
        Ok(())
    }

    /// What must never be found anywhere: what the servers of this journey have issued by now, and what
    /// was typed.
    pub(crate) fn secrets(&self) -> Secrets {
        let servers = self.servers.borrow();
        let issued = servers.iter().flat_map(|server| server.control().issued());
        let ledgers = self.ledgers.borrow();
        let noted = ledgers.iter().flat_map(|ledger| {
            let ledger = ledger.lock().unwrap_or_else(PoisonError::into_inner);
            ledger.clone()
        });
        Secrets {
            issued: issued.chain(noted).collect(),
            passwords: self.passwords.borrow().clone(),
        }
    }

    /// Saves the window as it stands, and answers nothing: the failure itself matters more.
    async fn keep_remains(&self) {
        let running = self.app.borrow().clone();
        let Some(app) = running else { return };
        let file = |ending: &str| self.screens.join(format!("failed-{}.{ending}", self.name));
        drop(app.picture_at(&file("png")).await);
        if let Ok(html) = app.html().await {
            drop(fs::write(file("html"), html));
        }
    }
}

impl Stage {
    /// What the log and the output of the app say last.
    pub(crate) fn last_words(&self) -> String {
        self.home.last_words()
    }
}

/// What is missing for a journey to be possible at all.
pub(crate) fn missing(what: &str) -> Failure {
    Failure::new(format!(
        "{what}: run `cargo xtask e2e`, which builds the app and brings a display and a driver"
    ))
}
