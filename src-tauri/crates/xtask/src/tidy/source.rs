//! What may and may not be in a Rust file.

use super::problem::Problem;
use super::rust_code::code_only;
use super::source_file::SourceFile;

/// Past the first a file is worth splitting, past the second it must be.
const LONG_FILE: usize = 400;
const TOO_LONG_FILE: usize = 500;
/// Lines of a function from its name to its closing brace.
const TOO_LONG_FUNCTION: usize = 60;

/// What the code may not contain, and why.
const FORBIDDEN: [(&str, &str); 6] = [
    (
        "#[allow(",
        "use `#[expect(…, reason = \"…\")]`, which says why and notices when it is over",
    ),
    (
        "#![allow(",
        "use `#![expect(…, reason = \"…\")]`, which says why and notices when it is over",
    ),
    (
        "#[ignore",
        "a test that does not run proves nothing: mend it or remove it",
    ),
    ("todo!", "unfinished code does not land"),
    ("unimplemented!", "unfinished code does not land"),
    ("dbg!", "left over from debugging"),
];

/// Endings of names that say nothing about what a thing is.
const EMPTY_ENDINGS: [&str; 6] = ["Manager", "Service", "Helper", "Helpers", "Util", "Utils"];

/// Words that a type of the contract with the window must not be named after.
const SECRETS: [&str; 4] = ["Token", "Cookie", "Credential", "Jwt"];

/// Every habit, in every Rust file.
pub(super) fn untidy(files: &[SourceFile]) -> Vec<Problem> {
    rust(files)
        .flat_map(|(path, source)| {
            let code = code_only(source);
            let mut problems = opening(path, source);
            problems.extend(length(path, source));
            problems.extend(forbidden(path, &code));
            problems.extend(long_functions(path, &code));
            problems.extend(globs(path, &code));
            problems.extend(empty_names(path, &code));
            problems
        })
        .collect()
}

/// The contract carries no secret, so it has no type for one.
pub(super) fn secrets_in_contract(files: &[SourceFile]) -> Vec<Problem> {
    rust(files)
        .filter(|(path, _)| path.starts_with("src-tauri/crates/ipc/src/"))
        .flat_map(|(path, source)| {
            declared_names(&code_only(source))
                .into_iter()
                .filter(|(_, name)| SECRETS.iter().any(|word| name.contains(word)))
                .map(|(line, name)| {
                    Problem::at_line(path, line, format!("`{name}` is named after a secret"))
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Of the whole UI, `backend.rs` alone knows how the core is reached.
pub(super) fn stray_calls_to_core(files: &[SourceFile]) -> Vec<Problem> {
    const BACKEND: &str = "src-ui/src/backend.rs";
    const INTERNALS: &str = "__TAURI_INTERNALS__";
    files
        .iter()
        .filter(|file| file.path.starts_with("src-ui/") && file.path != BACKEND)
        .filter(|file| {
            file.text
                .as_deref()
                .is_some_and(|text| text.contains(INTERNALS))
        })
        .map(|file| Problem::error(&file.path, format!("only {BACKEND} may reach the core")))
        .collect()
}

fn rust(files: &[SourceFile]) -> impl Iterator<Item = (&str, &str)> {
    files
        .iter()
        .filter(|file| file.has_extension("rs"))
        .filter_map(|file| Some((file.path.as_str(), file.text.as_deref()?)))
}

fn opening(path: &str, source: &str) -> Vec<Problem> {
    if source.trim_start().starts_with("//!") {
        return Vec::new();
    }
    vec![Problem::error(
        path,
        "does not open with `//!`: what lives here, and why here",
    )]
}

fn length(path: &str, source: &str) -> Vec<Problem> {
    let lines = source.lines().count();
    if lines > TOO_LONG_FILE {
        vec![Problem::error(path, format!("{lines} lines; split it"))]
    } else if lines > LONG_FILE {
        vec![Problem::note(
            path,
            format!("{lines} lines; worth splitting"),
        )]
    } else {
        Vec::new()
    }
}

fn forbidden(path: &str, code: &str) -> Vec<Problem> {
    code.lines()
        .enumerate()
        .flat_map(|(at, line)| {
            FORBIDDEN
                .iter()
                .filter(move |(word, _)| contains_word(line, word))
                .map(move |(word, reason)| {
                    Problem::at_line(path, at + 1, format!("`{word}`: {reason}"))
                })
        })
        .collect()
}

/// Whether the word stands on its own: `not_todo!` is another macro.
fn contains_word(line: &str, word: &str) -> bool {
    line.match_indices(word)
        .any(|(at, _)| !line[..at].ends_with(is_part_of_name))
}

fn is_part_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// A table in a test is best left in one piece, so there it is a note.
fn long_functions(path: &str, code: &str) -> Vec<Problem> {
    functions(code)
        .into_iter()
        .filter(|function| function.lines > TOO_LONG_FUNCTION)
        .map(|Function { name, line, lines }| {
            let place = format!("{path}:{line}");
            if is_test_file(path) {
                Problem::note(
                    place,
                    format!("`{name}` has {lines} lines; worth splitting"),
                )
            } else {
                Problem::error(place, format!("`{name}` has {lines} lines; split it"))
            }
        })
        .collect()
}

/// A function with a body.
#[derive(Debug, PartialEq, Eq)]
struct Function<'a> {
    name: &'a str,
    line: usize,
    lines: usize,
}

fn functions(code: &str) -> Vec<Function<'_>> {
    code.match_indices("fn ")
        .filter(|(at, _)| !code[..*at].ends_with(is_part_of_name))
        .filter_map(|(at, keyword)| {
            let rest = &code[at + keyword.len()..];
            let name = rest.split(|c| !is_part_of_name(c)).next()?;
            // A type like `fn (u8)` has no name and a declaration in a trait no body.
            let body = rest.find(['{', ';']).filter(|_| !name.is_empty())?;
            let length = block(&rest[body..])?;
            let lines = rest[..body + length].lines().count();
            Some(Function {
                name,
                line: line_of(code, at),
                lines,
            })
        })
        .collect()
}

/// The length of the block in braces that opens here.
fn block(code: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in code.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return Some(at + 1),
            '}' => depth = depth.checked_sub(1)?,
            _ if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

fn line_of(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count() + 1
}

/// Glob imports hide where a name comes from. Preludes are made for them, and a test module is about
/// the one module above it.
fn globs(path: &str, code: &str) -> Vec<Problem> {
    if is_test_file(path) {
        return Vec::new();
    }
    let tests_begin = code
        .find("#[cfg(test)]")
        .or_else(|| code.find("#[cfg(all(test"));
    let code = &code[..tests_begin.unwrap_or(code.len())];
    code.match_indices("use ")
        .filter(|(at, _)| !code[..*at].ends_with(is_part_of_name))
        .filter_map(|(at, _)| {
            let statement = code[at..].split(';').next()?;
            let is_glob = statement.contains("::*") || statement.replace(' ', "").contains("{*");
            (is_glob && !statement.contains("prelude::*"))
                .then(|| Problem::at_line(path, line_of(code, at), "import the names, not `*`"))
        })
        .collect()
}

fn is_test_file(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs")
}

fn empty_names(path: &str, code: &str) -> Vec<Problem> {
    declared_names(code)
        .into_iter()
        .filter_map(|(line, name)| {
            let ending = EMPTY_ENDINGS
                .iter()
                .find(|ending| name.ends_with(*ending) || name.eq_ignore_ascii_case(ending))?;
            let what = format!("`{name}`: say what it is; `{ending}` fits everything");
            Some(Problem::at_line(path, line, what))
        })
        .collect()
}

/// Names of types, traits and modules, with their lines.
fn declared_names(code: &str) -> Vec<(usize, &str)> {
    const KEYWORDS: [&str; 6] = ["struct", "enum", "union", "trait", "type", "mod"];
    let mut found = Vec::new();
    for (at, line) in code.lines().enumerate() {
        let mut words = line
            .split(|c| !is_part_of_name(c))
            .filter(|word| !word.is_empty());
        while let Some(word) = words.next() {
            if KEYWORDS.contains(&word) {
                found.extend(words.next().map(|name| (at + 1, name)));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests;
