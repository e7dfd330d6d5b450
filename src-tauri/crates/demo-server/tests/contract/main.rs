//! What the demo server answers, held against what the original servers answer.
//!
//! - `table`: the table of cases, a file for each thing that a client does, for all four dialects
//! - `running`: sockets, faults, the handle, the data file, the program
//! - `transcripts`: the recordings of the two Express servers, replayed, whole answers compared
//! - `bench`, `client`: a running server, and a client that hides nothing of what it answers

#![expect(
    clippy::unwrap_used,
    reason = "clippy sees a test only in the functions marked so, not in what they share"
)]

mod bench;
mod client;
mod running;
mod table;
mod transcripts;
