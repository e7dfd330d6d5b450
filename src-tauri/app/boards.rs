//! Reading a board with the session's credentials.

use auth_core::Request;

use super::{App, sessions::is_signed_in};
use crate::{
    convert::{self, board},
    state::OpenSession,
};

impl App {
    /// [`ipc::FetchBoard`].
    pub(crate) async fn fetch_board(
        &self,
        args: ipc::FetchBoard,
    ) -> Result<ipc::BoardContent, ipc::Error> {
        let OpenSession {
            server_id, session, ..
        } = self.current_session()?;
        let before = session.snapshot().counts;
        let sent = session
            .send(Request::get(board::path(args.board)).personal())
            .await;
        // The engine tells nobody of a request that went well, because most callers do not care.
        if session.snapshot().counts != before {
            self.publisher.moved_on(&server_id);
        }
        let response = sent.map_err(|error| convert::error(error, is_signed_in(&session)))?;
        let account = session.snapshot().account.map(convert::account);
        board::read(args.board, account.as_ref(), &response)
    }
}
