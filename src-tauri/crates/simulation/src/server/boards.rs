//! Everything that an access token is for.

use super::mint::Mint;
use super::{Heard, Kind, Reply, Said, Server};
use crate::ground::{At, Dice};

impl Server {
    pub(super) fn board(
        &self,
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
            return Reply::message(401, "Unauthorized!", said);
        };
        let (family, said) = (mint.tokens[token].family, Said::Served { access });
        let account = mint.families[family].account;
        if heard.path == "/api/test/admin" && !self.accounts[account].is_admin {
            return match kind {
                // What goes through its error page looks like any other 401.
                Kind::SpringCookie => Reply::error_page(Said::Unauthorized { access }),
                Kind::SpringBody => Reply::text(403, "", said),
                _ => Reply::message(403, "Require Admin Role!", said),
            };
        }
        let reply = Reply::text(200, "User Content.", said);
        if kind == Kind::NodeCookie && dice.chance(self.rules.rolls_cookies) {
            let next = self.mint_access(mint, (family, account), None, now, dice);
            mint.tokens[next].rolled = true;
            return self.with_cookies(reply, &mint.tokens[next].text, None);
        }
        reply
    }
}
