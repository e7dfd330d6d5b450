//! Runs journeys one after the other, each with a deadline, and says how each went.

use std::{
    env,
    future::Future,
    io::{self, Write},
    path::{Path, PathBuf},
    pin::Pin,
    process::ExitCode,
    time::{Duration, Instant},
};

use super::{
    app::driver::Driver,
    failure::{Failure, Outcome},
    secrets::{memory, record},
    stage::{Stage, desktop::Keychain, missing},
};

/// Something a person does with the app from a fresh start to an end.
#[derive(Debug)]
pub(crate) struct Journey {
    /// What it is chosen by.
    pub(crate) name: &'static str,
    /// What happens.
    pub(crate) run: for<'a> fn(&'a Stage) -> Steps<'a>,
    /// After which it has failed, so that nothing hangs.
    pub(crate) limit: Duration,
    /// What the desktop has that it happens on.
    pub(crate) keychain: Keychain,
    /// It is no test of every day.
    pub(crate) only_by_name: bool,
}

/// The steps of a journey under way.
pub(crate) type Steps<'a> = Pin<Box<dyn Future<Output = Outcome> + 'a>>;

/// How long the end of a journey may take: the search, or the picture of the failure.
const AFTERMATH: Duration = Duration::from_mins(1);

/// For a run that was asked for wrongly, as command lines have it.
const USAGE: u8 = 2;

/// Runs what the arguments of this program ask for.
pub(crate) fn run(journeys: &[Journey]) -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments.iter().any(|it| it == "--list") {
        for journey in journeys {
            say(&format!(
                "{}
",
                journey.name
            ));
        }
        return ExitCode::SUCCESS;
    }
    if let Some(unknown) = arguments.iter().find(|it| it.starts_with('-')) {
        say(&format!(
            "`{unknown}` is not known; give parts of names, or --list\n"
        ));
        return ExitCode::from(USAGE);
    }
    match prepare().and_then(|place| run_chosen(journeys, &arguments, &place)) {
        Ok(code) => code,
        Err(failure) => {
            say(&format!("{failure}\n"));
            ExitCode::from(USAGE)
        }
    }
}

/// The app under test and the folder of the pictures.
struct Place {
    binary: PathBuf,
    screens: PathBuf,
}

fn prepare() -> Outcome<Place> {
    let binary = env::var_os("LATCHKEY_APP")
        .map(PathBuf::from)
        .ok_or_else(|| missing("LATCHKEY_APP does not say which app to test"))?;
    if !binary.is_file() {
        return Err(missing(&format!("there is no app at {}", binary.display())));
    }
    Driver::find().ok_or_else(|| missing("WebKitWebDriver is not on PATH"))?;
    if env::var_os("DISPLAY").is_none() && env::var_os("WAYLAND_DISPLAY").is_none() {
        return Err(missing("there is no display"));
    }
    let screens = env::var_os("LATCHKEY_SCREENS").map_or_else(default_screens, PathBuf::from);
    Ok(Place {
        binary: binary.canonicalize()?,
        screens,
    })
}

fn default_screens() -> PathBuf {
    let checkout = env::var_os("CARGO_MANIFEST_DIR")
        .map(PathBuf::from)
        .unwrap_or_default();
    checkout.join("target").join("screens")
}

fn run_chosen(journeys: &[Journey], filters: &[String], place: &Place) -> Outcome<ExitCode> {
    let is_chosen = |journey: &Journey| {
        if journey.only_by_name {
            filters.iter().any(|it| journey.name == it)
        } else {
            filters.is_empty() || filters.iter().any(|it| journey.name.contains(it))
        }
    };
    let chosen: Vec<_> = journeys
        .iter()
        .enumerate()
        .filter(|(_, journey)| is_chosen(journey))
        .collect();
    if chosen.is_empty() {
        return Err(Failure::new(
            "no journey has such a name; --list shows them all",
        ));
    }
    record::prove_on_nothing()?;
    memory::prove_on_own_memory()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    for (at, journey) in chosen {
        say(&format!("journey {} ... ", journey.name));
        let started = Instant::now();
        let (outcome, last_words) = runtime.block_on(take(journey, at + 1, place));
        let seconds = started.elapsed().as_secs_f32();
        if let Err(failure) = &outcome
            && failure.is_skip()
        {
            skipped += 1;
            say(&format!("skipped ({failure})\n"));
        } else if let Err(failure) = outcome {
            failed += 1;
            say(&format!(
                "FAILED ({failure}) after {seconds:.1} s\n{last_words}"
            ));
        } else {
            passed += 1;
            say(&format!("ok ({seconds:.1} s)\n"));
        }
    }
    say(&format!(
        "{passed} passed, {failed} failed, {skipped} skipped\n"
    ));
    Ok(if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn take(journey: &Journey, number: usize, place: &Place) -> (Outcome, String) {
    let (name, keychain) = (journey.name, journey.keychain);
    let stage = match Stage::new(name, number, &place.binary, &place.screens, keychain) {
        Ok(stage) => stage,
        Err(failure) => return (Err(failure), String::new()),
    };
    remove_failure(&place.screens, journey.name);
    let walked = tokio::time::timeout(journey.limit, (journey.run)(&stage)).await;
    let outcome = walked.unwrap_or_else(|_| {
        Err(Failure::new(format!(
            "not done within {} s",
            journey.limit.as_secs()
        )))
    });
    let finished = tokio::time::timeout(AFTERMATH, stage.finish(outcome)).await;
    let outcome =
        finished.unwrap_or_else(|_| Err(Failure::new("the app did not let itself be ended")));
    let last_words = if outcome.is_ok() {
        String::new()
    } else {
        stage.last_words()
    };
    (outcome, last_words)
}

/// A picture of the failure of another day would mislead.
fn remove_failure(screens: &Path, name: &str) {
    for ending in ["png", "html"] {
        drop(std::fs::remove_file(
            screens.join(format!("failed-{name}.{ending}")),
        ));
    }
}

/// Prints at once, also between a journey's name and its result. Nobody is left to tell when that fails.
pub(crate) fn say(text: &str) {
    let mut output = io::stdout();
    drop(
        output
            .write_all(text.as_bytes())
            .and_then(|()| output.flush()),
    );
}
