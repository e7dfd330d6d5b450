//! Which room of a crate may use which: what stands higher uses what stands lower, and never the other way.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::module::{Module, folder_of};
use super::tree::{Uses, list};
use crate::tidy::problem::Problem;

/// For each folder what is in it, from the top down. A name stands for the file, for the folder, or for
/// both: a room's head lies beside it. A crate whose files all lie side by side needs no line, and a room
/// whose own files have an order may have one.
pub(super) const ROOMS: &str = "\
src-tauri: main > lib > desktop > app > state > server > settings > log > convert > privacy
src-tauri/crates/auth-core/src: lib > session > engine > oauth > credentials > dialect > report > world > wire > secret
src-tauri/crates/crash/src: main > lib > parent > child > between
src-tauri/crates/demo-server/src: main > lib > arguments > server > dialects > backend > store > crypto > setup
src-tauri/crates/interop/src: main > lib > real_server > run > checks > bench > browser > server > manifest > report
src-tauri/crates/ipc/src: lib > command > event > snapshot > error > settings > request > session > server > dialect > person > zoom
src-tauri/crates/sealed-vault/src: lib > sealed_vault > vault_config > file > health > error > keys > server > disk
src-tauri/crates/simulation/src: main > lib > fleet > run > checks > host > world > server > ground
src-tauri/crates/xtask/src: main > commands > tidy > checkout > ui > setup > display > run > outcome > paths > failure
src-ui/src: main > app > pages > components > state > words > standing > timeline > shortcut > backend > browser > route > prelude
";

const REMEDY: &str = "move what both need below both, or hand it in as a value";

/// Tests may use all rooms, and have no place in the order. A library and its program are one crate here.
pub(super) fn problems(table: &str, modules: &[Module<'_>], uses: &Uses<'_>) -> Vec<Problem> {
    let rows = table.lines().filter_map(|line| line.split_once(": "));
    let table: BTreeMap<&str, &str> = rows.collect();
    let mut crates: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for module in modules.iter().filter(|module| !module.is_aside) {
        let folder = folder_of(modules[module.root].file);
        crates.entry(folder).or_default().insert(module.file);
    }
    let mut problems = Vec::new();
    let mut error = |place: &str, what: &str| problems.push(Problem::error(place, what));
    for (folder, order) in &table {
        let is_around = |root: &str| Path::new(folder).starts_with(root);
        let Some((_, files)) = crates.iter().rfind(|(root, _)| is_around(root)) else {
            error(folder, "is in tidy/house/order.rs and no crate's");
            continue;
        };
        let order: Vec<&str> = order.split(" > ").collect();
        let rooms: BTreeSet<&str> = files.iter().filter_map(|it| room(folder, it)).collect();
        for room in rooms.iter().filter(|room| !order.contains(room)) {
            let place = format!("{folder}/{room}");
            error(&place, "has no place in tidy/house/order.rs");
        }
        for room in order.iter().filter(|room| !rooms.contains(*room)) {
            let place = format!("{folder}/{room}");
            error(&place, "is in tidy/house/order.rs and not there");
        }
        let level = |file: &str| {
            let room = room(folder, files.get(file)?)?;
            order.iter().position(|known| *known == room)
        };
        for ((user, used), names) in uses {
            if let (Some(from), Some(to)) = (level(user), level(used))
                && from > to
            {
                let (names, above, below) = (list(names), order[to], order[from]);
                let what = format!("uses {names} of {used}, and `{above}` stands above `{below}`");
                error(user, &format!("{what}: {REMEDY}"));
            }
        }
    }
    for (folder, files) in crates {
        let has_rooms = files.iter().any(|file| folder_of(file) != folder);
        if has_rooms && !table.contains_key(folder) {
            let order = order_of(folder, &files, uses).join(" > ");
            let what = "has rooms and no order in tidy/house/order.rs; as things are";
            error(folder, &format!("{what}, \"{order}\""));
        }
    }
    problems
}

/// An order that the uses allow, with each room as low as it can be; where they go in circles, one that
/// goes against few of them.
fn order_of<'a>(folder: &str, files: &BTreeSet<&'a str>, uses: &Uses<'_>) -> Vec<&'a str> {
    let mut left: BTreeSet<&str> = files.iter().filter_map(|file| room(folder, file)).collect();
    let steps = uses.keys();
    let steps = steps.filter_map(|(user, used)| Some((room(folder, user)?, room(folder, used)?)));
    let steps: BTreeSet<_> = steps.filter(|(user, used)| user != used).collect();
    let mut order = Vec::new();
    while let Some(lowest) = left.iter().copied().min_by_key(|room| {
        let uses = |(user, used): &&(&str, &str)| user == room && left.contains(used);
        steps.iter().filter(uses).count()
    }) {
        left.remove(lowest);
        order.insert(0, lowest);
    }
    order
}

/// The room of a folder that a file is in.
fn room<'a>(folder: &str, file: &'a str) -> Option<&'a str> {
    let inner = file.strip_prefix(folder)?.strip_prefix('/')?;
    let first = inner.split('/').next()?;
    Some(first.strip_suffix(".rs").unwrap_or(first))
}
