//! Real servers, driven by the session engine: that a dialect fits is seen on the wire and nowhere else.
//!
//! `README.md`, beside this crate's `Cargo.toml`, says what a server brings with it.
//!
//! # Layout
//!
//! From the top down; each uses what is below it and nothing above.
//!
//! - [`RealServer`]: a server that is up, for who drives it by another way
//! - [`run`]: one server after the other, from its tools to its last check
//! - `checks`: what must hold at a server, a file a subject
//! - `bench`: a server that is up, and sessions with it
//! - `browser`: a browser with a person at it, as a script
//! - `server`: installing, starting and ending one, and asking it what only a test may ask
//! - `manifest`: what `server.json` says
//! - `report`: the lines, and how many there were of each kind

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is a program that talks to a person at a terminal"
)]

mod bench;
mod browser;
mod checks;
mod manifest;
mod real_server;
mod report;
mod run;
mod server;

pub use real_server::{NotUp, RealServer};
pub use run::{Choice, Places, UnknownName, run};
