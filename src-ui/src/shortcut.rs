//! What the keys of the window do, as a pure function. Kept where the words can name it.

/// Something that keys do wherever the person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shortcut {
    /// Every page, server and command.
    Palette,
    /// The way of the sidebar at this place, counted from 0.
    Way(usize),
    /// Reads the page anew.
    Reload,
    Settings,
    /// What the keys do.
    Keys,
    /// More or less of the sidebar.
    Sidebar,
    Larger,
    Smaller,
    /// Text as large as it was made.
    Normal,
}

impl Shortcut {
    /// Those that are told of, in order.
    pub(crate) const TOLD: [Self; 9] = [
        Self::Palette,
        Self::Way(0),
        Self::Reload,
        Self::Settings,
        Self::Sidebar,
        Self::Larger,
        Self::Smaller,
        Self::Normal,
        Self::Keys,
    ];

    /// What `key`, by its name in the DOM, does together with Ctrl, or with Cmd on a Mac. Where a sign is reached by Shift on
    /// one keyboard and without on another, both do.
    pub(crate) fn of(key: &str, shift: bool) -> Option<Self> {
        match key {
            "/" | "?" => Some(Self::Keys),
            "+" | "=" => Some(Self::Larger),
            "-" | "_" => Some(Self::Smaller),
            _ if shift => None,
            "k" => Some(Self::Palette),
            "r" => Some(Self::Reload),
            "," => Some(Self::Settings),
            "b" => Some(Self::Sidebar),
            "0" => Some(Self::Normal),
            digit => {
                let at: usize = digit.parse().ok().filter(|_| digit.len() == 1)?;
                at.checked_sub(1).map(Self::Way)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_lead_to_the_ways_of_the_sidebar_and_nought_to_the_size_of_text() {
        assert_eq!(Shortcut::of("1", false), Some(Shortcut::Way(0)));
        assert_eq!(Shortcut::of("9", false), Some(Shortcut::Way(8)));
        assert_eq!(Shortcut::of("0", false), Some(Shortcut::Normal));
        assert_eq!(Shortcut::of("10", false), None);
    }

    #[test]
    fn signs_are_found_on_every_keyboard_and_letters_with_shift_are_left_alone() {
        for (key, shift) in [("/", false), ("/", true), ("?", true)] {
            assert_eq!(Shortcut::of(key, shift), Some(Shortcut::Keys));
        }
        for key in ["+", "="] {
            assert_eq!(Shortcut::of(key, true), Some(Shortcut::Larger));
        }
        assert_eq!(Shortcut::of("k", true), None);
        assert_eq!(
            Shortcut::of("c", false),
            None,
            "copying stays the webview's"
        );
    }
}
