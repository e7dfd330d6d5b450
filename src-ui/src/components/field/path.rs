//! The path of a request, with how it could go on: ARIA's combobox with a list.

use super::{FieldError, Text, described_by, invalid};
use crate::{browser, prelude::*, words};

/// The id of the input.
pub(crate) const PATH: &str = "request-path";
const LIST: &str = "request-paths";

/// What is typed, and what it could become.
#[component(inline_props)]
pub(crate) fn PathField(
    value: Signal<String>,
    offered: ReadSignal<Vec<String>>,
    error: ReadSignal<Option<String>>,
) -> View {
    let menu = Menu {
        value,
        offered,
        is_open: create_signal(false),
        at: create_signal(None),
    };
    let id = *create_signal(Text::Borrowed(PATH));
    let shown = create_selector(move || menu.is_shown());
    let described = described_by(id, error, false, false);
    view! {
        div(class="path-field", on:focusout=move |_| menu.close()) {
            input(
                id=PATH,
                class="input path-input",
                data-testid=PATH,
                r#type="text",
                role="combobox",
                aria-label=words::label::path(),
                aria-autocomplete="list",
                aria-controls=LIST,
                aria-expanded=if shown.get() { "true" } else { "false" },
                aria-activedescendant=menu.at.get().filter(|_| shown.get()).map(option_id),
                aria-invalid=invalid(error),
                aria-describedby=described,
                autocomplete="off",
                autocapitalize="none",
                "spellcheck"="false",
                placeholder="/api/\u{2026}",
                bind:value=value,
                on:input=move |_| menu.open(),
                on:keydown=move |event| menu.press(&event),
            )
            (if shown.get() { view! { Offered(menu=menu) } } else { view! {} })
            FieldError(id=id, error=error, testid=Text::Borrowed("field-error-path"))
        }
    }
}

/// The list below the field. A handle: copy it freely.
#[derive(Clone, Copy)]
struct Menu {
    value: Signal<String>,
    offered: ReadSignal<Vec<String>>,
    is_open: Signal<bool>,
    /// The entry that Enter takes.
    at: Signal<Option<usize>>,
}

impl Menu {
    fn is_shown(self) -> bool {
        self.is_open.get() && self.offered.with(|it| !it.is_empty())
    }

    fn open(self) {
        self.is_open.set(true);
        self.at.set(None);
    }

    fn close(self) {
        self.is_open.set(false);
        self.at.set(None);
    }

    fn choose(self, path: String) {
        self.value.set(path);
        self.close();
        browser::focus(PATH);
    }

    fn press(self, event: &web_sys::KeyboardEvent) {
        let count = self.offered.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if count > 0 => {
                event.prevent_default();
                let forward = event.key() == "ArrowDown";
                let next = step(self.at.get(), count, forward);
                self.at.set(self.is_shown().then_some(next));
                self.is_open.set(true);
            }
            "Enter" => {
                let with_control = event.ctrl_key() || event.meta_key();
                let at = self.at.get().filter(|_| self.is_shown() && !with_control);
                match at.and_then(|at| self.offered.with(|it| it.get(at).cloned())) {
                    Some(path) => {
                        event.prevent_default();
                        self.choose(path);
                    }
                    // Whoever is around this field sends it.
                    None => self.close(),
                }
            }
            "Escape" if self.is_shown() => {
                event.prevent_default();
                self.close();
            }
            _ => {}
        }
    }
}

#[component(inline_props)]
fn Offered(menu: Menu) -> View {
    view! {
        ul(id=LIST, class="path-list", role="listbox", aria-label=words::label::known_paths(), data-testid=LIST) {
            (menu
                .offered
                .get_clone()
                .into_iter()
                .enumerate()
                .map(|(place, path)| {
                    let chosen = path.clone();
                    view! {
                        li(
                            id=option_id(place),
                            class="path-option",
                            role="option",
                            aria-selected=if menu.at.get() == Some(place) { "true" } else { "false" },
                            // Before the input loses its focus, and with it the list.
                            on:mousedown=move |event: web_sys::MouseEvent| {
                                event.prevent_default();
                                menu.choose(chosen.clone());
                            },
                        ) { (path) }
                    }
                })
                .collect::<Vec<View>>())
        }
    }
}

fn option_id(place: usize) -> String {
    format!("{LIST}-{place}")
}

/// Where an arrow leads in a list of so many, around its ends.
fn step(at: Option<usize>, count: usize, forward: bool) -> usize {
    match (at, forward) {
        (None, true) => 0,
        (None, false) => count - 1,
        (Some(at), true) => (at + 1) % count,
        (Some(at), false) => (at + count - 1) % count,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arrows_go_around() {
        assert_eq!((step(None, 3, true), step(None, 3, false)), (0, 2));
        assert_eq!((step(Some(2), 3, true), step(Some(0), 3, false)), (0, 2));
        assert_eq!((step(Some(0), 3, true), step(Some(2), 3, false)), (1, 1));
    }
}
