//! What of the frame is open: the sidebar, and one dialog at most. It ends with the window; nothing of it is kept.

use crate::{browser, prelude::*};

/// Below this width, in CSS pixels, the sidebar steps back by itself.
const NARROW: u32 = 800;

/// How much of the sidebar is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sidebar {
    /// Icons and words.
    Whole,
    /// Icons alone.
    Rail,
}

impl Sidebar {
    /// What fits a window of this width.
    pub(super) const fn fitting(width: u32) -> Self {
        if width < NARROW {
            Self::Rail
        } else {
            Self::Whole
        }
    }

    const fn other(self) -> Self {
        match self {
            Self::Whole => Self::Rail,
            Self::Rail => Self::Whole,
        }
    }
}

/// What stands before the window and waits for the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialog {
    /// Every page, server and command.
    Palette,
    /// The keys, and what they do.
    Keys,
}

impl Dialog {
    /// Of its element.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Palette => "palette",
            Self::Keys => "keys",
        }
    }
}

/// A handle: copy it freely.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    /// What the person chose, and how wide the window was then: another width is another matter.
    chosen: Signal<Option<(Sidebar, Sidebar)>>,
    fitting: ReadSignal<Sidebar>,
    /// How much of the sidebar is shown.
    pub(super) sidebar: ReadSignal<Sidebar>,
    /// The dialog that is open.
    pub(super) dialog: Signal<Option<Dialog>>,
}

impl Frame {
    /// Call in the outermost scope.
    pub(super) fn new() -> Self {
        let width = create_signal(browser::width());
        browser::on_resize(move |now| width.set(now));
        let chosen = create_signal(None::<(Sidebar, Sidebar)>);
        let fitting = create_selector(move || Sidebar::fitting(width.get()));
        let sidebar = create_selector(move || {
            let fitting = Sidebar::fitting(width.get());
            match chosen.get() {
                Some((at, wanted)) if at == fitting => wanted,
                _ => fitting,
            }
        });
        Self {
            chosen,
            fitting,
            sidebar,
            dialog: create_signal(None),
        }
    }

    /// Opens this dialog in place of any other, or closes it. Whichever closes gives the focus back first.
    pub(super) fn turn(self, dialog: Dialog) {
        let open = self.dialog.get_untracked();
        if let Some(open) = open {
            browser::close_dialog(open.id());
        }
        self.dialog.set((open != Some(dialog)).then_some(dialog));
    }

    /// The webview has closed this dialog.
    pub(super) fn closed(self, dialog: Dialog) {
        if self.dialog.get_untracked() == Some(dialog) {
            self.dialog.set(None);
        }
    }

    /// Shows more or less of the sidebar, until the window is made so narrow or so wide that the other suits it.
    pub(super) fn turn_sidebar(self) {
        let wanted = self.sidebar.get_untracked().other();
        self.chosen
            .set(Some((self.fitting.get_untracked(), wanted)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_narrow_window_has_icons_alone_until_the_person_says_otherwise() {
        assert_eq!(Sidebar::fitting(799), Sidebar::Rail);
        assert_eq!(Sidebar::fitting(800), Sidebar::Whole);
        create_root(|| {
            let frame = Frame::new();
            let before = frame.sidebar.get();
            frame.turn_sidebar();
            assert_ne!(frame.sidebar.get(), before);
            frame.turn_sidebar();
            assert_eq!(frame.sidebar.get(), before);
        })
        .dispose();
    }
}
