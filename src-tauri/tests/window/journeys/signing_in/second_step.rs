//! A log-in in two steps, the pages that follow, and what the server says to the session at its end.

use std::path::Path;

use serde_json::json;

use crate::window::{
    app::{App, display::question::Answer},
    failure::{Outcome, ensure},
    stage::{
        Stage,
        harbour::{self, BERTH, CODE, Harbour, WITHDRAWN},
    },
    wait::{STEP, until},
};

/// Where the list of berths opens, in JSON that is laid out.
const FOLD: &str = "fold-14";

/// A wrong code, one that comes too late, a log-in that is given up, and the right code, with a reload in the middle.
pub(crate) async fn second_step(stage: &Stage) -> Outcome {
    let folder = stage.screens().join("second-step");
    let harbour = stage.open_harbour().await?;
    let app = stage.open().await?;
    app.enter_harbour(&harbour, &harbour::description()).await?;
    ensure!(
        !app.shows("nav-signup").await?,
        "a way to sign up, where there is none"
    );
    app.shoot(&folder, "password").await?;
    app.sign_in_at_harbour("cleo").await?;
    app.wait_for_text("second-step", "Code from the e-mail")
        .await?;
    app.wait_for_text("signin-code-destination", &harbour.url())
        .await?;
    app.wait_for_text("status-pill", "Signed out").await?;
    let focused = app.focused().await?;
    ensure!(focused == "signin-code", "the focus is on `{focused}`");
    app.shoot(&folder, "code").await?;

    app.reload_webview().await?;
    app.wait_for_text("second-step", "cleo").await?;
    enter_wrong_codes(&app, &harbour, &folder).await?;

    app.sign_in_at_harbour("cleo").await?;
    app.click("signin-give-up").await?;
    app.wait_for_value("signin-username", "").await?;
    let focused = app.focused().await?;
    ensure!(focused == "signin-username", "the focus is on `{focused}`");
    until("the server hears of it", STEP, async || {
        Ok((harbour.asked("POST /code/cancel") == 1).then_some(()))
    })
    .await?;
    let ends = app.events("logout").await?.len();
    ensure!(ends == 0, "{ends} ends of no session");

    app.sign_in_at_harbour("cleo").await?;
    app.fill("signin-code", &format!(" {CODE} ")).await?;
    app.press_enter("signin-code").await?;
    app.wait_for_page("page-1").await?;
    app.wait_for_text("nav-profile", "cleo").await.map(drop)
}

/// One that is wrong, which is said beside a form that waits for another; and one that comes too late, after which the
/// password is wanted again.
async fn enter_wrong_codes(app: &App, harbour: &Harbour, folder: &Path) -> Outcome {
    app.fill("signin-code", "000000").await?;
    app.click("signin-code-submit").await?;
    app.wait_for_text("signin-error", "That is not the code.")
        .await?;
    app.wait_for_value("signin-code", "").await?;
    app.shoot(folder, "wrong-code").await?;
    let sent = harbour.asked("POST /code ");
    app.click("signin-code-send").await?;
    app.wait_for_text("live-region", "A new code is on its way.")
        .await?;
    let again = harbour.asked("POST /code ") - sent;
    ensure!(again == 1, "{again} codes for one wish");

    app.fill("signin-code", "900000").await?;
    app.click("signin-code-submit").await?;
    app.wait_for_text("signin-error", "That came too late.")
        .await?;
    app.wait_for_value("signin-username", "cleo").await?;
    app.wait_for_value("signin-password", "").await?;
    let focused = app.focused().await?;
    ensure!(focused == "signin-password", "the focus is on `{focused}`");
    app.shoot(folder, "lapsed").await
}

/// Pages of every make, as far as a role goes; what the server said to the refresh that it refused; and what stays good
/// when somebody logs out.
pub(crate) async fn pages(stage: &Stage) -> Outcome {
    let folder = stage.screens().join("described-pages");
    let harbour = stage.open_harbour().await?;
    let app = stage.open().await?;
    app.enter_harbour(&harbour, &harbour::description()).await?;
    app.click("nav-home").await?;
    app.wait_for("home-page-0").await?;
    app.shoot(&folder, "home-signed-out").await?;
    app.click("home-page-0").await?;
    app.wait_for_board("The ferry is late.").await?;
    app.click("nav-signin").await?;
    app.sign_in_at_harbour("ann").await?;
    for (page, shown) in [
        (1, "\"name\": \"North quay\""),
        (1, BERTH),
        (2, "128 \u{d7} 128"),
        (3, "<p>The <b>crane</b> rests.</p>"),
        (4, "A berth is 4 a night."),
        (6, "see the charts (https://charts.example/north)"),
        (6, "<img src=x onerror=alert(1)>"),
        (7, "of the type application/pdf"),
    ] {
        app.click(&format!("nav-page-{page}")).await?;
        app.wait_for_page(&format!("page-{page}")).await?;
        app.wait_for_board(shown).await?;
        app.wait_for_text("page-answered", ", ").await?;
        app.shoot(&folder, &format!("page-{page}")).await?;
    }
    look_at_pages(&app, &folder).await?;
    ensure!(
        !app.shows("nav-page-5").await?,
        "a page is listed whose role the account lacks"
    );
    look_from_home(&app, &harbour).await?;
    app.shoot(&folder, "home").await?;

    app.sign_out().await?;
    app.click("nav-session").await?;
    app.wait_for_text("session-log", "stays good at the server")
        .await?;
    app.shoot(&folder, "stays-good").await?;

    app.click("nav-signin").await?;
    app.sign_in_at_harbour("ann").await?;
    app.wait_for_page("page-1").await?;
    harbour.withdraw();
    app.click("page-reload").await?;
    app.wait_for("logout-reason").await?;
    app.click("nav-session").await?;
    app.click("session-details").await?;
    app.wait_for_text("session-log", WITHDRAWN).await?;
    app.wait_for_text("session-log", "(status 403)").await?;
    app.shoot(&folder, "said-to-a-refresh").await
}

/// A picture that is drawn, Markdown in elements, a list that is folded by the keyboard, and a file that is saved.
async fn look_at_pages(app: &App, folder: &Path) -> Outcome {
    app.click("page-save").await?;
    app.answer(Answer::Close).await?;

    app.click("nav-page-2").await?;
    let width = "return document.querySelector('[data-testid=page-picture]')?.naturalWidth ?? 0";
    until("the picture is drawn", STEP, async || {
        Ok((app.run(width).await? == json!(128)).then_some(()))
    })
    .await?;

    app.click("nav-page-6").await?;
    app.wait_for_board("For skippers").await?;
    let made = "const it = document.querySelector('.markdown');
        return [...it.querySelectorAll('*')].map(it => it.localName).join(' ')";
    let made = app.run(made).await?;
    let expected = "h2 p strong span ol li ul li code li blockquote p pre table tr th th tr td td";
    ensure!(made == json!(expected), "the Markdown is {made}");

    app.click("nav-page-1").await?;
    app.wait_for_board("North quay").await?;
    app.click(FOLD).await?;
    let text = app.wait_for_text("page-content", "2 values").await?;
    ensure!(!text.contains("North quay"), "not folded: {text}");
    app.shoot(folder, "folded").await?;
    let focused = app.focused().await?;
    ensure!(focused == FOLD, "the focus is on `{focused}`");
    app.press_enter(FOLD).await?;
    app.wait_for_board("North quay").await
}

/// The first lines of the first six pages, and of no page whose role the account lacks.
async fn look_from_home(app: &App, harbour: &Harbour) -> Outcome {
    let (before, chart) = (harbour.asked("GET "), harbour.asked("GET /chart"));
    app.click("nav-home").await?;
    app.wait_for_text("home-page-1", "North quay").await?;
    app.wait_for_text("home-page-2", "128 \u{d7} 128").await?;
    app.wait_for_text("home-page-6", "For skippers").await?;
    let asked = harbour.asked("GET ") - before;
    ensure!(asked == 6, "{asked} pages were asked for");
    let ledgers = harbour.asked("GET /ledger");
    ensure!(ledgers == 0, "a page was asked for without its role");
    ensure!(
        harbour.asked("GET /chart") == chart,
        "more than six pages were asked for"
    );
    Ok(())
}

/// A server of which no page is known: there is none to be seen, and none is asked for.
pub(crate) async fn no_pages(stage: &Stage) -> Outcome {
    let folder = stage.screens().join("no-pages");
    let harbour = stage.open_harbour().await?;
    let mut description = harbour::description();
    description["pages"] = json!([]);
    let app = stage.open().await?;
    app.enter_harbour(&harbour, &description).await?;
    // Who asked what the server is looked at some of it.
    let before = harbour.asked("GET ");
    app.sign_in_at_harbour("ann").await?;
    app.wait_for_page("home").await?;
    app.wait_for("home-no-pages").await?;
    app.wait_for_text("home-who", "ann").await?;
    app.shoot(&folder, "home").await?;
    for place in ["#/page/0", "#/page/7", "#/start"] {
        app.go(place).await?;
        app.wait_for_page("home").await?;
    }
    let listed = app
        .run("return [...document.querySelectorAll('nav [data-testid^=nav-page-]')].length")
        .await?;
    ensure!(listed == json!(0), "{listed} pages of a server without any");
    app.click("nav-session").await?;
    app.wait_for_text("status-pill", "Live").await?;
    let asked = harbour.asked("GET ") - before;
    ensure!(
        asked == 0,
        "{asked} pages were asked for that there are not"
    );
    app.ensure_no_logout().await
}
