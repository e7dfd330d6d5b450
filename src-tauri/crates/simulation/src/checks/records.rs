//! What a disk may be given to keep.

use std::time::Duration;

use crate::{
    ground::ProcessId,
    server::{Purpose, TokenId},
    world::{Vanished, Wish, World},
};

impl World {
    /// A record is whole, of one sign-in, and no older than the one it replaces.
    pub(crate) fn check_record(
        &mut self,
        by: ProcessId,
        disk: usize,
        tokens: &[TokenId],
        is_erased: bool,
    ) {
        if is_erased {
            self.check_erasure(by, disk);
        }
        let Some(first) = tokens.first() else {
            return;
        };
        let family = self.mint.tokens[*first].family;
        if tokens
            .iter()
            .any(|token| self.mint.tokens[*token].family != family)
        {
            let what = format!("tokens {tokens:?} are of several sign-ins");
            self.violate(Some(by), "a record is whole", &what);
        }
        self.check_keeps_no_half(by, tokens);
        self.check_cookie_write(by, disk, tokens);
        let access = self.find(tokens, Purpose::Access);
        let refresh = self.find(tokens, Purpose::Refresh);
        let Some(access) = access.filter(|access| !self.mint.tokens[*access].rolled) else {
            return;
        };
        let granted_with = self.mint.tokens[access].granted_with;
        if granted_with.is_some() && refresh.is_some() && granted_with != refresh {
            let what =
                format!("access {access} was granted with {granted_with:?}, not {refresh:?}");
            self.violate(Some(by), "a record is whole", &what);
        }
        let kept = &self.disks[disk];
        let older = self
            .find(&kept.tokens, Purpose::Access)
            .filter(|_| kept.family == Some(family));
        let goes_back = older
            .filter(|older| !self.mint.tokens[*older].rolled)
            .is_some_and(|older| self.mint.tokens[older].issued > self.mint.tokens[access].issued);
        if goes_back && !kept.was_damaged && !self.storage_has_failed(disk) {
            let what = format!("access {access} replaces a newer one");
            self.violate(Some(by), "a newer record is not overwritten", &what);
        }
    }

    fn find(&self, tokens: &[TokenId], purpose: Purpose) -> Option<TokenId> {
        let mut found = tokens.iter().copied();
        found.find(|token| self.mint.tokens[*token].purpose == purpose)
    }

    /// Whether a process of this disk has ever been let down by it.
    pub(super) fn storage_has_failed(&self, disk: usize) -> bool {
        self.disks[disk].lock_was_broken
            || self
                .processes
                .iter()
                .any(|process| process.disk == disk && process.witness.storage_failed_at.is_some())
    }

    /// What a process takes up and a person ends in the same instant is never seen in a snapshot.
    fn has_just_restored(&self, process: ProcessId) -> bool {
        let just_now = Duration::from_secs(3);
        self.operations.iter().any(|it| {
            it.process == process
                && matches!(it.wish, Wish::Restore)
                && self.now.since(it.began) < just_now
        })
    }

    /// Who erases a record has ended its session. Whether that was right turns out when the reason is
    /// told; what the server would have said is known only now.
    fn check_erasure(&mut self, by: ProcessId, disk: usize) {
        let (old, kept) = (self.disks[disk].family, self.disks[disk].tokens.clone());
        let Some(old) = old else {
            return;
        };
        let server = &self.servers[self.processes[by].server];
        let is_good = kept
            .iter()
            .any(|token| server.judge(&self.mint, *token, self.now).is_ok());
        let clock = self.clock_of(by);
        let witness = &mut self.processes[by].witness;
        // Over a record that was damaged, somebody may have written who had missed what came before it: it goes on from
        // what is older, and passes for older.
        let is_new_again = self.disks[disk].was_damaged;
        let is_good = is_good && !witness.doubt.suffices(clock) && !is_new_again;
        if witness.family() == Some(old) {
            // What the server has just refused is erased in the same step as the look that makes sure;
            // the end is told a moment later.
            if is_good {
                let what = format!("it erases sign-in {old}, which it is in, and it was good");
                self.violate(Some(by), "who is signed in stays in the vault", &what);
            }
            return;
        }
        let mut vanished = witness.vanished.iter_mut();
        if let Some(Vanished {
            erased_good_record, ..
        }) = vanished.find(|vanished| vanished.family == old)
        {
            *erased_good_record = is_good;
        } else if self.processes[by].is_alive
            && !self.is_its_own_past(by, old)
            && !self.has_just_restored(by)
        {
            let what = format!("it erases sign-in {old}, which it was never in");
            self.violate(Some(by), "no record of another session is erased", &what);
        }
    }

    /// A sign-in of this process that was overtaken before anybody saw it, or that has ended and was
    /// told already.
    fn is_its_own_past(&self, process: ProcessId, family: usize) -> bool {
        self.mint.families[family].process == process
            || self.processes[process].witness.has_ended(family)
    }
}
