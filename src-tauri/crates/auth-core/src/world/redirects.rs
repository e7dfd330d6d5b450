//! Where a browser comes back to, as a trait, so that a test can be the browser.

use std::{fmt, future::Future, io, pin::Pin};

use tokio::sync::oneshot;

use crate::secret::Secret;

/// Listens for the browser on this machine.
pub trait Redirects: fmt::Debug + Send + Sync + 'static {
    /// Listens on a host of this machine (`127.0.0.1`, `::1` or `localhost`), on the first of these ports that is free, or
    /// on any where none is named. `path` is the one whose visits count.
    ///
    /// It ends when the listener is dropped.
    fn listen<'a>(&'a self, host: &'a str, ports: &'a [u16], path: &'a str) -> Listening<'a>;
}

/// A call of [`Redirects::listen`]. The error says that no port could be had.
pub type Listening<'a> =
    Pin<Box<dyn Future<Output = io::Result<Box<dyn RedirectListener>>> + Send + 'a>>;

/// Listens for one sign-in.
pub trait RedirectListener: fmt::Debug + Send {
    /// The port that it has.
    fn port(&self) -> u16;

    /// The next visit. Visits are taken side by side: browsers open spare connections. Nobody need be let in but while this is
    /// waited for.
    fn next(&mut self) -> Visiting<'_>;
}

/// A call of [`RedirectListener::next`]; `None` when no visit can come any more.
pub type Visiting<'a> = Pin<Box<dyn Future<Output = Option<Visit>> + Send + 'a>>;

/// Somebody has come to the address, who need not be the browser that was sent.
#[derive(Debug)]
pub struct Visit {
    pub(crate) query: Secret<String>,
    answer: oneshot::Sender<Landing>,
}

/// What the browser gets: a page that tells the person something, or another address.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Landing {
    /// The browser has done its part, and can be closed.
    Done,
    /// The server, or the person, has said no.
    Declined,
    /// This has nothing to do with a sign-in that is under way.
    NotOurs,
    /// The browser goes on from here.
    SentOn(Secret<String>),
}

impl Visit {
    /// A visit with this query, and where its page will be known.
    pub fn new(query: Secret<String>) -> (Self, oneshot::Receiver<Landing>) {
        let (answer, told) = oneshot::channel();
        (Self { query, answer }, told)
    }

    pub(crate) fn answer(self, landing: Landing) {
        // A browser that has gone needs no page.
        let _ = self.answer.send(landing);
    }
}
