//! The power goes at every moment of what a vault does, and takes with it whatever was not made durable.

use std::collections::BTreeMap;

use super::*;

/// A disk by the letter of POSIX: what was written is there when it was synchronised, and may be empty else;
/// a name is there, or gone, when its folder was synchronised, and may be as it was before else, each name
/// for itself.
#[derive(Clone, Default)]
struct Model {
    contents: Vec<Content>,
    names: Names,
    durable: Names,
    pending: Vec<Pending>,
}

/// `None`: it is a folder.
type Names = BTreeMap<PathBuf, Option<usize>>;

#[derive(Clone)]
struct Content {
    bytes: Vec<u8>,
    is_durable: bool,
}

/// A change of names that is not durable yet.
#[derive(Clone)]
struct Pending {
    goes: Option<PathBuf>,
    comes: Option<(PathBuf, Option<usize>)>,
}

impl Pending {
    fn is_in(&self, folder: &Path) -> bool {
        let comes = self.comes.as_ref().map(|(path, _)| path);
        let path = comes.or(self.goes.as_ref());
        path.is_some_and(|path| path.parent() == Some(folder))
    }

    fn apply(self, names: &mut Names) {
        if let Some(path) = self.goes {
            names.remove(&path);
        }
        names.extend(self.comes);
    }
}

impl Model {
    /// What lies there has been there for long.
    fn of(folder: &Path) -> Self {
        let mut model = Self::default();
        model.add(folder);
        model.durable = model.names.clone();
        model
    }

    fn add(&mut self, folder: &Path) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                self.names.insert(path.clone(), None);
                self.add(&path);
            } else {
                let bytes = fs::read(&path).unwrap();
                self.put(path, bytes, true);
            }
        }
    }

    fn put(&mut self, path: PathBuf, bytes: Vec<u8>, is_durable: bool) -> usize {
        self.contents.push(Content { bytes, is_durable });
        let content = self.contents.len() - 1;
        self.names.insert(path, Some(content));
        content
    }

    fn change(&mut self, goes: Option<&PathBuf>, comes: Option<(&PathBuf, Option<usize>)>) {
        let pending = Pending {
            goes: goes.cloned(),
            comes: comes.map(|(path, content)| (path.clone(), content)),
        };
        pending.clone().apply(&mut self.names);
        self.pending.push(pending);
    }

    fn apply(&mut self, done: &Done) {
        match done {
            Done::MakeFolder(folder) => self.change(None, Some((folder, None))),
            Done::Write(file, bytes) => {
                let content = self.put(file.clone(), bytes.clone(), false);
                self.change(None, Some((file, Some(content))));
            }
            Done::Sync(file) => {
                let content = self.names[file].unwrap();
                self.contents[content].is_durable = true;
            }
            Done::SyncFolder(folder) => {
                let (done, rest) = std::mem::take(&mut self.pending)
                    .into_iter()
                    .partition::<Vec<_>, _>(|pending| pending.is_in(folder));
                self.pending = rest;
                for pending in done {
                    pending.apply(&mut self.durable);
                }
            }
            Done::Rename(from, to) => {
                let content = self.names[from];
                self.change(Some(from), Some((to, content)));
            }
            Done::Link(from, to) => {
                let content = self.names[from];
                self.change(None, Some((to, content)));
            }
            Done::Remove(file) => self.change(Some(file), None),
            Done::Elsewhere => {}
        }
    }

    /// Everything that may be there when the power comes back.
    fn power_cuts(&self) -> impl Iterator<Item = BTreeMap<PathBuf, Vec<u8>>> {
        (0..1 << self.pending.len()).map(|chosen| {
            let mut names = self.durable.clone();
            for (bit, pending) in self.pending.iter().enumerate() {
                if chosen & (1 << bit) != 0 {
                    pending.clone().apply(&mut names);
                }
            }
            self.files(&names)
        })
    }

    fn files(&self, names: &Names) -> BTreeMap<PathBuf, Vec<u8>> {
        let is_reached = |path: &Path| {
            let known = self.names.keys().chain(self.durable.keys());
            let folders = known.filter(|it| self.is_folder(it) && path.starts_with(it));
            folders.into_iter().all(|folder| names.contains_key(folder))
        };
        let files = names.iter().filter(|(path, _)| is_reached(path));
        let files = files.filter_map(|(path, content)| Some((path, &self.contents[(*content)?])));
        files
            .map(|(path, content)| {
                let bytes = content.is_durable.then(|| content.bytes.clone());
                (path.clone(), bytes.unwrap_or_default())
            })
            .collect()
    }

    fn is_folder(&self, path: &Path) -> bool {
        let found = self.names.get(path).or(self.durable.get(path));
        found.is_some_and(Option::is_none)
    }
}

/// A computer after a power cut.
struct After {
    place: Place,
    /// Whether the power went when the vault had answered.
    is_done: bool,
}

/// Every computer that may be found after `act` has lost its power in the middle.
async fn after_power_cuts(place: Place, act: impl AsyncFnOnce()) -> Vec<After> {
    let (mut model, root) = (Model::of(place.folder.path()), place.folder.path());
    let before = place.chain.keys.lock().unwrap().clone();
    let (calls, changes) = (
        place.calls.done().len(),
        place.chain.history.lock().unwrap().len(),
    );
    act().await;
    let done = place.calls.done().split_off(calls);
    let mut keys = vec![before];
    keys.extend(place.chain.history.lock().unwrap().split_off(changes));
    let mut keys = keys.into_iter();
    let mut current = keys.next().unwrap();
    let mut found = Vec::new();
    for number in 0..=done.len() {
        for files in model.power_cuts() {
            let after = Place::new();
            *after.chain.keys.lock().unwrap() = current.clone();
            for (path, content) in files {
                let path = after.folder.path().join(path.strip_prefix(root).unwrap());
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, content).unwrap();
            }
            found.push(After {
                place: after,
                is_done: number == done.len(),
            });
        }
        if let Some(next) = done.get(number) {
            model.apply(next);
            if *next == Done::Elsewhere {
                current = keys.next().unwrap();
            }
        }
    }
    found
}

/// The old or the new is found whole, only the new once it was answered, and the next write goes through.
async fn assert_whole(found: Vec<After>, old: Option<&str>, new: Option<&str>) {
    assert!(found.len() > 1, "something was done");
    for After { place, is_done } in found {
        for vault in [place.open(), place.open_with_key_file()] {
            let kept = text(&vault).await.unwrap();
            let kept = kept.as_deref();
            assert!(
                kept == new || (!is_done && kept == old),
                "{kept:?} {is_done} {:?}",
                names(place.folder.path())
            );
        }
        write(&place.open(), "next").await.unwrap();
        assert_keeps(&place.open(), "next").await;
    }
}

#[tokio::test]
async fn a_first_save_is_there_or_not_with_the_folders_that_it_is_in() {
    let place = Place::new();
    let vault = place.open();
    let cuts = after_power_cuts(place, async || write(&vault, "new").await.unwrap()).await;
    assert_whole(cuts, None, Some("new")).await;
}

#[tokio::test]
async fn a_first_save_with_a_key_file_is_there_or_not_and_its_key_with_it() {
    let place = Place::new();
    let vault = place.open_with_key_file();
    let cuts = after_power_cuts(place, async || write(&vault, "new").await.unwrap()).await;
    assert_whole(cuts, None, Some("new")).await;
}

#[tokio::test]
async fn a_save_leaves_the_old_record_or_the_new_one_whole() {
    let place = Place::with("old").await;
    let vault = place.open();
    let cuts = after_power_cuts(place, async || write(&vault, "new").await.unwrap()).await;
    assert_whole(cuts, Some("old"), Some("new")).await;
}

#[tokio::test]
async fn an_erased_record_is_there_or_gone_and_gone_once_that_was_answered() {
    let place = Place::with("old").await;
    let vault = place.open();
    let cuts = after_power_cuts(place, async || erase(&vault).await.unwrap()).await;
    assert_whole(cuts, Some("old"), None).await;
}

/// Whoever erased it may have died before it was durable.
#[tokio::test]
async fn erasing_what_is_gone_makes_durable_that_it_is() {
    let place = Place::with("old").await;
    let (vault, calls, file) = (place.open(), place.calls.clone(), place.envelope());
    let cuts = after_power_cuts(place, async || {
        fs::remove_file(&file).unwrap();
        calls.note(Done::Remove(file));
        erase(&vault).await.unwrap();
    })
    .await;
    assert_whole(cuts, Some("old"), None).await;
}

#[tokio::test]
async fn a_key_that_moves_leaves_a_record_that_opens_wherever_the_settings_say_it_is() {
    for to in [KeyPlace::File, KeyPlace::Keychain] {
        let place = Place::new();
        let vault = match to {
            KeyPlace::File => place.open(),
            KeyPlace::Keychain => place.open_with_key_file(),
        };
        write(&vault, "mine").await.unwrap();
        let cuts = after_power_cuts(place, async || vault.move_key(to).await.unwrap()).await;
        for After { place, is_done } in &cuts {
            let is_left = place.file("session.key").exists();
            assert!(!(*is_done && to == KeyPlace::Keychain && is_left));
        }
        assert_whole(cuts, Some("mine"), Some("mine")).await;
    }
}

#[tokio::test]
async fn what_moves_out_or_is_removed_is_there_or_gone_and_never_without_its_key() {
    for has_key_file in [false, true] {
        for moves in [false, true] {
            let place = Place::new();
            let vault = if has_key_file {
                place.open_with_key_file()
            } else {
                place.open()
            };
            write(&vault, "mine").await.unwrap();
            let cuts = after_power_cuts(place, async || {
                if moves {
                    vault.move_out().await.unwrap();
                } else {
                    vault.remove().await.unwrap();
                }
            })
            .await;
            for After { place, is_done } in &cuts {
                assert!(!(*is_done && place.file("session.key").exists()));
            }
            assert_whole(cuts, Some("mine"), None).await;
        }
    }
}

#[tokio::test]
async fn what_cannot_be_read_outlives_the_save_that_replaces_it() {
    let place = Place::with("old").await;
    fs::write(place.envelope(), "damaged").unwrap();
    let vault = place.open();
    let cuts = after_power_cuts(place, async || write(&vault, "new").await.unwrap()).await;
    for After { place, is_done } in cuts {
        let mut found = place.aside();
        found.push(place.bytes());
        assert!(found.contains(&b"damaged".to_vec()), "nothing is lost");
        match text(&place.open()).await {
            Err(VaultError::Unreadable) => assert!(!is_done),
            kept => assert_eq!(kept, Ok(Some("new".to_owned()))),
        }
    }
}
