//! The servers as a card on top of the sidebar, with a menu: at which one the person is, who is signed in where, and the way
//! to another one.
//!
//! The pattern is ARIA's menu button. It has a menu with one server too, since that is where the way to a
//! second one is.

use ipc::AppSnapshot;

use crate::{
    browser,
    components::{Glyph, Shape, StatusDot, close_if_left, keep_focus, press_in_menu},
    prelude::*,
    route::Route,
    standing::Standing,
    state::{App, Phase},
    words,
};

const BUTTON: &str = "server-switcher";
const MENU: &str = "server-menu";

/// A server as the menu shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Choice {
    id: String,
    name: String,
    who: Option<String>,
    current: bool,
}

/// Where the focus goes when the menu opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    AtCurrent,
    AtLast,
}

/// The current server, who is signed in there and how that stands; and the menu.
#[component]
pub(super) fn Switcher() -> View {
    let app: App = use_context();
    let standing = app.standing();
    let who = create_selector(move || match app.phase.get() {
        Phase::Restoring => words::pill(Standing::Restoring),
        _ => app
            .account
            .with(|it| words::who(it.as_ref().map(|it| it.username.as_str()))),
    });
    let open = create_signal(None::<Open>);
    let is_open = create_selector(move || open.get().is_some());
    let name = create_selector(move || {
        app.server
            .with(|it| it.as_ref().map_or_else(String::new, |it| it.name.clone()))
    });
    let on_key = move |event: web_sys::KeyboardEvent| {
        let opened = match event.key().as_str() {
            "ArrowDown" => Open::AtCurrent,
            "ArrowUp" => Open::AtLast,
            _ => return,
        };
        event.prevent_default();
        open.set(Some(opened));
    };
    view! {
        div(class="switcher", on:focusout=move |event| close_if_left(&event, open)) {
            button(
                id=BUTTON,
                r#type="button",
                class="switcher-card",
                data-testid=BUTTON,
                aria-haspopup="menu",
                aria-expanded=if is_open.get() { "true" } else { "false" },
                aria-controls=is_open.get().then_some(MENU),
                on:mousedown=keep_focus,
                on:click=move |_| open.set((!is_open.get()).then_some(Open::AtCurrent)),
                on:keydown=on_key,
            ) {
                span(class="switcher-mark") {
                    Glyph(shape=Shape::Server)
                    StatusDot(standing=standing)
                }
                span(class="switcher-text") {
                    span(class="sr-only") { (words::label::server()) ": " }
                    span(class="nav-label switcher-name", data-testid="current-server") {
                        (name.get_clone())
                    }
                    span(class="nav-label switcher-who") { (who.get_clone()) }
                }
                Glyph(shape=Shape::Chevron)
            }
            (match open.get() {
                Some(at) => view! { Entries(app=app, at=at, open=open) },
                None => view! {},
            })
        }
    }
}

/// The menu as it is when it opens, so that no entry moves under the pointer.
#[component(inline_props)]
fn Entries(app: App, at: Open, open: Signal<Option<Open>>) -> View {
    let choices = untrack(|| app.with_snapshot(choices)).unwrap_or_default();
    let current = choices.iter().position(|it| it.current).unwrap_or(0);
    let first = match at {
        Open::AtCurrent => current,
        Open::AtLast => choices.len(),
    };
    on_mount(move || browser::focus(&entry_id(first)));
    let mut labels: Vec<String> = choices.iter().map(|it| it.name.clone()).collect();
    labels.push(words::add_server().into());
    let focused = create_signal(first);
    let last = choices.len();
    let entries: Vec<View> = choices
        .into_iter()
        .enumerate()
        .map(|(entry, choice)| view! { Server(app=app, entry=entry, choice=choice, open=open) })
        .collect();
    view! {
        div(
            id=MENU,
            class="menu",
            role="menu",
            aria-label=words::label::servers(),
            data-testid=MENU,
            on:keydown=move |event| press_in_menu(&event, &labels, focused, entry_id, || close(open)),
            on:mousedown=keep_focus,
        ) {
            (entries)
            div(class="menu-line", role="separator")
            AddServer(app=app, entry=last, open=open)
        }
    }
}

#[component(inline_props)]
fn AddServer(app: App, entry: usize, open: Signal<Option<Open>>) -> View {
    let add = move |_| {
        close(open);
        app.go(Route::Connect);
    };
    view! {
        button(
            id=entry_id(entry),
            r#type="button",
            class="menu-entry",
            role="menuitem",
            tabindex="-1",
            data-testid="server-menu-add",
            on:click=add,
        ) {
            Glyph(shape=Shape::Plus)
            span(class="menu-name") { (words::add_server()) }
        }
    }
}

#[component(inline_props)]
fn Server(app: App, entry: usize, choice: Choice, open: Signal<Option<Open>>) -> View {
    let Choice {
        id,
        name,
        who,
        current,
    } = choice;
    let signed_in = who.is_some();
    let whole = name.clone();
    let testid = format!("server-menu-{id}");
    let choose = move |_| {
        close(open);
        if !current {
            app.go_to_server(id.clone());
        }
    };
    view! {
        button(
            id=entry_id(entry),
            r#type="button",
            class="menu-entry",
            role="menuitemradio",
            aria-checked=if current { "true" } else { "false" },
            tabindex="-1",
            data-testid=testid,
            on:click=choose,
        ) {
            (if current {
                view! { Glyph(shape=Shape::Check) }
            } else {
                view! { span(class="glyph") }
            })
            span(class="menu-name", title=whole) { (name) }
            span(class=if signed_in { "menu-who menu-who-in" } else { "menu-who" }) {
                span(class="menu-dash") { " \u{2014} " }
                (words::who(who.as_deref()))
            }
        }
    }
}

fn choices(snapshot: &AppSnapshot) -> Vec<Choice> {
    let who = |id: &str| snapshot.signed_in.iter().find(|it| it.server == id);
    snapshot
        .settings
        .servers
        .iter()
        .map(|server| Choice {
            id: server.id.clone(),
            name: server.name.clone(),
            who: who(&server.id).map(|it| it.username.clone()),
            current: snapshot.settings.current.as_ref() == Some(&server.id),
        })
        .collect()
}

fn entry_id(entry: usize) -> String {
    format!("server-menu-entry-{entry}")
}

/// Closes the menu; the focus goes back to where it came from.
fn close(open: Signal<Option<Open>>) {
    open.set(None);
    browser::focus(BUTTON);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::signed_in;
    use ipc::Server;

    fn two_servers() -> AppSnapshot {
        let mut snapshot = signed_in(1, &["ROLE_USER"]);
        snapshot.settings.servers.push(Server {
            id: "s2".into(),
            name: "Demo server".into(),
            ..snapshot.settings.servers[0].clone()
        });
        snapshot
    }

    #[test]
    fn the_menu_lists_the_servers_in_order_with_who_is_signed_in_and_marks_the_current_one() {
        let listed: Vec<_> = choices(&two_servers())
            .into_iter()
            .map(|it| (it.name, words::who(it.who.as_deref()), it.current))
            .collect();
        assert_eq!(
            listed,
            [
                ("Acme".into(), "ann".into(), true),
                ("Demo server".into(), "signed out".into(), false)
            ]
        );
    }

    #[test]
    fn an_open_menu_says_what_it_is_to_a_screen_reader_and_ends_with_the_way_to_one_more() {
        let html = sycamore::render_to_string(|| {
            let app = App::new();
            app.adopt(two_servers());
            let open = create_signal(Some(Open::AtCurrent));
            view! { Entries(app=app, at=Open::AtCurrent, open=open) }
        });
        assert!(html.contains("role=\"menu\""));
        assert_eq!(html.matches("role=\"menuitemradio\"").count(), 2);
        assert_eq!(html.matches("aria-checked=\"true\"").count(), 1);
        let second = html.find("server-menu-s2").expect("the second server");
        let more = html.find("server-menu-add").expect("the way to one more");
        assert!(second < more);
    }
}
