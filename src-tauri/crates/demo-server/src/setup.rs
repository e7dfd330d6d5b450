//! What a server is told before it starts, and what it starts with: plain data, most of it the crate's
//! face.
//!
//! A new option of the server begins here, in [`Config`]. No name and no default may change without
//! `tests/contract`. Uses no other room.

mod account;
mod config;
mod dialect;
mod error;

pub use account::{Role, SEEDED_ACCOUNTS, SeededAccount};
pub use config::{Config, Rotation, Storage, Unanswered};
pub use dialect::{Dialect, UnknownDialectError};
pub use error::Error;
