//! `cargo xtask a11y`: whether everybody can use the window, in every state of every page.

use std::process::ExitCode;

use super::e2e;
use crate::failure::{Failure, Result};
use crate::outcome::Report;
use crate::paths::Paths;

/// The walks of this command are named so.
const WALKS: &str = "whole-a11y-";

pub(crate) fn run(paths: &Paths) -> Result<ExitCode> {
    e2e::prepare(paths)?;
    let report = e2e::drive(paths, &[WALKS.to_owned()])?;
    let count = violations(&report).ok_or_else(|| {
        Failure::new("a walk did not come to its end").with_remedy("its own words are above")
    })?;
    println!("\n{count} violations");
    Ok(if count == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// How many the walks have found, or `None` where one of them failed for another reason.
fn violations(report: &Report) -> Option<u32> {
    if report.tally.failed == 0 {
        return report.tally.is_good().then_some(0);
    }
    let counts = report.failures.iter().map(|line| {
        let (_, told) = line.split_once(" ... FAILED (")?;
        told.strip_suffix(" violations:")?.parse::<u32>().ok()
    });
    counts.sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::Tally;

    fn report(passed: u32, failures: &[&str]) -> Report {
        let failed = u32::try_from(failures.len()).expect("a few");
        Report {
            tally: Tally { passed, failed },
            failures: failures.iter().map(|&it| it.to_owned()).collect(),
        }
    }

    #[test]
    fn what_every_walk_has_found_is_counted() {
        assert_eq!(violations(&report(3, &[])), Some(0));
        let found = [
            "journey x ... FAILED (2 violations:",
            "journey y ... FAILED (5 violations:",
        ];
        assert_eq!(violations(&report(1, &found)), Some(7));
    }

    #[test]
    fn a_walk_that_broke_off_has_found_nothing_out() {
        let broken = ["journey x ... FAILED (click `a`: not within 30 s) after 31.0 s"];
        assert_eq!(violations(&report(2, &broken)), None);
        assert_eq!(violations(&report(0, &[])), None, "none was taken");
    }
}
