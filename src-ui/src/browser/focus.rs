//! The keyboard's focus: where it goes, what is pressed there, and what holds it for a while.

use std::{cell::RefCell, rc::Rc};

use crate::prelude::*;
use wasm_bindgen::{JsCast, prelude::Closure};

use super::webview::IN_WEBVIEW;

/// Moves the keyboard's focus to the element with this id, if it is there.
pub(crate) fn focus(id: &str) {
    if !IN_WEBVIEW {
        return;
    }
    let element = document().get_element_by_id(id);
    if let Some(element) =
        element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
    {
        let _ = element.focus();
    }
}

/// Moves the keyboard's focus to the first of these ids that is there.
pub(crate) fn focus_first<'a>(ids: impl IntoIterator<Item = &'a str>) {
    if IN_WEBVIEW {
        let there = |id: &&str| document().get_element_by_id(id).is_some();
        if let Some(id) = ids.into_iter().find(there) {
            focus(id);
        }
    }
}

/// Moves the keyboard's focus to the element with this id, and its beginning to where it can be seen.
pub(crate) fn show(id: &str) {
    focus(id);
    if IN_WEBVIEW && let Some(element) = document().get_element_by_id(id) {
        element.scroll_into_view();
    }
}

/// Moves the keyboard's focus to the element with this id, if nothing has it: what had it may have been drawn anew.
pub(crate) fn catch_focus(id: &str) {
    if IN_WEBVIEW
        && document()
            .active_element()
            .is_none_or(|it| it.tag_name() == "BODY")
    {
        focus(id);
    }
}

/// Moves the keyboard's focus to the input with this id, with all that is in it selected.
pub(crate) fn select_input(id: &str) {
    focus(id);
    if IN_WEBVIEW
        && let Some(element) = document().get_element_by_id(id)
        && let Ok(input) = element.dyn_into::<web_sys::HtmlInputElement>()
    {
        input.select();
    }
}

/// Selects the text of the text area with this id.
pub(crate) fn select_text(id: &str) {
    if !IN_WEBVIEW {
        return;
    }
    let element = document().get_element_by_id(id);
    if let Some(area) =
        element.and_then(|element| element.dyn_into::<web_sys::HtmlTextAreaElement>().ok())
    {
        area.select();
    }
}

/// Moves the keyboard's focus to a line, counted from 1, of the text area with this id, and the line into its middle: no
/// webview scrolls to a selection that a script has set. The lines are not wrapped, so all are of one height.
pub(crate) fn select_line(id: &str, line: usize) {
    if !IN_WEBVIEW {
        return;
    }
    let element = document().get_element_by_id(id);
    let Some(area) =
        element.and_then(|element| element.dyn_into::<web_sys::HtmlTextAreaElement>().ok())
    else {
        return;
    };
    let text = area.value();
    // A text area counts in UTF-16.
    let length = |text: &str| text.encode_utf16().count();
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(length)
        .sum();
    let end = start + text.lines().nth(line.saturating_sub(1)).map_or(0, length);
    let _ = area.focus();
    if let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(end)) {
        // Fails only for an input that has no text.
        let _ = area.set_selection_range(start, end);
    }
    let lines = text.split('\n').count();
    let (Ok(lines), Ok(above)) = (i32::try_from(lines), i32::try_from(line.saturating_sub(1)))
    else {
        return;
    };
    let height = area.scroll_height() / lines.max(1);
    area.set_scroll_top(above * height - (area.client_height() - height) / 2);
    area.set_scroll_left(0);
}

/// Scrolls the whole field of this input into view, with its label and with what is wrong with it.
pub(crate) fn reveal(id: &str) {
    if !IN_WEBVIEW {
        return;
    }
    let element = document().get_element_by_id(id);
    if let Some(field) = element.and_then(|it| it.closest(".field").ok().flatten()) {
        field.scroll_into_view();
    }
}

/// Scrolls no further than it takes to see all of the element with this id.
pub(crate) fn bring_into_sight(id: &str) {
    if IN_WEBVIEW && let Some(element) = document().get_element_by_id(id) {
        let how = web_sys::ScrollIntoViewOptions::new();
        how.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&how);
    }
}

/// Opens the dialog with this id before everything else.
pub(crate) fn open_dialog(id: &str) {
    if let Some(dialog) = dialog(id) {
        // Fails only for one that is open, or that is not in the page.
        let _ = dialog.show_modal();
    }
}

/// Closes the dialog with this id; the focus goes back to where it was.
pub(crate) fn close_dialog(id: &str) {
    if let Some(dialog) = dialog(id) {
        dialog.close();
    }
}

fn dialog(id: &str) -> Option<web_sys::HtmlDialogElement> {
    let element = IN_WEBVIEW.then(|| document().get_element_by_id(id));
    element.flatten()?.dyn_into().ok()
}

/// Presses the button with this id, if it is there.
pub(crate) fn press(id: &str) {
    let element = IN_WEBVIEW
        .then(|| document().get_element_by_id(id))
        .flatten();
    if let Some(button) = element.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        button.click();
    }
}

/// A key, together with others.
#[derive(Clone, Debug)]
pub(crate) struct Press {
    /// Its name in the DOM.
    pub(crate) key: String,
    pub(crate) ctrl: bool,
    pub(crate) meta: bool,
    pub(crate) shift: bool,
}

/// Has every press of a key told that is held together with Ctrl or Cmd and without Alt, for the life of the window, in the
/// current scope. `true`: it is done, and the webview does nothing about it.
pub(crate) fn on_press(mut told: impl FnMut(&Press) -> bool + 'static) {
    if !IN_WEBVIEW {
        return;
    }
    let scope = use_current_scope();
    let heard = move |event: web_sys::KeyboardEvent| {
        let press = Press {
            key: event.key(),
            ctrl: event.ctrl_key(),
            meta: event.meta_key(),
            shift: event.shift_key(),
        };
        if (press.ctrl || press.meta) && !event.alt_key() && scope.run_in(|| told(&press)) {
            event.prevent_default();
        }
    };
    let heard = Closure::<dyn FnMut(_)>::new(heard).into_js_value();
    let _ = document().add_event_listener_with_callback("keydown", heard.unchecked_ref());
}

/// Has it told when the element that had the focus is gone from the page, and nothing else has got the focus. One that was
/// drawn anew has it again, and a box takes that of what was in it. For the life of the window.
pub(crate) fn on_focus_lost(mut told: impl FnMut() + 'static) {
    if !IN_WEBVIEW {
        return;
    }
    let had = Rc::new(RefCell::new(
        None::<(web_sys::Element, Option<web_sys::Element>)>,
    ));
    let noted = Rc::clone(&had);
    let note = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
        let element = event.target();
        let element = element.and_then(|it| it.dyn_into::<web_sys::Element>().ok());
        *noted.borrow_mut() = element.map(|it| {
            let around = it.parent_element();
            let around = around.and_then(|it| it.closest("[tabindex='0'][id]").ok());
            (it, around.flatten())
        });
    })
    .into_js_value();
    let _ = document().add_event_listener_with_callback("focusin", note.unchecked_ref());
    let look = Closure::<dyn FnMut()>::new(move || {
        let is_gone = |it: &(web_sys::Element, _)| !it.0.is_connected();
        let body = document().body().map(web_sys::Element::from);
        let has_focus = document()
            .active_element()
            .is_some_and(|it| Some(it) != body);
        if has_focus || !had.borrow().as_ref().is_some_and(is_gone) {
            return;
        }
        let Some((element, around)) = had.take() else {
            return;
        };
        let ids = [Some(element.id()), around.map(|it| it.id())];
        let is_there = |id: &String| document().get_element_by_id(id).is_some();
        match ids.into_iter().flatten().find(is_there) {
            Some(id) => focus(&id),
            None => told(),
        }
    })
    .into_js_value();
    let everything = web_sys::MutationObserverInit::new();
    everything.set_child_list(true);
    everything.set_subtree(true);
    // Fails only where there is no page to look at.
    if let (Ok(observer), Some(body)) = (
        web_sys::MutationObserver::new(look.unchecked_ref()),
        document().body(),
    ) {
        let _ = observer.observe_with_options(&body, &everything);
    }
}
