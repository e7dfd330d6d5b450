//! One line of a list of facts.

use std::borrow::Cow;

use crate::prelude::*;

/// A name and a value. `testid` is on the value.
#[component(inline_props)]
pub(crate) fn Fact(
    name: &'static str,
    #[prop(setter(into))] value: MaybeDyn<Cow<'static, str>>,
    #[prop(default)] testid: &'static str,
    #[prop(default)] mono: bool,
) -> View {
    view! {
        div(class="fact") {
            dt { (name) }
            dd(class=if mono { "mono" } else { "" }, data-testid=testid) { (value.get_clone()) }
        }
    }
}
