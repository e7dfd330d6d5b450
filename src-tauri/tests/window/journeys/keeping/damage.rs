//! Files that were damaged between two runs.

use std::fs;

use demo_server::Dialect;

use super::kept::{NAME, SEALED};
use crate::window::{
    failure::{Failure, Outcome, ensure},
    stage::{
        Stage,
        servers::{USER, lasting},
    },
};

/// One bit of a kept session is another: the app says so, and keeps the file for whoever can read it.
pub(crate) async fn session(stage: &Stage) -> Outcome {
    let dialect = Dialect::SBody;
    stage.sign_in_at_work(lasting(dialect)).await?;
    stage.close().await?;
    let file = stage.only_file(SEALED)?;
    let mut damaged = fs::read(&file)?;
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    fs::write(&file, &damaged)?;

    let app = stage.open().await?;
    app.wait_for_page("signin").await?;
    let said = app
        .wait_for_text("session-set-aside", "couldn’t be read")
        .await?;
    app.wait_for_text("status-pill", "Signed out").await?;
    app.picture("told").await?;
    let aside = stage
        .set_aside()?
        .pop()
        .ok_or_else(|| Failure::new("no file was set aside"))?;
    let name = aside.file_name().unwrap_or_default().to_string_lossy();
    ensure!(said.contains(&*name), "it is kept as {name}, and not told");
    ensure!(fs::read(&aside)? == damaged, "the damaged file was changed");

    app.sign_in(&USER).await?;
    app.wait_until_in_as(&USER, dialect).await?;
    stage.close().await?;
    let app = stage.open().await?;
    app.wait_until_in_as(&USER, dialect).await?;
    ensure!(
        !app.shows("session-set-aside").await?,
        "it is told again in the next run"
    );
    ensure!(fs::read(&aside)? == damaged, "the damaged file was changed");
    Ok(())
}

/// Half of the settings are there: the last good copy takes their place, and whoever was signed in at a
/// server still is.
pub(crate) async fn settings(stage: &Stage) -> Outcome {
    let dialect = Dialect::NBody;
    let (app, _) = stage.sign_in_at_work(lasting(dialect)).await?;
    app.click("nav-settings").await?;
    app.click("settings-appearance-dark").await?;
    stage.close().await?;
    let file = stage.home().settings_file();
    let whole = fs::read(&file)?;
    fs::write(&file, &whole[..whole.len() / 2])?;

    let app = stage.open().await?;
    let said = app
        .wait_for_text("settings-set-aside", "last good copy")
        .await?;
    ensure!(
        said.contains("settings.damaged-"),
        "it does not say where the damaged file is: \"{said}\""
    );
    app.wait_for_text("current-server", NAME).await?;
    app.wait_until_in_as(&USER, dialect).await?;
    app.picture("recovered").await?;
    ensure!(
        fs::read(&file)? == whole,
        "the settings are not as they were"
    );
    stage.close().await?;
    let app = stage.open().await?;
    app.wait_until_in_as(&USER, dialect).await?;
    ensure!(
        !app.shows("settings-set-aside").await?,
        "it is told again in the next run"
    );
    Ok(())
}
