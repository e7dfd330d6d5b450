//! Attacks on the running app: by a server, by a script in its page, and by what stands beside it on the desktop.
//!
//! Each names what it is attacked with, and looks at what a person would have lost. May use `steps` and the rig.

pub(super) mod false_name;
pub(super) mod link_dropped;
pub(super) mod lying_server;
pub(super) mod native_question;
pub(super) mod page_script;
pub(super) mod raised;

use std::time::Duration;

use demo_server::{Board, Control, Dialect, Endpoint};
use tokio::time::sleep;

use crate::window::{
    app::App,
    failure::{Outcome, ensure},
    stage::servers::{USER, WebSite},
    wait::{STEP, until},
};

impl App {
    /// For a while, longer than a page takes to go: the window shows the app's own page, and nobody has visited the site
    /// that it was led to.
    async fn ensure_stays(&self, what: &str, site: &WebSite) -> Outcome {
        const LOOKS: u32 = 8;
        const GLANCE: Duration = Duration::from_millis(60);
        for _ in 0..LOOKS {
            sleep(GLANCE).await;
            let url = self.client.current_url().await?;
            let is_own = url.scheme() == "tauri" && url.host_str() == Some("localhost");
            ensure!(is_own, "{what}: the window shows {url}");
        }
        // What leads to the app's own page loads that anew.
        self.wait_for_any_page().await?;
        ensure!(site.visits() == 0, "{what}: the site was visited");
        Ok(())
    }

    /// What the attacked window was for: a click reads the board, and the end of the session is heard of.
    async fn ensure_works(&self, server: &Control, dialect: Dialect) -> Outcome {
        const BOARD: Endpoint = Endpoint::Board(Board::User);
        let before = server.calls(BOARD);
        self.click("page-reload").await?;
        until("the board is read once more", STEP, async || {
            Ok((server.calls(BOARD) > before).then_some(()))
        })
        .await?;
        self.wait_until_in_as(&USER, dialect).await?;
        self.sign_out().await?;
        self.ensure_one_logout("signed_out_by_user").await
    }
}
