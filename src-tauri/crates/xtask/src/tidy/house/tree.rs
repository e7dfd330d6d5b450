//! Which file names what another defines.

use std::collections::{BTreeMap, BTreeSet};

use super::module::{Known, Module, Modules};

/// From one file to another, with the names that it takes from there.
pub(super) type Uses<'a> = BTreeMap<(&'a str, &'a str), BTreeSet<String>>;

/// A module, or what is defined in one.
type Meaning = (usize, Option<String>);

/// The module that stands for every other crate.
const ELSEWHERE: usize = usize::MAX;

impl<'a> Modules<'a> {
    /// Who uses whom, product and tests apart: those may use whatever they are about.
    pub(super) fn uses(&self) -> Uses<'a> {
        let mut uses = Uses::new();
        for (
            at,
            Module {
                file,
                is_aside,
                paths,
                ..
            },
        ) in self.list.iter().enumerate()
        {
            for meaning in paths
                .iter()
                .flat_map(|it| self.resolve(at, it, &mut Vec::new()))
            {
                if let (definer, Some(name)) = meaning
                    && let definer = &self.list[definer]
                    && definer.file != *file
                    && definer.is_aside == *is_aside
                {
                    uses.entry((*file, definer.file)).or_default().insert(name);
                }
            }
        }
        uses
    }

    /// What a path means in a module; nothing where its first name is not known. `asked` keeps imports that
    /// name each other from being followed for ever.
    fn resolve(
        &self,
        at: usize,
        path: &[String],
        asked: &mut Vec<(usize, String)>,
    ) -> Vec<Meaning> {
        let Some((first, rest)) = path.split_first() else {
            return Vec::new();
        };
        let mut meanings = self.look_up(at, first, asked);
        if meanings.is_empty() {
            // A macro is known in every module below the one that defines it.
            let up = |at: &usize| self.list[*at].parent;
            let defines = |at: &usize| self.list[*at].names.contains_key(&format!("{first}!"));
            let definer = std::iter::successors(up(&at), up).find(defines);
            meanings.extend(definer.map(|at| (at, Some(first.clone()))));
        }
        for name in rest {
            let step = |meaning: Meaning| match meaning {
                (at, None) => match self.look_up(at, name, asked) {
                    // A macro may have made it.
                    unknown if unknown.is_empty() => vec![(at, Some(name.clone()))],
                    known => known,
                },
                // What follows belongs to a type.
                item => vec![item],
            };
            meanings = meanings.into_iter().flat_map(step).collect();
        }
        meanings
    }

    /// What a name means right in a module. It can mean a module and a function at once.
    fn look_up(&self, at: usize, name: &str, asked: &mut Vec<(usize, String)>) -> Vec<Meaning> {
        if at == ELSEWHERE {
            return vec![(ELSEWHERE, None)];
        }
        let question = (at, name.to_owned());
        if asked.contains(&question) {
            return Vec::new();
        }
        asked.push(question);
        let mut meanings = Vec::new();
        for known in self.list[at].names.get(name).into_iter().flatten() {
            match known {
                Known::Module(there) => meanings.push((*there, None)),
                Known::Item => meanings.push((at, Some(name.to_owned()))),
                Known::Import(path) => match self.resolve(at, path, asked) {
                    unknown if unknown.is_empty() => meanings.push((ELSEWHERE, None)),
                    known => meanings.extend(known),
                },
            }
        }
        if meanings.is_empty() {
            for (source, item) in self.look_up(at, "*", asked) {
                if item.is_none() {
                    meanings.extend(self.look_up(source, name, asked));
                }
            }
        }
        asked.pop();
        meanings
    }
}

/// Names as a sentence has them.
pub(super) fn list(names: &BTreeSet<String>) -> String {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.join(", ")
}
