//! Makes a function of each message, so that what the program says is checked where it is compiled, and nothing is read
//! or looked up while it runs.
//!
//! Of Fluent's syntax it takes what the messages need: text, arguments, and a choice by a number between `one` and
//! `other`, which is how both languages count. Anything else fails the build with its place.

use std::{env, fmt::Write as _, fs, path::Path};

use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey},
    parser,
};

/// In the order of `ipc::Language::ALL`; the first one says which arguments a message has.
const LANGUAGES: [&str; 2] = ["en", "de"];

type Result<T, E = String> = std::result::Result<T, E>;

/// A message in one language. Arguments stand in its texts as control characters, counted from 1.
struct Message {
    key: String,
    arguments: Vec<String>,
    /// One, or that of `one` and that of `other`.
    texts: Vec<String>,
}

fn main() -> Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let mut languages = Vec::new();
    for language in LANGUAGES {
        let file = format!("{language}.ftl");
        println!("cargo::rerun-if-changed={file}");
        let source = fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
        let known = languages.first().map(Vec::as_slice);
        languages.push(read(&source, known).map_err(|error| format!("{file}: {error}"))?);
    }
    let folder = env::var("OUT_DIR").map_err(|error| error.to_string())?;
    let code = functions(&languages)?;
    fs::write(Path::new(&folder).join("messages.rs"), code).map_err(|error| error.to_string())
}

/// The messages of a file. Where `known` has them already, their arguments are numbered as there.
fn read(source: &str, known: Option<&[Message]>) -> Result<Vec<Message>> {
    let resource = parser::parse(source).map_err(|(_, errors)| format!("{errors:?}"))?;
    let mut messages = Vec::new();
    for entry in resource.body {
        let Entry::Message(message) = entry else {
            continue;
        };
        let key = message.id.name.replace('-', "_");
        let pattern = message.value.ok_or_else(|| format!("{key} is empty"))?;
        let same = known.and_then(|known| known.iter().find(|it| it.key == key));
        if known.is_some() && same.is_none() {
            return Err(format!("{key} is in no other language"));
        }
        let mut arguments = same.map_or_else(Vec::new, |same| same.arguments.clone());
        let count = arguments.len();
        let texts = texts(&pattern, &mut arguments).map_err(|error| format!("{key}: {error}"))?;
        if same.is_some_and(|same| arguments.len() != count || texts.len() != same.texts.len()) {
            return Err(format!(
                "{key} has other arguments than in {}",
                LANGUAGES[0]
            ));
        }
        messages.push(Message {
            key,
            arguments,
            texts,
        });
    }
    Ok(messages)
}

fn texts(pattern: &Pattern<&str>, arguments: &mut Vec<String>) -> Result<Vec<String>> {
    let [
        PatternElement::Placeable {
            expression: Expression::Select { selector, variants },
        },
    ] = pattern.elements.as_slice()
    else {
        return Ok(vec![text(pattern, arguments)?]);
    };
    let by = mark(selector, arguments)?;
    let [one, other] = variants.as_slice() else {
        return Err("a choice is between one and other".to_owned());
    };
    let is = |variant: &Variant<&str>, wanted: &str| matches!(&variant.key, VariantKey::Identifier { name } if *name == wanted);
    if !(by == '\u{1}' && is(one, "one") && is(other, "other") && other.default) {
        return Err("a choice is by the first argument, between one and other".to_owned());
    }
    Ok(vec![
        text(&one.value, arguments)?,
        text(&other.value, arguments)?,
    ])
}

fn text(pattern: &Pattern<&str>, arguments: &mut Vec<String>) -> Result<String> {
    let mut text = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => text.push_str(value),
            PatternElement::Placeable {
                expression: Expression::Inline(inline),
            } => text.push(mark(inline, arguments)?),
            PatternElement::Placeable { .. } => {
                return Err("a choice is the whole message".to_owned());
            }
        }
    }
    Ok(text)
}

/// What an argument is in a text.
fn mark(inline: &InlineExpression<&str>, arguments: &mut Vec<String>) -> Result<char> {
    let InlineExpression::VariableReference { id } = inline else {
        return Err("an argument is a name after a $".to_owned());
    };
    let known = arguments.iter().position(|it| it == id.name);
    let at = known.unwrap_or_else(|| {
        arguments.push(id.name.to_owned());
        arguments.len() - 1
    });
    u8::try_from(at + 1)
        .ok()
        .filter(|mark| *mark < b'\n')
        .map(char::from)
        .ok_or_else(|| "too many arguments".to_owned())
}

fn functions(languages: &[Vec<Message>]) -> Result<String> {
    let mut code = String::from("impl Messages {\n");
    let [first, others @ ..] = languages else {
        return Err("there is no language".to_owned());
    };
    for message in first {
        let key = &message.key;
        let mut all = vec![&message.texts];
        for (language, name) in others.iter().zip(&LANGUAGES[1..]) {
            let same = language.iter().find(|it| it.key == *key);
            all.push(
                &same
                    .ok_or_else(|| format!("{key} is missing in {name}.ftl"))?
                    .texts,
            );
        }
        function(&mut code, message, &all).map_err(|error| error.to_string())?;
    }
    code.push_str("}\n");
    Ok(code)
}

fn function(code: &mut String, message: &Message, texts: &[&Vec<String>]) -> std::fmt::Result {
    let Message { key, arguments, .. } = message;
    let said = texts.iter().map(|texts| texts.last());
    let said: Vec<String> = said.flatten().cloned().collect();
    writeln!(code, "/// `{}`", said[0].replace(char::is_control, "…"))?;
    let counted = message.texts.len() > 1;
    let parameters: String = arguments
        .iter()
        .enumerate()
        .map(|(at, name)| match at {
            0 if counted => format!(", {name}: u64"),
            _ => format!(", {name}: &str"),
        })
        .collect();
    let given = arguments.join(", ");
    if arguments.is_empty() {
        writeln!(
            code,
            "pub const fn {key}(self) -> &'static str {{ self.of({said:?}) }}"
        )
    } else if counted {
        let ones: Vec<&String> = texts.iter().filter_map(|texts| texts.first()).collect();
        let first = &arguments[0];
        writeln!(
            code,
            "pub fn {key}(self{parameters}) -> String {{ let text = if {first} == 1 {{ self.of({ones:?}) }} else \
             {{ self.of({said:?}) }}; let {first} = &*{first}.to_string(); fill(text, &[{given}]) }}"
        )
    } else {
        writeln!(
            code,
            "pub fn {key}(self{parameters}) -> String {{ fill(self.of({said:?}), &[{given}]) }}"
        )
    }
}
