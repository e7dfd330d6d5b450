//! The reference of `DIALECTS.md` and `dialect.schema.json` are made from the types' docs, so that they cannot say
//! anything else than the code does, and every example is read.
//!
//! `UPDATE_DIALECTS=1 cargo test -p auth-core documentation` writes them anew.

use std::{fs, path::PathBuf};

use serde_json::{Map, Value, json};

use crate::dialect::Dialect;

const BEGIN: &str = "<!-- made: reference -->\n";
const END: &str = "<!-- end: reference -->\n";

#[test]
fn the_documentation_is_what_the_code_says() {
    let schema = schema();
    let pretty = serde_json::to_string_pretty(&schema).expect("JSON");
    compare("dialect.schema.json", &(pretty + "\n"));
    let written = read("DIALECTS.md");
    let (before, rest) = written.split_once(BEGIN).expect(BEGIN);
    let (_, after) = rest.split_once(END).expect(END);
    let made = reference(&schema);
    compare(
        "DIALECTS.md",
        &format!("{before}{BEGIN}{made}\n{END}{after}"),
    );
}

/// A whole dialect is read as it stands, a part of one as part of a dialect that has everything.
#[test]
fn every_example_of_the_documentation_is_good() {
    let text = read("DIALECTS.md");
    let examples = text.split("```json\n").skip(1);
    let examples: Vec<_> = examples
        .filter_map(|rest| Some(rest.split_once("```")?.0))
        .collect();
    assert!(examples.len() >= 7, "{}", examples.len());
    for example in examples {
        let mut dialect = json!({
            "id": "ours",
            "title": "Ours",
            "sign_in": { "request": { "post": "/login" } },
            "access": { "cookie": "session" },
            "cookies": { "session": "always" }
        });
        let part: Map<_, _> = serde_json::from_str(example).expect(example);
        if part.contains_key("id") {
            dialect = json!({});
        }
        dialect.as_object_mut().expect("fields").extend(part);
        let read = Dialect::from_json(&dialect.to_string());
        assert_eq!(read.err(), None, "{example}");
    }
}

#[test]
fn every_file_is_a_known_dialect() {
    let files = fs::read_dir(folder().join("dialects")).expect("the folder");
    let known: Vec<_> = Dialect::known().iter().map(Dialect::id).collect();
    let mut count = 0;
    for file in files {
        let path = file.expect("a file").path();
        let dialect = Dialect::from_json(&fs::read_to_string(&path).expect("a text"));
        let dialect = dialect.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(path.file_stem(), Some(dialect.id().as_ref()));
        assert!(
            known.contains(&dialect.id()),
            "{} is not among `FILES`",
            dialect.id()
        );
        count += 1;
    }
    assert_eq!(count, known.len());
}

/// The schema of the types. That a field is left out is said in one way: by leaving it out.
fn schema() -> Value {
    let mut schema = schemars::schema_for!(Dialect).to_value();
    tidy(&mut schema);
    let about = schema["description"].as_str().unwrap_or_default();
    schema["description"] = json!(about.split(" ```").next());
    schema
}

fn tidy(schema: &mut Value) {
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        schema["type"] = types.swap_remove(0);
    }
    if let Some(Value::Array(any)) = schema.get_mut("anyOf")
        && any.last() == Some(&json!({ "type": "null" }))
    {
        schema["$ref"] = any[0]["$ref"].take();
        schema
            .as_object_mut()
            .expect("it has fields")
            .remove("anyOf");
    }
    if let Some(Value::String(text)) = schema.get_mut("description") {
        *text = text.replace('\n', " ");
    }
    match schema {
        Value::Object(fields) => fields.values_mut().for_each(tidy),
        Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}

/// A table for each type, in the order in which they come up.
fn reference(schema: &Value) -> String {
    let mut names = vec!["Dialect".to_owned()];
    let mut text = String::new();
    let mut next = 0;
    while let Some(name) = names.get(next).cloned() {
        let (_, title) = heading(&name);
        let of = if next == 0 {
            schema
        } else {
            &schema["$defs"][&name]
        };
        let (head, rows) = rows(of, &mut names);
        text += &format!(
            "\n### {title}\n\n{}\n",
            of["description"].as_str().unwrap_or_default()
        );
        if !rows.is_empty() {
            text += &format!("\n{head}\n{rows}");
        }
        next += 1;
        // Rules differ in what they mean, and have one table.
        let mut seen: Vec<String> = Vec::new();
        names.retain(|name| {
            let title = heading(name).1;
            let is_new = !seen.contains(&title);
            seen.push(title);
            is_new
        });
    }
    text
}

fn rows(of: &Value, names: &mut Vec<String>) -> (String, String) {
    let said = |of: &Value| {
        of["description"]
            .as_str()
            .unwrap_or_default()
            .replace('|', "\\|")
    };
    let table = |titles: [&str; 2]| format!("| {} | {} |\n| --- | --- |", titles[0], titles[1]);
    if let Some(fields) = of["properties"].as_object() {
        let required = |name: &String| {
            of["required"]
                .as_array()
                .is_some_and(|it| it.contains(&json!(name)))
        };
        let mut fields: Vec<_> = fields.iter().collect();
        fields.sort_by_key(|(name, _)| !required(name));
        let rows = fields.into_iter().map(|(name, field)| {
            let must = if required(name) { ", **required**" } else { "" };
            format!(
                "| `{name}` | {}{must} | {} |\n",
                must_be(field, names),
                said(field)
            )
        });
        let rows = rows.collect();
        return (
            "| field | must be | means |\n| --- | --- | --- |".to_owned(),
            rows,
        );
    }
    let kinds = of["oneOf"].as_array().or_else(|| of["anyOf"].as_array());
    let rows = kinds.into_iter().flatten().map(|kind| {
        let written = match (kind["const"].as_str(), kind["properties"].as_object()) {
            (Some(word), _) => format!("`{word}`"),
            (_, Some(fields)) => {
                let fields = fields
                    .iter()
                    .map(|(name, field)| format!("`{name}`: {}", must_be(field, names)));
                format!(
                    "an object with {}",
                    fields.collect::<Vec<_>>().join(" and ")
                )
            }
            _ => must_be(kind, names),
        };
        format!("| {written} | {} |\n", said(kind))
    });
    let rows = rows.collect();
    (table(["value", "means"]), rows)
}

/// What a value must be, with the types that are to be explained.
fn must_be(of: &Value, names: &mut Vec<String>) -> String {
    if let Some(name) = of["$ref"]
        .as_str()
        .and_then(|it| it.strip_prefix("#/$defs/"))
    {
        names.push(name.to_owned());
        let (meaning, title) = heading(name);
        let link = |title: &str| {
            format!(
                "[{}](#{})",
                title.to_lowercase(),
                title.to_lowercase().replace(' ', "-")
            )
        };
        let Some(meaning) = meaning else {
            return link(&title);
        };
        names.push(meaning.clone());
        return format!("{} with a {}", link(&title), link(&heading(&meaning).1));
    }
    let below = ["items", "additionalProperties"].map(|it| &of[it]);
    match (of["type"].as_str(), below) {
        (Some("string"), _) => "a text".to_owned(),
        (Some("boolean"), _) => match &of["default"] {
            Value::Bool(true) => "true or false; true when absent".to_owned(),
            _ => "true or false".to_owned(),
        },
        (Some("integer"), _) => "a whole number".to_owned(),
        (Some("array"), [items, _]) => format!("a list: {}", must_be(items, names)),
        (Some("object"), [_, each @ Value::Object(_)]) => {
            format!("by name: {}", must_be(each, names))
        }
        _ => "any JSON".to_owned(),
    }
}

/// A type's name as a heading, after the type of its meaning where it is a rule.
fn heading(name: &str) -> (Option<String>, String) {
    let (meaning, name) = match name.strip_suffix("Rule") {
        Some(meaning) => (Some(meaning.to_owned()), "Rule"),
        None => (None, name),
    };
    let mut title = String::new();
    for c in name.chars() {
        let is_next = c.is_uppercase() && !title.is_empty();
        title.extend(is_next.then_some(' '));
        title.push(if is_next { c.to_ascii_lowercase() } else { c });
    }
    (meaning, title)
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    let text = fs::read_to_string(folder().join(name));
    text.unwrap_or_default().replace("\r\n", "\n")
}

#[expect(
    clippy::disallowed_methods,
    reason = "the documentation is no vault's business"
)]
fn compare(name: &str, made: &str) {
    const UPDATE: &str = "UPDATE_DIALECTS=1 cargo test -p auth-core documentation";
    if std::env::var_os("UPDATE_DIALECTS").is_some() {
        fs::write(folder().join(name), made).expect("written");
    }
    assert!(
        read(name) == made,
        "{name} is not what the code says; run `{UPDATE}`"
    );
}
