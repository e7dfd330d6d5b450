//! What came of tests and checks, read from what their runners print.
//!
//! Plain values and pure functions, each with its tests; nothing is run and nothing is printed here. It
//! uses no other room.

mod report;
mod tally;
mod test_output;

pub(crate) use report::Report;
pub(crate) use tally::Tally;
pub(crate) use test_output::TestOutput;
