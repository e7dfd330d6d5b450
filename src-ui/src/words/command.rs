//! Commands and their keys in words.

use super::{label, language::say, named, number};
use crate::shortcut::Shortcut;

/// What the keys do.
pub(crate) fn shortcut(shortcut: Shortcut) -> &'static str {
    match shortcut {
        Shortcut::Palette => say().key_palette(),
        Shortcut::Way(_) => say().key_way(),
        Shortcut::Reload => say().key_reload(),
        Shortcut::Settings => label::open_settings(),
        Shortcut::Keys => label::keys(),
        Shortcut::Sidebar => say().key_sidebar(),
        Shortcut::Larger => say().key_larger(),
        Shortcut::Smaller => say().key_smaller(),
        Shortcut::Normal => say().key_normal(),
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
        format!("{} {key}", say().key_ctrl())
    }
}

/// How large everything is now, in percent.
pub(crate) fn zoomed(percent: u16) -> String {
    say().zoomed(&number(u64::from(percent)))
}

/// Goes to another server.
pub(crate) fn switch_to(server: &str) -> String {
    say().switch_to_server(&named(server))
}

/// The button of the menu in a server's row.
pub(crate) fn more_for(server: &str) -> String {
    say().more_for_server(&named(server))
}

/// The word of a button in a server's row, and the name that it has beside the same button of another row.
pub(crate) fn switching(server: &str) -> (&'static str, String) {
    (label::switch_to(), switch_to(server))
}

/// The same of the button that edits the server.
pub(crate) fn editing(server: &str) -> (&'static str, String) {
    (label::edit(), say().edit_server(&named(server)))
}

/// The same of what copies its address.
pub(crate) fn copying_address(server: &str) -> (&'static str, String) {
    (label::copy_address(), say().copy_address_of(&named(server)))
}

/// The same of the button that removes it.
pub(crate) fn removing(server: &str) -> (&'static str, String) {
    (label::remove(), say().remove_server(&named(server)))
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
