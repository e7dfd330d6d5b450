//! Who is shown which pages, and what a forced visit to another one gets.

use demo_server::{Board, Dialect, SeededAccount};
use serde_json::json;

use crate::window::{
    app::App,
    failure::{Outcome, ensure},
    journeys::steps::page_of,
    stage::{
        Stage,
        servers::{ADMIN, MODERATOR, USER, board_text, lasting},
    },
};

/// A page behind a role, and the role's name.
type Closed = (Board, &'static str);

const MODERATORS: Closed = (Board::Moderator, "moderator");
const ADMINS: Closed = (Board::Admin, "admin");

/// User, moderator and admin, one after the other at the same window.
pub(crate) async fn roles(stage: &Stage, dialect: Dialect) -> Outcome {
    let (address, _server) = stage.serve(lasting(dialect)).await?;
    let app = stage.open_at(&address, dialect).await?;
    let persons: [(SeededAccount, &[Board], &[Closed]); 3] = [
        (USER, &[Board::User], &[MODERATORS, ADMINS]),
        (MODERATOR, &[Board::User, Board::Moderator], &[ADMINS]),
        (ADMIN, &[Board::User, Board::Moderator, Board::Admin], &[]),
    ];
    for (account, open, closed) in persons {
        app.sign_in(&account).await?;
        app.wait_for_page_of(Board::User).await?;
        ensure_navigation(&app, open).await?;
        app.picture(account.username).await?;
        for board in open {
            app.click_page_of(*board).await?;
            app.wait_for_page_of(*board).await?;
            app.wait_for_board(board_text(dialect, *board)).await?;
        }
        for closed in closed {
            force(&app, *closed).await?;
            app.picture(&format!("{}-at-{}", account.username, closed.1))
                .await?;
        }
        app.click_page_of(Board::User).await?;
        app.wait_for_board(board_text(dialect, Board::User)).await?;
        let ends = app.events("logout").await?.len();
        app.sign_out().await?;
        let by_person = app.events("logout").await?.len() - ends;
        ensure!(
            by_person == 1,
            "{by_person} `logout` events for one log-out"
        );
    }
    let ends = app.events("logout").await?;
    let by_person = ends.iter().all(|end| end["reason"] == "signed_out_by_user");
    ensure!(
        ends.len() == 3 && by_person,
        "a forced visit ended a session: {ends:?}"
    );
    Ok(())
}

async fn ensure_navigation(app: &App, open: &[Board]) -> Outcome {
    let script = "return [...document.querySelectorAll('nav [data-testid^=nav-page-]')]
            .map(it => it.dataset.testid)";
    let boards = [Board::Public].iter().chain(open);
    let wanted: Vec<_> = boards.map(|it| format!("nav-{}", page_of(*it))).collect();
    let shown = app.run(script).await?;
    ensure!(
        shown == json!(wanted),
        "the navigation shows {shown}, not {wanted:?}"
    );
    Ok(())
}

async fn force(app: &App, (board, role): Closed) -> Outcome {
    app.go(&format!("#/{}", page_of(board).replace('-', "/")))
        .await?;
    app.wait_for_page_of(board).await?;
    app.wait_for_text("missing-role", &format!("You need the {role} role"))
        .await?;
    app.wait_for_text("status-pill", "Live").await?;
    Ok(())
}
