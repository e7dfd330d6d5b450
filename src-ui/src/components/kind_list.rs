//! The choice of how a server speaks: like one that is known, or as the person describes it.

use ipc::KnownServer;

use crate::{
    browser,
    prelude::*,
    state::{OWN, ServerForm},
    words,
};

const SEARCH: &str = "connect-kind-search";
const LIST: &str = "connect-kind-list";

/// The known servers, as many of them as fit what is looked for, and the one that is chosen; below them the way for who
/// finds none. What the chosen one means for sessions stands under it.
#[component(inline_props)]
pub(crate) fn KindList(form: ServerForm, known: Vec<KnownServer>) -> View {
    let looked_for = create_signal(String::new());
    let meaning = create_selector(move || match form.refreshes() {
        _ if form.is_own() => words::own_kind_hint(),
        Some(refreshes) => words::kind_hint(refreshes),
        None => "",
    });
    view! {
        fieldset(class="field kinds") {
            legend(class="field-label") { (words::label::server_type()) }
            input(
                id=SEARCH,
                class="input",
                r#type="search",
                data-testid=SEARCH,
                aria-label=words::label::search_servers(),
                placeholder=words::label::search_servers(),
                autocomplete="off",
                autocapitalize="none",
                "spellcheck"="false",
                on:keydown=stay,
                bind:value=looked_for,
            )
            Found(form=form, known=known, looked_for=*looked_for)
            Kind(form=form, id=OWN.into(), title=words::describe_it().into(), told=String::new())
            p(class="field-hint", data-testid="connect-kind-meaning") { (meaning.get()) }
        }
    }
}

/// The servers that fit what is looked for, and the one that is chosen.
#[component(inline_props)]
fn Found(form: ServerForm, known: Vec<KnownServer>, looked_for: ReadSignal<String>) -> View {
    let all = known.clone();
    let shown = create_selector(move || {
        let chosen = form.kind.get_clone();
        looked_for.with(|words| {
            let fitting = all.iter().filter(|it| fits(it, words) || it.id == chosen);
            fitting.cloned().collect::<Vec<_>>()
        })
    });
    let none = create_selector(move || {
        looked_for.with(|words| known.iter().all(|known| !fits(known, words)))
    });
    on_mount(move || {
        if !untrack(|| form.is_own()) {
            let chosen = form.kind.get_clone_untracked();
            browser::scroll_to(LIST, &row_id(&chosen));
        }
    });
    view! {
        div(id=LIST, class="kind-list") {
            (shown
                .get_clone()
                .into_iter()
                .map(|known| {
                    let told = words::tested_with(&known);
                    view! { Kind(form=form, id=known.id, title=known.title, told=told) }
                })
                .collect::<Vec<View>>())
            (if none.get() {
                view! {
                    p(class="field-hint", data-testid="connect-kind-none") { (words::none_known()) }
                }
            } else {
                view! {}
            })
        }
    }
}

#[component(inline_props)]
fn Kind(form: ServerForm, id: String, title: String, told: String) -> View {
    let value = id.clone();
    let mine = id.clone();
    let chosen = create_selector(move || form.kind.with(|kind| *kind == mine));
    let (row, testid) = (row_id(&id), row_id(&id));
    let told = if told.is_empty() {
        view! {}
    } else {
        view! { span(class="kind-told") { (told) } }
    };
    view! {
        label(id=row, class="kind") {
            input(
                r#type="radio",
                name="connect-kind",
                value=value,
                data-testid=testid,
                checked=chosen.get(),
                prop:checked=chosen.get(),
                on:change=move |_| form.kind.set(id.clone()),
            )
            span(class="kind-text") {
                span(class="kind-title") { (title) }
                (told)
            }
        }
    }
}

fn row_id(id: &str) -> String {
    format!("connect-kind-{id}")
}

/// Who looks for something has not finished the form.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape of an event handler"
)]
fn stay(event: web_sys::KeyboardEvent) {
    if event.key() == "Enter" {
        event.prevent_default();
    }
}

/// Whether each word that is looked for stands somewhere in what is known of the server.
fn fits(known: &KnownServer, looked_for: &str) -> bool {
    let told = known.tested_with.as_deref().unwrap_or_default();
    let text = browser::lowercase(&format!("{} {told} {}", known.title, known.id));
    browser::lowercase(looked_for)
        .split_whitespace()
        .all(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_found_by_any_words_of_its_title_or_what_it_was_tested_with() {
        let known = KnownServer {
            id: "drf-simplejwt".into(),
            title: "Django REST framework".into(),
            tested_with: Some("simplejwt 5.5".into()),
            original: false,
        };
        for words in ["", "  ", "django", "REST django", "JWT 5.5", "drf-simple"] {
            assert!(fits(&known, words), "{words}");
        }
        for words in ["rails", "django rails"] {
            assert!(!fits(&known, words), "{words}");
        }
    }
}
