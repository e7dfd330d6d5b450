//! What changes at the server while somebody is signed in: their roles, and the server itself.

use demo_server::{Board, Config, Control, Dialect, Endpoint, Fault, Role, Times};
use serde_json::json;

use crate::window::{
    app::App,
    failure::{Failure, Outcome, ensure},
    stage::{
        Stage,
        servers::{MODERATOR, USER, board_text, lasting},
    },
};

const KIND: Dialect = Dialect::NBody;
const BOTH: &[Role] = &[Role::User, Role::Moderator];

/// A role that goes takes its page along, and one that comes brings it back: when a board says so, and on the page that
/// stands open when a refresh does.
pub(crate) async fn roles(stage: &Stage) -> Outcome {
    let (address, server) = stage.serve(lasting(KIND)).await?;
    let app = stage.open_at(&address, KIND).await?;
    let mut pairs = server.watch_pairs();
    app.sign_in(&MODERATOR).await?;
    app.wait_for_page_of(Board::User).await?;
    app.click_page_of(Board::Moderator).await?;
    let text = board_text(KIND, Board::Moderator);
    app.wait_for_board(text).await?;

    server.set_roles(MODERATOR.username, &[Role::User]);
    app.click("page-reload").await?;
    ensure_closed(&app, text).await?;
    app.picture("taken").await?;
    server.set_roles(MODERATOR.username, BOTH);
    app.click("page-reload").await?;
    app.wait_for_board(text).await?;
    app.wait_for("nav-page-2").await?;

    let pair = pairs.recv().await.ok_or_else(|| Failure::new("no pair"))?;
    server.set_roles(MODERATOR.username, &[Role::User]);
    refresh_to(&app, &server, &pair, &["ROLE_USER"]).await?;
    ensure_closed(&app, text).await?;
    server.set_roles(MODERATOR.username, BOTH);
    refresh_to(&app, &server, &pair, &["ROLE_USER", "ROLE_MODERATOR"]).await?;
    app.wait_for_board(text).await?;
    app.wait_for("nav-page-2").await?;
    app.picture("given-back").await?;
    app.ensure_no_logout().await
}

/// The page stands where it was; the content is gone, and so is the way there.
async fn ensure_closed(app: &App, text: &str) -> Outcome {
    app.wait_for_text("missing-role", "You need the moderator role")
        .await?;
    app.wait_until_gone("nav-page-2").await?;
    let html = app.html().await?;
    ensure!(
        !html.contains(text),
        "the board's text is still in the page"
    );
    app.wait_until_idle().await?;
    app.wait_for_page_of(Board::Moderator).await
}

/// Refreshes, and nobody touches the page.
async fn refresh_to(
    app: &App,
    server: &Control,
    pair: &demo_server::Pair,
    roles: &[&str],
) -> Outcome {
    let body = json!({
        "accessToken": pair.access,
        "refreshToken": pair.refresh,
        "roles": roles,
    });
    let fault = Fault::Status {
        status: 200,
        headers: vec![],
        body: body.to_string(),
    };
    server.fault(Endpoint::Refresh, fault, Times::Next(1));
    app.run("window.__TAURI_INTERNALS__.invoke('refresh_now', { args: {} })")
        .await
        .map(drop)
}

/// Another server has taken the address: the window says which kind it is, and leads to where that is chosen.
pub(crate) async fn another_kind(stage: &Stage) -> Outcome {
    let (address, server) = stage.serve(lasting(KIND)).await?;
    let app = stage.open().await?;
    app.add_server("Harbour office", &address, KIND).await?;
    app.sign_in(&USER).await?;
    app.wait_for_page_of(Board::User).await?;
    server.go_down().await;
    let port = address
        .rsplit(':')
        .next()
        .and_then(|port| port.parse().ok())
        .unwrap_or_default();
    let (_, cookies) = stage
        .serve(Config {
            port,
            ..lasting(Dialect::NCookie)
        })
        .await?;
    server.expire_access();
    app.click("nav-session").await?;
    app.click("session-refresh").await?;
    app.wait_for_text("other-kind", "Node, cookie session")
        .await?;
    app.wait_until_gone("degraded-banner").await?;
    let folder = stage.screens().join("another-kind");
    app.shoot(&folder, "signed-in").await?;
    cookies.go_down().await;
    stage
        .serve(Config {
            port,
            ..lasting(Dialect::SCookie)
        })
        .await?;
    app.sign_out().await?;
    app.sign_in(&USER).await?;
    app.wait_for_text("other-kind", "Spring, cookies").await?;
    app.shoot(&folder, "signed-out").await?;
    app.click("other-kind-settings").await?;
    app.wait_for_page("settings").await?;
    let id = app.current_server_id().await?;
    app.choose_of_server(&id, "edit").await?;
    app.choose_kind("s-cookie").await?;
    app.click("connect-save").await?;
    app.wait_until_gone("other-kind").await?;
    app.click("nav-signin").await?;
    // Not the same person: the server holds the session that it granted to the wrong kind.
    app.sign_in(&MODERATOR).await?;
    app.wait_for_text("status-pill", "Live").await.map(drop)
}
