//! The child: opens the vault, does what it is told line by line, says what came of it, and dies where
//! it is to die.
//!
//! What it says is durable is what it has received, by `spy`, and not what the vault says. How it dies is
//! in `fuse` alone. Uses `between`, and nothing of `parent`.

mod actor;
mod fuse;
mod in_place;
mod obey;
mod say;
mod spy;
mod storm;

pub use obey::obey;
pub use storm::{BOARD, CONTENT};
