//! Asking the person outside the window, before anything changes where credentials go.
//!
//! Whatever runs in the page can call every command, and press every button of the page. So the page's word is not
//! enough for these few changes, whoever calls: the person answers in a window of the system's own, which no page
//! reaches.

mod browser;
mod file_picker;
mod question;
mod saving;
mod turn;

use std::{
    fmt,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
};

use auth_core::Clock;

pub(super) use self::saving::another_question;
use self::turn::Turns;
pub(crate) use self::{
    browser::Browser,
    file_picker::{FilePicker, Picked, Shown},
    question::Question,
};

/// Puts a question to the person, outside every page.
pub(crate) trait Asker: fmt::Debug + Send + Sync {
    /// Resolves to true if the person said yes. Everything else is a no: an answer that says so, a window that was
    /// closed, and no window to ask in.
    fn ask(&self, question: Question) -> Pin<Box<dyn Future<Output = bool> + Send>>;
}

/// What a person's desktop does for the app, outside its window.
#[derive(Debug)]
pub(crate) struct Outside {
    pub(crate) asker: Box<dyn Asker>,
    pub(crate) picker: Box<dyn FilePicker>,
    pub(crate) browser: Arc<dyn Browser>,
}

/// The one who asks, and when they may.
#[derive(Debug)]
pub(super) struct Asking {
    asker: Box<dyn Asker>,
    turns: Mutex<Turns>,
}

impl Asking {
    pub(super) fn new(asker: Box<dyn Asker>) -> Self {
        Self {
            asker,
            turns: Mutex::default(),
        }
    }

    fn with_turns<T>(&self, act: impl FnOnce(&mut Turns) -> T) -> T {
        act(&mut self.turns.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts the question, if it may be asked now, and fails unless the answer is yes.
    pub(super) async fn ask(
        &self,
        question: Question,
        clock: &dyn Clock,
    ) -> Result<(), ipc::Error> {
        let taken = self.with_turns(|turns| turns.take(clock.now()));
        taken.map_err(|why| ipc::Error::NotConfirmed { why })?;
        let mut turn = Turn {
            asking: self,
            clock,
            said_yes: false,
        };
        turn.said_yes = self.asker.ask(question).await;
        let why = ipc::Unconfirmed::Declined;
        turn.said_yes
            .then_some(())
            .ok_or(ipc::Error::NotConfirmed { why })
    }
}

/// Gives the turn back however the question ended.
struct Turn<'a> {
    asking: &'a Asking,
    clock: &'a dyn Clock,
    said_yes: bool,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let now = self.clock.now();
        self.asking
            .with_turns(|turns| turns.end(self.said_yes, now));
    }
}
