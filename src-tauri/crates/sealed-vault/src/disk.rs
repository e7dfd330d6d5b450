//! The file system, one durable step after the other.
//!
//! A step that is added is named in [`Step`] and made by way of it, so that it can be watched, and the crash
//! test kills processes there. It uses nothing of this crate.

pub(crate) mod lock_file;
pub(crate) mod replace;
pub(crate) mod step;
