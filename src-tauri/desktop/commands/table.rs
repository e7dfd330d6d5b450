//! Every command in one list, which the tests hold against the contract and the access list.

use tauri::{Wry, ipc::Invoke};

use super::{browser, keeping, requests, servers, sessions, window};

macro_rules! table {
    ($($module:ident :: $name:ident),* $(,)?) => {
        /// Every command, for Tauri.
        pub(crate) fn table() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
            tauri::generate_handler![$($module::$name),*]
        }

        /// The names in the table above.
        #[cfg(test)]
        pub(super) const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

table![
    window::snapshot,
    window::set_appearance,
    window::set_language,
    window::set_zoom,
    window::set_visible,
    window::diagnostics,
    window::save_report,
    window::open_log_folder,
    window::licences,
    servers::test_connection,
    servers::describe_dialect,
    servers::add_server,
    servers::edit_server,
    servers::remove_server,
    servers::choose_server,
    servers::start_demo,
    servers::trouble_demo,
    sessions::sign_up,
    sessions::sign_in,
    sessions::enter_code,
    sessions::send_code,
    sessions::give_up_sign_in,
    browser::sign_in_in_browser,
    browser::sign_in_on_device,
    browser::open_browser_again,
    browser::copy_browser_address,
    browser::sign_out_in_browser,
    sessions::sign_out,
    sessions::refresh_now,
    sessions::session_log,
    sessions::nudge,
    sessions::read_page,
    sessions::page_bytes,
    sessions::save_page,
    requests::send_request,
    requests::cancel_request,
    requests::requests,
    requests::past_request,
    requests::request_body,
    requests::save_body,
    requests::choose_file,
    requests::pin_request,
    requests::unpin_request,
    keeping::set_remember,
    keeping::set_key_file,
    keeping::retry_store,
];
