//! What servers say in a person's sight: names that would turn sentences round, and words that are for nobody but
//! programs.

use demo_server::{Board, Dialect, Endpoint, Fault, Pair, Times};
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
/// Hebrew: it is written from right to left.
const NAME: &str = "\u{5D3}\u{5D5}\u{5D3}";

/// Somebody whose name, address and roles are as bad as a server can make them.
fn account(pair: &Pair) -> Value {
    json!({
        "id": 1,
        "username": format!("{NAME}\u{202E}\nsession: live"),
        "email": format!("a\u{202E}{}@example.org", "long".repeat(60)),
        "roles": ["ROLE_USER", "ROLE_\u{2067}MODERATOR\u{202E}\n", "R".repeat(250)],
        "accessToken": pair.access,
        "refreshToken": pair.refresh,
    })
}

/// They stay in their place: no sentence turns round, no page is wider than the window, and the report has them in one
/// line.
pub(crate) async fn names(stage: &Stage) -> Outcome {
    let (address, server) = stage.serve(lasting(KIND)).await?;
    let mut pairs = server.watch_pairs();
    let app = stage.open().await?;
    let server_name = format!("{NAME} {}", "harbour".repeat(30));
    app.add_server(&server_name, &address, KIND).await?;
    app.sign_in(&USER).await?;
    app.wait_for_page_of(Board::User).await?;
    let pair = pairs.recv().await;
    let pair = pair.ok_or_else(|| Failure::new("nobody was signed in"))?;
    app.sign_out().await?;
    let fault = Fault::Status {
        status: 200,
        headers: vec![],
        body: account(&pair).to_string(),
    };
    server.fault(Endpoint::SignIn, fault, Times::Next(1));
    app.sign_in(&USER).await?;
    app.wait_for_page_of(Board::User).await?;
    let shown = format!("{NAME} session: live");
    let said = app
        .wait_for_text("live-region", "You are signed in as")
        .await?;
    ensure!(
        said == format!("You are signed in as \u{2068}{shown}\u{2069}."),
        "the name is not isolated: {said:?}"
    );
    let folder = stage.screens().join("names-of-others");
    for page in ["home", "profile", "session", "settings"] {
        app.click(&format!("nav-{page}")).await?;
        app.wait_for_page(page).await?;
        app.shoot(&folder, page).await?;
        ensure_nothing_turns(&app, page).await?;
    }
    app.click("settings-diagnostics").await?;
    app.wait_for("settings-diagnostics-report").await?;
    let report = app.value("settings-diagnostics-report").await?;
    let lines: Vec<&str> = report
        .lines()
        .filter(|line| line.starts_with("session: "))
        .collect();
    ensure!(
        lines.len() == 1,
        "the name has made a line of its own: {lines:?}"
    );
    ensure!(
        report.contains(&shown),
        "the name is not in the report:\n{report}"
    );
    app.click("server-switcher").await?;
    app.wait_for("server-menu-add").await?;
    app.shoot(&folder, "menu").await
}

/// No character of the page tells others where to go, but those that Latchkey has put around a name itself.
async fn ensure_nothing_turns(app: &App, page: &str) -> Outcome {
    let html = app.html().await?;
    let turns = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}' | '\u{2067}' | '\u{200B}'..='\u{200F}');
    ensure!(
        !html.contains(turns),
        "something on `{page}` turns what is around it"
    );
    Ok(())
}

/// A data base that is down, a proxy whose server is away, and a server that leads in a circle: each in words of
/// Latchkey's own, and what the server said below them for who wants it.
pub(crate) async fn failures(stage: &Stage) -> Outcome {
    let (address, server) = stage.serve(lasting(KIND)).await?;
    let app = stage.open_at(&address, KIND).await?;
    server.set_database_down(true);
    app.sign_in(&USER).await?;
    let said = app
        .wait_for_text("signin-error", "Something went wrong at the server")
        .await?;
    ensure!(
        !said.contains("ECONNREFUSED"),
        "what the server said stands in the open: {said}"
    );
    let folder = stage.screens().join("server-fails");
    app.shoot(&folder, "sign-in").await?;
    app.run("document.querySelector('[data-testid=signin-error-said] summary').click()")
        .await?;
    app.wait_for_text("signin-error-said", "ECONNREFUSED")
        .await?;
    app.shoot(&folder, "sign-in-unfolded").await?;
    server.set_database_down(false);
    app.click("signin-submit").await?;
    app.wait_for_page_of(Board::User).await?;
    app.wait_until_idle().await?;
    let user = Endpoint::Board(Board::User);
    for (fault, told) in [
        (Fault::Html(502), "can’t answer right now"),
        (
            Fault::Redirect("/api/test/user".to_owned()),
            "round in a circle",
        ),
        (
            Fault::Status {
                status: 500,
                headers: vec![],
                body: json!({ "message": "connect ECONNREFUSED 127.0.0.1:27017" }).to_string(),
            },
            "Something went wrong at the server",
        ),
    ] {
        server.clear_faults();
        server.fault(user, fault, Times::Always);
        app.click("page-reload").await?;
        app.wait_for_text("page-error", told).await?;
    }
    app.shoot(&folder, "board").await?;
    server.clear_faults();
    app.click("page-reload").await?;
    app.wait_until_gone("page-error").await?;
    app.ensure_no_logout().await
}
