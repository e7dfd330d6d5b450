//! What a window shows, how it looks, whether it is looked at, the report, and what the app is made of.

use tauri::{State, WebviewWindow};

use super::super::windows::look;
use super::Reply;
use crate::app::App;

#[tauri::command]
pub(crate) async fn snapshot(app: State<'_, App>, args: ipc::Snapshot) -> Reply<ipc::Snapshot> {
    let ipc::Snapshot {} = args;
    Ok(app.snapshot())
}

#[tauri::command]
pub(crate) async fn set_appearance(
    app: State<'_, App>,
    window: WebviewWindow,
    args: ipc::AppearanceSet,
) -> Reply<ipc::AppearanceSet> {
    look::follow(&window, args.appearance);
    app.set_appearance(&args)
}

#[tauri::command]
pub(crate) async fn set_language(
    app: State<'_, App>,
    args: ipc::LanguageSet,
) -> Reply<ipc::LanguageSet> {
    app.set_language(&args)
}

#[tauri::command]
pub(crate) async fn set_zoom(
    app: State<'_, App>,
    window: WebviewWindow,
    args: ipc::ZoomSet,
) -> Reply<ipc::ZoomSet> {
    look::enlarge(&window, args.zoom);
    app.set_zoom(&args)
}

#[tauri::command]
pub(crate) async fn diagnostics(
    app: State<'_, App>,
    args: ipc::Diagnostics,
) -> Reply<ipc::Diagnostics> {
    let ipc::Diagnostics {} = args;
    Ok(app.diagnostics())
}

#[tauri::command]
pub(crate) async fn save_report(
    app: State<'_, App>,
    args: ipc::SaveReport,
) -> Reply<ipc::SaveReport> {
    let ipc::SaveReport {} = args;
    app.save_report().await
}

#[tauri::command]
pub(crate) async fn open_log_folder(
    app: State<'_, App>,
    args: ipc::OpenLogFolder,
) -> Reply<ipc::OpenLogFolder> {
    let ipc::OpenLogFolder {} = args;
    app.open_log_folder().await
}

#[tauri::command]
pub(crate) async fn licences(args: ipc::Licences) -> Reply<ipc::Licences> {
    let ipc::Licences {} = args;
    Ok(App::licences().to_owned())
}

#[tauri::command]
pub(crate) async fn set_visible(
    app: State<'_, App>,
    args: ipc::VisibleSet,
) -> Reply<ipc::VisibleSet> {
    app.set_visible(&args);
    Ok(())
}
