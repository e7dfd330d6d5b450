//! What Connect says to addresses that cannot work. Nothing typed is lost, and nothing is saved.

use std::net::{Ipv4Addr, TcpListener};

use crate::window::{
    app::App,
    failure::{Outcome, ensure},
    stage::{Stage, servers::WebSite},
};

/// What is said of whatever is no server on this machine.
const NOTHING: &str = "Nothing Latchkey knows answers at this address.";

/// Addresses that are refused where they stand, and what is said of each.
const REFUSED: [(&str, &str); 5] = [
    ("", "Enter the server’s address."),
    ("not an address", "This is not a web address."),
    (
        "ftp://harbour.example",
        "The address must start with https:// or http://.",
    ),
    (
        "me:secret@harbour.example",
        "Leave the user name and password out of the address.",
    ),
    (
        "http://harbour.example",
        "Plain http to harbour.example is not encrypted",
    ),
];

/// Someone types wrong addresses, then those of no server.
pub(crate) async fn bad_input(stage: &Stage) -> Outcome {
    let app = stage.open().await?;
    app.wait_for_page("connect").await?;
    for (typed, told) in REFUSED {
        app.fill("connect-address", typed).await?;
        app.click("connect-continue").await?;
        app.wait_for_text("field-error-address", told).await?;
        app.wait_for_focus("connect-address").await?;
        ensure_kept(&app, typed).await?;
    }
    app.wait_for("connect-plain-http").await?;
    app.picture("plain-http").await?;

    let site = WebSite::open().await?;
    ensure_nothing_found(&app, &site.url()).await?;
    app.picture("web-page").await?;
    // A port that was free a moment ago, so nobody listens there.
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
    ensure_nothing_found(&app, &free.to_string()).await?;
    let saved = app.calls("add_server").await?;
    ensure!(saved == 0, "{saved} calls to save an address");
    let settings = stage.home().settings_file();
    ensure!(
        !settings.exists(),
        "settings were written, though nothing was saved"
    );
    Ok(())
}

async fn ensure_nothing_found(app: &App, typed: &str) -> Outcome {
    app.fill("connect-address", typed).await?;
    app.wait_until_gone("connect-unknown").await?;
    app.click("connect-continue").await?;
    app.wait_for_text("connect-unknown", NOTHING).await?;
    ensure_kept(app, typed).await
}

async fn ensure_kept(app: &App, typed: &str) -> Outcome {
    app.wait_for_value("connect-address", typed).await?;
    ensure!(app.page().await? == "connect", "the form was left");
    Ok(())
}
