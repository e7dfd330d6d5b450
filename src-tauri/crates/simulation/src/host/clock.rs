//! The clocks of a computer as the engine reads them.

use std::{future::Future, pin::Pin, sync::Arc, task::Context, task::Poll, time::Duration};

use auth_core::{Clock, Moment};

use crate::{ground::At, world::Shared};

/// The clocks as one process reads them. Its moments count from when it was started.
#[derive(Debug)]
pub(crate) struct SimClock {
    pub(crate) shared: Arc<Shared>,
    pub(crate) computer: usize,
    /// The computer's monotonic clock when the process was started.
    pub(crate) origin: Duration,
}

impl Clock for SimClock {
    fn now(&self) -> Moment {
        let mut world = self.shared.world();
        world.note_clock_reading();
        let monotonic = world.computers[self.computer].monotonic(world.now);
        Moment::from_start(monotonic.saturating_sub(self.origin))
    }

    fn wall(&self) -> u64 {
        let world = self.shared.world();
        world.computers[self.computer].wall(world.now)
    }

    fn sleep_until(&self, moment: Moment) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        let until = moment.saturating_since(Moment::default());
        Box::pin(Sleep {
            shared: Arc::clone(&self.shared),
            computer: self.computer,
            until: self.origin.saturating_add(until),
            timer: None,
        })
    }
}

/// Resolves when the monotonic clock gets there, however often the computer sleeps before.
struct Sleep {
    shared: Arc<Shared>,
    computer: usize,
    until: Duration,
    /// The timer that was set, and for when.
    timer: Option<(usize, At)>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let shared = Arc::clone(&self.shared);
        let mut world = shared.world();
        let now = world.now;
        let reached = world.computers[self.computer].monotonic(now);
        let left = self.until.saturating_sub(reached);
        if left.is_zero() {
            return Poll::Ready(());
        }
        match self.timer {
            Some((_, at)) if at > now => {}
            _ => {
                let at = now + left;
                self.timer = Some((world.agenda.set_timer(at, cx.waker().clone()), at));
            }
        }
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some((timer, _)) = self.timer {
            self.shared.world().agenda.cancel(timer);
        }
    }
}
