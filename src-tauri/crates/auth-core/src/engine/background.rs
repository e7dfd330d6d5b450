//! The tasks that outlive the call that started them, counted, so that somebody can wait for quiet.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::sync::Notify;

use crate::world::Cause;

/// Counts the tasks that outlive the call that started them.
#[derive(Debug, Default)]
pub(crate) struct Background {
    running: AtomicUsize,
    idle: Notify,
}

impl Background {
    /// Counts a task until the guard is dropped.
    pub(crate) fn enter(this: &Arc<Self>) -> BackgroundGuard {
        this.running.fetch_add(1, Ordering::SeqCst);
        BackgroundGuard(Arc::clone(this))
    }

    /// Whether one is running.
    pub(crate) fn is_busy(&self) -> bool {
        self.running.load(Ordering::SeqCst) > 0
    }

    /// Resolves when none is running. Never fails; it has the shape that deadlines are put on.
    pub(crate) async fn settled(&self) -> Result<(), Cause> {
        loop {
            // Registered before the check, so that the last one's notice cannot slip in between.
            let notice = self.idle.notified();
            if !self.is_busy() {
                return Ok(());
            }
            notice.await;
        }
    }
}

/// Held by a background task.
#[derive(Debug)]
pub(crate) struct BackgroundGuard(Arc<Background>);

impl Drop for BackgroundGuard {
    fn drop(&mut self) {
        if self.0.running.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.0.idle.notify_waiters();
        }
    }
}
