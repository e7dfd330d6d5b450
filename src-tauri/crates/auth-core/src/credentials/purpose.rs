//! What a request is for.

/// What a request is for, by which is told what it carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Any request of the session.
    Request,
    /// The refresh.
    Refresh,
    /// The sign-out.
    SignOut,
}
