//! The server goes away: the session is kept, and signing out works all the same.

use demo_server::{Board, Dialect};

use crate::window::{
    failure::{Failure, Outcome},
    stage::{
        Stage,
        servers::{USER, board_text, lasting, short_lived},
    },
    wait::{STEP, until},
};

/// The server goes down while a token expires, and comes back.
pub(crate) async fn outage(stage: &Stage) -> Outcome {
    let dialect = Dialect::NBody;
    let (app, server) = stage.sign_in_at(short_lived(dialect, 3), &USER).await?;
    let text = board_text(dialect, Board::User);
    app.wait_for_board(text).await?;
    app.watch_pages().await?;

    server.go_down().await;
    // As long as the token is good, only the board is out of reach; when it has expired, the session
    // waits for the server as well.
    until("the session waits for its server", 2 * STEP, async || {
        app.click("page-reload").await?;
        app.wait_for_text("page-error", "You stay signed in")
            .await?;
        Ok(app.shows("degraded-banner").await?.then_some(()))
    })
    .await?;
    app.wait_for_text("degraded-banner", "You stay signed in")
        .await?;
    app.wait_for_text("status-pill", "Offline").await?;
    app.picture("kept").await?;
    app.click("page-reload").await?;
    app.wait_for_text("page-error", "You stay signed in")
        .await?;
    app.wait_for_text("page-content", text).await?;
    app.picture("kept-with-error").await?;
    app.ensure_no_logout().await?;

    server.come_back().await?;
    // Nobody presses anything: the next try of the engine's own comes within its back-off.
    until("the session recovers", 2 * STEP, async || {
        let recovered = !app.shows("degraded-banner").await? && !app.shows("page-error").await?;
        let live = app
            .text("status-pill")
            .await?
            .is_some_and(|it| it == "Live");
        Ok((recovered && live).then_some(()))
    })
    .await?;
    app.wait_for_board(text).await?;
    app.picture("recovered").await?;
    app.click("page-reload").await?;
    app.wait_for_board(text).await?;
    app.ensure_only_page("page-1").await?;
    app.ensure_no_logout().await
}

/// Somebody leaves while the server is down.
pub(crate) async fn sign_out_offline(stage: &Stage) -> Outcome {
    let dialect = Dialect::SBody;
    let (app, server) = stage.sign_in_at(lasting(dialect), &USER).await?;
    app.wait_for_board(board_text(dialect, Board::User)).await?;

    server.go_down().await;
    app.sign_out().await?;
    app.wait_for_text("logout-reason", "You are signed out.")
        .await?;
    app.wait_for_text("status-pill", "Signed out").await?;
    app.picture("signed-out").await?;
    app.ensure_one_logout("signed_out_by_user").await?;

    app.sign_in(&USER).await?;
    app.wait_for_text("signin-error", "Latchkey couldn’t reach the server.")
        .await?;
    app.picture("server-down").await?;
    server.come_back().await.map_err(Failure::from)?;
    app.fill("signin-password", USER.password).await?;
    app.click("signin-submit").await?;
    app.wait_for_page_of(Board::User).await?;
    app.wait_for_board(board_text(dialect, Board::User)).await
}
