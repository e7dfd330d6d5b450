//! Connect in two steps, by the keyboard: recognised, not recognised, and back with all that was typed.

use demo_server::Dialect;

use crate::window::{
    app::{App, keyboard::ENTER},
    failure::{Outcome, ensure},
    stage::{
        Stage,
        servers::{WebSite, lasting},
    },
};

const NAME: &str = "Harbour office";

/// A server at an address without a scheme is recognised, said to be something else, taken back, and saved.
pub(crate) async fn two_steps(stage: &Stage) -> Outcome {
    let folder = stage.screens().join("connect");
    let (address, server) = stage.serve(lasting(Dialect::NBody)).await?;
    let typed = address.replacen("http://", "", 1);
    let app = stage.open().await?;
    app.wait_for_page("connect").await?;
    app.wait_for_focus("connect-address").await?;
    app.shoot(&folder, "address").await?;
    app.type_keys(&typed).await?;
    app.press(&[ENTER]).await?;
    app.wait_for_text("connect-recognised", "Looks like Node, tokens in JSON")
        .await?;
    app.wait_for_text("connect-server", &address).await?;
    app.wait_for_focus("connect-name").await?;
    ensure_seen(&app, "connect-recognised").await?;
    app.type_keys(NAME).await?;
    app.shoot(&folder, "recognised").await?;
    let sent_credentials = server.log().iter().any(|call| call.credential);
    ensure!(!sent_credentials, "asking the server sent credentials");

    app.tab_to("connect-change").await?;
    app.press(&[ENTER]).await?;
    app.wait_for_focus("connect-kind-search").await?;
    app.wait_for_kind("n-body").await?;
    app.shoot(&folder, "types").await?;
    app.choose_kind("custom").await?;
    app.wait_for("connect-dialect").await?;
    app.shoot(&folder, "described").await?;
    go_back(&app, &typed).await?;
    // The same server again: what was chosen of it is not taken back.
    app.press(&[ENTER]).await?;
    app.wait_for_kind("custom").await?;
    go_back(&app, &typed).await?;

    not_recognised(stage, &app).await?;
    app.enter_address(&typed).await?;
    app.wait_for("connect-recognised").await?;
    app.wait_for_focus("connect-name").await?;
    app.wait_for_value("connect-name", NAME).await?;
    app.press(&[ENTER]).await?;
    app.wait_for_page("signin").await?;
    app.wait_for_text("current-server", NAME).await?;
    app.ensure_focus("saving the server").await
}

/// A web site, at which nothing is recognised: whoever goes on all the same has to say what it is.
async fn not_recognised(stage: &Stage, app: &App) -> Outcome {
    let folder = stage.screens().join("connect");
    let site = WebSite::open().await?;
    app.fill("connect-address", &site.url()).await?;
    app.press(&[ENTER]).await?;
    app.wait_for("connect-unknown").await?;
    app.wait_for_focus("connect-address").await?;
    ensure_seen(app, "connect-unknown").await?;
    app.shoot(&folder, "no-answer").await?;
    app.tab_to("connect-anyway").await?;
    app.press(&[ENTER]).await?;
    app.wait_for("connect-not-recognised").await?;
    app.wait_for_focus("connect-kind-search").await?;
    app.shoot(&folder, "not-recognised").await?;
    go_back(app, &site.url()).await
}

async fn go_back(app: &App, typed: &str) -> Outcome {
    app.click("connect-back").await?;
    app.wait_for_value("connect-address", typed).await?;
    app.wait_for_focus("connect-address").await
}

/// Nobody has to scroll for it, in a small window.
async fn ensure_seen(app: &App, testid: &str) -> Outcome {
    app.resize(900, 640).await?;
    let (_, middle) = app.place_of(testid).await?;
    ensure!(
        (0..600).contains(&middle),
        "`{testid}` is out of sight, at {middle}"
    );
    Ok(())
}
