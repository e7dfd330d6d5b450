//! The formatter and the linter, which a minimal toolchain comes without.

use std::time::Duration;

use super::progress::{bringing, present};
use crate::failure::Result;
use crate::run::process::{self, ask, cargo};

const LIMIT: Duration = Duration::from_mins(5);

/// The component's name in rustup, and the cargo command that it provides.
const COMPONENTS: [(&str, &str); 2] = [("rustfmt", "fmt"), ("clippy", "clippy")];

pub(super) fn ensure() -> Result {
    for (component, command) in COMPONENTS {
        if ask(cargo().args([command, "--version"])).is_some() {
            present(component, "");
            continue;
        }
        bringing(component, "with rustup");
        let mut rustup = std::process::Command::new("rustup");
        process::run_within(rustup.args(["component", "add", component]), LIMIT).map_err(
            |failure| {
                failure.with_remedy(format!(
                    "install `cargo {command}` for the toolchain in use"
                ))
            },
        )?;
    }
    Ok(())
}
