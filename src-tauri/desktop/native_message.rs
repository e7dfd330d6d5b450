//! A message in a window of the system's own: for when the app's window cannot be there to say it, and for questions
//! that the page in it must not be able to answer.

mod browser;
mod file;
mod folder;

use std::pin::Pin;

use tauri::{AppHandle, Manager as _};
use tokio::sync::oneshot;

pub(super) use self::{browser::NativeBrowser, file::NativeFilePicker};
use crate::app::{Asker, Question};

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

/// Asks in front of the app's window, which takes nothing until the person has answered.
#[derive(Debug)]
pub(super) struct NativeAsker(pub(super) AppHandle);

impl Asker for NativeAsker {
    fn ask(&self, question: Question) -> Pin<Box<dyn Future<Output = bool> + Send>> {
        let (answer, answered) = oneshot::channel();
        let desktop = self.0.clone();
        let asked = self.0.run_on_main_thread(move || {
            // Without a window there is nobody to ask. What is dropped unanswered is a no.
            if let Some(window) = desktop.webview_windows().into_values().next() {
                system::ask(&window, &question, answer);
            }
        });
        if let Err(error) = asked {
            tracing::warn!(%error, "a question could not be asked");
        }
        Box::pin(async move { answered.await.unwrap_or(false) })
    }
}

/// Whoever has no display has no place for a message either.
#[cfg(target_os = "linux")]
mod system {
    use std::{cell::Cell, time::Duration};

    use gtk::{
        ButtonsType, DialogFlags, MessageDialog, MessageType, ResponseType, Window, glib,
        glib::prelude::ObjectExt as _,
        prelude::{DialogExt as _, GtkWindowExt as _, MessageDialogExt as _, WidgetExt as _},
    };
    use tauri::WebviewWindow;
    use tokio::sync::oneshot::Sender;

    use super::Question;

    /// How long yes cannot be pressed. A page knows where and when somebody is about to click twice.
    const BEFORE_YES: Duration = Duration::from_secs(1);

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

    pub(super) fn ask(window: &WebviewWindow, question: &Question, answer: Sender<bool>) {
        let Ok(window) = window.gtk_window() else {
            return;
        };
        let flags = DialogFlags::MODAL | DialogFlags::DESTROY_WITH_PARENT;
        let (kind, none) = (MessageType::Question, ButtonsType::None);
        let dialog = MessageDialog::new(Some(&window), flags, kind, none, &question.title);
        dialog.set_title("Latchkey");
        dialog.set_secondary_text(Some(&question.text));
        dialog.add_button(question.no, ResponseType::Cancel);
        dialog.add_button(question.yes, ResponseType::Accept);
        dialog.set_default_response(ResponseType::Cancel);
        dialog.set_response_sensitive(ResponseType::Accept, false);
        let asked = dialog.downgrade();
        glib::timeout_add_local_once(BEFORE_YES, move || {
            if let Some(dialog) = asked.upgrade() {
                dialog.set_response_sensitive(ResponseType::Accept, true);
            }
        });
        let answer = Cell::new(Some(answer));
        dialog.connect_response(move |dialog, response| {
            if let Some(answer) = answer.take() {
                // Nobody waits for it any more when the app is at its end.
                let _ = answer.send(response == ResponseType::Accept);
            }
            dialog.close();
        });
        dialog.show_all();
        dialog.present();
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
    use rfd::{
        AsyncMessageDialog, MessageButtons, MessageDialog, MessageDialogResult, MessageLevel,
    };
    use tauri::{WebviewWindow, async_runtime};
    use tokio::sync::oneshot::Sender;

    use super::Question;

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

    /// The first button is the one that Enter presses, so it is the one that changes nothing. On Windows buttons have no
    /// words of their own, and a window that is closed without one cannot be told from the second of two, but where they
    /// are yes and no.
    pub(super) fn ask(window: &WebviewWindow, question: &Question, answer: Sender<bool>) {
        let Question {
            title,
            text,
            yes,
            no,
        } = question;
        let (text, buttons, is_yes) = if cfg!(windows) {
            let text = format!("{text}\n\nYes: {no}.\nNo: {yes}.");
            (text, MessageButtons::YesNo, MessageDialogResult::No)
        } else {
            let buttons = MessageButtons::OkCancelCustom((*no).to_owned(), (*yes).to_owned());
            let is_yes = MessageDialogResult::Custom((*yes).to_owned());
            (text.clone(), buttons, is_yes)
        };
        let shown = AsyncMessageDialog::new()
            .set_level(MessageLevel::Warning)
            .set_buttons(buttons)
            .set_title(title)
            .set_description(text)
            .set_parent(window)
            .show();
        async_runtime::spawn(async move {
            // Nobody waits for it any more when the app is at its end.
            let _ = answer.send(shown.await == is_yes);
        });
    }
}
