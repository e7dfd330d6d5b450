//! `cargo xtask dev`: the app with hot reload, signed in to nothing yet, with the demo server at hand.

use std::env;
use std::process::{Command, ExitCode};
use std::thread;
use std::time::Duration;

use crate::display::VirtualDisplay;
use crate::failure::{Failure, Result};
use crate::paths::Paths;
use crate::run::leash::Leash;
use crate::setup;

const SCREEN: (u32, u32) = (1280, 860);
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Runs the app until it is closed or Ctrl-C is pressed; nothing that was started outlives that.
pub(crate) fn run(paths: &Paths) -> Result<ExitCode> {
    let cli = setup::for_dev(paths)?;
    let mut tauri = cli.command();
    tauri.arg("dev").current_dir(&paths.root);
    if env::var_os("LATCHKEY_SERVER").is_none() {
        tauri.env("LATCHKEY_SERVER", "demo");
    }
    if setup::has_display() {
        return wait(&mut Leash::start(&mut tauri)?);
    }
    run_out_of_sight(paths, &tauri)
}

/// Shows the window on a virtual display and keeps a picture of it up to date.
fn run_out_of_sight(paths: &Paths, tauri: &Command) -> Result<ExitCode> {
    let display = VirtualDisplay::start(paths, SCREEN.0, SCREEN.1)?;
    let picture = paths.screens().join("dev.png");
    println!(
        "\nThere is no display here, so the window opens on a virtual one. A picture of it, taken \
         whenever it changes:\n  {}\n",
        picture.display()
    );
    let mut app = Leash::start(&mut display.wrap(tauri))?;
    let mut shown = None;
    let mut seen = None;
    loop {
        if let Some(status) = app
            .child()
            .try_wait()
            .map_err(|error| Failure::io("waiting", &error))?
        {
            return Ok(exit_code(status));
        }
        let now = display.look()?;
        let fingerprint = (!now.is_empty()).then(|| now.fingerprint());
        // Twice the same: the window is not in the middle of drawing.
        if fingerprint.is_some() && fingerprint == seen && fingerprint != shown {
            now.save(&picture)?;
            // Once: a blinking caret is a change too.
            if shown.is_none() {
                println!("The window has opened: {}", picture.display());
            }
            shown = fingerprint;
        }
        seen = fingerprint;
        thread::sleep(LOOK_EVERY);
    }
}

fn wait(app: &mut Leash) -> Result<ExitCode> {
    app.wait().map(exit_code)
}

fn exit_code(status: std::process::ExitStatus) -> ExitCode {
    if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
