//! A request while it is put together.

use crate::prelude::*;
use ipc::{ChosenFile, DraftBody, Method, RequestDraft};

use super::{AnswerView, Pairs, Sending};

/// What of a request is being looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Part {
    #[default]
    Query,
    Headers,
    Body,
}

/// What kind of body is chosen. What is typed for another kind stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum BodyKind {
    #[default]
    None,
    Json,
    Form,
    Text,
    File,
}

/// Everything that is typed. A handle: copy it freely.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Composer {
    pub(crate) method: Signal<Method>,
    pub(crate) path: Signal<String>,
    pub(crate) query: Pairs,
    pub(crate) headers: Pairs,
    pub(crate) kind: Signal<BodyKind>,
    pub(crate) json: Signal<String>,
    pub(crate) text: Signal<String>,
    pub(crate) form: Pairs,
    pub(crate) file: Signal<Option<ChosenFile>>,
    pub(crate) anonymous: Signal<bool>,
    pub(crate) part: Signal<Part>,
    /// What came of it.
    pub(crate) sending: Sending,
    /// How that is read.
    pub(crate) view: AnswerView,
    /// At which server, and who is signed in there.
    whose: Signal<Option<(String, String)>>,
}

impl Composer {
    /// Nothing yet. Call in the outermost scope: its signals live as long as the window.
    pub(crate) fn new() -> Self {
        Self {
            method: create_signal(Method::Get),
            path: create_signal(String::new()),
            query: Pairs::new(),
            headers: Pairs::new(),
            kind: create_signal(BodyKind::None),
            json: create_signal(String::new()),
            text: create_signal(String::new()),
            form: Pairs::new(),
            file: create_signal(None),
            anonymous: create_signal(false),
            part: create_signal(Part::Query),
            sending: Sending::new(),
            view: AnswerView::new(),
            whose: create_signal(None),
        }
    }

    /// Somebody comes to the page: another one, or at another server, finds nothing of who was here before.
    pub(crate) fn come(self, server: &str, username: &str) {
        let now = (server.to_owned(), username.to_owned());
        let before = self.whose.replace(Some(now.clone()));
        if before.is_some_and(|before| before != now) {
            self.fill(&RequestDraft::default());
            self.json.set(String::new());
            self.text.set(String::new());
            self.form.set(&[]);
            self.part.set(Part::Query);
            self.sending.forget();
            self.view.forget();
        }
    }

    /// What is sent.
    pub(crate) fn draft(self) -> RequestDraft {
        let text = |of: Signal<String>| of.get_clone_untracked();
        RequestDraft {
            method: self.method.get_untracked(),
            path: text(self.path),
            query: self.query.typed(),
            headers: self.headers.typed(),
            body: match self.kind.get_untracked() {
                BodyKind::None => DraftBody::None,
                BodyKind::Json => DraftBody::Json {
                    text: text(self.json),
                },
                BodyKind::Form => DraftBody::Form {
                    fields: self.form.typed(),
                },
                BodyKind::Text => DraftBody::Text {
                    text: text(self.text),
                },
                BodyKind::File => {
                    let file = self.file.get_clone_untracked();
                    let (file, name) = file.map_or((0, String::new()), |it| (it.id, it.name));
                    DraftBody::File { file, name }
                }
            },
            anonymous: self.anonymous.get_untracked(),
        }
    }

    /// Another request, in place of what is typed.
    pub(crate) fn fill(self, draft: &RequestDraft) {
        batch(|| {
            self.method.set(draft.method);
            self.path.set(draft.path.clone());
            self.query.set(&named(&draft.query));
            self.headers.set(&named(&draft.headers));
            self.anonymous.set(draft.anonymous);
            let (kind, part) = match &draft.body {
                DraftBody::None => (BodyKind::None, Part::Query),
                DraftBody::Json { text } => {
                    self.json.set(text.clone());
                    (BodyKind::Json, Part::Body)
                }
                DraftBody::Text { text } => {
                    self.text.set(text.clone());
                    (BodyKind::Text, Part::Body)
                }
                DraftBody::Form { fields } => {
                    self.form.set(&named(fields));
                    (BodyKind::Form, Part::Body)
                }
                DraftBody::File { file, name } => {
                    // One of a request that was pinned is to be chosen anew.
                    self.file.set((*file != 0).then(|| ChosenFile {
                        id: *file,
                        name: name.clone(),
                        bytes: 0,
                    }));
                    (BodyKind::File, Part::Body)
                }
            };
            self.kind.set(kind);
            self.part.set(part);
            self.sending.problem.set(None);
        });
    }
}

fn named(pairs: &[ipc::Pair]) -> Vec<ipc::Pair> {
    let is_something = |it: &&ipc::Pair| !it.name.is_empty() || !it.value.is_empty();
    pairs.iter().filter(is_something).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ipc::Pair;

    fn in_scope(test: impl FnOnce(Composer)) {
        create_root(|| test(Composer::new())).dispose();
    }

    fn some() -> RequestDraft {
        RequestDraft {
            method: Method::Put,
            path: "/notes/7".into(),
            query: vec![Pair::new("q", "1")],
            headers: vec![Pair::new("accept", "*/*")],
            body: DraftBody::Json { text: "{}".into() },
            anonymous: true,
        }
    }

    #[test]
    fn a_request_comes_back_as_it_was_typed() {
        in_scope(|composer| {
            let bodies = [
                DraftBody::None,
                DraftBody::Text { text: "a".into() },
                DraftBody::Form {
                    fields: vec![Pair::new("a", "b")],
                },
                DraftBody::File {
                    file: 7,
                    name: "a.bin".into(),
                },
            ];
            for body in [some().body].into_iter().chain(bodies) {
                let draft = RequestDraft { body, ..some() };
                composer.fill(&draft);
                let mut typed = composer.draft();
                typed.query.pop();
                typed.headers.pop();
                if let DraftBody::Form { fields } = &mut typed.body {
                    fields.pop();
                }
                assert_eq!(typed, draft);
            }
        });
    }

    #[test]
    fn what_is_typed_for_one_kind_of_body_stays_while_another_is_chosen() {
        in_scope(|composer| {
            composer.fill(&some());
            composer.kind.set(BodyKind::Text);
            assert_eq!(
                composer.draft().body,
                DraftBody::Text {
                    text: String::new()
                }
            );
            composer.kind.set(BodyKind::Json);
            assert_eq!(composer.draft().body, some().body);
        });
    }

    #[test]
    fn who_comes_back_finds_everything_and_somebody_else_nothing() {
        in_scope(|composer| {
            composer.come("s1", "ann");
            composer.fill(&some());
            composer.come("s1", "ann");
            assert_eq!(composer.path.get_clone(), "/notes/7");
            for (server, username) in [("s1", "bob"), ("s2", "bob")] {
                composer.path.set("/notes/7".into());
                composer.json.set("typed".into());
                composer.come(server, username);
                assert_eq!(composer.path.get_clone(), "");
                assert_eq!(composer.json.get_clone(), "");
            }
        });
    }

    #[test]
    fn the_file_of_a_pinned_request_is_to_be_chosen_anew() {
        in_scope(|composer| {
            composer.fill(&RequestDraft {
                body: DraftBody::File {
                    file: 0,
                    name: "a.bin".into(),
                },
                ..some()
            });
            assert_eq!(composer.kind.get(), BodyKind::File);
            assert_eq!(composer.file.get_clone(), None);
        });
    }
}
