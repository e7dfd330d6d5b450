//! The program, as a developer meets it in a terminal.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, ChildStdout, Command, Output, Stdio},
};

use demo_server::{Dialect, SEEDED_ACCOUNTS};

use crate::{
    bench::Bench,
    client::{Connection, Request},
};

/// The program while it runs. It is ended with the test, whatever the test's outcome.
struct Program {
    child: Child,
    output: BufReader<ChildStdout>,
}

impl Program {
    fn start(arguments: &[&str]) -> Self {
        let mut command = command(arguments);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Self { child, output }
    }

    /// Reads on until a line that satisfies the caller.
    fn lines_until(&mut self, last: impl Fn(&str) -> bool) -> Vec<String> {
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            let read = self.output.read_line(&mut line).unwrap();
            assert!(read > 0, "the program ended after {lines:?}");
            lines.push(line.trim_end().to_owned());
            if last(&line) {
                return lines;
            }
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demo-server"));
    command.args(arguments);
    command
}

/// Runs the program to its end.
fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = command(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

#[tokio::test]
async fn it_greets_with_address_accounts_and_a_command_to_try_and_then_lists_requests() {
    for dialect in Dialect::ALL {
        let mut program = Program::start(&["--port", "0", "--dialect", &dialect.to_string()]);
        let greeting = program.lines_until(|line| line.contains("curl")).join("\n");
        let (_, rest) = greeting.split_once("http://127.0.0.1:").unwrap();
        let port = rest.split([' ', '/']).next().unwrap().parse().unwrap();
        assert!(
            greeting.contains(&format!("Speaking {dialect}")),
            "{greeting}"
        );
        for account in SEEDED_ACCOUNTS {
            assert!(greeting.contains(account.password), "{greeting}");
        }

        let sign_in = r#"{"username":"user","password":"demo-user"}"#;
        let request = Request::post("/api/auth/signin?token=in-the-query", sign_in);
        let mut connection = Connection::open(port).await.unwrap();
        connection.exchange(&request).await.unwrap();
        let lines = program.lines_until(|line| line.starts_with("POST"));
        assert_eq!(
            lines.last().unwrap(),
            "POST /api/auth/signin 200",
            "{dialect}"
        );
    }
}

#[test]
fn help_goes_to_the_output_and_is_no_error() {
    let (code, output, errors) = run(&["--help"]);
    assert_eq!((code, errors.as_str()), (Some(0), ""));
    assert!(
        output.contains("--dialect") && output.contains("--grace"),
        "{output}"
    );
}

#[test]
fn a_bad_argument_is_explained_with_the_usage() {
    let (code, output, errors) = run(&["--dialect", "django"]);
    assert_eq!((code, output.as_str()), (Some(2), ""));
    assert!(errors.contains("`django` is not a dialect"), "{errors}");
    assert!(errors.contains("Usage:"), "{errors}");
}

#[tokio::test]
async fn a_taken_port_and_a_public_address_are_explained() {
    let bench = Bench::start(Dialect::NBody).await;
    let port = bench.server.port().to_string();
    let (code, _, errors) = run(&["--port", &port]);
    assert_eq!(code, Some(1));
    assert!(
        errors.contains(&format!("cannot listen on 127.0.0.1:{port}: ")),
        "{errors}"
    );

    let (code, _, errors) = run(&["--host", "0.0.0.0"]);
    assert_eq!(code, Some(1));
    assert!(
        errors.contains("0.0.0.0 is not a loopback address"),
        "{errors}"
    );
}
