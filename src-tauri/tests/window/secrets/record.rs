//! What crossed the boundary between the window and the core, and the search through it for secrets.
//!
//! A search that finds nothing is worth only as much as the proof that it would have found something:
//! [`Record::prove_search`] plants secrets in a copy of the very record that is searched.

use std::{
    fs,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use memchr::memmem;
use serde::Deserialize;
use serde_json::Value;

use crate::window::failure::{Outcome, ensure};

/// One thing that crossed, as `ipc_recorder.js` keeps it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Message {
    direction: String,
    name: String,
    body: String,
}

/// All that a journey left behind, for the search.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    /// In the order in which it crossed.
    pub(crate) messages: Vec<Message>,
    /// The page's HTML at the steps of the journey, and where that was.
    pub(crate) pages: Vec<(String, String)>,
    /// What the app left on the disk.
    pub(crate) files: Vec<PathBuf>,
}

/// What must not be found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Secrets {
    /// Tokens and cookie values, as the servers issued them.
    pub(crate) issued: Vec<String>,
    /// What was typed into a field for a password and sent.
    pub(crate) passwords: Vec<String>,
}

/// What a server of a journey issues, while it does.
pub(crate) type Ledger = Arc<Mutex<Vec<String>>>;

/// The parts of a JWT that are shorter than this say nothing by themselves.
const TELLING: usize = 16;

impl Record {
    /// How often the page called a command.
    pub(crate) fn calls(&self, command: &str) -> usize {
        let is_call = |it: &&Message| it.direction == "request" && it.name == command;
        self.messages.iter().filter(is_call).count()
    }

    /// The payloads of an event, in order.
    pub(crate) fn events(&self, name: &str) -> Vec<Value> {
        self.messages
            .iter()
            .filter(|it| it.direction == "event" && it.name == name)
            .filter_map(|it| serde_json::from_str::<Value>(&it.body).ok())
            .map(|mut event| event["payload"].take())
            .collect()
    }

    /// Whether what must have crossed did: a journey that signed in has made these calls, heard of
    /// it, and sent its password in the one place where it belongs.
    pub(crate) fn prove_completeness(&self) -> Outcome {
        ensure!(
            self.calls("snapshot") > 0,
            "the record has no call of `snapshot`"
        );
        if self.calls("sign_in") == 0 {
            return Ok(());
        }
        let told = self.events("session");
        let has_pages = (told.iter()).any(|it| it["snapshot"]["dialect"]["pages"][0].is_object());
        ensure!(
            self.calls("read_page") > 0 || !has_pages,
            "the record has no call of `read_page`"
        );
        ensure!(
            !self.events("session").is_empty(),
            "the record has no event `session`"
        );
        let read = has_pages.then_some("read_page");
        for command in ["snapshot", "sign_in"].into_iter().chain(read) {
            let replied = |it: &Message| it.direction == "reply" && it.name == command;
            ensure!(
                self.messages.iter().any(replied),
                "the record has no reply to `{command}`"
            );
        }
        let carries = |it: &Message| it.name == "sign_in" && password_of(it).is_some();
        ensure!(
            self.messages.iter().any(carries),
            "no recorded sign-in carries its password"
        );
        Ok(())
    }

    /// Where secrets are, in words that do not repeat them.
    pub(crate) fn leaks(&self, secrets: &Secrets) -> Vec<String> {
        let needles = secrets.needles();
        let mut leaks = Vec::new();
        for message in &self.messages {
            let place = format!("{} `{}`", message.direction, message.name);
            leaks.extend(find(
                &place,
                without_own_password(message).as_bytes(),
                &needles,
            ));
        }
        for (place, html) in &self.pages {
            leaks.extend(find(place, html.as_bytes(), &needles));
        }
        for file in &self.files {
            // The webview's own scratch files come and go while it runs.
            let Ok(bytes) = fs::read(file) else { continue };
            leaks.extend(find(
                &format!("the file {}", file.display()),
                &bytes,
                &needles,
            ));
        }
        leaks
    }

    /// Plants each kind of secret in each kind of place, and makes sure that it is found.
    pub(crate) fn prove_search(&self, secrets: &Secrets) -> Outcome {
        let jwt = format!(
            "eyJ{}.eyJ{}.{}",
            "h".repeat(20),
            "p".repeat(20),
            "s".repeat(43)
        );
        let mut planted = vec![jwt, "a-password-that-was-typed".to_owned()];
        planted.extend(secrets.issued.first().cloned());
        let mut known = secrets.clone();
        known.passwords.push(planted[1].clone());
        // The files are large, and searched by the same lines as the pages.
        let bare = Self {
            files: Vec::new(),
            ..self.clone()
        };
        let before = bare.leaks(&known).len();
        for secret in planted {
            let mut with_event = bare.clone();
            let body = format!("{{\"event\":\"session\",\"payload\":\"{secret}\"}}");
            let (direction, name) = ("event".to_owned(), "session".to_owned());
            with_event.messages.push(Message {
                direction,
                name,
                body,
            });
            let mut with_page = bare.clone();
            with_page
                .pages
                .push(("a page".to_owned(), format!("<p title=\"{secret}\">")));
            let mut in_call = bare.clone();
            let body = format!("{{\"args\":{{\"username\":\"{secret}\",\"password\":\"x\"}}}}");
            let (direction, name) = ("request".to_owned(), "sign_in".to_owned());
            in_call.messages.push(Message {
                direction,
                name,
                body,
            });
            for record in [with_event, with_page, in_call] {
                ensure!(
                    record.leaks(&known).len() > before,
                    "a planted secret was not found"
                );
            }
        }
        Ok(())
    }
}

impl Secrets {
    /// Where in these bytes secrets are, in words that do not repeat them.
    pub(crate) fn found_in(&self, place: &str, bytes: &[u8]) -> Vec<String> {
        find(place, bytes, &self.needles())
    }

    /// What to look for, and what to call it. A token is also looked for in parts: its signature
    /// alone has no business anywhere either.
    fn needles(&self) -> Vec<(&'static str, &str)> {
        let mut needles: Vec<_> = self
            .passwords
            .iter()
            .map(|password| ("a password", password.as_str()))
            .collect();
        for secret in &self.issued {
            needles.push(("a token or a cookie's value", secret));
            // The first part of a JWT is the same for all of them.
            for part in secret
                .split('.')
                .skip(1)
                .filter(|part| part.len() >= TELLING)
            {
                needles.push(("a part of a token", part));
            }
        }
        needles
    }
}

fn find(place: &str, haystack: &[u8], needles: &[(&'static str, &str)]) -> Vec<String> {
    let mut found: Vec<String> = needles
        .iter()
        .filter(|(_, needle)| contains(haystack, needle.as_bytes()))
        .map(|(kind, _)| format!("{kind} is in {place}"))
        .collect();
    if has_jwt(haystack) {
        found.push(format!("something of the shape of a JWT is in {place}"));
    }
    found.dedup();
    found
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    !needle.is_empty() && memmem::find(haystack, needle).is_some()
}

/// A JWT of a server whose tokens the test does not know, such as the app's own demo server: the
/// beginning of `{"` in base64, and a dot after enough of its alphabet.
fn has_jwt(haystack: &[u8]) -> bool {
    memmem::find_iter(haystack, "eyJ").any(|at| {
        let rest = &haystack[at..];
        let is_alphabet = |it: &u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_');
        let length = rest.iter().take_while(|it| is_alphabet(it)).count();
        length >= TELLING && rest.get(length) == Some(&b'.')
    })
}

/// The body of a message without the one secret that may be in it: the argument of a sign-in or a
/// sign-up, of a code, or of a server that asks for secret settings.
fn without_own_password(message: &Message) -> String {
    let place = match message.name.as_str() {
        _ if message.direction != "request" => None,
        "sign_in" | "sign_up" => Some("/args/password"),
        "enter_code" => Some("/args/code"),
        "add_server" | "edit_server" | "test_connection" => Some("/args/server/secrets"),
        _ => None,
    };
    let without = place.and_then(|place| {
        let mut call = serde_json::from_str::<Value>(&message.body).ok()?;
        call.pointer_mut(place)?.take();
        Some(call.to_string())
    });
    without.unwrap_or_else(|| message.body.clone())
}

fn password_of(message: &Message) -> Option<String> {
    let may_carry =
        message.direction == "request" && matches!(message.name.as_str(), "sign_in" | "sign_up");
    let call = may_carry.then(|| serde_json::from_str::<Value>(&message.body).ok())??;
    call["args"]["password"].as_str().map(str::to_owned)
}

/// The search on a record that is made up, with no app at all.
pub(crate) fn prove_on_nothing() -> Outcome {
    let token = "0b7c2f7e-8d0e-4a42-9a51-6f4f7f2f8f0e";
    let secrets = Secrets {
        issued: vec![token.to_owned()],
        passwords: vec!["correct horse".to_owned()],
    };
    let file = tempfile::NamedTempFile::new()?;
    fs::write(file.path(), "{\"last_username\":\"ann\"}")?;
    let record = Record {
        messages: vec![Message {
            direction: "request".to_owned(),
            name: "sign_in".to_owned(),
            body: r#"{"args":{"username":"ann","password":"correct horse"}}"#.to_owned(),
        }],
        pages: vec![("a page".to_owned(), "<p>ann".to_owned())],
        files: vec![file.path().to_owned()],
    };
    let found = record.leaks(&secrets);
    ensure!(
        found.is_empty(),
        "found where nothing is: {}",
        found.join("; ")
    );
    fs::write(file.path(), format!("refreshed with {token}\n"))?;
    let found = record.leaks(&secrets).len();
    ensure!(found == 1, "a token in a file was found {found} times");
    record.prove_search(&secrets)
}
