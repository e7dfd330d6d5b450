//! Steps that several journeys share.

use std::{fs, rc::Rc};

use demo_server::{Board, Config, Control, Dialect, SeededAccount};
use serde_json::{Value, json};

use crate::window::{
    app::App,
    failure::{Outcome, ensure},
    stage::{
        Stage,
        servers::{board_text, lasting},
    },
    wait::{STEP, until},
};

impl Stage {
    /// Somebody signs in at a server that a script has set, and the first board's page stands.
    pub(super) async fn sign_in_at(
        &self,
        config: Config,
        account: &SeededAccount,
    ) -> Outcome<(Rc<App>, Control)> {
        let dialect = config.dialect;
        let (address, server) = self.serve(config).await?;
        let app = self.open_at(&address, dialect).await?;
        app.sign_in(account).await?;
        app.wait_for_page_of(Board::User).await?;
        Ok((app, server))
    }

    /// Somebody signs in at a server of another kind than the one that it is said to be: it grants a session and
    /// looks for it elsewhere.
    pub(super) async fn sign_in_without_effect(&self, account: &SeededAccount) -> Outcome<Rc<App>> {
        let (address, _) = self.serve(lasting(Dialect::SBody)).await?;
        let app = self.open().await?;
        app.enter_address(&address).await?;
        let offered = app.offered_description("s-body").await?;
        let wrong = offered.replacen("\"authorization\"", "\"x-harbour-pass\"", 1);
        ensure!(
            wrong != offered,
            "the description names no header: {offered}"
        );
        let file = self.home().own_file("harbour.json");
        fs::write(&file, wrong)?;
        let app = self.open_as(&address, &file.to_string_lossy()).await?;
        app.sign_in(account).await?;
        app.wait_for_page_of(Board::User).await?;
        Ok(app)
    }
}

/// What the window calls the page that the presets have for a board.
pub(super) const fn page_of(board: Board) -> &'static str {
    match board {
        Board::Public => "page-0",
        Board::User => "page-1",
        Board::Moderator => "page-2",
        Board::Admin => "page-3",
    }
}

impl App {
    /// Follows the link to that page.
    pub(super) async fn click_page_of(&self, board: Board) -> Outcome {
        self.click(&format!("nav-{}", page_of(board))).await
    }

    /// Waits until that page stands.
    pub(super) async fn wait_for_page_of(&self, board: Board) -> Outcome {
        self.wait_for_page(page_of(board)).await
    }

    /// Enters an address at Connect and goes on to what the server is. One that gives no answer is not waited for.
    pub(super) async fn enter_address(&self, address: &str) -> Outcome {
        self.wait_for_page("connect").await?;
        self.fill("connect-address", address).await?;
        self.click("connect-continue").await?;
        let script = "const anyway = document.querySelector('[data-testid=connect-anyway]');
            if (anyway && getComputedStyle(anyway).visibility === 'visible') anyway.click();
            return !!document.querySelector('[data-testid=connect-server]')";
        until("the second step of Connect stands", STEP, async || {
            Ok((self.run(script).await? == json!(true)).then_some(()))
        })
        .await
    }

    /// Chooses how a server speaks, recognised or not: like a known one, or `custom`.
    pub(super) async fn choose_kind(&self, id: &str) -> Outcome {
        if self.shows("connect-change").await? {
            self.click("connect-change").await?;
        }
        self.click(&format!("connect-kind-{id}")).await?;
        self.wait_for_kind(id).await
    }

    /// Waits until that is chosen.
    pub(super) async fn wait_for_kind(&self, id: &str) -> Outcome {
        let script = "return document.querySelector('[name=connect-kind]:checked')?.value ?? null";
        until(&format!("the kind `{id}` is chosen"), STEP, async || {
            Ok((self.run(script).await? == json!(id)).then_some(()))
        })
        .await
    }

    /// Chooses something of the menu that a server has in Settings: `edit`, `copy`, `remove`.
    pub(super) async fn choose_of_server(&self, id: &str, action: &str) -> Outcome {
        self.click(&format!("settings-more-{id}")).await?;
        self.click(&format!("settings-{action}-{id}")).await
    }

    /// What is offered to describe a server with, like this known one.
    pub(super) async fn offered_description(&self, like: &str) -> Outcome<String> {
        self.choose_kind(like).await?;
        until("what that means is known", STEP, async || {
            let meaning = self.text("connect-kind-meaning").await?;
            Ok(meaning.is_some_and(|it| !it.is_empty()).then_some(()))
        })
        .await?;
        self.choose_kind("custom").await?;
        self.description_like(like).await
    }

    /// Starts the description anew from this known one.
    pub(super) async fn start_from(&self, known: &str) -> Outcome<String> {
        self.choose("connect-start-from", known).await?;
        self.description_like(known).await
    }

    /// Waits until the description stands that is offered for this known one.
    async fn description_like(&self, known: &str) -> Outcome<String> {
        until(&format!("a description like `{known}`"), STEP, async || {
            let offered = self.value("connect-dialect").await?;
            Ok(offered
                .contains(&format!("\"my-{known}\""))
                .then_some(offered))
        })
        .await
    }

    /// Enters a server at Connect, as a person does, so that it is kept.
    pub(super) async fn add_server(&self, name: &str, address: &str, kind: Dialect) -> Outcome {
        self.enter_address(address).await?;
        self.choose_kind(&kind.to_string()).await?;
        self.fill("connect-name", name).await?;
        self.click("connect-save").await?;
        self.wait_for_text("current-server", name).await.map(drop)
    }

    /// The id of the server of this name, from its row in Settings.
    pub(super) async fn server_id(&self, name: &str) -> Outcome<String> {
        let script = "const prefix = 'settings-server-';
            const rows = [...document.querySelectorAll(`[data-testid^=${prefix}]`)];
            const row = rows.find(it => it.innerText.includes(arguments[0]));
            return row?.dataset.testid.slice(prefix.length) ?? null";
        until(&format!("a server named {name}"), STEP, async || {
            let id = self.run_with(script, vec![json!(name)]).await?;
            Ok(id.as_str().map(str::to_owned))
        })
        .await
    }

    /// Fills in the form of Sign in and sends it. Where that leads is the journey's business.
    pub(super) async fn sign_in(&self, account: &SeededAccount) -> Outcome {
        self.wait_for_page("signin").await?;
        self.fill("signin-username", account.username).await?;
        self.fill("signin-password", account.password).await?;
        self.click("signin-submit").await
    }

    /// Logs out by the button of the frame.
    pub(super) async fn sign_out(&self) -> Outcome {
        self.click("nav-logout").await?;
        self.wait_for_page("signin").await
    }

    /// The id of the current server, from its row in Settings.
    pub(super) async fn current_server_id(&self) -> Outcome<String> {
        let script = "const row = document.querySelector('.server-current');
            return row?.dataset.testid.slice('settings-server-'.length) ?? null";
        until("the row of the current server", STEP, async || {
            Ok(self.run(script).await?.as_str().map(str::to_owned))
        })
        .await
    }

    /// Waits until somebody is signed in and reads the first board.
    pub(super) async fn wait_until_in_as(
        &self,
        account: &SeededAccount,
        dialect: Dialect,
    ) -> Outcome {
        self.wait_for_page_of(Board::User).await?;
        self.wait_for_board(board_text(dialect, Board::User))
            .await?;
        self.wait_for_text("nav-profile", account.username).await?;
        self.wait_for_text("status-pill", "Live").await.map(drop)
    }

    /// Waits until the board that stands shows its text and nothing is under way.
    pub(super) async fn wait_for_board(&self, text: &str) -> Outcome {
        self.wait_for_text("page-content", text).await?;
        self.wait_until_idle().await
    }

    /// Waits until no answer for the board is awaited any more.
    pub(super) async fn wait_until_idle(&self) -> Outcome {
        let script = "return document.querySelector('[data-testid=page-reload]')?.ariaBusy ?? null";
        until("the board has its answers", 2 * STEP, async || {
            Ok((self.run(script).await? == json!("false")).then_some(()))
        })
        .await
    }

    /// From now on, notes each page that is ever shown, however short.
    pub(super) async fn watch_pages(&self) -> Outcome {
        let script = "window.__pages = [];
            const note = () => {
                const page = document.querySelector('[data-page]')?.dataset.page ?? 'none';
                if (window.__pages.at(-1) !== page) window.__pages.push(page);
            };
            note();
            const options = { subtree: true, childList: true, attributeFilter: ['data-page'] };
            new MutationObserver(note).observe(document.body, options);
            addEventListener('hashchange', () => window.__pages.push(location.hash.slice(2)))";
        self.run(script).await.map(drop)
    }

    /// Makes sure that nothing but this page was shown since [`Self::watch_pages`].
    pub(super) async fn ensure_only_page(&self, page: &str) -> Outcome {
        let shown = self.run("return window.__pages").await?;
        ensure!(
            shown == json!([page]),
            "not only `{page}` was shown, but {shown}"
        );
        Ok(())
    }

    /// Makes sure that no session has ended since the beginning of the journey.
    pub(super) async fn ensure_no_logout(&self) -> Outcome {
        let ends = self.events("logout").await?.len();
        ensure!(ends == 0, "{ends} `logout` events, though no session ended");
        Ok(())
    }

    /// Makes sure that exactly one session has ended, and for this reason.
    pub(super) async fn ensure_one_logout(&self, reason: &str) -> Outcome {
        let ends = self.events("logout").await?;
        let reasons: Vec<&Value> = ends.iter().map(|end| &end["reason"]).collect();
        ensure!(
            reasons == [reason],
            "`logout` events: {reasons:?}, and not one for {reason}"
        );
        Ok(())
    }
}
