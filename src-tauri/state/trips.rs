//! Sign-ins in the person's browser: the one that waits, if one does.

use auth_core::BrowserAddress;
use tokio::sync::oneshot;

/// There is at most one, at whatever server: a person is in one browser at a time.
#[derive(Debug, Default)]
pub(crate) struct Trips {
    under_way: Option<Trip>,
    begun: u64,
}

#[derive(Debug)]
struct Trip {
    number: u64,
    /// [`ipc::SignInInBrowser::number`].
    asked: u64,
    /// [`ipc::Server::id`].
    server_id: String,
    waits: Option<Waiting>,
    give_up: oneshot::Sender<ipc::Error>,
}

/// A sign-in that waits for the browser to come back.
#[derive(Clone, Debug)]
pub(crate) struct Waiting {
    /// Where the browser is to go. No window is told.
    pub(crate) address: BrowserAddress,
    /// Whether the system has opened one.
    pub(crate) is_opened: bool,
}

impl Trips {
    /// Begins one, which takes the place of the one before, unless it is that (`None`). It is known by its number, and hears
    /// why it is given up.
    pub(crate) fn begin(
        &mut self,
        server_id: &str,
        asked: u64,
    ) -> Option<(u64, oneshot::Receiver<ipc::Error>)> {
        let before = self.under_way.as_ref();
        if before.is_some_and(|it| it.asked == asked && it.server_id == server_id) {
            return None;
        }
        self.give_up(ipc::Error::Superseded, |_| true);
        let (give_up, why) = oneshot::channel();
        self.begun += 1;
        self.under_way = Some(Trip {
            number: self.begun,
            asked,
            server_id: server_id.to_owned(),
            waits: None,
            give_up,
        });
        Some((self.begun, why))
    }

    /// The browser is on its way.
    pub(crate) fn wait(&mut self, number: u64, waiting: Waiting) {
        if let Some(trip) = self.under_way.as_mut().filter(|it| it.number == number) {
            trip.waits = Some(waiting);
        }
    }

    /// Whether the system has opened a browser for the sign-in at this server.
    pub(crate) fn note_opened(&mut self, server_id: &str, is_opened: bool) {
        if let Some(trip) = self
            .under_way
            .as_mut()
            .filter(|it| it.server_id == server_id)
            && let Some(waits) = &mut trip.waits
        {
            waits.is_opened = is_opened;
        }
    }

    /// It is over, however it went.
    pub(crate) fn end(&mut self, number: u64) {
        drop(self.under_way.take_if(|it| it.number == number));
    }

    /// The person gives up the sign-in at this server.
    pub(crate) fn end_at(&mut self, server_id: &str) {
        self.give_up(ipc::Error::Cancelled, |it| it == server_id);
    }

    /// They have gone to this server, and come back to no other.
    pub(crate) fn end_elsewhere(&mut self, server_id: &str) {
        self.give_up(ipc::Error::Cancelled, |it| it != server_id);
    }

    /// What waits at this server.
    pub(crate) fn at(&self, server_id: &str) -> Option<&Waiting> {
        let trip = self.under_way.as_ref();
        trip.filter(|it| it.server_id == server_id)?.waits.as_ref()
    }

    fn give_up(&mut self, why: ipc::Error, is_it: impl Fn(&str) -> bool) {
        if let Some(trip) = self.under_way.take_if(|it| is_it(&it.server_id)) {
            // One that is over at this very moment has no ear for it.
            let _ = trip.give_up.send(why);
        }
    }
}
