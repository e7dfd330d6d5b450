//! How many files lie side by side.

use std::collections::BTreeMap;

use super::module::folder_of;
use crate::tidy::problem::Problem;

/// More files than this hide which of them matter.
const MOST: usize = 12;

/// Folders that hold more, each with its reason.
pub(super) const REASONS: &[(&str, &str)] = &[
    (
        "src-ui/src",
        "the rooms of the window, and what is too small for one",
    ),
    ("src-ui/src/pages", "one file a page"),
    ("src-ui/src/state", "what each page keeps, one file each"),
];

pub(super) fn problems<'a>(
    reasons: &[(&'a str, &str)],
    files: impl Iterator<Item = &'a str>,
) -> Vec<Problem> {
    let reasons: BTreeMap<&str, &str> = reasons.iter().copied().collect();
    let mut counts: BTreeMap<&str, usize> = reasons.keys().map(|folder| (*folder, 0)).collect();
    for file in files {
        *counts.entry(folder_of(file)).or_default() += 1;
    }
    counts.retain(|folder, count| (*count > MOST) != reasons.contains_key(folder));
    let what = |count| match count {
        0..=MOST => "needs no reason any more: remove it from tidy/house/crowd.rs".to_owned(),
        _ => {
            format!(
                "{count} files side by side: make rooms, or give a reason in tidy/house/crowd.rs"
            )
        }
    };
    let problem = |(folder, count)| Problem::error(folder, what(count));
    counts.into_iter().map(problem).collect()
}
