//! Adapters from Tauri to the app, and the table of them.
//!
//! An adapter takes the arguments of one command of the contract and answers with what the method of
//! the same name says. Anything that deserves a test is on the other side of that call.

pub(crate) mod keeping;
pub(crate) mod servers;
pub(crate) mod sessions;
pub(crate) mod window;

use tauri::{Wry, ipc::Invoke};

/// The reply of a command, or why it failed.
pub(crate) type Reply<C> = Result<<C as ipc::Command>::Reply, ipc::Error>;

macro_rules! table {
    ($($module:ident :: $name:ident),* $(,)?) => {
        /// Every command, for Tauri.
        pub(crate) fn table() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
            tauri::generate_handler![$($module::$name),*]
        }

        /// The names in the table above.
        #[cfg(test)]
        const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

table![
    window::snapshot,
    window::set_appearance,
    window::set_visible,
    window::diagnostics,
    servers::test_connection,
    servers::add_server,
    servers::edit_server,
    servers::remove_server,
    servers::choose_server,
    servers::start_demo,
    sessions::sign_up,
    sessions::sign_in,
    sessions::sign_out,
    sessions::refresh_now,
    sessions::session_log,
    sessions::nudge,
    sessions::fetch_board,
    keeping::set_remember,
    keeping::set_key_file,
    keeping::retry_store,
];

#[cfg(test)]
mod tests;
