//! The demo server as a program, for a developer who wants to look at the HTTP.

mod arguments;

use std::{
    error::Error as _,
    io::{self, Write as _},
    process::ExitCode,
};

use arguments::Arguments;
use demo_server::{Call, Config, DemoServer, Dialect, Error, SEEDED_ACCOUNTS};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match serve(Arguments::read().config()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody may listen any more, as nobody may to `say`.
            let _ = writeln!(io::stderr().lock(), "demo-server: {}", explained(&error));
            ExitCode::FAILURE
        }
    }
}

/// Serves until the developer presses Ctrl-C.
async fn serve(config: Config) -> Result<(), Error> {
    let dialect = config.dialect;
    let server = DemoServer::start(config).await?;
    let mut calls = server.control().watch_calls();
    say(&greeting(dialect, &server.base_url()));
    loop {
        tokio::select! {
            Some(call) = calls.recv() => say(&line(&call)),
            _ = tokio::signal::ctrl_c() => break,
        }
    }
    server.stop().await;
    Ok(())
}

fn greeting(dialect: Dialect, base_url: &str) -> String {
    let accounts = SEEDED_ACCOUNTS
        .map(|account| format!("  {:<10} {}", account.username, account.password))
        .join("\n");
    let account = SEEDED_ACCOUNTS[0];
    format!(
        "Speaking {dialect} at {base_url} (this machine only; Ctrl-C stops)\n\n\
         Accounts and passwords:\n{accounts}\n\n\
         Try:\n  curl -i {base_url}/api/auth/signin -H 'Content-Type: application/json' \
         -d '{{\"username\":\"{}\",\"password\":\"{}\"}}'\n",
        account.username, account.password
    )
}

/// One request, without its query: nothing secret travels in a path.
fn line(call: &Call) -> String {
    match call.status {
        Some(status) => format!("{} {} {status}", call.method, call.path),
        None => format!("{} {} no answer", call.method, call.path),
    }
}

/// The error with what caused it.
fn explained(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text = format!("{text}: {inner}");
        source = inner.source();
    }
    text
}

/// Prints a line. A closed pipe (`| head`) is no reason to panic.
fn say(text: &str) {
    let _ = writeln!(io::stdout().lock(), "{text}");
}
