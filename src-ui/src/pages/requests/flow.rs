//! What is asked of the core, and what becomes of the answers. All of it goes on when the page is left.

use ipc::{
    CancelRequest, ChooseFile, Error, Exchange, PastRequestAsked, PinRequest, RequestBody,
    RequestDraft, RequestProblem, RequestsAsked, SaveBody, SendRequest, UnpinRequest,
};

use crate::{
    backend, browser,
    components::PATH,
    prelude::*,
    state::{App, BodyKind, Composer, Part, curl},
    words::{self, request as said},
};

/// The ids of what an error leads to.
pub(super) const HEADERS: &str = "request-header";
pub(super) const JSON: &str = "request-json";
pub(super) const FILE: &str = "request-file";

/// The longest body that is shown piece by piece, in bytes.
const LONG: usize = 256 * 1024;

/// A person at the page. A handle: copy it freely.
#[derive(Clone, Copy, Debug)]
pub(super) struct Flow {
    pub(super) app: App,
    pub(super) composer: Composer,
}

impl Flow {
    /// Somebody comes to the page.
    pub(super) fn come(self) {
        let server = self.app.server.get_clone_untracked();
        let account = self.app.account.get_clone_untracked();
        let server = server.map_or_else(String::new, |it| it.id);
        let username = account.map_or_else(String::new, |it| it.username);
        self.composer.come(&server, &username);
        on_mount(move || App::spawn(self.list()));
    }

    async fn list(self) {
        // What was listed before stays where this fails; the next request lists anew.
        if let Ok(past) = backend::call(RequestsAsked {}).await {
            self.composer.sending.past.set(past);
        }
    }

    /// Sends what is typed.
    pub(super) fn send(self) {
        let Self { app, composer } = self;
        let sending = composer.sending;
        let Some(server) = app
            .server
            .with_untracked(|it| it.as_ref().map(|it| it.id.clone()))
        else {
            return;
        };
        let Some(number) = sending.begin() else {
            return;
        };
        let call = SendRequest {
            server,
            number,
            request: composer.draft(),
        };
        App::spawn(async move {
            let outcome = backend::call(call).await;
            if !sending.end(number, outcome.clone()) {
                return;
            }
            browser::catch_focus(PATH);
            match outcome {
                Ok(exchange) => {
                    app.announce(said::answered(&exchange));
                    self.fetch(exchange).await;
                }
                Err(error) => self.failed(error).await,
            }
            self.list().await;
        });
    }

    async fn failed(self, error: Error) {
        let Self { app, composer } = self;
        match &error {
            Error::Request { problem } => {
                composer.part.set(match problem {
                    RequestProblem::Path { .. } => composer.part.get_untracked(),
                    RequestProblem::Header { .. } => Part::Headers,
                    RequestProblem::Json { .. } | RequestProblem::NoFile => Part::Body,
                });
                lead_to(*problem, &composer);
            }
            // The state, and not this answer, decides that the session has ended.
            Error::SignedOut { .. } | Error::NoServer | Error::Superseded => {
                let _ = app.take_snapshot().await;
            }
            _ => {}
        }
        app.announce(words::in_short(&error));
    }

    /// Brings the body of an answer.
    async fn fetch(self, exchange: Exchange) {
        let view = self.composer.view;
        view.forget();
        if exchange.bytes == 0 || !exchange.is_text {
            return;
        }
        let id = exchange.id;
        match backend::bytes(RequestBody { id }).await {
            Ok(bytes) if self.is_shown(id) => {
                let kind = exchange.media_type.unwrap_or_default();
                if bytes.len() > LONG {
                    view.show_first(&bytes, &kind);
                    browser::next_frame().await;
                }
                if self.is_shown(id) {
                    view.show(bytes, &kind);
                }
            }
            Ok(_) => {}
            Err(error) => self.composer.sending.failure.set(Some(error)),
        }
    }

    fn is_shown(self, id: u64) -> bool {
        let answer = self.composer.sending.answer;
        answer.with_untracked(|it| it.as_ref().is_some_and(|it| it.id == id))
    }

    /// Gives up what is under way.
    pub(super) fn cancel(self) {
        if let Some(number) = self.composer.sending.number() {
            App::spawn(async move { drop(backend::call(CancelRequest { number }).await) });
        }
    }

    /// Shows a request that was sent before, and what came of it.
    pub(super) fn look_at(self, id: u64) {
        let Self { app, composer } = self;
        App::spawn(async move {
            match backend::call(PastRequestAsked { id }).await {
                Ok(past) => {
                    composer.fill(&past.request);
                    composer.sending.show(past.exchange.clone());
                    composer.view.forget();
                    match past.exchange {
                        Some(exchange) => self.fetch(exchange).await,
                        None => app.announce(words::label::answer_gone()),
                    }
                }
                Err(error) => app.announce(words::failure(&error, 0)),
            }
        });
    }

    /// Takes up a request that is pinned.
    pub(super) fn take_up(self, draft: &RequestDraft) {
        self.composer.fill(draft);
        browser::focus(PATH);
    }

    /// Keeps a request between runs.
    pub(super) fn pin(self, id: u64) {
        let app = self.app;
        App::spawn(async move {
            let outcome = backend::call(PinRequest { id }).await;
            self.tell(app.settle(outcome).await, words::label::pinned());
        });
    }

    /// Keeps it no longer.
    pub(super) fn unpin(self, id: String) {
        let app = self.app;
        App::spawn(async move {
            let outcome = backend::call(UnpinRequest { id }).await;
            self.tell(app.settle(outcome).await, words::label::unpinned());
        });
    }

    /// Saves the body where the person says.
    pub(super) fn save(self, id: u64) {
        App::spawn(async move {
            match backend::call(SaveBody { id }).await {
                Ok(true) => self.tell(Ok(()), words::label::answer_saved()),
                Ok(false) => {}
                Err(error) => self.tell(Err(error), words::label::answer_saved()),
            }
        });
    }

    /// Has the person choose a file to send.
    pub(super) fn choose_file(self) {
        App::spawn(async move {
            match backend::call(ChooseFile {}).await {
                Ok(Some(file)) => {
                    self.composer.file.set(Some(file));
                    self.composer.kind.set(BodyKind::File);
                    self.composer.sending.problem.set(None);
                }
                Ok(None) => {}
                Err(error) => self.composer.sending.failure.set(Some(error)),
            }
        });
    }

    /// Copies the body as it is shown.
    pub(super) fn copy_body(self) {
        let text = self.composer.view.text.get_clone_untracked();
        App::spawn(async move {
            if let Some(text) = text {
                self.copied(
                    browser::copy(text.text()).await,
                    words::label::body_copied(),
                );
            }
        });
    }

    /// Copies what is typed, for a shell.
    pub(super) fn copy_curl(self) {
        let address = self.app.server.get_clone_untracked();
        let address = address.map_or_else(String::new, |it| it.address);
        let command = curl(&self.composer.draft(), &address);
        App::spawn(async move {
            self.copied(browser::copy(&command).await, words::label::curl_copied());
        });
    }

    fn copied(self, is_copied: bool, words: &'static str) {
        self.app.announce(if is_copied {
            words
        } else {
            words::label::not_copied()
        });
    }

    fn tell(self, outcome: Result<(), Error>, words: &'static str) {
        match outcome {
            Ok(()) => self.app.announce(words),
            Err(error) => self.composer.sending.failure.set(Some(error)),
        }
    }
}

/// Moves the focus to what is to be corrected.
fn lead_to(problem: RequestProblem, composer: &Composer) {
    match problem {
        RequestProblem::Path { .. } => browser::focus(PATH),
        RequestProblem::Header { index, .. } => {
            let row = composer
                .headers
                .rows()
                .with_untracked(|rows| rows.get(index).map(|row| row.id));
            if let Some(row) = row {
                browser::focus(&format!("{HEADERS}-name-{row}"));
            }
        }
        RequestProblem::Json { line, .. } => browser::select_line(JSON, line),
        RequestProblem::NoFile => browser::focus(FILE),
    }
}
