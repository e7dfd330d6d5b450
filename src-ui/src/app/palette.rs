//! The palette: every page, server, command and request of this run, found by a few of its letters.
//!
//! The pattern is ARIA's combobox with a list: the focus stays in the field, and what is chosen is said of the list.

mod fit;

use ipc::RequestsAsked;

use self::fit::fit;
use super::{
    command::{Command, Listed, listed, recent},
    frame::{Dialog, Frame},
    modal::Modal,
};
use crate::{
    backend, browser,
    prelude::*,
    state::{App, Composer, MenuStep, Phase, menu_step},
    words,
};

const DIALOG: &str = Dialog::Palette.id();
const FIELD: &str = "palette-field";
const LIST: &str = "palette-list";
/// How many requests are listed before anything is typed.
const RECENT: usize = 5;

/// Closed, it is not there.
#[component]
pub(super) fn Palette() -> View {
    let app: App = use_context();
    let frame: Frame = use_context();
    let composer: Composer = use_context();
    let typed = create_signal(String::new());
    let at = create_signal(0_usize);
    let all = create_signal(untrack(|| listed(app)));
    let found = create_memo(move || all.with(|all| typed.with(|typed| fitting(all, typed))));
    if app.phase.get_untracked() == Phase::SignedIn {
        on_mount(move || spawn_local_scoped(add_recent(all)));
    }
    // What fitted best before is not what fits best now.
    create_effect(on(typed, move || at.set(0)));
    let choose = move |listed: Listed| {
        browser::close_dialog(DIALOG);
        listed.command.run(app, frame, &composer);
    };
    let os = *create_signal(untrack(|| app.os()));
    view! {
        Modal(
            id=DIALOG,
            class="dialog palette",
            label=words::label::palette(),
            closed=move || frame.closed(Dialog::Palette),
        ) {
            Field(typed=typed, at=at, found=found, choose=choose)
            ul(id=LIST, class="palette-list", role="listbox", aria-label=words::label::palette()) {
                (found
                    .get_clone()
                    .into_iter()
                    .enumerate()
                    .map(|(row, listed)| view! { Row(row=row, listed=listed, os=os, at=at, choose=choose) })
                    .collect::<Vec<View>>())
            }
            (if found.with(Vec::is_empty) {
                view! { p(class="palette-none", role="status") { (words::label::palette_nothing()) } }
            } else {
                view! {}
            })
        }
    }
}

/// Lists the requests of this run before the commands. They are asked for each time, since only the core knows whose they
/// are; without an answer the rest is there.
async fn add_recent(all: Signal<Vec<Listed>>) {
    if let Ok(requests) = backend::call(RequestsAsked {}).await {
        all.update(|all| {
            let is_command = |it: &Listed| it.sort == words::label::sort_command();
            let at = all.iter().position(is_command).unwrap_or(all.len());
            all.splice(at..at, recent(&requests.past));
        });
    }
}

/// What is typed, and where the arrows lead.
#[component(inline_props)]
fn Field(
    typed: Signal<String>,
    at: Signal<usize>,
    found: ReadSignal<Vec<Listed>>,
    choose: impl Fn(Listed) + Copy + 'static,
) -> View {
    let on_key = move |event: web_sys::KeyboardEvent| {
        let key = event.key();
        let count = found.with_untracked(Vec::len);
        let step = menu_step(&key, at.get_untracked(), &vec![String::new(); count]);
        match (key.as_str(), step) {
            ("Enter", _) => {
                event.prevent_default();
                let chosen = found.with_untracked(|found| found.get(at.get_untracked()).cloned());
                if let Some(chosen) = chosen {
                    choose(chosen);
                }
            }
            // In a line of text these two are the line's.
            ("Home" | "End", _) => {}
            (_, Some(MenuStep::To(to))) => {
                event.prevent_default();
                at.set(to);
                browser::bring_into_sight(&row_id(to));
            }
            _ => {}
        }
    };
    let nothing = create_selector(move || found.with(Vec::is_empty));
    view! {
        div(class="palette-search") {
            input(
                id=FIELD,
                class="palette-field",
                r#type="text",
                data-testid=FIELD,
                role="combobox",
                aria-label=words::label::palette(),
                aria-expanded=if nothing.get() { "false" } else { "true" },
                aria-controls=LIST,
                // What leads nowhere is read as a mistake.
                aria-activedescendant=(!nothing.get()).then(|| row_id(at.get())),
                autocomplete="off",
                "spellcheck"="false",
                placeholder=words::label::palette_hint(),
                bind:value=typed,
                on:keydown=on_key,
            )
        }
    }
}

#[component(inline_props)]
fn Row(
    row: usize,
    listed: Listed,
    os: ReadSignal<String>,
    at: Signal<usize>,
    choose: impl Fn(Listed) + Copy + 'static,
) -> View {
    let chosen = create_selector(move || at.get() == row);
    let Listed {
        title,
        sort,
        shortcut,
        ..
    } = listed.clone();
    let keys = shortcut.map(|it| words::keys(it, &os.get_clone_untracked()));
    let keys = keys.map_or_else(
        || view! {},
        |keys| view! { kbd(class="keys-of") { (keys) } },
    );
    view! {
        li(
            id=row_id(row),
            class="palette-row",
            role="option",
            aria-selected=if chosen.get() { "true" } else { "false" },
            on:click=move |_| choose(listed.clone()),
        ) {
            span(class="palette-title") { (title) }
            span(class="palette-sort") { (sort) }
            (keys)
        }
    }
}

fn row_id(row: usize) -> String {
    format!("palette-row-{row}")
}

/// The best first; where two fit as well, the one that stands first in the window. Of the requests those that were sent
/// last, until something is typed.
fn fitting(all: &[Listed], typed: &str) -> Vec<Listed> {
    let mut found: Vec<(u32, &Listed)> = Vec::new();
    for listed in all {
        if let Some(fits) = fit(typed, &listed.title) {
            // Into its place at once: to sort a few dozen of them is not worth the code that sorts millions.
            let place = found.partition_point(|(better, _)| *better >= fits);
            found.insert(place, (fits, listed));
        }
    }
    let mut found: Vec<Listed> = found.into_iter().map(|(_, it)| it.clone()).collect();
    if typed.trim().is_empty() {
        let mut requests = 0;
        found.retain(|it| {
            let is_request = matches!(it.command, Command::LookAt(_));
            requests += usize::from(is_request);
            !is_request || requests <= RECENT
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use ipc::Server;

    use super::*;
    use crate::{
        route::Route,
        shortcut::Shortcut,
        state::fixtures::{fresh, signed_in, signed_out},
    };

    fn titles(snapshot: ipc::AppSnapshot, typed: &str) -> Vec<String> {
        let mut found = Vec::new();
        create_root(|| {
            let app = App::new();
            app.adopt(snapshot);
            found = fitting(&listed(app), typed);
        })
        .dispose();
        found.into_iter().map(|it| it.title).collect()
    }

    #[test]
    fn it_lists_the_pages_of_the_account_the_other_servers_and_what_can_be_done_now() {
        let mut snapshot = signed_in(1, &["ROLE_USER"]);
        snapshot.settings.servers.push(Server {
            id: "s2".into(),
            name: "Beta".into(),
            ..snapshot.settings.servers[0].clone()
        });
        let all = titles(snapshot, "");
        for title in [
            "Home",
            "Session",
            "Settings",
            "Profile",
            "Switch to Beta",
            "Log out",
        ] {
            assert!(all.iter().any(|it| it == title), "{title}: {all:?}");
        }
        assert!(!all.iter().any(|it| it.contains("Acme")), "{all:?}");
        let out = titles(signed_out(1, None), "");
        assert!(!out.iter().any(|it| it == "Log out" || it == "Profile"));
        assert!(out.iter().any(|it| it == "Log in"));
        assert_eq!(titles(fresh(1), "")[0], "Connect");
    }

    #[test]
    fn a_few_letters_find_what_is_meant_first() {
        for (typed, first) in [("ses", "Session"), ("lo", "Log out"), ("set", "Settings")] {
            assert_eq!(titles(signed_in(1, &[]), typed)[0], first, "{typed}");
        }
        assert!(titles(signed_in(1, &[]), "zzz").is_empty());
    }

    #[test]
    fn five_requests_are_listed_until_something_is_typed_and_then_all_that_fit() {
        let sent = |id| ipc::PastRequest {
            id,
            method: ipc::Method::Get,
            path: format!("/notes/{id}"),
            at: 0,
            outcome: ipc::PastOutcome::Failed,
        };
        let all = recent(&(1..=9).rev().map(sent).collect::<Vec<_>>());
        let titles = |typed| -> Vec<String> {
            let found = fitting(&all, typed).into_iter();
            found.map(|it| it.title).collect()
        };
        assert_eq!(titles("").len(), RECENT);
        assert_eq!(titles(" ")[0], "GET /notes/9", "the newest first");
        assert_eq!(titles("notes").len(), 9);
        assert_eq!(titles("notes1"), ["GET /notes/1"]);
    }

    #[test]
    fn the_keys_beside_a_page_are_those_of_its_place_in_the_sidebar() {
        create_root(|| {
            let app = App::new();
            app.adopt(signed_in(1, &["ROLE_USER"]));
            let all = listed(app);
            assert_eq!(all[0].command, Command::Go(Route::Home));
            assert_eq!(all[0].shortcut, Some(Shortcut::Way(0)));
        })
        .dispose();
    }
}
