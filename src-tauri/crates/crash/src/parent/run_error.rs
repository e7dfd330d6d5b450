//! Why a run ends before its last kill.

/// What is wrong about what is kept, or about the test.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RunError {
    /// It is neither the old nor the new pair whole.
    #[error("torn: {0}")]
    Torn(String),
    /// Somebody who was signed in is not any more.
    #[error("lost: {0}")]
    Lost(String),
    /// The test itself failed.
    #[error("the test failed: {0}")]
    Test(String),
}
