//! Traps: things that go wrong at the very moment at which they do most harm.

use std::time::Duration;

use super::Run;
use crate::{
    ground::{ProcessId, note},
    world::{Deed, Point, Trouble, Wish},
};

impl Run {
    pub(super) fn lay_trap(&mut self, process: ProcessId) {
        let points = [
            Point::LockAsked,
            Point::RefreshSent,
            Point::RefreshReached,
            Point::RefreshAnswered,
            Point::SignInReached,
            Point::SignInAnswered,
            Point::Decided,
            Point::Durable,
        ];
        let point = points[self.dice.weighted(&[8, 15, 30, 25, 8, 8, 15, 15])];
        let some_time = self.some_time();
        let deed = match self.dice.below(22) {
            0..=3 => Deed::Crash,
            4..=5 => Deed::Freeze(some_time),
            6 => Deed::Sleep(some_time),
            7..=8 => Deed::SignOut,
            9..=10 => Deed::SignIn,
            11 => Deed::RefreshNow,
            12 => Deed::Requests,
            13 => Deed::ClockStep,
            14 => Deed::CallersGoAway,
            15..=16 => Deed::LoseAnswer(self.dice.chance(400)),
            17 => Deed::RestartServer(self.dice.chance(300)),
            18 => Deed::AnotherSignsOut,
            19 => Deed::AnotherSignsIn,
            20 => Deed::AnotherRefreshes,
            _ => Deed::FillDisk,
        };
        let mut world = self.shared.world();
        note!(world, Some(process), "trap: {deed:?} at {point:?}");
        world.processes[process].lay_trap(point, deed);
    }

    /// What was laid in wait for a process happens now.
    pub(super) fn springs(&mut self, process: ProcessId) {
        let deeds = std::mem::take(&mut self.shared.world().processes[process].sprung);
        for deed in deeds {
            let is_alive = {
                let mut world = self.shared.world();
                note!(world, Some(process), "sprung: {deed:?}");
                world.processes[process].is_alive
            };
            if is_alive {
                self.spring(process, deed);
            }
        }
    }

    fn spring(&mut self, process: ProcessId, deed: Deed) {
        match deed {
            Deed::Crash => {
                let after = self.dice.millis(0, 5_000);
                self.crash(process, after);
            }
            Deed::Freeze(lasts) => self.freeze(process, lasts),
            Deed::Sleep(lasts) => {
                let computer = self.shared.world().processes[process].computer;
                self.sleep(computer, lasts);
            }
            Deed::SignOut => drop(self.ask(process, Wish::SignOut)),
            Deed::SignIn => self.sign_in(process),
            Deed::RefreshNow => drop(self.ask(process, Wish::RefreshNow)),
            Deed::Requests | Deed::Lingers => {
                for _ in 0..3 {
                    self.request(process);
                }
                if deed == Deed::Lingers {
                    self.lingers(process);
                }
            }
            Deed::ClockStep => self.set_clock(process),
            Deed::CallersGoAway => self.callers_go_away(process),
            Deed::LoseAnswer(silently) => self.shared.world().lose_answer(process, silently),
            Deed::RestartServer(forgets) => {
                let mut world = self.shared.world();
                let server = world.processes[process].server;
                world.restart_server(server, forgets);
            }
            Deed::AnotherSignsOut | Deed::AnotherSignsIn | Deed::AnotherRefreshes => {
                self.another_does(process, deed);
            }
            Deed::FillDisk => {
                let lasts = self.some_time().min(Duration::from_mins(2));
                let mut world = self.shared.world();
                let disk = world.processes[process].disk;
                world.begin_trouble(Trouble::FullDisk(disk), lasts);
            }
        }
    }

    fn another_does(&mut self, process: ProcessId, deed: Deed) {
        let other = {
            let world = self.shared.world();
            let disk = world.processes[process].disk;
            (0..world.processes.len()).find(|id| {
                let it = &world.processes[*id];
                *id != process && it.disk == disk && it.is_alive && !it.is_stopped()
            })
        };
        match (other, deed) {
            (Some(other), Deed::AnotherSignsOut) => drop(self.ask(other, Wish::SignOut)),
            (Some(other), Deed::AnotherSignsIn) => self.sign_in(other),
            (Some(other), _) => drop(self.ask(other, Wish::RefreshNow)),
            (None, _) => {}
        }
    }
}
