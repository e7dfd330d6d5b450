//! Every check of a Rust file, on text that it must find fault with and on text that it must not.

use super::*;
use crate::tidy::problem::Weight;

fn file(path: &str, text: &str) -> SourceFile {
    SourceFile {
        path: path.to_owned(),
        text: Some(text.to_owned()),
    }
}

fn found(problems: &[Problem]) -> Vec<&str> {
    problems
        .iter()
        .map(|problem| problem.place.as_str())
        .collect()
}

#[test]
fn a_module_without_an_opening_is_found() {
    assert_eq!(
        found(&opening("a.rs", "// Not for the documentation.\nfn a() {}")),
        ["a.rs"]
    );
    assert_eq!(opening("a.rs", "//! What lives here.\n"), []);
}

#[test]
fn a_long_file_is_a_note_and_a_longer_one_an_error() {
    let weight = |lines| {
        length("a.rs", &"\n".repeat(lines))
            .first()
            .map(|found| found.weight)
    };
    assert_eq!(weight(400), None);
    assert_eq!(weight(401), Some(Weight::Note));
    assert_eq!(weight(501), Some(Weight::Error));
}

#[test]
fn forbidden_words_are_found_at_their_line() {
    for word in [
        "#[allow(dead_code)]",
        "#![allow(x)]",
        "#[ignore]",
        "todo!()",
        "x = dbg!(y)",
    ] {
        assert_eq!(
            found(&forbidden("a.rs", &format!("fn a() {{}}\n{word}\n"))),
            ["a.rs:2"]
        );
    }
    assert_eq!(
        forbidden("a.rs", "#[expect(dead_code)] not_todo!() ignore"),
        []
    );
}

#[test]
fn forbidden_words_in_comments_and_strings_are_not_code() {
    let harmless = file(
        "a.rs",
        "//! Never writes todo!().\nconst A: &str = \"dbg!(x)\";\n",
    );
    assert_eq!(untidy(&[harmless]), []);
}

#[test]
fn a_long_function_is_found_and_its_neighbours_are_not() {
    let long = "    let a = { 1 };\n".repeat(60);
    let code = format!("fn short() {{}}\n\nfn long() {{\n{long}}}\ntrait T {{ fn none(); }}\n");
    assert_eq!(found(&long_functions("a.rs", &code)), ["a.rs:3"]);
}

#[test]
fn a_long_function_in_a_test_is_a_note() {
    let code = format!("fn table() {{\n{}}}\n", "    row();\n".repeat(60));
    let weight = |path| {
        long_functions(path, &code)
            .first()
            .map(|found| found.weight)
    };
    assert_eq!(weight("a/tests.rs"), Some(Weight::Note));
    assert_eq!(weight("a/b.rs"), Some(Weight::Error));
}

#[test]
fn a_function_is_measured_from_its_name_to_its_closing_brace() {
    let one = Function {
        name: "a",
        line: 1,
        lines: 3,
    };
    assert_eq!(functions("fn a(f: fn (u8)) {\n b();\n}"), [one]);
}

#[test]
fn glob_imports_are_found_outside_tests_and_preludes() {
    assert_eq!(found(&globs("a.rs", "use a::b;\nuse c::*;\n")), ["a.rs:2"]);
    assert_eq!(
        found(&globs("a.rs", "use a::{b,\n    c::*};\n")),
        ["a.rs:1"]
    );
    assert_eq!(
        globs("a.rs", "use sycamore::prelude::*;\nlet a = b * c;"),
        []
    );
    assert_eq!(
        globs("a.rs", "#[cfg(test)]\nmod tests {\n use super::*;\n}"),
        []
    );
    assert_eq!(globs("a/tests/b.rs", "use super::*;"), []);
}

#[test]
fn names_that_fit_everything_are_found() {
    assert_eq!(
        found(&empty_names("a.rs", "\npub struct SessionManager;")),
        ["a.rs:2"]
    );
    assert_eq!(found(&empty_names("a.rs", "mod utils;")), ["a.rs:1"]);
    assert_eq!(
        empty_names("a.rs", "struct Session; fn manage(service: Managed) {}"),
        []
    );
}

#[test]
fn a_type_of_the_contract_named_after_a_secret_is_found() {
    let contract = file(
        "src-tauri/crates/ipc/src/session.rs",
        "pub struct AccessToken(String);",
    );
    let engine = file(
        "src-tauri/crates/auth-core/src/token.rs",
        "pub struct AccessToken(String);",
    );
    assert_eq!(
        found(&secrets_in_contract(&[contract, engine])),
        ["src-tauri/crates/ipc/src/session.rs:1"]
    );
}

#[test]
fn only_the_backend_file_may_reach_the_core() {
    let call = "window.__TAURI_INTERNALS__.invoke";
    let files = [
        file("src-ui/src/backend.rs", call),
        file("src-ui/src/pages/board.rs", call),
        file("src-tauri/tests/window.rs", call),
    ];
    assert_eq!(
        found(&stray_calls_to_core(&files)),
        ["src-ui/src/pages/board.rs"]
    );
}
