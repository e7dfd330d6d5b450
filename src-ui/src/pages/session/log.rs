//! What happened to the session lately.

use ipc::{LogEntry, SessionLog};
use sycamore::{futures::spawn_local_scoped, prelude::*};

use crate::{backend, components::Card, state::App, words};

/// The last events with their times and reasons, newest first. The snapshot says when there is a new
/// one, and then the log is asked for anew: it is too long to travel with every snapshot.
#[component(inline_props)]
pub(super) fn Log(app: App) -> View {
    let entries = create_signal(Vec::<LogEntry>::new());
    let newest = create_selector(move || {
        let seq = app
            .session
            .with(|session| session.as_ref().map_or(0, |it| it.log_seq));
        let server = app
            .server
            .with(|server| server.as_ref().map(|it| it.id.clone()));
        (server, seq)
    });
    let page = use_current_scope();
    let asked = create_signal(0_u64);
    on_mount(move || {
        create_effect(move || {
            newest.track();
            page.run_in(|| untrack(|| read(entries, asked)));
        });
    });
    view! {
        Card(title=words::label::activity()) {
            (match lines(entries) {
                lines if lines.is_empty() => view! {
                    p(class="card-text", data-testid="session-log") {
                        (words::label::activity_empty())
                    }
                },
                lines => view! {
                    ol(class="log", data-testid="session-log") { (lines) }
                },
            })
        }
    }
}

fn lines(entries: Signal<Vec<LogEntry>>) -> Vec<View> {
    let line = |entry: &LogEntry| {
        let (at, text) = (words::moment(entry.at), words::log_line(entry));
        view! {
            li(class="log-line") {
                span(class="log-time") { (at) }
                span { (text) }
            }
        }
    };
    entries.with(|entries| entries.iter().rev().map(line).collect())
}

/// Of several answers under way the one that was asked for last counts.
fn read(entries: Signal<Vec<LogEntry>>, asked: Signal<u64>) {
    asked.set(asked.get() + 1);
    let mine = asked.get();
    spawn_local_scoped(async move {
        // No server is chosen any more, or the core is gone: the page says so elsewhere.
        if let Ok(log) = backend::call(SessionLog {}).await
            && asked.get_untracked() == mine
        {
            entries.set(log);
        }
    });
}
