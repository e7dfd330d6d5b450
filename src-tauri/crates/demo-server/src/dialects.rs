//! The four dialects, to the byte: a family of answers for each of the two frameworks.
//!
//! What a framework does to every request is in its head file, what the tutorial's code does is below it.
//! Every byte is as recorded or as the originals' sources say: `tests/contract` comes first. Uses
//! `backend` and what is below it, and knows no socket.

pub(crate) mod express;
pub(crate) mod spring;
