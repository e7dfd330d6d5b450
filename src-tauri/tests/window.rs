//! The real window under test: the built app on a display, driven through whole journeys.
//!
//! `cargo xtask e2e` builds the app and runs this on a virtual display. Each journey gets a fresh
//! process of the app, a fresh home and its own servers, one journey after the other. Everything that
//! crosses between the window and the core meanwhile, and everything the app left on the disk, is
//! searched for secrets afterwards.
//!
//! # Layout
//!
//! From the top down: a room uses those below it, and none above. All below `journeys` is the rig.
//!
//! | room | what lives there |
//! | --- | --- |
//! | `journeys` | what a person does, and what must then be on the screen |
//! | `runner` | one journey at a time, with a deadline |
//! | `stage` | where one takes place: a home, a desktop with a keychain, servers; what is left when it fails |
//! | `app` | a process of the app, the program that drives it, its screen, and the verbs: click, fill, wait |
//! | `secrets` | what crossed the boundary, and the search through it, through files and through memory |
//! | `process` | processes as the system shows them |
//! | `wait`, `failure` | how a step waits, and how it fails |

#[cfg(target_os = "linux")]
mod window {
    pub(crate) mod app;
    pub(crate) mod failure;
    pub(crate) mod journeys;
    pub(crate) mod process;
    pub(crate) mod runner;
    pub(crate) mod secrets;
    pub(crate) mod stage;
    pub(crate) mod wait;
}

use std::process::ExitCode;

#[cfg(target_os = "linux")]
fn main() -> ExitCode {
    window::runner::run(window::journeys::JOURNEYS)
}

/// The window is driven through `WebKitGTK`, and its keychain and its memory are looked into as Linux has
/// them.
#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    use std::io::Write as _;
    drop(writeln!(
        std::io::stderr(),
        "the window is driven on Linux only"
    ));
    ExitCode::from(2)
}
