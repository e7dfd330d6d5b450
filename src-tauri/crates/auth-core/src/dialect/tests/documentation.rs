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
        next += 1;
        let title = format!("\n### {}\n", words(&name));
        // Rules differ in what they mean alone.
        if text.contains(&title) {
            continue;
        }
        let of = if next == 1 {
            schema
        } else {
            &schema["$defs"][&name]
        };
        let rows = rows(of, &mut names).concat();
        let table = format!("\n| | |\n| --- | --- |\n{rows}");
        let table = if rows.is_empty() { "" } else { &table };
        text += &format!("{title}\n{}\n{table}", said(of));
    }
    text
}

fn said(of: &Value) -> String {
    of["description"]
        .as_str()
        .unwrap_or_default()
        .trim()
        .replace('|', "\\|")
}

fn rows(of: &Value, names: &mut Vec<String>) -> Vec<String> {
    let mut row = |left: String, field: &Value, must: &str| {
        let must = [must, &must_be(field, names)].concat();
        format!(
            "| {left} | {}{} |\n",
            if must.is_empty() { must } else { must + ". " },
            said(field)
        )
    };
    if let Some(fields) = of["properties"].as_object() {
        let required: Vec<_> = of["required"].as_array().into_iter().flatten().collect();
        let mut fields: Vec<_> = fields.iter().collect();
        fields.sort_by_key(|(name, _)| !required.contains(&&json!(name)));
        let must = |name: &String| {
            if required.contains(&&json!(name)) {
                "**Required.** "
            } else {
                ""
            }
        };
        return fields
            .into_iter()
            .map(|(name, field)| row(format!("`{name}`"), field, must(name)))
            .collect();
    }
    let kinds = of["oneOf"].as_array().or_else(|| of["anyOf"].as_array());
    let kinds = kinds.into_iter().flatten().map(|kind| {
        let fields = kind["properties"].as_object().into_iter().flatten();
        let fields: Vec<_> = fields.map(|(name, _)| format!("`{name}`")).collect();
        row(
            kind["const"]
                .as_str()
                .map_or(fields.join(" and "), |word| format!("`{word}`")),
            kind,
            "",
        )
    });
    kinds.collect()
}

/// What a value must be, with the types that are to be explained.
fn must_be(of: &Value, names: &mut Vec<String>) -> String {
    if let Some(name) = of["$ref"]
        .as_str()
        .and_then(|it| it.strip_prefix("#/$defs/"))
    {
        let mut link = |name: &str| {
            names.push(name.to_owned());
            format!("[{}](#{})", words(name), words(name).replace(' ', "-"))
        };
        let rule = link(name);
        let meaning = name.strip_suffix("Rule").map(link);
        return rule
            + &meaning
                .map(|it| format!(" with a {it}"))
                .unwrap_or_default();
    }
    let below = ["items", "additionalProperties"].map(|it| &of[it]);
    match (of["type"].as_str(), below) {
        _ if of["const"].is_string() || of["properties"].is_object() => String::new(),
        (Some("string"), _) => "Text".to_owned(),
        (Some("boolean"), _) if of["default"] == true => {
            "True, or false; true when absent".to_owned()
        }
        (Some("boolean"), _) => "True or false".to_owned(),
        (Some("integer"), _) => "Number".to_owned(),
        (Some("array"), [items, _]) => format!("List: {}", must_be(items, names)),
        (Some("object"), [_, each @ Value::Object(_)]) => {
            format!("By name: {}", must_be(each, names))
        }
        _ => "Any JSON".to_owned(),
    }
}

/// A type's name as people say it.
fn words(name: &str) -> String {
    let name = if name.ends_with("Rule") { "Rule" } else { name };
    let spaced = name.chars().flat_map(|c| {
        let space = c.is_uppercase().then_some(' ');
        space.into_iter().chain(c.to_lowercase())
    });
    spaced.collect::<String>().trim().to_owned()
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
