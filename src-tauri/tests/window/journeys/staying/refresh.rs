//! Access tokens expire, and the person sees none of it.

use std::time::Duration;

use demo_server::{Board, Control, Dialect, Endpoint};
use tokio::time::{Instant, sleep};

use crate::window::{
    app::App,
    failure::{Outcome, ensure},
    stage::{
        Stage,
        servers::{MODERATOR, board_text, lasting, short_lived},
    },
    wait::{STEP, until},
};

const READS: Endpoint = Endpoint::Board(Board::Moderator);

/// A token expires under an open board: once, then under ten requests at once, then before the
/// webview is loaded anew.
pub(crate) async fn refresh(stage: &Stage, dialect: Dialect) -> Outcome {
    let (app, server) = stage.sign_in_at(lasting(dialect), &MODERATOR).await?;
    app.click_page_of(Board::Moderator).await?;
    let text = board_text(dialect, Board::Moderator);
    app.wait_for_board(text).await?;
    app.watch_pages().await?;
    server.reset_calls();

    server.expire_access();
    app.click("page-reload").await?;
    wait_for_reads(&server, 1).await?;
    app.wait_for_board(text).await?;
    ensure_refreshes(&server, 1)?;
    app.picture("refreshed").await?;

    server.expire_access();
    press_reload_ten_times(&app).await?;
    wait_for_reads(&server, 11).await?;
    app.wait_for_board(text).await?;
    ensure_refreshes(&server, 2)?;
    let most = 1 + 1 + 2 * 10;
    let sent = server.calls(READS);
    ensure!(
        sent <= most,
        "{sent} requests for eleven readings: one was sent more than twice"
    );
    app.ensure_only_page("page-2").await?;
    ensure!(!app.shows("page-error").await?, "the board shows an error");

    server.expire_access();
    app.reload_webview().await?;
    app.watch_pages().await?;
    app.wait_for_page_of(Board::Moderator).await?;
    app.wait_for_board(text).await?;
    ensure_refreshes(&server, 3)?;
    app.ensure_only_page("page-2").await?;
    app.picture("reloaded").await?;
    ensure_counters(&app).await?;
    app.ensure_no_logout().await
}

/// Tokens live for two seconds, and somebody reads until some of them have run out.
pub(crate) async fn lifetimes_of_seconds(stage: &Stage) -> Outcome {
    let dialect = Dialect::NBody;
    let (app, server) = stage
        .sign_in_at(short_lived(dialect, 2), &MODERATOR)
        .await?;
    app.click_page_of(Board::Moderator).await?;
    let text = board_text(dialect, Board::Moderator);
    app.wait_for_board(text).await?;
    app.watch_pages().await?;
    let began = Instant::now();
    until("the fifth refresh", 4 * STEP, async || {
        app.click("page-reload").await?;
        app.wait_for_board(text).await?;
        // Time passing is the subject here.
        sleep(Duration::from_millis(400)).await;
        let has_failed = app.shows("page-error").await?;
        let is_over = server.calls(Endpoint::Refresh) >= 5;
        Ok((has_failed || is_over).then_some(()))
    })
    .await?;
    ensure!(!app.shows("page-error").await?, "the board shows an error");
    app.ensure_only_page("page-2").await?;
    // A token that lives for two seconds may say one and a bit: the claims of a token are whole seconds.
    let (refreshes, took) = (server.calls(Endpoint::Refresh), began.elapsed());
    ensure!(
        took >= Duration::from_secs(4),
        "{refreshes} refreshes in {} ms of tokens that live for 2 s",
        took.as_millis()
    );
    app.click("nav-session").await?;
    app.wait_for("session-countdown").await?;
    app.picture("session").await?;
    app.ensure_no_logout().await
}

async fn press_reload_ten_times(app: &App) -> Outcome {
    let script = "const button = document.querySelector('[data-testid=page-reload]');
        for (let press = 0; press < 10; press++) button.click()";
    app.run(script).await.map(drop)
}

/// Waits until the server has answered so many readings with the board itself.
async fn wait_for_reads(server: &Control, wanted: usize) -> Outcome {
    until(
        &format!("the board was read {wanted} times"),
        2 * STEP,
        async || {
            let answered = |status| status == Some(200) || status == Some(304);
            let calls = server.log();
            let read = calls
                .iter()
                .filter(|it| it.endpoint == READS && answered(it.status))
                .count();
            Ok((read >= wanted).then_some(()))
        },
    )
    .await
}

fn ensure_refreshes(server: &Control, wanted: usize) -> Outcome {
    let refreshes = server.calls(Endpoint::Refresh);
    ensure!(
        refreshes == wanted,
        "{refreshes} refreshes arrived at the server, not {wanted}"
    );
    Ok(())
}

async fn ensure_counters(app: &App) -> Outcome {
    app.click("nav-session").await?;
    app.wait_for_page("session").await?;
    app.wait_for_text("session-counts", "3 renewals").await?;
    app.click("session-refresh").await?;
    app.wait_for_text("session-counts", "4 renewals").await?;
    app.picture("session").await
}
