//! Every sentence that a person reads, made from the codes of `ipc`.
//!
//! The core says what happened in codes; here it becomes what happened, what it means, and what to
//! do. The sentences themselves stand in the crate `messages`,
//! a file for each language; which one is said, and with what in it, is decided here and in no view. Only the codes,
//! the standing, the shortcuts, and how the webview writes numbers are used.
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
//! - `language`: which language is spoken; [`label`] has what stands alone on buttons and headings

mod command;
mod error;
mod form;
mod language;
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
    copying_address, editing, keys, keys_of_ways, more_for, removing, shortcut, switch_to,
    switching, zoomed,
};
pub(crate) use error::{failure, in_short, missing_role, network_error, not_found, said};
pub(crate) use form::{
    browser_intro, browser_waits, code_sent, code_title, device_waits, empty_keeps_it, expires,
    field_error, goes_to, log_in_intro, not_encrypted, reveal, server_says, sign_in_failed,
    sign_up_failed, sign_up_intro, sign_up_said, type_it_again, username, wants_code,
};
pub(crate) use language::{label, speak};
pub(crate) use name::{named, person};
pub(crate) use page::{
    answered, empty_page, file, home_hint, json_members, json_part, no_pages, page_hint, part,
    picture, up_to_date, who_is_here,
};
pub(crate) use server::{
    add_server, address_error, allow_plain_http, demo_reads, describe_it, dialect_error,
    dialect_set_aside, kind_hint, kind_title, none_known, other_kind, own_kind, own_kind_hint,
    recognised, removal, switched_to, tested_with, use_kind, verdict,
};
pub(crate) use session::{
    counts, degraded, logout_reason, moment_details, moment_line, next_refresh, not_taken, pill,
    server_is_back, standing_at_home, state, trouble_over, what_happened,
};
pub(crate) use store::{
    keep_without, kept_unprotected, now_protected, now_unprotected, remember, remember_meaning,
    remember_set, restoring, restoring_at, restoring_is_slow, secret_store, session_set_aside,
    settings_left_alone, settings_set_aside, still_in_trouble, store_trouble, who, who_is_in,
};
pub(crate) use time::{ago, countdown, day, moment, number, time_of_day, took, within};

use language::say;

/// A role's name inside a sentence. Of a role that is of no family that Latchkey knows, the server's own.
pub(crate) fn role(name: &str) -> String {
    match name {
        "ROLE_USER" => say().role_user_inside().into(),
        "ROLE_MODERATOR" => say().role_moderator_inside().into(),
        "ROLE_ADMIN" => say().role_admin_inside().into(),
        other => named(other),
    }
}

/// A server's role name as a person would say it: `ROLE_MODERATOR` is "Moderator".
///
/// A role this app does not know keeps the server's own spelling.
pub(crate) fn role_label(name: &str) -> String {
    match name {
        "ROLE_USER" => say().role_user().into(),
        "ROLE_MODERATOR" => say().role_moderator().into(),
        "ROLE_ADMIN" => say().role_admin().into(),
        other => ipc::legible(other),
    }
}
