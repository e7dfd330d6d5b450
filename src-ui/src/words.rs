//! Every sentence that a person reads, made from the codes of `ipc`.
//!
//! The core says what happened in codes; here it becomes what happened, what it means, and what to
//! do. Pure functions, so that each sentence stands in a test and none is put together in a view.
//! Only the codes, the standing and the shortcuts are used.
//!
//! # Layout
//!
//! - `page`: the pages of a server, and how much of one is shown
//! - `error`: why a call failed, on its own or under a page or a form, and what went wrong on the way
//! - `session`: the status pill, why a session ended, what just happened and what happened before
//! - `server`: addresses, kinds, and what a connection test found
//! - `store`: where sessions are kept, and what stands in the way of it
//! - `request`: requests of the person's own
//! - `form`: what is wrong with a field
//! - `command`: what the palette lists and what keys do
//! - `name`: what others wrote, inside a sentence
//! - `time`: durations and moments

mod command;
mod error;
mod form;
mod name;
mod page;
pub(crate) mod request;
mod server;
mod session;
mod store;
mod time;

#[cfg(test)]
mod sentences;

pub(crate) use command::{
    CLOSE, KEYS, LARGER, LOG_OUT, NORMAL, NOTHING_FITS, PALETTE, PALETTE_HINT, REFRESH_NOW,
    SMALLER, SORT_COMMAND, SORT_PAGE, SORT_SERVER, keys, keys_of_ways, of_server, shortcut,
    switch_to, zoomed,
};
pub(crate) use error::{failure, in_short, missing_role, network_error, said};
pub(crate) use form::{
    CODE_SENT, EMPTY_KEEPS_IT, GOES_TO, NOT_ENCRYPTED, TYPE_IT_AGAIN, code_title, field_error,
    sign_in_failed, sign_up_failed,
};
pub(crate) use name::named;
pub(crate) use page::{
    EMPTY_PAGE, NO_PAGES, home_hint, no_text, page_hint, part, up_to_date, who_is_here,
};
pub(crate) use server::{
    ADD_SERVER, DESCRIBE_IT, NONE_KNOWN, OTHER_KIND_WAY, OWN_KIND, OWN_KIND_HINT, address_error,
    demo_reads, dialect_error, dialect_set_aside, kind_hint, kind_title, other_kind, tested_with,
    verdict,
};
pub(crate) use session::{
    NOT_TAKEN, SERVER_IS_BACK, degraded, log_line, logout_reason, next_refresh, pill, state,
    trouble_over, what_happened,
};
pub(crate) use store::{
    KEEP_WITHOUT, KEPT_UNPROTECTED, NOW_PROTECTED, NOW_UNPROTECTED, REMEMBER, RESTORING_IS_SLOW,
    remember_meaning, remember_set, restoring, secret_store, session_set_aside,
    settings_left_alone, settings_set_aside, still_in_trouble, store_trouble, who, who_is_in,
};
pub(crate) use time::{ago, countdown, moment};

/// A role's name inside a sentence. Of a role that is of no family that Latchkey knows, the server's own.
pub(crate) fn role(name: &str) -> String {
    match name {
        "ROLE_USER" | "ROLE_MODERATOR" | "ROLE_ADMIN" => role_label(name).to_lowercase(),
        other => named(other),
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
