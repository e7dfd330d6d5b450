//! The file system, one durable step after the other.
//!
//! What must stay is the order: written, made durable, renamed, the folder made durable. A step that is added
//! gets a name in `step`, by which it can be watched and the process be killed there. It uses nothing of this
//! crate.
//!
//! - `replace`: a file is replaced whole
//! - `lock_file`: a lock between processes
//! - `step`: what is said of each step

pub(crate) mod lock_file;
pub(crate) mod replace;
pub(crate) mod step;
