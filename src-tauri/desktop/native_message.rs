//! A message in a window of the system's own, for when the app's window cannot be there to say it.

/// Shows a message, and returns when the person has closed it. It needs neither the event loop nor a webview, and may
/// be called while the loop runs. Call it on the main thread: Linux and macOS have windows nowhere else.
///
/// Where no window can be shown at all, it returns at once; whoever calls it has said the same elsewhere.
pub(super) fn show(title: &str, text: &str) {
    system::show(title, text);
}

/// Whoever has no display has no place for a message either.
#[cfg(target_os = "linux")]
mod system {
    use gtk::{
        ButtonsType, DialogFlags, MessageDialog, MessageType, Window,
        prelude::{DialogExt as _, GtkWindowExt as _},
    };

    pub(super) fn show(title: &str, text: &str) {
        if gtk::init().is_err() {
            return;
        }
        let none = None::<&Window>;
        let flags = DialogFlags::empty();
        let dialog = MessageDialog::new(none, flags, MessageType::Error, ButtonsType::Close, text);
        dialog.set_title(title);
        dialog.run();
        dialog.close();
    }
}

#[cfg(any(windows, target_os = "macos"))]
mod system {
    use rfd::{MessageButtons, MessageDialog, MessageLevel};

    pub(super) fn show(title: &str, text: &str) {
        MessageDialog::new()
            .set_level(MessageLevel::Error)
            .set_buttons(MessageButtons::Ok)
            .set_title(title)
            .set_description(text)
            .show();
    }
}
