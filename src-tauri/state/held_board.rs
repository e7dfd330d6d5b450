//! The board that was read last, where it is too long to be shown at once.
//!
//! In memory, one at a time, and for whoever read it: the window asks for one part of it after the other, and the server
//! is spared sending all of it again for each.

use std::fmt;

use auth_core::Response;
use ipc::{Board, BoardContent, FetchBoard};

use crate::convert::body;

/// An answer with a long text.
pub(crate) struct HeldBoard {
    pub(crate) server_id: String,
    pub(crate) board: Board,
    pub(crate) response: Response,
}

impl HeldBoard {
    /// The answer, if there is more of it than is shown at once.
    pub(crate) fn of(server_id: &str, board: Board, response: Response) -> Option<Self> {
        (response.body.len() > body::PART).then(|| Self {
            server_id: server_id.to_owned(),
            board,
            response,
        })
    }

    /// A part of it, if that is what is asked for.
    pub(crate) fn part(&self, server_id: &str, asked: &FetchBoard) -> Option<BoardContent> {
        let part = asked.part?;
        let is_it = self.server_id == server_id && self.board == asked.board;
        is_it.then(|| BoardContent {
            board: self.board,
            body: body::read(&self.response, part),
            refreshed: false,
        })
    }
}

impl fmt::Debug for HeldBoard {
    /// Not what stands on it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HeldBoard")
            .field("board", &self.board)
            .finish_non_exhaustive()
    }
}
