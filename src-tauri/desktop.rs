//! From the start of the process to its end: log, settings, state, window, command table.
//!
//! All that knows Tauri is in this room. A command gets an adapter of three lines here, and whatever
//! deserves a test goes below. May use every other room; none uses this one.

mod commands;
#[cfg(feature = "ipc-recorder")]
mod ipc_recorder;
mod native_message;
mod page_process;
mod plugin_store;
mod signals;
mod windows;

use std::{
    error::Error,
    io::Write as _,
    process::ExitCode,
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use sealed_vault::{AppId, Keychain};
use tauri::{AppHandle, Manager as _, RunEvent, WindowEvent, async_runtime};
use tauri_plugin_store::resolve_store_path;

use self::{page_process::PageProcess, windows::Windows};
use crate::{
    app::App,
    log,
    server::{
        launch::{Launch, LaunchError},
        vaults::Vaults,
    },
    settings::file::FILE_NAME,
};

/// The folder of kept sessions in the app's data folder.
const SESSIONS: &str = "sessions";
/// The exit code for a start that was asked for wrongly, as command lines have it.
const USAGE: u8 = 2;
/// The exit code for any other reason not to start.
const FAILURE: u8 = 1;

/// Why the app did not start. It is printed and logged, and the process ends.
#[derive(Debug, thiserror::Error)]
enum StartError {
    /// Correct the variable.
    #[error(transparent)]
    Launch(#[from] LaunchError),
    /// The server that was asked for cannot be used; the log says why.
    #[error("the server that was asked for cannot be used ({0:?})")]
    Server(ipc::Error),
    /// There is no place for the app's files.
    #[error("the app's folders cannot be found")]
    Folders(#[from] tauri::Error),
    /// The store plugin failed.
    #[error("the settings cannot be opened")]
    Settings(#[from] tauri_plugin_store::Error),
}

impl StartError {
    fn exit_code(&self) -> u8 {
        match self {
            Self::Launch(_) => USAGE,
            _ => FAILURE,
        }
    }
}

/// Runs the app until it is closed.
pub fn run() -> ExitCode {
    let builder = tauri::Builder::default()
        // The first of the plugins: a second start ends before it touches any file.
        .plugin(tauri_plugin_single_instance::init(windows::second_start))
        .plugin(tauri_plugin_store::Builder::default().build())
        .invoke_handler(commands::table());
    #[cfg(feature = "ipc-recorder")]
    let builder = builder.plugin(ipc_recorder::plugin());
    #[cfg(target_os = "macos")]
    let builder =
        builder.on_web_content_process_terminate(|page| page_process::ended(page, "ended"));
    let desktop = match builder.build(tauri::generate_context!()) {
        Ok(desktop) => desktop,
        // There is no log folder to write to yet.
        Err(error) => return fail(&with_sources(&error), FAILURE),
    };
    // Lives until the window is gone, and then writes what is still waiting.
    let (_log, folder) = log::start(desktop.path().app_log_dir().ok());
    signals::listen(desktop.handle());
    if let Err(error) = start(desktop.handle(), folder) {
        let message = with_sources(&error);
        tracing::error!(target: log::TOLD, "{message}");
        return fail(&message, error.exit_code());
    }
    // The window is made from the configuration when the loop starts, after the state is there: the
    // page's first call finds it.
    let code = desktop.run_return(|desktop, event| match event {
        RunEvent::Ready => {
            for window in desktop.webview_windows().values() {
                page_process::watch(window);
            }
        }
        RunEvent::WindowEvent {
            label,
            event: WindowEvent::Focused(_) | WindowEvent::Resized(_),
            ..
        } => windows::note_sight(desktop, &label),
        RunEvent::ExitRequested { api, code, .. } if !desktop.state::<App>().is_closed() => {
            api.prevent_exit();
            leave(desktop, code);
        }
        // Without a request before it where the system ends the person's session.
        RunEvent::Exit => async_runtime::block_on(close(desktop)),
        _ => {}
    });
    u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from)
}

fn start(desktop: &AppHandle, folder: log::LogFolder) -> Result<(), StartError> {
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        os = std::env::consts::OS,
        "starting"
    );
    let launch = Launch::from_environment()?;
    let path = resolve_store_path(desktop, FILE_NAME)?;
    let opened = plugin_store::open(desktop, &path, now())?;
    let app = App::new(
        opened,
        vaults(desktop),
        Box::new(Windows(desktop.clone())),
        folder,
    );
    async_runtime::block_on(async { app.take_up() });
    if let Some(launch) = launch {
        async_runtime::block_on(app.follow(launch)).map_err(StartError::Server)?;
    }
    desktop.manage(app);
    desktop.manage(PageProcess::default());
    Ok(())
}

/// Closes the app while the loop goes on: a window that was closed stays on the screen until the loop has told
/// the system so, and nobody is to sit in front of a dead one.
fn leave(desktop: &AppHandle, code: Option<i32>) {
    for window in desktop.webview_windows().values() {
        // One that does not close is no reason to stay.
        drop(window.destroy());
    }
    let desktop = desktop.clone();
    async_runtime::spawn(async move {
        close(&desktop).await;
        desktop.exit(code.unwrap_or_default());
    });
}

/// Who starts the app from now on gets a window of their own, and not the one that is gone, and settings that
/// nobody else writes.
async fn close(desktop: &AppHandle) {
    plugin_store::let_go(desktop);
    tauri_plugin_single_instance::destroy(desktop);
    desktop.state::<App>().close().await;
}

/// Without a folder of its own, the app keeps sessions in memory and says so.
fn vaults(desktop: &AppHandle) -> Vaults {
    let app = AppId::new(&desktop.config().identifier);
    let folder = desktop.path().app_data_dir().ok();
    let folder = folder.map(|folder| folder.join(SESSIONS));
    let keychain = Arc::new(Keychain::new(&app));
    Vaults::new(folder, app, keychain)
}

fn fail(message: &str, code: u8) -> ExitCode {
    drop(writeln!(std::io::stderr(), "latchkey: {message}"));
    ExitCode::from(code)
}

fn with_sources(error: &(dyn Error + 'static)) -> String {
    std::iter::successors(Some(error), |&error| error.source())
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}

/// Seconds since 1970; a clock before that gets the name of the year zero.
fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}
