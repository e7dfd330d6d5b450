//! Reading a board with the session's credentials.

use auth_core::{Request, Session};

use super::{App, sessions::is_signed_in};
use crate::{
    convert::{
        self,
        board::{self, RoleNews},
    },
    state::OpenSession,
};

impl App {
    /// [`ipc::FetchBoard`].
    pub(crate) async fn fetch_board(
        &self,
        args: ipc::FetchBoard,
    ) -> Result<ipc::BoardContent, ipc::Error> {
        let server = self.publisher.with(|state| state.current().cloned())?;
        let work = self.read_board(&server, args.board);
        self.reaching(&server, work).await
    }

    async fn read_board(
        &self,
        server: &ipc::Server,
        board: ipc::Board,
    ) -> Result<ipc::BoardContent, ipc::Error> {
        let OpenSession {
            server_id, session, ..
        } = self.session_with(server)?;
        let before = session.snapshot().counts;
        let sent = session
            .send(Request::get(board::path(board)).personal())
            .await;
        // The engine tells nobody of a request that went well, because most callers do not care.
        if session.snapshot().counts != before {
            self.publisher.moved_on(&server_id);
        }
        let response = sent.map_err(|error| convert::error(error, is_signed_in(&session)))?;
        let known = self.publisher.with(|state| state.account_at(&server_id));
        let (account, told) = known.unzip();
        let news = board::role_news(board, account.as_ref(), &response);
        let (role, has) = match news {
            Some(RoleNews::Given(role)) => (role, true),
            Some(RoleNews::Taken(role)) if sees_who_asks(&session).await => (role, false),
            _ => return board::read(board, account.as_ref(), &response),
        };
        self.publisher.note(|state| {
            if let Some(told) = told {
                state.roles.note(&server_id, told, role, has);
            }
        });
        let known = self.publisher.with(|state| state.account_at(&server_id));
        board::read(board, known.map(|(account, _)| account).as_ref(), &response)
    }
}

/// Whether the server still takes the session: then a board that it refuses is closed to the account, and not to
/// somebody whom it did not see.
async fn sees_who_asks(session: &Session) -> bool {
    let board = Request::get(board::path(ipc::Board::User)).personal();
    let answer = session.send(board).await;
    answer.is_ok_and(|answer| answer.status.is_success() && !answer.is_html_document())
}
