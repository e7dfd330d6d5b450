//! What parent and child agree on: orders and reports, a line each, and the vault that both open.
//!
//! No password and no token may be in a report or in an argument; a pair of tokens goes by its
//! fingerprints. Uses no other room.

mod order;
mod pair_print;
mod report;
mod step;
pub(crate) mod vault;

pub use order::{Death, Opening, Order, Person, Side, Storm};
pub use pair_print::PairPrint;
pub(crate) use pair_print::{ACCESS_COOKIE, REFRESH_COOKIE};
pub use report::{Report, Told};
pub use step::Step;
