//! What the demo server answers, held against what the original servers answer.
//!
//! `transcripts` replays the recordings of the two Express servers and compares whole answers. The
//! other modules go through the table of cases, one after the other, for all four dialects.

#![expect(
    clippy::unwrap_used,
    reason = "clippy sees a test only in the functions marked so, not in what they share"
)]

mod bench;
mod boards;
mod client;
mod connections;
mod control;
mod faults;
mod headers;
mod program;
mod refresh;
mod rotation;
mod sign_in;
mod sign_out;
mod sign_up;
mod storage;
mod transcripts;
