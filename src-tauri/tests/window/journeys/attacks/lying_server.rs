//! Servers that repeat what they were sent and what they granted, and descriptions of servers that ask for tokens where
//! names belong. What crosses to the window, what it shows and what is left on the disk is searched at the end, as in
//! every journey.

use std::fs;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use demo_server::{Board, Control, Dialect, Endpoint, Fault, Pair, Times};
use serde_json::{Value, json};

use crate::window::{
    app::App,
    failure::{Failure, Outcome, ensure},
    stage::{
        Stage,
        servers::{USER, lasting},
    },
};

const KIND: Dialect = Dialect::NBody;

/// Every field of an account, every board, words of refusals and of a sign-up.
pub(crate) async fn echoes(stage: &Stage) -> Outcome {
    let (address, server) = stage.serve(lasting(KIND)).await?;
    let mut pairs = server.watch_pairs();
    let app = stage.open_at(&address, KIND).await?;
    answer(
        &server,
        Endpoint::SignIn,
        401,
        &json!({
            "message": format!("{} is not the password.", USER.password),
        }),
    );
    app.sign_in(&USER).await?;
    app.wait_for_text("signin-error", "[redacted] is not the password")
        .await?;
    app.sign_in(&USER).await?;
    app.wait_for_page_of(Board::User).await?;
    let pair = pairs.recv().await;
    let pair = pair.ok_or_else(|| Failure::new("nobody was signed in"))?;
    for board in [Board::Public, Board::User] {
        server.fault(
            Endpoint::Board(board),
            Fault::Status {
                status: 200,
                headers: vec![],
                body: everything(&pair),
            },
            Times::Always,
        );
    }
    app.click_page_of(Board::Public).await?;
    app.wait_for_board("[redacted]").await?;
    app.click_page_of(Board::User).await?;
    app.wait_for_board("[redacted]").await?;
    app.picture("board").await?;
    app.sign_out().await?;

    // The next session's account is made of the tokens of this one and of its own.
    answer(&server, Endpoint::SignIn, 200, &account(&pair));
    app.sign_in(&USER).await?;
    app.wait_for_page_of(Board::User).await?;
    app.click("nav-profile").await?;
    app.wait_for_page("profile").await?;
    app.picture("profile").await?;
    app.click("nav-settings").await?;
    app.click("settings-diagnostics").await?;
    app.wait_for("settings-diagnostics-report").await?;
    let report = app.value("settings-diagnostics-report").await?;
    ensure!(
        report.contains("[redacted]"),
        "the report does not name who is signed in:\n{report}"
    );
    app.sign_out().await?;
    let settings = fs::read_to_string(stage.home().settings_file())?;
    ensure!(
        settings.contains("[redacted]"),
        "the settings do not have the name: {settings}"
    );
    Ok(())
}

/// The next answer there.
fn answer(server: &Control, endpoint: Endpoint, status: u16, body: &Value) {
    let fault = Fault::Status {
        status,
        headers: vec![],
        body: body.to_string(),
    };
    server.fault(endpoint, fault, Times::Next(1));
}

/// All that there is to repeat, in the spellings in which servers do and in some in which none would.
fn everything(pair: &Pair) -> String {
    let mut text = String::new();
    for secret in [&*pair.access, &*pair.refresh, USER.password] {
        let apart: Vec<String> = secret.chars().map(String::from).collect();
        let escaped: Vec<String> = secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
        for spelling in [
            secret.to_owned(),
            STANDARD.encode(secret),
            apart.join("\u{200B}"),
            apart.join("\u{2}"),
            escaped.concat(),
        ] {
            text.push_str(&spelling);
            text.push('\n');
        }
    }
    text
}

fn account(pair: &Pair) -> Value {
    let apart: Vec<String> = pair.refresh.chars().map(String::from).collect();
    json!({
        "id": pair.refresh,
        "username": format!("{} {}", USER.password, pair.access),
        "email": format!("{}@example.org", apart.join("\u{2060}")),
        "roles": ["ROLE_USER", pair.access, STANDARD.encode(&pair.refresh), USER.password],
        "accessToken": pair.access,
        "refreshToken": pair.refresh,
        "message": pair.refresh,
    })
}

/// Tokens asked for as names; and tokens that are not asked for as tokens at all.
pub(crate) async fn descriptions(stage: &Stage) -> Outcome {
    for (number, places) in [
        json!({ "/account/id": "/refreshToken", "/account/email": "/accessToken" }),
        json!({
            "/grant/refresh_token": "/none", "/account/id": "/accessToken", "/account/email": "/refreshToken",
        }),
    ]
    .into_iter()
    .enumerate()
    {
        let (address, _) = stage.serve(lasting(KIND)).await?;
        let app = stage.open().await?;
        describe(&app, &format!("Liar {number}"), &address, &places).await?;
        app.sign_in(&USER).await?;
        app.wait_for_page_of(Board::User).await?;
        app.click("nav-profile").await?;
        app.wait_for_page("profile").await?;
        let html = app.html().await?;
        ensure!(
            html.contains("[redacted]"),
            "no address is shown in case {number}"
        );
        app.picture(&format!("case-{number}")).await?;
        app.sign_out().await?;
        stage.close().await?;
    }
    Ok(())
}

async fn describe(app: &App, title: &str, address: &str, places: &Value) -> Outcome {
    app.wait_for_any_page().await?;
    app.go("/connect").await?;
    app.enter_address(address).await?;
    let mut described: Value = serde_json::from_str(&app.offered_description("n-body").await?)?;
    described["id"] = json!(title.to_lowercase().replace(' ', "-"));
    described["title"] = json!(title);
    for (field, place) in places.as_object().into_iter().flatten() {
        let field = described.pointer_mut(field);
        *field.ok_or_else(|| Failure::new("no such field"))? = place.clone();
    }
    app.paste("connect-dialect", &described.to_string()).await?;
    app.click("connect-save").await
}
