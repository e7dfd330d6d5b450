//! The search for secrets in all that a journey leaves behind: what crossed to the window, files, memory.
//!
//! A new place where a secret could be is searched here, and its search is proved on one that was planted.
//! Uses `process` and what is below it; knows nothing of the app.

pub(crate) mod memory;
pub(crate) mod record;
