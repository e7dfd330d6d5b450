//! A log-in on another device: through it, and where nothing comes of it.

use std::fs;

use crate::window::{
    app::{
        App,
        display::clipboard,
        keyboard::{ENTER, TAB},
    },
    failure::{Outcome, ensure},
    stage::{Stage, authority::USER_CODE},
    wait::{STEP, until},
};

const WORDS: &str = "The harbour is closed on Sundays";

/// By keys alone: the code is shown, copied, there after a reload, entered elsewhere, and in no file of the app's.
pub(crate) async fn approved(stage: &Stage) -> Outcome {
    let folder = stage.screens().join("on-device");
    let authority = stage.open_authority().await?;
    let app = stage.open().await?;
    app.connect_in_browser(&authority).await?;
    app.wait_for_focus("signin-browser").await?;
    app.shoot(&folder, "begin").await?;
    app.press(&[TAB]).await?;
    app.wait_for_focus("signin-device").await?;
    app.press(&[ENTER]).await?;
    app.wait_for_focus("signin-elsewhere-waits").await?;
    app.wait_for_text("device-code", USER_CODE).await?;
    let page = format!("{}/device-page", authority.url());
    app.wait_for_text("device-address", &page).await?;
    app.wait_for_text("device-expires", "Expires in 9 min")
        .await?;
    app.shoot(&folder, "waiting").await?;
    app.press(&[TAB]).await?;
    app.press(&[ENTER]).await?;
    app.wait_for_text("toast", "copied").await?;
    ensure!(
        clipboard::text()? == USER_CODE,
        "something else is on the clipboard"
    );
    // Whoever loads the page anew loses nothing.
    app.reload_webview().await?;
    app.wait_for_text("device-code", USER_CODE).await?;
    authority.approve();
    app.wait_for_page("home").await?;
    app.wait_for_text("nav-profile", "ann").await?;
    let begun = authority.asked("POST /device");
    ensure!(begun == 1, "begun {begun} times");
    for file in stage.home().files()? {
        // The webview's own scratch files come and go while it runs.
        let bytes = fs::read(&file).unwrap_or_default();
        let is_there = bytes
            .windows(USER_CODE.len())
            .any(|it| it == USER_CODE.as_bytes());
        ensure!(!is_there, "the code is in {}", file.display());
    }
    app.sign_out().await?;
    until("the server hears of it", STEP, async || {
        Ok((authority.asked("POST /revoke") == 1).then_some(()))
    })
    .await
}

/// The server says no, in its words; and one that offers no such thing is told from one that does.
pub(crate) async fn denied(stage: &Stage) -> Outcome {
    let folder = stage.screens().join("on-device");
    let authority = stage.open_authority().await?;
    let app = stage.open().await?;
    app.connect_in_browser(&authority).await?;
    app.begin_on_device().await?;
    authority.refuse("access_denied", WORDS);
    app.wait_for_text("signin-error", WORDS).await?;
    app.wait_for_text("live-region", WORDS).await?;
    app.wait_for_focus("signin-device").await?;
    app.shoot(&folder, "denied").await?;
    authority.take_no_devices();
    app.click("signin-device").await?;
    app.wait_for_text("signin-error", "Continue in the browser instead")
        .await?;
    app.shoot(&folder, "not-offered").await
}

/// Whoever gives it up is told of no failure, and the server is asked no more; then they go by the browser.
pub(crate) async fn cancelled(stage: &Stage) -> Outcome {
    let authority = stage.open_authority().await?;
    let browser = stage.install_browser()?;
    let app = stage.open().await?;
    app.connect_in_browser(&authority).await?;
    app.begin_on_device().await?;
    app.click("elsewhere-cancel").await?;
    app.wait_for_focus("signin-device").await?;
    ensure!(
        !app.shows("signin-error").await?,
        "whoever gives up is told that something failed"
    );
    let asked = authority.asked("POST /token");
    authority.approve();
    app.click("signin-browser").await?;
    let address = browser.sent().await?;
    ensure!(
        authority.asked("POST /token") == asked,
        "the server is still asked"
    );
    browser.visit(&address).await?;
    app.wait_for_page("home").await
}

/// In German: a code that nobody enters.
pub(crate) async fn expired(stage: &Stage) -> Outcome {
    let folder = stage.screens().join("on-device");
    let authority = stage.open_authority().await?;
    authority.let_codes_expire_in(8);
    let app = stage.open_with(&[("LANGUAGE", "de")]).await?;
    app.connect_in_browser(&authority).await?;
    app.begin_on_device().await?;
    app.shoot(&folder, "waiting-german").await?;
    app.wait_for_text("signin-error", "Der Code ist abgelaufen")
        .await?;
    app.shoot(&folder, "expired-german").await
}

impl App {
    /// Begins one, and comes to where its code is shown.
    pub(in crate::window::journeys) async fn begin_on_device(&self) -> Outcome {
        self.click("signin-device").await?;
        self.wait_for_text("device-code", USER_CODE).await.map(drop)
    }
}
