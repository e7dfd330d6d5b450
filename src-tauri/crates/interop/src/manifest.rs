//! What `server.json` says. The README has the meaning of every field.

use std::{collections::BTreeMap, fs, io, path::Path};

use serde::Deserialize;
use serde_json::{Map, Value};

/// A server, as its folder describes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    pub(crate) dialect: String,
    pub(crate) like: Option<String>,
    pub(crate) needs: Need,
    #[serde(default)]
    pub(crate) needs_also: Vec<String>,
    pub(crate) start: Vec<String>,
    #[serde(default)]
    pub(crate) env: BTreeMap<String, String>,
    pub(crate) ready: String,
    #[serde(default = "half_a_minute")]
    pub(crate) start_seconds: u64,
    #[serde(default)]
    pub(crate) base: String,
    pub(crate) people: Vec<Person>,
    pub(crate) browser: Option<Buttons>,
    #[serde(default)]
    pub(crate) settings: BTreeMap<String, String>,
    pub(crate) read: Read,
    pub(crate) read_public: Option<Read>,
    pub(crate) write: Option<Write>,
    pub(crate) end: Ask,
    pub(crate) refreshes: Option<Ask>,
    pub(crate) secrets: Option<Ask>,
    pub(crate) access_seconds: u64,
    pub(crate) can: Can,
    #[serde(default)]
    pub(crate) forgets: Forgets,
    #[serde(default)]
    pub(crate) quick: bool,
    #[serde(default)]
    pub(crate) scripts: bool,
    pub(crate) download: Option<String>,
}

/// The tools that a server is built and run with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Need {
    Python,
    Node,
    Go,
    Java,
}

/// Somebody whom the server knows.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Person {
    pub(crate) username: String,
    /// Of an app that lives for a minute; no secret.
    pub(crate) password: String,
    #[serde(default)]
    pub(crate) account: Expected,
    pub(crate) code: Option<Ask>,
    #[serde(default)]
    pub(crate) new_code_after: u64,
}

/// People sign in at the server itself, in a browser: what the buttons say that let an app in, or do not.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Buttons {
    pub(crate) yes: Option<String>,
    pub(crate) no: Option<String>,
}

/// What the engine must know of a person who has signed in.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expected {
    pub(crate) username: Option<String>,
    pub(crate) roles: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Read {
    pub(crate) get: String,
    pub(crate) shows: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Write {
    pub(crate) post: String,
    pub(crate) json: Option<Value>,
    pub(crate) shows: Option<String>,
}

/// A question that only a test may ask.
#[derive(Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub(crate) enum Ask {
    Get { get: String },
    Post { post: String, json: Option<Value> },
    Run { run: Vec<String> },
}

/// What is possible at the server.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing that a server can or cannot do"
)]
pub(crate) struct Can {
    pub(crate) refresh: bool,
    ahead: Option<bool>,
    #[serde(default = "yes")]
    pub(crate) sign_out: bool,
    #[serde(default = "yes")]
    pub(crate) words: bool,
    #[serde(default = "yes")]
    pub(crate) tell: bool,
    #[serde(default)]
    pub(crate) detect_reuse: bool,
}

/// What a server forgets at a sign-out beyond what its dialect promises of all servers that speak it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Forgets {
    pub(crate) access: bool,
}

impl Can {
    pub(crate) fn ahead(&self) -> bool {
        self.ahead.unwrap_or(self.refresh)
    }
}

impl Manifest {
    /// Reads the one of that folder. What it does not say is as at the server that it is like.
    pub(crate) fn read(folder: &Path) -> io::Result<Self> {
        let mut said = fields(folder)?;
        if let Some(like) = said.get("like").and_then(Value::as_str) {
            let own = said.clone();
            said = fields(&folder.with_file_name(like))?;
            said.extend(own);
        }
        serde_json::from_value(Value::Object(said)).map_err(io::Error::from)
    }

    /// Who is signed in by a password alone.
    pub(crate) fn person(&self) -> &Person {
        let by_password = self.people.iter().find(|person| person.code.is_none());
        // Nobody at all is caught in `problem`.
        by_password.unwrap_or(&self.people[0])
    }

    /// Who is asked for a second step.
    pub(crate) fn person_with_code(&self) -> Option<(&Person, &Ask)> {
        let mut people = self.people.iter();
        people.find_map(|person| Some((person, person.code.as_ref()?)))
    }

    /// What its type does not hold.
    pub(crate) fn problem(&self) -> Option<&'static str> {
        if self.people.iter().all(|person| person.code.is_some()) {
            return Some("somebody in `people` must have no `code`");
        }
        self.start
            .is_empty()
            .then_some("`start` must name a program")
    }
}

fn fields(folder: &Path) -> io::Result<Map<String, Value>> {
    let text = fs::read_to_string(folder.join("server.json"))?;
    serde_json::from_str(&text).map_err(io::Error::from)
}

fn half_a_minute() -> u64 {
    30
}

fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_server_of_this_folder_reads_and_has_a_dialect() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        for entry in fs::read_dir(here.join("servers")).expect("the folder") {
            let folder = entry.expect("an entry").path();
            let name = folder.display();
            let manifest =
                Manifest::read(&folder).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(manifest.problem(), None, "{name}");
            let file = here.join(format!("../auth-core/dialects/{}.json", manifest.dialect));
            let dialect = fs::read_to_string(file).expect("a dialect");
            let dialect: Value = serde_json::from_str(&dialect).expect("JSON");
            let is_in_browser = dialect.pointer("/sign_in/oauth").is_some();
            assert_eq!(manifest.browser.is_some(), is_in_browser, "{name}");
        }
    }

    #[test]
    fn a_field_that_nobody_knows_is_an_error() {
        let ask = serde_json::from_str::<Ask>(r#"{ "get": "/a", "jsn": {} }"#);
        assert!(ask.is_err());
        let can = serde_json::from_str::<Can>(r#"{ "refresh": true, "signout": true }"#);
        assert!(can.is_err());
    }

    #[test]
    fn refreshing_ahead_goes_with_refreshing_unless_said_otherwise() {
        let can = |text| serde_json::from_str::<Can>(text).expect("it reads").ahead();
        assert!(can(r#"{ "refresh": true }"#) && !can(r#"{ "refresh": false }"#));
        assert!(can(r#"{ "refresh": false, "ahead": true }"#));
    }
}
