//! How many files lie side by side.

use std::collections::BTreeMap;

use crate::tidy::problem::Problem;

/// More files than this hide which of them matter.
const MOST: usize = 12;

/// Folders that hold more, each with its reason.
pub(super) const REASONS: &[(&str, &str)] = &[];

pub(super) fn problems<'a>(
    reasons: &[(&str, &str)],
    files: impl Iterator<Item = &'a str>,
) -> Vec<Problem> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (folder, _) in files.filter_map(|file| file.rsplit_once('/')) {
        *counts.entry(folder).or_default() += 1;
    }
    let has_reason = |folder: &str| reasons.iter().any(|(known, _)| *known == folder);
    let crowded = counts
        .iter()
        .filter(|(folder, count)| **count > MOST && !has_reason(folder))
        .map(|(folder, count)| {
            let what = format!(
                "{count} files side by side: make rooms, or give a reason in tidy/house/crowd.rs"
            );
            Problem::error(*folder, what)
        });
    let needless = reasons
        .iter()
        .filter(|(folder, _)| counts.get(folder).is_none_or(|count| *count <= MOST))
        .map(|(folder, _)| {
            Problem::error(
                *folder,
                "needs no reason any more: remove it from tidy/house/crowd.rs",
            )
        });
    crowded.chain(needless).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(reasons: &[(&str, &str)], count: usize) -> Vec<String> {
        let files: Vec<String> = (0..count).map(|at| format!("a/b/{at}.rs")).collect();
        let files = files.iter().map(String::as_str).chain(["a/c.rs"]);
        problems(reasons, files)
            .into_iter()
            .map(|problem| format!("{}: {}", problem.place, problem.what))
            .collect()
    }

    #[test]
    fn a_folder_past_a_dozen_files_needs_a_reason() {
        assert_eq!(places(&[], 12), [""; 0]);
        let [found] = places(&[], 13).try_into().expect("one problem");
        assert!(found.starts_with("a/b: 13 files side by side"), "{found}");
        assert_eq!(places(&[("a/b", "a table, a file each")], 13), [""; 0]);
    }

    #[test]
    fn a_reason_that_is_not_needed_any_more_is_found() {
        let reasons = [("a/b", "a table, a file each"), ("gone", "it was large")];
        let found = places(&reasons, 12);
        assert!(found[0].starts_with("a/b: needs no reason"), "{found:?}");
        assert!(found[1].starts_with("gone: needs no reason"), "{found:?}");
    }
}
