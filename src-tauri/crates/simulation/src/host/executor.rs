//! Runs the tasks of every simulated process, one step at a time, in an order that the seed decides.
//!
//! There is no runtime underneath. A task that is woken becomes ready; of all that are ready one is
//! picked at random, so that over many seeds every order is tried that a multi-threaded runtime could
//! bring about. A process can be crashed, which drops all of its tasks where they stand, and frozen,
//! which leaves them unpolled while the world goes on.

use std::{
    collections::HashSet,
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

use auth_core::{Spawn, Task};

use crate::ground::{Dice, ProcessId, TaskId};

/// What wakers and spawners hand to the executor.
#[derive(Default)]
pub(crate) struct Inbox {
    ready: Mutex<Vec<TaskId>>,
    spawned: Mutex<Vec<(ProcessId, Task)>>,
}

impl Inbox {
    fn ready(&self) -> MutexGuard<'_, Vec<TaskId>> {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn spawned(&self) -> MutexGuard<'_, Vec<(ProcessId, Task)>> {
        self.spawned.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Inbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Inbox")
    }
}

/// Where the engine's tasks go: the executor, under the process that they belong to.
#[derive(Debug)]
pub(crate) struct SimSpawn {
    inbox: Arc<Inbox>,
    process: ProcessId,
}

impl Spawn for SimSpawn {
    fn spawn(&self, task: Task) {
        self.inbox.spawned().push((self.process, task));
    }
}

struct TaskWaker {
    task: TaskId,
    queued: AtomicBool,
    inbox: Arc<Inbox>,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if !self.queued.swap(true, Ordering::Relaxed) {
            self.inbox.ready().push(self.task);
        }
    }
}

struct Slot {
    process: ProcessId,
    /// Now and then it is left waiting though it is ready, as on a busy machine.
    may_stall: bool,
    state: Arc<TaskWaker>,
    waker: Waker,
    future: Option<Task>,
}

/// What came of one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// A task of this process had its turn.
    Polled(ProcessId),
    /// This task was passed over, and waits for [`Executor::resume`].
    Stalled(TaskId),
}

/// The executor of one world.
#[derive(Default)]
pub(crate) struct Executor {
    inbox: Arc<Inbox>,
    tasks: Vec<Slot>,
    frozen: HashSet<ProcessId>,
    /// Ready, but of a process that is frozen.
    parked: Vec<TaskId>,
    dead: HashSet<ProcessId>,
}

impl Executor {
    /// Where a process spawns its tasks.
    pub(crate) fn spawner(&self, process: ProcessId) -> SimSpawn {
        SimSpawn {
            inbox: Arc::clone(&self.inbox),
            process,
        }
    }

    pub(crate) fn spawn(&mut self, process: ProcessId, may_stall: bool, future: Task) -> TaskId {
        let task = self.tasks.len();
        let state = Arc::new(TaskWaker {
            task,
            queued: AtomicBool::new(true),
            inbox: Arc::clone(&self.inbox),
        });
        self.tasks.push(Slot {
            process,
            may_stall,
            waker: Waker::from(Arc::clone(&state)),
            state,
            future: Some(future),
        });
        self.inbox.ready().push(task);
        task
    }

    /// Polls one task that is ready, or lets it wait: so often in a thousand, and only callers. `None` when
    /// nothing is ready: then it is time to let time pass.
    pub(crate) fn step(&mut self, dice: &mut Dice, stalls: u32) -> Option<Step> {
        self.adopt();
        loop {
            let task = {
                let mut ready = self.inbox.ready();
                if ready.is_empty() {
                    return None;
                }
                let at = dice.index(ready.len());
                ready.swap_remove(at)
            };
            let slot = &mut self.tasks[task];
            if self.frozen.contains(&slot.process) {
                self.parked.push(task);
                continue;
            }
            if slot.may_stall && dice.chance(stalls) {
                return Some(Step::Stalled(task));
            }
            slot.state.queued.store(false, Ordering::Relaxed);
            let Some(mut future) = slot.future.take() else {
                continue;
            };
            let (process, waker) = (slot.process, slot.waker.clone());
            let polled = future.as_mut().poll(&mut Context::from_waker(&waker));
            match polled {
                Poll::Pending => self.tasks[task].future = Some(future),
                // What it owned may wake and spawn, so it is dropped with nothing borrowed.
                Poll::Ready(()) => drop(future),
            }
            return Some(Step::Polled(process));
        }
    }

    /// A task that was left waiting is ready again.
    pub(crate) fn resume(&mut self, task: TaskId) {
        self.inbox.ready().push(task);
    }

    /// Drops a task where it stands, as a caller does that goes away.
    pub(crate) fn cancel(&mut self, task: TaskId) {
        drop(self.tasks[task].future.take());
    }

    /// Ends a process where it stands. What it holds is let go of, as a kernel does it.
    pub(crate) fn crash(&mut self, process: ProcessId) {
        self.adopt();
        self.dead.insert(process);
        for task in 0..self.tasks.len() {
            if self.tasks[task].process == process {
                drop(self.tasks[task].future.take());
            }
        }
        // Dropping may have spawned more.
        self.adopt();
    }

    /// Stops polling a process.
    pub(crate) fn freeze(&mut self, process: ProcessId) {
        self.frozen.insert(process);
    }

    /// Polls it again, and what was woken meanwhile first of all.
    pub(crate) fn thaw(&mut self, process: ProcessId) {
        self.frozen.remove(&process);
        let (back, parked): (Vec<_>, Vec<_>) = std::mem::take(&mut self.parked)
            .into_iter()
            .partition(|task| self.tasks[*task].process == process);
        self.parked = parked;
        self.inbox.ready().extend(back);
    }

    /// How many tasks of a process have not ended.
    pub(crate) fn alive(&self, process: ProcessId) -> usize {
        let spawned = self.inbox.spawned();
        let waiting = spawned.iter().filter(|(of, _)| *of == process).count();
        let slots = self.tasks.iter();
        waiting
            + slots
                .filter(|slot| slot.process == process && slot.future.is_some())
                .count()
    }

    fn adopt(&mut self) {
        loop {
            let spawned = std::mem::take(&mut *self.inbox.spawned());
            if spawned.is_empty() {
                return;
            }
            for (process, task) in spawned {
                if self.dead.contains(&process) {
                    drop(task);
                } else {
                    self.spawn(process, false, task);
                }
            }
        }
    }
}

impl fmt::Debug for Executor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Executor")
            .field("tasks", &self.tasks.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
