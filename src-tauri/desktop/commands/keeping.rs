//! Where sessions are kept.

use tauri::State;

use super::Reply;
use crate::app::App;

#[tauri::command]
pub(crate) async fn set_remember(
    app: State<'_, App>,
    args: ipc::RememberSet,
) -> Reply<ipc::RememberSet> {
    app.set_remember(args).await
}

#[tauri::command]
pub(crate) async fn set_key_file(
    app: State<'_, App>,
    args: ipc::KeyFileSet,
) -> Reply<ipc::KeyFileSet> {
    app.set_key_file(args).await
}

#[tauri::command]
pub(crate) async fn retry_store(
    app: State<'_, App>,
    args: ipc::RetryStore,
) -> Reply<ipc::RetryStore> {
    let ipc::RetryStore {} = args;
    app.retry_store().await
}
