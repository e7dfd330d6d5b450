//! From the start of the process to its end: log, settings, state, window, command table.
//!
//! All that knows Tauri is in this room. A command gets an adapter of three lines here, and whatever
//! deserves a test goes below. May use every other room; none uses this one.

mod arguments;
mod commands;
mod ending;
mod hand_over;
#[cfg(feature = "ipc-recorder")]
mod ipc_recorder;
mod native_message;
mod page_process;
mod patience;
mod plugin_store;
mod start_error;
mod telling;
mod windows;

use std::{
    cell::RefCell,
    env,
    error::Error,
    fs,
    io::{self, ErrorKind},
    panic::{self, AssertUnwindSafe},
    path::PathBuf,
    process::{Command, ExitCode},
    rc::Rc,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use auth_core::SystemClock;
use sealed_vault::{AppId, Keychain};
use tauri::{AppHandle, Context, Manager as _, RunEvent, WindowEvent, async_runtime};

#[cfg(target_os = "linux")]
use self::ending::toolkit_end;
use self::{
    arguments::{Arguments, Refusal},
    ending::{signals, successor},
    hand_over::Found,
    native_message::{NativeAsker, NativeBrowser, NativeFilePicker},
    page_process::PageProcess,
    patience::Patience,
    start_error::{FAILURE, StartError, USAGE},
    telling::Audience,
    windows::{Windows, own_page},
};
use crate::{
    app::{App, Outside},
    log,
    privacy::{
        files::{self, Open},
        memory,
    },
    server::{launch::Launch, vaults::Vaults},
    settings::{file::FILE_NAME, store::OpenedSettings},
};

/// The folder of kept sessions in the app's data folder.
const SESSIONS: &str = "sessions";
/// How long the system may take to give the app its place on the desktop: under the ten seconds after which the
/// plugin on Windows ends the process without a word.
const PLACE: Duration = Duration::from_secs(9);
/// How long a display may take. Longer than one that is merely busy does.
#[cfg(target_os = "linux")]
const DISPLAY: Duration = Duration::from_secs(20);

/// Runs the app until it is closed.
pub fn run() -> ExitCode {
    files::from_now_on();
    let memory = memory::close();
    log::watch_panics();
    let audience = Audience::find();
    let arguments = match Arguments::read(env::args_os()) {
        Ok(arguments) => arguments.or_environment(),
        Err(Refusal::Answered(text)) => return audience.answer(&text),
        Err(Refusal::Wrong(text)) => return audience.fail(&text, USAGE),
    };
    let ran = panic::catch_unwind(AssertUnwindSafe(|| start(&arguments, memory)));
    let error = match ran {
        Ok(Ok(code)) => return code,
        Ok(Err(error)) => error,
        Err(_) => StartError::Panicked,
    };
    audience.fail(&with_sources(&error), error.exit_code())
}

fn start(arguments: &Arguments, memory: io::Result<()>) -> Result<ExitCode, StartError> {
    if let Some(code) = windows::listening::stop()? {
        return Ok(code);
    }
    let launch = arguments.launch()?;
    let line = arguments.line();
    if let Some(code) = as_arguments(&line)? {
        return Ok(code);
    }
    let mut context: Context = tauri::generate_context!();
    own_page::narrow(context.config_mut());
    if hand_over::hand_over(&context.config().identifier, line)? == Found::Running {
        return Ok(ExitCode::SUCCESS);
    }
    open_display()?;
    let desktop = build(context)?;
    let open = tighten_files(desktop.handle());
    // Lives until the window is gone, and then writes what is still waiting.
    let (_log, folder) = log::start(desktop.path().app_log_dir().ok());
    record_openings(&open, memory);
    signals::listen(desktop.handle());
    #[cfg(target_os = "linux")]
    toolkit_end::listen({
        let desktop = desktop.handle().clone();
        move || async_runtime::block_on(close(&desktop))
    });
    let handle = desktop.handle().clone();
    prepare(&handle, folder, launch).inspect_err(record)?;
    // Until the end, since it holds what the webview keeps for itself.
    let opened = Rc::new(RefCell::new(None));
    let to_open = Rc::clone(&opened);
    // The window is made when the loop starts, after the state is there: the page's first call finds it.
    let code = desktop.run_return(move |desktop, event| match event {
        RunEvent::Ready => {
            let windows = windows::open(desktop).map_err(StartError::Window);
            if windows.is_err() {
                desktop.exit(FAILURE.into());
            }
            to_open.replace(Some(windows));
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
    if let Some(windows) = opened.take() {
        windows.inspect_err(record)?;
    }
    Ok(u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from))
}

/// All that is the app's own, before anything in it is read or written.
fn tighten_files(desktop: &AppHandle) -> Vec<Open> {
    let paths = desktop.path();
    let folders = [
        paths.app_data_dir(),
        paths.app_local_data_dir(),
        paths.app_config_dir(),
        paths.app_cache_dir(),
        paths.app_log_dir(),
    ];
    folders
        .into_iter()
        .flatten()
        .flat_map(|it| files::tighten(&it))
        .collect()
}

/// The start goes on: what others can look into is no worse than it was.
fn record_openings(open: &[Open], memory: io::Result<()>) {
    if let Some(Open { path, why }) = open.first() {
        let (count, place) = (open.len(), path.display());
        tracing::warn!(count, %place, %why, "others may look into files of the app");
    }
    if let Err(error) = memory {
        tracing::warn!(%error, "other programs may look into the app's memory");
    }
}

/// On Windows the plugin passes the first Latchkey what this process was called with, and nothing else. So whoever
/// asked in another way is started once more with arguments that say the same; this process ends with that one.
fn as_arguments(line: &[String]) -> Result<Option<ExitCode>, StartError> {
    let arguments = line.get(1..).unwrap_or_default();
    if !cfg!(windows) || env::args().skip(1).eq(arguments.iter().cloned()) {
        return Ok(None);
    }
    let ended = env::current_exe().and_then(|program| {
        let mut again = Command::new(program);
        again.args(arguments).env_remove(arguments::SERVER);
        successor::replace(again.env_remove(arguments::DIALECT))
    });
    ended.map(Some).map_err(StartError::Again)
}

/// Tauri ends the process where there is no display.
#[cfg(target_os = "linux")]
fn open_display() -> Result<(), StartError> {
    let _patience = Patience::start(DISPLAY, "the display does not answer");
    gtk::init().map_err(|_| StartError::Display)
}

#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "there need not be one on Linux")]
fn open_display() -> Result<(), StartError> {
    Ok(())
}

fn build(context: Context) -> Result<tauri::App, StartError> {
    let _patience = Patience::start(PLACE, "Latchkey is running already and does not answer");
    let builder = tauri::Builder::default()
        // The first of the plugins: a second start ends before it touches any file.
        .plugin(tauri_plugin_single_instance::init(windows::second_start()))
        .plugin(tauri_plugin_store::Builder::default().build())
        .plugin(windows::place())
        .invoke_handler(commands::table());
    #[cfg(feature = "ipc-recorder")]
    let builder = builder.plugin(ipc_recorder::plugin());
    #[cfg(target_os = "macos")]
    let builder =
        builder.on_web_content_process_terminate(|page| page_process::ended(page, "ended"));
    builder.build(context).map_err(StartError::Tauri)
}

fn prepare(
    desktop: &AppHandle,
    log: log::LogFolder,
    launch: Option<Launch>,
) -> Result<(), StartError> {
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        os = std::env::consts::OS,
        "starting"
    );
    let (folder, opened) = open_settings(desktop)?;
    let app = App::new(
        opened,
        vaults(desktop, folder),
        Box::new(Windows(desktop.clone())),
        Outside {
            asker: Box::new(NativeAsker(desktop.clone())),
            picker: Box::new(NativeFilePicker(desktop.clone())),
            browser: Arc::new(NativeBrowser(desktop.clone())),
        },
        Arc::new(SystemClock::new()),
        log,
    );
    async_runtime::block_on(async {
        match launch {
            Some(launch) => match app.follow(launch).await {
                // What is not saved holds for now, and is saved with the next change.
                Ok(()) | Err(ipc::Error::SettingsNotSaved) => Ok(()),
                Err(error) => Err(StartError::Server(error)),
            },
            None => Ok(()),
        }
    })?;
    // Its tasks need the runtime.
    async_runtime::block_on(async { app.take_up() });
    desktop.manage(app);
    desktop.manage(PageProcess::default());
    Ok(())
}

/// The app's data folder, and the settings in it. Without one, settings and sessions end with this run, and the window
/// says so.
fn open_settings(desktop: &AppHandle) -> Result<(Option<PathBuf>, OpenedSettings), StartError> {
    let (folder, made) = match desktop.path().app_data_dir() {
        Ok(folder) => (folder.clone(), fs::create_dir_all(folder)),
        Err(error) => (PathBuf::from("?"), Err(io::Error::other(error))),
    };
    let Err(error) = made else {
        let opened = plugin_store::open(desktop, &folder.join(FILE_NAME), now())?;
        return Ok((Some(folder), opened));
    };
    let cause = match error.kind() {
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => "something is in its place".into(),
        ErrorKind::Other => error.to_string(),
        kind => kind.to_string(),
    };
    let why = ipc::LeftAlone::NoFolder { cause };
    Ok((None, OpenedSettings::for_this_run(&folder, why)))
}

/// Closes the app while the loop goes on: a window that was closed stays on the screen until the loop has told
/// the system so, and nobody is to sit in front of a dead one.
fn leave(desktop: &AppHandle, code: Option<i32>) {
    // Before the window is gone: from then on somebody may start the app anew.
    plugin_store::let_go(desktop);
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

/// Without a folder of its own, the app keeps sessions in memory.
fn vaults(desktop: &AppHandle, folder: Option<PathBuf>) -> Vaults {
    let app = AppId::new(&desktop.config().identifier);
    let keychain = Arc::new(Keychain::new(&app));
    Vaults::new(folder.map(|folder| folder.join(SESSIONS)), app, keychain)
}

/// Standard error is told anyway.
fn record(error: &StartError) {
    let message = with_sources(error);
    tracing::error!(target: log::TOLD, "{message}");
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
