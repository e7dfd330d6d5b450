//! The program of a desktop that shows what others tell the person, as far as a journey needs one.

#![expect(
    clippy::used_underscore_binding,
    reason = "what serves an interface names all arguments of its functions"
)]

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use zbus::{
    blocking::{Connection, connection::Builder},
    zvariant::OwnedValue,
};

use crate::window::failure::{Failure, Outcome};

/// What was to be shown: a title, and what stands below it.
pub(crate) type Told = (String, String);

/// Takes what is told on a bus, and keeps it (Desktop Notifications Specification 1.2).
#[derive(Debug)]
pub(crate) struct Notices {
    told: Arc<Mutex<Vec<Told>>>,
    _connection: Connection,
}

impl Notices {
    pub(crate) fn on(bus: &str) -> Outcome<Self> {
        let told = Arc::<Mutex<Vec<Told>>>::default();
        let taker = Taker(Arc::clone(&told));
        let connection = Builder::address(bus)
            .and_then(|it| it.name("org.freedesktop.Notifications"))
            .and_then(|it| it.serve_at("/org/freedesktop/Notifications", taker))
            .and_then(Builder::build)
            .map_err(|error| Failure::new(error.to_string()))?;
        Ok(Self {
            told,
            _connection: connection,
        })
    }

    pub(crate) fn told(&self) -> Vec<Told> {
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.clone()
    }
}

struct Taker(Arc<Mutex<Vec<Told>>>);

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Taker {
    #[expect(clippy::too_many_arguments, reason = "the interface has them")]
    fn notify(
        &self,
        _app: String,
        _replaces: u32,
        _icon: String,
        summary: String,
        body: String,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _expires: i32,
    ) -> u32 {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.push((summary, body));
        1
    }
}
