//! The engine: one owner that keeps the session's machine and carries out what it decides.
//!
//! What a session does is decided in [`machine`] and [`outcome`] alone; everything else here carries out or
//! shares. Uses `credentials` and every room below; nothing here knows the handle that callers hold.

mod background;
mod config;
mod core;
mod handle;
pub(crate) mod keeping;
pub(crate) mod machine;
pub(crate) mod outcome;
mod owner;
mod refresh;
pub(crate) mod trace;
mod trouble;
mod view;

pub use config::SessionConfig;
#[cfg(test)]
pub(crate) use trouble::Refusals;
pub(crate) use {
    background::Background,
    core::{Core, CsrfToken, Half, Polling},
    handle::Handle,
    trouble::Trouble,
    view::View,
};
