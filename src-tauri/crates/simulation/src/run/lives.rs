//! Processes and computers: started, stopped, woken, crashed.

use std::{sync::Arc, time::Duration};

use auth_core::{Session, SessionConfig};

use super::asking::carry_out;
use super::{Run, Running};
use crate::{
    ground::{Dice, Due, ProcessId, note},
    host::{SimClock, SimTransport, SimVault},
    world::{Outcome, Process, Wish, World},
};

impl Run {
    /// Starts a process on a disk; it takes up whatever session is there.
    pub(super) fn start(&mut self, disk: usize) {
        let process = self.shared.world().add_process(disk);
        let (computer, server, origin, is_asleep) = {
            let world = self.shared.world();
            let it = &world.processes[process];
            (it.computer, it.server, it.origin, it.is_asleep)
        };
        let (base, dialect) = self.known[server].clone();
        let shared = || Arc::clone(&self.shared);
        let network = Arc::new(SimTransport {
            shared: shared(),
            process,
        });
        let config = SessionConfig::with_transport(base, dialect, network)
            .vault(Arc::new(SimVault {
                shared: shared(),
                process,
                disk,
            }))
            .clock(Arc::new(SimClock {
                shared: shared(),
                computer,
                origin,
            }))
            .spawn(Arc::new(self.executor.spawner(process)))
            .rng(Box::new(Dice::new(self.dice.roll())));
        let session = Session::new(config);
        self.running.push(Some(Running {
            events: session.events(),
            snapshots: session.watch(),
            windows: Vec::new(),
            session,
        }));
        if is_asleep {
            self.executor.freeze(process);
        }
        self.ask(process, Wish::Restore);
    }

    /// Asks something of a session, in a task of the process's own.
    pub(super) fn ask(&mut self, process: ProcessId, wish: Wish) -> Option<usize> {
        let session = self.running[process].as_ref()?.session.clone();
        let id = self.shared.world().plan_operation(process, wish.clone());
        let shared = Arc::clone(&self.shared);
        let work = Box::pin(carry_out(shared, session, id, wish));
        let task = self.executor.spawn(process, true, work);
        self.shared.world().operations[id].task = task;
        Some(id)
    }

    /// A caller goes away in the middle.
    pub(super) fn goes_away(&mut self, operation: usize) {
        let task = {
            let mut world = self.shared.world();
            let it = &world.operations[operation];
            if it.outcome.is_some() || world.processes[it.process].is_stopped() {
                return;
            }
            let task = it.task;
            world.ends(operation, Outcome::GoneAway);
            task
        };
        self.executor.cancel(task);
    }

    pub(super) fn callers_go_away(&mut self, process: ProcessId) {
        let open: Vec<usize> = {
            let world = self.shared.world();
            world.open_operations(process).map(|(id, _)| id).collect()
        };
        for operation in open {
            self.goes_away(operation);
        }
    }

    /// The process ends where it stands, and another is started in its place.
    pub(super) fn crash(&mut self, process: ProcessId, restarts_after: Duration) {
        let dropped = {
            let mut world = self.shared.world();
            if !world.processes[process].is_alive {
                return;
            }
            note!(world, Some(process), "crashes");
            world.processes[process].is_alive = false;
            let open: Vec<usize> = world.open_operations(process).map(|(id, _)| id).collect();
            for operation in open {
                world.operations[operation].outcome = Some(Outcome::GoneAway);
            }
            let (at, disk) = (world.now + restarts_after, world.processes[process].disk);
            world.agenda.add(at, Due::Starts(disk));
            world.forsake(process)
        };
        drop(dropped);
        self.executor.crash(process);
        self.running[process] = None;
        // The handles may have been the last to hold something that spawns.
        self.executor.crash(process);
    }

    pub(super) fn freeze(&mut self, process: ProcessId, lasts: Duration) {
        let mut world = self.shared.world();
        let now = world.now;
        if !world.processes[process].is_alive || world.processes[process].is_frozen {
            return;
        }
        note!(world, Some(process), "freezes for {} s", lasts.as_secs());
        world.processes[process].is_frozen = true;
        world.processes[process].note_whether_stopped(now);
        world.agenda.add(now + lasts, Due::Thaws(process));
        drop(world);
        self.executor.freeze(process);
    }

    pub(super) fn thaw(&mut self, process: ProcessId) {
        self.shared.world().processes[process].is_frozen = false;
        self.goes_on(process);
    }

    pub(super) fn sleep(&mut self, computer: usize, lasts: Duration) {
        let mut world = self.shared.world();
        let now = world.now;
        if world.computers[computer].asleep_since.is_some() {
            return;
        }
        note!(
            world,
            None,
            "computer {computer} sleeps for {} s",
            lasts.as_secs()
        );
        world.computers[computer].fall_asleep(now);
        world.agenda.add(now + lasts, Due::Wakes(computer));
        for process in 0..world.processes.len() {
            let it = &mut world.processes[process];
            if it.computer == computer && it.is_alive {
                it.is_asleep = true;
                it.note_whether_stopped(now);
                self.executor.freeze(process);
            }
        }
    }

    pub(super) fn wake(&mut self, computer: usize) {
        let awake = {
            let mut world = self.shared.world();
            let cuts = self.dice.chance(700);
            world.wake_computer(computer, cuts)
        };
        for process in awake {
            self.goes_on(process);
            if self.dice.chance(600) {
                self.nudge(process);
            }
        }
    }

    fn goes_on(&mut self, process: ProcessId) {
        let mut world = self.shared.world();
        let now = world.now;
        let it = &mut world.processes[process];
        it.note_whether_stopped(now);
        if !it.is_alive || it.is_stopped() {
            return;
        }
        for due in std::mem::take(&mut it.put_off) {
            world.agenda.add(now, due);
        }
        note!(world, Some(process), "goes on");
        drop(world);
        self.executor.thaw(process);
    }

    pub(super) fn nudge(&mut self, process: ProcessId) {
        let mut world = self.shared.world();
        let it = &mut world.processes[process];
        if !it.is_alive || it.is_stopped() {
            return;
        }
        it.witness.is_nudged();
        note!(world, Some(process), "nudged");
        drop(world);
        if let Some(running) = &self.running[process] {
            running.session.nudge();
        }
    }
}

impl World {
    fn add_process(&mut self, disk: usize) -> ProcessId {
        let (computer, server) = (self.disks[disk].computer, self.disks[disk].server);
        let machine = &self.computers[computer];
        let mut it = Process::new(computer, disk, server, machine.monotonic(self.now));
        it.is_asleep = machine.asleep_since.is_some();
        it.note_whether_stopped(self.now);
        self.processes.push(it);
        let process = self.processes.len() - 1;
        note!(
            self,
            Some(process),
            "starts on disk {disk} of computer {computer}"
        );
        process
    }

    /// Says which processes are awake again.
    fn wake_computer(&mut self, computer: usize, cuts_connections: bool) -> Vec<ProcessId> {
        let now = self.now;
        let Some(since) = self.computers[computer].asleep_since else {
            return Vec::new();
        };
        note!(self, None, "computer {computer} wakes up");
        self.computers[computer].wake_up(now);
        if cuts_connections && now.since(since) > Duration::from_secs(20) {
            self.cut_connections(|world, process| world.processes[process].computer == computer);
        }
        let mut awake = Vec::new();
        for (id, process) in self.processes.iter_mut().enumerate() {
            if process.computer == computer && process.is_asleep {
                process.is_asleep = false;
                process.witness.wakes(now);
                awake.push(id);
            }
        }
        awake
    }
}
