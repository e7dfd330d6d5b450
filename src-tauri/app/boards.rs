//! Reading a board with the session's credentials.

use auth_core::{Request, Session};

use super::{App, sessions::is_signed_in};
use crate::{
    convert::{
        self,
        board::{self, RoleNews},
    },
    state::{HeldBoard, OpenSession},
};

impl App {
    /// [`ipc::FetchBoard`].
    pub(crate) async fn fetch_board(
        &self,
        args: ipc::FetchBoard,
    ) -> Result<ipc::BoardContent, ipc::Error> {
        let server = self.publisher.with(|state| state.current().cloned())?;
        let work = self.read_board(&server, args);
        self.reaching(&server, work).await
    }

    async fn read_board(
        &self,
        server: &ipc::Server,
        args: ipc::FetchBoard,
    ) -> Result<ipc::BoardContent, ipc::Error> {
        let OpenSession {
            server_id, session, ..
        } = self.session_with(server)?;
        let held = self.publisher.with(|state| {
            let held = state.held.as_ref()?;
            held.part(&server_id, &args)
        });
        if let Some(part) = held {
            return Ok(part);
        }
        let reader = session.snapshot().account;
        let before = session.snapshot().counts;
        let sent = session
            .send(Request::get(board::path(args.board)).personal())
            .await;
        // The engine tells nobody of a request that went well, because most callers do not care.
        if session.snapshot().counts != before {
            self.publisher.moved_on(&server_id);
        }
        let response = sent.map_err(|error| convert::error(error, is_signed_in(&session)))?;
        let known = self.publisher.with(|state| state.account_at(&server_id));
        let (account, told) = known.unzip();
        let news = board::role_news(args.board, account.as_ref(), &response);
        let news = match news {
            Some(RoleNews::Given(role)) => Some((role, true)),
            Some(RoleNews::Taken(role)) if sees_who_asks(&session).await => Some((role, false)),
            _ => None,
        };
        let account = match news {
            Some((role, has)) => {
                self.publisher.note(|state| {
                    if let Some(told) = told {
                        state.roles.note(&server_id, told, role, has);
                    }
                });
                let known = self.publisher.with(|state| state.account_at(&server_id));
                known.map(|(account, _)| account)
            }
            None => account,
        };
        let part = args.part.unwrap_or_default();
        let content = board::read(args.board, account.as_ref(), &response, part);
        self.publisher.with(|state| {
            let is_readers = content.is_ok() && session.snapshot().account == reader;
            let held = HeldBoard::of(&server_id, args.board, response);
            state.held = held.filter(|_| is_readers && state.is_current(&server_id));
        });
        content
    }
}

/// Whether the server still takes the session: then a board that it refuses is closed to the account, and not to
/// somebody whom it did not see.
async fn sees_who_asks(session: &Session) -> bool {
    let board = Request::get(board::path(ipc::Board::User)).personal();
    let answer = session.send(board).await;
    answer.is_ok_and(|answer| answer.status.is_success() && !answer.is_html_document())
}
