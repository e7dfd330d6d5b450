//! What processes that share a session do to each other: real ones, with the real sealed file and a real
//! server between them.
#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    reason = "clippy sees a test only in the functions marked so, not in what they share"
)]

mod actor;
mod bites;
mod place;
mod refreshing;
mod signing;
