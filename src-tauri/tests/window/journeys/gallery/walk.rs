//! The walk: every page in every state that a person meets, in the order in which they come by.
//!
//! Whatever looks at all of the window is taken along here; a new state of a page is a stop of this walk. What a step waits
//! for is no sentence of the window, whichever language it speaks.

use demo_server::{Board, Config, Control, Dialect};

use super::{eyes::Eyes, stop::Stop};
use crate::window::{
    app::{
        App,
        keyboard::{CTRL, ESCAPE},
    },
    failure::Outcome,
    stage::{
        Stage,
        harbour::{self, CODE},
        servers::{ADMIN, MODERATOR, USER, board_text, short_lived},
    },
    wait::{STEP, until},
};

const KIND: Dialect = Dialect::NBody;
const WRONG: &str = "not-the-password-of-anybody";

pub(super) struct Walk<'a> {
    stage: &'a Stage,
    language: &'static str,
    eyes: &'a mut Eyes,
}

impl<'a> Walk<'a> {
    pub(super) fn new(stage: &'a Stage, language: &'static str, eyes: &'a mut Eyes) -> Self {
        Self {
            stage,
            language,
            eyes,
        }
    }

    /// From the first start to the end of a session and beyond, at a demo server.
    pub(super) async fn demo(mut self) -> Outcome {
        let (address, server) = self.stage.serve(Config::new(KIND)).await?;
        let app = self.stage.open().await?;
        app.speak(self.language).await?;
        app.resize(900, 640).await?;
        self.connect(&app, &address).await?;
        self.entrance(&app).await?;
        self.pages(&app).await?;
        self.requests(&app).await?;
        self.settings(&app).await?;
        self.frame(&app).await?;
        if self.eyes.is_hasty() {
            return Ok(());
        }
        self.end(&app, &server).await?;
        self.outage().await
    }

    /// At a server of another make: a second step, and pages that are no prose.
    pub(super) async fn described(mut self) -> Outcome {
        let harbour = self.stage.open_harbour().await?;
        let app = self.stage.open().await?;
        app.speak(self.language).await?;
        app.resize(900, 640).await?;
        app.enter_harbour(&harbour, &harbour::description()).await?;
        self.stop(&app, "own-words").await?;
        app.click("nav-home").await?;
        app.wait_for("home-page-0").await?;
        self.stop(&app, "signed-out").await?;
        app.click("nav-signin").await?;
        app.sign_in_at_harbour("cleo").await?;
        app.wait_for("second-step").await?;
        self.stop(&app, "second-step").await?;
        app.fill("signin-code", "000000").await?;
        app.click("signin-code-submit").await?;
        app.wait_for("signin-error").await?;
        self.stop(&app, "wrong-code").await?;
        app.fill("signin-code", CODE).await?;
        app.press_enter("signin-code").await?;
        for (page, state) in [(1, "json"), (2, "image"), (3, "markup")] {
            app.click(&format!("nav-page-{page}")).await?;
            app.wait_for_page(&format!("page-{page}")).await?;
            app.wait_until_idle().await?;
            self.stop(&app, state).await?;
        }
        Ok(())
    }

    /// At a server that lets people in elsewhere: before that, while they are in their browser, when it said no, and the same on
    /// another device.
    pub(super) async fn in_browser(mut self) -> Outcome {
        let authority = self.stage.open_authority().await?;
        let browser = self.stage.install_browser()?;
        authority.refuse("invalid_scope", "There is no such scope.");
        let app = self.stage.open().await?;
        app.speak(self.language).await?;
        app.resize(900, 640).await?;
        app.connect_in_browser(&authority).await?;
        self.stop(&app, "in-browser").await?;
        app.click("signin-browser").await?;
        app.wait_for("browser-waits").await?;
        self.stop(&app, "browser-waits").await?;
        browser.visit(&browser.sent().await?).await?;
        app.wait_for("signin-error").await?;
        self.stop(&app, "browser-refused").await?;
        authority.welcome();
        app.begin_on_device().await?;
        self.stop(&app, "device-waits").await?;
        authority.take_no_devices();
        app.click("elsewhere-cancel").await?;
        app.wait_for("signin-device").await?;
        app.click("signin-device").await?;
        app.wait_for("signin-error").await?;
        self.stop(&app, "device-not-offered").await
    }

    /// At a server that takes nothing of what it grants.
    pub(super) async fn not_taken(mut self) -> Outcome {
        let app = self.stage.sign_in_without_effect(&USER).await?;
        app.speak(self.language).await?;
        app.resize(900, 640).await?;
        app.wait_for("not-taken").await?;
        self.stop(&app, "not-taken").await?;
        for page in ["session", "settings"] {
            self.go(&app, page).await?;
            self.stop(&app, "not-taken").await?;
        }
        Ok(())
    }

    async fn connect(&mut self, app: &App, address: &str) -> Outcome {
        app.wait_for_page("connect").await?;
        self.stop(app, "first-start").await?;
        app.enter_address(address).await?;
        self.stop(app, "recognised").await?;
        if !self.eyes.is_hasty() {
            self.description(app).await?;
        }
        app.choose_kind("n-body").await?;
        app.fill("connect-name", "Harbour office").await?;
        app.click("connect-save").await
    }

    /// The description of a server, as it is offered and with something wrong in it.
    async fn description(&mut self, app: &App) -> Outcome {
        let offered = app.offered_description("n-body").await?;
        self.stop(app, "custom").await?;
        let wrong = offered.replacen("\"/refreshToken\"", "7", 1);
        app.paste("connect-dialect", &wrong).await?;
        app.click("connect-save").await?;
        app.wait_for("field-error-dialect").await?;
        self.stop(app, "custom-wrong").await
    }

    async fn entrance(&mut self, app: &App) -> Outcome {
        app.wait_for_page("signin").await?;
        self.stop(app, "empty").await?;
        self.stage.keep_secret(WRONG);
        app.fill("signin-username", USER.username).await?;
        app.fill("signin-password", WRONG).await?;
        app.click("signin-submit").await?;
        app.wait_for("signin-error").await?;
        self.stop(app, "refused").await?;
        app.click("nav-signup").await?;
        app.wait_for_page("signup").await?;
        self.stop(app, "empty").await?;
        app.fill("signup-username", "ab").await?;
        app.click("signup-submit").await?;
        app.wait_for("field-error-password").await?;
        self.stop(app, "with-errors").await?;
        app.click("nav-signin").await
    }

    async fn pages(&mut self, app: &App) -> Outcome {
        app.sign_in(&MODERATOR).await?;
        app.wait_for_page_of(Board::User).await?;
        for (board, state) in [
            (Board::User, "user"),
            (Board::Public, "public"),
            (Board::Moderator, "moderator"),
        ] {
            app.click_page_of(board).await?;
            app.wait_for_page_of(board).await?;
            app.wait_for_board(board_text(KIND, board)).await?;
            self.stop(app, state).await?;
        }
        app.go("#/page/3").await?;
        app.wait_for("missing-role").await?;
        self.stop(app, "missing-role").await?;
        for page in ["home", "profile", "session"] {
            self.go(app, page).await?;
            self.stop(app, "live").await?;
        }
        app.click("session-refresh").await?;
        app.wait_for("toast").await?;
        self.pass(app, "renewed").await?;
        // The next page is pictured without it. It may have gone by itself.
        app.run("document.querySelector('[data-testid=toast]')?.click()")
            .await
            .map(drop)
    }

    async fn requests(&mut self, app: &App) -> Outcome {
        app.open_requests().await?;
        self.stop(app, "empty").await?;
        app.request("/api/test/user").await?;
        app.wait_for("request-body").await?;
        self.stop(app, "answered").await?;
        app.click("answer-headers").await?;
        app.wait_for("answer-header-list").await?;
        self.stop(app, "headers").await?;
        app.click("request-part-headers").await?;
        app.fill("request-header-name-0", "X-Access-Token").await?;
        app.fill("request-header-value-0", "x").await?;
        app.click("request-send").await?;
        app.wait_for("request-header-error").await?;
        self.stop(app, "header-refused").await?;
        app.click("request-header-remove-0").await?;
        if self.eyes.is_hasty() {
            return Ok(());
        }
        app.click("answer-pin").await?;
        app.wait_for("request-pinned").await?;
        app.request("/api/test/nothing").await?;
        app.wait_for("answer-status").await?;
        self.stop(app, "not-found").await?;
        app.choose("request-method", "POST").await?;
        app.click("request-part-body").await?;
        app.click("request-body-json").await?;
        app.paste("request-json", "{\n  \"ship\": \"Alba\",\n}")
            .await?;
        app.click("request-send").await?;
        app.wait_for("field-error-json").await?;
        self.stop(app, "no-json").await?;
        app.click("request-body-none").await?;
        app.choose("request-method", "GET").await?;
        app.fill("request-path", "/api/test/").await?;
        app.wait_for("request-paths").await?;
        self.stop(app, "completed").await?;
        app.press(&[ESCAPE]).await
    }

    async fn settings(&mut self, app: &App) -> Outcome {
        self.go(app, "settings").await?;
        self.stop(app, "servers").await?;
        for (number, state) in [
            (2, "staying"),
            (3, "appearance"),
            (4, "diagnostics"),
            (5, "about"),
        ] {
            self.part(app, state, &format!("section:nth-of-type({number})"))
                .await?;
        }
        let server = app.current_server_id().await?;
        app.click(&format!("settings-more-{server}")).await?;
        app.wait_for(&format!("settings-more-{server}-menu"))
            .await?;
        self.stop(app, "menu").await?;
        app.click(&format!("settings-edit-{server}")).await?;
        app.wait_for("connect-save").await?;
        self.stop(app, "editing").await?;
        app.press(&[ESCAPE]).await?;
        app.wait_until_gone("connect-save").await?;
        app.click("settings-diagnostics").await?;
        app.wait_for("settings-diagnostics-report").await?;
        self.stop(app, "report").await?;
        self.part(app, "report-itself", "section:nth-of-type(4)")
            .await
    }

    /// What is open before a page, or beside it.
    async fn frame(&mut self, app: &App) -> Outcome {
        self.go(app, "home").await?;
        app.press(&[CTRL, 'k']).await?;
        app.wait_for_focus("palette-field").await?;
        self.stop(app, "palette").await?;
        for (typed, state) in [("ses", "palette-found"), ("zzz", "palette-nothing")] {
            app.fill("palette-field", typed).await?;
            self.stop(app, state).await?;
        }
        app.press(&[ESCAPE]).await?;
        app.wait_until_gone("palette").await?;
        self.after(app, "palette-closed").await?;
        app.press(&[CTRL, '/']).await?;
        app.wait_for("keys").await?;
        self.stop(app, "keys").await?;
        app.press(&[ESCAPE]).await?;
        app.wait_until_gone("keys").await?;
        self.after(app, "keys-closed").await?;
        app.click("server-switcher").await?;
        app.wait_for("server-menu").await?;
        self.stop(app, "servers").await?;
        app.press(&[ESCAPE]).await?;
        app.wait_until_gone("server-menu").await?;
        self.after(app, "servers-closed").await?;
        app.press(&[CTRL, 'b']).await?;
        self.stop(app, "rail").await?;
        app.press(&[CTRL, 'b']).await
    }

    async fn end(&mut self, app: &App, server: &Control) -> Outcome {
        app.click_page_of(Board::User).await?;
        app.wait_for_page_of(Board::User).await?;
        app.wait_until_idle().await?;
        server.revoke_refresh();
        server.expire_access();
        app.click("page-reload").await?;
        app.wait_for("logout-reason").await?;
        self.stop(app, "with-reason").await?;
        for (page, state) in [("session", "ended"), ("home", "signed-out")] {
            self.go(app, page).await?;
            self.stop(app, state).await?;
        }
        self.go(app, "settings").await?;
        let row = app.current_server_id().await?;
        app.choose_of_server(&row, "remove").await?;
        app.wait_for("settings-remove-keep").await?;
        self.stop(app, "removing").await?;
        app.click("settings-remove-keep").await?;
        app.wait_until_gone("settings-remove-keep").await?;
        self.after(app, "kept").await?;
        app.click("nav-signin").await?;
        app.sign_in(&ADMIN).await?;
        app.wait_for_page_of(Board::User).await?;
        app.click_page_of(Board::Admin).await?;
        app.wait_for_board(board_text(KIND, Board::Admin)).await?;
        self.stop(app, "admin").await
    }

    async fn outage(&mut self) -> Outcome {
        let config = short_lived(KIND, 4);
        let (app, server) = self.stage.sign_in_at(config, &USER).await?;
        app.resize(900, 640).await?;
        app.wait_for_board(board_text(KIND, Board::User)).await?;
        server.go_down().await;
        until("the session waits for its server", 2 * STEP, async || {
            app.click("page-reload").await?;
            Ok(app.shows("degraded-banner").await?.then_some(()))
        })
        .await?;
        self.stop(&app, "waiting").await?;
        self.go(&app, "session").await?;
        self.stop(&app, "waiting").await
    }

    async fn go(&self, app: &App, page: &str) -> Outcome {
        app.click(&format!("nav-{page}")).await?;
        app.wait_for_page(page).await
    }

    async fn stop(&mut self, app: &App, state: &'static str) -> Outcome {
        self.look(app, state, None, false).await
    }

    /// A part of the page that stands.
    async fn part(&mut self, app: &App, state: &'static str, part: &str) -> Outcome {
        self.look(app, state, Some(part.to_owned()), false).await
    }

    /// Something that goes by itself.
    async fn pass(&mut self, app: &App, state: &'static str) -> Outcome {
        self.look(app, state, None, true).await
    }

    /// What came of an action whose page was looked at before: for who listens, not for who looks.
    async fn after(&mut self, app: &App, state: &'static str) -> Outcome {
        match self.eyes {
            Eyes::Audit(_) => self.pass(app, state).await,
            Eyes::Album(_) | Eyes::Gallery(_) => Ok(()),
        }
    }

    async fn look(
        &mut self,
        app: &App,
        state: &'static str,
        part: Option<String>,
        is_passing: bool,
    ) -> Outcome {
        let stop = Stop {
            language: self.language,
            page: app.page().await?,
            state,
            part,
            is_passing,
        };
        self.eyes.look(app, &stop).await
    }
}
