//! Small crates, in which each way of naming something leads to the file that defines it.

use super::*;

fn checkout(files: &[(&str, &str)]) -> Vec<SourceFile> {
    let with_path = |(path, text): &(&str, &str)| SourceFile {
        path: format!("a/{path}"),
        text: Some((*text).to_owned()),
    };
    let manifest = ("Cargo.toml", "");
    files.iter().chain([&manifest]).map(with_path).collect()
}

/// Who uses whom in a crate, as `user -> used: names`.
fn uses(files: &[(&str, &str)]) -> Vec<String> {
    let files = checkout(files);
    let short = |file: &str| file.trim_start_matches("a/src/").to_owned();
    let code = parse(&files).0;
    tree::uses(&grow(&files, &code))
        .into_iter()
        .map(|((user, used), names)| {
            format!("{} -> {}: {}", short(user), short(used), tree::list(&names))
        })
        .collect()
}

/// The problems of one check, each as `place: what`.
fn found(check: usize, files: &[(&str, &str)]) -> Vec<String> {
    checks(&checkout(files))[check]
        .1
        .iter()
        .map(|problem| format!("{}: {}", problem.place, problem.what))
        .collect()
}

const LIB: (&str, &str) = ("src/lib.rs", "mod a;\nmod b;\nmod c;\n");
const B: (&str, &str) = (
    "src/b.rs",
    "pub struct X;\npub(crate) const fn y() {}\npub static mut Z: u8 = 0;\nmacro_rules! note { () => {} }",
);
const C: (&str, &str) = ("src/c.rs", "");

fn uses_of_a(text: &str) -> Vec<String> {
    uses(&[LIB, ("src/a.rs", text), B, C])
}

#[test]
fn every_way_of_naming_something_is_a_use_of_the_file_that_defines_it() {
    for text in [
        "use crate::b::X;",
        "use super::b::X;",
        "use crate::{c, b::{self, X}};",
        "use std::fmt; use crate::{b::X as Other};",
        "use crate::b; fn f() { b::X; }",
        "use crate::b as other; fn f() -> other::X {}",
        "use crate::b::{self as other}; fn f(x: &'static other::X) {}",
        "fn f() { let x = crate::b::X; }",
        "fn f() { use crate::b::X; }",
        "fn f() -> S { S { ..super::b::X::default() } }",
        "impl From<super::b::X> for u8 {}",
        "#[arg(parser = crate::b::X::parse)] struct A;",
        "use crate::b::X::{One, Two};",
        "use crate::b::*; fn f(x: X) {}",
        "mod inner { use super::super::b::X; }",
        "mod inner { pub use crate::b::X; } use inner::X;",
        "macro_rules! m { () => { $crate::b::X } }",
    ] {
        assert_eq!(uses_of_a(text), ["a.rs -> b.rs: X"], "{text}");
    }
    assert_eq!(
        uses_of_a("use crate::b::{X, y}; use crate::b::Z;"),
        ["a.rs -> b.rs: X, Z, y"]
    );
}

#[test]
fn what_only_looks_like_a_use_is_none() {
    for text in [
        "use crate::b;",
        "pub use crate::b::X;",
        "pub(in crate::b) use crate::b::X;",
        "use b::X;",
        "use ::b::X;",
        "use other::b::X; fn f(x: X) {}",
        "// crate::b::X\nconst S: &str = \"crate::b::X\";",
        "fn f(x: T) { x.b::<u8>(); <T as Other>::X; }",
        "#[cfg(test)] mod tests { use crate::b::X; }",
        "#[cfg(test)] use crate::b::X;",
        "#[cfg(test)] fn f<A, B>() { crate::b::X; }",
        "struct S { #[cfg(test)] x: crate::b::X, y: u8 }",
        "#[cfg(all(test, unix))] pub(crate) const A: crate::b::X = X {};",
        "struct X; fn f(x: X) {}",
    ] {
        assert_eq!(uses_of_a(text), [""; 0], "{text}");
    }
}

#[test]
fn a_name_that_is_handed_on_is_followed_to_its_file() {
    let lib = ("src/lib.rs", "mod a;\nmod b;\npub use b::X;\n");
    let a = ("src/a.rs", "use crate::X;\nuse super::b::Y;");
    let b = ("src/b.rs", "mod deep;\npub use deep::{X, Inner as Y};");
    let deep = ("src/b/deep.rs", "pub struct X;\npub struct Inner;");
    assert_eq!(uses(&[lib, a, b, deep]), ["a.rs -> b/deep.rs: Inner, X"]);
}

#[test]
fn a_function_may_have_the_name_of_its_module() {
    let lib = ("src/lib.rs", "mod a;\nmod b;");
    let a = ("src/a.rs", "fn f() { crate::b::table(); }");
    let b = ("src/b.rs", "mod table;\npub use table::table;");
    let table = ("src/b/table.rs", "make! { table }");
    assert_eq!(uses(&[lib, a, b, table]), ["a.rs -> b/table.rs: table"]);
}

#[test]
fn a_head_that_hands_a_name_on_and_names_it_too_uses_it() {
    let a = ("src/a.rs", "mod deep;\npub use deep::X;\nfn f() -> X {}");
    let deep = ("src/a/deep.rs", "pub struct X;");
    assert_eq!(
        uses(&[("src/lib.rs", "mod a;"), a, deep]),
        ["a.rs -> a/deep.rs: X"]
    );
}

#[test]
fn what_a_child_takes_from_its_parent_is_where_the_parent_has_it_from() {
    let lib = ("src/lib.rs", "mod a;\nmod b;\nmod c;");
    let a = (
        "src/a.rs",
        "mod deep;\nuse crate::b::X;\nuse http::Y;\nstruct Own;",
    );
    let deep = ("src/a/deep.rs", "use super::{Own, X, Y};");
    let expected = [
        "a.rs -> b.rs: X",
        "a/deep.rs -> a.rs: Own",
        "a/deep.rs -> b.rs: X",
    ];
    assert_eq!(uses(&[lib, a, deep, B, C]), expected);
}

#[test]
fn macros_are_known_below_the_module_that_defines_them() {
    let lib = ("src/lib.rs", "macro_rules! note { () => {} }\nmod a;");
    assert_eq!(
        uses(&[lib, ("src/a.rs", "fn f() { note!(); }")]),
        ["a.rs -> lib.rs: note"]
    );
    // What a macro makes is where the macro is used.
    let lib = ("src/lib.rs", "mod a;\nmod b;");
    let b = ("src/b.rs", "make! { X }");
    assert_eq!(
        uses(&[lib, ("src/a.rs", "use crate::b::X;"), b]),
        ["a.rs -> b.rs: X"]
    );
}

#[test]
fn modules_are_found_in_blocks_and_under_other_paths() {
    let lib = (
        "src/lib.rs",
        "mod a;\nmod block { mod inner; pub mod more { #[path = \"x.rs\"] mod y; } }\n\
         #[cfg(unix)]\n/// \"é\"\n#[path = \"here/unix.rs\"]\npub(crate) mod system;",
    );
    let a = (
        "src/a.rs",
        "use crate::{block::{inner::X, more::y::Y}, system::Z};",
    );
    let files = [
        lib,
        a,
        ("src/block/inner.rs", "pub struct X;"),
        ("src/block/more/x.rs", "pub struct Y;"),
        ("src/here/unix.rs", "pub struct Z;"),
    ];
    let expected = [
        "a.rs -> block/inner.rs: X",
        "a.rs -> block/more/x.rs: Y",
        "a.rs -> here/unix.rs: Z",
    ];
    assert_eq!(uses(&files), expected);
}

#[test]
fn a_file_that_no_module_leads_to_is_found() {
    let files = [
        ("src/main.rs", "mod a;"),
        ("src/a.rs", ""),
        ("src/b.rs", ""),
        ("build.rs", ""),
    ];
    assert_eq!(
        found(0, &files),
        ["a/src/b.rs: no `mod` leads here: declare it or delete it"]
    );
}

#[test]
fn a_file_that_cannot_be_read_is_found() {
    let [problem] = found(0, &[("src/lib.rs", "fn {")])
        .try_into()
        .expect("one problem");
    assert!(problem.starts_with("a/src/lib.rs: is no Rust"), "{problem}");
}

#[test]
fn a_circle_is_told_with_every_file_and_name_in_it() {
    let files = [
        LIB,
        ("src/a.rs", "use crate::b::X;"),
        ("src/b.rs", "use crate::c::{Y, Z};\npub struct X;"),
        ("src/c.rs", "pub struct Y;\npub fn f() { crate::a::g(); }"),
    ];
    let [problem] = found(0, &files).try_into().expect("one circle");
    let expected = "a/src/a.rs: uses X of a/src/b.rs, which uses Y, Z of a/src/c.rs, which uses g of a/src/a.rs: move";
    assert!(problem.starts_with(expected), "{problem}");
}

#[test]
fn two_circles_through_one_file_are_both_told() {
    let files = [
        LIB,
        ("src/a.rs", "use crate::{b::X, c::Y};\npub struct A;"),
        ("src/b.rs", "use crate::a::A;\npub struct X;"),
        ("src/c.rs", "use crate::a::A;\npub struct Y;"),
    ];
    assert_eq!(found(0, &files).len(), 2);
}

#[test]
fn a_wrong_use_is_told_once_however_many_circles_it_closes() {
    let files = [
        LIB,
        ("src/a.rs", "use crate::{b::X, c::Y};\npub struct A;"),
        ("src/b.rs", "use crate::c::{Y, Z};\npub struct X;"),
        ("src/c.rs", "use crate::a::A;\npub struct Y;\npub struct Z;"),
    ];
    assert_eq!(found(0, &files).len(), 1);
}

#[test]
fn tests_may_use_what_uses_them_not_and_are_circles_among_themselves_only() {
    let lib = ("src/lib.rs", "mod a;\n#[cfg(test)]\nmod tests;");
    let a = ("src/a.rs", "pub struct A;");
    let tests = ("src/tests.rs", "mod one;\nmod two;\nuse crate::a::A;");
    let one = ("src/tests/one.rs", "use super::two::Y;\npub struct X;");
    let apart = ("src/tests/two.rs", "pub struct Y;");
    assert_eq!(found(0, &[lib, a, tests, one, apart]), [""; 0]);
    let tied = ("src/tests/two.rs", "use super::one::X;\npub struct Y;");
    assert_eq!(found(0, &[lib, a, tests, one, tied]).len(), 1);
    let program = (
        "tests/all.rs",
        "#[path = \"all/rig.rs\"]\nmod rig;\nfn f() { rig::g(); }\nfn h() {}",
    );
    let rig = ("tests/all/rig.rs", "pub fn g() { super::h(); }");
    assert_eq!(found(0, &[program, rig]).len(), 1);
}

mod rooms {
    use super::*;
    use crate::tidy::house::order::problems;

    const HIGH: (&str, &str) = ("src/high.rs", "mod door;\nuse crate::low::X;");
    const DOOR: (&str, &str) = ("src/high/door.rs", "pub struct Door;");
    const LOW: (&str, &str) = ("src/low.rs", "pub struct X;");
    const HOUSE: (&str, &str) = ("src/lib.rs", "mod high;\nmod low;");

    fn places(table: &[(&str, &str)], low: &str) -> Vec<String> {
        let files = checkout(&[HOUSE, HIGH, DOOR, ("src/low.rs", low)]);
        let code = parse(&files).0;
        let modules = grow(&files, &code);
        let lines = table
            .iter()
            .map(|(folder, order)| format!("{folder}: {order}\n"));
        problems(&lines.collect::<String>(), &modules, &tree::uses(&modules))
            .into_iter()
            .map(|problem| format!("{}: {}", problem.place, problem.what))
            .collect()
    }

    #[test]
    fn a_room_may_use_what_is_below_it_and_nothing_above() {
        let table: &[(&str, &str)] = &[("a/src", "lib > high > low")];
        assert_eq!(places(table, LOW.1), [""; 0]);
        let [found] = places(table, "use crate::high::door::Door;")
            .try_into()
            .expect("one");
        let expected =
            "a/src/low.rs: uses Door of a/src/high/door.rs, and `high` stands above `low`";
        assert!(found.starts_with(expected), "{found}");
        assert_eq!(places(&[("a/src", "lib > low > high")], LOW.1).len(), 1);
    }

    #[test]
    fn the_table_names_every_room_and_no_other() {
        let found = places(&[("a/src", "lib > high > cellar")], LOW.1);
        let expected = [
            "a/src/low: has no place in tidy/house/order.rs",
            "a/src/cellar: is in tidy/house/order.rs and not there",
        ];
        assert_eq!(found, expected);
        let table = &[("a/src", "lib > high > low"), ("b/src", "lib")];
        let found = places(table, LOW.1);
        assert_eq!(found, ["b/src: is in tidy/house/order.rs and no crate's"]);
    }

    #[test]
    fn a_crate_with_rooms_needs_an_order_and_is_shown_the_one_it_has() {
        let [found] = places(&[], LOW.1).try_into().expect("one");
        assert!(
            found.ends_with("things are, \"high > low > lib\""),
            "{found}"
        );
    }

    #[test]
    fn rooms_within_a_room_have_an_order_of_their_own() {
        let table: &[(&str, &str)] = &[
            ("a/src", "lib > high > low"),
            ("a/src/high", "window > door"),
        ];
        let [found] = places(table, LOW.1).try_into().expect("one");
        assert!(found.starts_with("a/src/high/window: is in"), "{found}");
    }
}

mod crowds {
    use crate::tidy::house::crowd::problems;

    fn places(reasons: &[(&str, &str)], count: usize) -> Vec<String> {
        let files: Vec<String> = (0..count).map(|at| format!("a/b/{at}.rs")).collect();
        let files = files.iter().map(String::as_str).chain(["a/c.rs"]);
        problems(reasons, files)
            .into_iter()
            .map(|problem| format!("{}: {}", problem.place, problem.what))
            .collect()
    }

    #[test]
    fn a_folder_past_a_dozen_files_needs_a_reason() {
        assert_eq!(places(&[], 12), [""; 0]);
        let [found] = places(&[], 13).try_into().expect("one problem");
        assert!(found.starts_with("a/b: 13 files side by side"), "{found}");
        assert_eq!(places(&[("a/b", "a table, a file each")], 13), [""; 0]);
    }

    #[test]
    fn a_reason_that_is_not_needed_any_more_is_found() {
        let reasons = [("a/b", "a table, a file each"), ("gone", "it was large")];
        let found = places(&reasons, 12);
        assert!(found[0].starts_with("a/b: needs no reason"), "{found:?}");
        assert!(found[1].starts_with("gone: needs no reason"), "{found:?}");
    }
}
