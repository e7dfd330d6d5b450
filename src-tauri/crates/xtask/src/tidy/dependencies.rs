//! Which way the crates may depend on each other, checked on what `cargo tree` prints.

use super::problem::Problem;

/// What one package must not depend on, directly or through others.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) says: &'static str,
    pub(super) package: &'static str,
    /// Further options of `cargo tree`.
    pub(super) options: &'static [&'static str],
    /// A package of this name, or one whose name continues it after a dash.
    forbidden: &'static [&'static str],
}

pub(super) const RULES: [Rule; 5] = [
    Rule {
        says: "auth-core knows neither Tauri nor the UI",
        package: "auth-core",
        // Its tests may use the demo server, so they are left out.
        options: &["--edges", "normal,build"],
        forbidden: &["tauri", "wry", "sycamore", "ipc", "demo-server"],
    },
    Rule {
        says: "the vault knows the engine, the disk and the keychain, and nothing of the app or its tests",
        package: "sealed-vault",
        options: &["--edges", "normal,build"],
        forbidden: &[
            "tauri",
            "wry",
            "sycamore",
            "ipc",
            "demo-server",
            "keyring-rig",
            "reqwest",
        ],
    },
    Rule {
        says: "the UI contains no network code and no runtime",
        package: "latchkey-ui",
        options: &["--target", "wasm32-unknown-unknown"],
        forbidden: &["reqwest", "tokio", "tauri", "auth-core"],
    },
    Rule {
        says: "the contract is plain data",
        package: "ipc",
        options: &["--edges", "normal,build"],
        forbidden: &[
            "tauri",
            "tokio",
            "reqwest",
            "sycamore",
            "auth-core",
            "demo-server",
        ],
    },
    Rule {
        says: "the demo server is a server like any other",
        package: "demo-server",
        options: &["--edges", "normal,build"],
        forbidden: &["tauri", "auth-core", "ipc"],
    },
];

/// The forbidden packages in the output of `cargo tree --prefix none --format {p}`.
pub(super) fn broken(rule: &Rule, tree: &str) -> Vec<Problem> {
    let mut names: Vec<&str> = tree
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| {
            rule.forbidden
                .iter()
                .any(|forbidden| is_or_continues(name, forbidden))
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    names
        .into_iter()
        .map(|name| Problem::error(rule.package, format!("must not depend on {name}")))
        .collect()
}

fn is_or_continues(name: &str, forbidden: &str) -> bool {
    name.strip_prefix(forbidden)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: Rule = Rule {
        says: "",
        package: "a",
        options: &[],
        forbidden: &["tauri", "tokio"],
    };

    #[test]
    fn a_forbidden_package_is_found_once_wherever_it_is() {
        let tree = "a v0.1.0 (src-tauri/crates/a)\nserde v1.0.0\ntauri-utils v2.0.0\n\
                    tokio v1.51.0\ntokio v1.51.0 (*)\n";
        let found: Vec<String> = broken(&RULE, tree)
            .into_iter()
            .map(|found| found.what)
            .collect();
        assert_eq!(
            found,
            ["must not depend on tauri-utils", "must not depend on tokio"]
        );
    }

    #[test]
    fn a_folder_or_a_longer_name_is_not_the_package() {
        assert_eq!(
            broken(&RULE, "a v0.1.0 (src-tauri/crates/a)\ntokiotest v1.0.0\n"),
            []
        );
    }
}
