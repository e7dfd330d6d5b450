//! What finding a record in the vault means, and on what terms one is written or erased. Pure.

use std::cmp::Ordering;

use super::{
    Credentials,
    record::{Whose, Written},
};
use crate::{
    dialect::Dialect,
    report::EndReason,
    world::{Change, Moment, Record, VaultError},
};

/// What a process found in the vault that it shares with others, held against what it has itself.
#[derive(Debug)]
pub(crate) enum Found {
    /// What this process has, or what that was made from.
    Ours,
    /// Another process has refreshed the same session: these are its credentials now.
    Newer(Box<Credentials>),
    /// The same credentials with other cookies beside them, which an answer to another process has set.
    Touched(Box<Credentials>),
    /// Nothing: another process has signed out.
    Ended,
    /// Another session: another process has signed somebody in.
    Replaced,
    /// A record that is damaged. It says nothing, and what this process has is good.
    Damaged,
    /// It cannot be said just now, such as behind a locked keychain, or not here, such as beside another keyring.
    Unknown(VaultError),
    /// Something that this engine does not understand, such as what a newer version of it wrote. It
    /// says nothing of this session, and it is left alone.
    Foreign,
}

/// On what terms a record is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Terms {
    /// Whatever is there: somebody has just signed in here.
    Claim,
    /// Nobody else's may be there: no write of this session has gone through yet.
    IfFree,
    /// An older record of this session must be there: the session has ended where there is none.
    IfOlder,
}

/// Sessions of this process that have ended, oldest first. While a vault cannot be written it may keep
/// any of them, and none of them is somebody else's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct EndedSessions(Vec<EndedSession>);

/// A session that has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EndedSession {
    pub(crate) lineage: u64,
    /// The newest version of it that has ended. A session that the server ended may have been refreshed
    /// by another process before the server's word came; one that a person ended has ended in all of
    /// them.
    pub(crate) up_to: u64,
}

/// Whoever signs in and out this often at a vault that cannot be written has other problems.
const MOST_ENDED: usize = 32;

impl EndedSessions {
    pub(crate) fn add(&mut self, ended: EndedSession) {
        self.0.retain(|known| known.lineage != ended.lineage);
        self.0.push(ended);
        let surplus = self.0.len().saturating_sub(MOST_ENDED);
        self.0.drain(..surplus);
    }

    pub(crate) fn remove(&mut self, erased: &Self) {
        self.0.retain(|known| !erased.0.contains(known));
    }

    pub(crate) fn has_any_of(&self, others: &Self) -> bool {
        self.0.iter().any(|known| others.0.contains(known))
    }

    /// Whether this is what is left of one of these, and not what another process has refreshed since.
    pub(crate) fn have_ended(&self, kept: &Credentials) -> bool {
        self.covers(kept.lineage, kept.version)
    }

    fn covers(&self, lineage: u64, version: u64) -> bool {
        let is_of = |ended: &EndedSession| ended.lineage == lineage && version <= ended.up_to;
        self.0.iter().any(is_of)
    }

    pub(crate) fn newest(&self) -> Option<EndedSession> {
        self.0.last().copied()
    }

    /// Whether the vault has nothing but one of these, or nothing at all.
    pub(crate) fn is_all_of(&self, kept: &Result<Option<Record>, VaultError>) -> bool {
        match kept {
            Ok(None) => true,
            Ok(Some(record)) => {
                let kept = Whose::read(record);
                kept.is_some_and(|kept| self.covers(kept.lineage, kept.version))
            }
            Err(_) => false,
        }
    }
}

/// The session that a sign-in takes the place of, by the record of it.
pub(crate) fn replaced_by_claim(kept: &Result<Option<Record>, VaultError>) -> Option<EndedSession> {
    let kept = Whose::read(kept.as_ref().ok()?.as_ref()?)?;
    Some(EndedSession {
        lineage: kept.lineage,
        up_to: kept.version,
    })
}

/// Reads a record; `None` when it is none of this engine's.
pub(crate) fn read(
    record: &Record,
    dialect: &Dialect,
    now: Moment,
    wall: u64,
) -> Option<Credentials> {
    Some(Credentials::taken_up(
        Written::read(record)?,
        dialect,
        now,
        wall,
    ))
}

impl Found {
    /// Holds what a vault keeps, or why it cannot say, against what a process has.
    ///
    /// | kept | found |
    /// | --- | --- |
    /// | nothing | ended |
    /// | another session | replaced |
    /// | the same session, a newer version | newer |
    /// | the same session, a newer version with the same credentials | touched |
    /// | the same session, as often refreshed, other credentials | newer: two processes refreshed at once, and the one that was saved is the one that the others take over |
    /// | what cannot be read | damaged, unknown or foreign |
    pub(crate) fn of(
        kept: &Result<Option<Record>, VaultError>,
        ours: &Credentials,
        dialect: &Dialect,
        now: Moment,
        wall: u64,
    ) -> Self {
        match kept {
            Err(VaultError::Unreadable) => Self::Damaged,
            Err(error) => Self::Unknown(*error),
            Ok(None) => Self::Ended,
            Ok(Some(record)) => match read(record, dialect, now, wall) {
                None => Self::Foreign,
                kept => Self::between(kept, ours),
            },
        }
    }

    /// The same for what was read already.
    pub(crate) fn between(kept: Option<Credentials>, ours: &Credentials) -> Self {
        let Some(kept) = kept else {
            return Self::Ended;
        };
        if kept.lineage != ours.lineage {
            return Self::Replaced;
        }
        if kept.rivals(ours) {
            return Self::Newer(Box::new(kept));
        }
        let is_the_same = kept.carries_the_same(ours) || kept.is_left_of(ours);
        match kept.version.cmp(&ours.version) {
            Ordering::Greater if is_the_same => Self::Touched(Box::new(kept)),
            Ordering::Greater => Self::Newer(Box::new(kept)),
            Ordering::Equal if !is_the_same => Self::Newer(Box::new(kept)),
            _ => Self::Ours,
        }
    }
}

impl Found {
    /// Why the session has ended in another process, if it has.
    pub(crate) fn end_reason(&self) -> Option<EndReason> {
        match self {
            Self::Ended => Some(EndReason::SignedOutElsewhere),
            Self::Replaced => Some(EndReason::SignedInElsewhere),
            _ => None,
        }
    }
}

/// Whether `ours` may be written where a process has found this.
pub(crate) fn may_write(found: &Found, terms: Terms, is_free: bool) -> bool {
    use VaultError::{KeyMissing, MovedOut};
    match (terms, found) {
        // Nobody here can have it, and whoever can has it in use elsewhere: a sign-in is what a person wants instead.
        (Terms::Claim, Found::Unknown(KeyMissing | MovedOut)) => true,
        (_, Found::Foreign | Found::Unknown(_)) => false,
        // The vault sets aside what is damaged.
        (Terms::Claim, _) | (_, Found::Ours | Found::Damaged) => true,
        (Terms::IfFree, Found::Ended | Found::Replaced) => is_free,
        (Terms::IfOlder, Found::Ended | Found::Replaced)
        | (_, Found::Newer(_) | Found::Touched(_)) => false,
    }
}

/// What becomes of a record when these sessions have ended: another one stays.
pub(crate) fn erase(kept: &Result<Option<Record>, VaultError>, ended: &EndedSessions) -> Change {
    if ended.is_all_of(kept) {
        Change::Erase
    } else {
        Change::Keep
    }
}

#[cfg(test)]
mod tests;
