//! Replacing a file whole: after a crash at any moment either the old or the new one is there.

use std::{
    fs,
    io::{self, Write as _},
    path::Path,
};

/// Replaces the file, or makes it, readable to its owner alone. Durable when this returns.
///
/// The new content is written beside it first, under the file's name with the ending `.new`: one at a time
/// may replace it.
pub(super) fn replace(file: &Path, content: &[u8]) -> io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    // A process that died left one behind.
    match fs::remove_file(file.with_extension("new")) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut successor = tempfile::Builder::new()
        .prefix(file.file_stem().unwrap_or_default())
        .rand_bytes(0)
        .suffix(".new")
        .tempfile_in(folder)?;
    successor.write_all(content)?;
    successor.as_file().sync_all()?;
    let in_its_place = successor.persist(file)?;
    // Makes the name durable. Windows has no such call for a folder: there it takes the flushing of a file
    // to make the system's journal durable, names included.
    if cfg!(windows) {
        in_its_place.sync_all()
    } else {
        fs::File::open(folder)?.sync_all()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_made_and_replaced_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("note.json");
        for content in ["first", "second, and longer", "3"] {
            replace(&file, content.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&file).unwrap(), content);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn it_is_readable_to_its_owner_alone_whatever_was_there_before() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("note.json");
        fs::write(&file, "open to all").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o666)).unwrap();
        replace(&file, b"mine").unwrap();
        let mode = fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn what_a_dead_process_left_behind_is_in_nobodys_way() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("note.json");
        fs::write(folder.path().join("note.new"), "half a").unwrap();
        replace(&file, b"whole").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"whole");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_replacement_that_fails_leaves_the_old_file_and_no_rubbish() {
        let folder = tempfile::tempdir().unwrap();
        // Nothing takes the place of a folder that is not empty.
        let file = folder.path().join("note.json");
        fs::create_dir_all(file.join("full")).unwrap();
        assert!(replace(&file, b"new").is_err());
        assert!(file.join("full").exists());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
