//! Where a key leads in a menu, as a pure function: the keyboard's half of the ARIA menu button pattern.

use crate::browser;

/// What a key does in a menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MenuStep {
    /// The focus goes to this entry.
    To(usize),
    /// The menu closes and the focus goes back to its button.
    Back,
    /// The menu closes and the key does what it always does.
    Leave,
}

/// What `key` does, by its name in the DOM, on the entry `at` of a menu with these entries. `None`: the
/// menu leaves the key alone, as it leaves Enter to the entry itself.
pub(crate) fn menu_step(key: &str, at: usize, labels: &[String]) -> Option<MenuStep> {
    let last = labels.len().checked_sub(1)?;
    match key {
        "ArrowDown" => Some(MenuStep::To(if at >= last { 0 } else { at + 1 })),
        "ArrowUp" => Some(MenuStep::To(at.checked_sub(1).unwrap_or(last))),
        "Home" => Some(MenuStep::To(0)),
        "End" => Some(MenuStep::To(last)),
        "Escape" => Some(MenuStep::Back),
        "Tab" => Some(MenuStep::Leave),
        // The space bar presses the entry.
        " " => None,
        typed => starting_with(typed, at, labels).map(MenuStep::To),
    }
}

/// The next entry, after this one and around, whose words begin with the character that was typed.
fn starting_with(typed: &str, at: usize, labels: &[String]) -> Option<usize> {
    let typed = browser::lowercase(typed);
    let mut typed = typed.chars();
    let (Some(first), None) = (typed.next(), typed.next()) else {
        return None;
    };
    (1..=labels.len())
        .map(|ahead| (at + ahead) % labels.len())
        .find(|&entry| browser::lowercase(&labels[entry]).starts_with(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(key: &str, at: usize) -> Option<MenuStep> {
        let labels = ["Work", "Demo server", "Workshop", "Add a server"].map(str::to_owned);
        menu_step(key, at, &labels)
    }

    #[test]
    fn the_arrows_go_around() {
        assert_eq!(step("ArrowDown", 0), Some(MenuStep::To(1)));
        assert_eq!(step("ArrowDown", 3), Some(MenuStep::To(0)));
        assert_eq!(step("ArrowUp", 0), Some(MenuStep::To(3)));
        assert_eq!(step("ArrowUp", 2), Some(MenuStep::To(1)));
    }

    #[test]
    fn home_and_end_lead_to_the_first_and_the_last() {
        assert_eq!(step("Home", 2), Some(MenuStep::To(0)));
        assert_eq!(step("End", 0), Some(MenuStep::To(3)));
    }

    #[test]
    fn escape_comes_back_and_tab_goes_on() {
        assert_eq!(step("Escape", 1), Some(MenuStep::Back));
        assert_eq!(step("Tab", 1), Some(MenuStep::Leave));
    }

    #[test]
    fn a_letter_leads_to_the_next_entry_that_begins_with_it() {
        assert_eq!(step("w", 0), Some(MenuStep::To(2)));
        assert_eq!(step("W", 2), Some(MenuStep::To(0)));
        assert_eq!(step("d", 1), Some(MenuStep::To(1)), "the only one");
        assert_eq!(step("x", 0), None);
    }

    #[test]
    fn what_presses_an_entry_and_what_has_a_name_is_left_alone() {
        for key in ["Enter", " ", "Shift", "F5", "Dead"] {
            assert_eq!(step(key, 0), None, "{key}");
        }
        assert_eq!(menu_step("ArrowDown", 0, &[]), None, "an empty menu");
    }
}
