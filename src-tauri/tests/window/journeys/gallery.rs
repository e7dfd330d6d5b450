//! A picture of every screen, small and large, light and dark, and nothing cut off in any.

use std::path::PathBuf;

use demo_server::{Board, Config, Dialect};
use serde_json::json;

use crate::window::{
    app::App,
    failure::{Outcome, ensure},
    stage::{
        Stage,
        servers::{ADMIN, MODERATOR, USER, board_text, short_lived},
    },
    wait::{STEP, until},
};

const SIZES: [(u32, u32); 2] = [(900, 640), (1400, 900)];
const THEMES: [&str; 2] = ["light", "dark"];

/// Every screen, in the order in which a person comes by.
pub(super) async fn gallery(stage: &Stage) -> Outcome {
    let gallery = Gallery {
        folder: stage.screens().join("gallery"),
    };
    // It leaves nothing behind, and begins where nothing was left.
    gallery.shoot_not_taken(stage).await?;
    let dialect = Dialect::NBody;
    let (address, server) = stage.serve(Config::new(dialect)).await?;
    let app = stage.open().await?;
    app.wait_for_page("connect").await?;
    gallery.shoot(&app, "connect").await?;
    gallery.shoot_description(&app, "connect").await?;
    app.choose("connect-kind", "n-body").await?;
    app.fill("connect-address", &address).await?;
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
    app.click("board-reload").await?;
    app.wait_for("logout-reason").await?;
    gallery.shoot(&app, "sign-in-with-reason").await?;
    gallery.shoot_outage(stage).await
}

struct Gallery {
    folder: PathBuf,
}

impl Gallery {
    async fn shoot_signed_in(&self, app: &App, dialect: Dialect) -> Outcome {
        app.sign_in(&MODERATOR).await?;
        app.wait_for_page("user").await?;
        for (link, board) in [
            ("home", Board::Public),
            ("user", Board::User),
            ("moderator", Board::Moderator),
        ] {
            app.click(&format!("nav-{link}")).await?;
            app.wait_for_page(link).await?;
            app.wait_for_board(board_text(dialect, board)).await?;
            self.shoot(app, &format!("board-{link}")).await?;
        }
        app.go("#/board/admin").await?;
        app.wait_for("missing-role").await?;
        self.shoot(app, "missing-role").await?;
        for page in ["profile", "session", "settings"] {
            app.click(&format!("nav-{page}")).await?;
            app.wait_for_page(page).await?;
            self.shoot(app, page).await?;
        }
        let server = app.current_server_id().await?;
        app.click(&format!("settings-edit-{server}")).await?;
        self.shoot_description(app, "settings").await?;
        app.sign_out().await?;
        app.sign_in(&ADMIN).await?;
        app.wait_for_page("user").await?;
        app.click("nav-admin").await?;
        app.wait_for_board(board_text(dialect, Board::Admin))
            .await?;
        self.shoot(app, "board-admin").await
    }

    /// The description of a server, as it is offered and with something wrong in it.
    async fn shoot_description(&self, app: &App, page: &str) -> Outcome {
        app.choose("connect-kind", "custom").await?;
        app.wait_for("connect-dialect").await?;
        self.shoot(app, &format!("{page}-custom")).await?;
        let offered = app.value("connect-dialect").await?;
        let wrong = offered.replacen("\"refreshToken\"", "7", 1);
        app.paste("connect-dialect", &wrong).await?;
        app.fill("connect-address", "https://harbour.example")
            .await?;
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
            app.click("board-reload").await?;
            Ok(app.shows("degraded-banner").await?.then_some(()))
        })
        .await?;
        self.shoot(&app, "degraded").await?;
        app.click("nav-session").await?;
        app.wait_for_text("session-log", "Not refreshed").await?;
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

    /// Takes the screen as it stands in every size and theme.
    async fn shoot(&self, app: &App, screen: &str) -> Outcome {
        app.keep_page(screen).await?;
        for (width, height) in SIZES {
            app.resize(width, height).await?;
            ensure_nothing_is_cut_off(app, screen, width).await?;
            for theme in THEMES {
                let script = "document.documentElement.dataset.theme = arguments[0]";
                app.run_with(script, vec![json!(theme)]).await?;
                let file = format!("{screen}-{width}x{height}-{theme}.png");
                app.picture_at(&self.folder.join(file)).await?;
            }
        }
        app.run("delete document.documentElement.dataset.theme")
            .await
            .map(drop)
    }
}

/// The page must not be wider than the window, nor may an element reach out of it.
async fn ensure_nothing_is_cut_off(app: &App, screen: &str, width: u32) -> Outcome {
    let script = "const root = document.documentElement;
        if (root.scrollWidth > root.clientWidth) return `the page, ${root.scrollWidth} wide`;
        const out = [...document.querySelectorAll('body *')].find(it => {
            const { left, right, width } = it.getBoundingClientRect();
            return width > 1 && getComputedStyle(it).position !== 'absolute'
                && it.checkVisibility() && (right > root.clientWidth + 1 || left < -1);
        });
        return out ? `<${out.tagName.toLowerCase()} class=\"${out.className}\">` : null";
    let out = app.run(script).await?;
    ensure!(
        out.is_null(),
        "on `{screen}` at a width of {width}, {out} reaches out of the window"
    );
    Ok(())
}

impl App {
    /// Makes the window's inside this large.
    async fn resize(&self, width: u32, height: u32) -> Outcome {
        self.client.set_window_rect(0, 0, width, height).await?;
        let script = "return [innerWidth, innerHeight]";
        until(
            &format!("the window is {width} wide and {height} high"),
            STEP,
            async || Ok((self.run(script).await? == json!([width, height])).then_some(())),
        )
        .await
    }
}
