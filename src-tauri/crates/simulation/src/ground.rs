//! What everything stands on: time, chance, what comes next, what happened, and what things are called.
//!
//! Uses no other room. Whoever changes how dice roll, or the order of what is due at one time, makes every
//! seed play another world.

mod agenda;
mod at;
mod dice;
mod ids;
mod timeline;

pub(crate) use agenda::{Agenda, Due};
pub(crate) use at::{At, BEGINNING};
pub(crate) use dice::Dice;
pub(crate) use ids::{ProcessId, TaskId};
pub(crate) use timeline::{Timeline, note};
