//! The page that was read last, where it is too long to be shown at once.
//!
//! In memory, one at a time, and for whoever read it: the window asks for one part of it after the other, and the server
//! is spared sending all of it again for each.

use std::fmt;

use auth_core::Response;

use crate::convert::{body, page};

/// An answer with a long text.
pub(crate) struct HeldPage {
    pub(crate) server_id: String,
    pub(crate) at: usize,
    pub(crate) response: Response,
}

impl HeldPage {
    /// The answer, if there is more of it than is shown at once.
    pub(crate) fn of(asked: page::Asked<'_>, response: Response) -> Option<Self> {
        (response.body.len() > body::PART).then(|| Self {
            server_id: asked.server.to_owned(),
            at: asked.at,
            response,
        })
    }

    /// A part of it, if that is what is asked for.
    pub(crate) fn part(
        &self,
        asked: page::Asked<'_>,
        part: Option<u32>,
    ) -> Option<ipc::PageContent> {
        let is_it = self.server_id == asked.server && self.at == asked.at;
        let part = part.filter(|_| is_it)?;
        Some(page::content(asked, &self.response, part, false))
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
