//! What the journeys about kept sessions share: a person who is signed in at a server that is kept, what
//! then lies on the disk, and how they find themselves the next time.

use std::{path::PathBuf, rc::Rc};

use demo_server::{Config, Control, Endpoint};

use crate::window::{
    app::App,
    failure::{Failure, Outcome, ensure},
    stage::{Stage, servers::USER},
    wait::{STEP, until},
};

/// A session, sealed.
pub(super) const SEALED: &str = "session.sealed";
/// The key of one, where somebody chose to do without a keychain.
pub(super) const KEY: &str = "session.key";
/// What the server is called.
pub(super) const NAME: &str = "At work";

impl Stage {
    /// Somebody signs in at a server that they entered themselves, and reads the first board.
    pub(super) async fn sign_in_at_work(&self, config: Config) -> Outcome<(Rc<App>, Control)> {
        let dialect = config.dialect;
        let (address, server) = self.serve(config).await?;
        let app = self.open().await?;
        app.add_server(NAME, &address, dialect).await?;
        app.sign_in(&USER).await?;
        app.wait_until_in_as(&USER, dialect).await?;
        Ok((app, server))
    }

    /// The one file of this name.
    pub(super) fn only_file(&self, name: &str) -> Outcome<PathBuf> {
        let mut files = self.home().files_named(name)?;
        ensure!(files.len() == 1, "{} files are `{name}`", files.len());
        files.pop().ok_or_else(|| Failure::new("no file"))
    }

    /// Makes sure that nothing of a session is on the disk, whatever it is called.
    pub(super) fn ensure_nothing_kept(&self) -> Outcome {
        let files = self.home().files()?;
        let is_of_session = |file: &&PathBuf| {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            [".sealed", ".key", ".new"]
                .iter()
                .any(|end| name.ends_with(end))
        };
        let kept = files.iter().find(is_of_session);
        ensure!(
            kept.is_none(),
            "{} was kept",
            kept.map(|file| file.display().to_string())
                .unwrap_or_default()
        );
        Ok(())
    }

    /// Files that were set aside because they could not be read.
    pub(super) fn set_aside(&self) -> Outcome<Vec<PathBuf>> {
        let mut files = self.home().files()?;
        files.retain(|file| {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("set-aside-")
        });
        Ok(files)
    }
}

impl App {
    /// Ticks or clears a box that says now what it should not.
    pub(super) async fn tick(&self, testid: &str, ticked: bool) -> Outcome {
        self.wait_for(testid).await?;
        ensure!(
            self.is_ticked(testid).await? != ticked,
            "`{testid}` says so already"
        );
        self.click(testid).await?;
        until(&format!("`{testid}` is {ticked}"), STEP, async || {
            Ok((self.is_ticked(testid).await? == ticked).then_some(()))
        })
        .await
    }
}

/// Makes sure how often the server was asked for new credentials since its calls were last reset:
/// with a password never.
pub(super) fn ensure_refreshes_alone(server: &Control, wanted: usize) -> Outcome {
    let (sign_ins, refreshes) = (
        server.calls(Endpoint::SignIn),
        server.calls(Endpoint::Refresh),
    );
    ensure!(
        (sign_ins, refreshes) == (0, wanted),
        "{sign_ins} sign-ins and {refreshes} refreshes arrived at the server, not 0 and {wanted}"
    );
    Ok(())
}
