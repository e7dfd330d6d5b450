//! The model server: what a back end of this family does, written from what the real ones were
//! measured to answer and from common OAuth practice, and from nothing else. It sees a method, a path,
//! headers and a body like any server, and knows nothing of the engine: nor may whoever changes it look
//! there. Used here: `ground`.

mod boards;
mod csrf;
mod form;
mod granting;
mod guard;
mod mint;
mod refreshing;
mod reply;
mod signing;
mod speech;

#[cfg(test)]
mod tests;

use std::time::Duration;

use http::Method;

use self::signing::Code;
use crate::ground::{At, BEGINNING, Dice};

pub(crate) use csrf::CSRF_MARK;
pub(crate) use guard::Guard;
pub(crate) use mint::{Death, FamilyId, MARK, Mint, PASSWORD_MARK, Purpose, Token, TokenId};
pub(crate) use reply::{Refusal, Reply, Said};
pub(crate) use signing::CODE_MARK;
pub(crate) use speech::{
    ACCOUNT, CODE, Csrf, DOCUMENTS, Heard, Kind, NO_CODE, Routes, SEND_CODE, SecondStep, field,
};

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
    /// How long a session cookie is still taken after another has taken its place; `None`: as long as it lives.
    pub(crate) lingers: Option<Duration>,
    /// Whether every answer sets the cookie of a load balancer, another one each time.
    pub(crate) is_sticky: bool,
    /// Whether who is refused gets a guest's cookie, of the session cookie's name.
    pub(crate) makes_guests: bool,
    pub(crate) csrf: Csrf,
    /// Whether one credential is for both: it opens the session, and refreshes it.
    pub(crate) is_one: bool,
    pub(crate) second_step: Option<SecondStep>,
    /// How often a refresh answers with somebody else's credentials, in a thousand: a broken cache.
    pub(crate) mixes_up: u32,
    /// Whether there is nothing to refresh with.
    pub(crate) gives_no_refresh: bool,
    /// How an authorization server says that it honours a refresh token no more.
    pub(crate) refuses_by: RefusesBy,
}

/// How an authorization server refuses a refresh token: as such servers were seen to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RefusesBy {
    /// As the standard has it: 400, `invalid_grant`.
    InvalidGrant,
    /// 400 with another code of the standard's.
    InvalidRequest,
    /// 401 with a code of its own.
    OwnCode,
    /// 400 with words, and without a code.
    Words,
    /// The code in what calls itself a success.
    Success,
    /// This status, and nothing else.
    Nothing(u16),
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
    /// What stands before its route for refreshes.
    pub(crate) guard: Option<Guard>,
    pub(crate) accounts: Vec<Account>,
    /// How many cookies it has made that are nobody's credential.
    cookies: u64,
    /// What browsers were sent back with.
    codes: Vec<Code>,
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
            guard: None,
            accounts: (0..accounts).map(account).collect(),
            cookies: 0,
            codes: Vec::new(),
        }
    }

    /// The base address of a server.
    pub(crate) fn address_of(server: usize) -> String {
        format!("https://server{server}.example")
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
        // An ordinary request that was sent on to that path is none.
        let kind = self.rules.kind;
        let is_refresh =
            kind.is_refresh(heard.path, heard.body) && *heard.method == kind.refreshes_by();
        let reply = match self.health {
            Health::Well => match self.guard.filter(|_| is_refresh) {
                Some(guard) => guard.refuses(),
                None => self.serve(mint, heard, now, dice),
            },
            Health::Down | Health::Mute => return None,
            Health::Failing(status) => Reply::failing(status),
            Health::Page(status) => Reply::page(status),
            Health::Busy { seconds, as_date } => {
                Reply::busy(seconds, as_date.then(|| self.wall(now)))
            }
        };
        Some(self.leaving(reply, now))
    }

    /// Sends a request elsewhere, and says about cookies what any other answer would.
    pub(crate) fn send_on(
        &mut self,
        mint: &mut Mint,
        heard: &Heard<'_>,
        to: &str,
        now: At,
        dice: &mut Dice,
    ) -> Reply {
        let text = self.rules.kind.access_of(heard);
        let access = text.and_then(|text| mint.exactly(&text));
        let accepted = access.filter(|token| self.accepts(mint, *token, now));
        let reply = Reply::redirect(302, to);
        let reply = match accepted {
            Some(token) => self.roll(mint, reply, token, now, dice),
            None => reply,
        };
        self.leaving(reply, now)
    }

    /// An answer as it leaves, by way of the load balancer.
    fn leaving(&mut self, mut reply: Reply, now: At) -> Reply {
        if self.rules.is_sticky {
            reply = reply.with_cookie(&format!("lb={}; Path=/", self.next_cookie()));
        }
        if self.rules.says_date {
            reply = reply.with_date(self.wall(now));
        }
        reply
    }

    fn next_cookie(&mut self) -> u64 {
        self.cookies += 1;
        self.cookies
    }

    fn serve(&mut self, mint: &mut Mint, heard: &Heard<'_>, now: At, dice: &mut Dice) -> Reply {
        match self.rules.kind {
            Kind::Form => return self.serve_form(mint, heard, now, dice),
            Kind::OAuth => return self.serve_oauth(mint, heard, now, dice),
            _ => {}
        }
        let routes = self.rules.kind.routes();
        if heard.path == routes.csrf && matches!(self.rules.csrf, Csrf::Fetched { .. }) {
            return self.csrf(mint, heard, now);
        }
        let is_auth = [routes.sign_in, routes.refresh, routes.sign_out].contains(&heard.path);
        if is_auth && heard.method != Method::POST {
            return Reply::no_route();
        }
        let is_code = [CODE, SEND_CODE, NO_CODE].contains(&heard.path);
        // Who refreshes by a token has no cookie that another site could make use of; and nobody could refresh who is
        // refused a token while there is nothing to refresh.
        let is_free =
            !self.rules.kind.has_cookies() || self.rules.csrf == (Csrf::Fetched { refuses: true });
        let is_bare = heard.path == routes.refresh && is_free;
        if (is_code || is_auth && !is_bare)
            && let Some(refused) = self.misses_csrf(mint, heard, now)
        {
            return refused;
        }
        if is_code {
            self.code(mint, heard, now, dice)
        } else if heard.path == routes.sign_in {
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
