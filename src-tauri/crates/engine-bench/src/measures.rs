//! What is measured, and its goals.

use std::{future::Future, pin::Pin};

use crate::{
    failure::Failure,
    pair::{self, Taken},
    rig::{self, Rig, SMALL, Who},
};

/// Something that is measured.
pub(crate) struct Measure {
    pub(crate) name: &'static str,
    /// What one pair takes of each.
    what: &'static str,
    /// How many times as long the session may take.
    goal: Option<f64>,
    pub(crate) run: for<'a> fn(&'a Rig, usize) -> Taking<'a>,
}

type Taking<'a> = Pin<Box<dyn Future<Output = Result<Taken, Failure>> + 'a>>;

impl Measure {
    /// A line for people and programs.
    pub(crate) fn told(&self, taken: &Taken) -> String {
        let (ratio, (bare, ours)) = (taken.ratio(), taken.medians());
        let goal = self
            .goal
            .map_or_else(|| "-".to_owned(), |goal| format!("{goal:.2}"));
        format!(
            "{} ratio {:.3} goal {goal} (half of the pairs {:.3} to {:.3}; bare {bare:.0} µs, session {ours:.0} µs; {})",
            self.name, ratio.median, ratio.low, ratio.high, self.what,
        )
    }
}

/// A storm takes as long as two rounds of its requests and a refresh, or a little more.
const STORM: Option<f64> = Some(1.1);
const BODY: Option<f64> = Some(1.05);

const fn measure(
    name: &'static str,
    what: &'static str,
    goal: Option<f64>,
    run: for<'a> fn(&'a Rig, usize) -> Taking<'a>,
) -> Measure {
    Measure {
        name,
        what,
        goal,
        run,
    }
}

/// In the order in which they are taken.
pub(crate) const ALL: [Measure; 10] = [
    measure(
        "authed-call",
        "500 in turn, 512 bytes",
        Some(1.03),
        |rig, pairs| in_turn(rig, pairs, 500, SMALL),
    ),
    measure(
        "tasks-64",
        "64 tasks, 20 each, 512 bytes",
        Some(1.0 / 0.97),
        |rig, pairs| Box::pin(tasks(rig, pairs)),
    ),
    measure("body-10-kb", "100 in turn", None, |rig, pairs| {
        in_turn(rig, pairs, 100, 10 << 10)
    }),
    measure("body-1-mb", "10 in turn", BODY, |rig, pairs| {
        in_turn(rig, pairs, 10, 1 << 20)
    }),
    measure("body-10-mb", "2 in turn", BODY, |rig, pairs| {
        in_turn(rig, pairs, 2, rig::LARGEST)
    }),
    measure("storm-100", "100 at once; rotation", STORM, |rig, pairs| {
        storm(rig, pairs, 100, true)
    }),
    measure(
        "storm-100-kept",
        "100 at once; no rotation",
        STORM,
        |rig, pairs| storm(rig, pairs, 100, false),
    ),
    measure(
        "storm-1000",
        "1,000 at once; rotation",
        STORM,
        |rig, pairs| storm(rig, pairs.min(21), 1000, true),
    ),
    measure(
        "storm-1000-kept",
        "1,000 at once; no rotation",
        STORM,
        |rig, pairs| storm(rig, pairs.min(21), 1000, false),
    ),
    measure("sign-in", "one, kept in memory", None, |rig, pairs| {
        Box::pin(sign_in(rig, pairs))
    }),
];

async fn tasks(rig: &Rig, pairs: usize) -> Result<Taken, Failure> {
    pair::take(
        pairs,
        async || rig.at_once(Who::Bare, 64, 20).await,
        async || rig.at_once(Who::Ours, 64, 20).await,
    )
    .await
}

fn in_turn(rig: &Rig, pairs: usize, turns: usize, size: usize) -> Taking<'_> {
    Box::pin(pair::take(
        pairs,
        async move || rig.in_turn(Who::Bare, turns, size).await,
        async move || rig.in_turn(Who::Ours, turns, size).await,
    ))
}

/// Each has a server of its own: what one refreshes the other would not hold.
fn storm(rig: &Rig, pairs: usize, requests: usize, rotates: bool) -> Taking<'_> {
    Box::pin(async move {
        let other = Rig::start().await?;
        rig.stub.rotate(rotates);
        other.stub.rotate(rotates);
        let ours = async || {
            other.stub.expire();
            other.at_once(Who::Ours, requests, 1).await
        };
        pair::take(pairs, async || rig.bare_storm(requests).await, ours).await
    })
}

async fn sign_in(rig: &Rig, pairs: usize) -> Result<Taken, Failure> {
    let session = rig.another()?;
    pair::take(
        pairs,
        async || rig.bare_sign_in().await,
        async || rig::sign_in(&session).await,
    )
    .await
}
