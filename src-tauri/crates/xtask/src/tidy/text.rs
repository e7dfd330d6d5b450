//! Documents and every other text: links that lead nowhere, paths that exist on one machine only.

use std::path::Path;

use super::problem::Problem;
use super::source_file::SourceFile;

/// Folders of people's homes; written in two parts so that this file does not find itself.
const HOMES: [(&str, &str); 4] = [
    ("/ho", "me/"),
    ("/Us", "ers/"),
    ("/ro", "ot/"),
    (r"\Us", r"ers\"),
];

/// Absolute paths into somebody's home.
pub(super) fn machine_paths(files: &[SourceFile]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for SourceFile { path, text } in files {
        for (at, line) in text.as_deref().unwrap_or_default().lines().enumerate() {
            if has_home(line) {
                problems.push(Problem::at_line(
                    path,
                    at + 1,
                    "a path that exists on one machine",
                ));
            }
        }
    }
    problems
}

fn has_home(line: &str) -> bool {
    HOMES.iter().any(|(first, second)| {
        let home = format!("{first}{second}");
        line.match_indices(&home).any(|(at, _)| {
            // In the middle of a longer path or an address it is a folder like any other, and with
            // nothing behind it, it is nobody's home.
            let before = line[..at].chars().next_back();
            let within = before.is_some_and(|c| c.is_alphanumeric() || "_-.}~".contains(c));
            let someone = line[at + home.len()..].starts_with(|c: char| c.is_alphanumeric());
            someone && !within
        })
    })
}

/// Relative links in documents whose target does not exist.
pub(super) fn dead_links(files: &[SourceFile], root: &Path) -> Vec<Problem> {
    let exists = |path: &str| root.join(path).exists();
    files
        .iter()
        .filter(|file| file.has_extension("md"))
        .filter_map(|file| Some((file.path.as_str(), file.text.as_deref()?)))
        .flat_map(|(path, text)| dead_links_in(path, text, &exists))
        .collect()
}

fn dead_links_in(path: &str, text: &str, exists: &dyn Fn(&str) -> bool) -> Vec<Problem> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    relative_links(text)
        .into_iter()
        .filter(|(_, link)| match link.strip_prefix('/') {
            Some(from_root) => !exists(from_root),
            None => !exists(format!("{folder}/{link}").trim_start_matches('/')),
        })
        .map(|(line, link)| Problem::at_line(path, line, format!("{link} does not exist")))
        .collect()
}

/// Targets of `](…)`, `src="…"` and `href="…"` that are files, with their lines; not in code blocks.
fn relative_links(text: &str) -> Vec<(usize, &str)> {
    const OPENINGS: [(&str, char); 3] = [("](", ')'), ("src=\"", '"'), ("href=\"", '"')];
    let mut in_code = false;
    let mut found = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        if in_code {
            continue;
        }
        for (opening, closing) in OPENINGS {
            for (start, _) in line.match_indices(opening) {
                let target = line[start + opening.len()..]
                    .split([closing, '#', ' '])
                    .next();
                found.extend(
                    target
                        .filter(|target| is_file(target))
                        .map(|file| (at + 1, file)),
                );
            }
        }
    }
    found
}

fn is_file(target: &str) -> bool {
    !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_into_a_home_is_found() {
        let [(first, second), ..] = HOMES;
        let path = format!("{first}{second}ada/latchkey");
        let file = SourceFile {
            path: "a.md".into(),
            text: Some(format!("ok\nsee {path}")),
        };
        let places: Vec<_> = machine_paths(&[file])
            .into_iter()
            .map(|found| found.place)
            .collect();
        assert_eq!(places, ["a.md:2"]);
    }

    #[test]
    fn the_same_letters_elsewhere_are_no_home() {
        let [(first, second), ..] = HOMES;
        let home = format!("{first}{second}");
        assert!(!has_home(&format!("https://example.org{home}page")));
        assert!(!has_home(&format!("`{home}` and `{home}…`")));
        assert!(!has_home("~/.cache/latchkey"));
    }

    fn dead(path: &str, text: &str) -> Vec<String> {
        let exists = |file: &str| ["SECURITY.md", "icons/icon.svg", "docs/a.md"].contains(&file);
        dead_links_in(path, text, &exists)
            .into_iter()
            .map(|problem| problem.what)
            .collect()
    }

    #[test]
    fn links_that_lead_nowhere_are_found() {
        assert_eq!(
            dead("README.md", "[a](gone.md)"),
            ["gone.md does not exist"]
        );
        assert_eq!(
            dead("README.md", "<img src=\"none.png\">"),
            ["none.png does not exist"]
        );
        assert_eq!(
            dead("docs/a.md", "[a](SECURITY.md)"),
            ["SECURITY.md does not exist"]
        );
    }

    #[test]
    fn links_that_lead_somewhere_or_elsewhere_are_not() {
        let text =
            "[a](SECURITY.md#reporting) [b](https://example.org/x) [c](#here) ![d](icons/icon.svg)";
        assert_eq!(dead("README.md", text), [""; 0]);
        assert_eq!(dead("docs/b.md", "[a](a.md) [b](/SECURITY.md)"), [""; 0]);
        assert_eq!(dead("README.md", "```\n[a](gone.md)\n```"), [""; 0]);
    }
}
