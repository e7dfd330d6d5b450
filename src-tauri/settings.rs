//! What is kept of the person's choices between runs, and how it survives crashes and other versions.
//!
//! A new setting is a field of [`ipc::Settings`] and, where older files lack it, a step in `file::reading`;
//! what holds here is that nothing of a person's is overwritten that was not understood.
//! Uses no other room.

pub(crate) mod file;
pub(crate) mod language;
pub(crate) mod store;
