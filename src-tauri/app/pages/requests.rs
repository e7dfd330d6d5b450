//! Requests that a person puts together: sending, giving up, looking at them again, saving, keeping.

use std::path::PathBuf;

use auth_core::Session;
use ipc::{DraftBody, FileProblem};
use tokio::task::spawn_blocking;
use uuid::Uuid;

use crate::{
    app::{App, asking::another_question, sessions::is_signed_in},
    convert::{self, kept_request, request},
    state::{OpenSession, State, Whose},
};

/// The largest file that is sent, in bytes. It is in memory while it is.
const LARGEST_FILE: u64 = 16 * 1024 * 1024;
/// How many requests are kept of one server.
const MOST_PINNED: usize = 50;

impl App {
    /// [`ipc::SendRequest`].
    pub(crate) async fn send_request(
        &self,
        args: ipc::SendRequest,
    ) -> Result<ipc::Exchange, ipc::Error> {
        let given_up = self
            .publisher
            .with(|state| state.exchanges.begin(args.number));
        let work = Box::pin(self.send(&args));
        tokio::select! {
            sent = work => sent,
            Ok(()) = given_up => Err(ipc::Error::Cancelled),
        }
    }

    async fn send(&self, args: &ipc::SendRequest) -> Result<ipc::Exchange, ipc::Error> {
        let draft = &args.request;
        let server = self.publisher.with(|state| state.current().cloned())?;
        if server.id != args.server {
            return Err(ipc::Error::Superseded);
        }
        let file = self.file_of(draft).await?;
        let mut request = request::request(draft, file)
            .map_err(|problem| ipc::Error::Request { problem })?
            .personal();
        if draft.anonymous {
            request = request.anonymous();
        }
        let OpenSession {
            server_id, session, ..
        } = self.session_with(&server).await?;
        let whose = Whose {
            server: server_id.clone(),
            username: username(&session),
        };
        let (before, began) = (session.snapshot().counts, self.clock.now());
        let work = async {
            let sent = session.send(request).await;
            sent.map_err(|error| match request::problem(&error, draft) {
                Some(problem) => ipc::Error::Request { problem },
                None => convert::error(error, is_signed_in(&session)),
            })
        };
        let sent = Box::pin(self.reaching(&server, work)).await;
        let took_ms = convert::millis(self.clock.now().saturating_since(began));
        if session.snapshot().counts != before {
            self.publisher.moved_on(&server_id);
        }
        if let Err(error @ (ipc::Error::Request { .. } | ipc::Error::SignedOut { .. })) = sent {
            return Err(error);
        }
        let at = self.clock.wall();
        // Whoever has come meanwhile is shown nothing of it.
        let is_theirs = username(&session) == whose.username;
        let answer = sent.as_ref().ok().filter(|_| is_theirs).cloned();
        let answer = answer.map(|answer| (answer, took_ms));
        let id = self.publisher.with(|state| {
            let exchanges = &mut state.exchanges;
            exchanges.keep(whose, draft.clone(), answer, at)
        });
        match sent {
            Ok(_) if !is_theirs => Err(ipc::Error::Superseded),
            Ok(answer) => Ok(request::exchange(id, took_ms, &answer)),
            Err(error) => Err(error),
        }
    }

    /// What is in the file that goes along.
    async fn file_of(&self, draft: &ipc::RequestDraft) -> Result<Option<Vec<u8>>, ipc::Error> {
        let DraftBody::File { file, .. } = draft.body else {
            return Ok(None);
        };
        let known = self
            .publisher
            .with(|state| state.exchanges.file(file).map(PathBuf::from));
        let Some(path) = known else {
            return Ok(None);
        };
        let read = spawn_blocking(move || {
            let is_small = std::fs::metadata(&path)?.len() <= LARGEST_FILE;
            is_small.then(|| std::fs::read(&path)).transpose()
        });
        match read.await {
            Ok(Ok(Some(bytes))) => Ok(Some(bytes)),
            Ok(Ok(None)) => Err(file_error(FileProblem::TooLarge)),
            Ok(Err(_)) | Err(_) => Err(file_error(FileProblem::NotRead)),
        }
    }

    /// [`ipc::CancelRequest`].
    pub(crate) fn cancel_request(&self, args: &ipc::CancelRequest) {
        self.publisher
            .with(|state| state.exchanges.give_up(args.number));
    }

    /// [`ipc::RequestsAsked`].
    pub(crate) fn requests(&self) -> Result<ipc::Requests, ipc::Error> {
        self.publisher.with(|state| {
            let whose = whose(state)?;
            let speech = state.speech(&whose.server)?;
            let paths = speech.dialect.pages().iter().map(auth_core::Page::path);
            // One with places to fill in is not a path that a person could send.
            let sendable = paths.filter(|path| !path.contains('{'));
            Ok(ipc::Requests {
                past: state.exchanges.list(&whose),
                paths: sendable.map(str::to_owned).collect(),
            })
        })
    }

    /// [`ipc::PastRequestAsked`].
    pub(crate) fn past_request(
        &self,
        args: &ipc::PastRequestAsked,
    ) -> Result<ipc::PastExchange, ipc::Error> {
        self.publisher.with(|state| {
            let kept = state.exchanges.of(&whose(state)?, args.id);
            let kept = kept.ok_or(ipc::Error::NotKept)?;
            let answer = kept.answer.as_ref();
            Ok(ipc::PastExchange {
                request: kept.request.clone(),
                exchange: answer.map(|(it, took)| request::exchange(kept.id, *took, it)),
            })
        })
    }

    /// [`ipc::RequestBody`].
    pub(crate) fn request_body(&self, args: &ipc::RequestBody) -> Result<Vec<u8>, ipc::Error> {
        self.body_of(args.id).map(|(body, _)| body)
    }

    /// The body of an answer, and what a file of it is called.
    fn body_of(&self, id: u64) -> Result<(Vec<u8>, String), ipc::Error> {
        let found = self.publisher.with(|state| {
            let kept = state.exchanges.of(&whose(state)?, id);
            let kept = kept.ok_or(ipc::Error::NotKept)?;
            let (answer, _) = kept.answer.as_ref().ok_or(ipc::Error::NotKept)?;
            Ok((answer.clone(), kept.request.path.clone()))
        });
        // Copied outside the lock.
        let (answer, path) = found?;
        let media_type = convert::body::media_type(&answer);
        let name = request::file_name(&path, media_type.as_deref());
        Ok((answer.body.to_vec(), name))
    }

    /// [`ipc::SaveBody`].
    pub(crate) async fn save_body(&self, args: &ipc::SaveBody) -> Result<bool, ipc::Error> {
        let (body, name) = self.body_of(args.id)?;
        self.save_as(&name, body).await
    }

    /// [`ipc::ChooseFile`].
    pub(crate) async fn choose_file(&self) -> Result<Option<ipc::ChosenFile>, ipc::Error> {
        let picking = self.picking.try_lock().map_err(|_| another_question())?;
        let Some(path) = self.picker.to_read().await else {
            return Ok(None);
        };
        drop(picking);
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = auth_core::legible(&name);
        let looked = path.clone();
        let bytes = spawn_blocking(move || std::fs::metadata(looked).map(|it| it.len()));
        let Ok(Ok(bytes)) = bytes.await else {
            return Err(file_error(FileProblem::NotRead));
        };
        if bytes > LARGEST_FILE {
            return Err(file_error(FileProblem::TooLarge));
        }
        let id = self.publisher.with(|state| state.exchanges.note_file(path));
        Ok(Some(ipc::ChosenFile { id, name, bytes }))
    }

    /// [`ipc::PinRequest`].
    pub(crate) async fn pin_request(
        &self,
        args: ipc::PinRequest,
    ) -> Result<ipc::AppSnapshot, ipc::Error> {
        let session = self.current_session().await?.session;
        self.publisher.change(|state| {
            let whose = whose(state)?;
            let kept = state.exchanges.of(&whose, args.id);
            let draft = &kept.ok_or(ipc::Error::NotKept)?.request;
            let request = kept_request::kept(draft, |text| session.redact(text));
            let pinned = &mut state.settings.pinned;
            let of_server = |it: &&ipc::PinnedRequest| it.server == whose.server;
            let is_there = (pinned.iter().filter(of_server)).any(|it| it.request == request);
            if !is_there && pinned.iter().filter(of_server).count() < MOST_PINNED {
                pinned.push(ipc::PinnedRequest {
                    id: Uuid::new_v4().to_string(),
                    server: whose.server,
                    request,
                });
            }
            Ok(())
        })?;
        self.save_and_show()
    }

    /// [`ipc::UnpinRequest`].
    pub(crate) fn unpin_request(
        &self,
        args: &ipc::UnpinRequest,
    ) -> Result<ipc::AppSnapshot, ipc::Error> {
        self.publisher.change(|state| {
            state.settings.pinned.retain(|it| it.id != args.id);
            Ok(())
        })?;
        self.save_and_show()
    }
}

/// Who asks: whoever is signed in at the current server.
fn whose(state: &State) -> Result<Whose, ipc::Error> {
    let server = state.current()?.id.clone();
    let open = state.open_session(&server);
    let username = open.and_then(|open| username(&open.session));
    Ok(Whose { server, username })
}

fn username(session: &Session) -> Option<String> {
    let account = session.snapshot().account?;
    Some(account.username.into_string())
}

const fn file_error(problem: FileProblem) -> ipc::Error {
    ipc::Error::File { problem }
}
