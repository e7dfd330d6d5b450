//! An app of its own process that uses the keychain.
//!
//! A program finds its session bus by a variable of its environment, which a test cannot change for
//! itself. So this binary is started once more with that variable set, as the one test at the end of
//! this file; it reads calls from its input and writes their answers.

use std::env;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use sealed_vault::{AppId, Key, KeyStore, KeyStoreError, Keychain};

use super::contract::keeps_keys;

/// What the entries' service is.
pub(crate) const SERVICE: &str = "app.latchkey.test";
const ROLE: &str = "LATCHKEY_TEST_KEYCHAIN_APP";
/// What lines begin with that are answers, among those of the test harness.
const ANSWER: &str = "answer: ";
/// How long an answer may take that takes milliseconds on an idle machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);
/// How long nothing must come from a call that hangs.
const WHILE: Duration = Duration::from_millis(700);

/// A running app. Dropping it kills it.
pub(crate) struct App {
    child: Child,
    input: ChildStdin,
    answers: Receiver<String>,
}

impl App {
    /// Starts an app on this bus.
    pub(crate) fn on(bus_address: &str) -> Self {
        Self::with(|command| command.env("DBUS_SESSION_BUS_ADDRESS", bus_address))
    }

    /// Starts an app in an environment.
    pub(crate) fn with(environment: impl FnOnce(&mut Command) -> &mut Command) -> Self {
        let mut command = Command::new(env::current_exe().unwrap());
        command
            .args(["--exact", "--nocapture", "keychain::app::answers_calls"])
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .env(ROLE, "")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut child = environment(&mut command).spawn().unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (sender, answers) = channel();
        thread::spawn(move || {
            let lines = output.lines().map_while(Result::ok);
            for line in lines {
                // The harness prints a test's name without ending the line.
                if let Some((_, answer)) = line.split_once(ANSWER)
                    && sender.send(answer.to_owned()).is_err()
                {
                    return;
                }
            }
        });
        Self {
            child,
            input,
            answers,
        }
    }

    /// Makes a call and waits for its answer.
    pub(crate) fn ask(&mut self, call: &str) -> String {
        self.begin(call);
        self.answer()
    }

    /// Makes a call.
    pub(crate) fn begin(&mut self, call: &str) {
        writeln!(self.input, "{call}").unwrap();
    }

    /// Waits for the answer to a call that was begun.
    pub(crate) fn answer(&self) -> String {
        let answer = self.answers.recv_timeout(PATIENCE);
        answer.expect("the app answers in time, and has not died")
    }

    /// What is answered within the little time that a call that hangs is watched.
    pub(crate) fn answer_at_once(&self) -> Option<String> {
        self.answers.recv_timeout(WHILE).ok()
    }
}

impl Drop for App {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn answers_calls() {
    if env::var_os(ROLE).is_none() {
        return;
    }
    let keychain: &Keychain = Box::leak(Box::new(Keychain::new(&AppId::new(SERVICE))));
    for call in io::stdin().lines() {
        let call = call.unwrap();
        // A call that hangs must not keep the others from being made.
        thread::spawn(move || {
            let answer = carry_out(keychain, &call);
            // In one piece, and past the harness, which would hold back what a test prints.
            let line = format!("{ANSWER}{answer}\n");
            io::stdout().lock().write_all(line.as_bytes()).unwrap();
            io::stdout().flush().unwrap();
        });
    }
}

/// `read NAME`, `write NAME BYTE`, `remove NAME`, `contract`. Keys are one byte 32 times over.
fn carry_out(keychain: &Keychain, call: &str) -> String {
    let words: Vec<&str> = call.split(' ').collect();
    let answer = match words[..] {
        ["read", name] => keychain.read(name).map(|key| match key {
            Some(key) => format!("key {}", key.expose()[0]),
            None => "no key".to_owned(),
        }),
        ["write", name, byte] => {
            let key = Key::from_bytes(&[byte.parse().unwrap(); Key::LENGTH]).unwrap();
            keychain.write(name, &key).map(|()| "done".to_owned())
        }
        ["remove", name] => keychain.remove(name).map(|()| "done".to_owned()),
        ["contract"] => {
            keeps_keys(keychain);
            Ok("done".to_owned())
        }
        _ => panic!("no such call: {call}"),
    };
    answer.unwrap_or_else(|error: KeyStoreError| error.code().to_owned())
}
