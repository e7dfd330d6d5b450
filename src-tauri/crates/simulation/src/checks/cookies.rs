//! Cookies: every answer's count, on the next hop and in the next request, and the disk hears of them now and then.

use std::time::Duration;

use crate::{
    ground::ProcessId,
    server::{FamilyId, Purpose, Said, TokenId},
    world::{Brought, Cookies, Route, World},
};

const NEWEST: &str = "the cookies of every answer count";
/// Between two writes of nothing but cookies.
const SPACING: Duration = Duration::from_secs(5);

impl World {
    /// Something goes on of which the answers are known to count by now.
    pub(super) fn settle_cookies(&mut self, process: ProcessId, operation: Option<usize>) {
        let moment = self.next_moment();
        let brought = self.processes[process].witness.brought.iter_mut().rev();
        for it in brought.take(64).filter(|it| it.operation == operation) {
            it.settled.get_or_insert(moment);
        }
    }

    /// What an ordinary request carries, which may be one of several for an operation.
    pub(super) fn check_carried(&mut self, id: usize, operation: usize) {
        let process = self.wires[id].process;
        self.settle_cookies(process, Some(operation));
        let (carried, expected) = (self.wires[id].carries, self.operations[operation].hop);
        if let Some(guest) = carried.guest
            && self.processes[process].witness.late_guests.contains(&guest)
        {
            let what = format!("#{id} carries guest {guest}, which came after a refresh");
            self.violate(Some(process), "a late cookie undoes no refresh", &what);
        }
        let Some(family) = self.wires[id].family else {
            return;
        };
        if let Some(hop) = expected {
            let lacks = |token: TokenId| !self.wires[id].tokens.contains(&token);
            let is_stale = hop.sticky.is_some() && carried.sticky != hop.sticky;
            // What was set to somebody who has other credentials since, not by such an answer, undoes that no more than a
            // guest's does.
            let mut tokens = self.wires[id].tokens.iter();
            let is_late = tokens.any(|token| self.has_others_since(process, *token));
            if is_stale || (!is_late && hop.access.is_some_and(lacks)) {
                let what = format!("#{id} carries {carried:?} after a hop that set {hop:?}");
                self.violate(Some(process), NEWEST, &what);
            }
            return;
        }
        if let Some(newer) = self.overlooked(process, family, operation, carried) {
            let what = format!("#{id} carries {carried:?}, and {newer:?} had come before");
            self.violate(Some(process), NEWEST, &what);
        }
    }

    /// A cookie that counted when the operation read what it is sent with, and that is newer than the one
    /// that is sent.
    fn overlooked(
        &self,
        process: ProcessId,
        family: FamilyId,
        operation: usize,
        carried: Cookies,
    ) -> Option<Brought> {
        let brought = &self.processes[process].witness.brought;
        let read = self.operations[operation].reads_at;
        let ours = match carried.sticky {
            // One that is not known came from another process, by the vault.
            Some(sticky) => Some(brought.iter().find(|it| it.sticky == sticky)?),
            None => None,
        };
        let is_newer = |it: &&Brought| {
            let counts = it.settled.is_some_and(|at| at <= read) || it.operation == Some(operation);
            let is_after = |ours: &Brought| ours.settled.is_some_and(|at| at < it.delivered);
            it.family == family && counts && ours.is_none_or(is_after)
        };
        brought.iter().find(is_newer).copied()
    }

    /// An answer is there, with the cookies that it sets.
    pub(super) fn take_in_cookies(&mut self, id: usize) {
        let wire = &self.wires[id];
        let (process, set, what) = (wire.process, wire.brings, wire.what);
        let operation = wire.operation.map(|(_, operation)| operation);
        let granted = match wire.said {
            Said::SignedIn { family, .. } => Some(family),
            _ => None,
        };
        let (family, asked_with) = (wire.family.or(granted), wire.tokens.first().copied());
        let (is_sent_on, is_refused) = match wire.said {
            Said::SentOn => (true, false),
            Said::Unauthorized { .. } | Said::Foreign { status: 401 } => (false, true),
            _ => (false, false),
        };
        let moment = self.next_moment();
        if let (Some(family), Some(sticky)) = (family, set.sticky)
            && (operation.is_some() || what == Route::Refresh)
        {
            let brought = Brought {
                family,
                sticky,
                operation: operation.filter(|_| what != Route::Refresh),
                delivered: moment,
                settled: None,
            };
            self.processes[process].witness.brought.push(brought);
        }
        if let Some(access) = set.access {
            let clock = self.clock_of(process);
            let received = &mut self.processes[process].witness.received;
            received.push((access, clock));
        }
        if let (Some(guest), Some(access)) = (set.guest, asked_with)
            && what == Route::Request
            && self.is_refreshed_since(process, access)
        {
            self.processes[process].witness.late_guests.push(guest);
        }
        let Some(operation) = operation.filter(|_| what == Route::Request) else {
            return;
        };
        let operation = &mut self.operations[operation];
        if is_sent_on {
            let before = operation.hop.unwrap_or_default();
            operation.hop = Some(Cookies {
                sticky: set.sticky.or(before.sticky),
                access: set.access.or(before.access),
                guest: None,
            });
        } else {
            operation.hop = None;
        }
        if is_refused {
            operation.reads_at = moment;
        }
    }

    /// Whether a newer access token than this was granted to a process and is shown there.
    fn is_refreshed_since(&self, process: ProcessId, token: TokenId) -> bool {
        let newer = self.shown_since(process, token);
        newer.is_some_and(|shown| self.was_received(process, shown))
    }

    /// Whether one is shown that came by a refresh or from another process, or that an answer has set since such a one.
    fn has_others_since(&self, process: ProcessId, token: TokenId) -> bool {
        let Some(shown) = self.shown_since(process, token) else {
            return false;
        };
        let of = |token: TokenId| &self.mint.tokens[token];
        let mut received = self.processes[process].witness.received.iter();
        let was_refreshed = received.any(|(it, _)| {
            let is_later = of(*it).family == of(token).family && of(*it).issued > of(token).issued;
            is_later && !of(*it).rolled
        });
        was_refreshed || !of(shown).rolled || !self.was_received(process, shown)
    }

    fn shown_since(&self, process: ProcessId, token: TokenId) -> Option<TokenId> {
        let shown = self.processes[process].witness.view?.access?;
        let (newer, token) = (&self.mint.tokens[shown], &self.mint.tokens[token]);
        (newer.family == token.family && newer.issued > token.issued).then_some(shown)
    }

    fn was_received(&self, process: ProcessId, token: TokenId) -> bool {
        let mut received = self.processes[process].witness.received.iter();
        received.any(|(of, _)| *of == token)
    }

    /// A record in which nothing but cookies is new.
    pub(super) fn check_cookie_write(&mut self, by: ProcessId, disk: usize, tokens: &[TokenId]) {
        let kept = &self.disks[disk];
        let is_rolled = |token: &TokenId| {
            let token = &self.mint.tokens[*token];
            token.purpose == Purpose::Access && token.rolled
        };
        let is_of_cookies = kept.tokens == tokens || tokens.iter().any(is_rolled);
        let of = |token: &TokenId| self.mint.tokens[*token].family;
        let same_family = kept.family.is_some() && kept.family == tokens.first().map(of);
        let is_of_a_refresh = std::mem::take(&mut self.processes[by].witness.has_new_times);
        let is_of_cookies = is_of_cookies && !is_of_a_refresh;
        let kept = &self.disks[disk];
        if !is_of_cookies || !same_family || kept.is_damaged || self.storage_has_failed(disk) {
            return;
        }
        let clock = self.clock_of(by);
        let it = &mut self.processes[by];
        let since = *it.witness.first_cookie_write.get_or_insert(clock);
        it.witness.cookie_writes += 1;
        let spaced = clock.saturating_sub(since).as_secs() / SPACING.as_secs();
        // The first; one that was late, before one that is not; and one when the process leaves.
        let most = spaced + 2 + u64::from(it.is_closed);
        let writes = it.witness.cookie_writes;
        if writes > most {
            let what = format!("{writes} writes of nothing but cookies since {since:?}");
            self.violate(Some(by), "cookies cost a write now and then", &what);
        }
    }
}
