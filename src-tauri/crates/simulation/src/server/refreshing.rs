//! Refreshing: which refresh tokens are honoured, and what becomes of them.

use serde_json::json;

use super::mint::Death;
use super::mint::Mint;
use super::mint::Purpose;
use super::mint::TokenId;
use super::{Heard, Kind, Refusal, RefusesBy, Reply, Said, Server};
use crate::ground::{At, Dice};

impl Server {
    /// Whether a refresh token would be honoured now. Changes nothing.
    pub(crate) fn judge(&self, mint: &Mint, token: TokenId, now: At) -> Result<(), Refusal> {
        let token = &mint.tokens[token];
        let family = &mint.families[token.family];
        if token.purpose != Purpose::Refresh
            || family.server != self.id
            || family.dead.is_some()
            || family.half.is_some()
            || self.rules.lacks_refresh
        {
            return Err(Refusal::Unknown);
        }
        if self.accounts[family.account].is_deleted {
            return Err(Refusal::NoAccount);
        }
        if token.expires.is_some_and(|end| now >= end) {
            return Err(Refusal::Expired);
        }
        match token.used {
            Some(used) if self.rules.rotates && now.since(used) > self.rules.grace => {
                Err(Refusal::Used)
            }
            _ => Ok(()),
        }
    }

    pub(super) fn refresh(
        &mut self,
        mint: &mut Mint,
        heard: &Heard<'_>,
        now: At,
        dice: &mut Dice,
    ) -> Reply {
        let Some(text) = self.rules.kind.refresh_of(heard) else {
            let refused = self.refuse(None, Refusal::Missing);
            return self.guests_answer(refused);
        };
        let Some(token) = mint.exactly(&text) else {
            let refused = self.refuse(None, Refusal::Unknown);
            return match self.rules.kind {
                Kind::Form => self.forget(heard, refused.said),
                _ => self.guests_answer(refused),
            };
        };
        if let Err(why) = self.judge(mint, token, now) {
            let family = mint.tokens[token].family;
            let account = mint.families[family].account;
            if why == Refusal::Used && self.rules.kind == Kind::Form {
                self.take_for_theft(mint, account);
            }
            let known = &mut mint.families[family];
            match why {
                Refusal::Used if self.rules.detects_reuse => known.dead = Some(Death::Reused),
                // These servers remove it as they find it, and say something else the next time.
                Refusal::Expired if self.rules.kind.is_known() => {
                    known.dead = Some(Death::Expired);
                }
                _ => {}
            }
            let refused = self.refuse(Some(family), why);
            return match self.rules.kind {
                Kind::Form => self.forget(heard, refused.said),
                _ => self.guests_answer(refused),
            };
        }
        self.grant_refresh(mint, token, now, dice)
    }

    fn grant_refresh(&self, mint: &mut Mint, token: TokenId, now: At, dice: &mut Dice) -> Reply {
        let family = mint.tokens[token].family;
        let account = mint.families[family].account;
        if self.accounts.len() > 1 && !self.rules.opaque && dice.chance(self.rules.mixes_up) {
            let other = (account + 1) % self.accounts.len();
            let access = self.mint_access(mint, (family, other), None, now, dice);
            return self.grant(mint, access, None, None, Said::MixedUp { family });
        }
        mint.families[family].refreshes += 1;
        let (in_force, given) = if self.rules.rotates {
            mint.tokens[token].used.get_or_insert(now);
            let next = self.mint_refresh(mint, family, now, dice);
            (next, next)
        } else {
            // These give the access cookie alone.
            let repeats = !matches!(self.rules.kind, Kind::SpringCookie | Kind::Form);
            (Some(token), repeats.then_some(token))
        };
        let access = self.mint_access(mint, (family, account), in_force, now, dice);
        self.grant(
            mint,
            access,
            given,
            None,
            Said::Refreshed { family, access },
        )
    }

    /// Says no, in the words of this kind of server.
    fn refuse(&self, family: Option<usize>, why: Refusal) -> Reply {
        let said = Said::Refused { family, why };
        match (self.rules.kind, why) {
            (Kind::NodeBody, Refusal::NoAccount) => Reply::json(500, &json!({"message": {}}), said),
            (Kind::OwnBody, _) => Reply::json(400, &json!({"error": "invalid_grant"}), said),
            (Kind::OAuth, _) => self.refuse_as_seen(said),
            (Kind::OwnCookie | Kind::Guest, _) => Reply::message(401, "invalid session", said),
            (Kind::SpringBody | Kind::SpringCookie, Refusal::Missing) => {
                Reply::message(400, "Refresh Token is empty!", said)
            }
            (_, Refusal::Missing) => Reply::message(403, "Refresh Token is required!", said),
            (_, Refusal::Expired) => Reply::message(
                403,
                "Refresh token was expired. Please make a new signin request",
                said,
            ),
            _ => Reply::message(403, "Refresh token is not in database!", said),
        }
    }

    /// Says no as authorization servers were seen to.
    fn refuse_as_seen(&self, said: Said) -> Reply {
        let (status, body) = match self.rules.refuses_by {
            RefusesBy::InvalidGrant => (400, json!({ "error": "invalid_grant" })),
            RefusesBy::InvalidRequest => (400, json!({ "error": "invalid_request" })),
            RefusesBy::OwnCode => (401, json!({ "error": "refresh_token_dead" })),
            RefusesBy::Words => (400, json!({ "message": "Refresh token is not valid" })),
            RefusesBy::Success => (200, json!({ "error": "invalid_grant" })),
            // Nobody knows who it is that says nothing.
            RefusesBy::Nothing(status) => return Reply::text(status, "", Said::Foreign { status }),
        };
        Reply::json(status, &body, said)
    }
}
