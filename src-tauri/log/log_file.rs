//! The log file: a new one each day, and the same file again when somebody has taken it away.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use same_file::Handle;
use tracing_appender::rolling::{self, RollingFileAppender, Rotation};

const PREFIX: &str = "latchkey";
const SUFFIX: &str = "log";
const DAYS_KEPT: usize = 14;
const DAY: u64 = 24 * 60 * 60;

/// Writes to the file of the day in a folder.
///
/// The appender would go on writing to a file that was deleted, moved away or covered, where nobody finds it. So
/// before each record it is made sure that what is open is what lies there; otherwise folder and file are made anew.
/// Where that fails the record is lost, and the next one tries again.
#[derive(Debug)]
pub(super) struct LogFile {
    folder: PathBuf,
    open: Option<Open>,
}

#[derive(Debug)]
struct Open {
    appender: RollingFileAppender,
    path: PathBuf,
    file: Handle,
    /// Since 1970, in UTC, as the appender counts.
    day: u64,
}

impl LogFile {
    /// Opens the file of today. One that cannot be opened is said, and is tried again with each record.
    pub(super) fn new(folder: PathBuf) -> (Self, io::Result<()>) {
        let mut log = Self { folder, open: None };
        let opened = log.ensure_open(today()).map(drop);
        (log, opened)
    }

    fn ensure_open(&mut self, day: u64) -> io::Result<&mut RollingFileAppender> {
        if self.open.as_ref().is_none_or(|it| !it.is_in_place(day)) {
            // What is taken away is let go of first: Windows has a name for others only then.
            self.open = None;
            self.open = Some(Open::new(&self.folder, day)?);
        }
        let open = self.open.as_mut();
        open.map(|open| &mut open.appender)
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl io::Write for LogFile {
    fn write(&mut self, record: &[u8]) -> io::Result<usize> {
        self.ensure_open(today())?.write(record)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.open.as_mut().map_or(Ok(()), |it| it.appender.flush())
    }
}

impl Open {
    fn new(folder: &Path, day: u64) -> io::Result<Self> {
        // The appender would make the folder too, but first complains that it has no old files to count.
        fs::create_dir_all(folder)?;
        let appender = rolling::Builder::new()
            .rotation(Rotation::DAILY)
            .filename_prefix(PREFIX)
            .filename_suffix(SUFFIX)
            .max_log_files(DAYS_KEPT)
            .build(folder)
            .map_err(io::Error::other)?;
        let path = newest(folder)?;
        let file = Handle::from_path(&path)?;
        Ok(Self {
            appender,
            path,
            file,
            day,
        })
    }

    fn is_in_place(&self, day: u64) -> bool {
        self.day == day && Handle::from_path(&self.path).is_ok_and(|there| there == self.file)
    }
}

/// The appender does not say what it has opened. Its names have the date in them and sort by it.
fn newest(folder: &Path) -> io::Result<PathBuf> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.extend(entry?.file_name().into_string());
    }
    names.retain(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX));
    let newest = names.into_iter().max().ok_or(io::ErrorKind::NotFound)?;
    Ok(folder.join(newest))
}

fn today() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.map_or(0, |since| since.as_secs() / DAY)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use tempfile::TempDir;

    use super::*;

    /// A log in a folder that is not there yet, with one record.
    fn begun() -> (TempDir, PathBuf, LogFile) {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("logs");
        let (mut log, opened) = LogFile::new(folder.clone());
        opened.unwrap();
        log.write_all(b"first\n").unwrap();
        (place, folder, log)
    }

    fn text(folder: &Path) -> String {
        fs::read_to_string(newest(folder).unwrap()).unwrap()
    }

    #[test]
    fn records_are_added_to_the_file_of_the_day() {
        let (_place, folder, mut log) = begun();
        log.write_all(b"second\n").unwrap();
        let (mut again, _) = LogFile::new(folder.clone());
        again.write_all(b"third\n").unwrap();
        assert_eq!(text(&folder), "first\nsecond\nthird\n");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_that_is_deleted_is_made_again_with_the_next_record() {
        let (_place, folder, mut log) = begun();
        fs::remove_dir_all(&folder).unwrap();
        log.write_all(b"second\n").unwrap();
        assert_eq!(text(&folder), "second\n");
    }

    #[test]
    fn a_file_that_is_deleted_moved_away_or_replaced_is_begun_anew() {
        for take_away in [
            |file: &Path| fs::remove_file(file),
            |file: &Path| fs::rename(file, file.with_extension("old")),
            |file: &Path| fs::remove_file(file).and_then(|()| fs::write(file, "")),
        ] {
            let (_place, folder, mut log) = begun();
            take_away(&newest(&folder).unwrap()).unwrap();
            log.write_all(b"second\n").unwrap();
            assert_eq!(text(&folder), "second\n");
        }
    }

    #[test]
    fn a_folder_that_is_out_of_the_way_for_a_while_costs_the_records_of_that_while() {
        let (_place, folder, mut log) = begun();
        fs::remove_dir_all(&folder).unwrap();
        fs::write(&folder, "in its place").unwrap();
        assert!(log.write_all(b"lost\n").is_err());
        fs::remove_file(&folder).unwrap();
        log.write_all(b"second\n").unwrap();
        assert_eq!(text(&folder), "second\n");
    }

    #[test]
    fn a_folder_that_cannot_be_made_at_the_start_is_an_error_and_is_tried_again() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("logs");
        fs::write(&folder, "in its place").unwrap();
        let (mut log, opened) = LogFile::new(folder.clone());
        assert!(opened.is_err());
        fs::remove_file(&folder).unwrap();
        log.write_all(b"first\n").unwrap();
        assert_eq!(text(&folder), "first\n");
    }

    #[test]
    fn a_new_day_is_looked_at_anew() {
        let (_place, _folder, mut log) = begun();
        let tomorrow = today() + 1;
        assert!(!log.open.as_ref().unwrap().is_in_place(tomorrow));
        log.ensure_open(tomorrow).unwrap();
        assert!(log.open.as_ref().unwrap().is_in_place(tomorrow));
    }
}
