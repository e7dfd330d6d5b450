//! Every way in which a text can fail to be a dialect, with the field that the error names and the words that a person
//! reads. `complaints.json` has what is wrong with the shape, `rules.json` what a text of the right shape can break:
//! what is put into `whole.json`, a dialect with every field, or taken out of it.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::dialect::{Dialect, DialectError};

/// One mistake.
#[derive(Deserialize)]
struct Case {
    put: Option<String>,
    #[serde(default)]
    value: Value,
    without: Option<String>,
    field: String,
    says: String,
}

fn whole() -> Value {
    serde_json::from_str(include_str!("whole.json")).expect("JSON")
}

fn refused(text: &str) -> DialectError {
    Dialect::from_json(text).expect_err(text)
}

/// The error when the value at a JSON pointer is another one.
fn with(pointer: &str, value: Value) -> DialectError {
    let mut dialect = whole();
    set(&mut dialect, pointer, Some(value));
    refused(&dialect.to_string())
}

/// Sets the value at a JSON pointer, or takes it out.
fn set(dialect: &mut Value, pointer: &str, value: Option<Value>) {
    let (parent, name) = pointer.rsplit_once('/').expect(pointer);
    let parent = dialect.pointer_mut(parent).expect(pointer);
    match (parent, value) {
        (Value::Array(items), Some(value)) => items[name.parse::<usize>().expect(name)] = value,
        (fields, Some(value)) => fields[name] = value,
        (fields, None) => drop(
            fields
                .as_object_mut()
                .and_then(|fields| fields.remove(name)),
        ),
    }
}

fn assert_says(error: &DialectError, field: &str, words: &str) {
    let said = error.to_string();
    assert_eq!(error.field(), Some(field), "{said}");
    assert!(said.contains(words), "{said}\ninstead of: {words}");
    assert!(said.starts_with(&format!("`{field}` ")), "{said}");
    assert!(!said.ends_with('.') && !said.contains('\n'), "{said}");
}

#[test]
fn every_complaint_names_its_field_and_says_what_would_be_right() {
    for text in [include_str!("complaints.json"), include_str!("rules.json")] {
        let cases: Vec<Case> = serde_json::from_str(text).expect("cases");
        for case in cases {
            let mut dialect = whole();
            for (pointer, value) in [(case.put, Some(case.value)), (case.without, None)] {
                pointer.inspect(|pointer| set(&mut dialect, pointer, value));
            }
            assert_says(&refused(&dialect.to_string()), &case.field, &case.says);
        }
    }
}

#[test]
fn paths_that_could_be_read_in_two_ways_are_refused_wherever_they_are() {
    let long = format!("/{}", "x".repeat(600));
    let bad = "|x|//evil.com/x|/../x|/a/./b|/..;/x|/a#b|/a b|/a\\b|/%2e%2e/x|/a%20b|/ż|https://a.org/x|/x?a b";
    for path in bad.split('|').chain([long.as_str()]) {
        for (pointer, field) in [
            ("/sign_up/request/put", "sign_up.request.put"),
            ("/second_step/give_up/delete", "second_step.give_up.delete"),
            ("/sign_in/answers/0/location", "sign_in.answers[0].location"),
            ("/public_paths/0", "public_paths[0]"),
        ] {
            assert_says(&with(pointer, json!(path)), field, "must be a path");
        }
    }
}

#[test]
fn lists_have_an_end() {
    let many = |at| (format!("n{at}"), json!({ "title": "x" }));
    let settings: serde_json::Map<_, _> = (0..65).map(many).collect();
    let rule = json!({ "status": 400, "means": "done" });
    let (rules, pages) = (vec![rule; 65], vec![whole()["pages"][0].clone(); 65]);
    for (field, many, says) in [
        (
            "settings",
            json!(settings),
            "an object of at most 64 fields",
        ),
        ("pages", json!(pages), "64 pages"),
        (
            "refresh.answers",
            json!(rules),
            "a list of at most 64 rules",
        ),
    ] {
        let pointer = format!("/{}", field.replace('.', "/"));
        assert_says(&with(&pointer, many), field, says);
    }
}

#[test]
fn a_name_that_is_there_twice_is_refused_wherever_it_is() {
    let whole = serde_json::to_string(&whole()).expect("JSON");
    let where_is = "sign_in.keep_public.factor.where.is.kind";
    for (once, field) in [
        (r#""title":"Ours""#, "title"),
        (r#""secret":true"#, "settings.tenant.secret"),
        (r#""session":"always""#, "cookies.session"),
        (r#""mail":"{email}""#, "sign_up.request.json.mail"),
        (r#""words":"Wrong.""#, "sign_in.answers[0].words"),
        (r#""kind":"totp""#, where_is),
    ] {
        let twice = whole.replacen(once, &format!("{once},{once}"), 1);
        assert_says(&refused(&twice), field, "is there twice");
    }
}

#[test]
fn what_is_no_json_too_long_or_no_object_is_refused_as_a_whole() {
    let error = refused("{\n  \"id\" \"ours\"\n}");
    let said = "the dialect is not JSON at line 2, column 8: expected `:`";
    assert_eq!((error.to_string().as_str(), error.field()), (said, None));
    let deep = "[".repeat(10_000);
    let texts = "|{|nonsense|{\"id\": 1e999}|{} {}|{\"a\":\"\u{1}\"}";
    for text in texts.split('|').chain([deep.as_str()]) {
        assert_eq!(refused(text).code(), "syntax", "{text:.20}");
    }
    let long = refused(&format!("{}{}", whole(), " ".repeat(64 * 1024)));
    assert_eq!(long.to_string(), "the dialect is longer than 64 KiB");
    let others = [
        ("[1]", "a list"),
        ("\"x\"", "a text"),
        ("null", "null"),
        ("7", "a number"),
    ];
    for (text, found) in others {
        let said = format!("the dialect must be an object in braces, not {found}");
        assert_eq!(refused(text).to_string(), said);
    }
}

#[test]
fn an_error_repeats_no_more_than_a_short_piece_wherever_a_token_is_pasted() {
    const TOKEN: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJlLW9mLWEtdG9rZW4";
    let pasted = format!("\u{1b}[31m\u{202e}{TOKEN}");
    let mut places = Vec::new();
    super::each_place("", &whole(), &mut places);
    assert!(places.len() > 100, "{}", places.len());
    for place in places {
        let (text, list) = (json!(&pasted), json!(["x", &pasted]));
        for value in [text, list, json!({ &pasted: &pasted })] {
            let mut dialect = whole();
            *dialect.pointer_mut(&place).expect("it is there") = value;
            let Err(error) = Dialect::from_json(&dialect.to_string()) else {
                continue;
            };
            let said = format!("{error} {error:?}");
            assert!(!said.contains(&TOKEN[..21]), "{said}");
            assert!(!said.contains(['\u{1b}', '\u{202e}', '\n']), "{said}");
            assert!(error.to_string().len() < 400, "{said}");
        }
    }
}

#[test]
fn every_complaint_about_an_authorization_server_names_its_field() {
    for (oauth, field, words) in [
        (
            json!({ "client_secret": "s" }),
            "client_auth",
            "`basic` or `post`, since there is a `client_secret`, not `none`",
        ),
        (
            json!({ "client_auth": "post" }),
            "client_secret",
            "there, since `client_auth` says it",
        ),
        (
            json!({ "redirect": { "host": "example.org" } }),
            "redirect.host",
            "`localhost`, not `example.org`",
        ),
        (
            json!({ "redirect": { "ports": [7080, 0] } }),
            "redirect.ports",
            "from 1 to 65535",
        ),
        (
            json!({ "redirect": { "path": "callback" } }),
            "redirect.path",
            "empty, or a path that begins with one `/`",
        ),
        (
            json!({ "authorize": { "state": "x" } }),
            "authorize",
            "that the engine sends itself, not `state`",
        ),
        (
            json!({ "endpoints": { "token": "http://login.example/token" } }),
            "endpoints.token",
            "begins with `https://`",
        ),
    ] {
        let mut dialect = json!({
            "id": "ours", "title": "Ours", "sign_in": { "oauth": { "client_id": "latchkey" } },
            "access": { "headers": { "authorization": "Bearer {access_token}" } }
        });
        let fields = dialect["sign_in"]["oauth"].as_object_mut();
        fields
            .expect("fields")
            .extend(oauth.as_object().expect("fields").clone());
        let error = refused(&dialect.to_string());
        assert_says(&error, &format!("sign_in.oauth.{field}"), words);
    }
}
