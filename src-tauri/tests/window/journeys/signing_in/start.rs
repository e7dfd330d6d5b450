//! First starts: from an empty home to a board.

use std::{
    fs,
    process::{Command, Stdio},
    time::Duration,
};

use demo_server::{Board, Dialect};

use crate::window::{
    app::App,
    failure::{Failure, Outcome, ensure},
    process::Leashed,
    stage::{
        Stage,
        servers::{USER, board_text, lasting},
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
    app.wait_for_page("user").await?;
    app.wait_for_board("User Content.").await?;
    app.wait_for_text("status-pill", "Live").await?;
    app.wait_for_text("live-region", "You are signed in as user.")
        .await?;
    app.picture("user-board").await?;
    look_at_profile_and_session(&app).await?;
    app.ensure_no_logout().await
}

/// Someone at work enters the address of their server.
pub(crate) async fn connect(stage: &Stage, dialect: Dialect) -> Outcome {
    let (address, server) = stage.serve(lasting(dialect)).await?;
    let app = stage.open().await?;
    app.wait_for_page("connect").await?;
    app.fill("connect-address", &format!("{address}/")).await?;
    app.choose("connect-kind", &dialect.to_string()).await?;
    app.fill("connect-name", "At work").await?;
    app.click("connect-test").await?;
    app.wait_for_text("connect-verdict", "Connected.").await?;
    app.picture("connected").await?;
    let sent_credentials = server.log().iter().any(|call| call.credential);
    ensure!(!sent_credentials, "testing the connection sent credentials");
    app.click("connect-save").await?;
    app.wait_for_page("signin").await?;
    app.sign_in(&USER).await?;
    app.wait_for_page("user").await?;
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
    app.wait_for_text("session-state", "Live").await?;
    app.wait_for("session-countdown").await?;
    app.wait_for_text("session-refreshed", "0").await?;
    app.wait_for_text("session-served", "1").await?;
    app.picture("session").await
}

/// A script names the server. It holds for that run and is not kept; a name that cannot be used
/// stops the start, since a script that asked for one server must not end up at another.
pub(crate) async fn from_a_script(stage: &Stage) -> Outcome {
    let (address, _server) = stage.serve(lasting(Dialect::SBody)).await?;
    let app = stage.open_at(&address, Dialect::SBody).await?;
    app.sign_in(&USER).await?;
    app.wait_for_page("user").await?;
    app.wait_for_board(board_text(Dialect::SBody, Board::User))
        .await?;
    app.picture("user-board").await?;
    let app = stage.open().await?;
    app.wait_for_page("connect").await?;
    stage.close().await?;
    let wrong = stage.home().own_file("wrong.json");
    fs::write(&wrong, "{ \"id\": \"harbour\", \"titel\": \"Harbour\" }")?;
    let wrong = wrong.to_string_lossy();
    for (variables, complaint) in [
        (
            [
                ("LATCHKEY_SERVER", &*address),
                ("LATCHKEY_DIALECT", &*wrong),
            ],
            "titel",
        ),
        (
            [
                ("LATCHKEY_SERVER", "not an address"),
                ("LATCHKEY_DIALECT", ""),
            ],
            "LATCHKEY_SERVER",
        ),
        (
            [
                ("LATCHKEY_SERVER", &*address),
                ("LATCHKEY_DIALECT", "x-body"),
            ],
            "LATCHKEY_DIALECT",
        ),
    ] {
        refuse_to_start(stage, variables, complaint).await?;
    }
    Ok(())
}

/// A script names a file that describes the server.
pub(crate) async fn described_by_a_file(stage: &Stage) -> Outcome {
    let (address, _server) = stage.serve(lasting(Dialect::NBody)).await?;
    let app = stage.open().await?;
    app.wait_for_page("connect").await?;
    app.choose("connect-kind", "custom").await?;
    let offered = app.value("connect-dialect").await?;
    let file = stage.home().own_file("harbour.json");
    fs::write(&file, offered)?;
    let app = stage.open_as(&address, &file.to_string_lossy()).await?;
    app.sign_in(&USER).await?;
    app.wait_for_page("user").await?;
    app.wait_for_board(board_text(Dialect::NBody, Board::User))
        .await?;
    app.click("nav-settings").await?;
    let row = format!("settings-server-{}", app.current_server_id().await?);
    app.wait_for_text(&row, "Custom").await?;
    app.picture("settings").await?;
    app.ensure_no_logout().await
}

async fn refuse_to_start(stage: &Stage, variables: [(&str, &str); 2], complaint: &str) -> Outcome {
    let mut process = Leashed(
        Command::new(stage.binary())
            .envs(stage.home().environment())
            .envs(variables)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?,
    );
    let limit = STEP + Duration::from_secs(5);
    let status = until("a start with rubbish ends", limit, async || {
        Ok(process.0.try_wait()?)
    })
    .await?;
    ensure!(
        status.code() == Some(2),
        "a start with rubbish ended with {status}"
    );
    let output = process.0.stderr.take().map(std::io::read_to_string);
    let said = output.ok_or_else(|| Failure::new("no standard error"))??;
    ensure!(
        said.contains(complaint),
        "a start with rubbish said \"{said}\""
    );
    Ok(())
}
