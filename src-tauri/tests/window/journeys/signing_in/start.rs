//! First starts: from an empty home to a board.

use std::fs;

use demo_server::{Board, Dialect};

use crate::window::{
    app::App,
    failure::{Outcome, ensure},
    stage::{
        Stage,
        servers::{USER, board_text, lasting},
        start::Ended,
    },
    wait::{STEP, until},
};

/// A newcomer without a server tries the one that is built in.
pub(crate) async fn first_start(stage: &Stage) -> Outcome {
    let app = stage.open().await?;
    app.wait_for_page("connect").await?;
    app.wait_for_text("status-pill", "No server").await?;
    app.picture("connect").await?;
    app.click("demo-start").await?;
    app.wait_for_page("signin").await?;
    app.wait_for("demo-account-admin").await?;
    app.click("demo-account-user").await?;
    app.wait_for_value("signin-username", USER.username).await?;
    app.picture("sign-in").await?;
    app.click("signin-submit").await?;
    app.wait_for_page_of(Board::User).await?;
    app.wait_for_board("User Content.").await?;
    app.wait_for_text("status-pill", "Live").await?;
    app.wait_for_text("live-region", "You are signed in as user.")
        .await?;
    app.picture("user-board").await?;
    look_at_profile_and_session(&app).await?;
    app.ensure_no_logout().await
}

/// A newcomer sees at the demo server what Latchkey is for: an access that expires costs nothing, a server that goes away
/// comes back by itself, and a session that is ended is told why.
pub(crate) async fn demo_troubles(stage: &Stage) -> Outcome {
    let app = stage.open().await?;
    app.wait_for_page("connect").await?;
    app.click("demo-start").await?;
    app.wait_for_page("signin").await?;
    app.click("demo-account-user").await?;
    app.click("signin-submit").await?;
    app.wait_for_page_of(Board::User).await?;
    app.click("nav-home").await?;
    app.wait_for_text("home-standing", "Your session is live.")
        .await?;
    app.picture("home").await?;
    app.click("trouble-expire").await?;
    app.wait_for_text("live-region", "nothing was lost").await?;
    app.picture("expired").await?;
    app.click("nav-session").await?;
    app.wait_for_text("session-counts", "1 renewal").await?;
    app.click("nav-home").await?;
    app.click("trouble-away").await?;
    app.wait_for_text("status-pill", "Offline").await?;
    app.picture("away").await?;
    // The next try of the engine's own comes within its back-off, which is half a minute by then.
    until("the session recovers", 2 * STEP, async || {
        let said = app.text("status-pill").await?;
        Ok(said.is_some_and(|it| it.contains("Live")).then_some(()))
    })
    .await?;
    app.ensure_no_logout().await?;
    app.click("trouble-revoke").await?;
    app.wait_for_text("logout-reason", "The server ended your session")
        .await?;
    app.picture("revoked").await
}

/// Someone at work enters the address of their server, which says itself what it is.
pub(crate) async fn connect(stage: &Stage, dialect: Dialect) -> Outcome {
    let (address, server) = stage.serve(lasting(dialect)).await?;
    let app = stage.open().await?;
    app.wait_for_page("connect").await?;
    app.fill("connect-address", &format!("{address}/")).await?;
    app.click("connect-continue").await?;
    app.wait_for_text("connect-recognised", "Looks like")
        .await?;
    app.fill("connect-name", "At work").await?;
    app.picture("recognised").await?;
    let sent_credentials = server.log().iter().any(|call| call.credential);
    ensure!(!sent_credentials, "asking the server sent credentials");
    app.click("connect-save").await?;
    app.wait_for_page("signin").await?;
    app.sign_in(&USER).await?;
    app.wait_for_page_of(Board::User).await?;
    app.wait_for_board(board_text(dialect, Board::User)).await?;
    app.wait_for_text("status-pill", "Live").await?;
    app.wait_for_text("current-server", "At work").await?;
    app.picture("user-board").await?;
    look_at_profile_and_session(&app).await?;
    app.ensure_no_logout().await
}

async fn look_at_profile_and_session(app: &App) -> Outcome {
    app.click("nav-profile").await?;
    app.wait_for_page("profile").await?;
    app.wait_for_text("profile-username", USER.username).await?;
    app.wait_for_text("profile-email", USER.email).await?;
    app.wait_for("profile-roles").await?;
    let fingerprint = app.wait_for_text("profile-fingerprint", "").await?;
    ensure!(
        fingerprint.len() == 8,
        "a fingerprint of {} characters",
        fingerprint.len()
    );
    app.picture("profile").await?;
    app.click("nav-session").await?;
    app.wait_for_page("session").await?;
    app.wait_for_text("status-pill", "Live").await?;
    app.wait_for("session-countdown").await?;
    app.wait_for_text("session-counts", "1 request").await?;
    app.picture("session").await
}

/// A script names the server, and the person has it from then on. A name that cannot be used stops the start, since a
/// script that asked for one server must not end up at another.
pub(crate) async fn from_a_script(stage: &Stage) -> Outcome {
    let dialect = Dialect::SBody;
    let (address, _server) = stage.serve(lasting(dialect)).await?;
    let app = stage.open_at(&address, dialect).await?;
    app.sign_in(&USER).await?;
    app.wait_until_in_as(&USER, dialect).await?;
    app.picture("user-board").await?;
    app.click("nav-settings").await?;
    let id = app.current_server_id().await?;
    let app = stage.open().await?;
    app.wait_until_in_as(&USER, dialect).await?;
    let app = stage.open_at(&address, dialect).await?;
    app.wait_until_in_as(&USER, dialect).await?;
    app.click("nav-settings").await?;
    ensure!(
        app.current_server_id().await? == id,
        "the server that is known already was added once more"
    );
    stage.close().await?;
    let wrong = stage.home().own_file("wrong.json");
    fs::write(&wrong, "{ \"id\": \"harbour\", \"titel\": \"Harbour\" }")?;
    let wrong = wrong.to_string_lossy();
    for (server, kind, complaint) in [
        (&*address, &*wrong, "titel"),
        ("not an address", "", "LATCHKEY_SERVER"),
        (&*address, "x-body", "LATCHKEY_DIALECT"),
    ] {
        let mut start = stage.start::<&str>(&[]);
        start.envs([("LATCHKEY_SERVER", server), ("LATCHKEY_DIALECT", kind)]);
        Ended::of(&mut start).await?.ensure_refused(2, complaint)?;
    }
    Ok(())
}

/// A script names a file that describes the server.
pub(crate) async fn described_by_a_file(stage: &Stage) -> Outcome {
    let (address, _server) = stage.serve(lasting(Dialect::NBody)).await?;
    let app = stage.open().await?;
    app.enter_address(&address).await?;
    let offered = app.offered_description("n-body").await?;
    let file = stage.home().own_file("harbour.json");
    fs::write(&file, offered)?;
    let app = stage.open_as(&address, &file.to_string_lossy()).await?;
    app.sign_in(&USER).await?;
    app.wait_for_page_of(Board::User).await?;
    app.wait_for_board(board_text(Dialect::NBody, Board::User))
        .await?;
    app.click("nav-settings").await?;
    let row = format!("settings-server-{}", app.current_server_id().await?);
    app.wait_for_text(&row, "Custom").await?;
    app.picture("settings").await?;
    app.ensure_no_logout().await
}
