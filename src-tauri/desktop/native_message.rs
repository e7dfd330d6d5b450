//! A message in a window of the system's own, for when the app's window cannot be there to say it.

use tauri::AppHandle;

/// Shows a message beside the window, and does not wait until the person has closed it.
pub(super) fn post(desktop: &AppHandle, title: &'static str, text: &'static str) {
    let posted = desktop.run_on_main_thread(move || system::post(title, text));
    if let Err(error) = posted {
        tracing::warn!(%error, "a message could not be shown");
    }
}

#[cfg(target_os = "linux")]
mod system {
    use gtk::{
        ButtonsType, DialogFlags, MessageDialog, MessageType, Window,
        prelude::{DialogExt as _, GtkWindowExt as _, WidgetExt as _},
    };

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
    use rfd::{AsyncMessageDialog, MessageButtons, MessageLevel};
    use tauri::async_runtime;

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
