//! What happened lately, for the Session screen and the diagnostics report. Names and reasons, never
//! data.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use auth_core::{Event, EventKind, Said};

/// How many events of one server are kept.
const LENGTH: usize = 50;

/// The last events of each server's session.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    /// Of all servers, oldest first.
    entries: VecDeque<Entry>,
    seq: u64,
    /// When the first of all was noted.
    begun: Option<Instant>,
}

/// One event.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Rises with every event of any server.
    seq: u64,
    /// Seconds since 1970.
    pub(crate) at: u64,
    /// How long after the first of all.
    after: Duration,
    /// [`ipc::Server::id`].
    pub(crate) server: String,
    /// What happened, in the engine's stable names.
    pub(crate) what: String,
    /// The same for the window.
    change: ipc::Change,
}

impl Journal {
    /// Notes an event. When there are too many of its server, the oldest of those is removed: what
    /// happens at one server does not push out what happened at another.
    pub(crate) fn record(
        &mut self,
        server: &str,
        event: &Event,
        change: ipc::Change,
        now: Instant,
    ) {
        let begun = *self.begun.get_or_insert(now);
        if self.of(server).count() >= LENGTH
            && let Some(oldest) = self.entries.iter().position(|entry| entry.server == server)
        {
            self.entries.remove(oldest);
        }
        self.seq += 1;
        self.entries.push_back(Entry {
            seq: self.seq,
            at: event.at,
            after: now.duration_since(begun),
            server: server.to_owned(),
            what: describe(&event.kind),
            change,
        });
    }

    /// Of all servers, oldest first.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    /// Of one server, oldest first.
    pub(crate) fn of(&self, server: &str) -> impl Iterator<Item = &Entry> {
        self.entries
            .iter()
            .filter(move |entry| entry.server == server)
    }

    /// The number of a server's newest event; 0 when it has none.
    pub(crate) fn newest(&self, server: &str) -> u64 {
        let mut newest_first = self.entries.iter().rev();
        newest_first
            .find(|entry| entry.server == server)
            .map_or(0, |entry| entry.seq)
    }
}

impl Entry {
    /// As the window may see it.
    pub(crate) fn shown(&self) -> ipc::LogEntry {
        ipc::LogEntry {
            seq: self.seq,
            at: self.at,
            clock_ms: self.after.as_millis().try_into().unwrap_or(u64::MAX),
            change: self.change.clone(),
        }
    }
}

fn describe(kind: &EventKind) -> String {
    match kind {
        EventKind::SignedIn { .. } => "signed in".to_owned(),
        EventKind::Restored { .. } => "restored".to_owned(),
        EventKind::SignedInElsewhere { .. } => "signed in by another process".to_owned(),
        EventKind::RefreshStarted => "refresh started".to_owned(),
        EventKind::Refreshed => "refreshed".to_owned(),
        EventKind::Adopted => "adopted".to_owned(),
        EventKind::RefreshFailed {
            cause,
            said,
            missing,
            retry_in,
        } => {
            let missing = missing
                .as_ref()
                .map_or_else(String::new, |place| format!(", nothing at {place}"));
            let (said, retry_in) = (status_of(said.as_ref()), retry_in.as_millis());
            format!("refresh failed: {cause}{said}{missing}; next try in {retry_in} ms")
        }
        EventKind::AccessRefused => "access refused as soon as it was granted".to_owned(),
        EventKind::Ended { reason, said, .. } => {
            format!("ended: {}{}", reason.code(), status_of(said.as_ref()))
        }
        EventKind::Revoked => "revoked at the server".to_owned(),
        EventKind::NotRevoked { cause, said } => {
            format!("not revoked: {cause}{}", status_of(said.as_ref()))
        }
        EventKind::StaysGood {
            access,
            refresh,
            until,
        } => {
            let what = match (access, refresh) {
                (true, true) => "access and refresh",
                (true, false) => "access",
                _ => "refresh",
            };
            let until = until.map_or_else(String::new, |until| format!(" until {until}"));
            format!("stays good at the server: {what}{until}")
        }
        EventKind::StorageDegraded { error } => format!("storage degraded: {error}"),
        EventKind::StorageRecovered => "storage recovered".to_owned(),
        _ => "something newer than this report".to_owned(),
    }
}

/// Of what a server said only the status: its words may name somebody.
fn status_of(said: Option<&Said>) -> String {
    said.map_or_else(String::new, |said| format!(", status {}", said.status))
}

#[cfg(test)]
mod tests {
    use auth_core::EndReason;

    use super::*;

    fn record(journal: &mut Journal, server: &str, at: u64) {
        let kind = EventKind::Refreshed;
        let change = ipc::Change::Refreshed;
        journal.record(server, &Event::new(at, at, kind), change, Instant::now());
    }

    #[test]
    fn the_oldest_entries_of_a_server_make_room_for_its_own_alone() {
        let mut journal = Journal::default();
        record(&mut journal, "quiet", 0);
        for at in 1..=60 {
            record(&mut journal, "busy", at);
        }
        let times = |server| {
            let entries = journal.of(server);
            entries.map(|entry| entry.at).collect::<Vec<_>>()
        };
        assert_eq!(times("quiet"), [0]);
        assert_eq!(times("busy"), (11..=60).collect::<Vec<_>>());
        assert_eq!(journal.entries().count(), 51);
    }

    #[test]
    fn a_servers_number_rises_with_its_own_events() {
        let mut journal = Journal::default();
        assert_eq!(journal.newest("a"), 0);
        record(&mut journal, "a", 7);
        let first = journal.newest("a");
        record(&mut journal, "b", 8);
        assert_eq!(journal.newest("a"), first);
        record(&mut journal, "a", 9);
        assert!(journal.newest("a") > journal.newest("b"));
    }

    #[test]
    fn an_end_is_told_by_its_reason_and_not_by_its_account() {
        let mut account = auth_core::Account::new("7", "ann");
        account.email = "ann@example.org".into();
        let kind = EventKind::Ended {
            reason: EndReason::RefreshReused,
            account,
            said: None,
        };
        assert_eq!(describe(&kind), "ended: refresh_reused");
    }
}
