//! The app quits: what is kept nowhere is left nowhere, and nobody waits in front of a dead window.

use std::{fs, time::Duration};

use demo_server::{Control, Dialect, Endpoint, Fault, Times};

use crate::window::{
    app::{App, display::shows_window_of},
    failure::{Outcome, ensure},
    process::Process,
    stage::{
        Stage,
        servers::{USER, lasting},
    },
    wait::{STEP, until},
};

/// However the app is told to go, its server signs the session out that is not kept, and lets the person in again.
pub(crate) async fn left_nowhere(stage: &Stage) -> Outcome {
    let dialect = Dialect::SCookie;
    let (address, server) = stage.serve(lasting(dialect)).await?;
    for (times, signal) in [None, Some("TERM"), Some("INT"), Some("HUP")]
        .iter()
        .enumerate()
    {
        let app = stage.open_at(&address, dialect).await?;
        app.wait_for_page("signin").await?;
        if times == 0 {
            app.tick("signin-remember", false).await?;
        }
        app.sign_in(&USER).await?;
        app.wait_until_in_as(&USER, dialect).await?;
        match signal {
            Some(signal) => stage.end_by(signal).await?,
            None => stage.close().await?,
        }
        let sign_outs = server.calls(Endpoint::SignOut);
        ensure!(
            sign_outs == times + 1,
            "{sign_outs} sign-outs arrived after {signal:?}, not {}",
            times + 1
        );
    }
    Ok(())
}

/// A session that is kept is there again, though a signal ended the app.
pub(crate) async fn kept(stage: &Stage) -> Outcome {
    let dialect = Dialect::SBody;
    let (_, server) = stage.sign_in_at_work(lasting(dialect)).await?;
    stage.end_by("TERM").await?;
    let app = stage.open().await?;
    app.wait_until_in_as(&USER, dialect).await?;
    let sign_outs = server.calls(Endpoint::SignOut);
    ensure!(sign_outs == 0, "a session was signed out that is kept");
    app.ensure_no_logout().await
}

/// Asks for a refresh in the window, and waits until the server has heard of it.
async fn send_refresh(app: &App, server: &Control) -> Outcome {
    app.click("nav-session").await?;
    app.click("session-refresh").await?;
    until("a refresh was sent", STEP, async || {
        Ok((server.calls(Endpoint::Refresh) > 0).then_some(()))
    })
    .await
}

async fn until_gone(own: Process) -> Outcome {
    until("the window is gone", STEP, async || {
        Ok((!shows_window_of(own)?).then_some(()))
    })
    .await
}

/// What the server may have granted by now is waited for, without a window, and not by somebody in a hurry.
pub(crate) async fn in_a_hurry(stage: &Stage) -> Outcome {
    let (app, server) = stage.sign_in_at(lasting(Dialect::SBody), &USER).await?;
    server.fault(Endpoint::Refresh, Fault::Hang, Times::Always);
    send_refresh(&app, &server).await?;
    let own = app.own_process()?;
    ensure!(shows_window_of(own)?, "there is no window");
    app.signal("TERM").await?;
    until_gone(own).await?;
    ensure!(
        own.is_alive(),
        "the answer of the server was not waited for"
    );
    own.signal("TERM");
    stage.wait_for_end().await?;
    let log = stage.home().last_words();
    ensure!(log.contains("goes at once"), "it ended otherwise: {log}");
    Ok(())
}

/// An app that waits for its server without a window leaves the settings to whoever starts it anew meanwhile.
pub(crate) async fn slowly(stage: &Stage) -> Outcome {
    const ANEW: &str = "{ \"written\": \"by another start\" }";
    let (app, server) = stage.sign_in_at(lasting(Dialect::SBody), &USER).await?;
    app.click("nav-settings").await?;
    app.tick("settings-remember", false).await?;
    let settings = until("the settings are written", STEP, async || {
        Ok(stage.home().files_named("settings.json")?.pop())
    })
    .await?;
    let slow = Fault::Delay(Duration::from_secs(6));
    server.fault(Endpoint::Refresh, slow, Times::Next(1));
    send_refresh(&app, &server).await?;
    let own = app.own_process()?;
    app.signal("TERM").await?;
    until_gone(own).await?;
    fs::write(&settings, ANEW)?;
    ensure!(
        own.is_alive(),
        "the answer of the server was not waited for"
    );
    stage.wait_for_end().await?;
    ensure!(
        fs::read_to_string(&settings)? == ANEW,
        "the settings of somebody else were overwritten"
    );
    let sign_outs = server.calls(Endpoint::SignOut);
    ensure!(sign_outs == 1, "{sign_outs} sign-outs arrived, not 1");
    Ok(())
}
