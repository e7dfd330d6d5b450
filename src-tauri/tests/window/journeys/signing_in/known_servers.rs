//! Which kind of server it is: found in a list, told by a test, or described; and what it asks for.

use demo_server::Dialect;
use serde_json::json;

use crate::window::{
    app::App,
    failure::{Outcome, ensure},
    stage::{
        Stage,
        harbour::{self, Harbour, KEY, PASSWORD},
        servers::lasting,
    },
};

/// Looked for, chosen against what the server was recognised as, found out by a test in Settings to be another one, and
/// switched to that.
pub(crate) async fn known_servers(stage: &Stage) -> Outcome {
    let folder = stage.screens().join("known-servers");
    let (address, server) = stage.serve(lasting(Dialect::NBody)).await?;
    let app = stage.open().await?;
    app.enter_address(&address).await?;
    app.choose_kind("n-body").await?;
    let listed = listed(&app).await?;
    ensure!(
        listed.starts_with(&["n-body", "n-cookie", "s-body", "s-cookie"].map(str::to_owned)),
        "the original servers are not the first of the list: {listed:?}"
    );
    ensure!(listed.len() > 12, "only {} servers are known", listed.len());
    app.shoot(&folder, "list").await?;

    app.fill("connect-kind-search", "no such server").await?;
    app.wait_for("connect-kind-none").await?;
    app.wait_for_kind("n-body").await?;
    app.shoot(&folder, "none-found").await?;
    app.fill("connect-kind-search", "POCKET base").await?;
    app.press_enter("connect-kind-search").await?;
    app.wait_until_gone("connect-kind-none").await?;
    app.choose_kind("pocketbase").await?;
    app.wait_for_value("connect-setting-collection", "users")
        .await?;
    app.shoot(&folder, "found").await?;
    ensure!(
        app.calls("add_server").await? == 0,
        "whoever searches has saved something"
    );

    app.click("connect-save").await?;
    app.wait_for_page("signin").await?;

    app.click("nav-settings").await?;
    let id = app.current_server_id().await?;
    app.choose_of_server(&id, "edit").await?;
    app.click("connect-test").await?;
    app.wait_for_text("connect-verdict", "Node, tokens in JSON")
        .await?;
    app.shoot(&folder, "told-by-a-test").await?;
    let sent_credentials = server.log().iter().any(|call| call.credential);
    ensure!(!sent_credentials, "testing the connection sent credentials");
    app.click("connect-use-detected").await?;
    app.wait_for_kind("n-body").await?;
    app.wait_until_gone("connect-setting-collection").await?;
    app.wait_for_text("connect-verdict", "Connected.").await?;
    app.click("connect-save").await?;
    app.wait_until_gone("connect-save").await
}

/// The servers in the list, in its order.
async fn listed(app: &App) -> Outcome<Vec<String>> {
    let script = "return [...document.querySelectorAll('.kind-list input')].map(it => it.value)";
    Ok(serde_json::from_value(app.run(script).await?)?)
}

/// What a description asks for: told where it is missing, sent where it is wanted, and never seen again where it is secret.
pub(crate) async fn settings(stage: &Stage) -> Outcome {
    let folder = stage.screens().join("known-servers");
    let harbour = stage.open_harbour().await?;
    let app = stage.open().await?;
    app.describe_harbour(&harbour, &harbour::description())
        .await?;
    app.wait_for_value("connect-setting-realm", "main").await?;
    app.wait_for_text("connect-setting-key-destination", &harbour.url())
        .await?;
    let kind = "return document.querySelector('[data-testid=connect-setting-key]').type";
    ensure!(
        app.run(kind).await? == json!("password"),
        "a secret setting is shown as it is typed"
    );
    app.click("connect-save").await?;
    app.wait_for_text("field-error-key", "Project key is required")
        .await?;
    let focused = app.focused().await?;
    ensure!(
        focused == "connect-setting-key",
        "the focus is on `{focused}` and not on what is missing"
    );
    app.shoot(&folder, "setting-missing").await?;
    app.fill("connect-setting-key", KEY).await?;
    app.wait_until_gone("field-error-key").await?;
    app.click("connect-save").await?;
    app.wait_for_page("signin").await?;

    app.click("nav-settings").await?;
    let id = app.current_server_id().await?;
    app.choose_of_server(&id, "edit").await?;
    app.wait_for_value("connect-setting-key", "").await?;
    let show = "document.querySelector('[data-testid=connect-setting-key]').focus()";
    app.run(show).await?;
    let html = app.html().await?;
    ensure!(
        html.contains("It is set. Leave it empty to keep it."),
        "nothing says that the key is kept"
    );
    app.shoot(&folder, "setting-kept").await?;
    app.fill("connect-setting-realm", "north").await?;
    app.click("connect-save").await?;
    app.wait_until_gone("connect-save").await?;
    app.click("nav-home").await?;
    app.click("home-signin").await?;
    // Who asked what the server is has been there, with nothing in hand.
    let before = harbour.asked("POST /login");
    app.sign_in_at_harbour("ann").await?;
    app.wait_for_page("page-1").await?;
    ensure!(
        harbour.asked("POST /login") == before + 1,
        "the kept key was not sent with the sign-in"
    );
    Ok(())
}

impl App {
    /// Describes a harbour at Connect, as far as that goes without its settings.
    pub(in crate::window::journeys) async fn describe_harbour(
        &self,
        harbour: &Harbour,
        description: &serde_json::Value,
    ) -> Outcome {
        self.enter_address(&harbour.url()).await?;
        self.choose_kind("custom").await?;
        self.wait_for("connect-dialect").await?;
        self.paste("connect-dialect", &format!("{description:#}"))
            .await
    }

    /// Enters a harbour with its key.
    pub(in crate::window::journeys) async fn enter_harbour(
        &self,
        harbour: &Harbour,
        description: &serde_json::Value,
    ) -> Outcome {
        self.describe_harbour(harbour, description).await?;
        self.fill("connect-setting-key", KEY).await?;
        self.click("connect-save").await?;
        self.wait_for_page("signin").await
    }

    /// Fills in name and password there.
    pub(in crate::window::journeys) async fn sign_in_at_harbour(&self, name: &str) -> Outcome {
        self.wait_for_page("signin").await?;
        self.fill("signin-username", name).await?;
        self.fill("signin-password", PASSWORD).await?;
        self.click("signin-submit").await
    }
}
