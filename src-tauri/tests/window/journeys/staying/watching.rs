//! What the person need not ask for: refreshes ahead of time while they look, and a log of what happened.

use std::{rc::Rc, time::Duration};

use demo_server::{Board, Control, Dialect, Endpoint};
use tokio::time::sleep;

use crate::window::{
    app::App,
    failure::{Outcome, ensure},
    stage::{
        Stage,
        servers::{USER, board_text, short_lived},
    },
    wait::{STEP, until},
};

/// How long a token lives in these journeys, in seconds: about the shortest that the engine refreshes ahead of
/// time.
const LIFETIME: u64 = 6;

/// Somebody is signed in, and looks at what the app says of their session.
async fn at_session(stage: &Stage) -> Outcome<(Rc<App>, Control)> {
    let config = short_lived(Dialect::NBody, LIFETIME);
    let (app, server) = stage.sign_in_at(config, &USER).await?;
    app.wait_for_board(board_text(Dialect::NBody, Board::User))
        .await?;
    app.click("nav-session").await?;
    Ok((app, server))
}

/// Somebody looks at the window and touches nothing: the session does not run out under their eyes. They
/// look away, and the server is left in peace.
pub(crate) async fn ahead_of_time(stage: &Stage) -> Outcome {
    let (app, server) = at_session(stage).await?;
    app.wait_for_text("session-next-refresh", "in ").await?;
    app.picture("next-refresh").await?;
    let requests = app.calls("read_page").await?;
    until(
        "two refreshes that nobody asked for",
        2 * STEP,
        async || Ok((server.calls(Endpoint::Refresh) >= 2).then_some(())),
    )
    .await?;
    ensure!(
        app.calls("read_page").await? == requests,
        "the window asked for a board that nobody wanted"
    );
    let expired = server.log().iter().any(|call| call.status == Some(401));
    ensure!(
        !expired,
        "an expired token was sent, though there was time to refresh it"
    );

    show(&app, false).await?;
    // Whatever was under way when the page went out of sight. The last request is longer ago than a
    // lifetime by now.
    sleep(Duration::from_secs(1)).await;
    let before = server.calls(Endpoint::Refresh);
    sleep(Duration::from_secs(LIFETIME + 1)).await;
    let after = server.calls(Endpoint::Refresh);
    ensure!(
        after == before,
        "{} refreshes while nobody looked",
        after - before
    );
    show(&app, true).await?;
    until("a refresh when somebody looks again", STEP, async || {
        Ok((server.calls(Endpoint::Refresh) > after).then_some(()))
    })
    .await?;
    app.wait_for_text("status-pill", "Live").await?;
    app.ensure_no_logout().await
}

/// Puts the page out of sight, or back. A display without a desktop has nothing to minimise with.
pub(super) async fn show(app: &App, visible: bool) -> Outcome {
    let hidden = !visible;
    let script = format!(
        "Object.defineProperty(document, 'hidden', {{ configurable: true, get: () => {hidden} }});
        document.dispatchEvent(new Event('visibilitychange'))"
    );
    app.run(&script).await.map(drop)
}

/// The server is away for a while. The Session page says what happened, when and why, and counts it.
pub(crate) async fn what_happened(stage: &Stage) -> Outcome {
    let (app, server) = at_session(stage).await?;
    app.wait_for_text("session-log", "Signed in.").await?;
    let counts = app.wait_for_text("session-counts", "1 request").await?;
    ensure!(
        !counts.contains("offline"),
        "nothing happened yet: {counts}"
    );

    server.go_down().await;
    app.wait_for_text("status-pill", "Offline").await?;
    app.wait_for_text("session-log", "Not renewed: ").await?;
    app.wait_for_text("session-log", "Latchkey couldn’t reach the server.")
        .await?;
    app.wait_for_text("session-counts", "offline for ").await?;
    app.picture("in-trouble").await?;
    server.come_back().await?;
    // The network is back: nobody has to wait for the next try.
    app.run("window.dispatchEvent(new Event('online'))").await?;
    app.wait_for_text("status-pill", "Live").await?;
    app.wait_for_text("session-log", "Renewed after ").await?;
    app.wait_for_text("live-region", "The server answers again.")
        .await?;
    app.wait_for_text("session-counts", "offline for ").await?;
    app.wait_for_text("session-counts", "1 renewal").await?;
    app.click("session-problems").await?;
    app.wait_for_text("session-log", "Renewed after ").await?;
    app.click("session-details").await?;
    app.picture("over").await?;
    let log = app
        .wait_for_text(
            "session-log",
            "Not renewed. Latchkey couldn’t reach the server.",
        )
        .await?;
    ensure!(!log.contains("Signed in."), "a log-in is no problem: {log}");
    app.click("session-all").await?;
    app.wait_for_text("session-log", "Signed in.").await?;
    app.ensure_no_logout().await?;

    app.sign_out().await?;
    app.click("nav-session").await?;
    app.wait_for_text("session-log", "Signed out by you.")
        .await?;
    app.picture("signed-out").await
}
