//! The process that draws the page ends by itself: the window comes back, where it was, and no session is lost.
//!
//! That it is back is seen at the server, which is asked for the board that stands: by the page when it opens, and
//! when somebody clicks.

use std::{rc::Rc, time::Duration};

use demo_server::{Board, Control, Dialect, Endpoint, Fault, Times};
use tokio::time::sleep;

use crate::window::{
    app::{
        App,
        display::{click_in_window_of, shows_message_of},
    },
    failure::{Outcome, ensure},
    stage::{
        Stage,
        servers::{USER, board_text, lasting},
    },
    wait::{STEP, until},
};

const DIALECT: Dialect = Dialect::SBody;
const BOARD: Endpoint = Endpoint::Board(Board::User);

/// Somebody reads a board, and what they would click to read it again is there.
async fn reading(stage: &Stage) -> Outcome<(Rc<App>, Control, (i16, i16))> {
    let (app, server) = stage.sign_in_at(lasting(DIALECT), &USER).await?;
    app.wait_for_board(board_text(DIALECT, Board::User)).await?;
    let reload = app.place_of("page-reload").await?;
    Ok((app, server, reload))
}

/// The server is asked for the board once more than before, and has nothing against it.
async fn is_read(server: &Control, before: usize) -> Outcome {
    until("the board is read once more", 2 * STEP, async || {
        Ok((server.calls(BOARD) > before).then_some(()))
    })
    .await?;
    let refused = server
        .log()
        .iter()
        .any(|call| call.status.is_some_and(|it| it >= 400));
    ensure!(!refused, "the server refused something");
    Ok(())
}

/// A click in the window does what it says. The page may be about to stand, so it is clicked until it does.
async fn can_be_clicked(app: &App, server: &Control, place: (i16, i16)) -> Outcome {
    let (own, before) = (app.own_process()?, server.calls(BOARD));
    until("a click is answered", 2 * STEP, async || {
        click_in_window_of(own, place)?;
        Ok((server.calls(BOARD) > before).then_some(()))
    })
    .await
}

/// Closed as a person closes it and started again: whoever was signed in still is.
async fn is_still_signed_in(stage: &Stage) -> Outcome<Rc<App>> {
    let app = stage.open().await?;
    app.wait_for_text("nav-profile", USER.username).await?;
    app.wait_for_text("status-pill", "Live").await?;
    Ok(app)
}

/// Once, while somebody reads.
pub(crate) async fn once(stage: &Stage) -> Outcome {
    let (app, server, reload) = reading(stage).await?;
    let before = server.calls(BOARD);
    app.kill_page().await?;
    is_read(&server, before).await?;
    can_be_clicked(&app, &server, reload).await?;
    let log = stage.last_words();
    ensure!(
        log.contains("the page's process has ended"),
        "the log says nothing of it: {log}"
    );
    is_still_signed_in(stage).await.map(drop)
}

/// At each moment of a sign-in: while the form is filled in, when it has been sent, and soon after. Whom the server
/// has let in is in, and reads the first board.
pub(crate) async fn at_sign_in(stage: &Stage) -> Outcome {
    let (address, server) = stage.serve(lasting(DIALECT)).await?;
    let slow = Fault::Delay(Duration::from_millis(300));
    for moment in [None, Some(0), Some(30), Some(100), Some(300), Some(400)] {
        let app = stage.open_at(&address, DIALECT).await?;
        server.reset_calls();
        server.fault(Endpoint::SignIn, slow.clone(), Times::Next(1));
        if let Some(moment) = moment {
            app.sign_in(&USER).await?;
            until("the server was asked", STEP, async || {
                Ok((server.calls(Endpoint::SignIn) > 0).then_some(()))
            })
            .await?;
            sleep(Duration::from_millis(moment)).await;
        } else {
            app.wait_for_page("signin").await?;
            app.fill("signin-username", USER.username).await?;
            app.fill("signin-password", USER.password).await?;
        }
        app.kill_page().await?;
        if moment.is_some() {
            is_read(&server, 0).await?;
            is_still_signed_in(stage).await?.sign_out().await?;
        } else {
            stage.open().await?.wait_for_page("signin").await?;
        }
        server.clear_faults();
    }
    // Once in peace, so that the record has all of a sign-in.
    let app = stage.open().await?;
    app.sign_in(&USER).await?;
    app.wait_for_board(board_text(DIALECT, Board::User)).await
}

/// Again and again, each time when it stands. The person is told, in a window of the system's own, and can go on.
pub(crate) async fn again_and_again(stage: &Stage) -> Outcome {
    let (app, server, reload) = reading(stage).await?;
    let own = app.own_process()?;
    for _ in 0..6 {
        ensure!(!shows_message_of(own)?, "somebody is told too early");
        let before = server.calls(BOARD);
        app.kill_page().await?;
        is_read(&server, before).await?;
    }
    until("somebody is told", STEP, async || {
        Ok(shows_message_of(own)?.then_some(()))
    })
    .await?;
    can_be_clicked(&app, &server, reload).await?;
    is_still_signed_in(stage).await.map(drop)
}

/// Twenty times in a row, at any moment, also while the next process is being started: then the toolkit takes the app
/// with it, which is started anew.
pub(crate) async fn at_any_moment(stage: &Stage) -> Outcome {
    let (app, server, reload) = reading(stage).await?;
    let mut before = 0;
    for n in 0..20_u64 {
        sleep(Duration::from_millis(n * 7919 % 400)).await;
        before = server.calls(BOARD);
        app.kill_page().await?;
    }
    is_read(&server, before).await?;
    can_be_clicked(&app, &server, reload).await?;
    is_still_signed_in(stage).await.map(drop)
}

/// The process that loads things for the webview ends: the page stands, and everything in it works.
pub(crate) async fn loader(stage: &Stage) -> Outcome {
    let (app, server, reload) = reading(stage).await?;
    app.cut_off().await?;
    app.helper("WebKitNetwork")?.kill();
    can_be_clicked(&app, &server, reload).await?;
    is_still_signed_in(stage).await.map(drop)
}
