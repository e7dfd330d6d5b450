//! A picture of every screen, small and large, light and dark, and nothing cut off in any.

use std::path::PathBuf;

use demo_server::{Board, Config, Dialect};

use crate::window::{
    app::App,
    failure::Outcome,
    stage::{
        Stage,
        servers::{ADMIN, MODERATOR, USER, board_text, short_lived},
    },
    wait::{STEP, until},
};

/// Every screen, in the order in which a person comes by.
pub(super) async fn gallery(stage: &Stage) -> Outcome {
    let gallery = Gallery::of(stage);
    let dialect = Dialect::NBody;
    let (address, server) = stage.serve(Config::new(dialect)).await?;
    let app = stage.open().await?;
    app.wait_for_page("connect").await?;
    gallery.shoot(&app, "connect").await?;
    app.enter_address(&address).await?;
    gallery.shoot(&app, "connect-server").await?;
    gallery.shoot_description(&app, "connect").await?;
    app.choose_kind("n-body").await?;
    app.fill("connect-name", "Harbour office").await?;
    app.click("connect-save").await?;
    app.wait_for_page("signin").await?;
    gallery.shoot(&app, "sign-in").await?;
    app.click("nav-signup").await?;
    app.fill("signup-username", "ab").await?;
    app.click("signup-submit").await?;
    app.wait_for("field-error-password").await?;
    gallery.shoot(&app, "sign-up-with-errors").await?;
    app.click("nav-signin").await?;
    gallery.shoot_signed_in(&app, dialect).await?;

    server.revoke_refresh();
    server.expire_access();
    app.click("page-reload").await?;
    app.wait_for("logout-reason").await?;
    gallery.shoot(&app, "sign-in-with-reason").await?;
    gallery.shoot_outage(stage).await
}

/// A server that takes nothing of what it grants, at a first start of its own.
pub(super) async fn not_taken(stage: &Stage) -> Outcome {
    Gallery::of(stage).shoot_not_taken(stage).await
}

struct Gallery {
    folder: PathBuf,
}

impl Gallery {
    fn of(stage: &Stage) -> Self {
        Self {
            folder: stage.screens().join("gallery"),
        }
    }

    async fn shoot_signed_in(&self, app: &App, dialect: Dialect) -> Outcome {
        app.sign_in(&MODERATOR).await?;
        app.wait_for_page_of(Board::User).await?;
        for (link, board) in [
            ("public", Board::Public),
            ("user", Board::User),
            ("moderator", Board::Moderator),
        ] {
            app.click_page_of(board).await?;
            app.wait_for_page_of(board).await?;
            app.wait_for_board(board_text(dialect, board)).await?;
            self.shoot(app, &format!("page-{link}")).await?;
        }
        app.go("#/page/3").await?;
        app.wait_for("missing-role").await?;
        self.shoot(app, "missing-role").await?;
        for page in ["home", "profile", "session", "settings"] {
            app.click(&format!("nav-{page}")).await?;
            app.wait_for_page(page).await?;
            self.shoot(app, page).await?;
        }
        let server = app.current_server_id().await?;
        app.click(&format!("settings-edit-{server}")).await?;
        self.shoot_description(app, "settings").await?;
        app.sign_out().await?;
        app.sign_in(&ADMIN).await?;
        app.wait_for_page_of(Board::User).await?;
        app.click_page_of(Board::Admin).await?;
        app.wait_for_board(board_text(dialect, Board::Admin))
            .await?;
        self.shoot(app, "page-admin").await
    }

    /// The description of a server, as it is offered and with something wrong in it.
    async fn shoot_description(&self, app: &App, page: &str) -> Outcome {
        let offered = app.offered_description("n-body").await?;
        self.shoot(app, &format!("{page}-custom")).await?;
        let wrong = offered.replacen("\"/refreshToken\"", "7", 1);
        app.paste("connect-dialect", &wrong).await?;
        app.click("connect-save").await?;
        app.wait_for("field-error-dialect").await?;
        self.shoot(app, &format!("{page}-custom-error")).await
    }

    async fn shoot_outage(&self, stage: &Stage) -> Outcome {
        let dialect = Dialect::NBody;
        let (app, server) = stage.sign_in_at(short_lived(dialect, 4), &USER).await?;
        app.wait_for_board(board_text(dialect, Board::User)).await?;
        server.go_down().await;
        until("the session waits for its server", 2 * STEP, async || {
            app.click("page-reload").await?;
            Ok(app.shows("degraded-banner").await?.then_some(()))
        })
        .await?;
        self.shoot(&app, "degraded").await?;
        app.click("nav-session").await?;
        app.wait_for_text("session-log", "Not renewed").await?;
        self.shoot(&app, "session-degraded").await
    }

    async fn shoot_not_taken(&self, stage: &Stage) -> Outcome {
        let app = stage.sign_in_without_effect(&USER).await?;
        app.wait_for("not-taken").await?;
        self.shoot(&app, "not-taken").await?;
        for page in ["session", "settings"] {
            app.click(&format!("nav-{page}")).await?;
            app.wait_for_page(page).await?;
            self.shoot(&app, &format!("{page}-not-taken")).await?;
        }
        Ok(())
    }

    async fn shoot(&self, app: &App, screen: &str) -> Outcome {
        app.shoot(&self.folder, screen).await
    }
}
