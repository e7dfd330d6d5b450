//! How many files lie side by side.

use std::collections::BTreeMap;

use super::module::folder_of;
use crate::tidy::problem::Problem;

/// More files than this hide which of them matter.
const MOST: usize = 12;

/// Folders that hold more, each with its reason.
pub(super) const REASONS: &[(&str, &str)] = &[];

pub(super) fn problems<'a>(
    reasons: &[(&str, &str)],
    files: impl Iterator<Item = &'a str>,
) -> Vec<Problem> {
    let mut counts: BTreeMap<&str, usize> =
        reasons.iter().map(|(folder, _)| (*folder, 0)).collect();
    for file in files {
        *counts.entry(folder_of(file)).or_default() += 1;
    }
    let has_reason = |folder: &str| reasons.iter().any(|(known, _)| *known == folder);
    let what = |(folder, count): (&str, usize)| match (count > MOST, has_reason(folder)) {
        (true, false) => Some(Problem::error(
            folder,
            format!(
                "{count} files side by side: make rooms, or give a reason in tidy/house/crowd.rs"
            ),
        )),
        (false, true) => Some(Problem::error(
            folder,
            "needs no reason any more: remove it from tidy/house/crowd.rs",
        )),
        _ => None,
    };
    counts.into_iter().filter_map(what).collect()
}
