//! What the checks have seen of one process.

use std::{collections::VecDeque, time::Duration};

use auth_core::EventKind;

use super::cookies::Brought;
use crate::{
    ground::At,
    server::{FamilyId, Refusal, TokenId},
};

/// What was seen of one process so far. Times are on the process's own monotonic clock.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact by itself")]
pub(crate) struct Witness {
    /// The number of the newest snapshot.
    pub(crate) seq: u64,
    /// The session that the newest snapshot shows.
    pub(crate) view: Option<Shown>,
    /// Sessions that the snapshots show no more, and whose end has not been told.
    pub(crate) vanished: VecDeque<Vanished>,
    /// Whether the events say that somebody is signed in.
    pub(crate) is_told_live: bool,
    /// Every event: its number and what it was.
    pub(crate) log: Vec<(u64, EventKind)>,
    /// The newest refresh token that came from the server, for each sign-in.
    pub(crate) newest: Vec<(FamilyId, TokenId)>,
    /// What the server refused.
    pub(crate) refused: Vec<(FamilyId, Refusal)>,
    /// Sign-ins that wait for a code, as far as they were heard of here.
    pub(crate) halves: Vec<FamilyId>,
    /// Whose code is not wanted, as the server was told.
    pub(crate) not_wanted: Vec<FamilyId>,
    /// Those of which everything had expired before anybody was done with them: there was nothing to tell the server with.
    pub(crate) lapsed: Vec<FamilyId>,
    /// Refresh tokens that another has come for.
    pub(crate) spent: Vec<TokenId>,
    /// A refresh got somebody else's credentials.
    pub(crate) mixed_up: Vec<FamilyId>,
    /// What refused to refresh, though it may not have been the server.
    pub(crate) doubt: Doubt,
    /// The access tokens that the server refused an ordinary request with.
    pub(crate) unauthorized: Vec<TokenId>,
    /// When it last refused one, and when that may have brought a try forward.
    pub(crate) refused_at: Option<Duration>,
    pub(crate) prompted_at: Option<Duration>,
    /// An ordinary request was refused that had no token to show.
    pub(crate) had_nothing_to_show: bool,
    /// Something in the server's place answered an ordinary request with 401.
    pub(crate) was_turned_away: bool,
    /// The sign-in whose record it has read last.
    pub(crate) loaded: Option<FamilyId>,
    /// When which access token was received.
    pub(crate) received: Vec<(TokenId, Duration)>,
    /// A refresh since the last success got no answer.
    pub(crate) is_in_doubt: bool,
    /// Sessions whose end was told.
    pub(crate) ended: Vec<FamilyId>,
    pub(crate) attempt: Attempt,
    pub(crate) trouble: Option<Backoff>,
    /// How long the server asked to be left alone, in its newest answer to a refresh.
    pub(crate) asked_for_patience: Option<Duration>,
    /// The load balancer's cookies that came here.
    pub(crate) brought: Vec<Brought>,
    /// Guests' cookies that came too late to count.
    pub(crate) late_guests: Vec<u64>,
    /// A refresh has brought nothing but that what there is is good still: that is kept, too.
    pub(crate) has_new_times: bool,
    /// How often nothing but cookies was written, and when first.
    pub(crate) cookie_writes: u64,
    pub(crate) first_cookie_write: Option<Duration>,
    /// Sessions that somebody ended here: the server is to know.
    pub(crate) owed: Vec<FamilyId>,
    /// What was shown to the server to be signed out: of which sign-in, and when it was granted.
    pub(crate) signed_out: Vec<(FamilyId, At)>,
    /// What was refused so often and for so long that it is believed, whoever refused it.
    pub(crate) given_up: Vec<FamilyId>,
    /// A sign-out had nothing to show, or had no time.
    pub(crate) could_not_sign_out: bool,
    /// When a request was last put onto the wire with the session's credentials.
    pub(crate) last_used: Option<Duration>,
    pub(crate) is_visible: bool,
    /// A nudge since the last attempt.
    pub(crate) was_nudged: bool,
    /// When a call of the vault failed last, or took too long.
    pub(crate) storage_failed_at: Option<At>,
    /// When the computer woke up last, and how many refreshes were started since.
    pub(crate) woke_at: Option<At>,
    pub(crate) attempts_since_waking: u32,
}

/// A session as a snapshot shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) family: FamilyId,
    /// `None` when it has expired as a cookie does, and cannot be recognised any more.
    pub(crate) access: Option<TokenId>,
    /// When this access token was first shown.
    pub(crate) since: Duration,
    /// It came out of the vault: its age is told by the wall clock, which may be wrong.
    pub(crate) is_taken_up: bool,
}

/// A session that is shown no more.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Vanished {
    pub(crate) family: FamilyId,
    pub(crate) at: At,
    /// The record that was erased for it would still have been honoured.
    pub(crate) erased_good_record: bool,
}

/// The refresh under way.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Attempt {
    pub(crate) began: Option<Duration>,
    /// It began too early after a failure: so long after it.
    pub(crate) too_early: Option<Duration>,
    pub(crate) sends: u32,
    /// When it was first sent.
    pub(crate) sent: Option<Duration>,
    /// Somebody refused it who need not be the server.
    pub(crate) was_refused_in_doubt: bool,
    /// The server missed the token against forged requests.
    pub(crate) has_missed_csrf: bool,
    /// Its last send got no answer, or one that may have been no more than a hiccup.
    pub(crate) may_repeat: bool,
}

/// A refresh that failed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Backoff {
    pub(crate) failed_at: Duration,
    pub(crate) next_try: Duration,
    /// Whether it got as far as the wire.
    pub(crate) was_sent: bool,
    /// Whether the server has named the time of the next try.
    pub(crate) server_asks: bool,
}

/// Refusals in a row that need not be the server's.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Doubt {
    count: u32,
    /// How long was tried up to the last but one, and since when the last one was waited for, and for how long.
    over: Duration,
    last_wait: Option<(Duration, Duration)>,
}

impl Doubt {
    /// One more. `waited` says when the try before it failed, and until when that was to wait: nobody tried in
    /// what a machine slept beyond that.
    pub(crate) fn note(&mut self, waited: Option<(Duration, Duration)>, clock: Duration) {
        self.over += self.last(clock);
        self.last_wait = waited.filter(|_| self.count > 0);
        self.count += 1;
    }

    fn last(&self, clock: Duration) -> Duration {
        self.last_wait.map_or(Duration::ZERO, |(since, until)| {
            clock.min(until).saturating_sub(since)
        })
    }

    /// Whether they may end a session.
    pub(crate) fn suffices(&self, clock: Duration) -> bool {
        self.count >= 3 && self.over + self.last(clock) >= Duration::from_mins(1)
    }
}

impl Witness {
    /// The sign-in that the process is in, as its newest snapshot shows it.
    pub(crate) fn family(&self) -> Option<FamilyId> {
        Some(self.view?.family)
    }

    pub(crate) fn sees(&mut self, visible: bool) {
        self.is_visible = visible;
    }

    pub(crate) fn is_nudged(&mut self) {
        self.was_nudged = true;
    }

    pub(crate) fn wakes(&mut self, now: At) {
        self.woke_at = Some(now);
        self.attempts_since_waking = 0;
    }

    pub(crate) fn note_newest(&mut self, family: FamilyId, token: TokenId) {
        match self.newest.iter_mut().find(|(of, _)| *of == family) {
            Some((_, newest)) => *newest = token,
            None => self.newest.push((family, token)),
        }
    }

    pub(crate) fn newest_of(&self, family: FamilyId) -> Option<TokenId> {
        let found = self.newest.iter().find(|(of, _)| *of == family);
        found.map(|(_, token)| *token)
    }
}
