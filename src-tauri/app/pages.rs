//! Reading a page with the session's credentials; `requests`: what a person puts together themselves.

mod requests;

use auth_core::{Dialect, Response, Session};

use super::{App, sessions::is_signed_in};
use crate::{
    convert::{
        self,
        page::{self, Asked, RoleNews},
        request,
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
        let mut asked = Asked {
            server: &server_id,
            at: args.page,
            page: speech.info.pages.get(args.page).ok_or(ipc::Error::NoPage)?,
            answered: ipc::Answered::default(),
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
        let began = self.clock.now();
        let sent = if args.glance {
            session.glance(request).await
        } else {
            session.read(request).await
        };
        asked.answered = ipc::Answered {
            at: self.clock.wall(),
            took_ms: convert::millis(self.clock.now().saturating_since(began)),
        };
        // The engine tells nobody of a request that went well, because most callers do not care.
        if session.snapshot().counts != before {
            self.publisher.moved_on(&server_id);
        }
        let response = sent.map_err(|error| convert::error(error, is_signed_in(&session)))?;
        let dialect = &speech.dialect;
        let account = self.note_role(asked, &session, dialect, &response).await;
        let part = args.part.unwrap_or_default();
        let content = page::read(asked, account.as_ref(), &response, part);
        if !args.glance {
            self.publisher.with(|state| {
                let is_readers = content.is_ok() && session.snapshot().account == reader;
                let is_held = is_readers && state.is_current(&server_id);
                state.held = is_held.then(|| HeldPage::new(asked, response));
            });
        }
        content
    }

    /// Believes what the answer says of the page's role; who is signed in, with the roles that are known now.
    async fn note_role(
        &self,
        asked: Asked<'_>,
        session: &Session,
        dialect: &Dialect,
        response: &Response,
    ) -> Option<ipc::Account> {
        let known = || self.publisher.with(|state| state.account_at(asked.server));
        let (account, told) = known().unzip();
        let has = match page::role_news(asked.page, account.as_ref(), response) {
            Some(RoleNews::Given) => true,
            Some(RoleNews::Taken) if sees_who_asks(session, dialect).await => false,
            _ => return account,
        };
        let Some(role) = &asked.page.role else {
            return account;
        };
        self.publisher.note(|state| {
            if let Some(told) = told {
                state.roles.note(asked.server, told, role, has);
            }
        });
        known().map(|(account, _)| account)
    }

    /// [`ipc::PageBytes`].
    pub(crate) fn page_bytes(&self, args: &ipc::PageBytes) -> Result<Vec<u8>, ipc::Error> {
        let held = self.held(&args.server, args.page)?;
        Ok(held.body.to_vec())
    }

    /// [`ipc::SavePage`].
    pub(crate) async fn save_page(&self, args: &ipc::SavePage) -> Result<bool, ipc::Error> {
        let held = self.held(&args.server, args.page)?;
        let speech = self.publisher.with(|state| state.speech(&args.server))?;
        let page = speech.dialect.pages().get(args.page);
        let path = page.ok_or(ipc::Error::NoPage)?.path();
        let media_type = convert::body::media_type(&held);
        let name = request::file_name(path, media_type.as_deref());
        self.save_as(&name, held.body.to_vec()).await
    }

    /// The page that was read last, if it is this one.
    fn held(&self, server: &str, page: usize) -> Result<Response, ipc::Error> {
        let held = self.publisher.with(|state| {
            let held = state.held.as_ref()?;
            held.whole(server, page).cloned()
        });
        held.ok_or(ipc::Error::NotKept)
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
