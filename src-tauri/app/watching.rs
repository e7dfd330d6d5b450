//! Whether somebody looks, and whether trying again is worth it: what decides when the engine works
//! without being asked.

use super::App;

impl App {
    /// [`ipc::VisibleSet`]: what the page knows of it. A webview is not told of every way in which
    /// its window can go out of sight; [`App::set_window_shown`] tells the rest.
    pub(crate) fn set_visible(&self, args: &ipc::VisibleSet) {
        self.publisher.with(|state| {
            state.sight.page = Some(args.visible);
            state.tell_who_is_watched();
        });
    }

    /// What the system knows of it: the window is there, and not minimised.
    pub(crate) fn set_window_shown(&self, shown: bool) {
        self.publisher.with(|state| {
            state.sight.window = shown;
            state.tell_who_is_watched();
        });
    }

    /// Whether the person cannot see the window.
    pub(crate) fn is_hidden(&self) -> bool {
        self.publisher.with(|state| state.sight.is_hidden())
    }

    /// [`ipc::Nudge`]. A session in no trouble has nothing to try again.
    pub(crate) fn nudge(&self) {
        let sessions = self.publisher.with(|state| state.all_sessions());
        for session in sessions {
            session.nudge();
        }
    }
}
