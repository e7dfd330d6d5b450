//! A body in rows, of which those in sight are drawn.
//!
//! The box scrolls over an empty space as tall as all rows are; what is drawn stays at its top. So a hundred rows are
//! in the page however many there are, and none of them is ever missing while somebody scrolls.

use std::{ops::Range, rc::Rc};

use super::super::{Glyph, Shape};
use crate::{
    browser,
    prelude::*,
    state::{AnswerView, BodyText, Fold, Kind, Sight, Span, space, spans},
    words,
};

const FRAME: &str = "request-rows";
const SPACE: &str = "request-rows-space";
const PROBE: &str = "request-rows-probe";

/// The rows of what is shown. `ticks` change now and then: the window may have another size.
#[component(inline_props)]
pub(crate) fn BodyRows(view: AnswerView, ticks: ReadSignal<u64>) -> View {
    let first = create_selector(move || {
        let rows = view
            .text
            .with(|text| text.as_ref().map_or(0, |it| it.rows()));
        view.sight.get().first(view.scrolled.get(), rows)
    });
    create_effect(move || {
        ticks.track();
        untrack(|| fit(view, true));
    });
    create_effect(move || {
        view.text.track();
        untrack(|| fit(view, false));
    });
    on_mount(move || {
        fit(view, true);
        browser::scroll_down(FRAME, view.scrolled.get_untracked());
    });
    // Whoever looks for something is led to it.
    create_effect(move || {
        view.at.track();
        view.found.track();
        if let Some(by) = untrack(|| view.scroll_to_found()) {
            browser::scroll_down(FRAME, by);
            view.scrolled.set(by);
        }
    });
    let is_json = create_selector(move || {
        view.text
            .with(|text| text.as_ref().is_some_and(|it| it.is_json()))
    });
    view! {
        div(
            id=FRAME,
            class=if is_json.get() { "rows rows-folding" } else { "rows" },
            tabindex="0",
            role="region",
            aria-label=words::label::answer_body(),
            data-testid=FRAME,
            on:scroll=move |_| view.scrolled.set(browser::scrolled(FRAME)),
        ) {
            span(id=PROBE, class="rows-probe", aria-hidden="true") { "0000000000" }
            div(id=SPACE, class="rows-space") {
                div(class="rows-shown", data-testid="request-body") {
                    (shown(view, first.get()))
                }
            }
        }
    }
}

/// Makes room for all rows, and looks how much of it is in sight. The box is as tall as what is in it, until it is as
/// tall as it may be. Another width (`with_width`) is another text.
fn fit(view: AnswerView, with_width: bool) {
    let count = |text: &Option<Rc<BodyText>>| text.as_ref().map_or(0, |it| it.rows());
    let make_room = || {
        let height = space(view.sight.get(), view.text.with(count));
        browser::set_height(SPACE, height + f64::from(browser::AROUND_ROWS));
    };
    make_room();
    let Some((height, row, columns)) = browser::measure_rows(FRAME, PROBE) else {
        return;
    };
    let before = view.sight.get();
    let columns = if with_width { columns } else { before.columns };
    let sight = Sight {
        row,
        height,
        columns,
    };
    if before != sight {
        view.measure(sight);
        make_room();
    }
}

/// So many rows before anything is measured.
const UNMEASURED: usize = 60;

fn shown(view: AnswerView, first: usize) -> Vec<View> {
    let text = view.text.get_clone();
    text.map_or_else(Vec::new, |text| drawn(view, &text, first))
}

fn drawn(view: AnswerView, text: &BodyText, first: usize) -> Vec<View> {
    let sight = view.sight.get();
    let count = if sight.columns == 0 {
        UNMEASURED
    } else {
        sight.whole() + 1
    };
    let last = text.rows().min(first.saturating_add(count));
    let length = view.needle.with(String::len);
    let at = view.at.get();
    let found = view.found.get_clone();
    (first..last)
        .filter_map(|row| {
            let (start, letters) = text.row(row)?;
            let (places, before) = places_in(&found, start, letters.len(), length);
            let begins = text.is_json().then(|| text.begins_in_text(row)).flatten();
            let pieces = spans(letters, begins, &places).into_iter();
            let pieces: Vec<View> = pieces.map(|it| piece(it, before, at)).collect();
            let Some((fold, is_folded)) = text.fold_of(row) else {
                return Some(view! { div(class="row") { (pieces) } });
            };
            let rest = if is_folded {
                folded(fold, text.behind(fold).to_owned())
            } else {
                view! {}
            };
            let name = words::json_part(letters, text.number(row).unwrap_or_default() + 1);
            Some(view! {
                div(class="row") {
                    FoldButton(view=view, fold=fold, is_folded=is_folded, name=name)
                    (pieces)
                    (rest)
                }
            })
        })
        .collect()
}

#[component(inline_props)]
fn FoldButton(view: AnswerView, fold: Fold, is_folded: bool, name: String) -> View {
    let id = format!("fold-{}", fold.open);
    let testid = id.clone();
    view! {
        button(
            r#type="button",
            id=id,
            class="fold",
            data-testid=testid,
            aria-expanded=if is_folded { "false" } else { "true" },
            aria-label=name,
            on:click=move |_| view.fold(fold.open),
        ) { Glyph(shape=Shape::Chevron) }
    }
}

/// What stands in the place of what is folded.
fn folded(fold: Fold, behind: String) -> View {
    let members = words::json_members(fold.members);
    view! {
        span(class="folded") { (members) }
        (behind)
    }
}

/// What is found in a row, as places in it; and how much is found before it.
fn places_in(found: &[u32], start: usize, row: usize, length: usize) -> (Vec<Range<usize>>, usize) {
    let end = start + row;
    // One may begin in the row before.
    let before = found.partition_point(|place| *place as usize + length <= start);
    let within = found[before..].iter().map(|place| *place as usize);
    let within = within.take_while(|place| *place < end);
    let places = within.map(|place| {
        let (from, to) = (place.max(start) - start, (place + length).min(end) - start);
        from..to
    });
    (places.collect(), before)
}

fn piece(span: Span<'_>, before: usize, at: usize) -> View {
    // Signs that nobody sees, or that turn a line round, have no business in one.
    let text = ipc::legible_text(span.text);
    let class = match span.kind {
        Kind::Plain => "",
        Kind::Name => "token-name",
        Kind::Text => "token-text",
        Kind::Number => "token-number",
        Kind::Word => "token-word",
    };
    match span.found {
        Some(found) if before + found == at => view! { mark(class="found found-here") { (text) } },
        Some(_) => view! { mark(class="found") { (text) } },
        None if class.is_empty() => view! { (text) },
        None => view! { span(class=class) { (text) } },
    }
}

#[cfg(test)]
#[expect(clippy::single_range_in_vec_init, reason = "one place that was found")]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_is_told_by_its_row_also_where_it_begins_before_or_ends_behind() {
        let found = [2, 8, 18, 40];
        assert_eq!(places_in(&found, 0, 10, 4), (vec![2..6, 8..10], 0));
        assert_eq!(places_in(&found, 10, 10, 4), (vec![0..2, 8..10], 1));
        assert_eq!(places_in(&found, 20, 10, 4), (vec![0..2], 2));
        assert_eq!(places_in(&found, 30, 10, 4), (vec![], 3));
        assert_eq!(places_in(&[], 0, 10, 4), (vec![], 0));
    }
}
