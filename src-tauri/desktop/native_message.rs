//! A message in a window of the system's own, for when the app's window cannot be there to say it.

use tauri::AppHandle;

/// Shows a message, and returns when the person has closed it. It needs neither the event loop nor a webview, and may
/// be called while the loop runs. Call it on the main thread: Linux and macOS have windows nowhere else.
///
/// Where no window can be shown at all, it returns at once; whoever calls it has said the same elsewhere.
pub(super) fn show(title: &str, text: &str) {
    system::show(title, text);
}

/// Shows a message beside the window, which goes on, and does not wait for the person.
pub(super) fn post(desktop: &AppHandle, title: &'static str, text: &'static str) {
    let posted = desktop.run_on_main_thread(move || system::post(title, text));
    if let Err(error) = posted {
        tracing::warn!(%error, "a message could not be shown");
    }
}

/// Whoever has no display has no place for a message either.
#[cfg(target_os = "linux")]
mod system {
    use gtk::{
        ButtonsType, DialogFlags, MessageDialog, MessageType, Window,
        prelude::{DialogExt as _, GtkWindowExt as _, WidgetExt as _},
    };

    pub(super) fn show(title: &str, text: &str) {
        if gtk::init().is_ok() {
            let dialog = message(title, text);
            dialog.run();
            dialog.close();
        }
    }

    pub(super) fn post(title: &str, text: &str) {
        let dialog = message(title, text);
        dialog.connect_response(|dialog, _| dialog.close());
        dialog.show_all();
    }

    fn message(title: &str, text: &str) -> MessageDialog {
        let none = None::<&Window>;
        let flags = DialogFlags::empty();
        let dialog = MessageDialog::new(none, flags, MessageType::Error, ButtonsType::Close, text);
        dialog.set_title(title);
        dialog
    }
}

#[cfg(any(windows, target_os = "macos"))]
mod system {
    use rfd::{AsyncMessageDialog, MessageButtons, MessageDialog, MessageLevel};
    use tauri::async_runtime;

    pub(super) fn show(title: &str, text: &str) {
        MessageDialog::new()
            .set_level(MessageLevel::Error)
            .set_buttons(MessageButtons::Ok)
            .set_title(title)
            .set_description(text)
            .show();
    }

    pub(super) fn post(title: &str, text: &str) {
        let shown = AsyncMessageDialog::new()
            .set_level(MessageLevel::Error)
            .set_buttons(MessageButtons::Ok)
            .set_title(title)
            .set_description(text)
            .show();
        async_runtime::spawn(async move { drop(shown.await) });
    }
}
