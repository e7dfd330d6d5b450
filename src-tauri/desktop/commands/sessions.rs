//! The session with the current server.

use tauri::{State, ipc::Response};

use super::Reply;
use crate::app::App;

#[tauri::command]
pub(crate) async fn sign_up(app: State<'_, App>, args: ipc::SignUp) -> Reply<ipc::SignUp> {
    app.sign_up(args).await
}

#[tauri::command]
pub(crate) async fn sign_in(app: State<'_, App>, args: ipc::SignIn) -> Reply<ipc::SignIn> {
    app.sign_in(args).await
}

#[tauri::command]
pub(crate) async fn enter_code(app: State<'_, App>, args: ipc::EnterCode) -> Reply<ipc::EnterCode> {
    app.enter_code(args).await
}

#[tauri::command]
pub(crate) async fn send_code(app: State<'_, App>, args: ipc::SendCode) -> Reply<ipc::SendCode> {
    let ipc::SendCode {} = args;
    app.send_code().await
}

#[tauri::command]
pub(crate) async fn give_up_sign_in(
    app: State<'_, App>,
    args: ipc::GiveUpSignIn,
) -> Reply<ipc::GiveUpSignIn> {
    let ipc::GiveUpSignIn {} = args;
    app.give_up_sign_in()
}

#[tauri::command]
pub(crate) async fn sign_out(app: State<'_, App>, args: ipc::SignOut) -> Reply<ipc::SignOut> {
    let ipc::SignOut {} = args;
    app.sign_out().await
}

#[tauri::command]
pub(crate) async fn refresh_now(
    app: State<'_, App>,
    args: ipc::RefreshNow,
) -> Reply<ipc::RefreshNow> {
    let ipc::RefreshNow {} = args;
    app.refresh_now().await
}

#[tauri::command]
pub(crate) async fn read_page(app: State<'_, App>, args: ipc::ReadPage) -> Reply<ipc::ReadPage> {
    app.read_page(args).await
}

/// As bytes: [`ipc::RawBody`] on the other side.
#[tauri::command]
pub(crate) async fn page_bytes(
    app: State<'_, App>,
    args: ipc::PageBytes,
) -> Result<Response, ipc::Error> {
    app.page_bytes(&args).map(Response::new)
}

#[tauri::command]
pub(crate) async fn save_page(app: State<'_, App>, args: ipc::SavePage) -> Reply<ipc::SavePage> {
    app.save_page(&args).await
}

#[tauri::command]
pub(crate) async fn session_log(
    app: State<'_, App>,
    args: ipc::SessionLog,
) -> Reply<ipc::SessionLog> {
    let ipc::SessionLog {} = args;
    app.session_log()
}

#[tauri::command]
pub(crate) async fn nudge(app: State<'_, App>, args: ipc::Nudge) -> Reply<ipc::Nudge> {
    let ipc::Nudge {} = args;
    app.nudge();
    Ok(())
}
