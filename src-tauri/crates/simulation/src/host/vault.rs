//! A disk that the processes of one computer share, with all that disks and keychains do wrong.
//!
//! An update has two steps that last: the process decides over what it finds, while nobody else's
//! update comes between, and later the disk has it. A process can crash before, between and after.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use auth_core::{Change, Record, Update, Vault, VaultCall, VaultChange, VaultError, VaultLock};

use crate::{
    ground::{Due, ProcessId, note},
    world::{DiskChange, Errand, Point, Shared, Stage, World},
};

/// What the driver does about an update with the world let go.
pub(crate) struct Decision {
    pub(crate) errand: usize,
    pub(crate) update: Update,
    pub(crate) kept: Result<Option<Record>, VaultError>,
}

/// A vault as one process has it open.
#[derive(Debug)]
pub(crate) struct SimVault {
    pub(crate) shared: Arc<Shared>,
    pub(crate) process: ProcessId,
    pub(crate) disk: usize,
}

impl SimVault {
    fn errand(&self, stage: Stage) -> Waiting {
        let id = self
            .shared
            .world()
            .begin_errand(self.process, self.disk, stage);
        Waiting {
            shared: Arc::clone(&self.shared),
            id,
            is_over: false,
        }
    }
}

impl Vault for SimVault {
    fn load(&self) -> VaultCall<'_, Option<Record>> {
        Box::pin(self.errand(Stage::Load))
    }

    fn update(&self, update: Update) -> VaultCall<'_, ()> {
        let waiting = self.errand(Stage::Update(update));
        Box::pin(async move { waiting.await.map(drop) })
    }

    fn lock(&self) -> VaultCall<'_, VaultLock> {
        let waiting = self.errand(Stage::Lock);
        Box::pin(async move {
            let (shared, id) = (Arc::clone(&waiting.shared), waiting.id);
            waiting.await?;
            Ok(VaultLock::new(Held { shared, id }))
        })
    }

    fn holder(&self) -> VaultCall<'_, u64> {
        let disk = self.shared.world().disks[self.disk].holders;
        Box::pin(std::future::ready(Ok(disk)))
    }

    fn changed(&self) -> VaultChange<'_> {
        Box::pin(std::future::poll_fn(|cx| {
            let mut world = self.shared.world();
            let process = &mut world.processes[self.process];
            if std::mem::take(&mut process.has_notice) {
                return Poll::Ready(());
            }
            process.waits_for_notice = Some(cx.waker().clone());
            Poll::Pending
        }))
    }
}

struct Waiting {
    shared: Arc<Shared>,
    id: usize,
    is_over: bool,
}

impl Future for Waiting {
    type Output = Result<Option<Record>, VaultError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let taken = {
            let mut world = self.shared.world();
            let errand = &mut world.errands[self.id];
            let taken = errand.result.take();
            if taken.is_none() {
                errand.waker = Some(cx.waker().clone());
            }
            taken
        };
        match taken {
            Some(result) => {
                self.is_over = true;
                Poll::Ready(result)
            }
            None => Poll::Pending,
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if !self.is_over {
            self.shared.world().abandon_errand(self.id);
        }
    }
}

struct Held {
    shared: Arc<Shared>,
    id: usize,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.shared.world().release(self.id);
    }
}

impl World {
    fn begin_errand(&mut self, process: ProcessId, disk: usize, stage: Stage) -> usize {
        let id = self.errands.len();
        match stage {
            Stage::Load => self.check_look(process),
            Stage::Lock => self.reached(process, Point::LockAsked),
            Stage::Update(_) | Stage::Decided(_) | Stage::Done => {}
        }
        self.errands.push(Errand {
            process,
            disk,
            stage,
            outcome: None,
            result: None,
            waker: None,
            is_abandoned: false,
        });
        let at = self.now + self.disk_latency(disk);
        self.agenda.add(at, Due::Decides(id));
        id
    }

    fn disk_latency(&mut self, disk: usize) -> Duration {
        let pace = u64::try_from(self.disks[disk].pace.as_micros()).unwrap_or(0);
        Duration::from_micros(self.dice.between(0, pace))
    }

    fn abandon_errand(&mut self, id: usize) {
        let process = self.errands[id].process;
        self.errands[id].is_abandoned = true;
        if matches!(self.errands[id].stage, Stage::Lock) {
            self.release(id);
        } else {
            self.processes[process].witness.storage_failed_at = Some(self.now);
        }
    }

    /// The turn of a call has come. An update is for the driver to decide.
    pub(crate) fn decide(&mut self, id: usize) -> Option<Decision> {
        let (process, at) = (self.errands[id].process, self.errands[id].disk);
        if !self.processes[process].is_alive {
            self.errands[id].stage = Stage::Done;
            self.let_the_next_go_on(at);
            return None;
        }
        if self.processes[process].is_stopped() {
            self.processes[process].put_off.push(Due::Decides(id));
            self.let_the_next_go_on(at);
            return None;
        }
        let disk = &mut self.disks[at];
        match &self.errands[id].stage {
            Stage::Load if disk.keychain_is_locked => self.finish(id, Err(VaultError::Locked)),
            Stage::Load => {
                let (kept, family) = (disk.read(), disk.family);
                let process = self.errands[id].process;
                self.processes[process].witness.loaded = family;
                self.finish(id, kept);
            }
            Stage::Lock if disk.lock_is_broken => self.finish(id, Err(VaultError::Locked)),
            Stage::Lock if self.errands[id].is_abandoned => {}
            Stage::Lock if disk.holder.is_some() => disk.waiting.push_back(id),
            Stage::Lock => {
                disk.holder = Some(id);
                disk.holders += 1;
                self.finish(id, Ok(None));
            }
            Stage::Update(_) if disk.is_busy => disk.line.push_back(id),
            Stage::Update(_) if disk.keychain_is_locked => self.finish(id, Err(VaultError::Locked)),
            Stage::Update(_) => {
                disk.is_busy = true;
                let kept = disk.read();
                let stage = std::mem::replace(&mut self.errands[id].stage, Stage::Done);
                if let Stage::Update(update) = stage {
                    return Some(Decision {
                        errand: id,
                        update,
                        kept,
                    });
                }
            }
            Stage::Decided(_) | Stage::Done => {}
        }
        None
    }

    /// What the engine decided about an update.
    pub(crate) fn decided(&mut self, id: usize, change: Change) {
        let (process, at) = (self.errands[id].process, self.errands[id].disk);
        match change {
            Change::Keep => {
                self.finish(id, Ok(None));
                self.next_update(at);
            }
            Change::Replace(_) if self.disks[at].is_full => {
                self.finish(id, Err(VaultError::NotWritten));
                self.next_update(at);
            }
            change => {
                self.errands[id].stage = Stage::Decided(change);
                let when = self.now + self.disk_latency(at);
                self.agenda.add(when, Due::Durable(id));
                self.reached(process, Point::Decided);
            }
        }
    }

    /// The disk has it.
    pub(crate) fn make_durable(&mut self, id: usize) {
        let Errand { process, disk, .. } = self.errands[id];
        let stage = std::mem::replace(&mut self.errands[id].stage, Stage::Done);
        if let Stage::Decided(change) = stage {
            let record = match change {
                Change::Replace(record) => Some(record),
                Change::Keep | Change::Erase => None,
            };
            self.keep(process, disk, record);
            self.finish(id, Ok(None));
            self.notify(process, disk);
            self.reached(process, Point::Durable);
        }
        self.next_update(disk);
    }

    fn keep(&mut self, by: ProcessId, disk: usize, record: Option<Record>) {
        let tokens = record
            .as_ref()
            .map_or_else(Vec::new, |record| self.mint.find(record.expose()));
        // A record of cookies that have all expired is still one of the session that the process is in.
        let to = record.as_ref().and_then(|_| {
            let first = tokens.first().map(|token| self.mint.tokens[*token].family);
            first.or(self.processes[by].witness.family())
        });
        self.check_record(by, disk, &tokens, record.is_none());
        for token in &tokens {
            self.mint.tokens[*token].was_durable = true;
        }
        match to {
            Some(to) => note!(
                self,
                Some(by),
                "disk {disk} keeps sign-in {to}, tokens {tokens:?}"
            ),
            None => note!(self, Some(by), "disk {disk} keeps nothing"),
        }
        let kept = &mut self.disks[disk];
        kept.changes.push(DiskChange {
            by,
            from: kept.family,
            to,
        });
        kept.is_damaged = false;
        kept.record = record;
        kept.tokens = tokens;
        kept.family = to;
    }

    fn next_update(&mut self, disk: usize) {
        self.disks[disk].is_busy = false;
        if let Some(next) = self.disks[disk].line.pop_front() {
            self.agenda.add(self.now, Due::Decides(next));
        }
    }

    /// Whoever's turn it was does not take it.
    fn let_the_next_go_on(&mut self, disk: usize) {
        if !self.disks[disk].is_busy {
            self.next_update(disk);
        }
    }

    fn finish(&mut self, id: usize, result: Result<Option<Record>, VaultError>) {
        let Errand { process, disk, .. } = self.errands[id];
        if let Err(error) = &result {
            self.processes[process].witness.storage_failed_at = Some(self.now);
            note!(self, Some(process), "disk {disk}: {error}");
        }
        let at = self.now + self.disk_latency(disk);
        self.errands[id].outcome = Some(result);
        self.agenda.add(at, Due::Returns(id));
    }

    pub(crate) fn returns(&mut self, id: usize) -> Option<Waker> {
        self.errands[id].result = self.errands[id].outcome.take();
        self.errands[id].waker.take()
    }

    /// A lock, or the wait for one, is over.
    fn release(&mut self, id: usize) {
        let at = self.errands[id].disk;
        let disk = &mut self.disks[at];
        disk.waiting.retain(|waiting| *waiting != id);
        if disk.holder != Some(id) {
            return;
        }
        disk.holder = disk.waiting.pop_front();
        if let Some(next) = disk.holder {
            disk.holders += 1;
            self.finish(next, Ok(None));
        }
    }

    /// Tells the other processes, and now and then this one too, unless the notice is missed.
    fn notify(&mut self, by: ProcessId, disk: usize) {
        for process in 0..self.processes.len() {
            let it = &self.processes[process];
            let own = process == by;
            if it.disk != disk || !it.is_alive {
                continue;
            }
            let misses = if own { 800 } else { self.disks[disk].misses };
            if self.dice.chance(misses) {
                continue;
            }
            let late = if self.dice.chance(100) { 5_000 } else { 50 };
            let at = self.now + self.dice.millis(0, late);
            self.agenda.add(at, Due::Notice(process));
        }
    }

    pub(crate) fn notice(&mut self, process: ProcessId) -> Option<Waker> {
        self.processes[process].has_notice = true;
        self.processes[process].waits_for_notice.take()
    }

    /// What a process that crashes leaves behind. What it had not decided is dropped by the caller,
    /// with the world let go; what it had decided may be on its way to the disk.
    pub(crate) fn forsake(&mut self, process: ProcessId) -> Vec<Update> {
        let mut dropped = Vec::new();
        for id in 0..self.errands.len() {
            let errand = &mut self.errands[id];
            // A lock is let go of by whoever drops the future or the lock.
            if errand.process != process || matches!(errand.stage, Stage::Lock) {
                continue;
            }
            match std::mem::replace(&mut errand.stage, Stage::Done) {
                Stage::Update(update) => dropped.push(update),
                Stage::Decided(change) if self.dice.chance(500) => {
                    errand.stage = Stage::Decided(change);
                }
                _ => {}
            }
        }
        dropped
    }
}

#[cfg(test)]
mod tests;
