//! The Latchkey window: Sycamore, compiled to wasm.
//!
//! It shows what the core tells it and asks the core for what the person wants. It holds no token
//! and knows no server; everything it may ask for is a command of the crate `ipc`.
//!
//! # Layout
//!
//! - [`app`]: the frame around every screen
//! - [`route`]: the screens, as an enum kept in the address's hash
//! - [`state`]: what the window knows, as signals
//! - [`pages`]: the screens, each with its flow; [`components`]: the pieces, which keep nothing
//! - [`words`]: every sentence a person reads
//! - [`backend`]: calls to the core; [`browser`]: calls to the webview. Nothing else leaves the crate

mod app;
mod backend;
mod browser;
mod components;
mod pages;
mod route;
mod standing;
mod state;
mod words;

use sycamore::prelude::*;

use crate::{app::Window, state::App};

fn main() {
    browser::show_panics();
    sycamore::render(|| {
        let app = App::new();
        app.start();
        view! { Window(app=app) }
    });
}
