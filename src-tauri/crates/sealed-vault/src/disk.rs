//! The file system, one durable step after the other.
//!
//! What must stay is the order: written, made durable, renamed, the folder made durable. A step that is added
//! gets a name in `step`, by which it can be watched and the process be killed there. It uses nothing of this
//! crate.
//!
//! - `replace`: a file is replaced whole
//! - `lock_file`: a lock between processes
//! - `step`: what is said of each step, and of one that failed
//! - `file_system`: what is not there, what is not offered, and what is an error
//! - [`Limit`]: what a file system does not offer
//! - `calls`: the calls of the operating system
//! - `owner`: whom a file belongs to

pub(crate) mod calls;
pub(crate) mod file_system;
mod limit;
pub(crate) mod lock_file;
pub(crate) mod owner;
pub(crate) mod replace;
pub(crate) mod step;
#[cfg(test)]
pub(crate) mod test_calls;

pub use limit::Limit;
