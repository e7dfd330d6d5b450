//! What processes and tasks are called.

/// A simulated process. Never used twice: what starts again after a crash is another one.
pub(crate) type ProcessId = usize;
/// A task of one. Never used twice.
pub(crate) type TaskId = usize;
