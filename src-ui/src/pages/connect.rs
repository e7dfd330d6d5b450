//! Connect, in two steps: where a server is, and then what it is. The first screen of all, and the way to add another
//! server later.

mod address;
mod demo;
mod details;
mod way;

use self::{
    address::AddressStep,
    demo::Demo,
    details::DetailsStep,
    way::{ADDRESS, Way},
};
use super::describing::follow_description;
use crate::{
    components::Page,
    prelude::*,
    route::Route,
    state::{App, ServerForm},
    words,
};

/// The two steps; beside the first one the demo server, for who has none.
#[component]
pub(crate) fn ConnectPage() -> View {
    let app: App = use_context();
    let (known, demo) = app
        .with_snapshot(|snapshot| (snapshot.app.known.clone(), snapshot.app.demo))
        .unwrap_or_default();
    let form = ServerForm::new(String::new());
    let way = Way::new();
    follow_description(form);
    view! {
        Page(
            route=Route::Connect,
            title=words::label::connect_title(),
            hint=words::label::connect_hint(),
            focus=ADDRESS,
        ) {
            (if way.at_details.get() {
                let known = known.clone();
                view! { DetailsStep(app=app, form=form, way=way, known=known) }
            } else {
                let first = known.first().map_or_else(String::new, |it| it.id.clone());
                let originals: Vec<_> = known.iter().filter(|it| it.original).cloned().collect();
                view! {
                    div(class="columns") {
                        AddressStep(app=app, form=form, way=way, first=first)
                        (if demo {
                            let originals = originals.clone();
                            view! { Demo(app=app, originals=originals) }
                        } else {
                            view! {}
                        })
                    }
                }
            })
        }
    }
}

#[cfg(test)]
mod tests;
