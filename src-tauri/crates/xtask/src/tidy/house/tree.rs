//! Which file names what another defines.

use std::collections::{BTreeMap, BTreeSet};
use std::iter::successors;

use super::module::{Known, Module};

/// From one file to another, with the names that it takes from there.
pub(super) type Uses<'a> = BTreeMap<(&'a str, &'a str), BTreeSet<String>>;

/// A module, or what is defined in one.
type Meaning = (usize, Option<String>);

/// The module that stands for every other crate.
const ELSEWHERE: usize = usize::MAX;

/// Names lead to names, `use` by `use`; those that lead in a circle are given up after so many steps.
const STEPS: usize = 9;

/// Who uses whom, product and tests apart: those may use whatever they are about.
pub(super) fn uses<'a>(modules: &[Module<'a>]) -> Uses<'a> {
    let mut uses = Uses::new();
    for (at, user) in modules.iter().enumerate() {
        let paths = user.paths.iter();
        for meaning in paths.flat_map(|path| resolve(modules, at, path, STEPS)) {
            if let (used, Some(name)) = meaning
                && let used = &modules[used]
                && used.file != user.file
                && used.is_aside == user.is_aside
            {
                let names = uses.entry((user.file, used.file)).or_default();
                names.insert(name);
            }
        }
    }
    uses
}

/// What a path means in a module; nothing where its first name is not known.
fn resolve(modules: &[Module<'_>], at: usize, path: &[String], steps: usize) -> Vec<Meaning> {
    let Some((first, rest)) = path.split_first() else {
        return Vec::new();
    };
    let mut meanings = look_up(modules, at, first, steps);
    if meanings.is_empty() {
        // A macro is known in every module below the one that defines it.
        let name = format!("{first}!");
        let mut above = successors(modules[at].parent, |at| modules[*at].parent);
        let definer = above.find(|at| modules[*at].names.contains_key(&name));
        meanings.extend(definer.map(|at| (at, Some(first.clone()))));
    }
    for name in rest {
        let step = |(at, item): Meaning| {
            let known = match item {
                None => look_up(modules, at, name, steps),
                // What follows belongs to a type.
                item => vec![(at, item)],
            };
            // A macro may have made it.
            let made = known.is_empty().then(|| (at, Some(name.clone())));
            known.into_iter().chain(made)
        };
        meanings = meanings.into_iter().flat_map(step).collect();
    }
    meanings
}

/// What a name means right in a module. It can mean a module and a function at once.
fn look_up(modules: &[Module<'_>], at: usize, name: &str, steps: usize) -> Vec<Meaning> {
    if at == ELSEWHERE {
        return vec![(ELSEWHERE, None)];
    }
    let Some(steps) = steps.checked_sub(1) else {
        return Vec::new();
    };
    let mut meanings = Vec::new();
    for known in modules[at].names.get(name).into_iter().flatten() {
        match known {
            Known::Module(there) => meanings.push((*there, None)),
            Known::Item => meanings.push((at, Some(name.to_owned()))),
            Known::Import(path) => match resolve(modules, at, path, steps) {
                unknown if unknown.is_empty() => meanings.push((ELSEWHERE, None)),
                known => meanings.extend(known),
            },
        }
    }
    if meanings.is_empty() && name != "*" {
        let sources = look_up(modules, at, "*", steps).into_iter();
        let sources = sources.filter(|(_, item)| item.is_none());
        meanings.extend(sources.flat_map(|(there, _)| look_up(modules, there, name, steps)));
    }
    meanings
}

/// Names as a sentence has them.
pub(super) fn list(names: &BTreeSet<String>) -> String {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.join(", ")
}
