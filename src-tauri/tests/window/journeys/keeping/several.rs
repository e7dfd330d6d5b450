//! Several servers, and somebody signed in at each.

use demo_server::Dialect;

use super::kept::{SEALED, ensure_refreshes_alone};
use crate::window::{
    app::App,
    failure::{Outcome, ensure},
    stage::{
        Stage,
        servers::{MODERATOR, USER, lasting},
    },
    wait::{STEP, until},
};

/// The switcher says who is signed in where and leads there; what is done at one server leaves the
/// other alone.
pub(crate) async fn servers(stage: &Stage) -> Outcome {
    let (alpha_address, _) = stage.serve(lasting(Dialect::NBody)).await?;
    let (beta_address, beta_server) = stage.serve(lasting(Dialect::SBody)).await?;
    let app = stage.open().await?;
    sign_in_at_both(&app, &alpha_address, &beta_address).await?;
    app.click("nav-settings").await?;
    let (alpha, beta) = (app.server_id("Alpha").await?, app.server_id("Beta").await?);
    for (server, who) in [(&alpha, USER.username), (&beta, MODERATOR.username)] {
        app.wait_for_text(&format!("settings-who-{server}"), who)
            .await?;
    }
    ensure_kept(stage, 2, 2).await?;

    app.click("server-switcher").await?;
    app.wait_for_text(&format!("server-menu-{alpha}"), USER.username)
        .await?;
    app.wait_for_text(&format!("server-menu-{beta}"), MODERATOR.username)
        .await?;
    app.picture("menu").await?;
    app.click(&format!("server-menu-{alpha}")).await?;
    app.wait_for_text("current-server", "Alpha").await?;
    app.wait_for_text("nav-profile", USER.username).await?;
    app.sign_out().await?;
    app.click("server-switcher").await?;
    app.wait_for_text(&format!("server-menu-{alpha}"), "signed out")
        .await?;
    app.wait_for_text(&format!("server-menu-{beta}"), MODERATOR.username)
        .await?;
    app.picture("out-of-one").await?;
    ensure_kept(stage, 1, 2).await?;
    go_on_before_the_answer(&app, &beta).await?;
    app.wait_for_text("nav-profile", MODERATOR.username).await?;
    app.wait_for_text("toast", "Switched to Beta").await?;
    app.wait_for_page("settings").await?;

    remove(&app, &alpha).await?;
    ensure_kept(stage, 1, 1).await?;
    ensure_nothing_left_of(stage, &alpha)?;

    beta_server.reset_calls();
    stage.kill().await?;
    let app = stage.open().await?;
    app.wait_for_text("current-server", "Beta").await?;
    app.wait_until_in_as(&MODERATOR, Dialect::SBody).await?;
    app.picture("restarted").await?;
    ensure_refreshes_alone(&beta_server, 0)
}

async fn sign_in_at_both(app: &App, alpha: &str, beta: &str) -> Outcome {
    app.add_server("Alpha", alpha, Dialect::NBody).await?;
    app.sign_in(&USER).await?;
    app.wait_until_in_as(&USER, Dialect::NBody).await?;
    app.click("server-switcher").await?;
    app.click("server-menu-add").await?;
    app.add_server("Beta", beta, Dialect::SBody).await?;
    app.sign_in(&MODERATOR).await?;
    app.wait_until_in_as(&MODERATOR, Dialect::SBody).await
}

/// Chooses a server, and goes to Settings before the core can have answered.
async fn go_on_before_the_answer(app: &App, server: &str) -> Outcome {
    let script =
        "for (const it of arguments) document.querySelector(`[data-testid=${it}]`).click()";
    let clicked = [format!("server-menu-{server}"), "nav-settings".into()];
    app.run_with(script, clicked.map(Into::into).into()).await?;
    Ok(())
}

/// Of a removed server only the locks are left, in which nothing is written: another process may be waiting
/// for one. And the word that tells it why its session is gone.
fn ensure_nothing_left_of(stage: &Stage, server: &str) -> Outcome {
    for file in stage.home().files()? {
        let is_for_others = file
            .extension()
            .is_some_and(|it| it == "lock" || it == "erased");
        ensure!(
            is_for_others || !file.to_string_lossy().contains(server),
            "{} is left of a server that is removed",
            file.display()
        );
    }
    Ok(())
}

async fn remove(app: &App, server: &str) -> Outcome {
    app.click("nav-settings").await?;
    app.choose_of_server(server, "remove").await?;
    app.click(&format!("settings-remove-confirm-{server}"))
        .await?;
    app.wait_until_gone(&format!("settings-server-{server}"))
        .await
}

/// Waits until so many sessions are on the disk, and so many keys in the keychain.
async fn ensure_kept(stage: &Stage, sessions: usize, keys: usize) -> Outcome {
    let what = format!("{sessions} sessions and {keys} keys are kept");
    until(&what, STEP, async || {
        let kept = stage.home().files_named(SEALED)?.len();
        let held = stage.desktop().keychain()?.count()?;
        Ok(((kept, held) == (sessions, keys)).then_some(()))
    })
    .await
}
