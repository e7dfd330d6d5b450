//! One way to another screen.

use std::borrow::Cow;

use sycamore::prelude::*;

use super::{Glyph, Shape};
use crate::route::Route;

/// A link to a screen. The hash does the rest, so it can be opened by keyboard like any link.
#[component(inline_props)]
pub(crate) fn NavLink(
    route: Route,
    here: ReadSignal<Route>,
    shape: Shape,
    class: &'static str,
    #[prop(setter(into))] testid: Cow<'static, str>,
    #[prop(setter(into))] label: MaybeDyn<Cow<'static, str>>,
) -> View {
    let current = create_selector(move || here.get() == route);
    view! {
        a(
            class=class,
            href=route.to_string(),
            data-testid=testid,
            aria-current=current.get().then_some("page"),
        ) {
            Glyph(shape=shape)
            span(class="nav-label") { (label.get_clone()) }
        }
    }
}
