//! What Connect says to input that cannot work. Nothing typed is lost, and nothing is saved.

use std::net::{Ipv4Addr, TcpListener};

use demo_server::Dialect;

use crate::window::{
    app::App,
    failure::{Outcome, ensure},
    stage::{
        Stage,
        servers::{WebSite, lasting},
    },
};

const NAME: &str = "Harbour office";

/// What is said of whatever is no server on this machine.
const NOTHING: &str = "Nothing at this address answers like a server of this type.";

/// Addresses that are refused where they stand, and what is said of each.
const REFUSED: [(&str, &str); 5] = [
    ("", "Enter the server’s address."),
    ("not-an-address", "This is not a web address."),
    (
        "ftp://harbour.example",
        "The address must start with https:// or http://.",
    ),
    (
        "https://me:secret@harbour.example",
        "Leave the user name and password out of the address.",
    ),
    (
        "http://harbour.example",
        "Plain http to harbour.example is not encrypted",
    ),
];

/// Someone types wrong addresses, then the right one with the wrong kind.
pub(crate) async fn bad_input(stage: &Stage) -> Outcome {
    let site = WebSite::open().await?;
    let (address, _server) = stage.serve(lasting(Dialect::NBody)).await?;
    let app = stage.open().await?;
    app.wait_for_page("connect").await?;
    app.choose_kind("s-cookie").await?;
    app.fill("connect-name", NAME).await?;
    for button in ["connect-test", "connect-save"] {
        for (typed, told) in REFUSED {
            app.fill("connect-address", typed).await?;
            app.click(button).await?;
            app.wait_for_text("field-error-address", told).await?;
            ensure_kept(&app, typed).await?;
        }
    }
    app.wait_for("connect-plain-http").await?;
    app.picture("plain-http").await?;

    look_elsewhere(&app, &site).await?;
    choose_the_detected_kind(&app, &address).await?;
    let saved = app.calls("add_server").await?;
    ensure!(
        saved == REFUSED.len(),
        "{saved} calls to save {} addresses",
        REFUSED.len()
    );
    let settings = stage.home().settings_file();
    ensure!(
        !settings.exists(),
        "settings were written, though nothing was saved"
    );
    Ok(())
}

async fn look_elsewhere(app: &App, site: &WebSite) -> Outcome {
    app.fill("connect-address", &site.url()).await?;
    app.click("connect-test").await?;
    app.wait_for_text("connect-verdict", NOTHING).await?;
    ensure_kept(app, &site.url()).await?;
    app.picture("web-page").await?;
    // A port that was free a moment ago, so nobody listens there.
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
    let nobody = format!("http://{free}");
    app.fill("connect-address", &nobody).await?;
    app.click("connect-test").await?;
    app.wait_for_text("connect-verdict", NOTHING).await?;
    ensure_kept(app, &nobody).await
}

async fn choose_the_detected_kind(app: &App, address: &str) -> Outcome {
    app.fill("connect-address", address).await?;
    app.click("connect-test").await?;
    app.wait_for_text("connect-verdict", "looks like a different type")
        .await?;
    ensure_kept(app, address).await?;
    app.picture("another-kind").await?;
    app.click("connect-use-detected").await?;
    app.wait_for_kind("n-body").await?;
    app.wait_for_text("connect-verdict", "Connected.").await?;
    app.picture("right-kind").await?;
    app.wait_for_value("connect-name", NAME).await
}

async fn ensure_kept(app: &App, typed: &str) -> Outcome {
    app.wait_for_value("connect-address", typed).await?;
    app.wait_for_value("connect-name", NAME).await?;
    app.wait_for_kind("s-cookie").await?;
    ensure!(app.page().await? == "connect", "the form was left");
    Ok(())
}
