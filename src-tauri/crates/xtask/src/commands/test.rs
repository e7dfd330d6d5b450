//! `cargo xtask test`: every test and every check there is, each run even when one before it failed,
//! and one summary at the end.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use super::{crash, e2e, interop, simulate};
use crate::failure::Result;
use crate::outcome::{Report, Tally, TestOutput};
use crate::paths::{self, Paths};
use crate::run::process::{self, show};
use crate::setup::{self, UiTools};
use crate::tidy;
use crate::ui;

/// One line of the summary.
struct Step {
    name: &'static str,
    report: Report,
    took: Duration,
}

pub(crate) fn run(paths: &Paths) -> Result<ExitCode> {
    let tools = setup::for_tests(paths)?;
    let mut steps = checks(paths, &tools);
    steps.push(step("tests", || tests(paths)));
    steps.push(step("simulation", || simulate::check(paths)));
    steps.push(step("faults", || simulate::check_faults(paths)));
    steps.push(step("crash", || crash::check(paths)));
    match interop::missing() {
        None => steps.push(step("interop", || interop::check(paths))),
        Some(why) => println!("\nThe real servers are left out: {why}."),
    }
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
    let passes = |outcome: Result| outcome.map(|()| Report::from(Tally::ONE_PASSED));
    vec![
        step("format", || {
            let mut fmt = process::cargo();
            fmt.args(["fmt", "--all", "--check"])
                .current_dir(&paths.root);
            passes(process::run(&mut fmt))
        }),
        step("tidy", || tidy::check(paths).map(Report::from)),
        // The app embeds the UI's files when it is compiled, so these come before clippy.
        step("ui", || passes(ui::build_with(paths, tools, false))),
        step("clippy", || {
            // The journeys are no target of plain `cargo test`, so `--all-targets` passes them over.
            for targets in [["--all-targets"].as_slice(), &["--test", "window"]] {
                let mut clippy = e2e::cargo_on_everything(paths, "clippy");
                process::run(clippy.args(targets).args(["--", "-D", "warnings"]))?;
            }
            Ok(Tally::ONE_PASSED.into())
        }),
    ]
}

/// All unit, integration and documentation tests. A failure in one crate hides none in another.
fn tests(paths: &Paths) -> Result<Report> {
    let (mut tally, mut output, mut names) = (Tally::default(), TestOutput::default(), Vec::new());
    let mut cargo = e2e::cargo_on_everything(paths, "test");
    let status = process::run_reading(cargo.arg("--no-fail-fast"), |line| {
        if output.read(line) {
            show(line);
        }
        if line.starts_with("test ") && !line.starts_with("test result: ") {
            names.push(format!("{line}\n"));
        }
        if let Some(counted) = Tally::read(line) {
            tally += counted;
        }
    })?;
    let file = paths.test_names();
    names.sort();
    paths::write(&file, names.concat().as_bytes())?;
    println!("Every test by its name: {}", file.display());
    let failures = output.into_failures();
    let report = Report {
        tally,
        failures,
        ..Report::default()
    };
    Ok(report.or_failed(
        status.success(),
        "something does not compile, or a program of tests crashed: see above",
    ))
}

fn step(name: &'static str, run: impl FnOnce() -> Result<Report>) -> Step {
    println!("\n== {name}");
    let started = Instant::now();
    let report = run().unwrap_or_else(|failure| {
        println!("{failure}");
        Report::failed(failure.to_string())
    });
    Step {
        name,
        report,
        took: started.elapsed(),
    }
}

/// Says at the end what there is to know, since a log is read from its end.
fn summarise(steps: &[Step]) -> ExitCode {
    println!("\n== summary");
    let mut total = Tally::default();
    for Step { name, report, took } in steps {
        let tally = report.tally;
        let word = if tally.is_good() { "ok" } else { "FAILED" };
        println!("{name:<10} {word:<7} {:>6} s   {tally}", took.as_secs());
        total += tally;
    }
    for Step { name, report, .. } in steps {
        for what in &report.left_out {
            println!("\nLEFT OUT of {name}: {what}");
        }
        for failure in &report.failures {
            println!("\nFAILED in {name}: {failure}");
        }
    }
    println!("{total}");
    if steps.iter().all(|step| step.report.tally.is_good()) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
