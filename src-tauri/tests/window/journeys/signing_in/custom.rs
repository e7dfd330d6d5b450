//! A server that no preset fits: the person describes it, without a line of code.

use demo_server::{Board, Dialect, Endpoint};
use serde_json::{Value, json};

use crate::window::{
    app::App,
    failure::{Failure, Outcome, ensure},
    stage::{
        Stage,
        servers::{MODERATOR, board_text, lasting},
    },
};

const KIND: Dialect = Dialect::NBody;
const TITLE: &str = "Harbour office";

/// Described, used, refreshed; there again after a restart, and edited.
pub(crate) async fn custom_server(stage: &Stage) -> Outcome {
    let (address, server) = stage.serve(lasting(KIND)).await?;
    let app = stage.open().await?;
    app.enter_address(&address).await?;
    let description = describe(&app).await?;
    app.picture("described").await?;
    app.click("connect-save").await?;
    app.sign_in(&MODERATOR).await?;
    app.wait_for_page_of(Board::User).await?;
    app.click_page_of(Board::Moderator).await?;
    let text = board_text(KIND, Board::Moderator);
    app.wait_for_board(text).await?;
    server.expire_access();
    app.click("page-reload").await?;
    app.wait_for_board(text).await?;
    let refreshes = server.calls(Endpoint::Refresh);
    // Who asked what the server is asked that path once, without a token.
    ensure!(refreshes == 2, "{refreshes} calls of the refresh, not 2");
    app.ensure_no_logout().await?;

    let app = stage.open().await?;
    app.wait_for_page_of(Board::User).await?;
    app.wait_for_text("nav-profile", MODERATOR.username).await?;
    edit(&app, &description).await?;
    app.click_page_of(Board::User).await?;
    app.wait_for_board(board_text(KIND, Board::User)).await?;
    app.ensure_no_logout().await
}

/// Starts from a preset, and gives it a name of its own. Answers the whole description.
async fn describe(app: &App) -> Outcome<String> {
    let offered: Value = serde_json::from_str(&app.offered_description("s-body").await?)?;
    ensure!(
        offered["access"]["headers"]["authorization"] == "Bearer {access_token}",
        "a description does not start from the kind that was chosen before: {offered}"
    );
    let mut described: Value = serde_json::from_str(&app.start_from("n-body").await?)?;
    ensure!(
        described["access"]["headers"]["x-access-token"] == "{access_token}",
        "the known server does not fill in the description: {described}"
    );
    described["id"] = json!("harbour");
    described["title"] = json!(TITLE);
    let description = format!("{described:#}\n");
    app.paste("connect-dialect", &description).await?;
    // A look at another preset, and at another kind, costs nothing that was typed.
    app.start_from("s-cookie").await?;
    app.click("connect-dialect-undo").await?;
    app.wait_for_value("connect-dialect", &description).await?;
    app.choose_kind("s-body").await?;
    app.wait_until_gone("connect-dialect").await?;
    app.choose_kind("custom").await?;
    app.wait_for_value("connect-dialect", &description).await?;
    Ok(description)
}

/// In Settings the description is as it was typed; what is wrong with it is told there as well, and
/// another title leaves the session alone.
async fn edit(app: &App, description: &str) -> Outcome {
    app.click("nav-settings").await?;
    let id = app.current_server_id().await?;
    let row = format!("settings-server-{id}");
    app.wait_for_text(&row, TITLE).await?;
    app.wait_for_text(&row, "Custom").await?;
    app.picture("settings").await?;
    app.choose_of_server(&id, "edit").await?;
    app.wait_for_kind("custom").await?;
    app.wait_for_value("connect-dialect", description).await?;

    let wrong = description.replacen("\"sign_in\"", "\"sign_on\"", 1);
    app.paste("connect-dialect", &wrong).await?;
    app.click("connect-save").await?;
    app.wait_for_text("field-error-dialect", "sign_on").await?;
    app.wait_for_value("connect-dialect", &wrong).await?;
    app.picture("wrong-in-settings").await?;

    let renamed = description.replacen(TITLE, "Quay", 1);
    app.paste("connect-dialect", &renamed).await?;
    app.wait_until_gone("field-error-dialect").await?;
    app.click("connect-test").await?;
    app.wait_for_text("connect-verdict", "Connected.").await?;
    app.click("connect-save").await?;
    app.wait_until_gone("connect-save").await?;
    let said = app.wait_for_text(&row, "Quay").await?;
    ensure!(
        !said.contains(TITLE),
        "the old title is still there: {said}"
    );
    app.wait_for_text("status-pill", "Live").await.map(drop)
}

/// What is wrong is told by its field, nothing is sent, and nothing typed is lost.
pub(crate) async fn bad_json(stage: &Stage) -> Outcome {
    let (address, server) = stage.serve(lasting(KIND)).await?;
    let app = stage.open().await?;
    app.enter_address(&address).await?;
    let asked = server.log().len();
    let offered = app.offered_description("n-body").await?;
    app.resize(900, 640).await?;
    let wrong = wrong_descriptions(&offered)?;
    for (text, told, there) in &wrong {
        app.paste("connect-dialect", text).await?;
        app.click("connect-save").await?;
        app.wait_for_text("field-error-dialect", told).await?;
        let line = selected_line(&app).await?;
        ensure!(
            line.contains(there) && !line.contains('\n'),
            "of \"{told}\" the person is led to \"{line}\""
        );
        ensure_in_sight(&app).await?;
        app.wait_for_value("connect-dialect", text).await?;
        app.wait_for_text("connect-server", &address).await?;
    }
    app.picture("told").await?;
    ensure!(
        server.log().len() == asked,
        "something was sent: {:?}",
        server.log()
    );
    ensure!(
        !stage.home().settings_file().exists(),
        "settings were written, though nothing was saved"
    );
    Ok(())
}

/// What is pasted, what is told of it, and what stands in the line that the person is led to.
type Wrong = (String, &'static str, &'static str);

fn wrong_descriptions(offered: &str) -> Outcome<[Wrong; 7]> {
    let without = |part: &str, by: &str| {
        let changed = offered.replacen(part, by, 1);
        if changed == offered {
            return Err(Failure::new(format!("no {part} in {offered}")));
        }
        Ok(changed)
    };
    Ok([
        (String::new(), "not JSON", ""),
        (
            "{\n  \"id\": \"harbour\",\n  title\n}".to_owned(),
            "line 3",
            "title",
        ),
        ("[]".to_owned(), "object", "[]"),
        (
            without("\"refresh_token\":", "\"refresh_tokne\":")?,
            "grant.refresh_tokne",
            "refresh_tokne",
        ),
        (
            without("\"/api/auth/signin\"", "\"api/auth/signin\"")?,
            "sign_in.request",
            "\"api/auth/signin\"",
        ),
        (without("403", "4030")?, "refresh.answers[0].status", "4030"),
        (long_description(), "line 151", "oops"),
    ])
}

/// One that is much taller than its field, with something wrong far down in it.
fn long_description() -> String {
    let pages = |from: u32, to: u32| {
        let page =
            |at| format!("    {{ \"title\": \"{at}\", \"request\": {{ \"get\": \"/{at}\" }} }},\n");
        (from..to).map(page).collect::<String>()
    };
    let (above, below) = (pages(0, 148), pages(148, 300));
    format!("{{\n  \"pages\": [\n{above}    oops\n{below}  ]\n}}")
}

/// The line of the description that is selected is in sight: in the field, and in the window.
async fn ensure_in_sight(app: &App) -> Outcome {
    let script = "const it = document.activeElement;
        const lines = it.value.split('\\n').length;
        const line = it.value.slice(0, it.selectionStart).split('\\n').length - 1;
        const height = it.scrollHeight / lines;
        const top = line * height - it.scrollTop;
        const { top: field, height: whole } = it.getBoundingClientRect();
        const inside = lines === 1 || (top >= 0 && top + height <= it.clientHeight + 1);
        const content = document.getElementById('content').getBoundingClientRect();
        const seen = lines === 1
            || (field + top >= content.top - 1 && field + top + height <= content.bottom + 1);
        return inside && seen ? null : `${top} of ${it.clientHeight}, at ${field} of ${innerHeight}`";
    let out = app.run(script).await?;
    ensure!(
        out.is_null(),
        "the line that somebody is led to is out of sight: {out}"
    );
    Ok(())
}

/// The line of the description that is selected; the description must have the focus.
async fn selected_line(app: &App) -> Outcome<String> {
    let focused = app.focused().await?;
    ensure!(
        focused == "connect-dialect",
        "the focus is on `{focused}` and not on what is wrong"
    );
    let script = "const it = document.activeElement;
        return it.value.slice(it.selectionStart, it.selectionEnd)";
    Ok(app
        .run(script)
        .await?
        .as_str()
        .unwrap_or_default()
        .to_owned())
}
