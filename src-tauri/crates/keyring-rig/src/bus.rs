//! The session bus of one test.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::daemon::Daemon;
use crate::rig_error::RigError;

const PROGRAM: &str = "dbus-daemon";
/// Runs the bus until its own input ends, which it does when this process does, in whatever way: a run of
/// tests that is killed drops nothing. A keyring ends with its bus.
const ON_A_LEASH: &str = r#""$0" "$@" & exec >&-; read -r line; kill $!; wait"#;

/// A session bus that only its owner's programs reach, in a folder of its own. Unlike a desktop's it
/// starts no program for a name that nobody has: what is on it was put on it by the test.
#[derive(Debug)]
pub struct PrivateBus {
    address: String,
    // Dropped before the folder that its socket is in.
    daemon: Daemon,
    _folder: TempDir,
}

impl PrivateBus {
    /// Starts a bus. It takes connections when this returns.
    pub fn start() -> Result<Self, RigError> {
        let folder = TempDir::with_prefix("latchkey-bus-")?;
        let configuration = folder.path().join("bus.conf");
        fs::write(&configuration, configuration_for(folder.path()))?;
        // It would be missed by the shell only, whose words nobody reads.
        Daemon::ensure_installed(PROGRAM)?;
        let mut daemon = Daemon::start(
            "sh",
            Command::new("sh")
                .args(["-c", ON_A_LEASH, PROGRAM, "--config-file"])
                .arg(&configuration)
                .args(["--nofork", "--nopidfile", "--print-address"])
                .stdin(Stdio::piped())
                .stdout(Stdio::piped()),
            folder.path(),
        )?;
        let mut address = String::new();
        if let Some(output) = daemon.child().stdout.take() {
            // It prints its address once it listens, and an end of file when it could not start.
            BufReader::new(output).read_line(&mut address)?;
        }
        if address.is_empty() {
            return Err(daemon.in_vain("the bus's address"));
        }
        Ok(Self {
            address: address.trim_end().to_owned(),
            daemon,
            _folder: folder,
        })
    }

    /// What `DBUS_SESSION_BUS_ADDRESS` must be for programs that are to find this bus.
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for PrivateBus {
    fn drop(&mut self) {
        drop(self.daemon.child().stdin.take());
        // If this fails there is nothing to wait for.
        let _ = self.daemon.child().wait();
    }
}

/// A session bus's usual configuration without the folders of services that it could start.
fn configuration_for(folder: &Path) -> String {
    format!(
        r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={}/socket</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#,
        folder.display()
    )
}
