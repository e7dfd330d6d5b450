//! The demo server of a build without the feature `demo`: there is none.

use std::time::Duration;

/// No demo server.
#[derive(Debug, Default)]
pub(crate) struct Demo {}

/// This build has no demo server.
#[derive(Debug, thiserror::Error)]
#[error("this build has no demo server")]
pub(crate) struct DemoError;

#[expect(
    clippy::unused_async,
    reason = "the same shape as the one that is built in"
)]
impl Demo {
    pub(crate) const AVAILABLE: bool = false;

    pub(crate) async fn address_speaking(&self, _dialect: &str) -> Option<String> {
        None
    }

    pub(crate) async fn start(&self, _dialect: &str) -> Result<String, DemoError> {
        Err(DemoError)
    }

    pub(crate) async fn stop(&self) {}

    pub(crate) async fn expire_access(&self) -> bool {
        false
    }

    pub(crate) async fn revoke(&self) -> bool {
        false
    }

    pub(crate) async fn go_away(&self, _time: Duration) -> bool {
        false
    }
}
