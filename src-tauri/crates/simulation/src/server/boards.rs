//! Everything that an access token is for.

use serde_json::json;

use super::mint::Mint;
use super::mint::TokenId;
use super::speech::PUBLIC;

use super::{Heard, Kind, Reply, Said, Server};
use crate::ground::{At, Dice};

impl Server {
    pub(super) fn board(
        &mut self,
        mint: &mut Mint,
        heard: &Heard<'_>,
        now: At,
        dice: &mut Dice,
    ) -> Reply {
        if heard.path == PUBLIC {
            return Reply::text(200, "Public Content.", Said::Nothing);
        }
        let kind = self.rules.kind;
        if kind == Kind::Guest {
            return self.list(mint, heard, now);
        }
        let Some(text) = kind.access_of(heard) else {
            let said = Said::Unauthorized { access: None };
            return match kind {
                Kind::NodeBody | Kind::NodeCookie => {
                    Reply::message(403, "No token provided!", said)
                }
                _ => Reply::message(401, "Full authentication is required", said),
            };
        };
        let access = mint.exactly(&text);
        let accepted = access.filter(|token| self.accepts(mint, *token, now));
        let Some(token) = accepted else {
            let said = Said::Unauthorized { access };
            let reply = Reply::message(401, "Unauthorized!", said);
            return self.guests_answer(reply);
        };
        if let Some(refused) = self.misses_csrf(mint, heard, now) {
            return refused;
        }
        let said = Said::Served { access };
        let account = mint.families[mint.tokens[token].family].account;
        if heard.path == "/api/test/admin" && !self.accounts[account].is_admin {
            return match kind {
                // What goes through its error page has the status of a 401, and is none.
                Kind::SpringCookie => Reply::error_page(said),
                Kind::SpringBody => Reply::text(403, "", said),
                _ => Reply::message(403, "Require Admin Role!", said),
            };
        }
        let reply = Reply::text(200, "User Content.", said);
        self.roll(mint, reply, token, now, dice)
    }

    /// What there is for whoever asks. For a guest there is nothing, and nobody says that he is one; for others there may
    /// be nothing as well.
    fn list(&self, mint: &Mint, heard: &Heard<'_>, now: At) -> Reply {
        let text = self.rules.kind.access_of(heard);
        let access = text.and_then(|text| mint.exactly(&text));
        let accepted = access.filter(|token| self.accepts(mint, *token, now));
        let family = accepted.map(|token| mint.tokens[token].family);
        let is_admin = |family: usize| self.accounts[mint.families[family].account].is_admin;
        let sees = family.is_some_and(|it| heard.path != "/api/test/admin" || is_admin(it));
        match (sees, heard.method.is_safe()) {
            (true, _) => {
                let body = json!({ "total": 3, "items": [1, 2, 3] });
                Reply::json(200, &body, Said::Served { access })
            }
            (false, true) => {
                let body = json!({ "total": 0, "items": [] });
                Reply::json(200, &body, Said::AsGuest { access })
            }
            (false, false) => Reply::message(400, "Failed to create", Said::AsGuest { access }),
        }
    }

    /// Now and then another session cookie, and the old one is good for a while only.
    pub(super) fn roll(
        &self,
        mint: &mut Mint,
        reply: Reply,
        old: TokenId,
        now: At,
        dice: &mut Dice,
    ) -> Reply {
        let may_roll = matches!(self.rules.kind, Kind::NodeCookie | Kind::OwnCookie)
            && (self.rules.lingers.is_none() || mint.tokens[old].replaced.is_none());
        if !may_roll || !dice.chance(self.rules.rolls_cookies) {
            return reply;
        }
        let (family, granted_with) = (mint.tokens[old].family, mint.tokens[old].granted_with);
        let subject = (family, mint.families[family].account);
        let next = self.mint_access(mint, subject, granted_with, now, dice);
        mint.tokens[next].rolled = true;
        mint.tokens[next].refreshes = mint.tokens[old].refreshes;
        mint.tokens[old].replaced.get_or_insert(now);
        self.with_cookies(reply, &mint.tokens[next].text, None)
    }

    /// Who is refused is a guest from now on, where the server has such.
    pub(super) fn guests_answer(&mut self, reply: Reply) -> Reply {
        if self.rules.kind != Kind::OwnCookie || !self.rules.makes_guests {
            return reply;
        }
        reply.with_cookie(&format!(
            "sid=guest{}; Path=/; HttpOnly",
            self.next_cookie()
        ))
    }
}
