//! A server that runs, and that never outlives us.

use std::{
    env, fs,
    net::{Ipv4Addr, TcpListener},
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
};

use tempfile::TempDir;

use super::{
    ServerError, doing,
    install::{Installed, last_lines},
    placeholders::Placeholders,
};
use crate::manifest::Manifest;

/// What a server inherits; everything else of this machine is none of its business.
const INHERITED: [&str; 4] = ["PATH", "HOME", "JAVA_HOME", "SYSTEMROOT"];
/// How much of a log is shown.
const LAST_LINES: usize = 40;

/// A program that is killed cannot end its servers any more. So a shell of a few lines waits at the end of a pipe that
/// closes when this program ends, however it ends, and then ends the server's process group: it asks, gives two
/// seconds, and insists.
#[cfg(unix)]
const GUARD: &str = r#"
trap "" INT TERM HUP
read -r _
kill -s TERM -- "-$1" || exit 0
for _ in 1 2 3 4 5 6 7 8 9 10; do
    sleep 0.2
    kill -s 0 -- "-$1" || exit 0
done
kill -s KILL -- "-$1"
"#;

/// A server under way. Dropping it ends it and everything that it started.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
    #[cfg(unix)]
    guard: Child,
    folder: TempDir,
    pub(crate) port: u16,
    pub(crate) placeholders: Placeholders,
}

/// Starts the server at a free port, with an empty folder for its data.
pub(crate) fn start(manifest: &Manifest, installed: &Installed) -> Result<Running, ServerError> {
    let folder = TempDir::with_prefix("interop-").map_err(doing("making a folder for data"))?;
    let data = folder.path().join("data");
    fs::create_dir(&data).map_err(doing("making a folder for data"))?;
    let port = free_port().map_err(doing("finding a free port"))?;
    let mut placeholders = installed.placeholders.clone();
    placeholders.set("data", &data);
    placeholders.set("port", port.to_string());

    let words = placeholders.fill_all(&manifest.start)?;
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).current_dir(&installed.here);
    command.env_clear();
    command.envs(
        INHERITED
            .iter()
            .filter_map(|name| Some((name, env::var_os(name)?))),
    );
    for (name, value) in &manifest.env {
        command.env(name, placeholders.fill(value)?);
    }
    let log = fs::File::create(folder.path().join("log")).map_err(doing("making a log"))?;
    let errors = log.try_clone().map_err(doing("making a log"))?;
    command.stdin(Stdio::null()).stdout(log).stderr(errors);
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let program = PathBuf::from(&words[0]);
    let mut child = command
        .spawn()
        .map_err(doing(format!("starting {}", program.display())))?;
    #[cfg(unix)]
    let guard = match guard(child.id()) {
        Ok(guard) => guard,
        Err(error) => {
            // Nothing is left to be said about an error of these: the server has ended already.
            let _ = child.kill();
            let _ = child.wait();
            return Err(doing("starting a shell")(error));
        }
    };
    Ok(Running {
        child,
        #[cfg(unix)]
        guard,
        folder,
        port,
        placeholders,
    })
}

impl Running {
    /// How it ended, if it has.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// The end of what it has said.
    pub(crate) fn log(&self) -> String {
        let log = fs::read(self.folder.path().join("log")).unwrap_or_default();
        last_lines(&String::from_utf8_lossy(&log), LAST_LINES)
    }
}

#[cfg(unix)]
fn guard(group: u32) -> std::io::Result<Child> {
    let mut command = Command::new("sh");
    command.args(["-c", GUARD, "guard", &group.to_string()]);
    // Out of the way of a Ctrl-C, which goes to the whole group of the terminal.
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
}

impl Drop for Running {
    // Nothing is left to be done about an error here: the server has ended already.
    fn drop(&mut self) {
        #[cfg(unix)]
        drop(self.guard.stdin.take());
        #[cfg(not(unix))]
        let _ = self.child.kill();
        let _ = self.child.wait();
        #[cfg(unix)]
        let _ = self.guard.wait();
    }
}

/// A port that nobody listens at just now. Somebody may until the server does: then it says so and the run is repeated.
fn free_port() -> std::io::Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?.port())
}

#[cfg(all(test, unix))]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    const MANIFEST: &str = r#"{
        "dialect": "none", "needs": "python", "ready": "/", "access_seconds": 1,
        "start": ["sh", "-c", "sleep 60 & echo listening at $PORT of $LANG; wait"],
        "env": { "PORT": "{port}" },
        "people": [{ "username": "ann", "password": "ann-pw-1" }],
        "read": { "get": "/", "shows": "" }, "end": { "post": "/" },
        "can": { "refresh": false }
    }"#;

    #[test]
    fn a_server_ends_with_everything_that_it_started_and_its_log_is_kept_until_then() {
        let manifest = serde_json::from_str(MANIFEST).expect("it reads");
        let installed = Installed {
            here: env::temp_dir(),
            placeholders: Placeholders::default(),
        };
        let running = start(&manifest, &installed).expect("sh starts");
        let said = format!("listening at {} of", running.port);
        let started = Instant::now();
        while running.log() != said {
            assert!(
                started.elapsed() < Duration::from_secs(10),
                "{}",
                running.log()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        let group = running.child.id();
        let folder = running.folder.path().to_path_buf();

        drop(running);

        assert!(!folder.exists());
        let mut asks = Command::new("kill");
        asks.args(["-s", "0", "--", &format!("-{group}")]);
        let is_there = asks.stderr(Stdio::null()).status().expect("kill starts");
        assert!(!is_there.success(), "something is left of it");
    }
}
