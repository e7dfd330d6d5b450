//! A server whose name says that it is another one: beside the password stands where that goes, in the smallest window
//! and in both lights.

use demo_server::Dialect;
use serde_json::json;

use crate::window::{
    app::{App, display::question::Answer},
    failure::{Outcome, ensure},
    stage::Stage,
};

/// What the servers are called.
const NAME: &str = "https://work.example \u{202E}";

/// One with a long host, which ends in whose it is, and one on the way to which everybody listens.
pub(crate) async fn false_name(stage: &Stage) -> Outcome {
    let app = stage.open().await?;
    app.wait_for_page("connect").await?;
    let long = format!(
        "https://work.example.{}evil.example:8443",
        "login.".repeat(8)
    );
    let exposed = "http://192.0.2.1";
    for (at, address) in [&*long, exposed].into_iter().enumerate() {
        app.go("/connect").await?;
        app.wait_for_page("connect").await?;
        app.resize(900, 640).await?;
        if address == exposed {
            app.fill("connect-address", address).await?;
            app.click("connect-plain-http").await?;
        }
        app.enter_address(address).await?;
        app.choose_kind(&Dialect::NBody.to_string()).await?;
        app.paste("connect-name", NAME).await?;
        app.click("connect-save").await?;
        if address == exposed {
            app.answer(Answer::Yes).await?;
        }
        for (page, field) in [("signin", "signin-password"), ("signup", "signup-password")] {
            app.click(&format!("nav-{page}")).await?;
            app.wait_for_page(page).await?;
            let destination = format!("{field}-destination");
            let said = app.wait_for_text(&destination, address).await?;
            ensure!(
                said.contains("not encrypted") == (address == exposed),
                "it says of {address}: {said}"
            );
            app.resize(720, 520).await?;
            app.ensure_in_sight_of(field, &destination).await?;
            for theme in ["light", "dark"] {
                let script = "document.documentElement.dataset.theme = arguments[0]";
                app.run_with(script, vec![json!(theme)]).await?;
                app.picture(&format!("{page}-{at}-{theme}")).await?;
            }
            app.resize(900, 640).await?;
        }
    }
    Ok(())
}

impl App {
    /// Somebody who types into a field sees the other element whole.
    async fn ensure_in_sight_of(&self, field: &str, testid: &str) -> Outcome {
        self.fill(field, "x").await?;
        let script = "const [field, other] = [...arguments].map(it => document.querySelector(`[data-testid=${it}]`));
            field.scrollIntoView({ block: 'nearest' });
            const pane = document.getElementById('content').getBoundingClientRect();
            const { top, bottom, left, right } = other.getBoundingClientRect();
            return top >= pane.top && bottom <= pane.bottom && left >= pane.left && right <= pane.right
                ? null : `${top} to ${bottom} of ${pane.top} to ${pane.bottom}`";
        let out = self
            .run_with(script, vec![json!(field), json!(testid)])
            .await?;
        ensure!(out.is_null(), "`{testid}` is out of sight: {out}");
        self.fill(field, "").await
    }
}
