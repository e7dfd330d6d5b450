//! Sign-ins that go on elsewhere, in the person's browser or on another device: the one that waits, if one does, and what the
//! last one came to.

use std::time::Duration;

use auth_core::{BrowserAddress, DeviceSignIn, Moment};
use tokio::sync::oneshot;

use crate::convert::qr_code;

/// There is at most one, at whatever server: a person is at one place at a time.
#[derive(Debug, Default)]
pub(crate) struct Trips {
    under_way: Option<Trip>,
    begun: u64,
    /// What the last one came to, and at which server.
    failed: Option<(String, ipc::Error)>,
    /// When one was begun that nobody had asked for.
    came_back: Option<Moment>,
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

/// What a sign-in waits for.
#[derive(Clone, Debug)]
pub(crate) enum Waiting {
    /// For the browser to come back.
    Browser {
        /// Where it is to go. No window is told.
        address: BrowserAddress,
        /// Whether the system has opened one.
        is_opened: bool,
    },
    /// For somebody to enter the code on another device.
    Device {
        /// What is shown for that, but for how long it is good.
        shown: ipc::OnDevice,
        /// Until when that is.
        until: Moment,
    },
}

impl Waiting {
    pub(crate) fn on_device(sign_in: &DeviceSignIn) -> Self {
        let addresses = sign_in.whole_address().into_iter();
        Self::Device {
            shown: ipc::OnDevice {
                address: sign_in.address().to_owned(),
                code: sign_in.code().to_owned(),
                qr: qr_code::first(addresses.chain([sign_in.address()])),
                expires_in_ms: 0,
            },
            until: sign_in.until(),
        }
    }

    /// As the window may see it.
    pub(crate) fn view(&self, now: Moment) -> ipc::Elsewhere {
        match self {
            Self::Browser { address, is_opened } => ipc::Elsewhere::Browser(ipc::InBrowser {
                redirect: address.redirect().to_owned(),
                is_opened: *is_opened,
            }),
            Self::Device { shown, until } => {
                let left = until.saturating_since(now).as_millis();
                ipc::Elsewhere::Device(ipc::OnDevice {
                    expires_in_ms: u64::try_from(left).unwrap_or(u64::MAX),
                    ..shown.clone()
                })
            }
        }
    }
}

/// Whoever is let in and thrown out at once is not sent round in circles.
const AT_MOST_EVERY: Duration = Duration::from_mins(1);

impl Trips {
    /// Whether one may be begun that nobody has asked for.
    pub(crate) fn may_come_back(&mut self, now: Moment) -> bool {
        let since = self.came_back.map(|it| now.saturating_since(it));
        let may = since.is_none_or(|it| it >= AT_MOST_EVERY) && self.under_way.is_none();
        if may {
            self.came_back = Some(now);
        }
        may
    }

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
        self.failed = None;
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

    /// The person is on their way.
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
            && let Some(Waiting::Browser {
                is_opened: known, ..
            }) = &mut trip.waits
        {
            *known = is_opened;
        }
    }

    /// It is over, however it went.
    pub(crate) fn end(&mut self, number: u64, error: Option<ipc::Error>) {
        if let Some(over) = self.under_way.take_if(|it| it.number == number) {
            self.failed = error.map(|error| (over.server_id, error));
        }
    }

    /// The person gives up the sign-in at this server.
    pub(crate) fn end_at(&mut self, server_id: &str) {
        self.leave(|it| it == server_id);
    }

    /// They have gone to this server, and come back to no other.
    pub(crate) fn end_elsewhere(&mut self, server_id: &str) {
        self.leave(|it| it != server_id);
    }

    /// What the last one at this server came to, where that was nothing.
    pub(crate) fn failed_at(&self, server_id: &str) -> Option<&ipc::Error> {
        let failed = self.failed.as_ref().filter(|(at, _)| at == server_id);
        failed.map(|(_, error)| error)
    }

    /// What waits at this server.
    pub(crate) fn at(&self, server_id: &str) -> Option<&Waiting> {
        let trip = self.under_way.as_ref();
        trip.filter(|it| it.server_id == server_id)?.waits.as_ref()
    }

    fn leave(&mut self, is_it: impl Fn(&str) -> bool) {
        self.failed.take_if(|(at, _)| is_it(at));
        self.give_up(ipc::Error::Cancelled, is_it);
    }

    fn give_up(&mut self, why: ipc::Error, is_it: impl Fn(&str) -> bool) {
        if let Some(trip) = self.under_way.take_if(|it| is_it(&it.server_id)) {
            // One that is over at this very moment has no ear for it.
            let _ = trip.give_up.send(why);
        }
    }
}
