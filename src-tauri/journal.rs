//! What happened lately, for the diagnostics report. Names and reasons, never data.

use std::collections::VecDeque;

use auth_core::{Event, EventKind};

const LENGTH: usize = 50;

/// The last events of all sessions, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    entries: VecDeque<Entry>,
}

/// One event.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Seconds since 1970.
    pub(crate) at: u64,
    /// [`ipc::ServerProfile::id`].
    pub(crate) server: String,
    /// What happened, in the engine's stable names.
    pub(crate) what: String,
}

impl Journal {
    /// Notes an event, and forgets the oldest when there are too many.
    pub(crate) fn record(&mut self, server: &str, event: &Event) {
        if self.entries.len() == LENGTH {
            self.entries.pop_front();
        }
        let entry = Entry {
            at: event.at,
            server: server.to_owned(),
            what: describe(&event.kind),
        };
        self.entries.push_back(entry);
    }

    /// Oldest first.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }
}

fn describe(kind: &EventKind) -> String {
    match kind {
        EventKind::SignedIn { .. } => "signed in".to_owned(),
        EventKind::RefreshStarted => "renewal started".to_owned(),
        EventKind::Renewed => "renewed".to_owned(),
        EventKind::RefreshFailed { cause, retry_in } => {
            format!(
                "renewal failed: {cause}; next try in {} ms",
                retry_in.as_millis()
            )
        }
        EventKind::Ended { reason, .. } => format!("ended: {reason}"),
        EventKind::StorageDegraded => "storage degraded".to_owned(),
        EventKind::StorageRecovered => "storage recovered".to_owned(),
        _ => "something newer than this report".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use auth_core::EndReason;

    use super::*;

    #[test]
    fn the_oldest_entries_make_room() {
        let mut journal = Journal::default();
        for at in 0..60 {
            journal.record(
                "a",
                &Event {
                    seq: at,
                    at,
                    kind: EventKind::Renewed,
                },
            );
        }
        let times: Vec<u64> = journal.entries().map(|entry| entry.at).collect();
        assert_eq!(times, (10..60).collect::<Vec<_>>());
    }

    #[test]
    fn an_end_is_told_by_its_reason_and_not_by_its_account() {
        let account = auth_core::Account {
            id: "7".into(),
            username: "ann".into(),
            email: "ann@example.org".into(),
            roles: vec![],
        };
        let kind = EventKind::Ended {
            reason: EndReason::RefreshReused,
            account,
        };
        assert_eq!(describe(&kind), "ended: refresh_reused");
    }
}
