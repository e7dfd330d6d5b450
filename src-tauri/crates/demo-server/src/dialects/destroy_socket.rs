//! The one thing that an answer asks of its connection.

/// Put into the extensions of a response: destroy the socket when it has left.
#[derive(Clone, Copy)]
pub(crate) struct DestroySocket;
