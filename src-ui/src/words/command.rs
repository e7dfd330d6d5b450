//! Commands and their keys in words.

use super::named;
use crate::shortcut::Shortcut;

pub(crate) const PALETTE: &str = "Go to a page, a server or a command";
pub(crate) const PALETTE_HINT: &str = "Search pages, servers and commands";
pub(crate) const NOTHING_FITS: &str = "Nothing fits. Try fewer letters.";
pub(crate) const SORT_PAGE: &str = "Page";
pub(crate) const SORT_SERVER: &str = "Server";
pub(crate) const SORT_COMMAND: &str = "Command";
pub(crate) const KEYS: &str = "Keyboard shortcuts";
pub(crate) const CLOSE: &str = "Close";
pub(crate) const REFRESH_NOW: &str = "Refresh the session now";
pub(crate) const LOG_OUT: &str = "Log out";

pub(crate) const SMALLER: &str = "Smaller";
pub(crate) const NORMAL: &str = "Normal";
pub(crate) const LARGER: &str = "Larger";

/// What the keys do.
pub(crate) const fn shortcut(shortcut: Shortcut) -> &'static str {
    match shortcut {
        Shortcut::Palette => "Search everything",
        Shortcut::Way(_) => "Go to a page of the sidebar",
        Shortcut::Reload => "Reload this page",
        Shortcut::Settings => "Open Settings",
        Shortcut::Keys => KEYS,
        Shortcut::Sidebar => "Show or hide the sidebar",
        Shortcut::Larger => "Larger text",
        Shortcut::Smaller => "Smaller text",
        Shortcut::Normal => "Normal text size",
    }
}

/// The keys, as this system writes them.
pub(crate) fn keys(shortcut: Shortcut, os: &str) -> String {
    let key = match shortcut {
        Shortcut::Palette => "K".to_owned(),
        Shortcut::Way(at) => (at + 1).to_string(),
        Shortcut::Reload => "R".to_owned(),
        Shortcut::Settings => ",".to_owned(),
        Shortcut::Keys => "/".to_owned(),
        Shortcut::Sidebar => "B".to_owned(),
        Shortcut::Larger => "+".to_owned(),
        Shortcut::Smaller => "\u{2212}".to_owned(),
        Shortcut::Normal => "0".to_owned(),
    };
    chord(&key, os)
}

/// The keys of all pages of the sidebar.
pub(crate) fn keys_of_ways(os: &str) -> String {
    chord("1\u{2026}9", os)
}

fn chord(key: &str, os: &str) -> String {
    if os == "macos" {
        format!("\u{2318}{key}")
    } else {
        format!("Ctrl {key}")
    }
}

/// How large everything is now, in percent.
pub(crate) fn zoomed(percent: u16) -> String {
    format!("Text size {percent} %")
}

/// Goes to another server.
pub(crate) fn switch_to(server: &str) -> String {
    format!("Switch to {}", named(server))
}

/// What a button of a row does, and to which server: its words alone would be the same in every row.
pub(crate) fn of_server(action: &str, server: &str) -> String {
    format!("{action} {}", named(server))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_written_as_the_system_writes_them() {
        assert_eq!(keys(Shortcut::Palette, "linux"), "Ctrl K");
        assert_eq!(keys(Shortcut::Way(0), "macos"), "\u{2318}1");
        assert_eq!(keys_of_ways("windows"), "Ctrl 1\u{2026}9");
    }
}
