//! The server ends a session: the person is told why, and comes back to the same place.

use demo_server::{Board, Dialect, Endpoint};

use super::watching::show;
use crate::window::{
    failure::{Outcome, ensure},
    stage::{
        Stage,
        notices::Notices,
        servers::{MODERATOR, USER, board_text, lasting, short_lived},
    },
    wait::{STEP, until},
};

/// When an access ends that nothing refreshes, in seconds. Until then a slow machine must have shown a board.
const SOON: u64 = 12;

/// The refresh token is revoked and the access token expires.
pub(crate) async fn revoked(stage: &Stage, dialect: Dialect) -> Outcome {
    let (app, server) = stage.sign_in_at(lasting(dialect), &MODERATOR).await?;
    app.click_page_of(Board::Moderator).await?;
    let text = board_text(dialect, Board::Moderator);
    app.wait_for_board(text).await?;

    server.revoke_refresh();
    server.expire_access();
    app.click("page-reload").await?;
    app.wait_for_page("signin").await?;
    app.wait_for_text("logout-reason", "The server ended your session")
        .await?;
    app.wait_for_text("status-pill", "Signed out").await?;
    app.wait_for_text("live-region", "The server ended your session")
        .await?;
    app.picture("told-why").await?;
    app.ensure_one_logout("refresh_rejected").await?;

    app.sign_in(&MODERATOR).await?;
    app.wait_for_page_of(Board::Moderator).await?;
    app.wait_for_board(text).await?;
    app.picture("back-again").await?;
    app.ensure_one_logout("refresh_rejected").await
}

/// The server ends a session while nobody looks: the system says so, and not who was signed in.
pub(crate) async fn while_hidden(stage: &Stage) -> Outcome {
    let desktop = Notices::on(stage.desktop().bus())?;
    let (app, server) = stage
        .sign_in_at(lasting(Dialect::NBody), &MODERATOR)
        .await?;
    app.wait_for_board(board_text(Dialect::NBody, Board::User))
        .await?;
    show(&app, false).await?;
    server.revoke_refresh();
    server.expire_access();
    app.click("page-reload").await?;
    app.wait_for_page("signin").await?;
    let told = until("the desktop is told", STEP, async || {
        Ok(desktop.told().pop())
    })
    .await?;
    let (summary, body) = &told;
    ensure!(
        summary.starts_with("Signed out of ") && body.contains("Log in"),
        "the desktop was told {told:?}"
    );
    ensure!(
        !format!("{told:?}").contains(MODERATOR.username),
        "the desktop was told who was signed in: {told:?}"
    );

    show(&app, true).await?;
    app.sign_in(&MODERATOR).await?;
    app.wait_for_page_of(Board::User).await?;
    app.wait_for_board(board_text(Dialect::NBody, Board::User))
        .await?;
    server.revoke_refresh();
    server.expire_access();
    app.click("page-reload").await?;
    app.wait_for_page("signin").await?;
    ensure!(desktop.told().len() == 1, "who looks was told as well");
    Ok(())
}

/// A server that cannot refresh sessions, and the access runs out before anybody asks for anything.
pub(crate) async fn expired(stage: &Stage) -> Outcome {
    let dialect = Dialect::NCookie;
    let (app, server) = stage
        .sign_in_at(short_lived(dialect, SOON), &MODERATOR)
        .await?;
    app.wait_for_board(board_text(dialect, Board::User)).await?;
    app.click("nav-session").await?;
    app.wait_for_text("status-pill", "Session expired").await?;
    app.wait_for_text("session-state", "expired").await?;
    app.picture("expired").await?;
    app.ensure_no_logout().await?;
    ensure!(
        server.calls(Endpoint::Refresh) == 0,
        "a refresh was asked for that cannot work"
    );
    app.click("session-again").await?;
    app.wait_for_page("signin").await?;
    app.sign_in(&MODERATOR).await?;
    app.wait_for_page_of(Board::User).await?;
    app.wait_for_text("status-pill", "Live").await.map(drop)
}

/// A server that cannot refresh sessions, and the session runs out.
pub(crate) async fn not_refreshable(stage: &Stage) -> Outcome {
    let dialect = Dialect::NCookie;
    let (app, server) = stage.sign_in_at(lasting(dialect), &MODERATOR).await?;
    app.click("nav-session").await?;
    app.wait_for_text("status-pill", "Live").await?;
    ensure!(
        !app.shows("session-refresh").await?,
        "a refresh is offered that cannot work"
    );
    app.picture("session").await?;
    app.click_page_of(Board::Moderator).await?;
    app.wait_for_board(board_text(dialect, Board::Moderator))
        .await?;

    server.expire_access();
    app.click("page-reload").await?;
    app.wait_for_page("signin").await?;
    app.wait_for_text("logout-reason", "Your session has expired.")
        .await?;
    app.picture("told-why").await?;
    let ends = app.events("logout").await?;
    ensure!(
        ends.len() == 1,
        "{} `logout` events for one end",
        ends.len()
    );

    app.sign_in(&MODERATOR).await?;
    app.wait_for_page_of(Board::Moderator).await?;
    app.wait_for_board(board_text(dialect, Board::Moderator))
        .await
}

/// A server that grants a session and refuses it at once: it does not end, and the person is told what to do.
pub(crate) async fn not_taken(stage: &Stage) -> Outcome {
    let app = stage.sign_in_without_effect(&USER).await?;
    app.wait_for_text("not-taken", "of another type").await?;
    app.wait_for_text("status-pill", "Not accepted").await?;
    app.picture("told").await?;
    app.click("nav-session").await?;
    app.wait_for_text("session-state", "refuses your requests")
        .await?;
    app.wait_for_text("session-log", "refuses what it has just granted")
        .await?;
    app.picture("session").await?;
    app.click("not-taken-settings").await?;
    app.wait_for_page("settings").await?;
    app.wait_until_gone("not-taken-settings").await?;
    app.wait_for("not-taken").await?;
    app.ensure_no_logout().await
}
