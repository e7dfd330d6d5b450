//! The page that was read last.
//!
//! In memory, one at a time, and for whoever read it: the window asks for one part of a long text after the other, or for
//! all bytes of a picture, and the server is spared sending all of it again for each.

use std::fmt;

use auth_core::Response;

use crate::convert::page;

/// An answer to a page.
pub(crate) struct HeldPage {
    pub(crate) server_id: String,
    at: usize,
    answered: ipc::Answered,
    response: Response,
}

impl HeldPage {
    pub(crate) fn new(asked: page::Asked<'_>, response: Response) -> Self {
        Self {
            server_id: asked.server.to_owned(),
            at: asked.at,
            answered: asked.answered,
            response,
        }
    }

    /// A part of it, if that is what is asked for.
    pub(crate) fn part(
        &self,
        asked: page::Asked<'_>,
        part: Option<u32>,
    ) -> Option<ipc::PageContent> {
        let (response, part) = (self.whole(asked.server, asked.at)?, part?);
        let asked = page::Asked {
            answered: self.answered,
            ..asked
        };
        Some(page::content(asked, response, part, false))
    }

    /// All of it, if that is the page that is asked for.
    pub(crate) fn whole(&self, server: &str, at: usize) -> Option<&Response> {
        (self.server_id == server && self.at == at).then_some(&self.response)
    }
}

impl fmt::Debug for HeldPage {
    /// Not what stands on it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HeldPage")
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}
