//! What is asked of the core for one page, and what becomes of the answers.

use ipc::{Error, Page, PageBody, PageBytes, ReadPage, SavePage, SessionState};

use crate::{
    backend, browser,
    prelude::*,
    state::{AnswerView, App, PageState},
    words,
};

/// The id of the text, which gets the focus when the person goes to another part of it.
pub(super) const CONTENT: &str = "page-text";

/// Which page, at which server.
#[derive(Clone, Debug)]
pub(super) struct What {
    pub(super) server: String,
    pub(super) at: u16,
    pub(super) page: Page,
}

/// Reads one page of the server for one screen, and stops when the screen is gone.
#[derive(Clone, Copy)]
pub(super) struct Reader {
    pub(super) app: App,
    pub(super) what: ReadSignal<What>,
    pub(super) state: PageState,
    /// Whether a list is a table.
    pub(super) as_table: Signal<bool>,
    /// How JSON is read.
    pub(super) view: AnswerView,
    pub(super) scope: NodeHandle,
}

impl Reader {
    /// From the beginning, by a request of its own.
    pub(super) fn read(self) {
        self.read_part(None);
    }

    /// Before the first part and behind the last there is none.
    pub(super) fn turn_to(self, part: Option<u32>) {
        if part.is_some() {
            self.read_part(part);
        }
    }

    /// Every call makes its own request; which answer counts is [`PageState`]'s business.
    fn read_part(self, part: Option<u32>) {
        let Self {
            app,
            what,
            state,
            scope,
            ..
        } = self;
        let number = state.begin();
        let What { server, at, page } = what.get_clone_untracked();
        let call = ReadPage {
            server,
            page: usize::from(at),
            part,
            glance: false,
        };
        let task = async move {
            let answer = backend::call(call).await;
            let failed = answer.as_ref().err().cloned();
            if !state.end(number, answer, browser::now_ms()) {
                return;
            }
            match failed {
                // The first reading speaks for itself, and must not talk over "You are signed in".
                None if number == 1 => {}
                None if part.is_some() => {
                    browser::show(CONTENT);
                    if let Some(PageBody::Text(shown)) =
                        state.body().get_clone_untracked().map(|it| it.body)
                    {
                        app.announce(words::part(&shown));
                    }
                }
                None => app.toast(words::up_to_date(&page)),
                // The state, not this answer, decides that the session has ended, or which pages there are: make
                // sure of it.
                Some(Error::SignedOut { .. } | Error::NoServer | Error::NoPage) => {
                    let _ = app.take_snapshot().await;
                }
                Some(error) => {
                    app.doubt_kind(&error);
                    app.announce(words::in_short(&error));
                }
            }
        };
        scope.run_in(|| spawn_local_scoped(task));
    }

    /// All of the page that stands there, as bytes.
    pub(super) async fn bytes(self) -> Result<Vec<u8>, Error> {
        let What { server, at, .. } = self.what.get_clone_untracked();
        let page = usize::from(at);
        backend::bytes(PageBytes { server, page }).await
    }

    /// Saves it where the person says.
    pub(super) fn save(self) {
        let What { server, at, .. } = self.what.get_clone_untracked();
        let page = usize::from(at);
        let app = self.app;
        App::spawn(async move {
            match backend::call(SavePage { server, page }).await {
                Ok(true) => app.toast(words::label::page_saved()),
                Ok(false) => {}
                Err(error) => app.toast(words::failure(&error, 0)),
            }
        });
    }

    /// Puts what is shown of it on the clipboard.
    pub(super) fn copy(self, text: String) {
        let app = self.app;
        App::spawn(async move {
            app.toast(if browser::copy(&text).await {
                words::label::page_copied()
            } else {
                words::label::not_copied()
            });
        });
    }

    /// Reads again, once, when a session that had lost its server has found it.
    pub(super) fn follow_recovery(self) {
        let Self { app, state, .. } = self;
        let live = create_selector(move || app.session_state() == Some(SessionState::Live));
        create_effect(move || {
            if live.get() && untrack(|| state.recover()) {
                untrack(|| self.read());
            }
        });
    }

    /// Reads again when a role was given or taken away that decides what stands here. What somebody may not read any more
    /// goes at once.
    pub(super) fn follow_role(self) {
        let Self {
            app, what, state, ..
        } = self;
        let Some(role) = what.with_untracked(|what| what.page.role.clone()) else {
            return;
        };
        let has = create_selector(move || {
            app.account
                .with(|account| account.as_ref().map(|account| account.has(&role)))
        });
        create_effect(move || {
            if let Some(has) = has.get()
                && untrack(|| state.contradicts(has))
            {
                untrack(|| self.read());
            }
        });
    }
}
