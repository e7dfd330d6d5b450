//! What comes in from others: where the crates come from and under which licence, as far as it can be told without
//! `cargo deny`, which a small machine would build for a quarter of an hour. `.deny.toml` says what is allowed, to both.

use spdx::{Expression, LicenseReq, ParseMode};

use super::problem::Problem;

const LOCK: &str = "Cargo.lock";
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Packages of the lock file's text that come from elsewhere than crates.io, or whose bytes are not known.
pub(super) fn strange_sources(lock: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    for package in lock.split("[[package]]").skip(1) {
        // What has no source lies in the checkout.
        let Some(source) = value(package, "source") else {
            continue;
        };
        let name = value(package, "name").unwrap_or("a package");
        if source != CRATES_IO {
            problems.push(Problem::error(LOCK, format!("{name} comes from {source}")));
        } else if value(package, "checksum").is_none() {
            problems.push(Problem::error(LOCK, format!("{name} has no checksum")));
        }
    }
    problems
}

fn value<'a>(package: &'a str, key: &str) -> Option<&'a str> {
    let mut lines = package.lines();
    lines.find_map(|line| {
        let value = line.strip_prefix(key)?.strip_prefix(" = \"")?;
        value.strip_suffix('"')
    })
}

/// Packages with a licence that is not on the list of `.deny.toml`, in what `cargo tree` prints with [`FORMAT`].
pub(super) fn strange_licences(tree: &str, deny: &str) -> Vec<Problem> {
    let allowed = allowed_licences(deny);
    // A package that is shown for a second time has a mark behind it.
    let lines = tree.lines().map(|line| line.trim_end_matches(" (*)"));
    let mut lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    lines.sort_unstable();
    lines.dedup();
    let mut problems = Vec::new();
    for line in lines {
        let (name, licence) = line.split_once(SEPARATOR).unwrap_or((line, ""));
        let read = Expression::parse_mode(licence, ParseMode::LAX);
        if !read.is_ok_and(|it| it.evaluate(|licence| is_allowed(licence, &allowed))) {
            let what = format!("its licence is no choice of `.deny.toml`: \"{licence}\"");
            problems.push(Problem::error(name, what));
        }
    }
    problems
}

const SEPARATOR: &str = " | ";
/// For `cargo tree --format`.
pub(super) const FORMAT: &str = "{p} | {l}";

fn is_allowed(licence: &LicenseReq, allowed: &[&str]) -> bool {
    allowed.contains(&licence.to_string().as_str())
}

/// The entries of `allow`. Read without a reader of TOML, of which the file uses little.
fn allowed_licences(deny: &str) -> Vec<&str> {
    let list = deny.split_once("\nallow = [").map_or("", |(_, list)| list);
    let list = list.split(']').next().unwrap_or_default();
    list.split('"').skip(1).step_by(2).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DENY: &str = "[licenses]\n# Why.\nallow = [\n  \"MIT\",\n  \"Apache-2.0\",\n  \
                        \"Apache-2.0 WITH LLVM-exception\",\n]\nother = [\"GPL-3.0\"]\n";

    fn strange(line: &str) -> bool {
        !strange_licences(&format!("{line}\n\n"), DENY).is_empty()
    }

    #[test]
    fn a_licence_is_enough_where_one_may_choose_and_all_are_needed_where_one_may_not() {
        for good in [
            "a v1.0.0 | MIT",
            "a v1.0.0 | MIT (*)",
            "a v1.0.0 (src-tauri/crates/a) | MIT OR Apache-2.0",
            "a v1.0.0 | GPL-3.0-only OR (MIT AND Apache-2.0)",
            "a v1.0.0 | MIT/Apache-2.0",
            "a v1.0.0 | Apache-2.0 WITH LLVM-exception",
        ] {
            assert!(!strange(good), "{good}");
        }
        for bad in [
            "a v1.0.0 | GPL-3.0-only",
            "a v1.0.0 | MIT AND GPL-3.0-only",
            "a v1.0.0 | ",
            "a v1.0.0",
            "a v1.0.0 | a licence of their own",
            "a v1.0.0 | MIT WITH LLVM-exception",
        ] {
            assert!(strange(bad), "{bad}");
        }
    }

    #[test]
    fn without_a_list_nothing_is_allowed_and_each_package_is_told_once() {
        let tree = "a v1.0.0 | MIT\n\na v1.0.0 | MIT (*)\n";
        assert_eq!(strange_licences(tree, "").len(), 1);
    }

    fn package(rest: &str) -> String {
        format!("version = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n{rest}")
    }

    #[test]
    fn what_comes_from_elsewhere_or_may_be_anything_is_found() {
        let known = format!("source = \"{CRATES_IO}\"\nchecksum = \"7f\"\n");
        for good in [package(""), package(&known)] {
            assert_eq!(strange_sources(&good), []);
        }
        for bad in [
            format!("source = \"{CRATES_IO}\"\n"),
            "source = \"git+https://example.org/a#1\"\nchecksum = \"7f\"\n".to_owned(),
            "source = \"registry+https://example.org\"\nchecksum = \"7f\"\n".to_owned(),
        ] {
            assert_eq!(strange_sources(&package(&bad)).len(), 1, "{bad}");
        }
    }
}
