//! A process that a test tells what to do.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use crash::{BOARD, CONTENT, Child, Heard, Opening, Order, Person, Report, Told};

/// How long anything may take that is not about time.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Debug)]
pub(crate) struct Actor(Child);

impl Actor {
    /// A process that has opened the vault, and no more.
    pub(crate) fn open(opening: Opening) -> Self {
        let program = Path::new(env!("CARGO_BIN_EXE_crash"));
        let actor = Self(Child::start(program, opening).unwrap());
        assert_eq!(actor.answer(), Report::Opened);
        actor
    }

    /// A process with the session that is kept.
    pub(crate) fn with_session(opening: Opening) -> Self {
        let mut actor = Self::open(opening);
        assert_eq!(actor.restore().as_deref(), Some("user"));
        actor
    }

    pub(crate) fn tell(&mut self, order: &Order) {
        self.0.tell(order);
    }

    pub(crate) fn sign_in(&mut self, username: &str) {
        self.tell(&Order::SignIn(Person::named(username)));
        assert_eq!(self.answer(), Report::SignedIn);
    }

    pub(crate) fn sign_out(&mut self) {
        self.tell(&Order::SignOut);
        assert_eq!(self.answer(), Report::SignedOut);
    }

    /// Whose session it took up.
    pub(crate) fn restore(&mut self) -> Option<String> {
        self.tell(&Order::Restore);
        match self.answer() {
            Report::Restored { username } => username,
            other => panic!("no answer to `Restore`: {other:?}"),
        }
    }

    /// Begins what [`Actor::is_served`] waits for.
    pub(crate) fn ask(&mut self) {
        self.ask_for(BOARD);
    }

    pub(crate) fn ask_for(&mut self, path: &str) {
        self.tell(&Order::Get { path: path.into() });
    }

    /// The server honours its session: the request that was begun is answered as it should be.
    pub(crate) fn is_served(&self) {
        let text = CONTENT.into();
        assert_eq!(self.answer(), Report::Answered { status: 200, text });
    }

    pub(crate) fn told(&mut self) -> Told {
        self.tell(&Order::Tell);
        match self.answer() {
            Report::Told(told) => told,
            other => panic!("no answer to `Tell`: {other:?}"),
        }
    }

    /// What it answers to the last order. That the session has ended comes unasked, and is not that.
    pub(crate) fn answer(&self) -> Report {
        let answer = |report| match report {
            Report::Ended { .. } => None,
            other => Some(other),
        };
        self.0.await_report(PATIENCE, answer).expect("an answer")
    }

    /// Why the session ended, without having been asked for anything.
    pub(crate) fn end(&self, within: Duration) -> Option<String> {
        self.0.await_report(within, |report| match report {
            Report::Ended { reason } => Some(reason),
            _ => None,
        })
    }

    /// Waits until it has stopped by its own hand.
    pub(crate) fn until_frozen(&self) {
        assert_eq!(self.answer(), Report::Freezing);
    }

    /// Waits until it has died by its own hand.
    pub(crate) fn until_dead(&self) {
        let until = Instant::now() + PATIENCE;
        loop {
            match self.0.hear(until) {
                Heard::Report(_) => {}
                Heard::Silence => return,
                Heard::Nothing => panic!("it lives"),
            }
        }
    }

    pub(crate) fn kill(mut self) {
        self.0.kill();
    }

    pub(crate) fn freeze(&self) {
        self.0.freeze();
    }

    pub(crate) fn thaw(&self) {
        self.0.thaw();
    }
}
