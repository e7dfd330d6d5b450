//! How a path could go on: what was sent before, and the pages of the server.

use ipc::Requests;

use crate::browser;

/// How many are offered.
const MOST: usize = 8;

/// The paths that have what is typed in them, each once: those that begin with it first, the newest of them first, and
/// pages behind what was sent. None where nothing could be added.
pub(crate) fn completions(typed: &str, known: &Requests) -> Vec<String> {
    let typed = browser::lowercase(typed.trim());
    let past = known.past.iter().map(|past| &past.path);
    let mut paths: Vec<&String> = Vec::new();
    for path in past.chain(&known.paths) {
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    let (mut offered, mut behind) = (Vec::new(), Vec::new());
    for path in paths {
        let lower = browser::lowercase(path);
        match lower.find(&typed) {
            Some(0) if lower != typed => offered.push(path.clone()),
            Some(1..) => behind.push(path.clone()),
            _ => {}
        }
    }
    offered.append(&mut behind);
    offered.truncate(MOST);
    offered
}

#[cfg(test)]
mod tests {
    use super::*;
    use ipc::{Method, PastOutcome, PastRequest};

    fn known() -> Requests {
        let past = ["/notes?x=1", "/api/test/user", "/notes?x=1", "/files/notes"];
        let past = past.iter().map(|path| PastRequest {
            id: 0,
            method: Method::Get,
            path: (*path).into(),
            at: 0,
            outcome: PastOutcome::Failed,
        });
        Requests {
            past: past.collect(),
            paths: vec!["/api/test/all".into(), "/api/test/user".into()],
        }
    }

    #[test]
    fn nothing_typed_offers_what_was_sent_and_then_the_pages_each_once() {
        let all = [
            "/notes?x=1",
            "/api/test/user",
            "/files/notes",
            "/api/test/all",
        ];
        assert_eq!(completions("", &known()), all);
    }

    #[test]
    fn what_begins_like_that_comes_before_what_has_it_in_it() {
        let known = known();
        assert_eq!(
            completions("/Notes", &known),
            ["/notes?x=1", "/files/notes"]
        );
        assert_eq!(completions("user", &known), ["/api/test/user"]);
        assert!(completions("/api/test/user", &known).is_empty());
        assert!(completions("/nowhere", &known).is_empty());
    }
}
