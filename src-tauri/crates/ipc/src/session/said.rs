//! What servers say to requests of the engine's own.

use serde::{Deserialize, Serialize};

/// What a server said. Redacted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The HTTP status.
    pub status: u16,
    /// Its words; `None` when it had none that can be shown.
    pub words: Option<String>,
}
