//! Everything by keyboard alone, and the focus is never lost.

use demo_server::{Board, Dialect};
use serde_json::json;

use crate::window::{
    app::{
        App,
        keyboard::{CTRL, DOWN, ENTER, ESCAPE, TAB},
    },
    failure::{Outcome, ensure},
    stage::{
        Stage,
        servers::{USER, board_text, lasting},
    },
    wait::{STEP, until},
};

const KIND: Dialect = Dialect::NBody;

/// Somebody logs in, looks around, changes settings and logs out, and touches nothing but keys.
pub(super) async fn keyboard(stage: &Stage) -> Outcome {
    let (address, _) = stage.serve(lasting(KIND)).await?;
    let app = stage.open_at(&address, KIND).await?;
    app.wait_for_page("signin").await?;
    app.wait_for_focus("signin-username").await?;
    app.type_keys(USER.username).await?;
    app.press(&[TAB]).await?;
    app.type_unseen("signin-password", USER.password).await?;
    app.press(&[ENTER]).await?;
    app.wait_for_page_of(Board::User).await?;
    app.wait_for_board(board_text(KIND, Board::User)).await?;
    app.ensure_focus("logging in").await?;

    go_by_keys(&app).await?;
    find_in_palette(&app).await?;
    look_at_request_again(&app).await?;
    change_settings(&app).await?;
    turn_sidebar_and_size(&app).await?;

    app.tab_to("server-switcher").await?;
    app.press(&[DOWN]).await?;
    app.wait_for("server-menu").await?;
    app.press(&[ESCAPE]).await?;
    app.wait_for_focus("server-switcher").await?;
    app.press(&[CTRL, 'k']).await?;
    app.wait_for_focus("palette-field").await?;
    app.type_keys("log out").await?;
    app.press(&[ENTER]).await?;
    app.wait_for_page("signin").await?;
    app.ensure_focus("logging out").await
}

/// Pages by their numbers, Settings, the list of keys, and what is read anew.
async fn go_by_keys(app: &App) -> Outcome {
    app.press(&[CTRL, '1']).await?;
    app.wait_for_page("home").await?;
    app.press(&[CTRL, '3']).await?;
    app.wait_for_page_of(Board::User).await?;
    app.wait_until_idle().await?;
    app.press(&[CTRL, 'r']).await?;
    app.wait_for_text("toast", "up to date").await?;
    app.press(&[CTRL, ',']).await?;
    app.wait_for_page("settings").await?;
    app.wait_for_focus("page-title").await?;
    app.press(&[CTRL, '/']).await?;
    app.wait_for("keys").await?;
    app.picture("keys").await?;
    app.press(&[ESCAPE]).await?;
    app.wait_until_gone("keys").await?;
    app.wait_for_focus("page-title").await
}

async fn find_in_palette(app: &App) -> Outcome {
    app.press(&[CTRL, 'k']).await?;
    app.wait_for_focus("palette-field").await?;
    app.picture("palette").await?;
    app.press(&[ESCAPE]).await?;
    app.wait_until_gone("palette").await?;
    app.wait_for_focus("page-title").await?;
    app.press(&[CTRL, 'k']).await?;
    app.wait_for_focus("palette-field").await?;
    app.type_keys("ses").await?;
    app.picture("palette-found").await?;
    app.press(&[ENTER]).await?;
    app.wait_for_page("session").await?;
    app.wait_for_focus("page-title").await?;
    app.tab_to("session-refresh").await?;
    app.press(&[ENTER]).await?;
    app.wait_for_text("toast", "Session renewed.").await?;
    app.wait_for_focus("session-refresh").await
}

/// A request of this run is in the palette, and comes back from there with its answer.
async fn look_at_request_again(app: &App) -> Outcome {
    app.press(&[CTRL, 'k']).await?;
    app.wait_for_focus("palette-field").await?;
    app.type_keys("requests").await?;
    app.press(&[ENTER]).await?;
    app.wait_for_page("requests").await?;
    app.wait_for_focus("request-path").await?;
    app.type_keys("/api/test/all").await?;
    app.press(&[CTRL, ENTER]).await?;
    app.wait_for_text("request-body", "Public Content.").await?;
    app.wait_for_text("request-history", "/api/test/all")
        .await?;
    app.press(&[CTRL, '1']).await?;
    app.wait_for_page("home").await?;
    app.press(&[CTRL, 'k']).await?;
    app.wait_for_focus("palette-field").await?;
    app.wait_for_text("palette", "GET /api/test/all").await?;
    app.picture("palette-requests").await?;
    app.type_keys("get all").await?;
    app.press(&[ENTER]).await?;
    app.wait_for_page("requests").await?;
    app.wait_for_value("request-path", "/api/test/all").await?;
    app.wait_for_text("request-body", "Public Content.").await?;
    app.ensure_focus("looking at a request again").await
}

/// What opened a thing gets the focus back.
async fn change_settings(app: &App) -> Outcome {
    app.press(&[CTRL, ',']).await?;
    app.wait_for_page("settings").await?;
    let server = app.current_server_id().await?;
    let [more, edit, copy, remove] =
        ["more", "edit", "copy", "remove"].map(|action| format!("settings-{action}-{server}"));
    app.tab_to(&more).await?;
    for opens in [ENTER, ' ', DOWN] {
        app.press(&[opens]).await?;
        app.wait_for_focus(&edit).await?;
        app.press(&[ESCAPE]).await?;
        app.wait_until_gone(&edit).await?;
        app.wait_for_focus(&more).await?;
    }
    app.press(&[DOWN]).await?;
    for next in [&edit, &copy, &remove, &edit] {
        app.wait_for_focus(next).await?;
        app.press(&[DOWN]).await?;
    }
    app.wait_for_focus(&copy).await?;
    app.press(&['e']).await?;
    app.wait_for_focus(&edit).await?;
    app.press(&[ENTER]).await?;
    app.wait_for_focus("connect-address").await?;
    app.press(&[ESCAPE]).await?;
    app.wait_until_gone("connect-save").await?;
    app.wait_for_focus(&more).await?;
    app.press(&[ENTER]).await?;
    app.wait_for_focus(&edit).await?;
    app.press(&[ENTER]).await?;
    app.wait_for_focus("connect-address").await?;
    app.tab_to("connect-save").await?;
    app.press(&[ENTER]).await?;
    app.wait_for_text("toast", "The server was saved.").await?;
    app.wait_for_focus(&more).await?;
    app.tab_to("settings-diagnostics").await?;
    app.press(&[ENTER]).await?;
    app.wait_for("settings-diagnostics-report").await?;
    app.wait_for_focus("settings-diagnostics").await
}

/// More or less of the sidebar, and larger text, which is kept.
async fn turn_sidebar_and_size(app: &App) -> Outcome {
    let inside = app.run("return innerWidth").await?;
    app.press(&[CTRL, 'b']).await?;
    wait_for(
        app,
        "the sidebar is a rail",
        "!!document.querySelector('.sidebar-rail')",
    )
    .await?;
    app.picture("rail").await?;
    app.press(&[CTRL, 'b']).await?;
    wait_for(
        app,
        "the sidebar is whole",
        "!document.querySelector('.sidebar-rail')",
    )
    .await?;
    app.press(&[CTRL, '-']).await?;
    wait_for(
        app,
        "everything is smaller",
        &format!("innerWidth > {inside}"),
    )
    .await?;
    app.press(&[CTRL, '0']).await?;
    wait_for(
        app,
        "everything is as it was",
        &format!("innerWidth === {inside}"),
    )
    .await?;
    app.ensure_focus("turning the sidebar and the size").await
}

async fn wait_for(app: &App, what: &str, so: &str) -> Outcome {
    let script = format!("return {so}");
    until(what, STEP, async || {
        Ok((app.run(&script).await? == json!(true)).then_some(()))
    })
    .await
}

/// Twice as large in the smallest window: all is there, nothing lies over anything else, and it is kept.
pub(super) async fn large_text(stage: &Stage) -> Outcome {
    let (app, _) = stage.sign_in_at(lasting(KIND), &USER).await?;
    let folder = stage.screens().join("large-text");
    app.client.set_window_rect(0, 0, 720, 520).await?;
    for _ in 0..5 {
        let before = app.run("return innerWidth").await?;
        app.press(&[CTRL, '+']).await?;
        wait_for(
            &app,
            "everything is larger",
            &format!("innerWidth < {before}"),
        )
        .await?;
    }
    wait_for(&app, "everything is twice as large", "innerWidth === 360").await?;
    // A driver's pointer does not know of the size of text, and clicks beside what it means.
    for (page, path) in [
        ("page-1", "#/page/1"),
        ("home", "#/home"),
        ("session", "#/session"),
        ("settings", "#/settings"),
        ("profile", "#/profile"),
    ] {
        app.go(path).await?;
        app.wait_for_page(page).await?;
        app.ensure_nothing_is_cut_off(page, 360).await?;
        app.picture_at(&folder.join(format!("{page}.png"))).await?;
    }
    app.press(&[CTRL, 'k']).await?;
    app.wait_for_focus("palette-field").await?;
    app.picture_at(&folder.join("palette.png")).await?;
    let app = stage.open().await?;
    app.wait_for_page_of(Board::User).await?;
    ensure!(
        app.run("return visualViewport.width * 2 <= outerWidth + 1")
            .await?
            == json!(true),
        "the size of text is not kept"
    );
    Ok(())
}
