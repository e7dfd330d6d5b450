//! Whether a connection is new, for whoever waits on it: a new one that says nothing is slow, and a kept one may
//! have died without a word.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use tower_service::Service;

use crate::world::Cause;

tokio::task_local! {
    /// Set by [`Connecting`] in the task of the request that a connection is made for.
    static IS_NEW: Arc<AtomicBool>;
}

/// Waits for a head of an answer, and no longer than `patience` where a kept connection was taken for it.
#[expect(
    clippy::disallowed_methods,
    reason = "a real connection is silent in real time"
)]
pub(super) async fn heard<T>(
    patience: Option<Duration>,
    answer: impl Future<Output = Result<T, Cause>>,
) -> Result<T, Cause> {
    let is_new = Arc::new(AtomicBool::new(false));
    let mut answer = std::pin::pin!(IS_NEW.scope(Arc::clone(&is_new), answer));
    let Some(patience) = patience else {
        return answer.await;
    };
    match tokio::time::timeout(patience, &mut answer).await {
        Ok(heard) => heard,
        Err(_) if is_new.load(Ordering::Relaxed) => answer.await,
        Err(_) => Err(Cause::Lost),
    }
}

/// A connector that notes when it makes a connection.
#[derive(Clone, Debug)]
pub(super) struct Connecting<S>(pub(super) S);

impl<S: Service<R>, R> Service<R> for Connecting<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, to: R) -> Self::Future {
        // Outside of any request there is nobody to tell.
        let _ = IS_NEW.try_with(|is_new| is_new.store(true, Ordering::Relaxed));
        self.0.call(to)
    }
}
