//! Reading a page with the session's credentials; `requests`: what a person puts together themselves.

mod requests;

use auth_core::{Dialect, Session};

use super::{App, sessions::is_signed_in};
use crate::{
    convert::{
        self,
        page::{self, Asked, RoleNews},
    },
    server::dialects::is_original,
    state::{HeldPage, OpenSession, Speech},
};

impl App {
    /// [`ipc::ReadPage`].
    pub(crate) async fn read_page(
        &self,
        args: ipc::ReadPage,
    ) -> Result<ipc::PageContent, ipc::Error> {
        let server = self.publisher.with(|state| state.current().cloned())?;
        if server.id != args.server {
            return Err(ipc::Error::Superseded);
        }
        let speech = self.publisher.with(|state| state.speech(&server.id))?;
        let work = Box::pin(self.read_page_at(&server, &speech, &args));
        self.reaching(&server, work).await
    }

    async fn read_page_at(
        &self,
        server: &ipc::Server,
        speech: &Speech,
        args: &ipc::ReadPage,
    ) -> Result<ipc::PageContent, ipc::Error> {
        let OpenSession {
            server_id, session, ..
        } = self.session_with(server).await?;
        let asked = Asked {
            server: &server_id,
            at: args.page,
            page: speech.info.pages.get(args.page).ok_or(ipc::Error::NoPage)?,
            has_no_documents: is_original(&server.dialect),
        };
        let request = speech.dialect.pages().get(args.page);
        let request = request.ok_or(ipc::Error::NoPage)?;
        let held = self.publisher.with(|state| {
            let held = state.held.as_ref()?;
            held.part(asked, args.part)
        });
        if let Some(part) = held {
            return Ok(part);
        }
        let reader = session.snapshot().account;
        let before = session.snapshot().counts;
        let sent = session.read(request).await;
        // The engine tells nobody of a request that went well, because most callers do not care.
        if session.snapshot().counts != before {
            self.publisher.moved_on(&server_id);
        }
        let response = sent.map_err(|error| convert::error(error, is_signed_in(&session)))?;
        let known = self.publisher.with(|state| state.account_at(&server_id));
        let (account, told) = known.unzip();
        let news = match page::role_news(asked.page, account.as_ref(), &response) {
            Some(RoleNews::Given) => Some(true),
            Some(RoleNews::Taken) if sees_who_asks(&session, &speech.dialect).await => Some(false),
            _ => None,
        };
        let account = match (news, &asked.page.role) {
            (Some(has), Some(role)) => {
                self.publisher.note(|state| {
                    if let Some(told) = told {
                        state.roles.note(&server_id, told, role, has);
                    }
                });
                let known = self.publisher.with(|state| state.account_at(&server_id));
                known.map(|(account, _)| account)
            }
            _ => account,
        };
        let part = args.part.unwrap_or_default();
        let content = page::read(asked, account.as_ref(), &response, part);
        self.publisher.with(|state| {
            let is_readers = content.is_ok() && session.snapshot().account == reader;
            let held = HeldPage::of(asked, response);
            state.held = held.filter(|_| is_readers && state.is_current(&server_id));
        });
        content
    }
}

/// Whether the server still takes the session: then a page that it refuses is closed to the account, and not to
/// somebody whom it did not see. A page that is there for everybody who is signed in tells; without one, nothing does.
async fn sees_who_asks(session: &Session, dialect: &Dialect) -> bool {
    let mut pages = dialect.pages().iter();
    let open = pages.find(|page| page.role().is_none() && !dialect.is_read_signed_out(page));
    let Some(page) = open else {
        return false;
    };
    let answer = session.read(page).await;
    answer.is_ok_and(|answer| {
        answer.status.is_success() && !answer.denied && !answer.is_html_document()
    })
}
