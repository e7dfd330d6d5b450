//! Two things in turn, and what comes of it.

use std::time::{Duration, Instant};

use crate::failure::Failure;

/// What one pair after the other took.
#[derive(Debug)]
pub(crate) struct Taken {
    /// The bare client's times.
    bare: Vec<Duration>,
    /// The session's, each right after or before the bare one's of the same place.
    ours: Vec<Duration>,
}

/// Takes pairs, every other one the other way round: what comes second finds warm what came first has warmed.
pub(crate) async fn take(
    pairs: usize,
    bare: impl AsyncFn() -> Result<(), Failure>,
    ours: impl AsyncFn() -> Result<(), Failure>,
) -> Result<Taken, Failure> {
    // Connections are made, and caches filled.
    bare().await?;
    ours().await?;
    let mut taken = Taken {
        bare: Vec::new(),
        ours: Vec::new(),
    };
    for at in 0..pairs {
        if at % 2 == 0 {
            taken.bare.push(timed(&bare).await?);
            taken.ours.push(timed(&ours).await?);
        } else {
            taken.ours.push(timed(&ours).await?);
            taken.bare.push(timed(&bare).await?);
        }
    }
    Ok(taken)
}

async fn timed(work: &impl AsyncFn() -> Result<(), Failure>) -> Result<Duration, Failure> {
    let began = Instant::now();
    work().await?;
    Ok(began.elapsed())
}

/// The middle, and the middle of either half.
#[derive(Debug, PartialEq)]
pub(crate) struct Spread {
    pub(crate) low: f64,
    pub(crate) median: f64,
    pub(crate) high: f64,
}

impl Spread {
    fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let at = |quarter: usize| {
            let last = values.len().saturating_sub(1);
            values.get(last * quarter / 4).copied().unwrap_or(f64::NAN)
        };
        Self {
            low: at(1),
            median: at(2),
            high: at(3),
        }
    }
}

impl Taken {
    /// How many times as long the session took, pair by pair.
    pub(crate) fn ratio(&self) -> Spread {
        let pairs = self.ours.iter().zip(&self.bare);
        Spread::of(
            pairs
                .map(|(ours, bare)| ours.as_secs_f64() / bare.as_secs_f64())
                .collect(),
        )
    }

    /// The median of the bare client's times, and of the session's, in microseconds.
    pub(crate) fn medians(&self) -> (f64, f64) {
        let median = |times: &[Duration]| {
            Spread::of(times.iter().map(|it| it.as_secs_f64() * 1e6).collect()).median
        };
        (median(&self.bare), median(&self.ours))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_is_that_of_pairs_and_not_of_medians() {
        let times = |all: &[u64]| all.iter().map(|it| Duration::from_micros(*it)).collect();
        let taken = Taken {
            bare: times(&[100, 200, 1000, 100, 400]),
            ours: times(&[110, 220, 1100, 300, 440]),
        };
        assert!((taken.ratio().median - 1.1).abs() < 1e-9);
        assert_eq!(taken.medians(), (200.0, 300.0));
    }

    #[test]
    fn of_nothing_there_is_no_figure() {
        assert!(Spread::of(Vec::new()).median.is_nan());
    }
}
