//! The real window under test: the built app on a display, driven through whole journeys.
//!
//! `cargo xtask e2e` builds the app and runs this on a virtual display. Each journey gets a fresh
//! process of the app, a fresh home and its own servers, one journey after the other. Everything that
//! crosses between the window and the core meanwhile, and everything the app left on the disk, is
//! searched for secrets afterwards.
//!
//! # Layout
//!
//! | module | what lives there |
//! | --- | --- |
//! | `journeys` | what a person does, and what must then be on the screen |
//! | `runner`, `stage` | one journey at a time, with a deadline, and what is left of it when it fails |
//! | `app`, `driver`, `display` | a process of the app, the program that drives it, its screen |
//! | `home`, `desktop` | a person's folders, their session bus and their keychain |
//! | `page` | the verbs: click, fill, wait for text |
//! | `record` | what crossed the boundary, and the search through it |
//! | `process`, `memory` | processes as the system shows them, and the search through their memory |
//! | `servers` | the peers that the app talks to |
//! | `failure`, `wait` | how a step fails, and how it waits |

#[cfg(target_os = "linux")]
mod window {
    pub(crate) mod app;
    pub(crate) mod desktop;
    pub(crate) mod display;
    pub(crate) mod driver;
    pub(crate) mod failure;
    pub(crate) mod home;
    pub(crate) mod journeys;
    pub(crate) mod memory;
    pub(crate) mod page;
    pub(crate) mod process;
    pub(crate) mod record;
    pub(crate) mod runner;
    pub(crate) mod servers;
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
