//! What the engine runs on: its clock, network, vault and tasks, and the dialect that it is told.
//!
//! Each is a trait of the engine over the shared world. Whatever is added must keep one rule: no code of the
//! engine runs while the world is locked. Used here: `world`, `server`, `ground`; the checks are called as the
//! world's own methods.

mod browser;
mod clock;
mod dialects;
mod executor;
mod network;
mod vault;

pub(crate) use browser::SimBrowser;
pub(crate) use clock::SimClock;
pub(crate) use dialects::dialect_of;
pub(crate) use executor::{Executor, Step};
pub(crate) use network::SimTransport;
pub(crate) use vault::SimVault;
