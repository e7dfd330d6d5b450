//! The second step of a sign-in: a code, which is asked for now and then.

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::ground::{At, Dice};
use crate::server::mint::{Death, FamilyId, Half, Mint};
use crate::server::speech::{CODE, NO_CODE};
use crate::server::{Heard, Reply, Said, Server};

/// What every code begins with, and nothing else in a world does.
pub(crate) const CODE_MARK: &str = "OTP";
/// How long a code is good.
const GOOD_FOR: Duration = Duration::from_mins(1);
/// So many wrong ones, and nobody may try again.
const MOST_WRONG: u32 = 3;

impl Server {
    /// The code that makes this sign-in whole.
    pub(crate) fn code_of(family: FamilyId) -> String {
        format!("{CODE_MARK}-{family}")
    }

    /// Asks for the code, in place of a grant.
    pub(super) fn ask_for_code(
        &self,
        mint: &mut Mint,
        family: FamilyId,
        grants: bool,
        now: At,
        dice: &mut Dice,
    ) -> Reply {
        mint.families[family].half = Some(Half {
            until: now + GOOD_FOR,
            wrong: 0,
        });
        let said = Said::HalfSignedIn { family };
        let mut body = Map::new();
        body.insert("ticket".to_owned(), Value::from(format!("T{family}")));
        if !grants {
            body.insert("error".to_owned(), Value::from("code_wanted"));
            return Reply::json(401, &Value::Object(body), said);
        }
        body.insert("code_wanted".to_owned(), Value::from(true));
        let number = mint.families[family].account;
        let refresh = self.mint_refresh(mint, family, now, dice);
        let access = self.mint_access(mint, (family, number), refresh, now, dice);
        self.granting(mint, access, refresh, body, said)
    }

    /// Everything about codes.
    pub(in crate::server) fn code(
        &mut self,
        mint: &mut Mint,
        heard: &Heard<'_>,
        now: At,
        dice: &mut Dice,
    ) -> Reply {
        let Some(family) = self.ticket(mint, heard) else {
            return lapsed();
        };
        let known = &mut mint.families[family];
        let Some(until) = known.code_until.or(known.half.map(|half| half.until)) else {
            return lapsed();
        };
        let is_over = known.dead.is_some() || now > until;
        match heard.path {
            NO_CODE => {
                if known.half.is_some() {
                    known.dead.get_or_insert(Death::SignedOut);
                }
                Reply::json(200, &json!({}), Said::Nothing)
            }
            _ if is_over => lapsed(),
            CODE => self.enter(mint, heard, family, now, dice),
            _ => Reply::json(200, &json!({ "sent": true }), Said::Nothing),
        }
    }

    fn enter(
        &self,
        mint: &mut Mint,
        heard: &Heard<'_>,
        family: FamilyId,
        now: At,
        dice: &mut Dice,
    ) -> Reply {
        let typed = heard.typed("code").unwrap_or_default();
        // What a person's program writes behind the code is for the checks; no server asks.
        let is_right = typed.split('#').next() == Some(&Self::code_of(family));
        let known = &mut mint.families[family];
        if !is_right {
            if let Some(half) = &mut known.half {
                half.wrong += 1;
                if half.wrong >= MOST_WRONG {
                    half.until = At::default();
                    return lapsed();
                }
            }
            return Reply::json(401, &json!({ "error": "wrong_code" }), Said::Nothing);
        }
        // It is taken twice while it is good: an answer may have been lost.
        let until = known.half.take().map(|half| half.until);
        known.code_until = known.code_until.or(until);
        let number = known.account;
        let refresh = self.mint_refresh(mint, family, now, dice);
        let access = self.mint_access(mint, (family, number), refresh, now, dice);
        let said = Said::SignedIn { family, access };
        self.grant(mint, access, refresh, Some(number), said)
    }

    /// The sign-in that a request is about.
    fn ticket(&self, mint: &Mint, heard: &Heard<'_>) -> Option<FamilyId> {
        let family: FamilyId = heard.typed("ticket")?.strip_prefix('T')?.parse().ok()?;
        let known = mint.families.get(family)?;
        (known.server == self.id).then_some(family)
    }
}

fn lapsed() -> Reply {
    Reply::json(401, &json!({ "error": "lapsed" }), Said::Nothing)
}
