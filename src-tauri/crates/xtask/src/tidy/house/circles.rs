//! Files that use each other.

use std::collections::{BTreeMap, VecDeque};

use super::tree::{Kind, Tree, Uses, list};
use crate::tidy::problem::Problem;

/// Tests may use whatever they are about, so of their files only the circles among themselves count.
pub(super) fn problems(tree: &Tree<'_>) -> Vec<Problem> {
    [Kind::Product, Kind::Aside]
        .into_iter()
        .flat_map(|kind| {
            let uses = tree.uses(kind);
            let circles = circles(&uses).into_iter();
            circles
                .map(|circle| Problem::error(circle[0], describe(&circle, &uses)))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn describe(circle: &[&str], uses: &Uses<'_>) -> String {
    let steps: Vec<String> = circle
        .windows(2)
        .map(|pair| format!("uses {} of {}", list(&uses[&(pair[0], pair[1])]), pair[1]))
        .collect();
    format!(
        "{}: move what both need into a file below both, or hand it in as a value",
        steps.join(", which ")
    )
}

/// The shortest circles, so many that none is left once each is opened where that frees the most files: one
/// wrong use is told once, however many circles it closes. Each ends with the file that it begins with.
fn circles<'a>(uses: &Uses<'a>) -> Vec<Vec<&'a str>> {
    let mut left = uses.clone();
    let mut found = Vec::new();
    while let Some(circle) = through_each(&left).into_iter().min_by_key(Vec::len) {
        let without = |pair: &[&'a str]| {
            let mut others = left.clone();
            others.remove(&(pair[0], pair[1]));
            others
        };
        if let Some(freest) = circle
            .windows(2)
            .map(without)
            .min_by_key(|others| through_each(others).len())
        {
            left = freest;
        }
        found.push(circle);
    }
    found
}

/// The shortest circle through each file that is in one.
fn through_each<'a>(uses: &Uses<'a>) -> Vec<Vec<&'a str>> {
    let mut used_by: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (user, used) in uses.keys() {
        used_by.entry(user).or_default().push(used);
    }
    let starts = used_by.keys();
    starts
        .filter_map(|start| back_to(start, &used_by))
        .collect()
}

/// The shortest way from a file to itself.
fn back_to<'a>(start: &'a str, used_by: &BTreeMap<&'a str, Vec<&'a str>>) -> Option<Vec<&'a str>> {
    let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
    let mut open = VecDeque::from([start]);
    while let Some(at) = open.pop_front() {
        for next in used_by.get(at).into_iter().flatten() {
            if *next == start {
                let mut way = vec![start, at];
                while way.last() != Some(&start) {
                    way.push(came_from[way[way.len() - 1]]);
                }
                way.reverse();
                return Some(way);
            }
            if !came_from.contains_key(next) {
                came_from.insert(next, at);
                open.push_back(next);
            }
        }
    }
    None
}
