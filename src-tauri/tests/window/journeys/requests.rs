//! Requests that a person puts together.
//!
//! - `sending`: sent, refreshed on the way, given up, corrected, looked at again, kept
//! - `repeating`: a server that repeats what the session lives by
//! - `large`: a body of ten megabytes; `bench`: what that takes; `measuring`: how either is told

pub(super) mod bench;
pub(super) mod large;
mod measuring;
pub(super) mod repeating;
pub(super) mod sending;

use serde_json::json;

use crate::window::{
    app::App,
    failure::Outcome,
    wait::{STEP, until},
};

/// Where the first board is.
pub(super) const PATH: &str = "/api/test/user";

impl App {
    /// Goes to the page.
    pub(super) async fn open_requests(&self) -> Outcome {
        self.click("nav-requests").await?;
        self.wait_for_page("requests").await
    }

    /// Sends a request for this path, and waits until it is answered.
    pub(super) async fn request(&self, path: &str) -> Outcome {
        self.fill("request-path", path).await?;
        self.click("request-send").await?;
        self.wait_until_sent().await
    }

    /// Waits until nothing is under way.
    pub(super) async fn wait_until_sent(&self) -> Outcome {
        let script =
            "return document.querySelector('[data-testid=request-send]')?.ariaBusy ?? null";
        until("the request has its answer", 2 * STEP, async || {
            Ok((self.run(script).await? == json!("false")).then_some(()))
        })
        .await
    }
}
