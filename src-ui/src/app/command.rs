//! What the palette and the keys do: every command of the window in one list.

use ipc::{AppSnapshot, PastRequest, Zoom};

use super::{
    frame::{Dialog, Frame},
    sidebar::ways,
};
use crate::{
    browser,
    pages::look_at,
    prelude::*,
    route::Route,
    shortcut::Shortcut,
    state::{App, Composer, Phase},
    words,
};

/// Something that a person can have done from anywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Command {
    /// Goes to a screen.
    Go(Route),
    /// Goes to another server, by its id.
    Choose(String),
    /// Refreshes the session now.
    Refresh,
    /// Signs out.
    SignOut,
    /// Shows a request of this run, by its id, and what came of it.
    LookAt(u64),
    /// What keys do.
    Press(Shortcut),
}

/// A command as the palette lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) command: Command,
    pub(super) title: String,
    /// What sort of thing it is, beside the title.
    pub(super) sort: &'static str,
    pub(super) shortcut: Option<Shortcut>,
}

impl Command {
    /// Does it.
    pub(super) fn run(self, app: App, frame: Frame, composer: &Composer) {
        match self {
            Self::Go(route) => app.go(route),
            Self::Choose(id) => app.go_to_server(id),
            Self::Refresh => App::spawn(async move {
                let _ = app.refresh_session().await;
            }),
            Self::SignOut => app.sign_out(),
            Self::LookAt(id) => {
                app.go(Route::Requests);
                look_at(app, composer, id);
            }
            Self::Press(shortcut) => press(shortcut, app, frame),
        }
    }
}

/// Does what keys do.
pub(super) fn press(shortcut: Shortcut, app: App, frame: Frame) {
    match shortcut {
        Shortcut::Palette => frame.turn(Dialog::Palette),
        Shortcut::Keys => frame.turn(Dialog::Keys),
        Shortcut::Way(at) => {
            if let Some(way) = untrack(|| ways(app)).get(at) {
                app.go(way.route);
            }
        }
        // The page that stands says by its button whether there is something to read anew.
        Shortcut::Reload => browser::press("page-reload"),
        Shortcut::Settings => app.go(Route::Settings),
        Shortcut::Sidebar => frame.turn_sidebar(),
        Shortcut::Larger => app.zoom(Zoom::larger),
        Shortcut::Smaller => app.zoom(Zoom::smaller),
        Shortcut::Normal => app.zoom(|_| Zoom::NORMAL),
    }
}

/// The requests of this run as the palette lists them: each that is told from the others by its method and path once, the
/// newest of those.
pub(super) fn recent(past: &[PastRequest]) -> Vec<Listed> {
    let mut listed: Vec<Listed> = Vec::new();
    for request in past {
        let title = format!("{} {}", request.method.name(), request.path);
        if !listed.iter().any(|it| it.title == title) {
            listed.push(Listed {
                command: Command::LookAt(request.id),
                title,
                sort: words::label::request(),
                shortcut: None,
            });
        }
    }
    listed
}

/// All that can be done now, in the order of the window.
pub(super) fn listed(app: App) -> Vec<Listed> {
    let mut all: Vec<Listed> = ways(app)
        .into_iter()
        .enumerate()
        .map(|(at, way)| Listed {
            command: Command::Go(way.route),
            title: way.label,
            sort: words::label::sort_page(),
            shortcut: Some(Shortcut::Way(at)).filter(|_| at < 9),
        })
        .collect();
    let page = |route, title: &str| Listed {
        command: Command::Go(route),
        title: title.to_owned(),
        sort: words::label::sort_page(),
        shortcut: None,
    };
    all.push(Listed {
        shortcut: Some(Shortcut::Settings),
        ..page(Route::Settings, words::label::settings())
    });
    let signed_in = app.phase.get() == Phase::SignedIn;
    if signed_in {
        all.push(page(Route::Profile, words::label::profile()));
    } else if app.phase.get() == Phase::SignedOut {
        all.push(page(Route::SignIn, words::label::log_in()));
    }
    all.extend(app.with_snapshot(other_servers).unwrap_or_default());
    all.push(page(Route::Connect, words::add_server()));
    let command = |command, title: &str| Listed {
        command,
        title: title.to_owned(),
        sort: words::label::sort_command(),
        shortcut: None,
    };
    if signed_in {
        all.push(command(Command::Refresh, words::label::renew_session_now()));
        all.push(command(Command::SignOut, words::label::log_out()));
    }
    let told = Shortcut::TOLD.into_iter();
    let told = told.filter(|it| {
        !matches!(
            it,
            Shortcut::Palette | Shortcut::Way(_) | Shortcut::Settings
        )
    });
    all.extend(told.map(|shortcut| Listed {
        shortcut: Some(shortcut),
        ..command(Command::Press(shortcut), words::shortcut(shortcut))
    }));
    all
}

fn other_servers(snapshot: &AppSnapshot) -> Vec<Listed> {
    let servers = snapshot.settings.servers.iter();
    servers
        .filter(|server| snapshot.settings.current.as_ref() != Some(&server.id))
        .map(|server| Listed {
            command: Command::Choose(server.id.clone()),
            title: words::switch_to(&server.name),
            sort: words::label::server(),
            shortcut: None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ipc::{Method, PastOutcome};

    #[test]
    fn a_request_that_was_sent_again_is_listed_once_as_it_was_sent_last() {
        let sent = |id, method, path: &str| PastRequest {
            id,
            method,
            path: path.into(),
            at: 0,
            outcome: PastOutcome::Failed,
        };
        let past = [
            sent(4, Method::Get, "/notes"),
            sent(3, Method::Put, "/notes"),
            sent(2, Method::Get, "/notes"),
            sent(1, Method::Get, "/all"),
        ];
        let told = recent(&past).into_iter().map(|it| (it.title, it.command));
        let wanted = [("GET /notes", 4), ("PUT /notes", 3), ("GET /all", 1)];
        let wanted = wanted.map(|(title, id)| (title.to_owned(), Command::LookAt(id)));
        assert_eq!(told.collect::<Vec<_>>(), wanted);
    }
}
