//! The Latchkey window: Sycamore, compiled to wasm.
//!
//! It shows what the core tells it and asks the core for what the person wants. It holds no token
//! and knows no server; everything it may ask for is a command of the crate `ipc`.
//!
//! # Layout
//!
//! From the top down; each uses only those below it.
//!
//! - [`app`]: the frame around every screen
//! - [`pages`]: the screens, each with its flow
//! - [`components`]: the pieces of screens, which keep nothing
//! - [`state`]: what the window knows, as signals
//! - [`words`]: every sentence a person reads
//! - [`standing`]: how the session stands at this moment; [`timeline`]: what happened to it; [`shortcut`]: what the keys do
//! - [`backend`]: calls to the core; [`browser`]: calls to the webview. Nothing else leaves the crate
//! - [`route`]: the screens, as an enum kept in the address's hash
//! - [`prelude`]: what views are written with

mod app;
mod backend;
mod browser;
mod components;
mod pages;
mod prelude;
mod route;
mod shortcut;
mod standing;
mod state;
mod timeline;
mod words;

use crate::{app::Window, prelude::*, state::App};

fn main() {
    browser::show_panics();
    browser::offer_what_fields_take();
    sycamore::render(|| {
        let app = App::new();
        app.start();
        view! { Window(app=app) }
    });
}
