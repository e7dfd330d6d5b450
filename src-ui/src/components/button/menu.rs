//! A button with a menu, as ARIA's pattern of a menu button has it; and what every menu of the window does about keys,
//! the focus and the pointer.

use std::rc::Rc;

use wasm_bindgen::JsCast;

use super::is;
use crate::{
    browser,
    components::{Glyph, Shape},
    prelude::*,
    state::{MenuStep, menu_step},
};

/// Something that a menu offers.
pub(crate) struct MenuItem {
    /// Its id as well.
    pub(crate) testid: String,
    pub(crate) label: &'static str,
    /// What it is called beside the same item of another menu.
    pub(crate) name: String,
    pub(crate) run: Box<dyn Fn()>,
}

/// A button of three dots, and the menu that it opens. What is chosen is done when the menu is closed and the focus is back
/// at the button, so that it is never lost where nothing takes it further.
#[component(inline_props)]
pub(crate) fn Menu(id: String, name: String, items: Vec<MenuItem>) -> View {
    // The number of the item that gets the focus first.
    let open = create_signal(None::<usize>);
    let is_open = create_selector(move || open.get().is_some());
    let last = items.len().saturating_sub(1);
    let items = Rc::new(items);
    let menu = menu_id(&id);
    let (button, testid, whose) = (id.clone(), id.clone(), name.clone());
    let on_key = move |event: web_sys::KeyboardEvent| {
        let first = match event.key().as_str() {
            "ArrowDown" => 0,
            "ArrowUp" => last,
            _ => return,
        };
        event.prevent_default();
        open.set(Some(first));
    };
    view! {
        div(class="menu-of", on:focusout=move |event| close_if_left(&event, open)) {
            button(
                id=id,
                r#type="button",
                class="button button-small button-quiet",
                data-testid=testid,
                aria-label=name,
                aria-haspopup="menu",
                aria-expanded=is(is_open.get()),
                aria-controls=is_open.get().then(|| menu.clone()),
                on:mousedown=keep_focus,
                on:click=move |_| open.set((!is_open.get()).then_some(0)),
                on:keydown=on_key,
            ) { Glyph(shape=Shape::More) }
            (match open.get() {
                Some(at) => {
                    let (button, name) = (button.clone(), whose.clone());
                    let items = Rc::clone(&items);
                    view! { Items(button=button, name=name, items=items, at=at, open=open) }
                }
                None => view! {},
            })
        }
    }
}

#[component(inline_props)]
fn Items(
    button: String,
    name: String,
    items: Rc<Vec<MenuItem>>,
    at: usize,
    open: Signal<Option<usize>>,
) -> View {
    let ids: Vec<String> = items.iter().map(|it| it.testid.clone()).collect();
    let labels: Vec<String> = items.iter().map(|it| it.label.to_owned()).collect();
    let (menu, testid) = (menu_id(&button), menu_id(&button));
    let rows: Vec<View> = (0..items.len())
        .map(|at| {
            let (button, items) = (button.clone(), Rc::clone(&items));
            view! { Item(button=button, items=items, at=at, open=open) }
        })
        .collect();
    let first = ids[at].clone();
    on_mount(move || browser::focus(&first));
    let focused = create_signal(at);
    let on_key = move |event: web_sys::KeyboardEvent| {
        let back = || close(open, &button);
        press_in_menu(&event, &labels, focused, |at| ids[at].clone(), back);
    };
    view! {
        div(
            id=menu,
            class="menu menu-of-row",
            role="menu",
            aria-label=name,
            data-testid=testid,
            on:keydown=on_key,
            on:mousedown=keep_focus,
        ) { (rows) }
    }
}

#[component(inline_props)]
fn Item(button: String, items: Rc<Vec<MenuItem>>, at: usize, open: Signal<Option<usize>>) -> View {
    let MenuItem {
        testid,
        label,
        name,
        ..
    } = &items[at];
    let (id, testid, label, name) = (testid.clone(), testid.clone(), *label, name.clone());
    let choose = move |_| {
        // What runs is the item's, which is gone with the menu.
        let items = Rc::clone(&items);
        close(open, &button);
        (items[at].run)();
    };
    view! {
        button(
            id=id,
            r#type="button",
            class="menu-entry",
            role="menuitem",
            tabindex="-1",
            data-testid=testid,
            aria-label=name,
            on:click=choose,
        ) { span(class="menu-name") { (label) } }
    }
}

fn menu_id(button: &str) -> String {
    format!("{button}-menu")
}

/// Closes the menu; the focus goes back to where it came from.
fn close(open: Signal<Option<usize>>, button: &str) {
    open.set(None);
    browser::focus(button);
}

/// What a key does in an open menu, whose entries go by these ids. `back` closes it.
pub(crate) fn press_in_menu(
    event: &web_sys::KeyboardEvent,
    labels: &[String],
    focused: Signal<usize>,
    id: impl Fn(usize) -> String,
    back: impl FnOnce(),
) {
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return;
    }
    match menu_step(&event.key(), focused.get_untracked(), labels) {
        Some(MenuStep::To(entry)) => {
            event.prevent_default();
            focused.set(entry);
            browser::focus(&id(entry));
        }
        Some(MenuStep::Back) => {
            event.prevent_default();
            back();
        }
        // The key moves the focus out, and that closes the menu.
        Some(MenuStep::Leave) | None => {}
    }
}

/// Closes the menu when the focus leaves the whole of what this is heard at, by key or by a click.
pub(crate) fn close_if_left<T>(event: &web_sys::FocusEvent, open: Signal<Option<T>>) {
    let to = event.related_target().and_then(|to| to.dyn_into().ok());
    let whole = event.current_target().and_then(|it| it.dyn_into().ok());
    let stays = whole.is_some_and(|it: web_sys::Node| it.contains(to.as_ref()));
    if !stays && open.with_untracked(Option::is_some) {
        open.set(None);
    }
}

/// Some webviews take the focus away from a button that is pressed with the pointer, and the menu would
/// close under it.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape of an event handler"
)]
pub(crate) fn keep_focus(event: web_sys::MouseEvent) {
    event.prevent_default();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_button_and_every_item_say_whose_they_are() {
        let item = |name: &str| MenuItem {
            testid: format!("edit-{name}"),
            label: "Edit",
            name: format!("Edit {name}"),
            run: Box::new(|| {}),
        };
        let html = sycamore::render_to_string(|| {
            let items = vec![item("Acme"), item("Beta")];
            let closed =
                view! { Menu(id="more".to_owned(), name="More for Acme".to_owned(), items=items) };
            let open = create_signal(Some(0));
            let items = Rc::new(vec![item("Gamma")]);
            view! {
                (closed)
                Items(button="more".to_owned(), name="More for Acme".to_owned(), items=items, at=0, open=open)
            }
        });
        for said in [
            "aria-label=\"More for Acme\"",
            "aria-haspopup=\"menu\"",
            "aria-expanded=\"false\"",
            "role=\"menu\"",
            "aria-label=\"Edit Gamma\"",
        ] {
            assert!(html.contains(said), "{said} is missing in {html}");
        }
        assert!(!html.contains("Edit Beta"), "a closed menu is not there");
    }
}
