//! What a session tells of itself: snapshots and events, in order, the same to all who listen.

use auth_core::{Cause, Event, EventKind, Events, Snapshot, State};
use tokio::sync::watch;

use crate::{
    ground::{ProcessId, note},
    server::{Csrf, FamilyId, TokenId},
    world::{Doubt, Shown, Vanished, Witness, World},
};

const IN_ORDER: &str = "snapshots and events come in order";

impl World {
    pub(crate) fn saw_snapshot(&mut self, process: ProcessId, snapshot: &Snapshot) {
        self.check_words(Some(process), "a snapshot", snapshot);
        let witness = &mut self.processes[process].witness;
        let before = std::mem::replace(&mut witness.seq, snapshot.seq);
        if snapshot.seq <= before {
            let what = format!("snapshot {} comes after {before}", snapshot.seq);
            self.violate(Some(process), IN_ORDER, &what);
        }
        let access = self.shown_access(snapshot);
        let account = snapshot.account.as_ref();
        let family = account.and_then(|who| self.shown_family(process, access, &who.username));
        self.check_account(process, snapshot, family);
        self.check_shows_no_half(process, family);
        self.show(process, family, access);
        let (state, storage) = (snapshot.state, snapshot.storage);
        note!(
            self,
            Some(process),
            "snapshot {}: {state:?}, {storage:?}, access {access:?}",
            snapshot.seq
        );
    }

    fn shown_access(&self, snapshot: &Snapshot) -> Option<TokenId> {
        let print = &snapshot.access.as_ref()?.fingerprint;
        self.mint
            .by_fingerprint(u32::from_str_radix(print, 16).ok()?)
    }

    /// A cookie that has expired leaves nothing to take a fingerprint of. The session is the one that it
    /// was, or the one that was read of the vault last, or that it keeps; or has kept, where another has come into its place
    /// since: of that person, the newest.
    fn shown_family(
        &self,
        process: ProcessId,
        access: Option<TokenId>,
        name: &str,
    ) -> Option<FamilyId> {
        let it = &self.processes[process];
        let accounts = &self.servers[it.server].accounts;
        let is_theirs = |family: &FamilyId| {
            let family = &self.mint.families[*family];
            family.server == it.server && accounts[family.account].name == name
        };
        let known = access.map(|access| self.mint.tokens[access].family);
        let kept = it.witness.loaded.filter(is_theirs);
        let kept = kept.or(self.disks[it.disk].family.filter(is_theirs));
        let newest = || (0..self.mint.families.len()).rev().find(is_theirs);
        known.or(it.witness.family()).or(kept).or_else(newest)
    }

    /// Whoever a snapshot names is whose tokens it shows.
    fn check_account(&mut self, process: ProcessId, snapshot: &Snapshot, family: Option<FamilyId>) {
        let is_out = snapshot.state == State::SignedOut;
        if is_out != snapshot.account.is_none() || is_out != snapshot.access.is_none() {
            self.violate(Some(process), IN_ORDER, "a snapshot contradicts itself");
        }
        let (Some(family), Some(account)) = (family, &snapshot.account) else {
            return;
        };
        let family = &self.mint.families[family];
        let name = &self.servers[family.server].accounts[family.account].name;
        if *name != account.username || family.server != self.processes[process].server {
            let what = format!("it shows {} with a token of {name}", account.username);
            self.violate(Some(process), "accounts are never mixed", &what);
        }
    }

    fn show(&mut self, process: ProcessId, family: Option<FamilyId>, access: Option<TokenId>) {
        let (now, clock) = (self.now, self.clock_of(process));
        let granted_with = access.and_then(|access| self.mint.tokens[access].granted_with);
        let witness = &mut self.processes[process].witness;
        let before = witness.view;
        if let Some(old) = before
            && family != Some(old.family)
        {
            witness.vanished.push_back(Vanished {
                family: old.family,
                at: now,
                erased_good_record: false,
            });
        }
        let same = before.filter(|old| Some(old.family) == family && old.access == access);
        // Whoever goes back to an earlier one has it from another process.
        let received_as = |token: Option<TokenId>| {
            let mut received = witness.received.iter();
            received.rposition(|(of, _)| Some(*of) == token)
        };
        let goes_back = received_as(access) < received_as(before.and_then(|old| old.access));
        witness.view = same.or_else(|| {
            Some(Shown {
                family: family?,
                access,
                since: clock,
                is_taken_up: goes_back,
            })
        });
        if let (Some(family), Some(refresh)) = (family, granted_with) {
            witness.note_newest(family, refresh);
        }
    }

    pub(crate) fn saw_event(&mut self, process: ProcessId, event: &Event) {
        note!(self, Some(process), "event {}: {:?}", event.seq, event.kind);
        self.check_words(Some(process), "an event", event);
        let witness = &mut self.processes[process].witness;
        let is_late = witness.log.last().is_some_and(|(seq, _)| *seq > event.seq);
        if is_late || event.seq > witness.seq {
            let what = format!("event {} comes after {}", event.seq, witness.seq);
            self.violate(Some(process), IN_ORDER, &what);
        }
        let witness = &mut self.processes[process].witness;
        witness.log.push((event.seq, event.kind.clone()));
        // A token for the sign-out may not have been there to be had.
        let fetches = self.servers[self.processes[process].server].rules.csrf != Csrf::None;
        match event.kind.clone() {
            EventKind::SignedIn { .. } | EventKind::Restored { .. } => {
                let restored = matches!(event.kind, EventKind::Restored { .. });
                self.check_beginning(process, restored);
            }
            EventKind::RefreshStarted => self.check_attempt(process),
            EventKind::Refreshed => self.succeeded(process, false),
            EventKind::Adopted => self.succeeded(process, true),
            EventKind::NotRevoked { cause, .. }
                if fetches || matches!(cause, Cause::Deadline { .. }) =>
            {
                self.processes[process].witness.could_not_sign_out = true;
            }
            EventKind::RefreshFailed {
                cause, retry_in, ..
            } => {
                self.settle_cookies(process, None);
                self.check_failure(process, cause, retry_in);
            }
            EventKind::Ended { reason, .. } => self.check_end(process, reason),
            _ => {}
        }
    }

    fn check_beginning(&mut self, process: ProcessId, restored: bool) {
        let witness = &mut self.processes[process].witness;
        witness.forget_troubles();
        if let Some(shown) = &mut witness.view {
            shown.is_taken_up = restored;
        }
        if std::mem::replace(&mut witness.is_told_live, true) {
            let what = "a session begins before the end of the last one is told";
            self.violate(Some(process), "each end is told once", what);
        }
    }

    fn succeeded(&mut self, process: ProcessId, adopted: bool) {
        self.settle_cookies(process, None);
        let witness = &mut self.processes[process].witness;
        witness.forget_troubles();
        if let Some(shown) = &mut witness.view {
            shown.is_taken_up = adopted;
        }
    }
}

/// A window that began to listen at some time, and shows what it hears.
#[derive(Debug)]
pub(crate) struct Window {
    events: Events,
    snapshots: watch::Receiver<Snapshot>,
    /// What it began with.
    first: Snapshot,
    heard: Vec<(u64, EventKind)>,
}

impl Window {
    /// Listens first and looks then, so that nothing falls between.
    pub(crate) fn open(session: &auth_core::Session) -> Self {
        Self {
            events: session.events(),
            snapshots: session.watch(),
            first: session.snapshot(),
            heard: Vec::new(),
        }
    }

    /// Hears what there is to hear.
    pub(crate) fn hear(&mut self) {
        while let Some(event) = self.events.try_next() {
            self.heard.push((event.seq, event.kind));
        }
    }

    /// Hears what there is to hear, and holds it against what was really told.
    pub(crate) fn check(
        &mut self,
        session: &auth_core::Session,
        world: &mut World,
        process: ProcessId,
    ) {
        self.hear();
        let told = &world.processes[process].witness.log;
        let missed = told.len().saturating_sub(self.heard.len());
        let (before, since) = told.split_at(missed);
        let same = since == self.heard.as_slice();
        let whole = before.iter().all(|(seq, _)| *seq <= self.first.seq);
        let shown = self.snapshots.borrow_and_update().clone();
        let really = session.snapshot();
        let agrees = shown.seq == really.seq
            && shown.state == really.state
            && shown.account == really.account
            && shown.last_end == really.last_end;
        if !same || !whole {
            let what = format!("a window that began at {} missed events", self.first.seq);
            world.violate(Some(process), "a late window misses nothing", &what);
        } else if !agrees {
            let what = "a window shows another state than the session's";
            world.violate(Some(process), "a late window misses nothing", what);
        }
    }
}

impl Witness {
    /// A refresh succeeded, or another session began.
    fn forget_troubles(&mut self) {
        self.trouble = None;
        self.prompted_at = None;
        self.doubt = Doubt::default();
        self.is_in_doubt = false;
        self.asked_for_patience = None;
        self.was_turned_away = false;
        self.had_nothing_to_show = false;
    }

    /// Whether a session of this process has ended, and that was told.
    pub(super) fn has_ended(&self, family: FamilyId) -> bool {
        self.ended.contains(&family)
    }
}
