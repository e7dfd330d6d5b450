//! Running other programs: with their output passed through, or read, or both; and finding them.

use std::collections::VecDeque;
use std::env;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::{Failure, Result};
use crate::outcome::{Report, Tally};

/// A child that says nothing for long gets a line of ours this often, so that nobody wonders whether
/// it still runs.
const HEARTBEAT: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(50);

/// Runs a program to its end with its output passed through. No input: a question that nobody is
/// there to answer must fail and not wait.
pub(crate) fn run(command: &mut Command) -> Result {
    run_within(command, Duration::MAX)
}

/// The same with a deadline, for programs that reach out to a server which may not answer.
pub(crate) fn run_within(command: &mut Command, limit: Duration) -> Result {
    let line = describe(command);
    println!("    $ {line}");
    let mut child = command
        .stdin(Stdio::null())
        .spawn()
        .map_err(|error| cannot_start(&line, &error))?;
    let (started, mut next_beat) = (Instant::now(), HEARTBEAT);
    loop {
        if let Some(status) = child
            .try_wait()
            .map_err(|error| Failure::io(&line, &error))?
        {
            return succeeded(&line, status);
        }
        let elapsed = started.elapsed();
        if elapsed > limit {
            // The child may have ended on its own in this moment, which is just as good.
            let _ = child.kill();
            let _ = child.wait();
            return Err(Failure::new(format!(
                "`{line}` did not end in {} s",
                limit.as_secs()
            )));
        }
        if elapsed > next_beat {
            println!("    … {} s", elapsed.as_secs());
            next_beat += HEARTBEAT;
        }
        thread::sleep(POLL);
    }
}

/// Runs a program and hands its standard output over line by line; what is to be seen of it, `read` shows.
pub(crate) fn run_reading(command: &mut Command, mut read: impl FnMut(&str)) -> Result<ExitStatus> {
    let line = describe(command);
    println!("    $ {line}");
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| cannot_start(&line, &error))?;
    if let Some(output) = child.stdout.take() {
        for bytes in BufReader::new(output).split(b'\n') {
            let bytes = bytes.map_err(|error| Failure::io(&line, &error))?;
            let text = String::from_utf8_lossy(&bytes);
            read(&text);
        }
    }
    child.wait().map_err(|error| Failure::io(&line, &error))
}

/// Runs a program as one check, with its output passed through. When it fails, what it said last says why.
pub(crate) fn check(command: &mut Command) -> Result<Report> {
    const LAST_WORDS: usize = 12;
    let line = describe(command);
    let mut last = VecDeque::new();
    let status = run_reading(command, |line| {
        show(line);
        last.push_back(line.to_owned());
        if last.len() > LAST_WORDS {
            last.pop_front();
        }
    })?;
    if status.success() {
        return Ok(Tally::ONE_PASSED.into());
    }
    let words = Vec::from(last).join("\n    ");
    Ok(Report::failed(format!(
        "`{line}` ended with {status}\n    {words}"
    )))
}

/// Passes a line through.
pub(crate) fn show(line: &str) {
    println!("{line}");
}

/// Runs a program out of sight.
pub(crate) fn output(command: &mut Command) -> Result<Output> {
    command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| cannot_start(&describe(command), &error))
}

/// What a program prints on its standard output; `None` when it cannot be started or fails.
pub(crate) fn ask(command: &mut Command) -> Option<String> {
    let output = output(command).ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The cargo that started us, so that a chosen toolchain stays the chosen one.
pub(crate) fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Where a program is on `PATH`.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    find_in(&env::var_os("PATH")?, name)
}

fn find_in(path: &OsStr, name: &str) -> Option<PathBuf> {
    // npm's programs on Windows are `.cmd` files.
    let endings: &[&str] = if cfg!(windows) {
        &[".exe", ".cmd"]
    } else {
        &[""]
    };
    env::split_paths(path)
        .flat_map(|folder| {
            endings
                .iter()
                .map(move |ending| folder.join(format!("{name}{ending}")))
        })
        .find(|candidate| is_program(candidate))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata()
        .is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// A command as one would type it.
pub(crate) fn describe(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    let words: Vec<_> = std::iter::once(name)
        .chain(command.get_args())
        .map(|word| {
            let word = word.to_string_lossy();
            if word.contains(' ') || word.is_empty() {
                format!("'{word}'")
            } else {
                word.into()
            }
        })
        .collect();
    words.join(" ")
}

fn succeeded(line: &str, status: ExitStatus) -> Result {
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!("`{line}` ended with {status}")))
    }
}

pub(crate) fn cannot_start(line: &str, error: &std::io::Error) -> Failure {
    Failure::io(format_args!("starting `{line}`"), error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_without_its_folder_and_with_quotes_where_needed() {
        let mut command = Command::new("some/where/tool");
        command.args(["plain", "two words"]);
        assert_eq!(describe(&command), "tool plain 'two words'");
    }

    #[test]
    fn a_program_that_is_nowhere_is_not_found() {
        assert_eq!(find_in(OsStr::new(""), "no-such-program"), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_failing_program_is_a_failure_that_names_it() {
        let failure = run(Command::new("sh").args(["-c", "exit 3"])).unwrap_err();
        assert!(failure.to_string().contains("exit 3"), "{failure}");
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_hangs_is_ended_at_its_deadline() {
        let started = Instant::now();
        let mut hangs = Command::new("sleep");
        let outcome = run_within(hangs.arg("60"), Duration::from_millis(200));
        assert!(outcome.is_err() && started.elapsed() < Duration::from_secs(10));
    }

    #[cfg(unix)]
    #[test]
    fn a_check_that_fails_says_why_with_its_last_words() {
        let mut command = Command::new("sh");
        let outcome = check(command.args(["-c", "seq 20; echo the door is open; exit 3"]));
        let report = outcome.expect("it starts");
        assert_eq!(report.tally, Tally::ONE_FAILED);
        let why = &report.failures[0];
        assert!(why.contains("exit status: 3") && why.ends_with("the door is open"));
        assert!(why.lines().count() < 20, "{why}");
    }

    #[cfg(unix)]
    #[test]
    fn every_line_of_output_is_read_even_when_the_program_fails() {
        let mut lines = Vec::new();
        let mut command = Command::new("sh");
        command.args(["-c", "echo one; echo two; exit 1"]);
        let status = run_reading(&mut command, |line| lines.push(line.to_owned()));
        assert_eq!(lines, ["one", "two"]);
        assert!(!status.expect("it starts").success());
    }
}
