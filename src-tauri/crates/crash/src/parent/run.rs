//! A whole run: kill after kill, until all are made or something is broken.

use std::{fmt, path::Path};

use demo_server::Dialect;

use super::{
    coverage::Coverage,
    plan::{End, Plan, Planner},
    run_error::RunError,
    world::World,
};

/// The dialects that refresh. The kills take turns among them.
const DIALECTS: [Dialect; 3] = [Dialect::SBody, Dialect::NBody, Dialect::SCookie];

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// How many processes to kill.
    pub kills: u32,
    /// What decides when and how.
    pub seed: u64,
    /// Whether the envelope is written in place, as it must not be: the run has to fail then.
    pub writes_in_place: bool,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// How many processes were killed.
    pub kills: u32,
    /// How often what was kept was neither the old nor the new pair whole: 0 or 1, since it is the end.
    pub torn: u32,
    /// How often somebody was not signed in any more: 0 or 1.
    pub lost: u32,
    /// Which fault points were come to.
    pub coverage: Coverage,
    /// What was broken, and by which kill.
    pub failure: Option<String>,
}

impl fmt::Display for Outcome {
    /// The closing line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            kills, torn, lost, ..
        } = self;
        write!(f, "kills {kills} torn {torn} lost {lost}")
    }
}

impl Run {
    /// Kills children of this program, until all are killed or something is broken. `progress` is told
    /// after each how many there were.
    pub fn go(self, program: &Path, progress: impl FnMut(u32)) -> Outcome {
        let mut outcome = Outcome::default();
        if let Err((error, where_)) = self.play(program, &mut outcome, progress) {
            match &error {
                RunError::Torn(_) => outcome.torn = 1,
                RunError::Lost(_) => outcome.lost = 1,
                RunError::Test(_) => {}
            }
            outcome.failure = Some(format!("{where_}: {error}"));
        }
        outcome
    }

    fn play(
        self,
        program: &Path,
        outcome: &mut Outcome,
        mut progress: impl FnMut(u32),
    ) -> Result<(), (RunError, String)> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .map_err(|error| (RunError::Test(error.to_string()), "the start".to_owned()))?;
        let world = |dialect| {
            World::new(
                program.to_owned(),
                dialect,
                self.writes_in_place,
                runtime.handle(),
            )
        };
        let worlds: Result<Vec<_>, _> = DIALECTS.into_iter().map(world).collect();
        let mut worlds = worlds.map_err(|error| (error, "the start".to_owned()))?;
        let mut planner = Planner::new(self.seed);
        for number in 1..=self.kills {
            let plan = planner.next();
            let world = &mut worlds[(number - 1) as usize % DIALECTS.len()];
            outcome.kills = number;
            let came_to_its_point = world
                .live_through(number, &plan)
                .map_err(|error| (error, describe(number, world, &plan)))?;
            if let (true, End::Itself(death)) = (came_to_its_point, &plan.end) {
                outcome.coverage.add(death);
            }
            progress(number);
        }
        for world in worlds
            .iter_mut()
            .filter(|world| world.has_something_to_prove())
        {
            world
                .prove()
                .map_err(|error| (error, format!("{} in the end", world.dialect())))?;
        }
        Ok(())
    }
}

fn describe(number: u32, world: &World, plan: &Plan) -> String {
    let (dialect, proven) = (world.dialect(), world.last_proven());
    format!("kill {number} ({dialect}, proven after kill {proven}), {plan:?}")
}
