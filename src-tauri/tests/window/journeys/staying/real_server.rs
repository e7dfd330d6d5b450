//! At servers of other makes, as they are: connected to, logged in at, read from, and left when they say so.

use crate::window::{
    failure::{Outcome, ensure},
    stage::Stage,
    wait::{STEP, until},
};

/// What all of them have on their first page.
const SHOWN: &str = "first item";

/// One that is known by this name, and refreshes what it has granted.
pub(crate) async fn at(stage: &Stage, name: &str) -> Outcome {
    let server = stage.open_real(name).await?;
    let folder = stage.screens().join("real-servers");
    let app = stage.open().await?;
    app.enter_address(&server.url()).await?;
    app.choose_kind(name).await?;
    app.click("connect-save").await?;
    app.wait_for_page("signin").await?;

    let (username, password) = server.person();
    app.fill("signin-username", username).await?;
    app.fill("signin-password", password).await?;
    app.click("signin-submit").await?;
    app.wait_for_text("status-pill", "Live").await?;
    app.click("nav-page-0").await?;
    app.wait_for_board(SHOWN).await?;
    app.shoot(&folder, &format!("{name}-page")).await?;

    // Read again and again, beyond the life of two access credentials.
    until("the server has refreshed twice", 2 * STEP, async || {
        app.click("page-reload").await?;
        app.wait_for_board(SHOWN).await?;
        let refreshes = server.refreshes().await?;
        Ok((refreshes >= Some(2)).then_some(()))
    })
    .await?;
    app.ensure_no_logout().await?;

    server.end().await?;
    app.click("page-reload").await?;
    app.wait_for_text("logout-reason", "The server ended your session")
        .await?;
    app.click("nav-session").await?;
    app.wait_for("session-log").await?;
    app.shoot(&folder, &format!("{name}-ended")).await?;
    let ends = app.events("logout").await?.len();
    ensure!(ends == 1, "{ends} ends of one session");
    Ok(())
}
