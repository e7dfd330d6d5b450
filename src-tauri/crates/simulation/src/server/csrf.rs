//! What a server asks for against requests that other sites have forged: a token bound to the session that a request
//! shows, which a sign-in and each refresh change.

use http::header::HeaderName;
use serde_json::json;

use super::mint::{FamilyId, Mint};
use super::speech::{Csrf, cookie};
use super::{Heard, Kind, Reply, Said, Server};
use crate::ground::At;

/// What every such token begins with, and nothing else in a world does.
pub(crate) const CSRF_MARK: &str = "XSR";
const GUESTS: &str = "XSRguest";
const HEADER: HeaderName = HeaderName::from_static("x-csrf-token");

impl Server {
    /// Refuses what changes something without the token of the session that it shows, or without a guest's.
    pub(super) fn misses_csrf(&mut self, mint: &Mint, heard: &Heard<'_>, now: At) -> Option<Reply> {
        if self.rules.csrf == Csrf::None || heard.method.is_safe() {
            return None;
        }
        let shown = heard.headers.get(HEADER).and_then(|it| it.to_str().ok());
        let shown = shown.map(str::to_owned).or_else(|| heard.typed("_csrf"));
        let session = self.session_of(mint, heard, now);
        let is_right = |shown: &String| match session {
            Some(family) => *shown == token_of(mint, family),
            None if self.rules.kind == Kind::Form => {
                guest_of(heard).is_some_and(|guest| *shown == guests(guest))
            }
            None => shown.starts_with(GUESTS),
        };
        if shown.as_ref().is_some_and(is_right) {
            return None;
        }
        let body = json!({ "error": "csrf", "message": "The token is missing or old" });
        let reply = Reply::json(403, &body, Said::MissesCsrf);
        Some(match self.rules.csrf {
            Csrf::Cookie => {
                let token = self.next_csrf(mint, session);
                reply.with_cookie(&format!("csrf={token}; Path=/"))
            }
            _ => reply,
        })
    }

    /// The token itself, for who asks.
    pub(super) fn csrf(&mut self, mint: &Mint, heard: &Heard<'_>, now: At) -> Reply {
        let session = self.session_of(mint, heard, now);
        let shown = self.rules.kind.access_of(heard);
        let access = shown.and_then(|text| mint.exactly(&text));
        if self.rules.csrf == (Csrf::Fetched { refuses: true })
            && session.is_none()
            && access.is_some()
        {
            return Reply::message(401, "Unauthorized!", Said::Unauthorized { access });
        }
        let token = self.next_csrf(mint, session);
        Reply::json(200, &json!({ "token": token }), Said::Nothing)
    }

    /// The page with the form for signing in, whose token is the session's, or that of a guest who has a session, too.
    pub(super) fn form_page(&mut self, mint: &Mint, heard: &Heard<'_>, now: At) -> Reply {
        let session = self.session_of(mint, heard, now);
        let guest = guest_of(heard).filter(|_| session.is_none());
        let (token, begins) = match (session, guest) {
            (Some(family), _) => (token_of(mint, family), None),
            (None, Some(guest)) => (guests(guest), None),
            (None, None) => {
                let guest = self.next_cookie();
                (guests(guest), Some(guest))
            }
        };
        let page = format!(
            "<!DOCTYPE html><html><body><form method=post><input name=username>\
             <input type=hidden name=_csrf value=\"{token}\"></form></body></html>"
        );
        let reply = Reply::html(200, page, Said::Nothing);
        match begins {
            Some(guest) => reply.with_cookie(&guests_cookie(guest)),
            None => reply,
        }
    }

    /// The cookie that goes with a grant, where there is one.
    pub(super) fn with_csrf(&self, reply: Reply, mint: &Mint, family: FamilyId) -> Reply {
        match self.rules.csrf {
            Csrf::Cookie => reply.with_cookie(&format!("csrf={}; Path=/", token_of(mint, family))),
            _ => reply,
        }
    }

    fn next_csrf(&mut self, mint: &Mint, session: Option<FamilyId>) -> String {
        match session {
            Some(family) => token_of(mint, family),
            None => guests(self.next_cookie()),
        }
    }

    /// The session that a request shows, half or whole.
    fn session_of(&self, mint: &Mint, heard: &Heard<'_>, now: At) -> Option<FamilyId> {
        let text = self.rules.kind.access_of(heard)?;
        let token = mint.exactly(&text)?;
        self.knows(mint, token, now)
            .then(|| mint.tokens[token].family)
    }
}

/// The guest that a request shows.
pub(super) fn guest_of(heard: &Heard<'_>) -> Option<u64> {
    cookie(heard, "sid")?.strip_prefix("guest")?.parse().ok()
}

pub(super) fn guests_cookie(guest: u64) -> String {
    format!("sid=guest{guest}; Path=/; HttpOnly")
}

fn guests(guest: u64) -> String {
    format!("{GUESTS}{guest:012}")
}

fn token_of(mint: &Mint, family: FamilyId) -> String {
    format!(
        "{CSRF_MARK}{family:08x}{:08x}",
        mint.families[family].refreshes
    )
}
