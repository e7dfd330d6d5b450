//! Deliberate faults, to prove that the simulation would find them.
//!
//! Only with the feature `sabotage`, which no program but the simulation's own test turns on. Without
//! it [`on`] is a constant `false`, and the hooks are compiled away.

/// A mistake that an engine like this could make.
#[cfg_attr(
    not(feature = "sabotage"),
    expect(
        dead_code,
        reason = "the hooks are compiled away, and with them some of the names"
    )
)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// A late answer counts, whichever session it was asked for.
    NoEpochCheck,
    /// A request that began in one session is replayed with the credentials of the next.
    ReplayAcrossSessions,
    /// Renewed credentials are used before they are durable.
    ExposeBeforePersist,
    /// A late 401 for older credentials starts a renewal.
    NoTokenCompare,
    /// A caller that goes away takes the renewal with it.
    RefreshNotDetached,
    /// A request is sent again as long as it gets a 401.
    ReplayForever,
    /// No process asks for the right to renew.
    NoVaultLock,
    /// Nobody looks whether another process has renewed already, neither before the server is asked nor
    /// before its refusal ends the session. Each look alone makes up for the other.
    NeverLook,
    /// What another process has saved is overwritten.
    OverwriteNewer,
    /// Ending a session wipes whatever record is there.
    EraseAnothers,
    /// Signing out leaves the record in the vault.
    KeepRecordAtSignOut,
    /// A failed write is taken for done.
    IgnoreFailedSave,
    /// The page of a captive portal ends the session.
    PortalEndsSession,
    /// A lost connection ends the session.
    LostConnectionEndsSession,
    /// The refresh token that a server has rotated is kept.
    KeepRotatedToken,
    /// A renewal that failed is tried again at once.
    NoBackOff,
    /// A server that asks for patience is not heard.
    IgnoreRetryAfter,
    /// Of those who wait for a renewal that failed, only the first is told.
    ForgetWaiters,
    /// An end is told twice.
    EndToldTwice,
    /// An idle session polls its server.
    PollWhileIdle,
    /// A server that never answers is waited for.
    NoDeadline,
}

#[cfg(feature = "sabotage")]
impl Fault {
    /// All of them.
    pub const ALL: [Self; 21] = [
        Self::NoEpochCheck,
        Self::ReplayAcrossSessions,
        Self::ExposeBeforePersist,
        Self::NoTokenCompare,
        Self::RefreshNotDetached,
        Self::ReplayForever,
        Self::NoVaultLock,
        Self::NeverLook,
        Self::OverwriteNewer,
        Self::EraseAnothers,
        Self::KeepRecordAtSignOut,
        Self::IgnoreFailedSave,
        Self::PortalEndsSession,
        Self::LostConnectionEndsSession,
        Self::KeepRotatedToken,
        Self::NoBackOff,
        Self::IgnoreRetryAfter,
        Self::ForgetWaiters,
        Self::EndToldTwice,
        Self::PollWhileIdle,
        Self::NoDeadline,
    ];
}

/// The switch, and what [`Fault::RefreshNotDetached`] needs to do its harm. Of one thread each, since a
/// simulated world lives on one.
#[cfg(feature = "sabotage")]
mod switch {
    use std::{cell::Cell, future::Future, pin::pin, task::Poll};

    use super::Fault;

    thread_local! {
        static FAULT: Cell<Option<Fault>> = const { Cell::new(None) };
        /// Callers that went away before they were served.
        static GONE: Cell<u64> = const { Cell::new(0) };
    }

    /// Makes the engine make this mistake, or none, on this thread.
    pub fn set(fault: Option<Fault>) {
        FAULT.set(fault);
    }

    pub(crate) fn on(fault: Fault) -> bool {
        FAULT.get() == Some(fault)
    }

    /// Somebody who waits for the machine.
    pub(crate) struct Caller {
        served: bool,
    }

    impl Caller {
        pub(crate) fn waits() -> Self {
            Self { served: false }
        }

        pub(crate) fn serve(mut self) {
            self.served = true;
        }
    }

    impl Drop for Caller {
        fn drop(&mut self) {
            if !self.served {
                GONE.set(GONE.get() + 1);
            }
        }
    }

    /// The work, or `None` as soon as it is polled after a caller has gone away.
    pub(crate) async fn unless_abandoned<T>(work: impl Future<Output = T>) -> Option<T> {
        let (mut work, before) = (pin!(work), GONE.get());
        std::future::poll_fn(|cx| {
            if on(Fault::RefreshNotDetached) && GONE.get() != before {
                return Poll::Ready(None);
            }
            work.as_mut().poll(cx).map(Some)
        })
        .await
    }
}

#[cfg(feature = "sabotage")]
pub use switch::set;
#[cfg(feature = "sabotage")]
pub(crate) use switch::{Caller, on, unless_abandoned};

/// What is left of the hooks in every other build: nothing.
#[cfg(not(feature = "sabotage"))]
mod no_switch {
    use super::Fault;

    pub(crate) const fn on(_: Fault) -> bool {
        false
    }

    #[derive(Clone, Copy)]
    pub(crate) struct Caller;

    impl Caller {
        pub(crate) const fn waits() -> Self {
            Self
        }

        #[expect(clippy::unused_self, reason = "the shape of the hook")]
        pub(crate) const fn serve(self) {}
    }

    pub(crate) async fn unless_abandoned<T>(work: impl Future<Output = T>) -> Option<T> {
        Some(work.await)
    }
}

#[cfg(not(feature = "sabotage"))]
pub(crate) use no_switch::{Caller, on, unless_abandoned};
