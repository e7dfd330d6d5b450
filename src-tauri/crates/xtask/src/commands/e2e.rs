//! `cargo xtask e2e`: the real window, driven through its journeys on a display of its own.

use std::path::Path;
use std::process::{Command, ExitCode};

use crate::display::VirtualDisplay;
use crate::failure::{Failure, Result};
use crate::outcome::Report;
use crate::paths::Paths;
use crate::run::process::{self, show};
use crate::setup::{self, UiTools};
use crate::ui;

const SCREEN: (u32, u32) = (1600, 1000);

/// The features of the app under test: the UI from `src-ui/dist` instead of a development server, and
/// a record of everything that crosses between the window and the core.
const FEATURES: &str = "tauri/custom-protocol,ipc-recorder";

/// Whether the window can be driven on this system: `WebKitWebDriver` has no counterpart on macOS, and
/// the one on Windows drives another webview.
pub(crate) const IS_POSSIBLE: bool = cfg!(target_os = "linux");

pub(crate) fn run(paths: &Paths, journeys: &[String]) -> Result<ExitCode> {
    prepare(paths)?;
    let tally = drive(paths, journeys)?.tally;
    println!("\nScreenshots: {}", paths.screens().display());
    println!("{tally}");
    Ok(if tally.is_good() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Sets up and builds what it takes to drive the window.
pub(crate) fn prepare(paths: &Paths) -> Result {
    let tools = set_up(paths)?;
    ui::build_with(paths, &tools, false)?;
    build(paths)
}

/// Sets up what it takes to drive a window.
pub(crate) fn set_up(paths: &Paths) -> Result<UiTools> {
    if !IS_POSSIBLE {
        return Err(Failure::new("the window's journeys run on Linux only")
            .with_remedy("`cargo xtask test` runs everything else"));
    }
    setup::for_window(paths)
}

/// Builds the app and the program that drives it.
pub(crate) fn build(paths: &Paths) -> Result {
    process::run(
        cargo_on_everything(paths, "build").args(["--bin", "latchkey", "--test", "window"]),
    )
}

/// Runs the journeys against an app and a UI that are built already.
pub(crate) fn drive(paths: &Paths, journeys: &[String]) -> Result<Report> {
    drive_into(paths, &paths.screens(), journeys)
}

/// The same with another folder for their pictures.
pub(crate) fn drive_into(paths: &Paths, screens: &Path, journeys: &[String]) -> Result<Report> {
    drive_app(paths, &paths.app(), screens, journeys)
}

/// The same with another app as well.
pub(crate) fn drive_app(
    paths: &Paths,
    app: &Path,
    screens: &Path,
    journeys: &[String],
) -> Result<Report> {
    let axe = setup::axe(paths);
    let display = VirtualDisplay::start(paths, SCREEN.0, SCREEN.1)?;
    let mut test = cargo_on_everything(paths, "test");
    test.args(["--test", "window", "--"])
        .args(journeys)
        .env("LATCHKEY_APP", app)
        .env("LATCHKEY_SCREENS", screens)
        .env("LATCHKEY_INTEROP", paths.interop());
    if let Some(axe) = axe {
        test.env("LATCHKEY_AXE", axe);
    }
    let mut report = Report::default();
    let status = process::run_reading(&mut display.wrap(&test), |line| {
        show(line);
        report.read_journey(line);
    })?;
    Ok(report.or_failed(
        status.success(),
        &format!("the program of the journeys ended with {status}"),
    ))
}

/// A cargo command over the whole workspace with the features of the app under test. Tests, journeys
/// and the app itself are all built by it, and so share one build: with other packages or other
/// features selected, cargo compiles most of the dependencies a second time.
pub(crate) fn cargo_on_everything(paths: &Paths, subcommand: &str) -> Command {
    let mut command = process::cargo();
    command
        .args([subcommand, "--workspace", "--features", FEATURES])
        .current_dir(&paths.root);
    command
}
