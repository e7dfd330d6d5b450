//! Keychains that are not there, or are locked.

use std::{fs, os::unix::fs::PermissionsExt, time::Duration};

use demo_server::{Dialect, Endpoint};
use tokio::time::sleep;

use super::kept::{KEY, SEALED, ensure_refreshes_alone};
use crate::window::{
    app::display::question::Answer,
    failure::{Outcome, ensure},
    stage::{
        Stage,
        servers::{MODERATOR, USER, lasting},
    },
};

/// No keychain: the app says how long the session lasts, and keeps it unprotected only for who says so.
pub(crate) async fn absent(stage: &Stage) -> Outcome {
    let dialect = Dialect::NBody;
    let (app, server) = stage.sign_in_at_work(lasting(dialect)).await?;
    let said = app.wait_for_text("store-trouble", "no keychain").await?;
    ensure!(
        said.contains("lasts until you close"),
        "it does not say what follows: \"{said}\""
    );
    stage.ensure_nothing_kept()?;
    app.picture("told").await?;
    app.click("store-keep-without").await?;
    app.answer(Answer::No).await?;
    app.wait_for_text("store-keep-without-error", "Nothing was changed")
        .await?;
    app.picture("declined").await?;
    stage.ensure_nothing_kept()?;
    // The next question is not put at once.
    sleep(Duration::from_secs(3)).await;
    app.click("store-keep-without").await?;
    app.answer(Answer::Yes).await?;
    app.wait_until_gone("store-trouble").await?;
    for name in [SEALED, KEY] {
        let file = stage.only_file(name)?;
        let mode = fs::metadata(&file)?.permissions().mode() & 0o777;
        ensure!(
            mode == 0o600,
            "`{name}` is open to others: its mode is {mode:o}"
        );
    }
    app.click("nav-session").await?;
    app.wait_for_text("session-store", "unprotected").await?;
    app.picture("unprotected").await?;
    app.click("nav-settings").await?;
    app.wait_for_text("settings-unprotected", "unprotected")
        .await?;
    app.click("settings-use-keychain").await?;
    app.wait_for_text("settings-use-keychain-error", "keychain")
        .await?;
    app.picture("no-way-back").await?;

    server.reset_calls();
    stage.kill().await?;
    let app = stage.open().await?;
    app.go("/page/1").await?;
    app.wait_until_in_as(&USER, dialect).await?;
    app.click("nav-session").await?;
    app.wait_for_text("session-store", "unprotected").await?;
    ensure_refreshes_alone(&server, 0)?;
    app.ensure_no_logout().await
}

/// The keychain is locked at the next start: nothing is touched until it is unlocked.
pub(crate) async fn locked(stage: &Stage) -> Outcome {
    let dialect = Dialect::NBody;
    let (_, server) = stage.sign_in_at_work(lasting(dialect)).await?;
    let sealed = stage.only_file(SEALED)?;
    stage.close().await?;
    let kept = fs::read(&sealed)?;
    let keychain = stage.desktop().keychain()?;
    keychain.lock()?;
    server.reset_calls();

    let app = stage.open().await?;
    app.wait_for_text("store-trouble", "the keychain is locked")
        .await?;
    app.wait_for_page("signin").await?;
    app.picture("locked").await?;
    ensure!(fs::read(&sealed)? == kept, "what was kept is not as it was");
    ensure!(stage.set_aside()?.is_empty(), "a sound file was set aside");
    app.click("store-retry").await?;
    app.wait_for_text("live-region", "No change").await?;
    ensure!(fs::read(&sealed)? == kept, "what was kept is not as it was");

    keychain.unlock()?;
    app.click("store-retry").await?;
    app.wait_until_in_as(&USER, dialect).await?;
    app.wait_until_gone("store-trouble").await?;
    app.picture("unlocked").await?;
    ensure!(stage.set_aside()?.is_empty(), "a sound file was set aside");
    ensure_refreshes_alone(&server, 0)?;
    app.ensure_no_logout().await
}

/// Beside another keyring, in another session of the same desktop: what the first one has the key to is left to it,
/// and whoever logs in over it signs nobody out.
pub(crate) async fn another(stage: &Stage) -> Outcome {
    let dialect = Dialect::SBody;
    let (app, server) = stage.sign_in_at_work(lasting(dialect)).await?;
    let sealed = stage.only_file(SEALED)?;
    let kept = fs::read(&sealed)?;
    let elsewhere = stage.on_another_desktop()?;
    for is_running in [true, false] {
        if !is_running {
            stage.close().await?;
        }
        let other = elsewhere.open().await?;
        let said = other
            .wait_for_text("store-trouble", "doesn’t have its key")
            .await?;
        ensure!(
            said.contains("Login") && said.contains("desktop"),
            "it does not say which keyring, or what helps: \"{said}\""
        );
        other.wait_for_page("signin").await?;
        other.picture("told").await?;
        ensure!(fs::read(&sealed)? == kept, "what was kept is not as it was");
        ensure!(stage.set_aside()?.is_empty(), "a sound file was set aside");
        elsewhere.close().await?;
    }
    drop(app);

    let app = stage.open().await?;
    app.wait_until_in_as(&USER, dialect).await?;
    let other = elsewhere.open().await?;
    other
        .wait_for_text("store-trouble", "doesn’t have its key")
        .await?;
    other.sign_in(&MODERATOR).await?;
    other.wait_until_in_as(&MODERATOR, dialect).await?;
    other.wait_until_gone("store-trouble").await?;
    ensure!(
        !other.shows("session-set-aside").await?,
        "who has logged in over it is told to log in"
    );
    other.picture("logged-in-over-it").await?;
    app.wait_for_text("store-trouble", "lasts until you close")
        .await?;
    app.wait_until_in_as(&USER, dialect).await?;
    app.picture("goes-on").await?;
    other.ensure_no_logout().await?;
    app.ensure_no_logout().await?;
    elsewhere.close().await?;
    let other = elsewhere.open().await?;
    other.wait_until_in_as(&MODERATOR, dialect).await?;
    elsewhere.close().await?;

    stage.close().await?;
    let app = stage.open().await?;
    app.wait_for_text("store-trouble", "doesn’t have its key")
        .await?;
    app.sign_in(&USER).await?;
    app.wait_until_in_as(&USER, dialect).await?;
    app.wait_until_gone("store-trouble").await?;
    stage.close().await?;
    let app = stage.open().await?;
    app.wait_until_in_as(&USER, dialect).await?;
    app.ensure_no_logout().await?;
    let sign_outs = server.calls(Endpoint::SignOut);
    ensure!(sign_outs == 0, "{sign_outs} sessions were signed out");
    Ok(())
}
