//! A command-line client on the session engine: signs a person in, gets a path, reads the pages of its
//! dialect, or watches the session.
//!
//! It is here to be read, by somebody who wants to see the engine in a program that is not a desktop
//! app, and to be run, against the demo server or a server of one's own:
//!
//! ```sh
//! cargo run -p demo-server &
//! cargo run -p auth-core --example client -- --server http://127.0.0.1:8080 --user user get /api/test/user
//! ```

mod arguments;
mod failure;
mod get;
mod pages;
mod signals;
mod signing_in;
mod terminal;
mod typed;
mod watch;

use std::{
    io::{self, IsTerminal as _},
    process::ExitCode,
    sync::Arc,
};

use arguments::{Arguments, Command, Settings};
use auth_core::{Account, BaseUrl, Dialect, Network, Secret, Session, SessionConfig};
use clap::Parser as _;
use failure::Failure;
use signals::Signals;
use signing_in::Way;
use terminal::note;

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            note(&format!("client: {failure}"));
            failure.exit_code()
        }
    }
}

/// Looks at everything that was asked for, then asks for the password, while nothing is under way yet.
fn run(arguments: &Arguments) -> Result<(), Failure> {
    let (base, dialect) = (arguments.base()?, Arc::new(arguments.dialect()?));
    let Settings { mut set, to_type } = arguments.settings(&dialect)?;
    let way = arguments.way(&dialect)?;
    if arguments.verbose {
        tracing_subscriber::fmt()
            // The engine's own: it writes no secret, which not every crate below it can say.
            .with_env_filter("auth_core=debug")
            .with_writer(io::stderr)
            .with_ansi(io::stderr().is_terminal())
            .init();
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Failure::Machine)?;
    let _session_runs_in = runtime.enter();
    for (name, title) in to_type {
        set.insert(name, typed::ask(&title)?);
    }
    let session = Session::new(config(base, Arc::clone(&dialect))?.settings(&set));
    if arguments.command == Command::Get {
        session.check(&get::request(arguments))?;
    }
    let password = match &way {
        Way::Password(user) => typed::ask(&format!("Password of {user}"))?,
        Way::Browser | Way::Device => Secret::from(String::new()),
    };
    let signing_in = signing_in::run(&session, &way, &password);
    runtime.block_on(with_session(arguments, &dialect, &session, signing_in))
}

fn config(base: BaseUrl, dialect: Arc<Dialect>) -> Result<SessionConfig, Failure> {
    let name = concat!("auth-core-client/", env!("CARGO_PKG_VERSION"));
    let network = Network::new().user_agent(name);
    let network = network.map_err(|error| Failure::usage(error.to_string()))?;
    SessionConfig::with_network(base, dialect, &network)
        .map_err(|cause| Failure::from(auth_core::Error::Unavailable { cause }))
}

/// The whole life of a session: signed in, used, closed.
async fn with_session(
    arguments: &Arguments,
    dialect: &Dialect,
    session: &Session,
    signing_in: impl Future<Output = Result<Account, Failure>>,
) -> Result<(), Failure> {
    let mut signals = Signals::new().map_err(Failure::Machine)?;
    let done = async {
        let account = signing_in.await?;
        note(&format!(
            "signed in as {} ({})",
            account.username,
            account.roles.join(", ")
        ));
        match arguments.command {
            Command::Get => get::run(session, arguments).await,
            Command::Pages => pages::run(session, dialect, &account).await,
            Command::Watch => watch::run(session).await,
        }
    };
    let done = tokio::select! {
        done = done => done,
        () = signals.next() => match arguments.command {
            Command::Get | Command::Pages => Err(Failure::Stopped),
            // Nothing else ends it.
            Command::Watch => Ok(()),
        },
    };
    // Some servers let a person in only once, so that a session that is left behind would keep the next sign-in
    // out. This one is kept nowhere, and closing signs it out; whoever does not want to wait for the server stops
    // the program once more.
    tokio::select! {
        () = session.close() => {}
        () = signals.next() => {}
    }
    done
}
