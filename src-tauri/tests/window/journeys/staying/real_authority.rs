//! At an authorization server of another make: logged in through its own pages, renewed, kept over a restart, and withdrawn
//! there.

use interop::RealServer;
use url::Url;

use super::watching::show;
use crate::window::{
    app::{App, keyboard::ENTER},
    failure::{Failure, Outcome, ensure},
    stage::{Stage, browser::Browser},
    wait::{STEP, until},
};

const NAME: &str = "oidc-provider";
/// Where it says whose an access token is.
const USER_INFO: &str = "/me";
/// What it says to whoever comes with a refresh token that it does not know.
const REFUSED: &str = "grant request is invalid";
/// Three tokens.
const SECRETS_OF_A_REFRESH: usize = 3;
/// And what they are exchanged for: the code, its challenge and its proof, the state, the nonce.
const SECRETS_OF_A_LOGIN: usize = 5 + SECRETS_OF_A_REFRESH;

/// A session's whole life, with what the server has issued looked for in all that it left.
pub(crate) async fn session(stage: &Stage) -> Outcome {
    let server = stage.open_real(NAME).await?;
    let folder = stage.screens().join("real-authority");
    let browser = stage.install_browser()?;
    let app = stage.open().await?;
    connect(&app, &server).await?;
    app.shoot(&folder, "begin").await?;
    log_in(&app, &server, &browser).await?;
    app.click("nav-requests").await?;
    app.wait_for_page("requests").await?;
    app.request(USER_INFO).await?;
    app.wait_for_text("request-body", "preferred_username")
        .await?;
    renewed(&app, &server).await?;
    app.shoot(&folder, "renewed").await?;

    let app = stage.open().await?;
    app.wait_for_page("home").await?;
    app.wait_for_text("status-pill", "Live").await?;
    app.wait_for_text("nav-profile", "ann").await?;
    app.shoot(&folder, "restarted").await?;
    app.click("nav-requests").await?;
    app.wait_for_page("requests").await?;
    app.request(USER_INFO).await?;
    app.wait_for_text("request-body", "preferred_username")
        .await?;
    ensure!(
        !browser.is_sent_on()?,
        "a restart has sent the browser somewhere"
    );

    revoked(&app, &server).await?;
    app.shoot(&folder, "revoked").await?;
    app.click("nav-signin").await?;
    app.wait_for("logout-reason").await?;
    app.wait_for_focus("signin-browser").await?;
    app.shoot(&folder, "again").await?;
    log_in(&app, &server, &browser).await?;

    let refreshes = usize::try_from(refreshes(&server).await?)?;
    let known = stage.search_for_secrets_of(&server).await?;
    ensure!(
        known >= 2 * SECRETS_OF_A_LOGIN + refreshes * SECRETS_OF_A_REFRESH,
        "the server tells of {known} secrets after {refreshes} refreshes"
    );
    Ok(())
}

/// Enters the server, which is recognised, and comes to where one logs in.
async fn connect(app: &App, server: &RealServer) -> Outcome {
    app.enter_address(&server.url()).await?;
    app.wait_for_text("connect-recognised", "OpenID Connect")
        .await?;
    for (name, value) in server.settings()? {
        app.fill(&format!("connect-setting-{name}"), &value).await?;
    }
    app.click("connect-save").await?;
    app.wait_for_page("signin").await?;
    app.wait_for_focus("signin-browser").await
}

/// By the keyboard; the browser goes through the server's own pages, and comes back.
async fn log_in(app: &App, server: &RealServer, browser: &Browser) -> Outcome {
    app.press(&[ENTER]).await?;
    let address = browser.sent().await?;
    // Where that is the server was told behind the browser's back (RFC 9126).
    let redirect = app.wait_for_text("browser-redirect", "http://").await?;
    let redirect: Url = redirect
        .parse()
        .map_err(|_| Failure::new("the browser is to come back to what is no address"))?;
    let page = server.visit(address, &redirect).await?;
    ensure!(
        page.contains("You can close this page"),
        "the page is {page}"
    );
    app.wait_for_page("home").await?;
    app.wait_for_text("nav-profile", "ann").await.map(drop)
}

/// Access has expired, and a request is answered all the same: with one refresh, and nobody is told.
async fn renewed(app: &App, server: &RealServer) -> Outcome {
    let before = rest(app, server).await?;
    // The server is watched meanwhile: by the time that the page has the answer, another refresh may be due.
    let (sent, after) = tokio::join!(
        app.click("request-send"),
        until("the server refreshes", STEP, async || {
            let now = refreshes(server).await?;
            Ok((now > before).then_some(now))
        }),
    );
    sent?;
    let many = after? - before;
    ensure!(many == 1, "{many} refreshes for one request");
    let way = app
        .wait_for_text("answer-timeline", "Session renewed")
        .await?;
    ensure!(
        way.matches("Session renewed").count() == 1,
        "on the way: {way}"
    );
    app.wait_for_text("answer-status", "200 OK").await?;
    show(app, true).await?;
    app.ensure_no_logout().await
}

/// The server ends the session: the next request is told, once and with the server's words.
async fn revoked(app: &App, server: &RealServer) -> Outcome {
    rest(app, server).await?;
    server.end().await?;
    app.click("request-send").await?;
    app.wait_for_text("logout-reason", "The server ended your session")
        .await?;
    show(app, true).await?;
    app.click("nav-session").await?;
    app.click("session-details").await?;
    app.wait_for_text("session-log", REFUSED).await?;
    let ends = app.events("logout").await?.len();
    ensure!(ends == 1, "{ends} ends of one session");
    Ok(())
}

/// Nobody looks, until the session is refreshed no more and its access has expired. How many refreshes there were by then.
async fn rest(app: &App, server: &RealServer) -> Outcome<u64> {
    show(app, false).await?;
    until("the session is left alone", 2 * STEP, async || {
        let before = refreshes(server).await?;
        server.expiry().await;
        Ok((refreshes(server).await? == before).then_some(before))
    })
    .await
}

async fn refreshes(server: &RealServer) -> Outcome<u64> {
    let told = server.refreshes().await?;
    told.ok_or_else(|| Failure::new("the server does not say how often it has refreshed"))
}
