//! What real servers answered, and what it means in their dialects: `dialect/tests/answers` has a file for each.

use std::{fs, path::Path};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use crate::{
    credentials::{
        Kept,
        grant::{self, Grant},
    },
    dialect::{self, Dialect, Reading},
    engine::outcome::{self, Arrival, Judged, RefreshOutcome},
    oauth::{self, Expected, Keys},
    report::{EndReason, Error, EventKind, Step},
    wire::{BaseUrl, PlainHttp, redact::Secrets},
    world::{Answer, Cause, Moment},
};

/// An answer that a server gave to one of our requests, and what it meant by it.
#[derive(Deserialize)]
struct Recorded {
    step: String,
    status: u16,
    headers: serde_json::Map<String, Value>,
    /// A text as it came; anything else was JSON.
    #[serde(default)]
    body: Value,
    /// What the id token in it must be, where one was asked for.
    id_token: Option<IdToken>,
    means: String,
}

/// What was known of an id token when it came.
#[derive(Deserialize)]
struct IdToken {
    issuer: String,
    client_id: String,
    nonce: String,
    /// By the server's clock, in seconds since 1970.
    now: u64,
    /// What the server's keys were asked for and answered.
    keys: Value,
}

impl IdToken {
    /// The claims of the one in this answer, if it is to be believed.
    fn believed(&self, answer: &Answer) -> Result<Value, String> {
        let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let text = |name: &str| body[name].as_str().unwrap_or_default();
        let expected = Expected {
            issuer: &self.issuer,
            client_id: &self.client_id,
            nonce: Some(&self.nonce),
            access_token: text("access_token"),
            now: self.now,
        };
        let keys = Keys::read(self.keys.to_string().as_bytes());
        let checked = oauth::check(text("id_token"), &keys, &expected);
        checked.map_err(|problem| format!("done, and its id token is not believed: {problem:?}"))
    }
}

impl Recorded {
    fn answer(&self) -> Answer {
        let mut headers = HeaderMap::new();
        for (name, values) in &self.headers {
            let values = values
                .as_array()
                .map_or(std::slice::from_ref(values), Vec::as_slice);
            for value in values.iter().filter_map(Value::as_str) {
                let name: HeaderName = name.parse().expect("a header");
                headers.append(name, HeaderValue::from_str(value).expect("a value"));
            }
        }
        let body = match &self.body {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            json => json.to_string(),
        };
        let status = StatusCode::from_u16(self.status).expect("a status");
        Answer {
            status,
            headers,
            body: Bytes::from(body),
        }
    }

    /// The server's address, as its redirects have it.
    fn base(&self) -> String {
        let to = self.headers.get("location").and_then(Value::as_str);
        let to = to.and_then(|to| Url::parse(to).ok());
        to.map_or("http://127.0.0.1:8080".to_owned(), |to| {
            to.origin().ascii_serialization()
        })
    }

    /// What the engine takes it for.
    fn judged(&self, dialect: &Dialect) -> String {
        let base = self.base();
        let url = Url::parse(&base)
            .and_then(|it| it.join("/any"))
            .expect("a URL");
        let base = BaseUrl::parse(&base, PlainHttp::LoopbackOnly).expect("an address");
        let arrival = Arrival {
            url: &url,
            prefix: "",
            at: Moment::default(),
            wall: 1_795_000_000,
        };
        let (answer, none) = (self.answer(), Secrets::none());
        let reading = arrival.reading(&answer);
        if self.means == "csrf" {
            return misses_csrf(dialect, &reading).to_owned();
        }
        let sign_in = |step| {
            let before = Grant::nothing(arrival.received(&answer));
            outcome::of_sign_in(dialect, step, &answer, arrival, &before, &none)
        };
        let names_somebody = |reading: Reading<'_>| {
            let account = grant::account(dialect, &reading, "", &none);
            !account.id.is_empty() && !account.username.is_empty()
        };
        match self.step.as_str() {
            "sign_in" if dialect.signs_in_in_browser() => {
                self.of_tokens(sign_in(Step::SignIn), &answer)
            }
            "sign_in" => {
                let judged = sign_in(Step::SignIn);
                let claims = judged.as_ref().ok().and_then(|(grant, _)| grant.claims());
                let names =
                    dialect.account.request.is_some() || names_somebody(reading.beside(claims));
                of_step(judged.map(|(_, is_half)| is_half), names)
            }
            // It may bring new credentials, or make the first step's good.
            "code" => match sign_in(Step::Code) {
                Err(Error::Unreadable { .. }) => "done".to_owned(),
                other => of_step(other.map(|(_, is_half)| is_half), true),
            },
            "account" => {
                let is_asked = dialect.account.request.is_some() || dialect.signs_in_in_browser();
                let names = !is_asked || names_somebody(reading);
                of_step(outcome::of_account(dialect, &answer, arrival, &none), names)
            }
            "sign_up" => {
                let judged = outcome::of_sign_up(dialect, &answer, arrival, &none);
                of_step(judged.map(|_| false), true)
            }
            "refresh" => of_refresh(outcome::of_refresh(dialect, &answer, arrival, false, &none)),
            "sign_out" => match outcome::of_sign_out(dialect, &base, &answer, arrival, &none) {
                EventKind::Revoked => "done".to_owned(),
                _ => "refused".to_owned(),
            },
            "request" => self.of_request(Judged::of(dialect, &reading)).to_owned(),
            step => found(step, dialect, &reading).to_owned(),
        }
    }

    /// A code has become tokens: the id token among them is believed, and about somebody.
    fn of_tokens(&self, judged: Result<(Grant, bool), Error>, answer: &Answer) -> String {
        let judged = judged.map(|(_, is_half)| is_half);
        let id_token = self.id_token.as_ref().filter(|_| judged.is_ok());
        match id_token.map(|it| it.believed(answer)).transpose() {
            Ok(claims) => of_step(judged, claims.is_some_and(|it| it["sub"].is_string())),
            Err(problem) => problem,
        }
    }

    fn of_request(&self, judged: Judged) -> &'static str {
        match judged {
            Judged::Unauthorized { .. } => "refused",
            Judged::Doubtful => "doubt",
            Judged::Denied => "denied",
            // Handed over, whatever it is: no refresh would change it.
            Judged::Other if self.means == "denied" => "denied",
            Judged::Other => "ok",
        }
    }
}

fn misses_csrf(dialect: &Dialect, reading: &Reading<'_>) -> &'static str {
    let csrf = dialect.csrf.as_ref();
    let rule = csrf.and_then(|csrf| dialect::first(&csrf.answers, reading));
    rule.map_or("nothing", |_| "csrf")
}

/// What is found in an answer that nobody is judged by.
fn found(step: &str, dialect: &Dialect, reading: &Reading<'_>) -> &'static str {
    let kept = |fetch| grant::fetched(fetch, reading, &mut Kept::default()).is_ok();
    let is_there = match step {
        // The page that the sign-in's token comes from may be another than the session's.
        "csrf" => {
            let found = dialect
                .csrf
                .as_ref()
                .and_then(|csrf| csrf.find.text(reading));
            found.is_some() || dialect.sign_in.before.iter().any(kept)
        }
        "send" => {
            let send = dialect.second_step.as_ref().and_then(|it| it.send.as_ref());
            send.is_some_and(kept)
        }
        "told_by" => {
            let mut rules = dialect.told_by.iter().map(|probe| &probe.answers);
            rules.any(|rules| dialect::first(rules, reading).is_some())
        }
        other => panic!("no step is called {other}"),
    };
    match (is_there, step) {
        (false, _) => "nothing",
        (true, "told_by") => "this",
        (true, _) => "done",
    }
}

fn of_step(judged: Result<bool, Error>, names_somebody: bool) -> String {
    match judged {
        Ok(false) if !names_somebody => "done, and nobody is named".to_owned(),
        Ok(false) => "done".to_owned(),
        Ok(true) => "second_step".to_owned(),
        Err(Error::Refused { .. }) => "refused".to_owned(),
        Err(Error::NotNow { .. } | Error::Unavailable { .. }) => "unavailable".to_owned(),
        Err(Error::Lapsed { .. }) => "lapsed".to_owned(),
        Err(error) => error.to_string(),
    }
}

fn of_refresh(outcome: RefreshOutcome) -> String {
    match outcome {
        RefreshOutcome::Refreshed(_) => "done".to_owned(),
        RefreshOutcome::Ended(refusal) => match refusal.reason {
            EndReason::RefreshExpired => "expired".to_owned(),
            EndReason::ClientRejected => "client".to_owned(),
            EndReason::RefreshRejected => "rejected".to_owned(),
            other => other.to_string(),
        },
        RefreshOutcome::Failed(failure) => match failure.cause {
            Cause::Busy { .. } => "unavailable".to_owned(),
            cause => format!("kept: {cause}"),
        },
        other => format!("{other:?}"),
    }
}

#[test]
fn every_known_dialect_has_answers_of_a_real_server() {
    let answers = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/dialect/tests/answers");
    for dialect in Dialect::known() {
        let file = answers.join(format!("{}.json", dialect.id()));
        assert!(file.is_file(), "{} has none", dialect.id());
    }
}

#[test]
fn every_answer_of_a_real_server_is_taken_for_what_it_means() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let answers = folder.join("src/dialect/tests/answers");
    let mut wrong = Vec::new();
    let mut count = 0;
    for file in fs::read_dir(answers).expect("the folder") {
        let path = file.expect("a file").path();
        let read = |path: &Path| fs::read_to_string(path).expect("a text");
        let name = path.file_name().expect("a name");
        let dialect = read(&folder.join("dialects").join(name));
        let dialect =
            Dialect::from_json(&dialect).unwrap_or_else(|error| panic!("{name:?}: {error}"));
        // As a session has it.
        let dialect = dialect.with_oauth();
        let rows: Vec<Recorded> = serde_json::from_str(&read(&path)).expect("rows");
        for (at, row) in rows.iter().enumerate() {
            let judged = row.judged(&dialect);
            count += 1;
            if judged != row.means {
                let Recorded {
                    step,
                    status,
                    means,
                    body,
                    ..
                } = row;
                wrong.push(format!(
                    "{name:?} [{at}] {step} {status}: {judged}, not {means}: {body}"
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(count > 400, "{count}");
}
