//! The servers: choose, edit, remove, and the way to add one.

mod editing;
mod row;

use ipc::{ChooseServer, DialectChoice, RemoveServer, Server};

use self::{
    editing::Edit,
    row::{Doing, action_id, focus_row, on_escape, settle_or_say},
};
use crate::{
    backend, browser,
    components::{Card, Glyph, Menu, MenuItem, Shape},
    prelude::*,
    route::Route,
    state::App,
    words,
};

const ADD: &str = "settings-add-server";
const KEEP: &str = "settings-remove-keep";

/// The list.
#[component]
pub(super) fn ServersCard() -> View {
    let app: App = use_context();
    let doing = create_signal(Doing::Nothing);
    let servers = create_selector(move || {
        app.with_snapshot(|snapshot| {
            (
                snapshot.settings.servers.clone(),
                snapshot.settings.current.clone(),
            )
        })
        .unwrap_or_default()
    });
    view! {
        Card(title=words::label::servers()) {
            (match servers.get_clone() {
                (servers, _) if servers.is_empty() => view! {
                    p(class="card-text") { (words::label::no_server_yet()) }
                },
                (servers, current) => {
                    let rows: Vec<View> = servers
                        .into_iter()
                        .map(|server| {
                            let current = current.as_ref() == Some(&server.id);
                            view! { Row(app=app, server=server, current=current, doing=doing) }
                        })
                        .collect();
                    view! { ul(class="servers") { (rows) } }
                }
            })
            div(class="card-actions") {
                a(
                    class="button",
                    id=ADD,
                    href=Route::Connect.to_string(),
                    data-testid=ADD,
                ) {
                    Glyph(shape=Shape::Plus)
                    (words::label::add_a_server())
                }
            }
        }
    }
}

#[component(inline_props)]
fn Row(app: App, server: Server, current: bool, doing: Signal<Doing>) -> View {
    let id = server.id.clone();
    let mine = create_selector(move || match doing.get_clone() {
        Doing::Editing(other) | Doing::Removing(other) if other != id => Doing::Nothing,
        mine => mine,
    });
    let testid = format!("settings-server-{}", server.id);
    let summary = server.clone();
    view! {
        li(class=if current { "server server-current" } else { "server" }, data-testid=testid) {
            Summary(app=app, server=summary, current=current, doing=doing)
            (match mine.get_clone() {
                Doing::Nothing => view! {},
                Doing::Editing(_) => {
                    let server = server.clone();
                    view! { Edit(app=app, server=server, doing=doing) }
                }
                Doing::Removing(_) => {
                    let server = server.clone();
                    view! { ConfirmRemoval(app=app, server=server, doing=doing) }
                }
            })
        }
    }
}

#[component(inline_props)]
fn Summary(app: App, server: Server, current: bool, doing: Signal<Doing>) -> View {
    let kind = app.kind_title(&server.dialect);
    let chips: Vec<View> = [
        (current, "chip chip-accent", words::label::chip_current()),
        (server.demo, "chip", words::label::chip_demo()),
        (is_own(&server), "chip", words::own_kind()),
        (
            server.plain_http_allowed,
            "chip chip-warning",
            words::label::chip_plain_http(),
        ),
    ]
    .into_iter()
    .filter(|(shown, ..)| *shown)
    .map(|(_, class, label)| view! { span(class=class) { (label) } })
    .collect();
    let of_actions = server.clone();
    let Server {
        id, name, address, ..
    } = server;
    let (whose, called) = (id.clone(), name.clone());
    view! {
        div(class="server-row") {
            div(class="server-text") {
                p(class="server-name") { (name) (chips) }
                p(class="server-address") { (address) " \u{b7} " (kind) }
                Who(app=app, id=whose)
                Unusable(app=app, id=id, name=called)
            }
            Actions(app=app, server=of_actions, current=current, doing=doing)
        }
    }
}

/// Who is signed in there. On its own, so that a session that comes or goes redraws no form.
#[component(inline_props)]
fn Who(app: App, id: String) -> View {
    let testid = format!("settings-who-{id}");
    let who = create_selector(move || who_is_in(app, &id));
    view! {
        p(class="server-who", data-testid=testid) { (words::who_is_in(who.get_clone().as_deref())) }
    }
}

/// Why the server cannot be used, where its dialect does not read any more.
#[component(inline_props)]
fn Unusable(app: App, id: String, name: String) -> View {
    let testid = format!("settings-unusable-{id}");
    let told = create_selector(move || {
        app.with_snapshot(|it| {
            let found = it.dialects_set_aside.iter().find(|it| it.server == id)?;
            Some(words::dialect_set_aside(found, &name))
        })
        .flatten()
    });
    view! {
        (match told.get_clone() {
            Some(told) => {
                let testid = testid.clone();
                view! { p(class="field-error", data-testid=testid) { (told) } }
            }
            None => view! {},
        })
    }
}

fn who_is_in(app: App, id: &str) -> Option<String> {
    app.with_snapshot(|it| it.signed_in.iter().find(|it| it.server == id).cloned())
        .flatten()
        .map(|it| it.username)
}

fn is_own(server: &Server) -> bool {
    matches!(server.dialect, DialectChoice::Custom { .. })
}

/// What can be done to a server. The demo server is not edited: it is started anew.
#[component(inline_props)]
fn Actions(app: App, server: Server, current: bool, doing: Signal<Doing>) -> View {
    let Server {
        id,
        name,
        address,
        demo,
        ..
    } = server;
    let item = |action: &str, (label, name): (&'static str, String), run: Box<dyn Fn()>| MenuItem {
        testid: action_id(action, &id),
        label,
        name,
        run,
    };
    let (edited, removed, chosen) = (id.clone(), id.clone(), id.clone());
    let edit = move || doing.set(Doing::Editing(edited.clone()));
    let remove = move || {
        // The core asks, where there is something to lose.
        if !demo && untrack(|| who_is_in(app, &removed)).is_some() {
            remove(app, removed.clone(), doing);
        } else {
            doing.set(Doing::Removing(removed.clone()));
        }
    };
    let copy = move || copy_address(app, address.clone());
    let edit = (!demo).then(|| item("edit", words::editing(&name), Box::new(edit)));
    let mut items = Vec::from_iter(edit);
    items.push(item("copy", words::copying_address(&name), Box::new(copy)));
    items.push(item("remove", words::removing(&name), Box::new(remove)));
    let (label, whole) = words::switching(&name);
    let (testid, button) = (action_id("choose", &id), action_id("choose", &id));
    let choose = (!current).then(|| {
        view! {
            button(
                r#type="button",
                class="button button-small",
                id=button,
                data-testid=testid,
                aria-label=whole,
                on:click=move |_| choose(app, chosen.clone()),
            ) { (label) }
        }
    });
    let (more, called) = (action_id("more", &id), words::more_for(&name));
    view! {
        div(class="server-actions") {
            (choose)
            Menu(id=more, name=called, items=items)
        }
    }
}

fn copy_address(app: App, address: String) {
    App::spawn(async move {
        app.toast(if browser::copy(&address).await {
            words::label::address_copied()
        } else {
            words::label::not_copied()
        });
    });
}

#[component(inline_props)]
fn ConfirmRemoval(app: App, server: Server, doing: Signal<Doing>) -> View {
    on_mount(|| browser::focus(KEEP));
    let Server { id, name, demo, .. } = server;
    let testid = format!("settings-remove-confirm-{id}");
    let back = *create_signal(action_id("more", &id));
    let keep = move || {
        // Of this question's own, and gone with it.
        let back = back.get_clone();
        doing.set(Doing::Nothing);
        browser::focus(&back);
    };
    let question = words::removal(&name, demo && untrack(|| who_is_in(app, &id)).is_some());
    view! {
        div(
            class="confirm",
            role="group",
            aria-label=words::label::confirm_removal(),
            on:keydown=move |event| on_escape(&event, keep),
        ) {
            p { (question) }
            div(class="server-actions") {
                button(
                    id=KEEP,
                    r#type="button",
                    class="button button-small",
                    data-testid=KEEP,
                    on:click=move |_| keep(),
                ) { (words::label::keep_it()) }
                button(
                    r#type="button",
                    class="button button-small button-danger",
                    data-testid=testid,
                    on:click=move |_| remove(app, id.clone(), doing),
                ) { (words::label::remove()) }
            }
        }
    }
}

fn choose(app: App, id: String) {
    App::spawn(async move {
        let outcome = backend::call(ChooseServer { id: id.clone() }).await;
        let chosen = outcome
            .as_ref()
            .ok()
            .and_then(|it| it.settings.current_server());
        let done = chosen.map_or_else(String::new, |server| words::switched_to(&server.name));
        settle_or_say(app, outcome, &done).await;
        // The button is gone: the server is the current one.
        focus_row(&id);
    });
}

fn remove(app: App, id: String, doing: Signal<Doing>) {
    doing.set(Doing::Nothing);
    browser::focus(&action_id("more", &id));
    let next = untrack(|| app.with_snapshot(|it| neighbour(&it.settings.servers, &id))).flatten();
    App::spawn(async move {
        let outcome = backend::call(RemoveServer { id }).await;
        if settle_or_say(app, outcome, words::label::server_removed()).await {
            match next {
                Some(next) => focus_row(&next),
                None => browser::focus(ADD),
            }
        }
    });
}

/// The server whose row takes the place of this one's when it is removed: the next, else the one before.
fn neighbour(servers: &[Server], id: &str) -> Option<String> {
    let at = servers.iter().position(|server| server.id == id)?;
    let next = servers
        .get(at + 1)
        .or_else(|| servers.get(at.checked_sub(1)?))?;
    Some(next.id.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::signed_in;

    #[test]
    fn a_removed_row_gives_the_focus_to_its_neighbour() {
        let server = signed_in(1, &[]).settings.servers[0].clone();
        let named = |id: &str| Server {
            id: id.into(),
            ..server.clone()
        };
        let servers = ["a", "b", "c"].map(named);
        let next = |id| neighbour(&servers, id);
        assert_eq!(next("a").as_deref(), Some("b"));
        assert_eq!(next("c").as_deref(), Some("b"));
        assert_eq!(next("d"), None);
        assert_eq!(neighbour(&servers[..1], "a"), None, "the last one");
    }
}
