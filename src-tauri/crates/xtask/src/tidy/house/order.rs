//! Which room of a crate may use which: what stands higher uses what stands lower, and never the other way.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::tree::{Kind, Tree, Uses, list};
use crate::tidy::problem::Problem;

/// For each folder what is in it, from the top down. A name stands for the file, for the folder, or for
/// both: a room's head lies beside it. A crate whose files all lie side by side needs no line, and a room
/// whose own files have an order may have one.
pub(super) const ROOMS: &[(&str, &str)] = &[
    (
        "src-tauri",
        "main > lib > desktop > app > state > server > settings > log > convert",
    ),
    (
        "src-tauri/crates/auth-core/src",
        "lib > session > engine > credentials > dialect > report > world > wire > secret",
    ),
    (
        "src-tauri/crates/crash/src",
        "main > lib > parent > child > between",
    ),
    (
        "src-tauri/crates/demo-server/src",
        "main > lib > arguments > server > dialects > backend > store > crypto > setup",
    ),
    (
        "src-tauri/crates/ipc/src",
        "lib > command > error > event > snapshot > settings > session > server > person",
    ),
    (
        "src-tauri/crates/sealed-vault/src",
        "lib > sealed_vault > vault_config > file > health > error > keys > server > disk",
    ),
    (
        "src-tauri/crates/simulation/src",
        "main > lib > fleet > run > checks > host > world > server > ground",
    ),
    (
        "src-tauri/crates/xtask/src",
        "main > commands > tidy > checkout > ui > setup > display > run > outcome > paths > failure",
    ),
    (
        "src-ui/src",
        "main > app > pages > components > state > words > standing > backend > browser > route",
    ),
];
const BELOW: &str = " > ";

pub(super) fn problems(table: &[(&str, &str)], trees: &[Tree<'_>]) -> Vec<Problem> {
    let mut crates: BTreeMap<&str, Crate<'_>> = BTreeMap::new();
    for tree in trees {
        if let Some((folder, _)) = tree
            .files(Kind::Product)
            .first()
            .and_then(|root| root.rsplit_once('/'))
        {
            let Crate { files, uses } = crates.entry(folder).or_default();
            files.extend(tree.files(Kind::Product).iter().copied());
            uses.extend(tree.uses(Kind::Product));
        }
    }
    let mut problems = Vec::new();
    for (folder, order) in table {
        let order: Vec<&str> = order.split(BELOW).collect();
        let around = |(root, _): &(&&str, &Crate<'_>)| Path::new(folder).starts_with(root);
        match crates
            .iter()
            .filter(around)
            .max_by_key(|(root, _)| root.len())
        {
            Some((_, house)) => {
                problems.extend(strangers(folder, &order, &house.files));
                problems.extend(upward(folder, &order, &house.uses));
            }
            None => problems.push(Problem::error(
                *folder,
                "is in tidy/house/order.rs and no crate's",
            )),
        }
    }
    let without = crates.iter().filter(|(folder, house)| {
        let mut inner = house.files.iter().filter_map(|file| within(folder, file));
        inner.any(|file| file.contains('/')) && !table.iter().any(|(known, _)| known == *folder)
    });
    for (folder, house) in without {
        let order = order_of(folder, house).join(BELOW);
        let what =
            format!("has rooms and no order in tidy/house/order.rs; as things are, \"{order}\"");
        problems.push(Problem::error(*folder, what));
    }
    problems
}

/// The files of a crate that are no tests. A library and its program are one crate here.
#[derive(Default)]
struct Crate<'a> {
    files: BTreeSet<&'a str>,
    uses: Uses<'a>,
}

/// Rooms that the table does not know, and names in it that no room has.
fn strangers(folder: &str, order: &[&str], files: &BTreeSet<&str>) -> Vec<Problem> {
    let rooms: BTreeSet<&str> = files.iter().filter_map(|file| room(folder, file)).collect();
    let known: BTreeSet<&str> = order.iter().copied().collect();
    let unknown = rooms.difference(&known).map(|room| {
        Problem::error(
            format!("{folder}/{room}"),
            "has no place in tidy/house/order.rs",
        )
    });
    let gone = known.difference(&rooms).map(|room| {
        Problem::error(
            format!("{folder}/{room}"),
            "is in tidy/house/order.rs and not there",
        )
    });
    unknown.chain(gone).collect()
}

fn upward(folder: &str, order: &[&str], uses: &Uses<'_>) -> Vec<Problem> {
    let place = |file| {
        let room = room(folder, file)?;
        order.iter().position(|known| *known == room)
    };
    uses.iter()
        .filter_map(|((user, used), names)| {
            let (from, to) = (place(user)?, place(used)?);
            let what = || {
                format!(
                    "uses {} of {used}, and `{}` stands above `{}`: move what both need below both, \
                     or hand it in as a value",
                    list(names),
                    order[to],
                    order[from]
                )
            };
            (from > to).then(|| Problem::error(*user, what()))
        })
        .collect()
}

/// An order that the uses allow, with each room as low as it can be; where they go in circles, one that
/// goes against few of them.
fn order_of<'a>(folder: &str, house: &Crate<'a>) -> Vec<&'a str> {
    let rooms = house.files.iter().filter_map(|file| room(folder, file));
    let mut left: BTreeSet<&str> = rooms.collect();
    let steps = house.uses.keys();
    let steps: BTreeSet<_> = steps
        .filter_map(|(user, used)| Some((room(folder, user)?, room(folder, used)?)))
        .filter(|(user, used)| user != used)
        .collect();
    let mut order = Vec::new();
    while let Some(lowest) = left.iter().copied().min_by_key(|room| {
        let uses = |(user, used): &&(&str, &str)| user == room && left.contains(used);
        steps.iter().filter(uses).count()
    }) {
        left.remove(lowest);
        order.push(lowest);
    }
    order.reverse();
    order
}

fn within<'a>(folder: &str, file: &'a str) -> Option<&'a str> {
    file.strip_prefix(folder)?.strip_prefix('/')
}

/// The room of a folder that a file is in.
fn room<'a>(folder: &str, file: &'a str) -> Option<&'a str> {
    let first = within(folder, file)?.split('/').next()?;
    Some(first.strip_suffix(".rs").unwrap_or(first))
}
