//! Where tasks run, as a trait, so that a test can own their order.

use std::{fmt, future::Future, pin::Pin};

/// Runs the tasks of a session: its owner, its writer, and one for each refresh and revocation.
pub trait Spawn: fmt::Debug + Send + Sync + 'static {
    /// Runs the task to its end, whoever goes away meanwhile.
    fn spawn(&self, task: Task);
}

/// A task to run.
pub type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Runs tasks on the tokio runtime that is current when they are spawned.
#[derive(Clone, Copy, Debug, Default)]
pub struct TokioSpawn;

impl Spawn for TokioSpawn {
    /// # Panics
    ///
    /// Outside a tokio runtime.
    fn spawn(&self, task: Task) {
        tokio::spawn(task);
    }
}
