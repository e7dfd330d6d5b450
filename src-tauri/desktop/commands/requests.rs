//! Requests that a person puts together.

use tauri::{State, ipc::Response};

use super::Reply;
use crate::app::App;

#[tauri::command]
pub(crate) async fn send_request(
    app: State<'_, App>,
    args: ipc::SendRequest,
) -> Reply<ipc::SendRequest> {
    app.send_request(args).await
}

#[tauri::command]
pub(crate) async fn cancel_request(
    app: State<'_, App>,
    args: ipc::CancelRequest,
) -> Reply<ipc::CancelRequest> {
    app.cancel_request(&args);
    Ok(())
}

#[tauri::command]
pub(crate) async fn requests(
    app: State<'_, App>,
    args: ipc::RequestsAsked,
) -> Reply<ipc::RequestsAsked> {
    let ipc::RequestsAsked {} = args;
    app.requests()
}

#[tauri::command]
pub(crate) async fn past_request(
    app: State<'_, App>,
    args: ipc::PastRequestAsked,
) -> Reply<ipc::PastRequestAsked> {
    app.past_request(&args)
}

/// As bytes: [`ipc::RawBody`] on the other side.
#[tauri::command]
pub(crate) async fn request_body(
    app: State<'_, App>,
    args: ipc::RequestBody,
) -> Result<Response, ipc::Error> {
    app.request_body(&args).map(Response::new)
}

#[tauri::command]
pub(crate) async fn save_body(app: State<'_, App>, args: ipc::SaveBody) -> Reply<ipc::SaveBody> {
    app.save_body(&args).await
}

#[tauri::command]
pub(crate) async fn choose_file(
    app: State<'_, App>,
    args: ipc::ChooseFile,
) -> Reply<ipc::ChooseFile> {
    let ipc::ChooseFile {} = args;
    app.choose_file().await
}

#[tauri::command]
pub(crate) async fn pin_request(
    app: State<'_, App>,
    args: ipc::PinRequest,
) -> Reply<ipc::PinRequest> {
    app.pin_request(args).await
}

#[tauri::command]
pub(crate) async fn unpin_request(
    app: State<'_, App>,
    args: ipc::UnpinRequest,
) -> Reply<ipc::UnpinRequest> {
    app.unpin_request(&args)
}
