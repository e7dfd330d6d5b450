//! The language that the window speaks, and the words that stand on it by themselves.

use std::cell::Cell;

use ipc::Language;
use messages::Messages;

thread_local! {
    /// The window is one thread, and draws itself anew when this changes. Tests have a thread each.
    static SPOKEN: Cell<Language> = const { Cell::new(Language::English) };
}

/// Speaks this language from now on. What was said stands there until it is drawn anew.
pub(crate) fn speak(language: Language) {
    SPOKEN.set(language);
}

/// The messages in the language that is spoken.
pub(super) fn say() -> Messages {
    Messages::of_language(SPOKEN.get())
}

macro_rules! labels {
    ($($name:ident),* $(,)?) => {
        /// Words that stand alone on buttons, fields and headings: one function a message, of the same name.
        pub(crate) mod label {
            $(
                pub(crate) fn $name() -> &'static str {
                    super::say().$name()
                }
            )*
        }
    };
}

labels! {
    // The frame.
    skip_to_content, main_navigation, notices, home, session, connect, settings, profile, log_in, log_out, sign_up,
    servers, server, dismiss, try_again, try_now, open_settings, reload, go_home, previous, next, parts_of_page, cancel,
    save, edit, remove, switch_to, copy, server_words, core_unreachable, page_nothing_yet,
    // The palette, the keys, the size of text.
    palette, palette_hint, palette_nothing, sort_page, sort_command, keys, close, smaller, normal, larger,
    renew_session_now, session_renewed, keep_it,
    // Pages of the server.
    look, as_table, as_tree, page_copied, page_saved, page_answered_title, page_file_advice, page_picture_broken,
    // Home.
    try_request, see_session, trouble_title, trouble_text, trouble_expire, trouble_away, trouble_revoke, trouble_expired,
    trouble_gone,
    // Requests.
    requests, request, request_parts, method, path, known_paths, query, headers, body, form, text, file, no_body,
    body_kind, body_none_hint, body_json_hint, body_text_hint, choose_file, no_file, without_session,
    without_session_hint, send, answer, answer_parts, answer_body, pretty, raw, cookies, on_the_way, save_as,
    copy_as_curl, copy_as_curl_hint, pin, pinned_requests, history, earlier_requests, search_answer, previous_match,
    next_match, nothing_sent, no_history, answer_gone, empty_body, no_cookies, hidden_values, curl_copied, body_copied,
    not_copied, pinned, unpinned, answer_saved,
    // Log in, Sign up.
    email, password, no_account_yet, have_account, demo_accounts, demo_accounts_hint, send_new_code,
    use_another_account, continue_in_browser, browser_waits_title, browser_not_opened, browser_redirect,
    browser_redirect_hint, browser_open_again, browser_opened, browser_copied, log_out_in_browser,
    logging_out_in_browser, log_in_on_device, device_waits_title,
    device_address, device_qr, code, copy_code, code_copied, account_created, restoring_title, restoring_instead,
    // Connect.
    connect_title, connect_hint, your_server, address_hint, go_on, continue_anyway, back, change_type, test_connection,
    save_and_continue, demo_title, demo_text, demo_imitate, demo_start,
    address, name_optional, name_example, server_type, search_servers, description_label, description_hint, start_from,
    choose_one, undo, this_server, plain_http_hint,
    // Session, Profile.
    session_hint, log_in_again, no_renewal_hint, renew_now, signed_out_title, activity, activity_empty,
    access_expired, access_no_expiry, next_renewal, filter, filter_all, filter_renewals, filter_problems,
    filter_nothing, details, profile_hint, not_provided, roles,
    no_roles, access_token, token_issued, token_expires, token_fingerprint, token_hint,
    // Settings.
    no_server_yet, add_a_server, chip_current, chip_demo, chip_plain_http, edit_ends_session, confirm_removal,
    server_removed, server_saved, copy_address, address_copied, staying_title, use_keychain_again, appearance, theme_system, theme_light, theme_dark,
    language, language_system, diagnostics, diagnostics_text, diagnostics_report, create_report, report_ready,
    report_copied, report_selected, about_title, about_text, about_version, about_system, about_licence,
    about_licence_text, about_updates, about_updates_text, about_licences, save_report, report_saved, open_log_folder,
}
