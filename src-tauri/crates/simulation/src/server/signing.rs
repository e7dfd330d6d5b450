//! Signing in and out.

mod authorizing;
mod code;
mod halves;

pub(super) use code::Code;
pub(crate) use halves::CODE_MARK;

use super::mint::Death;
use super::mint::FamilyId;
use super::mint::Mint;
use super::mint::Purpose;
use super::mint::TokenId;
use super::{Heard, Kind, Reply, Said, Server, Sessions};
use crate::ground::{At, Dice};

impl Server {
    pub(super) fn sign_in(
        &self,
        mint: &mut Mint,
        heard: &Heard<'_>,
        now: At,
        dice: &mut Dice,
    ) -> Reply {
        let field = |name: &str| heard.typed(name).unwrap_or_default();
        let refused = |status: u16, words: &str| match self.rules.kind {
            Kind::Form => Reply::led("/login?error", Said::Nothing),
            _ => Reply::message(status, words, Said::Nothing),
        };
        let found = self
            .accounts
            .iter()
            .position(|account| account.name == field("username") && !account.is_deleted);
        let Some(number) = found else {
            return refused(404, "User Not found.");
        };
        // What a person's program writes behind the password is for the checks; no server asks.
        let password = field("password");
        if password.split('#').next() != Some(self.accounts[number].password.as_str()) {
            return refused(401, "Invalid Password!");
        }
        let Some(family) = self.begin(mint, number, heard) else {
            return Reply::error_page(Said::Nothing);
        };
        if let Some(step) = self.rules.second_step
            && dice.chance(step.asked)
        {
            return self.ask_for_code(mint, family, step.grants, now, dice);
        }
        let refresh = self.mint_refresh(mint, family, now, dice);
        let access = self.mint_access(mint, (family, number), refresh, now, dice);
        let said = Said::SignedIn { family, access };
        self.grant(mint, access, refresh, Some(number), said)
    }

    /// A session of this account, if it may have one more.
    fn begin(&self, mint: &mut Mint, number: usize, heard: &Heard<'_>) -> Option<FamilyId> {
        let ours = |family: &super::mint::Family| {
            family.server == self.id && family.account == number && family.dead.is_none()
        };
        match self.rules.sessions {
            Sessions::OneAndRefuses if mint.families.iter().any(ours) => return None,
            Sessions::Many | Sessions::OneAndRefuses => {}
            Sessions::OneAndReplaces => {
                for family in mint.families.iter_mut().filter(|family| ours(family)) {
                    family.dead = Some(Death::Replaced);
                }
            }
        }
        Some(mint.found_family(self.id, number, heard.process))
    }

    pub(super) fn sign_out(&self, mint: &mut Mint, heard: &Heard<'_>, now: At) -> Reply {
        let presented = self.rules.kind.access_of(heard);
        let token = presented.and_then(|text| mint.exactly(&text));
        let is_live = token.is_some_and(|token| self.knows(mint, token, now));
        let bye = || Reply::message(200, "You've been signed out!", Said::Nothing);
        match (self.rules.kind, token) {
            (Kind::NodeBody | Kind::Guest | Kind::Form, _) => Reply::no_route(),
            (Kind::NodeCookie, _) => bye().with_cookie(
                "bezkoder-session=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT; httponly",
            ),
            (Kind::SpringBody | Kind::SpringCookie, Some(token)) if is_live => {
                let account = mint.families[mint.tokens[token].family].account;
                for family in mint
                    .families
                    .iter_mut()
                    .filter(|family| family.server == self.id && family.account == account)
                {
                    family.dead.get_or_insert(Death::SignedOut);
                }
                bye()
            }
            (Kind::SpringBody, _) => Reply::failing(500),
            (Kind::SpringCookie, _) => bye()
                .with_cookie("bezkoder-jwt=; Path=/api")
                .with_cookie("bezkoder-jwt-refresh=; Path=/api/auth/refreshtoken"),
            (Kind::OwnBody | Kind::OwnCookie, Some(token))
                if is_live || !self.rules.sign_out_needs_live_access =>
            {
                let family = mint.tokens[token].family;
                if mint.families[family].server == self.id {
                    mint.families[family].dead.get_or_insert(Death::SignedOut);
                }
                bye()
            }
            _ => Reply::message(401, "invalid token", Said::Nothing),
        }
    }

    /// Whether an access token is good.
    pub(crate) fn accepts(&self, mint: &Mint, token: TokenId, now: At) -> bool {
        let family = mint.tokens[token].family;
        self.knows(mint, token, now) && mint.families[family].half.is_none()
    }

    /// The same, or will be once its code has been entered.
    pub(super) fn knows(&self, mint: &Mint, token: TokenId, now: At) -> bool {
        let token = &mint.tokens[token];
        let family = &mint.families[token.family];
        let stands = family.dead.is_none() && !self.accounts[family.account].is_deleted;
        token.purpose == Purpose::Access
            && family.server == self.id
            && token.expires.is_none_or(|end| now < end)
            && (stands || !self.rules.revokes_access)
            && (token.replaced.zip(self.rules.lingers))
                .is_none_or(|(at, lingers)| now.since(at) <= lingers)
    }
}
