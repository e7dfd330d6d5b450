//! Signing in in the person's browser, or on another device.

use tauri::State;

use super::Reply;
use crate::app::App;

#[tauri::command]
pub(crate) async fn sign_in_in_browser(
    app: State<'_, App>,
    args: ipc::SignInInBrowser,
) -> Reply<ipc::SignInInBrowser> {
    app.sign_in_in_browser(&args).await
}

#[tauri::command]
pub(crate) async fn sign_in_on_device(
    app: State<'_, App>,
    args: ipc::SignInOnDevice,
) -> Reply<ipc::SignInOnDevice> {
    app.sign_in_on_device(&args).await
}

#[tauri::command]
pub(crate) async fn open_browser_again(
    app: State<'_, App>,
    args: ipc::OpenBrowserAgain,
) -> Reply<ipc::OpenBrowserAgain> {
    let ipc::OpenBrowserAgain {} = args;
    app.open_browser_again().await
}

#[tauri::command]
pub(crate) async fn copy_browser_address(
    app: State<'_, App>,
    args: ipc::CopyBrowserAddress,
) -> Reply<ipc::CopyBrowserAddress> {
    let ipc::CopyBrowserAddress {} = args;
    app.copy_browser_address().await
}

#[tauri::command]
pub(crate) async fn sign_out_in_browser(
    app: State<'_, App>,
    args: ipc::SignOutInBrowser,
) -> Reply<ipc::SignOutInBrowser> {
    let ipc::SignOutInBrowser {} = args;
    app.sign_out_in_browser().await
}
