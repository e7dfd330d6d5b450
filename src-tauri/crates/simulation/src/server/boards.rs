//! Everything that an access token is for.

use super::mint::Mint;
use super::mint::TokenId;
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
        if heard.path == "/api/test/all" {
            return Reply::text(200, "Public Content.", Said::Nothing);
        }
        let kind = self.rules.kind;
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
