//! One run: a world, the engine in it, and the loop that lets one thing happen after the other.
//!
//! What people, programs and fate do is here, a file for each; a new mishap is an action of the plan and a
//! method here. Used: every room below.

mod acting;
mod asking;
mod lives;
mod phases;
mod trapping;
mod troubles;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use auth_core::{BaseUrl, Dialect, Events, PlainHttp, Session, Snapshot};
use tokio::sync::watch;

use crate::{
    checks::Window,
    ground::{Dice, Due, ProcessId, TaskId, Timeline},
    host::{Executor, Step, dialect_of},
    server::Server,
    world::{Computer, Disk, Plan, Shared, Violation, World},
};

/// No run needs nearly as many steps; one that does goes round in circles.
const MOST_STEPS: u64 = 400_000;

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) steps: u64,
    pub(crate) violation: Option<Violation>,
    pub(crate) timeline: String,
}

/// A run under way.
pub(crate) struct Run {
    shared: Arc<Shared>,
    executor: Executor,
    /// For the order of tasks, and for what is done.
    dice: Dice,
    running: Vec<Option<Running>>,
    /// What each server's clients are told of it, and where it is.
    known: Vec<(BaseUrl, Arc<Dialect>)>,
    phase: Phase,
    actions_left: u32,
    steps: u64,
}

/// A process that runs: the handle that its program holds, and what listens to it.
struct Running {
    session: Session,
    events: Events,
    snapshots: watch::Receiver<Snapshot>,
    windows: Vec<Window>,
}

/// Where a run stands.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Phase {
    /// Anything goes.
    Life,
    /// Everything is healed, and so many rounds are still to come.
    Peace {
        rounds: u32,
    },
    /// The last requests are under way.
    LastRequests(Vec<usize>),
    /// Every session is being closed.
    Closing,
    /// Every handle is gone.
    Gone,
    Over,
}

/// Plays one seed. With `keeps_text` the timeline is written down.
pub(crate) fn play(seed: u64, keeps_text: bool) -> Report {
    let mut run = Run::new(seed, keeps_text);
    let panicked = catch_unwind(AssertUnwindSafe(|| run.play())).is_err();
    let mut world = run.shared.world();
    if panicked {
        world.violate(None, "nothing panics", "a task panicked");
    }
    Report {
        steps: run.steps,
        violation: world.violation.clone(),
        timeline: world.timeline.text().to_owned(),
    }
}

impl Run {
    fn new(seed: u64, keeps_text: bool) -> Self {
        let mut dice = Dice::new(seed);
        let plan = Plan::roll(&mut dice);
        let actions_left = plan.actions;
        let mut world = World::new(
            plan.clone(),
            Dice::new(dice.roll()),
            Timeline::new(keeps_text),
        );
        let mut known = Vec::new();
        for (id, rules) in plan.servers.iter().enumerate() {
            let base = BaseUrl::parse(&Server::address_of(id), PlainHttp::LoopbackOnly);
            match (base, dialect_of(rules)) {
                (Ok(base), Ok(dialect)) => known.push((base, dialect)),
                (_, said) => {
                    let what = format!("{:?} is described by {said:?}", rules.kind);
                    world.violate(None, "the simulator is right", &what);
                }
            }
            world
                .servers
                .push(Server::new(id, rules.clone(), plan.accounts));
        }
        for computer in &plan.computers {
            let id = world.computers.len();
            world
                .computers
                .push(Computer::new(computer.counts_sleep, computer.wall_error));
            for (server, processes) in &computer.disks {
                let disk = world.disks.len();
                world
                    .disks
                    .push(Disk::new(id, *server, plan.disk_pace, plan.misses));
                for number in 0..*processes {
                    let after = if number == 0 {
                        dice.millis(0, 50)
                    } else {
                        dice.millis(500, 30_000)
                    };
                    let at = world.now + after;
                    world.agenda.add(at, Due::Starts(disk));
                }
            }
        }
        let now = world.now;
        world.agenda.add(now + dice.millis(100, 3_000), Due::Acts);
        Self {
            shared: Arc::new(Shared::new(world)),
            executor: Executor::default(),
            dice,
            running: Vec::new(),
            known,
            phase: Phase::Life,
            actions_left,
            steps: 0,
        }
    }

    fn play(&mut self) {
        while !self.is_over() {
            self.steps += 1;
            if self.steps > MOST_STEPS {
                let what = "the run does not come to its end";
                self.shared
                    .world()
                    .violate(None, "nothing goes round in circles", what);
                return;
            }
            let (next, lags, stalls) = {
                let mut world = self.shared.world();
                let now = world.now;
                let next = world.agenda.next_at().map(|at| at.since(now));
                world.clock_readings = 0;
                let lag = world.plan.lag;
                let soon = next.is_some_and(|after| after.as_millis() < 5);
                (next, soon && world.dice.chance(lag), world.stalls)
            };
            if lags || next.is_some_and(|after| after.is_zero()) {
                self.happens();
            } else if let Some(step) = self.executor.step(&mut self.dice, stalls) {
                match step {
                    Step::Polled(process) => self.look_at(process),
                    Step::Stalled(task) => self.stalls(task),
                }
            } else if next.is_some() {
                self.happens();
            } else {
                return;
            }
        }
    }

    /// The machine is busy with something else for a moment.
    fn stalls(&mut self, task: TaskId) {
        let longest = if self.dice.chance(100) { 2_000 } else { 60 };
        let after = self.dice.millis(0, longest);
        let mut world = self.shared.world();
        let at = world.now + after;
        world.agenda.add(at, Due::Resumes(task));
    }

    fn is_over(&self) -> bool {
        self.phase == Phase::Over || self.shared.world().violation.is_some()
    }

    /// The next thing of the agenda.
    fn happens(&mut self) {
        let mut world = self.shared.world();
        let Some((at, due)) = world.agenda.pop() else {
            return;
        };
        world.now = world.now.max(at);
        let waker = match due {
            Due::Timer(timer) => world.agenda.fire(timer),
            Due::Answers(wire) => world.arrives(wire),
            Due::Returns(errand) => world.returns(errand),
            Due::Notice(process) => world.notice(process),
            _ => None,
        };
        match due {
            Due::Reaches(wire) => world.reaches(wire),
            Due::Durable(errand) => world.make_durable(errand),
            Due::MustBeOver(operation) => world.must_be_over(operation),
            Due::Heals(trouble) => world.heal(trouble),
            Due::Decides(errand) => {
                let decision = world.decide(errand);
                drop(world);
                if let Some(decision) = decision {
                    // Code of the engine, which reads the clocks.
                    let change = (decision.update)(decision.kept);
                    self.shared.world().decided(decision.errand, change);
                }
                return;
            }
            Due::Timer(_) | Due::Answers(_) | Due::Returns(_) | Due::Notice(_) => {}
            due => {
                drop(world);
                self.does(due);
                return;
            }
        }
        drop(world);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// What the driver itself has to do.
    fn does(&mut self, due: Due) {
        match due {
            Due::Acts => self.acts(),
            Due::Code(process) => self.has_code(process),
            Due::GoesAway(operation) => self.goes_away(operation),
            Due::Exits(process) => {
                let after = self.dice.millis(0, 5_000);
                self.crash(process, after);
            }
            Due::Thaws(process) => self.thaw(process),
            Due::Wakes(computer) => self.wake(computer),
            Due::Starts(disk) => self.start(disk),
            Due::Resumes(task) => self.executor.resume(task),
            Due::Springs(process) => self.springs(process),
            Due::Phase => self.next_phase(),
            _ => {}
        }
    }

    /// After each step of a process: what it told.
    fn look_at(&mut self, process: ProcessId) {
        let Some(running) = self.running[process].as_mut() else {
            return;
        };
        if running.snapshots.has_changed().unwrap_or(false) {
            let snapshot = running.snapshots.borrow_and_update().clone();
            self.shared.world().saw_snapshot(process, &snapshot);
        }
        while let Some(event) = running.events.try_next() {
            self.shared.world().saw_event(process, &event);
        }
        running.windows.iter_mut().for_each(Window::hear);
    }
}

impl std::fmt::Debug for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Run")
            .field("steps", &self.steps)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::play;
    use crate::server::Kind;

    #[test]
    fn the_same_seed_plays_the_same_run() {
        for seed in 1..30 {
            let (one, other) = (play(seed, true), play(seed, true));
            assert_eq!(one.timeline, other.timeline, "seed {seed}");
            assert_eq!(one.steps, other.steps);
        }
    }

    #[test]
    fn people_sign_in_at_every_kind_of_server_and_are_refreshed_where_it_can_be() {
        let played: Vec<_> = (1..200).map(|seed| play(seed, true).timeline).collect();
        for kind in Kind::ALL {
            let of_kind = |timeline: &&String| timeline.contains(&format!("kind: {kind:?},"));
            let are = |what: &str| {
                let played = played.iter().filter(of_kind);
                played.filter(|it| it.contains(what)).count()
            };
            assert!(are(": SignedIn") > 2, "{kind:?}");
            assert!(are(": Refreshed") > 1 || !kind.refreshes(), "{kind:?}");
        }
    }

    #[test]
    fn whether_it_is_written_down_changes_nothing() {
        for seed in 1..30 {
            assert_eq!(
                play(seed, true).steps,
                play(seed, false).steps,
                "seed {seed}"
            );
        }
    }

    #[test]
    fn some_seeds_hold_every_invariant() {
        let mut steps = 0;
        for seed in 1..100 {
            let report = play(seed, false);
            assert_eq!(report.violation, None, "seed {seed}");
            steps += report.steps;
        }
        // A world in which nobody ever signs in is over soon; most are not.
        assert!(steps > 99 * 100);
    }
}
