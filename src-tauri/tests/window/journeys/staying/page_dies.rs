//! The process that draws the page ends by itself: the window comes back, where it was, and no session is lost.

use std::time::Duration;

use demo_server::{Board, Control, Dialect, Endpoint, Fault, Times};
use tokio::time::sleep;

use crate::window::{
    app::display::shows_message_of,
    failure::{Outcome, ensure},
    stage::{
        Stage,
        servers::{USER, board_text, lasting},
    },
    wait::{STEP, until},
};

const DIALECT: Dialect = Dialect::SBody;

/// Once, while somebody reads something; and what happens to the session meanwhile is on the new picture.
pub(crate) async fn once(stage: &Stage) -> Outcome {
    let (app, server) = stage.sign_in_at(lasting(DIALECT), &USER).await?;
    app.wait_for_board(board_text(DIALECT, Board::User)).await?;
    app.click("nav-session").await?;
    app.wait_for_page("session").await?;
    app.kill_page().await?;
    app.wait_for_page("session").await?;
    app.wait_for_text("status-pill", "Live").await?;
    app.picture("back").await?;
    app.click("session-refresh").await?;
    app.wait_for_text("session-log", "Refreshed.").await?;
    app.ensure_no_logout().await?;

    // What ends the session meanwhile is on the new picture.
    server.revoke_refresh();
    app.click("session-refresh").await?;
    app.kill_page().await?;
    app.wait_for_page("signin").await?;
    let log = stage.home().last_words();
    ensure!(
        log.contains("the page's process has ended"),
        "the log says nothing of it: {log}"
    );
    Ok(())
}

/// At each moment of a sign-in. Whoever was signed in by then is; everybody else finds the form.
pub(crate) async fn at_sign_in(stage: &Stage) -> Outcome {
    let (address, server) = stage.serve(lasting(DIALECT)).await?;
    let app = stage.open_at(&address, DIALECT).await?;
    app.wait_for_page("signin").await?;
    app.fill("signin-username", USER.username).await?;
    app.fill("signin-password", USER.password).await?;
    app.kill_page().await?;
    app.wait_for_page("signin").await?;

    let slow = Fault::Delay(Duration::from_secs(1));
    server.fault(Endpoint::SignIn, slow, Times::Next(1));
    app.sign_in(&USER).await?;
    asked(&server, 1).await?;
    app.kill_page().await?;
    app.wait_for_text("nav-profile", USER.username).await?;
    app.sign_out().await?;

    for n in 0..6 {
        app.sign_in(&USER).await?;
        sleep(Duration::from_millis(n * 15)).await;
        app.kill_page().await?;
        if app.page().await? == "signin" && server.calls(Endpoint::SignIn) < 2 + usize::try_from(n)?
        {
            app.sign_in(&USER).await?;
        }
        app.wait_for_text("nav-profile", USER.username).await?;
        app.sign_out().await?;
    }
    Ok(())
}

async fn asked(server: &Control, times: usize) -> Outcome {
    until("the server was asked", STEP, async || {
        Ok((server.calls(Endpoint::SignIn) >= times).then_some(()))
    })
    .await
}

/// Again and again, at any moment. The person is told once, in a window of the system's own.
pub(crate) async fn again_and_again(stage: &Stage) -> Outcome {
    let (app, _) = stage.sign_in_at(lasting(DIALECT), &USER).await?;
    for n in 0..20_u64 {
        sleep(Duration::from_millis(n * 7919 % 400)).await;
        app.kill_page().await?;
    }
    let own = app.own_process()?;
    ensure!(shows_message_of(own)?, "nobody is told");
    app.wait_for_text("status-pill", "Live").await?;
    app.click("nav-profile").await?;
    app.wait_for_page("profile").await?;
    app.click("nav-user").await?;
    app.wait_for_board(board_text(DIALECT, Board::User)).await?;
    app.picture("works").await?;
    app.ensure_no_logout().await
}
