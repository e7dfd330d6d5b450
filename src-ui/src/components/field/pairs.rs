//! Names and values in rows, with an empty one at the end to go on with.

use wasm_bindgen::JsCast;

use crate::{
    browser,
    components::{Glyph, Shape},
    prelude::*,
    state::{PairRow, Pairs},
    words,
};

/// The rows. `id` begins the ids of the inputs; `error` says what is wrong with which row, counted from 0.
#[component(inline_props)]
pub(crate) fn PairsField(
    id: &'static str,
    label: &'static str,
    pairs: Pairs,
    #[prop(default = *create_signal(None))] error: ReadSignal<Option<(usize, String)>>,
) -> View {
    let error_id = format!("{id}-error");
    view! {
        div(class="pairs", role="group", aria-label=label) {
            Keyed(
                list=pairs.rows(),
                view=move |row| view! { Row(id=id, label=label, pairs=pairs, row=row, error=error) },
                key=|row| row.id,
            )
            (match error.get_clone() {
                Some((_, words)) => {
                    let (at, testid) = (error_id.clone(), error_id.clone());
                    view! {
                        p(class="field-error", id=at, data-testid=testid) {
                            Glyph(shape=Shape::Warning)
                            span { (words) }
                        }
                    }
                }
                None => view! {},
            })
        }
    }
}

/// What is typed is kept by the rows, and the inputs are left alone: a row that is drawn anew would lose the caret.
#[component(inline_props)]
fn Row(
    id: &'static str,
    label: &'static str,
    pairs: Pairs,
    row: PairRow,
    error: ReadSignal<Option<(usize, String)>>,
) -> View {
    let PairRow { id: number, pair } = row;
    let place = create_selector(move || {
        let rows = pairs.rows();
        rows.with(|rows| rows.iter().position(|row| row.id == number).unwrap_or(0))
    });
    let is_wrong = create_selector(move || {
        let place = place.get();
        error.with(|error| error.as_ref().is_some_and(|(at, _)| *at == place))
    });
    let is_last = create_selector(move || place.get() + 1 == pairs.rows().with(Vec::len));
    let input = move |is_name: bool, value: String, set: fn(&mut ipc::Pair, String)| {
        let part = if is_name { "name" } else { "value" };
        view! {
            input(
                class="input",
                id=format!("{id}-{part}-{number}"),
                data-testid=move || format!("{id}-{part}-{}", place.get()),
                aria-label=move || words::request::pair_of(label, is_name, place.get()),
                aria-invalid=is_wrong.get().then_some("true"),
                aria-describedby=is_wrong.get().then(|| format!("{id}-error")),
                placeholder=words::request::pair_part(is_name),
                autocomplete="off",
                autocapitalize="none",
                "spellcheck"="false",
                value=value,
                on:input=move |event: web_sys::Event| {
                    let typed = typed(&event);
                    pairs.change(number, |pair| set(pair, typed));
                },
            )
        }
    };
    let name = input(true, pair.name, |pair, typed| pair.name = typed);
    let value = input(false, pair.value, |pair, typed| pair.value = typed);
    view! {
        div(class="pair") {
            (name)
            (value)
            button(
                r#type="button",
                class=if is_last.get() { "pair-remove pair-remove-none" } else { "pair-remove" },
                disabled=is_last.get(),
                data-testid=move || format!("{id}-remove-{}", place.get()),
                aria-label=move || words::request::remove_pair(label, place.get()),
                on:click=move |_| {
                    if let Some(neighbour) = pairs.remove(number) {
                        browser::focus(&format!("{id}-name-{neighbour}"));
                    }
                },
            ) { Glyph(shape=Shape::Close) }
        }
    }
}

fn typed(event: &web_sys::Event) -> String {
    let target = event.target();
    let input = target.and_then(|it| it.dyn_into::<web_sys::HtmlInputElement>().ok());
    input.map_or_else(String::new, |input| input.value())
}
