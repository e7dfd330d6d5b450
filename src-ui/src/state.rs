//! What the window knows: the last snapshot of the core, and where the person is.
//!
//! The core owns the truth. The window keeps the newest snapshot it has seen, whichever way it
//! came, and everything on screen is derived from it and from the route; so a missed event costs
//! nothing, and no view can hold an opinion of its own about whether somebody is signed in.
//!
//! # Layout
//!
//! - [`App`]: the signals, and the only ways to change them
//! - `place`: which screen is shown, as a pure function of route and session
//! - [`Standing`]: how the session stands, as a pure function of what was told and the time since
//! - [`line_of`]: where in a description the field stands that is to be corrected
//! - [`BoardState`], [`SignInForm`], [`SignUpForm`], [`ServerForm`]: what single pages keep

mod app;
mod board;
mod form;
mod json_place;
mod place;
mod server_form;
mod standing;

pub(crate) use app::App;
pub(crate) use board::BoardState;
pub(crate) use form::{SignInForm, SignUpForm};
pub(crate) use json_place::line_of;
pub(crate) use place::Phase;
pub(crate) use server_form::{OWN, ServerForm};
pub(crate) use standing::Standing;

#[cfg(test)]
pub(crate) mod fixtures;
