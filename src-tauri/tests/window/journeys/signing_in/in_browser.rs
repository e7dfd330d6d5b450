//! A log-in in the person's own browser: through it, by its side, and where the server says no.

use std::fs;

use serde_json::json;
use url::Url;

use crate::window::{
    app::{App, display::clipboard, keyboard::ENTER},
    failure::{Failure, Outcome, ensure},
    stage::{
        Stage,
        authority::{Authority, BOARD, CLIENT, LEFT, WITHDRAWN},
    },
    wait::{STEP, until},
};

const WORDS: &str = "Nobody lands on a Sunday";

/// Recognised, set up, logged in, read, renewed, kept over a restart, and withdrawn at the server.
pub(crate) async fn sign_in(stage: &Stage) -> Outcome {
    let folder = stage.screens().join("in-browser");
    let authority = stage.open_authority().await?;
    let browser = stage.install_browser()?;
    let app = stage.open().await?;
    app.enter_address(&authority.url()).await?;
    app.wait_for_text("connect-recognised", "OpenID Connect")
        .await?;
    app.wait_for_value("connect-setting-issuer", "").await?;
    app.click("connect-save").await?;
    app.wait_for("field-error-client_id").await?;
    app.shoot(&folder, "connect").await?;
    app.fill("connect-setting-client_id", CLIENT).await?;
    app.click("connect-save").await?;

    app.wait_for_page("signin").await?;
    app.wait_for_focus("signin-browser").await?;
    ensure!(
        !app.shows("signin-password").await? && !app.shows("nav-signup").await?,
        "a form for what only the browser is told"
    );
    app.shoot(&folder, "begin").await?;
    app.press(&[ENTER]).await?;
    let address = browser.sent().await?;
    app.wait_for_focus("signin-elsewhere-waits").await?;
    app.wait_for_text("browser-redirect", &parameter(&address, "redirect_uri"))
        .await?;
    app.shoot(&folder, "waiting").await?;
    // Whoever loads the page anew loses nothing.
    app.reload_webview().await?;
    app.wait_for("browser-waits").await?;
    let page = browser.visit(&address).await?;
    ensure!(
        page.contains("You can close this page"),
        "the page is {page}"
    );
    fs::write(folder.join("landing.html"), page)?;
    app.wait_for_page("home").await?;
    app.wait_for_text("nav-profile", "ann").await?;
    read(&app).await?;

    authority.expire_access();
    read(&app).await?;
    let tokens = authority.asked("POST /token");
    ensure!(tokens == 2, "{tokens} tokens, and not one renewed");
    app.ensure_no_logout().await?;

    let app = stage.open().await?;
    app.wait_for_page("home").await?;
    app.wait_for_text("status-pill", "Live").await?;
    authority.expire_access();
    read(&app).await?;
    withdrawn(&app, &authority).await?;
    app.shoot(&folder, "withdrawn").await
}

/// Reads the board.
async fn read(app: &App) -> Outcome {
    app.click("nav-requests").await?;
    app.wait_for_page("requests").await?;
    app.request("/board").await?;
    app.wait_for_text("request-body", BOARD).await.map(drop)
}

/// The session has ended at the server, which is told with its words, and leads to the browser again.
async fn withdrawn(app: &App, authority: &Authority) -> Outcome {
    authority.withdraw();
    app.click("request-send").await?;
    app.wait_for("logout-reason").await?;
    app.click("nav-session").await?;
    app.click("session-details").await?;
    app.wait_for_text("session-log", WITHDRAWN).await?;
    app.click("nav-signin").await?;
    app.wait_for("logout-reason").await?;
    app.wait_for_focus("signin-browser").await
}

/// A server that says no, a log-in that is given up, one whose address is opened again and copied, and what a log-out leaves.
pub(crate) async fn turned_down(stage: &Stage) -> Outcome {
    let folder = stage.screens().join("in-browser");
    let authority = stage.open_authority().await?;
    let browser = stage.install_browser()?;
    let app = stage.open().await?;
    app.connect_in_browser(&authority).await?;

    authority.refuse("access_denied", WORDS);
    app.click("signin-browser").await?;
    let page = browser.visit(&browser.sent().await?).await?;
    ensure!(page.contains("Nobody was logged in"), "the page is {page}");
    app.wait_for_text("signin-error", WORDS).await?;
    app.wait_for_focus("signin-browser").await?;
    app.wait_for_text("live-region", WORDS).await?;
    app.shoot(&folder, "turned-down").await?;
    app.reload_webview().await?;
    app.wait_for_text("signin-error", WORDS).await?;

    authority.welcome();
    app.click("signin-browser").await?;
    let given_up = browser.sent().await?;
    app.click("elsewhere-cancel").await?;
    app.wait_for_focus("signin-browser").await?;
    ensure!(
        !app.shows("signin-error").await?,
        "whoever gives up is told that something failed"
    );
    until("nothing listens any more", STEP, async || {
        Ok(browser.visit(&given_up).await.is_err().then_some(()))
    })
    .await?;

    app.click("signin-browser").await?;
    let first = browser.sent().await?;
    app.click("browser-open-again").await?;
    let again = browser.sent().await?;
    app.wait_for_text("toast", "opened again").await?;
    ensure!(first == again, "the browser is sent to two places");
    app.click("browser-copy").await?;
    app.wait_for_text("toast", "copied").await?;
    ensure!(
        clipboard::text()? == again.as_str(),
        "something else is on the clipboard"
    );
    browser.visit(&again).await?;
    app.wait_for_page("home").await?;
    app.sign_out().await?;
    until("the server hears of it", STEP, async || {
        Ok((authority.asked("POST /revoke") == 1).then_some(()))
    })
    .await?;
    app.wait_for_page("signin").await?;
    app.shoot(&folder, "left").await?;
    app.click("signin-browser-leave").await?;
    let left = browser.sent().await?;
    ensure!(
        left.host_str() == Some("127.0.0.1") && left.query().is_some_and(|it| it.len() == 43),
        "an address that any program may see has more in it than a word: {left}"
    );
    app.wait_for_text("toast", "where to log out").await?;
    let page = browser.visit(&left).await?;
    ensure!(page == LEFT, "the server was not told who leaves: {page}");
    Ok(())
}

/// A server that gives no refresh token, and a browser that it still knows: nobody is asked anything. Once, and not in circles.
pub(crate) async fn comes_back(stage: &Stage) -> Outcome {
    let folder = stage.screens().join("in-browser");
    let authority = stage.open_authority().await?;
    authority.give_no_refresh_tokens();
    let browser = stage.install_browser()?;
    let app = stage.open().await?;
    app.enter_address(&authority.url()).await?;
    app.wait_for("connect-recognised").await?;
    app.choose_kind("custom").await?;
    let described = json!({
        "id": "harbour", "title": "Harbour",
        "sign_in": { "oauth": { "client_id": CLIENT, "scope": "openid", "comes_back": true } },
        "access": { "headers": { "authorization": "Bearer {access_token}" } },
    });
    app.paste("connect-dialect", &format!("{described:#}"))
        .await?;
    app.click("connect-save").await?;
    app.wait_for_page("signin").await?;
    app.click("signin-browser").await?;
    let address = browser.sent().await?;
    ensure!(
        parameter(&address, "prompt").is_empty(),
        "whoever asks for it is asked nothing"
    );
    browser.visit(&address).await?;
    app.wait_for_page("home").await?;
    read(&app).await?;

    authority.expire_access();
    app.click("request-send").await?;
    let address = browser.sent().await?;
    ensure!(
        parameter(&address, "prompt") == "none",
        "whoever has asked for nothing is asked something: {address}"
    );
    app.wait_for("browser-waits").await?;
    app.shoot(&folder, "comes-back").await?;
    browser.visit(&address).await?;
    app.wait_for_page("requests").await?;
    app.wait_for_text("nav-profile", "ann").await?;
    read(&app).await?;

    authority.expire_access();
    app.click("request-send").await?;
    app.wait_for("logout-reason").await?;
    app.wait_for_focus("signin-browser").await?;
    ensure!(
        !browser.is_sent_on()?,
        "the browser is sent round in circles"
    );
    app.shoot(&folder, "comes-back-no-more").await
}

/// In German, on a desktop without a browser: the address is copied, and the page at the end speaks German, too.
pub(crate) async fn without_browser(stage: &Stage) -> Outcome {
    let folder = stage.screens().join("in-browser");
    let authority = stage.open_authority().await?;
    let app = stage.open_with(&[("LANGUAGE", "de")]).await?;
    app.connect_in_browser(&authority).await?;
    app.shoot(&folder, "begin-german").await?;
    app.click("signin-browser").await?;
    app.wait_for("browser-not-opened").await?;
    app.shoot(&folder, "not-opened-german").await?;
    app.click("browser-copy").await?;
    app.wait_for("toast").await?;
    let address = clipboard::text()?;
    let address: Url = address
        .parse()
        .map_err(|_| Failure::new("what was copied is no address"))?;
    authority.refuse("access_denied", WORDS);
    let browser = stage.install_browser()?;
    let page = browser.visit(&address).await?;
    ensure!(
        page.contains("Niemand wurde angemeldet"),
        "the page is {page}"
    );
    fs::write(folder.join("landing-german.html"), page)?;
    app.wait_for_text("signin-error", WORDS).await?;
    app.shoot(&folder, "turned-down-german").await
}

impl App {
    /// Enters that server at Connect, and comes to where one logs in.
    pub(in crate::window::journeys) async fn connect_in_browser(
        &self,
        authority: &Authority,
    ) -> Outcome {
        self.enter_address(&authority.url()).await?;
        self.wait_for("connect-recognised").await?;
        self.fill("connect-setting-client_id", CLIENT).await?;
        self.click("connect-save").await?;
        self.wait_for_page("signin").await?;
        self.wait_for("signin-browser").await
    }
}

fn parameter(address: &Url, name: &str) -> String {
    let mut pairs = address.query_pairs();
    let found = pairs.find(|(it, _)| it == name);
    found.map_or_else(String::new, |(_, value)| value.into_owned())
}
