//! What a page shows of itself at Home: its first lines.

use std::collections::BTreeMap;

use ipc::{Error, Page, PageBody, PageContent, ReadPage, SessionState};

use crate::{
    backend,
    prelude::*,
    state::{App, Phase, is_json, pretty},
    words,
};

/// So many pages are looked at.
const PAGES: usize = 6;
/// So many lines are shown of each, and so many letters of a line.
const LINES: usize = 3;
const LETTERS: usize = 90;
/// JSON that would become longer than this, in bytes, is shown as it was sent.
const LAID_OUT: usize = 256 * 1024;

/// The lines of each page that was looked at, by its place.
pub(super) type Glances = BTreeMap<u16, Vec<String>>;

/// Looks at the first pages, one after the other: once, when somebody has come to Home and their session is live. What was
/// seen goes with whoever saw it.
pub(super) fn look(app: App, pages: ReadSignal<Vec<(u16, Page)>>) -> ReadSignal<Glances> {
    let glances = create_signal(Glances::new());
    let began = create_signal(false);
    let scope = use_current_scope();
    let who = create_selector(move || username(app));
    create_effect(move || {
        who.track();
        glances.set(Glances::new());
    });
    on_mount(move || {
        let is_live = create_selector(move || is_live(app));
        create_effect(move || {
            if is_live.get() && !began.replace(true) {
                scope.run_in(|| spawn_local_scoped(look_at_each(app, pages, glances)));
            }
        });
    });
    *glances
}

async fn look_at_each(app: App, pages: ReadSignal<Vec<(u16, Page)>>, glances: Signal<Glances>) {
    let Some(server) = app.server.get_clone_untracked() else {
        return;
    };
    let who = untrack(|| username(app));
    let listed = pages.get_clone_untracked();
    for (at, _) in listed.into_iter().take(PAGES) {
        let is_listed = pages.with_untracked(|pages| pages.iter().any(|(it, _)| *it == at));
        // Whoever is there now has not come to look, and without a role or a session there is nothing to see.
        if !is_listed || untrack(|| !is_live(app) || username(app) != who) {
            return;
        }
        let answer = backend::call(ReadPage {
            server: server.id.clone(),
            page: usize::from(at),
            part: None,
            glance: true,
        });
        let lines = lines(answer.await);
        if untrack(|| username(app) == who) {
            glances.update(|glances| glances.insert(at, lines));
        }
    }
}

fn is_live(app: App) -> bool {
    app.phase.get() == Phase::SignedIn && app.session_state() == Some(SessionState::Live)
}

fn username(app: App) -> Option<String> {
    app.account
        .with(|account| account.as_ref().map(|it| it.username.clone()))
}

/// What is shown of an answer: the first lines of a text, what it is where it is none, or in one line why there is none.
fn lines(answer: Result<PageContent, Error>) -> Vec<String> {
    let content = match answer {
        Ok(content) => content,
        Err(error) => return vec![words::in_short(&error)],
    };
    let kind = content.media_type.as_deref();
    match content.body {
        PageBody::Text(part) if part.text.trim().is_empty() => vec![words::empty_page().into()],
        PageBody::Text(part) => first_lines(&part.text, kind.unwrap_or_default()),
        PageBody::Picture {
            width,
            height,
            bytes,
        } => vec![words::picture(width, height, bytes)],
        PageBody::NoText { bytes } => vec![words::file(kind, bytes)],
    }
}

/// Those in which something stands but signs.
fn first_lines(text: &str, kind: &str) -> Vec<String> {
    let laid_out = is_json(text, kind)
        .then(|| pretty(text, LAID_OUT))
        .flatten();
    let is_laid_out = laid_out.is_some();
    let lines = laid_out.as_deref().unwrap_or(text).lines();
    lines
        .filter(|line| line.contains(char::is_alphanumeric))
        .take(LINES)
        .map(|line| {
            let line = line.trim();
            let line = if is_laid_out {
                line.trim_end_matches([',', '{', '[', ' ', ':'])
            } else {
                line
            };
            match line.char_indices().nth(LETTERS) {
                Some((end, _)) => format!("{}\u{2026}", &line[..end]),
                None => line.to_owned(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_text_the_first_lines_are_seen_that_say_something() {
        let text = "\n-----\nThe ferry\n\n  is late.\n...\nSorry.\nmore";
        assert_eq!(
            first_lines(text, "text/plain"),
            ["The ferry", "is late.", "Sorry."]
        );
        let long = "\u{5D0}".repeat(20_000);
        let [line] = &first_lines(&long, "")[..] else {
            panic!("one line");
        };
        assert_eq!(line.chars().count(), LETTERS + 1);
    }

    #[test]
    fn of_json_the_first_values_are_seen_and_not_its_brackets() {
        let json = r#"{"berths":[{"name":"North quay","id":12,"free":true}]}"#;
        let expected = ["\"berths\"", "\"name\": \"North quay\"", "\"id\": 12"];
        assert_eq!(first_lines(json, "application/json"), expected);
        assert_eq!(first_lines("{\"a\": ", "text/plain"), ["{\"a\":"]);
    }

    #[test]
    fn what_failed_or_is_no_text_is_told_in_one_line() {
        let missing = Error::NoPage;
        assert_eq!(lines(Err(missing.clone())), [words::in_short(&missing)]);
        let of = |body| {
            lines(Ok(PageContent {
                server: "s1".into(),
                page: 0,
                media_type: Some("application/pdf".into()),
                body,
                answered: ipc::Answered::default(),
                refreshed: false,
            }))
        };
        let file = of(PageBody::NoText { bytes: 9 });
        assert_eq!(file, [words::file(Some("application/pdf"), 9)]);
        let picture = PageBody::Picture {
            width: 2,
            height: 3,
            bytes: 9,
        };
        assert_eq!(of(picture), [words::picture(2, 3, 9)]);
    }
}
