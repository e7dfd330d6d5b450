//! Files that use each other.

use std::collections::{BTreeSet, VecDeque};

use super::tree::{Uses, list};
use crate::tidy::problem::Problem;

/// The shortest circles, so many that none is left once each is opened where that frees the most files: one
/// wrong use is told once, however many circles it closes.
pub(super) fn problems(uses: &Uses<'_>) -> Vec<Problem> {
    let mut left = uses.clone();
    let mut problems = Vec::new();
    while let Some(circle) = circles(&left).into_iter().min_by_key(Vec::len) {
        let mut steps = Vec::new();
        let mut opened = Vec::new();
        for step in circle.windows(2).map(|pair| (pair[0], pair[1])) {
            steps.push(format!("uses {} of {}", list(&uses[&step]), step.1));
            let mut others = left.clone();
            others.remove(&step);
            opened.push(others);
        }
        let freest = opened.into_iter().min_by_key(|it| circles(it).len());
        left = freest.unwrap_or_default();
        let steps = steps.join(", which ");
        let remedy = "move what both need into a file below both, or hand it in as a value";
        problems.push(Problem::error(circle[0], format!("{steps}: {remedy}")));
    }
    problems
}

/// The shortest circle through each file that is in one. It ends with the file that it begins with.
fn circles<'a>(uses: &Uses<'a>) -> Vec<Vec<&'a str>> {
    let starts: BTreeSet<&str> = uses.keys().map(|(user, _)| *user).collect();
    let circle = |start| {
        let mut seen = BTreeSet::new();
        let mut ways = VecDeque::from([vec![start]]);
        while let Some(way) = ways.pop_front() {
            let end = way[way.len() - 1];
            if way.len() > 1 && end == start {
                return Some(way);
            }
            let steps = uses.range((end, "")..).map(|(step, _)| *step);
            for (_, used) in steps.take_while(|(user, _)| *user == end) {
                if seen.insert(used) {
                    ways.push_back([way.as_slice(), &[used]].concat());
                }
            }
        }
        None
    };
    starts.into_iter().filter_map(circle).collect()
}
