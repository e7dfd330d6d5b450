//! The window: the frame around every screen, and which screen stands in it.
//!
//! What holds for every screen belongs here, what holds for one is its page's. Every other room may be used.
//!
//! # Layout
//!
//! - `sidebar`: every way through the window; `switcher`: the servers, as a card with a menu on top of it
//! - `notices`: what holds for every screen; `store_notice`: why a session is not kept
//! - `command`: what can be done from everywhere; `palette` and `keys_dialog` list it
//! - `frame`: what of all this is open; `modal`: what stands before the window
//! - `toast`: what came of something that the person did

mod command;
mod frame;
mod keys_dialog;
mod modal;
mod notices;
mod palette;
mod sidebar;
mod store_notice;
mod switcher;
mod toast;

use ipc::{AppSnapshot, Language};

use self::{
    frame::{Dialog, Frame},
    keys_dialog::KeysDialog,
    notices::Notices,
    palette::Palette,
    sidebar::Sidebar,
    toast::Toast,
};
use crate::{
    browser,
    pages::{
        ConnectPage, HomePage, ProfilePage, RequestsPage, RestoringPage, ServerPage, SessionPage,
        SettingsPage, SignInPage, SignUpPage, StartingPage, UnreachablePage,
    },
    prelude::*,
    route::Route,
    shortcut::Shortcut,
    state::{App, Composer, Shown},
    words,
};

/// The whole window.
#[component(inline_props)]
pub(crate) fn Window(app: App) -> View {
    provide_context(app);
    let frame = Frame::new();
    provide_context(frame);
    provide_context(Composer::new());
    follow_appearance(app);
    follow_keys(app, frame);
    browser::on_focus_lost(|| browser::focus("page-title"));
    let language = create_selector(move || {
        app.with_snapshot(AppSnapshot::language)
            .unwrap_or_else(browser::language)
    });
    view! {
        (spoken(language.get(), frame))
    }
}

/// All of it in one language. Another one draws everything anew: whoever chooses one is typing nothing.
fn spoken(language: Language, frame: Frame) -> View {
    words::speak(language);
    browser::set_language(language);
    view! {
        div(class="window") {
            Sidebar()
            div(class="stage") {
                Notices()
                main(id="content", class="content", tabindex="-1") { Screen() }
            }
            Toast()
            (match frame.dialog.get() {
                Some(Dialog::Palette) => view! { Palette() },
                Some(Dialog::Keys) => view! { KeysDialog() },
                None => view! {},
            })
        }
    }
}

/// The screen. It is drawn anew only when it is another one, so that nothing typed is ever lost to
/// an event of the session; and when it is about another server than before.
#[component]
fn Screen() -> View {
    let app: App = use_context();
    let shown = create_selector(move || {
        let shown = app.shown();
        let server = app
            .server
            .with(|server| server.as_ref().map(|server| server.id.clone()));
        match shown {
            Shown::Screen(route) if route.works_without_server() => (shown, None, None),
            Shown::Screen(Route::Page(at)) => (shown, server, app.page(at)),
            _ => (shown, server, None),
        }
    });
    view! {
        (match shown.get_clone() {
            (Shown::Starting, ..) => view! { StartingPage() },
            (Shown::Unreachable, ..) => view! { UnreachablePage() },
            (Shown::Restoring, ..) => view! { RestoringPage() },
            (Shown::Screen(route), _, page) => match (route, page) {
                (Route::Page(at), Some(page)) => view! { ServerPage(at=at, page=page) },
                (Route::Connect, _) => view! { ConnectPage() },
                (Route::SignIn, _) => view! { SignInPage() },
                (Route::SignUp, _) => view! { SignUpPage() },
                (Route::Requests, _) => view! { RequestsPage() },
                (Route::Profile, _) => view! { ProfilePage() },
                (Route::Session, _) => view! { SessionPage() },
                (Route::Settings, _) => view! { SettingsPage() },
                (Route::Home | Route::Start | Route::Page(_), _) => view! { HomePage() },
            },
        })
    }
}

/// The keys go by Cmd on a Mac and by Ctrl elsewhere: each leaves the other's to the fields.
fn follow_keys(app: App, frame: Frame) {
    browser::on_press(move |press| {
        let held = if untrack(|| app.os()) == "macos" {
            press.meta && !press.ctrl
        } else {
            press.ctrl && !press.meta
        };
        let shortcut = held
            .then(|| Shortcut::of(&press.key, press.shift))
            .flatten();
        if let Some(shortcut) = shortcut {
            command::press(shortcut, app, frame);
        }
        shortcut.is_some()
    });
}

fn follow_appearance(app: App) {
    let chosen =
        create_selector(move || app.with_snapshot(|snapshot| snapshot.settings.appearance));
    create_effect(move || {
        if let Some(appearance) = chosen.get() {
            browser::set_appearance(appearance);
        }
    });
}

#[cfg(test)]
mod tests;
