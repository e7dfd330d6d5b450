//! Files that use each other.

use std::collections::{BTreeSet, VecDeque};

use super::tree::{Uses, list};
use crate::tidy::problem::Problem;

pub(super) fn problems(uses: &Uses<'_>) -> Vec<Problem> {
    let describe = |circle: Vec<&str>| {
        let steps: Vec<String> = circle
            .windows(2)
            .map(|pair| format!("uses {} of {}", list(&uses[&(pair[0], pair[1])]), pair[1]))
            .collect();
        let steps = steps.join(", which ");
        let remedy = "move what both need into a file below both, or hand it in as a value";
        Problem::error(circle[0], format!("{steps}: {remedy}"))
    };
    circles(uses).into_iter().map(describe).collect()
}

/// The shortest circles, so many that none is left once each is opened where that frees the most files: one
/// wrong use is told once, however many circles it closes. Each ends with the file that it begins with.
fn circles<'a>(uses: &Uses<'a>) -> Vec<Vec<&'a str>> {
    let mut left = uses.clone();
    let mut found = Vec::new();
    while let Some(circle) = through_each(&left).into_iter().min_by_key(Vec::len) {
        let opened = circle.windows(2).map(|pair| {
            let mut others = left.clone();
            others.remove(&(pair[0], pair[1]));
            others
        });
        left = opened
            .min_by_key(|others| through_each(others).len())
            .unwrap_or_default();
        found.push(circle);
    }
    found
}

/// The shortest circle through each file that is in one.
fn through_each<'a>(uses: &Uses<'a>) -> Vec<Vec<&'a str>> {
    let users: BTreeSet<&str> = uses.keys().map(|(user, _)| *user).collect();
    users
        .into_iter()
        .filter_map(|start| back_to(start, uses))
        .collect()
}

/// The shortest way from a file to itself.
fn back_to<'a>(start: &'a str, uses: &Uses<'a>) -> Option<Vec<&'a str>> {
    let mut seen = BTreeSet::new();
    let mut ways = VecDeque::from([vec![start]]);
    while let Some(way) = ways.pop_front() {
        let end = way[way.len() - 1];
        if way.len() > 1 && end == start {
            return Some(way);
        }
        let steps = uses.range((end, "")..).map(|(step, _)| step);
        for (_, used) in steps.take_while(|(user, _)| *user == end) {
            if seen.insert(*used) {
                ways.push_back([way.as_slice(), &[*used]].concat());
            }
        }
    }
    None
}
