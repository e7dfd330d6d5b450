//! The app is started while it runs.

use std::process::Stdio;

use demo_server::Dialect;
use zbus::blocking::connection::Builder;

use super::kept::NAME;
use crate::window::{
    app::display::{Cover, close_window_of, shows_window_of},
    failure::{Failure, Outcome, ensure},
    process::{Leashed, Process},
    stage::{
        Stage,
        home::IDENTIFIER,
        servers::{USER, lasting},
        start::Ended,
    },
    wait::{STEP, until},
};

const SERVER: &str = "LATCHKEY_SERVER";
const KIND: &str = "LATCHKEY_DIALECT";

/// The second start ends well, and the first one comes to the front and goes on as if nothing had happened.
pub(crate) async fn second_start(stage: &Stage) -> Outcome {
    let dialect = Dialect::NBody;
    let (app, _) = stage.sign_in_at_work(lasting(dialect)).await?;
    let own = app.own_process()?;
    let cover = Cover::over_everything()?;
    ensure!(!cover.is_behind(own)?, "nothing covers the window");
    let second = Ended::of(&mut stage.start::<&str>(&[])).await?;
    second.ensure_well()?;
    until("the log tells of it", STEP, async || {
        let words = stage.home().last_words();
        Ok(words.contains("was started once more").then_some(()))
    })
    .await?;
    until("the window comes to the front", STEP, async || {
        Ok(cover.is_behind(own)?.then_some(()))
    })
    .await?;
    drop(cover);
    app.click("page-reload").await?;
    app.wait_until_in_as(&USER, dialect).await?;
    app.ensure_no_logout().await?;
    stage.close().await?;
    let app = stage.open().await?;
    app.wait_until_in_as(&USER, dialect).await
}

/// What the second start asks for by its environment or its arguments happens in the first window. What cannot be
/// followed is said by the second start, and disturbs nobody.
pub(crate) async fn asks_for_a_server(stage: &Stage) -> Outcome {
    let (work, _) = stage.serve(lasting(Dialect::NBody)).await?;
    let (other, _) = stage.serve(lasting(Dialect::SBody)).await?;
    let app = stage.open().await?;
    app.add_server(NAME, &work, Dialect::NBody).await?;
    app.sign_in(&USER).await?;
    app.wait_until_in_as(&USER, Dialect::NBody).await?;
    for (variable, arguments, complaint) in [
        ((SERVER, "nonsense"), vec![], SERVER),
        ((KIND, "s-body"), vec![], KIND),
        (
            (KIND, ""),
            vec!["--server", "http://example.org"],
            "plain http",
        ),
        ((KIND, ""), vec!["--what-is-this"], "--what-is-this"),
    ] {
        let mut start = stage.start(&arguments);
        start.envs([variable]);
        Ended::of(&mut start).await?.ensure_refused(2, complaint)?;
    }
    app.wait_until_in_as(&USER, Dialect::NBody).await?;

    app.click("nav-settings").await?;
    let mut start = stage.start::<&str>(&[]);
    start.envs([(SERVER, &*other), (KIND, "s-body")]);
    Ended::of(&mut start).await?.ensure_well()?;
    let port = other.rsplit(':').next().unwrap_or_default();
    app.wait_for_text("current-server", port).await?;
    app.wait_for_page("signin").await?;
    app.picture("at-the-other").await?;
    app.sign_in(&USER).await?;
    app.wait_until_in_as(&USER, Dialect::SBody).await?;

    let arguments = ["--server", &*work, "--dialect=n-body"];
    Ended::of(&mut stage.start(&arguments))
        .await?
        .ensure_well()?;
    app.wait_for_text("current-server", NAME).await?;
    app.wait_until_in_as(&USER, Dialect::NBody).await?;
    app.ensure_no_logout().await?;
    app.click("nav-settings").await?;
    let rows = app
        .run("return document.querySelectorAll('.server-row').length")
        .await?;
    ensure!(rows == 2, "there are {rows} servers");
    Ok(())
}

/// The first one is frozen, or something else sits in its place: the second start says so and ends.
pub(crate) async fn in_vain(stage: &Stage) -> Outcome {
    let dialect = Dialect::NBody;
    let (app, _) = stage.sign_in_at_work(lasting(dialect)).await?;
    let own = app.own_process()?;
    own.signal("STOP");
    let second = Ended::of(&mut stage.start::<&str>(&[])).await;
    let from_menu = start_from_a_menu(stage).await;
    own.signal("CONT");
    second?.ensure_refused(1, "does not answer")?;
    from_menu?;
    app.click("page-reload").await?;
    app.wait_until_in_as(&USER, dialect).await?;
    stage.close().await?;

    let name = format!("{IDENTIFIER}.SingleInstance");
    let stranger = Builder::address(stage.desktop().bus())
        .and_then(|bus| bus.name(name)?.build())
        .map_err(|error| Failure::new(error.to_string()))?;
    let second = Ended::of(&mut stage.start::<&str>(&[])).await?;
    drop(stranger);
    second.ensure_refused(1, "Latchkey")?;
    let app = stage.open().await?;
    app.wait_until_in_as(&USER, dialect).await
}

/// Where nobody reads what it prints, a start that fails shows a message of the system's, and ends when that is
/// closed.
async fn start_from_a_menu(stage: &Stage) -> Outcome {
    let mut start = stage.start::<&str>(&[]);
    let start = start.stdout(Stdio::null()).stderr(Stdio::null());
    let mut start = Leashed(start.spawn()?);
    let process = Process(start.0.id());
    until("a message is shown", STEP, async || {
        Ok(shows_window_of(process)?.then_some(()))
    })
    .await?;
    close_window_of(process)?;
    let status = until("the start ends", STEP, async || Ok(start.0.try_wait()?)).await?;
    ensure!(status.code() == Some(1), "it ended with {status}");
    Ok(())
}
