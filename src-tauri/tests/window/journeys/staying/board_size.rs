//! Boards that a server has filled with as much as it may send, or with what a webview lays out slowest: the window goes
//! on taking clicks.

use crate::window::{
    app::App,
    failure::{Outcome, ensure},
    stage::{
        Stage,
        servers::{USER, lasting},
    },
};
use demo_server::{Board, Control, Dialect, Endpoint, Fault, Times};

const KIND: Dialect = Dialect::NBody;
const MEGABYTES: usize = 1_000_000;
const BOARD: Endpoint = Endpoint::Board(Board::User);
/// The most that the page may have of it at once, in bytes.
const MOST: usize = 32 * 1024;
/// Whose page is to be looked at.
const PICTURED: [&str; 4] = ["text", "one-line", "both-ways", "picture"];

/// What a server may put onto a board, and what it is called.
fn boards() -> Vec<(&'static str, &'static str, String)> {
    let repeat = |what: &str, bytes: usize| what.repeat(bytes / what.len());
    let text = "text/plain";
    vec![
        (
            "text",
            text,
            repeat("A line of an ordinary text.\n", 15 * MEGABYTES),
        ),
        ("one-line", text, repeat("x", 15 * MEGABYTES)),
        ("one-line-of-words", text, repeat("word ", 15 * MEGABYTES)),
        ("deep", "application/json", repeat("[", 15 * MEGABYTES)),
        ("no-characters", text, repeat("\u{FFFD}", 290_000)),
        ("both-ways", text, repeat("a\u{5D0}", 290_000)),
        ("piled-up", text, format!("a{}", repeat("\u{301}", 290_000))),
        ("every-letter", text, ('\u{A1}'..='\u{D7FF}').collect()),
        (
            "binary",
            "application/octet-stream",
            repeat("\u{1}\u{2}\u{0}\u{7F}a", 290_000),
        ),
        (
            "picture",
            "image/png",
            repeat("no picture at all ", 290_000),
        ),
    ]
}

pub(crate) async fn board_size(stage: &Stage) -> Outcome {
    let (address, server) = stage.serve(lasting(KIND)).await?;
    let app = stage.open_at(&address, KIND).await?;
    app.sign_in(&USER).await?;
    app.wait_for_page_of(Board::User).await?;
    app.wait_until_idle().await?;
    let folder = stage.screens().join("attack-board-size");
    for (name, media_type, body) in boards() {
        app.click_page_of(Board::Public).await?;
        app.wait_for_page_of(Board::Public).await?;
        server.clear_faults();
        let fault = Fault::Status {
            status: 200,
            headers: vec![("content-type".to_owned(), media_type.to_owned())],
            body,
        };
        server.fault(BOARD, fault, Times::Always);
        app.click_page_of(Board::User).await?;
        app.wait_for_page_of(Board::User).await?;
        app.wait_for("page-content").await?;
        ensure_little_is_shown(&app, name).await?;
        if PICTURED.contains(&name) {
            app.shoot(&folder, name).await?;
        }
        // The window is there for the person: another page opens at a click.
        app.click("nav-profile").await?;
        app.wait_for_page("profile").await?;
    }
    rest_on_request(&app, &server).await?;
    app.ensure_no_logout().await
}

/// However much there is, the page has a part of it, and what is no text not even that.
async fn ensure_little_is_shown(app: &App, name: &str) -> Outcome {
    let script = "return document.querySelector('[data-testid=page-content]').textContent";
    let shown = app.run(script).await?;
    let shown = shown.as_str().unwrap_or_default();
    ensure!(
        !shown.is_empty() && shown.len() <= MOST,
        "`{name}`: the page has {} bytes of it",
        shown.len()
    );
    let is_text = !matches!(name, "binary" | "picture");
    ensure!(
        is_text != shown.contains("Save it to open it"),
        "`{name}`: the page has {shown}"
    );
    Ok(())
}

/// The person can go through all of it, a part at a time, and the server has sent it once.
async fn rest_on_request(app: &App, server: &Control) -> Outcome {
    let lines: Vec<String> = (0..20_000).map(|line| format!("line {line}\n")).collect();
    let body = lines.concat();
    server.clear_faults();
    let fault = Fault::Status {
        status: 200,
        headers: vec![],
        body,
    };
    server.fault(BOARD, fault, Times::Next(1));
    app.click_page_of(Board::User).await?;
    app.wait_for_page_of(Board::User).await?;
    let first = app.wait_for_text("page-part", "Part 1 of ").await?;
    ensure!(first.contains("209 KB"), "the size is not told: {first}");
    let calls = server.calls(BOARD);
    let mut read = app.text("page-content").await?.unwrap_or_default();
    for part in 2..=7 {
        app.click("page-next").await?;
        app.wait_for_text("page-part", &format!("Part {part} of 7."))
            .await?;
        let focused = app.focused().await?;
        ensure!(focused == "page-content", "the focus is at `{focused}`");
        read.push('\n');
        read += &app.text("page-content").await?.unwrap_or_default();
    }
    let lines: Vec<&str> = read.lines().collect();
    ensure!(
        lines.len() == 20_000 && lines[19_999] == "line 19999",
        "{} lines were to be read",
        lines.len()
    );
    app.click("page-previous").await?;
    app.wait_for_text("page-part", "Part 6 of 7.").await?;
    ensure!(
        server.calls(BOARD) == calls,
        "the server was asked for each part"
    );
    // Asked anew, it is what it is now.
    app.click("page-reload").await?;
    app.wait_for_text("page-content", "User Content.").await?;
    app.wait_until_gone("page-part").await
}
