//! Other people and other programs of the same computer: what they can read of the app's files and its memory.

use std::{
    fs, io,
    os::unix::{
        fs::{MetadataExt as _, PermissionsExt as _},
        process::{CommandExt as _, ExitStatusExt as _},
    },
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use demo_server::Dialect;
use rustix::{
    fs::Mode,
    process::{geteuid, umask},
};

use super::kept::NAME;
use crate::window::{
    app::display,
    failure::{Failure, Outcome, ensure},
    process::{Leashed, Process},
    stage::{
        Stage,
        home::IDENTIFIER,
        servers::{USER, lasting},
    },
    wait::{STEP, until},
};

/// Somebody who is nobody here.
const STRANGER: u32 = 65534;

/// A computer whose programs are told to make everything for everybody, and a copy of the app's folders that was made
/// that way: whatever the app makes or keeps is its owner's alone.
pub(crate) async fn files(stage: &Stage) -> Outcome {
    let dialect = Dialect::NBody;
    let (address, _) = stage.serve(lasting(dialect)).await?;
    let app = {
        let _careless = Careless::begin();
        stage.open().await?
    };
    app.add_server(NAME, &address, dialect).await?;
    app.sign_in(&USER).await?;
    app.wait_until_in_as(&USER, dialect).await?;
    ensure_private(stage)?;
    stage.close().await?;
    ensure_private(stage)?;

    let theirs = stage.home().app_data().join("settings.damaged-7.json");
    fs::write(&theirs, "{}")?;
    let is_its_own = |path: &&PathBuf| path.iter().any(|it| it == IDENTIFIER);
    for path in paths_of_the_app(stage)?.iter().filter(is_its_own) {
        let mode = if path.is_dir() { 0o777 } else { 0o666 };
        fs::set_permissions(path, fs::Permissions::from_mode(mode))?;
    }
    let open = readable_to_a_stranger(stage)?;
    ensure!(
        open.is_none_or(|open| open.contains(&theirs)),
        "a stranger reads nothing although everything is open: the look proves nothing"
    );
    let app = {
        let _careless = Careless::begin();
        stage.open().await?
    };
    app.wait_until_in_as(&USER, dialect).await?;
    ensure_private(stage)?;
    app.click("nav-settings").await?;
    app.click("settings-appearance-dark").await?;
    app.sign_out().await?;
    ensure_private(stage)?;
    stage.close().await?;
    ensure_private(stage)
}

/// While this lives, what is made is made for everybody, and so it is by whatever is started meanwhile.
struct Careless(Mode);

impl Careless {
    fn begin() -> Self {
        Self(umask(Mode::empty()))
    }
}

impl Drop for Careless {
    fn drop(&mut self) {
        umask(self.0);
    }
}

fn ensure_private(stage: &Stage) -> Outcome {
    let paths = paths_of_the_app(stage)?;
    ensure!(
        paths.contains(&stage.home().settings_file()),
        "the look does not see the settings"
    );
    let mut open = Vec::new();
    for path in paths {
        // The webview's own come and go.
        let Ok(found) = fs::symlink_metadata(&path) else {
            continue;
        };
        let rights = found.mode() & 0o777;
        if !found.is_symlink() && rights & 0o077 != 0 {
            open.push(format!("{rights:o} {}", path.display()));
        }
    }
    ensure!(open.is_empty(), "open to others: {}", open.join(", "));
    let read = readable_to_a_stranger(stage)?.unwrap_or_default();
    ensure!(read.is_empty(), "a stranger can read {read:?}");
    Ok(())
}

/// Every folder and file in a person's folders for programs: on this stage they are the app's and its webview's.
fn paths_of_the_app(stage: &Stage) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for folder in stage.home().folders_for_programs() {
        collect(&folder, &mut found)?;
    }
    Ok(found)
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        found.push(entry.path());
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => match collect(&entry.path(), found) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            },
            _ => {}
        }
    }
    Ok(())
}

/// What another person can read. `None` where these tests may not act as another one.
fn readable_to_a_stranger(stage: &Stage) -> Outcome<Option<Vec<PathBuf>>> {
    let home = stage.home();
    let mut find = Command::new("find");
    find.args(home.folders_for_programs())
        .args(["-mindepth", "1", "-readable"])
        .current_dir("/")
        .uid(STRANGER)
        .gid(STRANGER)
        .stderr(Stdio::null());
    // Made for one person, it keeps everybody out by itself.
    fs::set_permissions(home.own_file(""), fs::Permissions::from_mode(0o755))?;
    let output = match find.output() {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Ok(None),
        output => output?,
    };
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(Some(text.lines().map(PathBuf::from).collect()))
}

/// Another program of the same person looks into the app's memory. Then the app crashes where every other program leaves
/// a dump.
pub(crate) async fn dump(stage: &Stage) -> Outcome {
    /// Each is refused to whoever may not trace the process.
    const WINDOWS: [&str; 4] = ["mem", "maps", "environ", "pagemap"];
    let neighbour = Leashed(ordinary("exec sleep 600").spawn()?);
    for file in WINDOWS {
        until(
            &format!("`{file}` of an ordinary process is read"),
            STEP,
            async || Ok(opens(Process(neighbour.0.id()), file)?.then_some(())),
        )
        .await?;
    }
    let folder = tempfile::tempdir()?;
    let mut start = ordinary("ulimit -c unlimited; exec \"$0\"");
    start
        .arg(stage.binary())
        .envs(stage.home().environment())
        .current_dir(folder.path());
    let mut app = Leashed(start.spawn()?);
    let process = Process(app.0.id());
    until("the window stands", 2 * STEP, async || {
        Ok(display::shows_window_of(process)?.then_some(()))
    })
    .await?;
    for file in WINDOWS {
        ensure!(!opens(process, file)?, "another program can read `{file}`");
    }
    let limits = fs::read_to_string(process.file("limits"))?;
    let core = limits.lines().find(|it| it.starts_with("Max core"));
    let missing = || Failure::new("the system says nothing about dumps");
    let sizes: Vec<_> = core.ok_or_else(missing)?.split_whitespace().collect();
    ensure!(
        sizes.get(4..6) == Some(&["0", "0"]),
        "dumps are allowed: {sizes:?}"
    );
    process.signal("ABRT");
    let status = until("the app crashes", STEP, async || Ok(app.0.try_wait()?)).await?;
    ensure!(
        status.signal().is_some() && !status.core_dumped(),
        "the crash: {status}"
    );
    let left = fs::read_dir(folder.path())?.count();
    ensure!(left == 0, "{left} files are left of the crash");
    stage.open().await?.wait_for_page("connect").await
}

/// Whether another program of the same person can open this.
fn opens(process: Process, file: &str) -> Outcome<bool> {
    let mut look = ordinary("exec 3< \"$0\"");
    Ok(look.arg(process.file(file)).status()?.success())
}

/// A program of an ordinary person. An administrator's could look into every process, and gives up the right.
fn ordinary(script: &str) -> Command {
    let mut command = if geteuid().is_root() {
        let mut without_rights = Command::new("setpriv");
        without_rights.args(["--bounding-set=-all", "--inh-caps=-all", "sh"]);
        without_rights
    } else {
        Command::new("sh")
    };
    command
        .args(["-c", script])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}
