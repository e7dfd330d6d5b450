//! The languages have the same messages with the same arguments, and each message is said somewhere.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement},
    parser,
};

/// Each message with the arguments that it uses.
type Keys = BTreeMap<String, BTreeSet<String>>;

const ENGLISH: &str = include_str!("../en.ftl");
const GERMAN: &str = include_str!("../de.ftl");

fn keys(source: &str) -> Keys {
    let resource = parser::parse(source).expect("it can be read");
    let messages = resource.body.into_iter().filter_map(|entry| match entry {
        Entry::Message(message) => Some(message),
        _ => None,
    });
    let mut keys = Keys::new();
    for message in messages {
        let mut arguments = BTreeSet::new();
        collect(&message.value.expect("a text"), &mut arguments);
        let twice = keys.insert(message.id.name.to_owned(), arguments);
        assert_eq!(twice, None, "{} is there twice", message.id.name);
    }
    keys
}

fn collect(pattern: &Pattern<&str>, arguments: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else {
            continue;
        };
        let inline = match expression {
            Expression::Inline(inline) => inline,
            Expression::Select { selector, variants } => {
                for variant in variants {
                    collect(&variant.value, arguments);
                }
                selector
            }
        };
        if let InlineExpression::VariableReference { id } = inline {
            arguments.insert(id.name.to_owned());
        }
    }
}

/// What one file has and the other has not, or has with other arguments.
fn differences(one: &str, other: &str) -> Vec<String> {
    let (one, other) = (keys(one), keys(other));
    let all: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    all.into_iter()
        .filter(|key| one.get(*key) != other.get(*key))
        .cloned()
        .collect()
}

/// The names of messages that stand nowhere in these sources.
fn unused(file: &str, sources: &str) -> Vec<String> {
    let words: BTreeSet<&str> = sources
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .collect();
    keys(file)
        .into_keys()
        .filter(|key| !words.contains(key.replace('-', "_").as_str()))
        .collect()
}

fn read_sources(folder: &Path, sources: &mut String) {
    for entry in fs::read_dir(folder).expect("a folder of the checkout") {
        let path = entry.expect("an entry of it").path();
        if path.is_dir() {
            read_sources(&path, sources);
        } else if path.extension().is_some_and(|it| it == "rs") {
            sources.push_str(&fs::read_to_string(&path).expect("a source"));
        }
    }
}

#[test]
fn every_language_says_the_same_with_the_same_arguments() {
    assert_eq!(differences(ENGLISH, GERMAN), <Vec<String>>::new());
}

#[test]
fn what_is_missing_too_much_or_different_is_found() {
    let here = "a = A { $x }\nb = B\nc = { $n ->\n    [one] { $x }\n   *[other] { $n }\n}\n";
    for (there, found) in [
        (here, vec![]),
        (&here.replace("b = B", "d = B"), vec!["b", "d"]),
        (&here.replace("A { $x }", "A"), vec!["a"]),
        (&here.replace("[one] { $x }", "[one] 1"), vec!["c"]),
    ] {
        assert_eq!(differences(here, there), found);
    }
}

#[test]
fn no_message_is_there_that_nobody_says() {
    assert_eq!(unused("a-b = A\nc = C\n", "say().a_b()"), ["c"]);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let mut sources = String::new();
    read_sources(&root.join("src-ui/src"), &mut sources);
    for folder in ["app", "desktop", "server", "settings", "state"] {
        read_sources(&root.join("src-tauri").join(folder), &mut sources);
    }
    assert_eq!(unused(ENGLISH, &sources), <Vec<String>>::new());
}

#[test]
fn what_is_a_sentence_in_one_language_is_one_in_the_other() {
    let lines = |file: &'static str| -> BTreeMap<&str, &str> {
        file.lines()
            .filter(|line| !line.starts_with(['#', ' ']))
            .filter_map(|line| line.split_once(" = "))
            .collect()
    };
    let german = lines(GERMAN);
    for (key, english) in lines(ENGLISH) {
        let said = german[key];
        for mark in ['.', '?', '…'] {
            let end = |text: &str| text.ends_with(mark);
            assert_eq!(end(english), end(said), "{key}: {english:?} and {said:?}");
        }
        assert!(!said.contains("  ") && !english.contains("  "), "{key}");
        assert!(!said.contains('\''), "{key}: an apostrophe is ’ or none");
        assert!(!english.contains('\''), "{key}: an apostrophe is ’");
    }
}
