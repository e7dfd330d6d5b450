//! `cargo xtask a11y`: whether everybody can use the window, in every state of every page.

use std::process::ExitCode;

use super::e2e;
use crate::failure::{Failure, Result};
use crate::outcome::Report;
use crate::paths::Paths;

/// The journey that walks through all of the window.
const WALK: &str = "whole-a11y";

pub(crate) fn run(paths: &Paths) -> Result<ExitCode> {
    e2e::prepare(paths)?;
    let report = e2e::drive(paths, &[WALK.to_owned()])?;
    let count = violations(&report).ok_or_else(|| {
        Failure::new("the walk did not come to its end").with_remedy("its own words are above")
    })?;
    println!("\n{count} violations");
    Ok(if count == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// How many the walk has found, or `None` where it failed for another reason.
fn violations(report: &Report) -> Option<u32> {
    if report.tally.is_good() {
        return Some(0);
    }
    let (_, told) = report.failures.first()?.split_once(" ... FAILED (")?;
    told.strip_suffix(" violations:")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::Tally;

    fn failed(line: &str) -> Option<u32> {
        violations(&Report::failed(line))
    }

    #[test]
    fn what_the_walk_has_found_is_counted() {
        assert_eq!(violations(&Report::from(Tally::ONE_PASSED)), Some(0));
        let found = "journey whole-a11y ... FAILED (12 violations:";
        assert_eq!(failed(found), Some(12));
    }

    #[test]
    fn a_walk_that_broke_off_has_found_nothing_out() {
        let broken = "journey whole-a11y ... FAILED (click `a`: not within 30 s) after 31.0 s";
        assert_eq!(failed(broken), None);
        assert_eq!(violations(&Report::default()), None, "it was not taken");
    }
}
