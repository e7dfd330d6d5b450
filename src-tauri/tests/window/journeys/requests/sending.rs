//! A request on its way, and what a person does about it.

use demo_server::{Board, Endpoint, Fault, Times};
use serde_json::json;

use super::PATH;
use crate::window::{
    app::{App, display::question::Answer},
    failure::{Outcome, ensure},
    stage::{
        Stage,
        servers::{USER, lasting},
    },
    wait::{STEP, until},
};

const KIND: demo_server::Dialect = demo_server::Dialect::NBody;
const BOARD: Endpoint = Endpoint::Board(Board::User);

/// What a list of records looks like.
const RECORDS: &str = r#"{"harbour":"North quay","open":true,"berths":[{"id":1,"ship":"Alba","length":84.5},{"id":2,"ship":null,"length":0},{"id":3,"ship":"Meridian \"II\"","length":142}],"next":"/api/berths?page=2"}"#;

/// Sent, with the session renewed on the way; then whatever else there is to do on the page.
pub(crate) async fn sending(stage: &Stage) -> Outcome {
    let folder = stage.screens().join("requests");
    let (app, server) = stage.sign_in_at(lasting(KIND), &USER).await?;
    app.open_requests().await?;
    ensure!(
        app.focused().await? == "request-path",
        "the path has not the focus"
    );
    app.shoot(&folder, "empty").await?;

    server.expire_access();
    app.request(PATH).await?;
    app.wait_for_text("answer-status", "200 OK").await?;
    app.wait_for_text("request-body", "User Content.").await?;
    let way = app.wait_for_text("answer-timeline", "Sent again").await?;
    ensure!(way.contains("Session renewed"), "on the way: {way}");
    ensure!(
        server.calls(Endpoint::Refresh) == 1,
        "the session was renewed {} times",
        server.calls(Endpoint::Refresh)
    );
    app.shoot(&folder, "renewed").await?;

    let json = ("content-type".to_owned(), "application/json".to_owned());
    let fault = Fault::Status {
        status: 200,
        headers: vec![
            json,
            (
                "set-cookie".to_owned(),
                "theme=a-value-that-stays-behind; Path=/; HttpOnly".to_owned(),
            ),
        ],
        body: RECORDS.to_owned(),
    };
    server.fault(BOARD, fault, Times::Next(1));
    app.press_keys("request-path", CONTROL_ENTER).await?;
    app.wait_for_text("request-body", "\"ship\": \"Alba\"")
        .await?;
    app.paste("answer-search", "SHIP").await?;
    app.wait_for_text("answer-found", "1 of 3").await?;
    app.press_enter("answer-search").await?;
    app.wait_for_text("answer-found", "2 of 3").await?;
    app.shoot(&folder, "json").await?;
    app.click("answer-raw").await?;
    app.wait_for_text("request-body", r#""berths":[{"#).await?;
    app.click("answer-headers").await?;
    app.wait_for_text("answer-header-list", "content-type")
        .await?;
    app.shoot(&folder, "headers").await?;
    app.click("answer-cookies").await?;
    let cookies = app.wait_for_text("answer-cookie-list", "theme").await?;
    ensure!(
        cookies.contains("HttpOnly") && !cookies.contains("stays-behind"),
        "the cookies are told as {cookies}"
    );
    app.click("answer-pretty").await?;

    correct(&app, &folder).await?;
    give_up(&app, &server).await?;
    look_back(&app, &folder).await?;
    app.ensure_no_logout().await
}

/// What is wrong is told at its field, and nothing that was typed is lost.
async fn correct(app: &App, folder: &std::path::Path) -> Outcome {
    app.fill("request-path", "//evil.example/x").await?;
    app.click("request-send").await?;
    app.wait_for_text("field-error-path", "this server alone")
        .await?;
    ensure!(
        app.focused().await? == "request-path",
        "the focus is elsewhere"
    );
    app.click("request-part-headers").await?;
    app.fill("request-header-name-0", "X-Access-Token").await?;
    app.fill("request-header-value-0", "x").await?;
    app.fill("request-path", PATH).await?;
    app.wait_until_gone("field-error-path").await?;
    app.click("request-send").await?;
    app.wait_for_text("request-header-error", "Latchkey sets")
        .await?;
    app.shoot(folder, "corrections").await?;
    app.click("request-header-remove-0").await?;
    app.wait_until_gone("request-header-error").await?;
    ensure!(
        app.focused().await? == "request-header-name-0",
        "the focus has left the rows"
    );
    app.choose("request-method", "POST").await?;
    app.click("request-part-body").await?;
    app.click("request-body-json").await?;
    app.paste("request-json", "{\n  \"ship\": \"Alba\",\n}")
        .await?;
    app.click("request-send").await?;
    app.wait_for_text("field-error-json", "line 3").await?;
    app.shoot(folder, "no-json").await?;
    app.click("nav-session").await?;
    app.wait_for_page("session").await?;
    app.open_requests().await?;
    app.click("request-part-body").await?;
    let typed = app.value("request-json").await?;
    ensure!(typed.contains("Alba"), "what was typed is gone: {typed}");
    app.click("request-body-none").await?;
    app.choose("request-method", "GET").await
}

/// Escape gives up what is under way, and the next request goes out.
async fn give_up(app: &App, server: &demo_server::Control) -> Outcome {
    server.fault(BOARD, Fault::Hang, Times::Next(1));
    app.fill("request-path", PATH).await?;
    let before = server.calls(BOARD);
    app.click("request-send").await?;
    until("the request has reached the server", STEP, async || {
        Ok((server.calls(BOARD) > before).then_some(()))
    })
    .await?;
    app.wait_for_text("request-send", "Cancel").await?;
    app.press_keys("request-path", ESCAPE).await?;
    app.wait_for_text("request-error", "cancelled").await?;
    app.wait_for_text("request-send", "Send").await?;
    app.request(PATH).await?;
    app.wait_for_text("request-body", "User Content.").await?;
    Ok(())
}

/// History, pins, a command for a shell, a file that is not saved, and a request without the session.
async fn look_back(app: &App, folder: &std::path::Path) -> Outcome {
    app.fill("request-path", "/api/test/a").await?;
    app.wait_for_text("request-paths", "/api/test/all").await?;
    app.shoot(folder, "completion").await?;
    app.press_keys("request-path", ARROW_DOWN).await?;
    app.press_enter("request-path").await?;
    app.wait_for_value("request-path", "/api/test/all").await?;
    app.press_enter("request-path").await?;
    app.wait_until_sent().await?;
    app.wait_for_text("request-body", "Public Content.").await?;
    app.wait_for_text("request-history", "/api/test/all")
        .await?;

    app.run("navigator.clipboard.writeText = async text => { window.__copied = text }")
        .await?;
    app.click("answer-curl").await?;
    let copied = until("the command is copied", STEP, async || {
        let copied = app.run("return window.__copied ?? null").await?;
        Ok(copied.as_str().map(str::to_owned))
    })
    .await?;
    ensure!(
        copied.starts_with("curl -X GET 'http://127.0.0.1:") && !copied.contains("-H "),
        "copied: {copied}"
    );

    app.click("answer-pin").await?;
    app.wait_for_text("request-pinned", "/api/test/all").await?;
    app.click("answer-save").await?;
    app.answer(Answer::Close).await?;

    app.click("request-anonymous").await?;
    app.request(PATH).await?;
    app.wait_for_text("answer-status", "403").await?;
    app.shoot(folder, "without-the-session").await?;
    let script =
        "document.querySelector('[data-testid=request-history] li:last-child button').click()";
    app.run(script).await?;
    app.wait_for_text("answer-status", "200 OK").await?;
    let ticked = app.is_ticked("request-anonymous").await?;
    ensure!(!ticked, "the earlier request had its session");
    ensure!(
        app.run("return document.activeElement !== document.body")
            .await?
            == json!(true),
        "the focus is nowhere"
    );
    Ok(())
}

const CONTROL_ENTER: &str = "\u{e009}\u{e007}\u{e000}";
const ESCAPE: &str = "\u{e00c}";
const ARROW_DOWN: &str = "\u{e015}";
