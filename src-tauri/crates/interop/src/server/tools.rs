//! Which programs are there.

use std::{
    env,
    path::{Path, PathBuf},
};

use crate::manifest::{Manifest, Need};

/// The first tool that this server needs and that is not here.
pub(crate) fn missing(manifest: &Manifest) -> Option<String> {
    let of_kind: &[&str] = match manifest.needs {
        Need::Python => &[PYTHON],
        Need::Node => &["node", "npm"],
        Need::Go => &["go"],
        Need::Java => &["java", "mvn"],
    };
    let downloads = manifest.download.as_ref().map(|_| "mvn");
    let also = manifest.needs_also.iter().map(String::as_str);
    let mut tools = of_kind.iter().copied().chain(downloads).chain(also);
    tools
        .find(|tool| find(tool).is_none())
        .map(|tool| format!("{tool} is not here"))
}

/// What Python is called where several are installed.
pub(super) const PYTHON: &str = if cfg!(windows) { "python" } else { "python3" };

/// Where a program is on the path.
pub(super) fn find(name: &str) -> Option<PathBuf> {
    // npm and Maven are scripts there.
    let endings: &[&str] = if cfg!(windows) {
        &[".exe", ".cmd"]
    } else {
        &[""]
    };
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .flat_map(|folder| {
            endings
                .iter()
                .map(move |ending| folder.join(format!("{name}{ending}")))
        })
        .find(|file| is_program(file))
}

#[cfg(unix)]
fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata()
        .is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(file: &Path) -> bool {
    file.is_file()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_found_and_what_is_none_is_not() {
        assert!(find("sh").is_some());
        assert_eq!(find("no-such-program"), None);
    }
}
