//! The list of servers.

use tauri::State;

use super::Reply;
use crate::app::App;

#[tauri::command]
pub(crate) async fn test_connection(
    app: State<'_, App>,
    args: ipc::TestConnection,
) -> Reply<ipc::TestConnection> {
    app.test_connection(args).await
}

#[tauri::command]
pub(crate) async fn describe_dialect(args: ipc::DescribeDialect) -> Reply<ipc::DescribeDialect> {
    App::describe_dialect(&args)
}

#[tauri::command]
pub(crate) async fn add_server(app: State<'_, App>, args: ipc::AddServer) -> Reply<ipc::AddServer> {
    app.add_server(args).await
}

#[tauri::command]
pub(crate) async fn edit_server(
    app: State<'_, App>,
    args: ipc::EditServer,
) -> Reply<ipc::EditServer> {
    app.edit_server(args).await
}

#[tauri::command]
pub(crate) async fn remove_server(
    app: State<'_, App>,
    args: ipc::RemoveServer,
) -> Reply<ipc::RemoveServer> {
    app.remove_server(args).await
}

#[tauri::command]
pub(crate) async fn choose_server(
    app: State<'_, App>,
    args: ipc::ChooseServer,
) -> Reply<ipc::ChooseServer> {
    app.choose_server(args).await
}

#[tauri::command]
pub(crate) async fn start_demo(app: State<'_, App>, args: ipc::StartDemo) -> Reply<ipc::StartDemo> {
    app.start_demo(args).await
}

#[tauri::command]
pub(crate) async fn trouble_demo(
    app: State<'_, App>,
    args: ipc::TroubleDemo,
) -> Reply<ipc::TroubleDemo> {
    app.trouble_demo(&args).await
}
