//! The app ends, one way or another, and whoever was signed in finds themselves signed in the next time.

use std::time::Duration;

use demo_server::Dialect;
use tokio::time::{Instant, sleep_until};

use super::kept::{KEY, SEALED, ensure_refreshes_alone};
use crate::window::{
    failure::{Outcome, ensure},
    stage::{
        Stage,
        servers::{USER, lasting, short_lived},
    },
};

/// Killed, and then closed: each time the same person is there again, and the server hears nothing of it
/// but that a board is read.
pub(crate) async fn restart(stage: &Stage, dialect: Dialect) -> Outcome {
    let (app, server) = stage.sign_in_at_work(lasting(dialect)).await?;
    stage.only_file(SEALED)?;
    ensure!(
        stage.home().files_named(KEY)?.is_empty(),
        "a key lies beside the file that it opens"
    );
    let keys = stage.desktop().keychain()?.count()?;
    ensure!(keys == 1, "{keys} keys are in the keychain");
    app.picture("signed-in").await?;

    server.reset_calls();
    stage.kill().await?;
    let app = stage.open().await?;
    app.wait_until_in_as(&USER, dialect).await?;
    app.picture("after-a-kill").await?;
    app.ensure_no_logout().await?;
    ensure_refreshes_alone(&server, 0)?;

    stage.close().await?;
    let app = stage.open().await?;
    app.wait_until_in_as(&USER, dialect).await?;
    app.click("nav-session").await?;
    app.wait_for_text("session-store", "in the system keychain")
        .await?;
    app.wait_for_text("live-region", "").await?;
    app.picture("after-a-close").await?;
    app.ensure_no_logout().await?;
    ensure_refreshes_alone(&server, 0)
}

/// The access token expires while nobody is there: it is refreshed once.
pub(crate) async fn expired_meanwhile(stage: &Stage) -> Outcome {
    const LIFETIME: u64 = 15;
    let dialect = Dialect::NBody;
    let expires = Instant::now() + Duration::from_secs(LIFETIME + 2);
    let (_, server) = stage
        .sign_in_at_work(short_lived(dialect, LIFETIME))
        .await?;
    stage.kill().await?;
    server.reset_calls();
    // Time passing is the subject here, and starts to count at the latest now.
    let since_sign_in = Duration::from_secs(LIFETIME + 1);
    sleep_until(expires.max(Instant::now() + since_sign_in)).await;
    let app = stage.open().await?;
    app.wait_until_in_as(&USER, dialect).await?;
    ensure_refreshes_alone(&server, 1)?;
    app.picture("refreshed").await?;
    app.ensure_no_logout().await
}

/// The server forgets the access meanwhile, which the app cannot know: its first request finds out, and
/// the session is refreshed once.
pub(crate) async fn refused_meanwhile(stage: &Stage) -> Outcome {
    let dialect = Dialect::SCookie;
    let (_, server) = stage.sign_in_at_work(lasting(dialect)).await?;
    stage.close().await?;
    server.expire_access();
    server.reset_calls();
    let app = stage.open().await?;
    app.wait_until_in_as(&USER, dialect).await?;
    ensure_refreshes_alone(&server, 1)?;
    app.ensure_no_logout().await
}
