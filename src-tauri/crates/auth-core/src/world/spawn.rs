//! Where tasks run, as a trait, so that a test can own their order.

use std::{fmt, future::Future, pin::Pin};

use tokio::runtime::Handle;

/// Runs the tasks of a session: its owner, its writer, and one for each refresh and revocation.
pub trait Spawn: fmt::Debug + Send + Sync + 'static {
    /// Runs the task to its end, whoever goes away meanwhile.
    fn spawn(&self, task: Task);

    /// Runs work that computes for long and waits for nothing. As it stands it does so as any other task;
    /// a runtime that has threads for such work should use them.
    fn work(&self, work: Work) {
        self.spawn(Box::pin(async move { work() }));
    }
}

/// Work to do.
pub type Work = Box<dyn FnOnce() + Send>;

/// A task to run.
pub type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Runs tasks on a tokio runtime.
///
/// A [`Session`](crate::Session) starts its tasks when it is made. Where that is outside a runtime, as in a
/// `main` that is not async or in the set-up of a GUI, say which one:
///
/// ```
/// use std::sync::Arc;
///
/// use auth_core::TokioSpawn;
///
/// let runtime = tokio::runtime::Runtime::new().expect("a runtime");
/// let spawn = Arc::new(TokioSpawn::on(runtime.handle().clone()));
/// # drop(spawn);
/// ```
#[derive(Clone, Debug)]
pub struct TokioSpawn {
    runtime: Option<Handle>,
}

impl TokioSpawn {
    /// On the runtime that is current when a task is spawned.
    pub const fn current() -> Self {
        Self { runtime: None }
    }

    /// On this runtime, from wherever a task is spawned.
    pub const fn on(runtime: Handle) -> Self {
        Self {
            runtime: Some(runtime),
        }
    }
}

impl Default for TokioSpawn {
    fn default() -> Self {
        Self::current()
    }
}

impl Spawn for TokioSpawn {
    /// # Panics
    ///
    /// Outside a tokio runtime, where it was made with [`TokioSpawn::current`].
    fn spawn(&self, task: Task) {
        match &self.runtime {
            Some(runtime) => runtime.spawn(task),
            None => tokio::spawn(task),
        };
    }

    /// # Panics
    ///
    /// Outside a tokio runtime, where it was made with [`TokioSpawn::current`].
    fn work(&self, work: Work) {
        match &self.runtime {
            Some(runtime) => runtime.spawn_blocking(work),
            None => tokio::task::spawn_blocking(work),
        };
    }
}
