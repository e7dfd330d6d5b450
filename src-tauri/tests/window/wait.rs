//! Waiting for a condition: ask again and again until a deadline, never a fixed pause.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::failure::{Failure, Outcome};

/// How long a step may take. Generous, because a machine that builds and tests at once is slow, and a
/// webview on one has been seen to run no script for a quarter of a minute; a step that works takes a
/// fraction of it.
pub(crate) const STEP: Duration = Duration::from_secs(30);

const PAUSE: Duration = Duration::from_millis(40);

/// Asks until there is an answer. A question that fails is asked again: an element can go away
/// between finding and reading it.
pub(crate) async fn until<T>(
    what: &str,
    limit: Duration,
    mut ask: impl AsyncFnMut() -> Outcome<Option<T>>,
) -> Outcome<T> {
    let deadline = Instant::now() + limit;
    loop {
        let answer = ask().await;
        if let Ok(Some(found)) = answer {
            return Ok(found);
        }
        if Instant::now() >= deadline {
            let because = answer
                .err()
                .map_or_else(String::new, |error| format!(" ({error})"));
            return Err(Failure::new(format!(
                "{what}: not within {} s{because}",
                limit.as_secs()
            )));
        }
        sleep(PAUSE).await;
    }
}
