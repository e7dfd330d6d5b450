//! "Remember me on this device" while a change of it is under way: what the box shows, and what went wrong.

use crate::prelude::*;

/// One box. A handle: copy it freely.
///
/// A person may change their mind faster than the core writes it down. One change is under way at a time;
/// when its answer comes, the box is looked at again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RememberChoice {
    /// What the box shows.
    pub(crate) shown: Signal<bool>,
    /// Why the last change did not hold.
    pub(crate) failure: Signal<Option<String>>,
    sending: Signal<bool>,
}

impl RememberChoice {
    /// As the setting says.
    pub(crate) fn new(setting: bool) -> Self {
        Self {
            shown: create_signal(setting),
            failure: create_signal(None),
            sending: create_signal(false),
        }
    }

    /// The setting changed. A change by the person that is under way is not overruled by it.
    pub(crate) fn follow(self, setting: bool) {
        if !self.sending.get_untracked() {
            self.shown.set(setting);
        }
    }

    /// The person changed the box. `true` when this is to be sent: nothing is under way.
    pub(crate) fn change(self, wish: bool) -> bool {
        self.failure.set(None);
        self.shown.set(wish);
        !self.sending.replace(true)
    }

    /// The answer to `sent` came, and the setting is this now. `Some` when the person has changed their
    /// mind meanwhile, and this is to be sent next.
    pub(crate) fn answered(
        self,
        sent: bool,
        setting: bool,
        failure: Option<String>,
    ) -> Option<bool> {
        let wish = self.shown.get_untracked();
        if failure.is_none() && wish != sent {
            return Some(wish);
        }
        self.sending.set(false);
        self.shown.set(setting);
        self.failure.set(failure);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_choice(test: impl FnOnce(RememberChoice)) {
        create_root(|| test(RememberChoice::new(true))).dispose();
    }

    #[test]
    fn a_change_shows_at_once_and_holds_when_the_core_agrees() {
        with_choice(|choice| {
            assert!(choice.change(false));
            assert!(!choice.shown.get());
            assert_eq!(choice.answered(false, false, None), None);
            assert!(!choice.shown.get());
        });
    }

    #[test]
    fn a_change_that_failed_goes_back_and_says_why() {
        with_choice(|choice| {
            choice.change(false);
            assert_eq!(choice.answered(false, true, Some("No.".into())), None);
            assert!(choice.shown.get());
            assert_eq!(choice.failure.get_clone().as_deref(), Some("No."));
            choice.change(false);
            assert_eq!(choice.failure.get_clone(), None, "a new try");
        });
    }

    #[test]
    fn a_second_thought_is_sent_when_the_first_is_answered_and_not_before() {
        with_choice(|choice| {
            assert!(choice.change(false));
            assert!(!choice.change(true));
            choice.follow(false);
            assert!(choice.shown.get(), "the first change shows in the setting");
            assert_eq!(choice.answered(false, false, None), Some(true));
            assert_eq!(choice.answered(true, true, None), None);
            assert!(choice.shown.get());
        });
    }

    #[test]
    fn a_change_elsewhere_is_followed() {
        with_choice(|choice| {
            choice.follow(false);
            assert!(!choice.shown.get());
        });
    }
}
