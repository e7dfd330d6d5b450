//! A clock by which nothing expires in time.

use std::{future::Future, pin::Pin};

use auth_core::{Clock, Moment, SystemClock};

/// How many times slower it is.
const SLOWER: u32 = 2;

/// The machine's clock, but so slow that a session does not notice that its access credential has expired: it is sent,
/// and the server refuses it. Waits take as long as ever.
#[derive(Debug, Default)]
pub(super) struct SlowClock(SystemClock);

impl Clock for SlowClock {
    fn now(&self) -> Moment {
        let elapsed = self.0.now().saturating_since(Moment::default());
        Moment::from_start(elapsed / SLOWER)
    }

    fn wall(&self) -> u64 {
        self.0.wall()
    }

    fn sleep_until(&self, moment: Moment) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        let left = moment.saturating_since(self.now());
        self.0.sleep_until(self.0.now() + left)
    }
}
