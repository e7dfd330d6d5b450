//! A server of pages and forms: what it says, it says by where it sends one. A second cookie remembers people when
//! their session is over; one that changes with each use is taken for stolen when it comes again.

use http::Method;
use serde_json::json;

use super::csrf::{guest_of, guests_cookie};
use super::mint::{Death, Mint, TokenId};
use super::speech::{ACCOUNT, PUBLIC};
use super::{Heard, Reply, Said, Server};
use crate::ground::{At, Dice};

const FORGOTTEN: &str = "remember=; Path=/; Max-Age=0";

impl Server {
    pub(super) fn serve_form(
        &mut self,
        mint: &mut Mint,
        heard: &Heard<'_>,
        now: At,
        dice: &mut Dice,
    ) -> Reply {
        let routes = self.rules.kind.routes();
        if heard.path == routes.csrf && *heard.method == Method::GET {
            return self.form_page(mint, heard, now);
        }
        if let Some(refused) = self.misses_csrf(mint, heard, now) {
            return refused;
        }
        if heard.path == routes.sign_in {
            return self.sign_in(mint, heard, now, dice);
        }
        if heard.path == routes.sign_out {
            return self.leave(mint, heard, now);
        }
        if heard.path == PUBLIC {
            return Reply::text(200, "Public Content.", Said::Nothing);
        }
        let shown = self.rules.kind.access_of(heard);
        let access = shown.and_then(|text| mint.exactly(&text));
        if let Some(token) = access.filter(|token| self.accepts(mint, *token, now)) {
            return self.to_a_member(mint, heard, token);
        }
        // Whatever is asked: who is remembered is in, and has used that up.
        if self.rules.kind.refresh_of(heard).is_some() {
            return self.refresh(mint, heard, now, dice);
        }
        self.asked_to_sign_in(heard, Said::Unauthorized { access })
    }

    fn to_a_member(&self, mint: &Mint, heard: &Heard<'_>, access: TokenId) -> Reply {
        let family = mint.tokens[access].family;
        let (number, routes) = (mint.families[family].account, self.rules.kind.routes());
        let account = &self.accounts[number];
        let who = json!({ "name": account.name, "id": number });
        if heard.path == routes.refresh && self.rules.kind.refresh_of(heard).is_some() {
            // The session is good, and there is nothing to remember anybody for.
            return Reply::json(200, &who, Said::Refreshed { family, access });
        }
        if [ACCOUNT, routes.refresh].contains(&heard.path) {
            return Reply::json(200, &who, Said::Nothing);
        }
        let said = Said::Served {
            access: Some(access),
        };
        if heard.path == "/api/test/admin" && !account.is_admin {
            return Reply::message(403, "Forbidden", said);
        }
        Reply::text(200, "User Content.", said)
    }

    /// Who is nobody is sent to sign in, and is a guest from now on.
    pub(super) fn asked_to_sign_in(&mut self, heard: &Heard<'_>, said: Said) -> Reply {
        let reply = Reply::led("/login", said);
        if guest_of(heard).is_some() {
            return reply;
        }
        reply.with_cookie(&guests_cookie(self.next_cookie()))
    }

    /// The same after a cookie that remembers nobody.
    pub(super) fn forget(&mut self, heard: &Heard<'_>, said: Said) -> Reply {
        self.asked_to_sign_in(heard, said).with_cookie(FORGOTTEN)
    }

    fn leave(&self, mint: &mut Mint, heard: &Heard<'_>, now: At) -> Reply {
        let kind = self.rules.kind;
        let shown = [kind.access_of(heard), kind.refresh_of(heard)];
        for text in shown.into_iter().flatten() {
            let Some(token) = mint.exactly(&text) else {
                continue;
            };
            let (is_access, family) = (self.knows(mint, token, now), mint.tokens[token].family);
            if is_access || self.judge(mint, token, now).is_ok() {
                mint.families[family].dead.get_or_insert(Death::SignedOut);
            }
        }
        Reply::led("/login?logout", Said::Nothing).with_cookie(FORGOTTEN)
    }

    /// A cookie that remembers somebody, and that somebody has used already: all of this person's are worth nothing.
    pub(super) fn take_for_theft(&self, mint: &mut Mint, account: usize) {
        let all = mint.families.iter_mut();
        for family in all.filter(|it| it.server == self.id && it.account == account) {
            family.dead.get_or_insert(Death::Stolen);
        }
    }
}
