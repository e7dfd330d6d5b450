//! A process of the simulated machine: whether it runs, what is laid in wait for it, and what the
//! checks have seen of it.

use std::{task::Waker, time::Duration};

use super::witness::Witness;
use crate::ground::{At, Due};

/// A process. What starts again after a crash is another one.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact by itself")]
pub(crate) struct Process {
    pub(crate) computer: usize,
    pub(crate) disk: usize,
    pub(crate) server: usize,
    pub(crate) is_alive: bool,
    /// Its session was closed: it is about to exit.
    pub(crate) is_closed: bool,
    /// Its session has been closed: whoever called for that was told.
    pub(crate) has_left: bool,
    /// It was stopped by itself, and not by its computer's sleep.
    pub(crate) is_frozen: bool,
    pub(crate) is_asleep: bool,
    stopped_since: Option<At>,
    stopped_for: Duration,
    went_on: Option<(At, Duration)>,
    /// The computer's monotonic clock when it was started.
    pub(crate) origin: Duration,
    pub(crate) has_notice: bool,
    pub(crate) waits_for_notice: Option<Waker>,
    /// What needs the process to run, and waits until it does.
    pub(crate) put_off: Vec<Due>,
    traps: Vec<Trap>,
    /// Deeds whose moment has come.
    pub(crate) sprung: Vec<Deed>,
    /// The answer to its next refresh is lost; `true`: without a word.
    pub(crate) loses_next_answer: Option<bool>,
    pub(crate) witness: Witness,
}

/// A moment in the life of a session at which things go wrong best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Point {
    /// A refresh asks for the right to be made.
    LockAsked,
    /// A refresh was put onto the wire.
    RefreshSent,
    /// The server has acted on a refresh.
    RefreshReached,
    /// The answer to a refresh is there, and not read yet.
    RefreshAnswered,
    /// The server has acted on a sign-in.
    SignInReached,
    /// The answer to a sign-in is there, and not read yet.
    SignInAnswered,
    /// The process has decided what the vault is to keep, and the disk does not have it yet.
    Decided,
    /// The disk has it, and the process does not know yet.
    Durable,
    /// Its session has been closed.
    Closed,
}

/// What is done at such a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    Crash,
    Freeze(Duration),
    Sleep(Duration),
    SignOut,
    SignIn,
    RefreshNow,
    Requests,
    ClockStep,
    /// Everybody who waits goes away.
    CallersGoAway,
    /// The answer under way is lost; `true`: without a word.
    LoseAnswer(bool),
    /// The server is restarted; `true`: it forgets.
    RestartServer(bool),
    /// Another process of the vault signs out.
    AnotherSignsOut,
    AnotherSignsIn,
    AnotherRefreshes,
    FillDisk,
    /// Its program does not know that it has ended.
    Lingers,
}

#[derive(Clone, Copy, Debug)]
struct Trap {
    point: Point,
    deed: Deed,
}

impl Process {
    pub(crate) fn new(computer: usize, disk: usize, server: usize, origin: Duration) -> Self {
        Self {
            computer,
            disk,
            server,
            is_alive: true,
            is_closed: false,
            has_left: false,
            is_frozen: false,
            is_asleep: false,
            stopped_since: None,
            stopped_for: Duration::ZERO,
            went_on: None,
            origin,
            has_notice: false,
            waits_for_notice: None,
            put_off: Vec::new(),
            traps: Vec::new(),
            sprung: Vec::new(),
            loses_next_answer: None,
            witness: Witness::default(),
        }
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.is_frozen || self.is_asleep
    }

    /// How long it has stood still in all its life.
    pub(crate) fn stopped_for(&self, now: At) -> Duration {
        self.stopped_for
            + self
                .stopped_since
                .map_or(Duration::ZERO, |at| now.since(at))
    }

    /// Whether it stands still now or did not so long ago.
    pub(crate) fn has_stood_still_within(&self, lately: Duration, now: At) -> bool {
        self.stopped_since.is_some() || self.went_on.is_some_and(|(at, _)| now.since(at) <= lately)
    }

    /// For how long it stood still, if it went on so lately.
    pub(crate) fn last_stop(&self, now: At, lately: Duration) -> Duration {
        let went_on = self.went_on.filter(|(at, _)| now.since(*at) <= lately);
        went_on.map_or(Duration::ZERO, |(_, stop)| stop)
    }

    /// Keeps count of the time that it stands still. To be called after every change.
    pub(crate) fn note_whether_stopped(&mut self, now: At) {
        match (self.stopped_since, self.is_stopped()) {
            (None, true) => self.stopped_since = Some(now),
            (Some(since), false) => {
                self.stopped_for += now.since(since);
                self.stopped_since = None;
                self.went_on = Some((now, now.since(since)));
            }
            _ => {}
        }
    }

    pub(crate) fn lay_trap(&mut self, point: Point, deed: Deed) {
        self.traps.push(Trap { point, deed });
    }

    /// What waits at this moment is done before anything else. `false`: nothing does.
    pub(crate) fn springs_at(&mut self, point: Point) -> bool {
        let Some(at) = self.traps.iter().position(|trap| trap.point == point) else {
            return false;
        };
        let trap = self.traps.swap_remove(at);
        self.sprung.push(trap.deed);
        true
    }

    pub(crate) fn disarm(&mut self) {
        self.traps.retain(|trap| trap.point == Point::Closed);
        self.loses_next_answer = None;
    }
}
