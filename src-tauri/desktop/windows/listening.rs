//! What makes a webview listen to other programs: variables by which developers drive it and look into it.
//!
//! With one of them set for a person's programs, any of those could read the page and type into it. So a Latchkey that
//! finds one is no Latchkey yet: it puts another process in its place that does not have them. The window's tests drive
//! the app, and theirs listens.

use std::{
    env, io,
    process::{Command, ExitCode},
};

use crate::desktop::ending::successor;

/// Those of Tauri and `WebKitGTK`, and those of `WebView2`, which may bring a port of the debugger's with them.
const VARIABLES: [&str; 6] = [
    "TAURI_WEBVIEW_AUTOMATION",
    "WEBKIT_INSPECTOR_SERVER",
    "WEBKIT_INSPECTOR_HTTP_SERVER",
    "WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS",
    "WEBVIEW2_PIPE_FOR_SCRIPT_DEBUGGER",
    "WEBVIEW2_WAIT_FOR_SCRIPT_DEBUGGER",
];

/// Take the variables out of the environment: nothing else is left to do.
#[derive(Debug, thiserror::Error)]
#[error("Latchkey does not start with {variables} set, and cannot start itself without")]
pub(in crate::desktop) struct ListeningError {
    variables: String,
    source: io::Error,
}

/// Goes on in a process that does not listen. Answers what that has ended with, where the system has no way to put it in
/// the place of this one; nothing, where this one does not listen.
pub(in crate::desktop) fn stop() -> Result<Option<ExitCode>, ListeningError> {
    let found = found(|name| env::var_os(name).is_some());
    if found.is_empty() || cfg!(feature = "ipc-recorder") {
        return Ok(None);
    }
    env::current_exe()
        .and_then(|program| {
            let mut again = Command::new(program);
            again.args(env::args_os().skip(1));
            for name in &found {
                again.env_remove(name);
            }
            successor::replace(&mut again)
        })
        .map(Some)
        .map_err(|source| ListeningError {
            variables: found.join(", "),
            source,
        })
}

fn found(is_set: impl Fn(&str) -> bool) -> Vec<&'static str> {
    VARIABLES.into_iter().filter(|name| is_set(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_makes_a_webview_listen_is_found_whatever_it_says_and_nothing_else_is() {
        assert_eq!(found(|name| name.starts_with("WEBKIT_")), VARIABLES[1..3]);
        assert_eq!(found(|_| true), VARIABLES);
        assert!(found(|name| name == "RUST_LOG").is_empty());
    }
}
