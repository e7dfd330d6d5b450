//! The app is started while it runs.

use std::process::{Command, Stdio};

use demo_server::Dialect;

use crate::window::{
    app::display::Cover,
    failure::{Outcome, ensure},
    process::Leashed,
    stage::{
        Stage,
        servers::{USER, lasting},
    },
    wait::{STEP, until},
};

/// What nobody but the second start has any business with.
const ARGUMENT: &str = "--what-the-second-start-was-called-with";

/// The second start ends well, and the first one comes to the front and goes on as if nothing had happened.
pub(crate) async fn second_start(stage: &Stage) -> Outcome {
    let dialect = Dialect::NBody;
    let (app, _) = stage.sign_in_at_work(lasting(dialect)).await?;
    let own = app.own_process()?;
    let cover = Cover::over_everything()?;
    ensure!(!cover.is_behind(own)?, "nothing covers the window");
    let mut second = Leashed(
        Command::new(stage.binary())
            .arg(ARGUMENT)
            .env_remove("LATCHKEY_SERVER")
            .env_remove("LATCHKEY_DIALECT")
            .envs(stage.home().environment())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?,
    );
    let status = until("the second start ends", STEP, async || {
        Ok(second.0.try_wait()?)
    })
    .await?;
    let said = second.0.stderr.take().map(std::io::read_to_string);
    let said = said.transpose()?.unwrap_or_default();
    ensure!(
        status.success(),
        "the second start ended with {status} and said \"{said}\""
    );
    let told = until("the log tells of it", STEP, async || {
        let words = stage.home().last_words();
        Ok(words.contains("was started once more").then_some(words))
    })
    .await?;
    ensure!(
        !told.contains(ARGUMENT),
        "the log repeats what the second start was called with"
    );
    until("the window comes to the front", STEP, async || {
        Ok(cover.is_behind(own)?.then_some(()))
    })
    .await?;
    drop(cover);
    app.click("board-reload").await?;
    app.wait_until_in_as(&USER, dialect).await?;
    app.ensure_no_logout().await?;
    stage.close().await?;
    let app = stage.open().await?;
    app.wait_until_in_as(&USER, dialect).await
}
