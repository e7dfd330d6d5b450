//! What the window knows: the last snapshot of the core, and where the person is.
//!
//! The core owns the truth. The window keeps the newest snapshot it has seen, whichever way it
//! came, and everything on screen is derived from it and from the route; so a missed event costs
//! nothing, and no view can hold an opinion of its own about whether somebody is signed in.
//!
//! Nothing here draws. What it says to the live region comes from the words, which it may use, as well as what
//! is below them.
//!
//! # Layout
//!
//! - [`App`]: the signals, and the only ways to change them; `doing`: what it has the core do
//! - `place`: which screen is shown, as a pure function of route and session
//! - [`Destination`]: where what is typed goes
//! - [`line_of`]: where in a description the field stands that is to be corrected
//! - [`StoreTrouble`]: what stands in the way of keeping a session
//! - `kind_check`: which kind a server is now, when it does not answer like the one that was chosen for it
//! - [`menu_step`]: where a key leads in a menu
//! - [`Composer`]: a request of the person's own and what came of it
//! - [`RememberChoice`], [`KeyPlaceChange`]: whether and how sessions are kept, while a change is under way
//! - [`PageState`], [`SignInForm`], [`CodeForm`], [`SignUpForm`], [`ServerForm`]: what single pages keep

mod app;
mod doing;
mod form;
mod json_place;
mod key_place;
mod kind_check;
mod menu;
mod page;
mod place;
mod remember;
mod requests;
mod server_form;

pub(crate) use app::App;
pub(crate) use doing::StoreTrouble;
pub(crate) use form::{CodeForm, FieldErrors, SignInForm, SignUpForm, Typed};
pub(crate) use json_place::line_of;
pub(crate) use key_place::KeyPlaceChange;
pub(crate) use menu::{MenuStep, menu_step};
pub(crate) use page::PageState;
pub(crate) use place::{Phase, Shown};
pub(crate) use remember::RememberChoice;
pub(crate) use requests::{
    AnswerView, BodyKind, BodyText, Composer, Fold, Kind, PairRow, Pairs, Part, Sight, Span, View,
    completions, curl, is_called_json, is_json, pretty, space, spans,
};
pub(crate) use server_form::{Destination, OWN, Recognition, ServerForm};

#[cfg(test)]
pub(crate) mod fixtures;
