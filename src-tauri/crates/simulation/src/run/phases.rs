//! The phases of a run: life, then peace, then the end.

use std::time::Duration;

use http::Method;

use super::{Phase, Run};
use crate::{
    ground::{Due, ProcessId, note},
    world::{Noise, Wish},
};

/// Peace lasts this many rounds of requests: longer than any back-off, any deadline and any patience that
/// a server may ask for.
const ROUNDS: u32 = 4;
const ROUND: Duration = Duration::from_secs(255);

impl Run {
    pub(super) fn next_phase(&mut self) {
        let (next, lasts) = match self.phase.clone() {
            Phase::Life => {
                self.heal();
                (Phase::Peace { rounds: ROUNDS }, Duration::from_secs(30))
            }
            Phase::Peace { rounds: 0 } => {
                let asked = self.everybody_asks();
                (Phase::LastRequests(asked), Duration::from_mins(6))
            }
            Phase::Peace { rounds } => {
                self.everybody_asks();
                let rounds = rounds - 1;
                (Phase::Peace { rounds }, ROUND)
            }
            Phase::LastRequests(asked) => {
                self.check_peace(&asked);
                self.everybody_closes();
                (Phase::Closing, Duration::from_secs(8))
            }
            Phase::Closing => {
                self.let_go();
                (Phase::Gone, Duration::from_mins(2))
            }
            Phase::Gone => {
                self.check_gone();
                (Phase::Over, Duration::ZERO)
            }
            Phase::Over => return,
        };
        self.phase = next;
        let mut world = self.shared.world();
        note!(world, None, "== {:?}", self.phase);
        let at = world.now + lasts;
        world.agenda.add(at, Due::Phase);
    }

    fn heal(&mut self) {
        let mut world = self.shared.world();
        world.heal_everything();
        world.noise = Noise::default();
        world.stalls = 0;
        world.slowest_answer = 900;
        for process in &mut world.processes {
            process.disarm();
        }
        let (processes, computers) = (world.processes.len(), world.computers.len());
        drop(world);
        for process in 0..processes {
            self.thaw(process);
        }
        for computer in 0..computers {
            self.wake(computer);
        }
        // Most people look elsewhere when everything works. Who does not sees every refresh.
        for process in self.alive() {
            if self.dice.chance(750) {
                self.show(process, false);
            }
        }
    }

    fn alive(&self) -> Vec<ProcessId> {
        let world = self.shared.world();
        (0..world.processes.len())
            .filter(|id| world.processes[*id].is_alive && !world.processes[*id].is_closed)
            .collect()
    }

    /// Every process in which somebody is signed in sends a request.
    fn everybody_asks(&mut self) -> Vec<usize> {
        let mut asked = Vec::new();
        for process in self.alive() {
            if self.shared.world().processes[process]
                .witness
                .family()
                .is_none()
            {
                continue;
            }
            let wish = Wish::Send {
                method: Method::GET,
                path: "/api/test/user",
                personal: true,
            };
            asked.extend(self.ask(process, wish));
        }
        asked
    }

    fn check_peace(&mut self, asked: &[usize]) {
        for operation in asked {
            self.shared.world().check_last_request(*operation);
        }
        for process in self.alive() {
            let Some(running) = self.running[process].as_mut() else {
                continue;
            };
            let snapshot = running.session.snapshot();
            let mut world = self.shared.world();
            world.check_peace(process, &snapshot);
            for window in &mut running.windows {
                window.check(&running.session, &mut world, process);
            }
        }
        self.shared.world().check_disks();
    }

    fn everybody_closes(&mut self) {
        for process in self.alive() {
            self.ask(process, Wish::Close);
        }
    }

    /// The programs let go of their sessions; nothing is crashed.
    fn let_go(&mut self) {
        for running in &mut self.running {
            *running = None;
        }
    }

    fn check_gone(&mut self) {
        let processes = self.shared.world().processes.len();
        for process in 0..processes {
            let tasks = self.executor.alive(process);
            if tasks > 0 {
                let what = format!("{tasks} tasks are left of it");
                let rule = "nothing is left of a closed session";
                self.shared.world().violate(Some(process), rule, &what);
            }
        }
    }
}
