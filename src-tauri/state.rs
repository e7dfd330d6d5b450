//! What the app knows: the person's choices and one session for each server that was used.
//!
//! `forward` hears the engine and `publisher` tells the windows; all of it changes under the publisher's one
//! lock, which is never held while anything waits. May use the rooms from `server` down; nothing here asks a
//! server or a person.

mod exchanges;
pub(crate) mod forward;
mod held_page;
pub(crate) mod publisher;
mod roles;
mod sight;
mod speeches;
mod trips;
mod view;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use auth_core::{Session, Words, legible};
use messages::Messages;
use tokio::sync::watch;

use crate::{
    log::journal::Journal,
    server::{
        entry::base_url,
        secret_settings::{SecretSettings, Values},
        vaults::{self, ChosenVault, Keep},
    },
    settings,
    state::{roles::SeenRoles, sight::Sight, speeches::Speeches, trips::Trips},
};

pub(crate) use self::{
    exchanges::{Exchanges, Whose},
    held_page::HeldPage,
    speeches::Speech,
    trips::Waiting,
};

/// The state behind the publisher's lock.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// As the window sees them, servers of this run included.
    pub(crate) settings: ipc::Settings,
    /// Set when the settings file was found damaged.
    pub(crate) set_aside: Option<ipc::SettingsSetAside>,
    /// Set when it is not touched. Nothing of this run outlives it then, and nobody can choose otherwise.
    pub(crate) left_alone: Option<ipc::SettingsLeftAlone>,
    /// What happened lately, for the diagnostics report.
    pub(crate) journal: Journal,
    seq: u64,
    /// The choice among the servers that are kept, which the demo server is not.
    kept_current: Option<String>,
    /// Whether the person can see the window. Tell the sessions after a change:
    /// [`State::tell_who_is_watched`].
    pub(crate) sight: Sight,
    /// By [`ipc::Server::id`].
    sessions: HashMap<String, OpenSession>,
    /// Whose session was told that somebody looks.
    watched: Option<String>,
    /// What is secret of the servers' settings, by [`ipc::Server::id`].
    pub(crate) secrets: HashMap<String, Arc<SecretSettings>>,
    /// Servers whose session of the last run is being loaded, and those where that was left for later.
    restoring: HashSet<String>,
    left_for_later: HashSet<String>,
    /// How each server speaks.
    speeches: Speeches,
    /// What pages have shown of the roles of who is signed in.
    pub(crate) roles: SeenRoles,
    /// What was read last at the chosen server, for as long as whoever read it is signed in there.
    pub(crate) held: Option<HeldPage>,
    /// What the person has sent by hand.
    pub(crate) exchanges: Exchanges,
    /// A sign-in that waits for the browser.
    pub(crate) trips: Trips,
    /// Of servers that were edited or removed. A person does not do that often enough to fill memory.
    let_go: Vec<Session>,
    /// The app is at its end, and opens no session any more.
    pub(crate) is_closed: bool,
}

/// A session in use.
#[derive(Clone, Debug)]
pub(crate) struct OpenSession {
    /// [`ipc::Server::id`] of the server it is with.
    pub(crate) server_id: String,
    /// The engine's handle.
    pub(crate) session: Session,
    /// Where it is kept.
    pub(crate) vault: Arc<ChosenVault>,
    /// How many ends of it were published.
    pub(crate) ends: watch::Receiver<u64>,
}

impl State {
    /// The state at start.
    pub(crate) fn new(mut settings: ipc::Settings) -> Self {
        // Somebody may have written one by hand, and an older version what a server had said.
        for server in &mut settings.servers {
            server.name = legible(&server.name);
            let last = server.last_username.take().map(|name| Words::kept(&name));
            server.last_username = last.map(Words::into_string);
            // As it is used: a host in letters of another script is another text.
            if let Ok(base) = base_url(&server.address, server.plain_http_allowed) {
                server.address = base.to_string();
            }
        }
        let mut speeches = Speeches::default();
        for server in &settings.servers {
            speeches.learn(server);
        }
        Self {
            kept_current: settings.current.clone(),
            settings,
            speeches,
            ..Self::default()
        }
    }

    /// What is said outside the window, in the person's language.
    pub(crate) fn say(&self) -> Messages {
        let language = self.settings.language;
        Messages::of_language(language.unwrap_or_else(settings::language::of_system))
    }

    /// The number of the last thing that was published.
    pub(crate) fn seq(&self) -> u64 {
        self.seq
    }

    /// Takes the number of the next thing to publish.
    pub(crate) fn next_seq(&mut self) -> u64 {
        self.seq += 1;
        self.seq
    }

    /// The chosen server.
    pub(crate) fn current(&self) -> Result<&ipc::Server, ipc::Error> {
        self.settings.current_server().ok_or(ipc::Error::NoServer)
    }

    /// Whether the server is the chosen one.
    pub(crate) fn is_current(&self, id: &str) -> bool {
        self.settings.current.as_deref() == Some(id)
    }

    /// A server by its id.
    pub(crate) fn server(&self, id: &str) -> Result<&ipc::Server, ipc::Error> {
        self.settings
            .servers
            .iter()
            .find(|server| server.id == id)
            .ok_or(ipc::Error::UnknownServer)
    }

    /// Adds a server, or replaces the one with its id.
    pub(crate) fn put(&mut self, server: ipc::Server) {
        self.speeches.learn(&server);
        let servers = &mut self.settings.servers;
        match servers.iter_mut().find(|it| it.id == server.id) {
            Some(it) => *it = server,
            None => servers.push(server),
        }
    }

    /// How a server speaks.
    pub(crate) fn speech(&self, id: &str) -> Result<Arc<Speech>, ipc::Error> {
        self.speeches.of(id)
    }

    /// Notes who signed in at a server last. One that was removed meanwhile needs no note.
    pub(crate) fn name_last(&mut self, id: &str, username: &Words) {
        let servers = &mut self.settings.servers;
        if let Some(server) = servers.iter_mut().find(|server| server.id == id) {
            server.last_username = Some(username.to_string());
        }
    }

    /// Makes a server the current one.
    pub(crate) fn choose(&mut self, id: &str) -> Result<(), ipc::Error> {
        let is_kept = !self.server(id)?.demo;
        self.held = None;
        self.trips.end_elsewhere(id);
        self.settings.current = Some(id.to_owned());
        if is_kept {
            self.kept_current = Some(id.to_owned());
        }
        Ok(())
    }

    /// Removes a server. When it was the current one, the first of the others takes its place.
    pub(crate) fn remove(&mut self, id: &str) -> Option<OpenSession> {
        self.settings.servers.retain(|server| server.id != id);
        self.speeches.forget(id);
        self.secrets.remove(id);
        self.exchanges.forget(id);
        self.settings.pinned.retain(|pinned| pinned.server != id);
        let next = |kept_only: bool| {
            let mut servers = self.settings.servers.iter();
            servers
                .find(|server| !kept_only || !server.demo)
                .map(|server| server.id.clone())
        };
        if self.settings.current.as_deref() == Some(id) {
            self.settings.current = next(false);
        }
        if self.kept_current.as_deref() == Some(id) {
            self.kept_current = next(true);
        }
        self.take_session(id)
    }

    /// The settings without what belongs to this run alone.
    pub(crate) fn to_keep(&self) -> ipc::Settings {
        let mut kept = self.settings.clone();
        kept.servers.retain(|server| !server.demo);
        let is_kept = |id: &str| kept.servers.iter().any(|server| server.id == id);
        kept.pinned.retain(|pinned| is_kept(&pinned.server));
        if vaults::wanted(&kept) == Keep::Memory {
            // Nothing that is secret outlives this run then.
            for server in &mut kept.servers {
                server.secrets.clear();
            }
        }
        kept.current.clone_from(&self.kept_current);
        kept
    }

    /// Whether a session that is made with these secret settings is made with those that its server has.
    pub(crate) fn are_current(&self, id: &str, values: &Arc<Values>) -> bool {
        let known = self.secrets.get(id).and_then(|kept| kept.known());
        values.is_empty() || known.is_some_and(|known| Arc::ptr_eq(&known, values))
    }

    /// The session with a server, if it was used already.
    pub(crate) fn open_session(&self, id: &str) -> Option<OpenSession> {
        self.sessions.get(id).cloned()
    }

    /// Every session that was used, those that were let go of included: they may still be signing out
    /// at their servers.
    pub(crate) fn all_sessions(&self) -> Vec<Session> {
        let open = self.sessions.values().map(|open| &open.session);
        open.chain(&self.let_go).cloned().collect()
    }

    /// At exit: every session that was used. None is added to them.
    pub(crate) fn close(&mut self) -> Vec<Session> {
        self.is_closed = true;
        self.all_sessions()
    }

    /// Keeps a session, unless its server has one already; answers the one that is kept.
    pub(crate) fn keep_session(&mut self, open: OpenSession) -> OpenSession {
        let kept = self
            .sessions
            .entry(open.server_id.clone())
            .or_insert(open)
            .clone();
        self.tell_who_is_watched();
        kept
    }

    /// Lets go of the session with a server.
    pub(crate) fn take_session(&mut self, id: &str) -> Option<OpenSession> {
        self.held = None;
        self.exchanges.session_ended(id);
        let open = self.sessions.remove(id)?;
        if self.watched.take_if(|watched| watched == id).is_some() {
            open.session.set_visible(false);
        }
        self.let_go.push(open.session.clone());
        Some(open)
    }

    /// Tells the session that is on screen that somebody looks at it, and the one that was there before
    /// that nobody does any more: a session that nobody looks at and nobody uses is left in peace.
    pub(crate) fn tell_who_is_watched(&mut self) {
        let watched = (self.settings.current.clone())
            .filter(|current| self.sight.is_clear() && self.sessions.contains_key(current));
        if watched == self.watched {
            return;
        }
        let tell = |server: Option<&String>, seen| {
            if let Some(open) = server.and_then(|server| self.sessions.get(server)) {
                open.session.set_visible(seen);
            }
        };
        tell(self.watched.as_ref(), false);
        tell(watched.as_ref(), true);
        self.watched = watched;
    }

    /// Where the session with a server is kept. One that ends with this run leaves no session behind.
    pub(crate) fn keep_of(&self, id: &str) -> Keep {
        self.server(id)
            .map_or(Keep::Memory, |server| self.keep_for(server))
    }

    /// The same of a server that may not be in the list yet.
    pub(crate) fn keep_for(&self, server: &ipc::Server) -> Keep {
        if self.outlives_run(server) {
            vaults::wanted(&self.settings)
        } else {
            Keep::Memory
        }
    }

    fn outlives_run(&self, server: &ipc::Server) -> bool {
        !server.demo && self.left_alone.is_none()
    }

    /// The ids of the servers that outlive this run, the chosen one first.
    pub(crate) fn kept_ids(&self) -> Vec<String> {
        let servers = self.settings.servers.iter();
        let kept = servers.filter(|server| !server.demo);
        let mut kept: Vec<String> = kept.map(|server| server.id.clone()).collect();
        kept.sort_by_key(|id| !self.is_current(id));
        kept
    }

    /// The sessions of the last run with these servers are being loaded.
    pub(crate) fn begin_restoring(&mut self, ids: &[String]) {
        let kept = ids.iter().filter(|id| self.keep_of(id) != Keep::Memory);
        let kept: Vec<String> = kept.cloned().collect();
        for id in kept {
            self.left_for_later.remove(&id);
            self.restoring.insert(id);
        }
    }

    /// It is known what there is, or (`is_known` is false) that it has to be loaded again.
    pub(crate) fn end_restoring(&mut self, id: &str, is_known: bool) {
        if self.restoring.remove(id) && !is_known {
            self.left_for_later.insert(id.to_owned());
        }
    }

    /// Whether the session of the last run could not be had yet, and nobody is signed in instead.
    pub(crate) fn is_left_for_later(&self, id: &str) -> bool {
        let account = self.sessions.get(id).map(|open| open.session.snapshot());
        self.left_for_later.contains(id) && account.is_none_or(|now| now.account.is_none())
    }

    /// Whether somebody is signed in at a server, or something is kept there of which that cannot be ruled out.
    pub(crate) fn has_session(&self, id: &str) -> bool {
        let open = self.sessions.get(id);
        self.restoring.contains(id)
            || self.left_for_later.contains(id)
            || open.is_some_and(|open| {
                open.session.snapshot().account.is_some() || open.vault.error().is_some()
            })
    }
}
