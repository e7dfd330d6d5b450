//! The model server: what a back end of this family does, written from what the real ones were
//! measured to answer and from common OAuth practice, and from nothing else. It sees a method, a path,
//! headers and a body like any server, and knows nothing of the engine: nor may whoever changes it look
//! there. Used here: `ground`.

mod boards;
mod granting;
mod mint;
mod refreshing;
mod reply;
mod signing;
mod speech;

#[cfg(test)]
mod tests;

use std::time::Duration;

use http::Method;

use crate::ground::{At, BEGINNING, Dice};

pub(crate) use mint::{Death, FamilyId, MARK, Mint, PASSWORD_MARK, Purpose, TokenId};
pub(crate) use reply::{Refusal, Reply, Said};
pub(crate) use speech::{Heard, Kind};

/// What a server does with tokens.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "servers differ in each of them"
)]
pub(crate) struct Rules {
    pub(crate) kind: Kind,
    /// In seconds, as access tokens say it themselves.
    pub(crate) access_life: u64,
    pub(crate) refresh_life: Option<Duration>,
    /// Whether a refresh uses a refresh token up and gives another.
    pub(crate) rotates: bool,
    /// How long a used one still works: for answers that were lost.
    pub(crate) grace: Duration,
    /// Whether a used one that comes later than that ends the whole family.
    pub(crate) detects_reuse: bool,
    /// Whether access tokens are opaque and not JWTs.
    pub(crate) opaque: bool,
    /// Whether answers state the lifetime of an opaque token.
    pub(crate) states_lifetime: bool,
    /// Whether JWTs say when they were issued.
    pub(crate) says_iat: bool,
    /// Whether answers have a `Date`.
    pub(crate) says_date: bool,
    /// How wrong the server's own clock is, in seconds.
    pub(crate) skew: i64,
    /// Whether an access token dies with its family, and not only of age.
    pub(crate) revokes_access: bool,
    pub(crate) sessions: Sessions,
    /// Whether signing out needs an access token that is still good.
    pub(crate) sign_out_needs_live_access: bool,
    /// Whether the route for refreshes does not exist, whatever the dialect says.
    pub(crate) lacks_refresh: bool,
    /// How often an ordinary answer brings a new session cookie, in a thousand.
    pub(crate) rolls_cookies: u32,
    /// How often a refresh answers with somebody else's credentials, in a thousand: a broken cache.
    pub(crate) mixes_up: u32,
}

/// How many sessions a person may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sessions {
    Many,
    /// One; a second sign-in fails.
    OneAndRefuses,
    /// One; a second sign-in ends the first.
    OneAndReplaces,
}

/// An account.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) password: String,
    pub(crate) is_admin: bool,
    pub(crate) is_deleted: bool,
}

/// How a server is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Health {
    Well,
    /// It is not running.
    Down,
    /// It takes requests and never answers.
    Mute,
    /// It answers everything with this status.
    Failing(u16),
    /// It asks for patience: 429, and how many seconds, as a date or not.
    Busy {
        seconds: u64,
        as_date: bool,
    },
    /// What stands before it answers with a page of its own.
    Page(u16),
}

/// A server.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) id: usize,
    pub(crate) rules: Rules,
    pub(crate) health: Health,
    pub(crate) accounts: Vec<Account>,
}

impl Server {
    pub(crate) fn new(id: usize, rules: Rules, accounts: usize) -> Self {
        let account = |number: usize| Account {
            name: format!("person{number}"),
            password: format!("{PASSWORD_MARK}-{id}-{number}"),
            is_admin: number == 1,
            is_deleted: false,
        };
        Self {
            id,
            rules,
            health: Health::Well,
            accounts: (0..accounts).map(account).collect(),
        }
    }

    /// Its own idea of the time, in seconds since 1970.
    pub(crate) fn wall(&self, now: At) -> u64 {
        (BEGINNING + now.whole_seconds()).saturating_add_signed(self.rules.skew)
    }

    /// Answers, or `None` when it never will.
    pub(crate) fn answer(
        &mut self,
        mint: &mut Mint,
        heard: &Heard<'_>,
        now: At,
        dice: &mut Dice,
    ) -> Option<Reply> {
        let reply = match self.health {
            Health::Well => self.serve(mint, heard, now, dice),
            Health::Down | Health::Mute => return None,
            Health::Failing(status) => Reply::failing(status),
            Health::Page(status) => Reply::page(status),
            Health::Busy { seconds, as_date } => {
                Reply::busy(seconds, as_date.then(|| self.wall(now)))
            }
        };
        Some(if self.rules.says_date {
            reply.with_date(self.wall(now))
        } else {
            reply
        })
    }

    fn serve(&mut self, mint: &mut Mint, heard: &Heard<'_>, now: At, dice: &mut Dice) -> Reply {
        let routes = self.rules.kind.routes();
        let is_auth = [routes.sign_in, routes.refresh, routes.sign_out].contains(&heard.path);
        if is_auth && heard.method != Method::POST {
            return Reply::no_route();
        }
        if heard.path == routes.sign_in {
            self.sign_in(mint, heard, now, dice)
        } else if heard.path == routes.refresh {
            if self.rules.lacks_refresh || !self.rules.kind.refreshes() {
                return Reply::no_route();
            }
            self.refresh(mint, heard, now, dice)
        } else if heard.path == routes.sign_out {
            self.sign_out(mint, heard, now)
        } else {
            self.board(mint, heard, now, dice)
        }
    }

    /// Whatever was only in its memory is gone.
    pub(crate) fn forget_everything(&self, mint: &mut Mint) {
        let ours = mint
            .families
            .iter_mut()
            .filter(|family| family.server == self.id);
        for family in ours {
            family.dead.get_or_insert(Death::Forgotten);
        }
    }
}
