//! Every sentence that a person reads, made from the codes of `ipc`.
//!
//! The core says what happened in codes; here it becomes what happened, what it means, and what to
//! do. Pure functions, so that each sentence stands in a test and none is put together in a view.
//! Only the codes and the standing are used.
//!
//! # Layout
//!
//! - `board`: how much of a board is shown
//! - `error`: why a call failed, on its own or under a board or a form; `network`: what went wrong on the way
//! - `session`: the status pill, why a session ended, what just happened; `log`: what happened before
//! - `server`: addresses, kinds, and what a connection test found
//! - `store`: where sessions are kept, and what stands in the way of it
//! - `form`: what is wrong with a field
//! - `name`: what others wrote, inside a sentence
//! - `time`: durations and moments

mod board;
mod error;
mod form;
mod log;
mod name;
mod network;
mod server;
mod session;
mod store;
mod time;

#[cfg(test)]
mod sentences;

pub(crate) use board::{no_text, part};
pub(crate) use error::{failure, in_short, missing_role, said};
pub(crate) use form::{GOES_TO, NOT_ENCRYPTED, field_error, sign_in_failed, sign_up_failed};
pub(crate) use log::log_line;
pub(crate) use name::named;
pub(crate) use network::network_error;
pub(crate) use server::{
    ADD_SERVER, OTHER_KIND_WAY, OWN_KIND, OWN_KIND_HINT, address_error, demo_reads, dialect_error,
    kind_hint, kind_title, other_kind, verdict,
};
pub(crate) use session::{
    NOT_TAKEN, SERVER_IS_BACK, degraded, logout_reason, next_refresh, pill, state, trouble_over,
    what_happened,
};
pub(crate) use store::{
    KEEP_WITHOUT, KEPT_UNPROTECTED, NOW_PROTECTED, NOW_UNPROTECTED, REMEMBER, RESTORING_IS_SLOW,
    remember_meaning, remember_set, restoring, secret_store, session_set_aside,
    settings_left_alone, settings_set_aside, still_in_trouble, store_trouble, who, who_is_in,
};
pub(crate) use time::{ago, countdown, moment};

use ipc::{Board, Role};

/// A board's name in the navigation and over its content.
pub(crate) const fn board(board: Board) -> &'static str {
    match board {
        Board::Public => "Home",
        Board::User => "User board",
        Board::Moderator => "Moderator board",
        Board::Admin => "Admin board",
    }
}

/// What a board is, under its title.
pub(crate) const fn board_hint(board: Board) -> &'static str {
    match board {
        Board::Public => "Public content of this server. Everyone can read it.",
        Board::User => "For everyone who is signed in.",
        Board::Moderator => "For people with the moderator role.",
        Board::Admin => "For people with the admin role.",
    }
}

/// A role's name inside a sentence.
pub(crate) const fn role(role: Role) -> &'static str {
    match role {
        Role::User => "user",
        Role::Moderator => "moderator",
        Role::Admin => "admin",
    }
}

/// A server's role name as a person would say it: `ROLE_MODERATOR` is "Moderator".
///
/// A role this app does not know keeps the server's own spelling.
pub(crate) fn role_label(name: &str) -> String {
    match name {
        "ROLE_USER" => "User".into(),
        "ROLE_MODERATOR" => "Moderator".into(),
        "ROLE_ADMIN" => "Admin".into(),
        other => ipc::legible(other),
    }
}
