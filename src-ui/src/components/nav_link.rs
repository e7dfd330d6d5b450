//! One way to another screen.

use std::borrow::Cow;

use super::{Glyph, Shape};
use crate::{browser, prelude::*, route::Route};

/// A link to a screen. The hash does the rest, so it can be opened by keyboard like any link.
#[component(inline_props)]
pub(crate) fn NavLink(
    route: Route,
    here: ReadSignal<Route>,
    shape: Shape,
    #[prop(setter(into))] testid: Cow<'static, str>,
    #[prop(setter(into))] label: Cow<'static, str>,
) -> View {
    let current = create_selector(move || here.get() == route);
    let id = testid.clone();
    // Where there are more ways than there is room, this one is in sight.
    let shown = id.clone();
    on_mount(move || {
        create_effect(move || {
            if current.get() {
                browser::bring_into_sight(&shown);
            }
        });
    });
    // Where the sidebar shows no words, a pointer finds them.
    let whole = label.clone();
    view! {
        a(
            id=id,
            class="nav-link",
            href=route.to_string(),
            title=whole,
            data-testid=testid,
            aria-current=current.get().then_some("page"),
        ) {
            Glyph(shape=shape)
            span(class="nav-label") { (label) }
        }
    }
}
