//! "Remember me on this device", turned off and on.

use demo_server::{Board, Dialect};

use super::kept::{NAME, SEALED, ensure_refreshes_alone};
use crate::window::{
    failure::{Outcome, ensure},
    stage::{
        Stage,
        servers::{USER, board_text, lasting},
    },
};

/// Turned off before signing in: nothing is ever written, and the choice outlives the session.
pub(crate) async fn off(stage: &Stage) -> Outcome {
    let dialect = Dialect::NBody;
    let (address, _) = stage.serve(lasting(dialect)).await?;
    let app = stage.open().await?;
    app.add_server(NAME, &address, dialect).await?;
    app.wait_for_page("signin").await?;
    app.tick("signin-remember", false).await?;
    app.wait_for_text("live-region", "Latchkey won’t remember you")
        .await?;
    app.picture("not-ticked").await?;
    app.sign_in(&USER).await?;
    app.wait_until_in_as(&USER, dialect).await?;
    stage.ensure_nothing_kept()?;
    stage.close().await?;
    stage.ensure_nothing_kept()?;
    let keys = stage.desktop().keychain()?.count()?;
    ensure!(
        keys == 0,
        "{keys} keys were made for sessions that nobody keeps"
    );

    let app = stage.open().await?;
    app.wait_for_page("signin").await?;
    app.wait_for_text("status-pill", "Signed out").await?;
    ensure!(
        !app.is_ticked("signin-remember").await?,
        "the choice was forgotten"
    );
    app.sign_in(&USER).await?;
    app.wait_until_in_as(&USER, dialect).await?;
    stage.ensure_nothing_kept()?;
    app.click("nav-settings").await?;
    app.wait_for_text(
        "settings-remember-meaning",
        "Nothing about your session is saved",
    )
    .await?;
    app.picture("off-in-settings").await?;
    app.ensure_no_logout().await
}

/// Turned off and on while somebody is signed in: what is kept goes and comes at once, and the session goes
/// on.
pub(crate) async fn off_and_on(stage: &Stage) -> Outcome {
    let dialect = Dialect::NBody;
    let (app, server) = stage.sign_in_at_work(lasting(dialect)).await?;
    stage.only_file(SEALED)?;
    server.reset_calls();
    app.click("nav-settings").await?;
    app.tick("settings-remember", false).await?;
    app.wait_for_text("live-region", "the saved session was deleted")
        .await?;
    stage.ensure_nothing_kept()?;
    app.picture("off").await?;
    app.click_page_of(Board::User).await?;
    app.wait_for_board(board_text(dialect, Board::User)).await?;
    app.click("nav-settings").await?;
    app.tick("settings-remember", true).await?;
    app.wait_for_text("live-region", "Latchkey will remember you")
        .await?;
    stage.only_file(SEALED)?;
    app.picture("on").await?;
    stage.kill().await?;
    let app = stage.open().await?;
    app.wait_until_in_as(&USER, dialect).await?;
    app.ensure_no_logout().await?;
    ensure_refreshes_alone(&server, 0)
}
