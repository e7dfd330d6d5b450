//! The keyring of one test, and what can happen to one.

use std::env;
use std::fs::DirBuilder;
use std::io::Write as _;
use std::os::unix::fs::DirBuilderExt as _;
use std::process::{Command, Stdio};

use rustix::process::Signal;
use tempfile::TempDir;

use crate::bus::PrivateBus;
use crate::daemon::Daemon;
use crate::rig_error::RigError;
use crate::secrets::Secrets;

const PROGRAM: &str = "gnome-keyring-daemon";
/// It protects nothing but what tests put into a folder that is gone after them.
pub(crate) const PASSWORD: &str = "the keyring's own password";

/// A `gnome-keyring-daemon` that keeps its files in a folder of its own.
#[derive(Debug)]
pub struct Keyring {
    // Dropped before the folder that its files are in.
    daemon: Option<Daemon>,
    folder: TempDir,
    bus_address: String,
}

impl Keyring {
    /// Starts a new and empty keyring, unlocked. It answers on the bus when this returns.
    pub fn start(bus: &PrivateBus) -> Result<Self, RigError> {
        let mut keyring = Self::prepare(bus)?;
        keyring.start_again()?;
        Ok(keyring)
    }

    /// Starts one that has never been unlocked, and so has no collection to keep anything in.
    pub fn start_bare(bus: &PrivateBus) -> Result<Self, RigError> {
        let mut keyring = Self::prepare(bus)?;
        keyring.run(&[], None)?;
        keyring.wait_until("a bare keyring", |secrets| {
            Ok(!secrets.has_default_collection()?)
        })?;
        Ok(keyring)
    }

    /// Starts it over what it kept, unlocked, as at a login with the right password.
    pub fn start_again(&mut self) -> Result<(), RigError> {
        self.run(&["--unlock"], Some(PASSWORD))?;
        self.wait_until("an unlocked keyring", |secrets| {
            Ok(secrets.has_default_collection()? && !secrets.is_locked()?)
        })
    }

    /// Starts it over what it kept, locked, as after a login without a password.
    pub fn start_again_locked(&mut self) -> Result<(), RigError> {
        self.run(&[], None)?;
        self.wait_until("a locked keyring", |secrets| {
            Ok(secrets.has_default_collection()? && secrets.is_locked()?)
        })
    }

    /// Ends it. What it keeps is kept until the value is dropped.
    pub fn stop(&mut self) -> Result<(), RigError> {
        self.daemon.take().ok_or(RigError::NotRunning)?.end()
    }

    /// Kills it, as a crash does, also while it is frozen. What it keeps is kept until the value is
    /// dropped.
    pub fn kill(&mut self) -> Result<(), RigError> {
        // Dropping a daemon kills it and waits for its end.
        self.daemon.take().map(drop).ok_or(RigError::NotRunning)
    }

    /// Locks it, as a person does who goes for lunch.
    pub fn lock(&self) -> Result<(), RigError> {
        self.secrets()?.lock()
    }

    /// Unlocks it, as a person does who types the password.
    pub fn unlock(&self) -> Result<(), RigError> {
        self.secrets()?.unlock(PASSWORD)
    }

    /// Whether it is locked now.
    pub fn is_locked(&self) -> Result<bool, RigError> {
        self.secrets()?.is_locked()
    }

    /// How many secrets it keeps, also while it is locked.
    pub fn count(&self) -> Result<usize, RigError> {
        self.secrets()?.count()
    }

    /// Makes it silent: it keeps its name on the bus and answers nothing until [`Self::thaw`].
    pub fn freeze(&self) -> Result<(), RigError> {
        self.running()?.signal(Signal::STOP)
    }

    /// Lets it go on, and answer what it was asked meanwhile.
    pub fn thaw(&self) -> Result<(), RigError> {
        self.running()?.signal(Signal::CONT)
    }

    fn prepare(bus: &PrivateBus) -> Result<Self, RigError> {
        let folder = TempDir::with_prefix("latchkey-keyring-")?;
        for name in ["home", "data", "run"] {
            DirBuilder::new()
                .mode(0o700)
                .create(folder.path().join(name))?;
        }
        Ok(Self {
            daemon: None,
            folder,
            bus_address: bus.address().to_owned(),
        })
    }

    fn running(&self) -> Result<&Daemon, RigError> {
        self.daemon.as_ref().ok_or(RigError::NotRunning)
    }

    fn secrets(&self) -> Result<Secrets, RigError> {
        self.running()?;
        Secrets::on(&self.bus_address)
    }

    fn run(&mut self, options: &[&str], password: Option<&str>) -> Result<(), RigError> {
        // The one before, if it still runs, must have let go of the name.
        self.daemon = None;
        let folder = |name: &str| self.folder.path().join(name);
        let mut daemon = Daemon::start(
            PROGRAM,
            Command::new(PROGRAM)
                .args(options)
                .args(["--components=secrets", "--foreground"])
                // Without a display of the person's own: a prompt in a test would wait for ever.
                .env_clear()
                .env("PATH", env::var_os("PATH").unwrap_or_default())
                .env("HOME", folder("home"))
                .env("XDG_DATA_HOME", folder("data"))
                .env("XDG_RUNTIME_DIR", folder("run"))
                .env("DBUS_SESSION_BUS_ADDRESS", &self.bus_address)
                .stdin(Stdio::piped())
                .stdout(Stdio::null()),
            self.folder.path(),
        )?;
        if let Some(mut input) = daemon.child().stdin.take() {
            // The whole of its input is the password, without a line's end.
            input.write_all(password.unwrap_or_default().as_bytes())?;
        }
        self.daemon = Some(daemon);
        Ok(())
    }

    fn wait_until(
        &mut self,
        what: &'static str,
        is_so: impl Fn(&Secrets) -> Result<bool, RigError>,
    ) -> Result<(), RigError> {
        let secrets = self.secrets()?;
        let daemon = self.daemon.as_mut().ok_or(RigError::NotRunning)?;
        let id = daemon.id();
        daemon.wait_until(what, || Ok(secrets.are_kept_by(id)? && is_so(&secrets)?))
    }
}
