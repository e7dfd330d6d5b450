//! The log: a file a day in the app's log folder, and standard error by `RUST_LOG`; the last events of each
//! server (`journal`), and the report made of them (`diagnostics`).
//!
//! Names and reasons may be added, data of a person or a server may not. Uses no other room.
//!
//! Redacted by construction: what is ours logs no secret, because a secret has no `Display` and a
//! redacted `Debug`. What is not ours may print headers, cookies and whole calls from the window at
//! its finer levels, so other crates' records are cut off above `warn`, whatever `RUST_LOG` says.

pub(crate) mod diagnostics;
pub(crate) mod journal;
mod log_file;

use std::{
    io::{self, IsTerminal},
    panic::PanicHookInfo,
    path::PathBuf,
};

use tracing::{Metadata, Subscriber, level_filters::LevelFilter};
use tracing_appender::non_blocking::WorkerGuard;
use tracing_subscriber::{
    EnvFilter, Layer, filter::FilterExt, fmt::MakeWriter, layer::SubscriberExt,
    registry::LookupSpan, util::SubscriberInitExt,
};

use self::log_file::LogFile;

/// The crates whose records are ours, and so known to hold no secret.
const OURS: [&str; 4] = ["latchkey", "latchkey_desktop", "auth_core", "demo_server"];
/// The target of a record that standard error is told in plain words anyway.
pub(crate) const TOLD: &str = "latchkey::told";
const FILE_LEVEL: &str = "info";
const STDERR_LEVEL: &str = "warn";

/// Keeps the log file going. Dropping it writes what is still waiting.
#[derive(Debug)]
pub(crate) struct Log {
    _file: Option<WorkerGuard>,
}

/// Where the log of this run goes.
#[derive(Clone, Debug)]
pub(crate) struct LogFolder(pub(crate) Option<PathBuf>);

/// Starts logging for the process. A folder that cannot be written costs the file for as long as that lasts, not the
/// start.
pub(crate) fn start(folder: Option<PathBuf>) -> (Log, LogFolder) {
    let stderr = layer(io::stderr, &stderr_directives(), io::stderr().is_terminal());
    let mut failure = None;
    let (file, guard) = folder.clone().map(LogFile::new).map_or_else(
        || (None, None),
        |(file, opened)| {
            failure = opened.err();
            let (writer, guard) = tracing_appender::non_blocking(file);
            (Some(layer(writer, FILE_LEVEL, false)), Some(guard))
        },
    );
    let folder = folder.filter(|_| failure.is_none());
    if tracing_subscriber::registry()
        .with(stderr)
        .with(file)
        .try_init()
        .is_err()
    {
        // Only a second call gets here; the first subscriber goes on.
        tracing::warn!("logging was started twice");
    }
    if let Some(error) = failure {
        tracing::warn!(%error, "there is no log file yet");
    }
    (Log { _file: guard }, LogFolder(folder))
}

/// From now on a panic is recorded, and says nothing else.
pub(crate) fn watch_panics() {
    std::panic::set_hook(Box::new(record_panic));
}

fn stderr_directives() -> String {
    let asked = std::env::var(EnvFilter::DEFAULT_ENV)
        .ok()
        .filter(|directives| !directives.trim().is_empty());
    format!("{},{TOLD}=off", asked.as_deref().unwrap_or(STDERR_LEVEL))
}

fn layer<S, W>(writer: W, directives: &str, ansi: bool) -> Box<dyn Layer<S> + Send + Sync>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
    W: for<'writer> MakeWriter<'writer> + Send + Sync + 'static,
{
    let wanted = EnvFilter::new(directives);
    let allowed = tracing_subscriber::filter::filter_fn(may_be_logged);
    tracing_subscriber::fmt::layer()
        .with_writer(writer)
        .with_ansi(ansi)
        .with_filter(wanted.and(allowed))
        .boxed()
}

/// The cap on other crates.
fn may_be_logged(record: &Metadata<'_>) -> bool {
    let crate_name = record.target().split("::").next().unwrap_or_default();
    *record.level() <= LevelFilter::WARN || OURS.contains(&crate_name)
}

/// Writes where a panic happened, and never what it said. A panic's message can quote data: the
/// standard library's "byte index 5 is not a char boundary" prints the whole string, which may be a
/// token. A developer sees the message in a debug build, on standard error alone.
fn record_panic(panic: &PanicHookInfo<'_>) {
    let place = panic
        .location()
        .map(ToString::to_string)
        .unwrap_or_default();
    let thread = std::thread::current()
        .name()
        .unwrap_or("unnamed")
        .to_owned();
    tracing::error!(place, thread, "panicked");
    #[cfg(debug_assertions)]
    {
        use std::io::Write as _;
        drop(writeln!(io::stderr(), "{panic}"));
    }
}

#[cfg(test)]
mod tests;
