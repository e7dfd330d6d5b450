//! What happened to a session as a person would tell it: what belongs together is one moment.

use ipc::{Change, LogEntry, LogoutReason};

/// One line of the timeline, made of one entry of the log or of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// Of the entry that it began with, and so the same while more happens to it.
    pub(crate) seq: u64,
    /// When it began, in seconds since 1970.
    pub(crate) at: u64,
    pub(crate) what: What,
    /// When it began, on the clock of the log.
    clock_ms: u64,
}

/// What happened in a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// A refresh is under way.
    Refreshing,
    /// A refresh went well at its first try.
    Refreshed { took_ms: u64 },
    /// Refreshes failed, one after the other.
    Outage {
        /// Those that failed, oldest first.
        tries: Vec<LogEntry>,
        /// How long it took until one went well. `None`: none has yet, or the session ended first.
        over_after_ms: Option<u64>,
    },
    /// All else stands by itself.
    Single(Change),
}

/// Which moments somebody wants to see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Filter {
    #[default]
    All,
    Renewals,
    Problems,
}

/// The moments of a log that is given oldest first, newest first.
pub(crate) fn moments(log: &[LogEntry]) -> Vec<Moment> {
    let mut moments = Vec::<Moment>::new();
    // Where the refresh stands that is under way, or the outage that lasts.
    let mut open = None::<usize>;
    for entry in log {
        let going_on = open.map(|at| &mut moments[at]);
        match (&entry.change, going_on) {
            // The next try of an outage.
            (Change::RefreshStarted, Some(_)) => {}
            (Change::RefreshStarted, None) => {
                open = Some(moments.len());
                moments.push(Moment::of(entry, What::Refreshing));
            }
            (Change::Degraded { .. }, Some(moment)) => moment.fail(entry),
            (Change::Degraded { .. }, None) => {
                open = Some(moments.len());
                let mut moment = Moment::of(entry, What::Refreshing);
                moment.fail(entry);
                moments.push(moment);
            }
            (Change::Refreshed, Some(moment)) => {
                moment.succeed(entry);
                open = None;
            }
            (Change::Adopted, Some(moment)) => {
                // What another process brought ends an outage; of a refresh of one's own it takes the place.
                if moment.what == What::Refreshing {
                    moment.what = What::Single(Change::Adopted);
                } else {
                    moment.succeed(entry);
                }
                open = None;
            }
            (change, _) => {
                if begins_or_ends(change)
                    && let Some(at) = open.take()
                    && moments[at].what == What::Refreshing
                {
                    // Nothing else came of the refresh.
                    moments.remove(at);
                }
                moments.push(Moment::of(entry, What::Single(change.clone())));
            }
        }
    }
    moments.reverse();
    moments
}

/// Whether a session begins or ends with it.
const fn begins_or_ends(change: &Change) -> bool {
    matches!(
        change,
        Change::SignedIn | Change::Restored | Change::SignedInElsewhere | Change::Ended { .. }
    )
}

impl Moment {
    fn of(entry: &LogEntry, what: What) -> Self {
        Self {
            seq: entry.seq,
            at: entry.at,
            what,
            clock_ms: entry.clock_ms,
        }
    }

    /// One more try failed.
    fn fail(&mut self, entry: &LogEntry) {
        match &mut self.what {
            What::Outage { tries, .. } => tries.push(entry.clone()),
            what => {
                *what = What::Outage {
                    tries: vec![entry.clone()],
                    over_after_ms: None,
                }
            }
        }
    }

    fn succeed(&mut self, entry: &LogEntry) {
        let took_ms = entry.clock_ms.saturating_sub(self.clock_ms);
        match &mut self.what {
            What::Outage { over_after_ms, .. } => *over_after_ms = Some(took_ms),
            what => *what = What::Refreshed { took_ms },
        }
    }

    /// Whether it is a thing to worry about.
    pub(crate) const fn is_problem(&self) -> bool {
        match &self.what {
            What::Outage { .. } => true,
            What::Single(change) => matches!(
                change,
                Change::AccessRefused
                    | Change::NotRevoked { .. }
                    | Change::StaysGood { .. }
                    | Change::StorageDegraded { .. }
                    | Change::Ended {
                        reason: LogoutReason::RefreshExpired
                            | LogoutReason::RefreshRejected
                            | LogoutReason::RefreshReused
                            | LogoutReason::ClientRejected
                            | LogoutReason::NoRefreshCredential
                            | LogoutReason::AccountMismatch,
                        ..
                    }
            ),
            What::Refreshing | What::Refreshed { .. } => false,
        }
    }

    const fn is_renewal(&self) -> bool {
        matches!(
            &self.what,
            What::Refreshing
                | What::Refreshed { .. }
                | What::Outage { .. }
                | What::Single(Change::Refreshed | Change::Adopted)
        )
    }
}

impl Filter {
    pub(crate) const ALL: [Self; 3] = [Self::All, Self::Renewals, Self::Problems];

    pub(crate) const fn shows(self, moment: &Moment) -> bool {
        match self {
            Self::All => true,
            Self::Renewals => moment.is_renewal(),
            Self::Problems => moment.is_problem(),
        }
    }
}

#[cfg(test)]
mod tests {
    use ipc::NetworkError;

    use super::*;

    /// A log with an entry every second.
    fn log<const N: usize>(changes: [Change; N]) -> Vec<LogEntry> {
        let entry = |(at, change)| LogEntry {
            seq: at + 1,
            at: 1_000 + at,
            clock_ms: at * 1_000,
            change,
        };
        (0_u64..).zip(changes).map(entry).collect()
    }

    const FAILED: Change = Change::Degraded {
        error: NetworkError::Connect,
        said: None,
        missing: None,
        retry_in_ms: 500,
    };

    fn ended(reason: LogoutReason) -> Change {
        Change::Ended { reason, said: None }
    }

    fn told<const N: usize>(changes: [Change; N]) -> Vec<What> {
        let moments = moments(&log(changes));
        moments.into_iter().map(|it| it.what).collect()
    }

    #[test]
    fn asked_and_renewed_is_one_line_with_its_duration() {
        use Change::{RefreshStarted, Refreshed, SignedIn};
        let said = told([SignedIn, RefreshStarted, Refreshed, RefreshStarted]);
        let took_ms = 1_000;
        assert_eq!(
            said,
            [
                What::Refreshing,
                What::Refreshed { took_ms },
                What::Single(SignedIn)
            ]
        );
        assert_eq!(
            told([RefreshStarted, Change::Revoked, Refreshed])[1],
            What::Refreshed { took_ms: 2_000 },
            "whatever else happens meanwhile"
        );
    }

    #[test]
    fn an_outage_is_one_span_with_its_tries() {
        use Change::{RefreshStarted, Refreshed};
        let log = log([
            RefreshStarted,
            FAILED,
            RefreshStarted,
            FAILED,
            RefreshStarted,
            Refreshed,
        ]);
        let tries = vec![log[1].clone(), log[3].clone()];
        let lasting = moments(&log[..4]);
        let over = moments(&log);
        let outage = |over_after_ms| What::Outage {
            tries: tries.clone(),
            over_after_ms,
        };
        assert_eq!((lasting.len(), over.len()), (1, 1));
        assert_eq!(lasting[0].what, outage(None));
        assert_eq!(over[0].what, outage(Some(5_000)));
        assert_eq!((over[0].seq, over[0].at), (1, 1_000), "as long as it grows");
    }

    #[test]
    fn an_end_closes_what_was_open_and_a_new_session_has_an_outage_of_its_own() {
        use Change::{RefreshStarted, SignedIn};
        let end = ended(LogoutReason::RefreshRejected);
        let said = told([
            RefreshStarted,
            FAILED,
            end.clone(),
            SignedIn,
            RefreshStarted,
            FAILED,
        ]);
        assert_eq!(said.len(), 4);
        assert!(matches!(&said[0], What::Outage { tries, .. } if tries.len() == 1));
        assert_eq!(said[2], What::Single(end.clone()));
        assert_eq!(
            told([RefreshStarted, end.clone()]),
            [What::Single(end)],
            "a refresh that ended the session is told by the end"
        );
    }

    #[test]
    fn what_another_process_brought_is_no_refresh_of_ones_own() {
        use Change::{Adopted, RefreshStarted};
        assert_eq!(told([RefreshStarted, Adopted]), [What::Single(Adopted)]);
        assert_eq!(told([Adopted]), [What::Single(Adopted)]);
        let said = told([FAILED, RefreshStarted, Adopted]);
        assert!(
            matches!(
                &said[..],
                [What::Outage {
                    over_after_ms: Some(2_000),
                    ..
                }]
            ),
            "{said:?}"
        );
    }

    #[test]
    fn a_log_whose_beginning_was_let_go_is_told_all_the_same() {
        use Change::{RefreshStarted, Refreshed};
        assert_eq!(told([Refreshed]), [What::Single(Refreshed)]);
        assert_eq!(told([FAILED, RefreshStarted, Refreshed]).len(), 1);
        assert!(told([]).is_empty());
    }

    #[test]
    fn the_filters_show_what_they_are_called_by() {
        use Change::{RefreshStarted, Refreshed, SignedIn};
        let log = log([
            SignedIn,
            RefreshStarted,
            Refreshed,
            FAILED,
            RefreshStarted,
            Refreshed,
            ended(LogoutReason::SignedOutByUser),
            ended(LogoutReason::RefreshExpired),
        ]);
        let shown = |filter: Filter| {
            let moments = moments(&log);
            moments.iter().filter(|it| filter.shows(it)).count()
        };
        assert_eq!(Filter::ALL.map(shown), [5, 2, 2]);
    }
}
