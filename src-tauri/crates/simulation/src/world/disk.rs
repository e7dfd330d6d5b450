//! What is on a disk, and what is wrong with it.

use std::{collections::VecDeque, time::Duration};

use auth_core::{Record, VaultError};

use crate::{
    ground::ProcessId,
    server::{FamilyId, TokenId},
};

/// One vault as it is on a disk.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each trouble comes and goes by itself"
)]
pub(crate) struct Disk {
    pub(crate) computer: usize,
    pub(crate) server: usize,
    pub(crate) record: Option<Record>,
    /// The tokens in the record.
    pub(crate) tokens: Vec<TokenId>,
    /// The sign-in that the record is of.
    pub(crate) family: Option<FamilyId>,
    pub(crate) is_damaged: bool,
    /// Whoever has put a record in the place of a damaged one may have been away while others went on: it counts less
    /// than theirs, though its tokens may be newer by now.
    pub(crate) was_damaged: bool,
    pub(crate) is_full: bool,
    pub(crate) keychain_is_locked: bool,
    pub(crate) lock_is_broken: bool,
    /// Whether it ever was, so that nothing is to be expected of it.
    pub(crate) lock_was_broken: bool,
    /// The slowest that a call takes when nothing is wrong.
    pub(crate) pace: Duration,
    /// How often a change is not noticed, in a thousand.
    pub(crate) misses: u32,
    /// Every change of the record: when, by whom, from which sign-in to which.
    pub(crate) changes: Vec<DiskChange>,
    pub(crate) line: VecDeque<usize>,
    pub(crate) is_busy: bool,
    pub(crate) holder: Option<usize>,
    /// How often the right to refresh was taken.
    pub(crate) holders: u64,
    pub(crate) waiting: VecDeque<usize>,
}

/// A change of a record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DiskChange {
    pub(crate) by: ProcessId,
    pub(crate) from: Option<FamilyId>,
    pub(crate) to: Option<FamilyId>,
}

impl Disk {
    pub(crate) fn new(computer: usize, server: usize, pace: Duration, misses: u32) -> Self {
        Self {
            computer,
            server,
            record: None,
            tokens: Vec::new(),
            family: None,
            is_damaged: false,
            was_damaged: false,
            is_full: false,
            keychain_is_locked: false,
            lock_is_broken: false,
            lock_was_broken: false,
            pace,
            misses,
            changes: Vec::new(),
            line: VecDeque::new(),
            is_busy: false,
            holder: None,
            holders: 0,
            waiting: VecDeque::new(),
        }
    }

    /// Whatever was in the record, nobody can read it any more.
    pub(crate) fn damage(&mut self) {
        self.is_damaged = true;
        self.was_damaged = true;
        self.tokens.clear();
        self.changes.push(DiskChange {
            by: ProcessId::MAX,
            from: self.family.take(),
            to: None,
        });
    }

    /// What can be read of the record now.
    pub(crate) fn read(&self) -> Result<Option<Record>, VaultError> {
        if self.is_damaged {
            Err(VaultError::Unreadable)
        } else {
            Ok(self.record.clone())
        }
    }

    /// Whether nothing is wrong with it now.
    pub(crate) fn is_well(&self) -> bool {
        !self.is_damaged && !self.keychain_is_locked && !self.is_full && !self.lock_is_broken
    }

    /// Whether nobody holds the right to refresh, and nobody waits for it.
    pub(crate) fn lock_is_free(&self) -> bool {
        self.holder.is_none() && self.waiting.is_empty()
    }

    /// Whether another process than this one took a sign-in out of the record, or keeps its own there
    /// where this one's has never come to stand.
    pub(crate) fn was_taken_by_another(&self, family: FamilyId, than: ProcessId) -> bool {
        let others = || self.changes.iter().filter(|change| change.by != than);
        let was_kept = self.changes.iter().any(|change| change.to == Some(family));
        if was_kept {
            others().any(|change| change.from == Some(family) && change.to != Some(family))
        } else {
            others().any(|change| change.to.is_some())
        }
    }
}
