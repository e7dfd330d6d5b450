//! Why a run came to nothing.

/// Something that a measure depends on went wrong. No figure is told then.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The system.
    #[error("the system: {0}")]
    Io(#[from] std::io::Error),
    /// The session.
    #[error("the session: {0}")]
    Session(#[from] auth_core::Error),
    /// The bare client.
    #[error("the bare client: {0}")]
    Bare(#[from] reqwest::Error),
    /// Anything else.
    #[error("{0}")]
    Other(&'static str),
}
