//! German: all of the window in it, by the system and by choice.

use demo_server::{Board, Dialect};
use serde_json::json;

use crate::window::{
    app::App,
    failure::{Failure, Outcome, ensure},
    stage::{
        Stage,
        servers::{USER, lasting},
    },
    wait::{STEP, until},
};

/// As a desktop in German starts its programs.
const GERMAN: (&str, &str) = ("LANGUAGE", "de");

/// Words that no German sentence of Latchkey has in it, and hardly an English one is without.
const ENGLISH: &[&str] = &[
    "and", "are", "by", "can", "close", "connect", "expired", "for", "from", "home", "is", "it",
    "keychain", "log", "next", "no", "not", "nobody", "nothing", "of", "on", "renew", "renewed",
    "session", "settings", "sign", "signed", "that", "the", "this", "to", "try", "with", "you",
    "your",
];

/// Somebody signs in, looks around and logs out, and reads no English; who chooses English gets it at once.
pub(super) async fn german(stage: &Stage) -> Outcome {
    let (address, server) = stage.serve(lasting(Dialect::NBody)).await?;
    let app = stage.open_with(&[GERMAN]).await?;
    app.wait_for_page("connect").await?;
    ensure_german(&app, "connect").await?;
    app.click("connect-continue").await?;
    app.wait_for_text("field-error-address", "Bitte die Adresse")
        .await?;
    ensure_german(&app, "wrong-address").await?;
    app.enter_address(&address).await?;
    ensure_german(&app, "recognised").await?;
    app.click("connect-change").await?;
    ensure_german(&app, "types").await?;
    app.click("connect-back").await?;
    app.add_server("Hafen", &address, Dialect::NBody).await?;
    app.wait_for_page("signin").await?;
    app.click("signin-submit").await?;
    app.wait_for_text("field-error-password", "Passwort darf nicht leer sein")
        .await?;
    ensure_german(&app, "log-in").await?;
    app.sign_in(&USER).await?;
    app.wait_for_page_of(Board::User).await?;
    app.wait_for_text("status-pill", "Aktiv").await?;
    app.wait_for_text("live-region", "Angemeldet als user.")
        .await?;
    server.expire_access();
    app.click("page-reload").await?;
    app.wait_for_board("User Content.").await?;
    ensure_german(&app, "page").await?;
    for page in ["home", "profile", "session", "settings"] {
        app.click(&format!("nav-{page}")).await?;
        app.wait_for_page(page).await?;
        if page == "session" {
            app.wait_for_text("session-log", " erneuert.").await?;
        }
        ensure_german(&app, page).await?;
    }

    app.click("settings-language-en").await?;
    app.wait_for_text("nav-settings", "Settings").await?;
    ensure_focused(&app, "settings-language-en").await?;
    let app = stage.open_with(&[GERMAN]).await?;
    app.wait_for_text("nav-settings", "Settings").await?;
    app.click("nav-settings").await?;
    app.click("settings-language-system").await?;
    app.wait_for_text("nav-settings", "Einstellungen").await?;

    app.click("nav-logout").await?;
    app.wait_for_text("logout-reason", "Abgemeldet.").await?;
    ensure_german(&app, "logged-out").await?;
    app.click("nav-session").await?;
    app.wait_for_text("session-log", "Abgemeldet.").await?;
    ensure_german(&app, "session-ended").await
}

async fn ensure_focused(app: &App, testid: &str) -> Outcome {
    until(&format!("`{testid}` has the focus"), STEP, async || {
        let focused = app
            .run("return document.activeElement?.dataset.testid ?? null")
            .await?;
        Ok((focused == json!(testid)).then_some(()))
    })
    .await
}

/// All that is read or heard of the page is German. Pictures of it are for who can tell good German from bad.
async fn ensure_german(app: &App, step: &str) -> Outcome {
    app.picture(step).await?;
    // What known servers are called, and with what they were tested, are names.
    let script = "const names = [...document.querySelectorAll('.kind-list, select')];
        for (const it of names) it.style.display = 'none';
        const said = [document.title, document.body.innerText];
        for (const it of names) it.style.display = '';
        for (const element of document.querySelectorAll('body *')) {
            for (const name of ['aria-label', 'placeholder', 'title', 'alt']) {
                said.push(element.getAttribute(name) ?? '');
            }
        }
        return [document.documentElement.lang, said.join('\\n')]";
    let found: (String, String) = serde_json::from_value(app.run(script).await?)?;
    let (language, text) = found;
    ensure!(
        language == "de",
        "{step}: the page says that it is in \"{language}\""
    );
    for line in text.lines() {
        let small = line.to_lowercase();
        let mut words = small.split(|c: char| !c.is_alphabetic());
        if let Some(word) = words.find(|word| ENGLISH.contains(word)) {
            let told = format!("{step}: \"{word}\" is no German, in \"{line}\"");
            return Err(Failure::new(&told));
        }
    }
    Ok(())
}
