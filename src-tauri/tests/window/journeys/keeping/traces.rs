//! What is left of a session's secrets, on the disk and in memory.

use std::sync::Arc;

use demo_server::{Board, Control, Dialect, Endpoint};

use super::kept::SEALED;
use crate::window::{
    app::App,
    failure::{Failure, Outcome, ensure},
    process::Process,
    secrets::{memory::Search, record::Record},
    stage::{
        Stage,
        servers::{USER, lasting, short_lived},
    },
    wait::{STEP, until},
};

/// What somebody chooses to be known by at a server.
const PASSWORD: &str = "under-the-lighthouse-41";
/// A sentence of the page.
const PAGE_TEXT: &str = "Remember me on this device";

/// Two runs with a refresh in each, a kill between them and a sign-out at the end: no token and no
/// cookie is ever on the disk, in what processes are started with, or in the webview; and after the
/// sign-out none is in the app either.
pub(crate) async fn nothing_in_clear(stage: &Stage, dialect: Dialect) -> Outcome {
    stage.search_memory();
    let (app, server) = stage.sign_in_at_work(short_lived(dialect, 6)).await?;
    wait_for_refresh(&server).await?;
    ensure_clean_outside(stage, &app).await?;
    ensure_search_sees(stage, &app).await?;
    stage.kill().await?;
    stage.only_file(SEALED)?;
    ensure_clean_files(stage)?;

    server.reset_calls();
    let app = stage.open().await?;
    app.wait_until_in_as(&USER, dialect).await?;
    wait_for_refresh(&server).await?;
    ensure_clean_outside(stage, &app).await?;
    app.picture("second-run").await?;
    app.sign_out().await?;
    until("the session is revoked", STEP, async || {
        let calls = server.log();
        let answered = |it: &&demo_server::Call| it.endpoint == Endpoint::SignOut;
        let revoked = calls.iter().find(answered).and_then(|it| it.status);
        Ok(revoked)
    })
    .await?;
    stage.ensure_nothing_kept()?;
    ensure_clean_outside(stage, &app).await?;
    wait_until_clean(&app, &Search::new(&stage.secrets())).await?;
    app.picture("signed-out").await
}

/// Somebody signs up and signs in, with a mistake on the way. As soon as the server has answered, the password that was
/// typed is in what is the webview's alone: in the page's process, and in its library's copy of the message.
pub(crate) async fn typed_password(stage: &Stage) -> Outcome {
    stage.search_memory();
    stage.keep_secret(PASSWORD);
    let (address, _) = stage.serve(lasting(Dialect::NBody)).await?;
    let app = stage.open_at(&address, Dialect::NBody).await?;
    app.wait_for_page("signin").await?;
    app.click("nav-signup").await?;
    app.fill("signup-username", "kestrel").await?;
    app.fill("signup-email", USER.email).await?;
    app.type_unseen("signup-password", PASSWORD).await?;
    ensure_page_has_it(&app).await?;
    app.click("signup-submit").await?;
    app.wait_for_text("signup-error", "already in use").await?;
    wait_until_core_forgets(&app).await?;
    app.fill("signup-email", "kestrel@example.org").await?;
    app.click("signup-submit").await?;
    app.wait_for("signup-success").await?;
    wait_until_core_forgets(&app).await?;
    app.click("signup-continue").await?;
    app.wait_for_page("signin").await?;
    app.type_unseen("signin-password", PASSWORD).await?;
    app.click("signin-submit").await?;
    app.wait_for_page_of(Board::User).await?;
    app.wait_for_board("User Content.").await?;
    wait_until_core_forgets(&app).await
}

/// A search that does not see it where it is proves nothing where it is not.
async fn ensure_page_has_it(app: &App) -> Outcome {
    let search = Search::for_text(PASSWORD);
    let page = app.helper("WebKitWebProc")?;
    let found = search.leaks(page).await?;
    ensure!(!found.is_empty(), "the search does not see what was typed");
    Ok(())
}

async fn wait_until_core_forgets(app: &App) -> Outcome {
    wait_until_clean(app, &Search::for_typed(PASSWORD)).await
}

async fn wait_for_refresh(server: &Control) -> Outcome {
    until("the session is refreshed", STEP, async || {
        let refreshed = server.log().into_iter().any(|it| {
            it.endpoint == Endpoint::Refresh && it.status.is_some_and(|status| status == 200)
        });
        Ok(refreshed.then_some(()))
    })
    .await
}

/// The disk, what processes are started with, and the webview: clean at any time.
async fn ensure_clean_outside(stage: &Stage, app: &App) -> Outcome {
    ensure_clean_files(stage)?;
    let (mut found, secrets) = (Vec::new(), stage.secrets());
    let search = Search::new(&secrets);
    let own = app.own_process()?;
    for process in app.processes() {
        let place = format!("what `{}` was started with", process.name());
        let looked = async || {
            let mut found = secrets.found_in(&place, &process.start_data()?);
            if process != own {
                found.extend(search.leaks(process).await?);
            }
            Ok(found)
        };
        found.extend(unless_over(process, looked().await)?);
    }
    ensure!(found.is_empty(), "{}", found.join("; "));
    Ok(())
}

/// A webview's helpers come and go. One that ended while it was being looked into holds nothing any more.
fn unless_over(process: Process, looked: Outcome<Vec<String>>) -> Outcome<Vec<String>> {
    match looked {
        Err(_) if !process.is_alive() => Ok(Vec::new()),
        looked => looked,
    }
}

fn ensure_clean_files(stage: &Stage) -> Outcome {
    let record = Record {
        files: stage.home().files()?,
        ..Record::default()
    };
    let found = record.leaks(&stage.secrets());
    ensure!(found.is_empty(), "{}", found.join("; "));
    Ok(())
}

/// While somebody is signed in, their tokens are in the app's memory, and the page's text is in the
/// webview's: a search that does not find them there proves nothing later. It is repeated, because a
/// refresh moves the tokens while the memory is being read.
async fn ensure_search_sees(stage: &Stage, app: &App) -> Outcome {
    let own = app.own_process()?;
    until("the search sees the app's memory", STEP, async || {
        let found = Search::new(&stage.secrets()).leaks(own).await?;
        Ok((!found.is_empty()).then_some(()))
    })
    .await?;
    let text = Search::for_text(PAGE_TEXT);
    let mut seen = false;
    for process in app.processes().into_iter().filter(|it| *it != own) {
        seen |= !unless_over(process, text.leaks(process).await)?.is_empty();
    }
    ensure!(seen, "the search does not see the webview's memory");
    Ok(())
}

/// What was in use is given back, such as the buffers of a connection that closes. What is not given back
/// stays, however long one waits.
async fn wait_until_clean(app: &App, search: &Arc<Search>) -> Outcome {
    let own = app.own_process()?;
    let mut found = Vec::new();
    let clean = until("nothing is left in memory", STEP, async || {
        found = search.leaks(own).await?;
        Ok(found.is_empty().then_some(()))
    })
    .await;
    clean.map_err(|failure| Failure::new(format!("{failure}: {}", found.join("; "))))
}
