//! `cargo xtask test`: every test and every check there is, each run even when one before it failed,
//! and one summary at the end.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::crash;
use crate::e2e;
use crate::failure::Result;
use crate::paths::Paths;
use crate::process;
use crate::setup::{self, UiTools};
use crate::simulate;
use crate::tally::Tally;
use crate::tidy;
use crate::ui;

/// One line of the summary.
struct Step {
    name: &'static str,
    tally: Tally,
    took: Duration,
}

pub(crate) fn run(paths: &Paths) -> Result<ExitCode> {
    let tools = setup::for_tests(paths)?;
    let mut steps = checks(paths, &tools);
    steps.push(step("tests", || tests(paths)));
    steps.push(step("simulation", || simulate::check(paths)));
    steps.push(step("crash", || crash::check(paths)));
    if e2e::IS_POSSIBLE {
        steps.push(step("window", || {
            e2e::build(paths)?;
            e2e::drive(paths, &[])
        }));
    } else {
        println!("\nThe window's journeys are left out: they run on Linux only.");
    }
    Ok(summarise(&steps))
}

/// The quick ones first: what they find takes a minute to mend and need not wait for a long build.
fn checks(paths: &Paths, tools: &UiTools) -> Vec<Step> {
    let passes = |outcome: Result| outcome.map(|()| Tally::ONE_PASSED);
    vec![
        step("format", || {
            let mut fmt = process::cargo();
            fmt.args(["fmt", "--all", "--check"])
                .current_dir(&paths.root);
            passes(process::run(&mut fmt))
        }),
        step("tidy", || tidy::check(paths)),
        // The app embeds the UI's files when it is compiled, so these come before clippy.
        step("ui", || passes(ui::build_with(paths, tools, false))),
        step("clippy", || {
            // The journeys are no target of plain `cargo test`, so `--all-targets` passes them over.
            for targets in [["--all-targets"].as_slice(), &["--test", "window"]] {
                let mut clippy = e2e::cargo_on_everything(paths, "clippy");
                process::run(clippy.args(targets).args(["--", "-D", "warnings"]))?;
            }
            Ok(Tally::ONE_PASSED)
        }),
    ]
}

/// All unit, integration and documentation tests. A failure in one crate hides none in another.
fn tests(paths: &Paths) -> Result<Tally> {
    let mut tally = Tally::default();
    let mut cargo = e2e::cargo_on_everything(paths, "test");
    let status = process::run_reading(cargo.arg("--no-fail-fast"), |line| {
        if let Some(counted) = Tally::read(line) {
            tally += counted;
        }
    })?;
    // What does not compile is never counted by a runner.
    if !status.success() && tally.failed == 0 {
        tally += Tally::ONE_FAILED;
    }
    Ok(tally)
}

fn step(name: &'static str, run: impl FnOnce() -> Result<Tally>) -> Step {
    println!("\n== {name}");
    let started = Instant::now();
    let tally = run().unwrap_or_else(|failure| {
        println!("{failure}");
        Tally::ONE_FAILED
    });
    Step {
        name,
        tally,
        took: started.elapsed(),
    }
}

fn summarise(steps: &[Step]) -> ExitCode {
    println!("\n== summary");
    let mut total = Tally::default();
    for Step { name, tally, took } in steps {
        let word = if tally.is_good() { "ok" } else { "FAILED" };
        println!("{name:<10} {word:<7} {:>6} s   {tally}", took.as_secs());
        total += *tally;
    }
    println!("{total}");
    if steps.iter().all(|step| step.tally.is_good()) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
