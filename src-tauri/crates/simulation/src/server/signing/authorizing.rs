//! An authorization server (RFC 6749, with PKCE): what it says of itself, the page that sends a browser back with a code,
//! and what it gives for one.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::time::Duration;

use super::{CODE_MARK, Code};
use crate::ground::{At, Dice};
use crate::server::mint::{Death, Mint};
use crate::server::speech::{ACCOUNT, DOCUMENTS};
use crate::server::{Heard, Reply, Said, Server, field};

/// How long a code is good.
const GOOD_FOR: Duration = Duration::from_mins(1);
const AUTHORIZE: &str = "/oauth/authorize";

impl Server {
    /// What stands in the address that a browser is sent back to, where a person has signed in with the right password.
    /// `mark` stands behind the code: for the checks; no server asks.
    pub(crate) fn authorize(
        &mut self,
        query: &str,
        account: usize,
        mark: usize,
        now: At,
        dice: &mut Dice,
    ) -> String {
        let asked = |name: &str| field(query.as_bytes(), name).unwrap_or_default();
        let state = asked("state");
        if self.accounts[account].is_deleted {
            return format!("error=access_denied&state={state}");
        }
        let text = format!("{CODE_MARK}-{:016x}#{mark}", dice.roll());
        self.codes.push(Code {
            text: text.clone(),
            account,
            challenge: asked("code_challenge"),
            redirect: asked("redirect_uri"),
            until: now + GOOD_FOR,
            gave: None,
        });
        let escaped = text.replace('#', "%23");
        format!("code={escaped}&state={state}")
    }

    pub(in crate::server) fn serve_oauth(
        &mut self,
        mint: &mut Mint,
        heard: &Heard<'_>,
        now: At,
        dice: &mut Dice,
    ) -> Reply {
        let kind = self.rules.kind;
        let is_post = *heard.method == Method::POST;
        match heard.path {
            path if DOCUMENTS.contains(&path) => self.document(path),
            path if kind.is_sign_in(heard.method, path, heard.body) => {
                self.exchange(mint, heard, now, dice)
            }
            path if is_post && kind.is_refresh(path, heard.body) => {
                self.refresh(mint, heard, now, dice)
            }
            path if is_post && path == kind.routes().sign_out => self.revoke(mint, heard),
            path if path == kind.routes().refresh => error(400, "unsupported_grant_type"),
            ACCOUNT => self.who(mint, heard, now),
            _ => self.board(mint, heard, now, dice),
        }
    }

    /// Not every one of them speaks `OpenID Connect`.
    fn document(&self, path: &str) -> Reply {
        if self.rules.opaque && path == DOCUMENTS[0] {
            return Reply::no_route();
        }
        let base = Self::address_of(self.id);
        let at = |path: &str| format!("{base}{path}");
        let routes = self.rules.kind.routes();
        let document = json!({
            "issuer": base,
            "authorization_endpoint": at(AUTHORIZE),
            "token_endpoint": at(routes.sign_in),
            "revocation_endpoint": at(routes.sign_out),
        });
        Reply::json(200, &document, Said::Nothing)
    }

    /// Gives tokens for a code, once.
    fn exchange(&mut self, mint: &mut Mint, heard: &Heard<'_>, now: At, dice: &mut Dice) -> Reply {
        let said = |name: &str| heard.typed(name).unwrap_or_default();
        let shown = URL_SAFE_NO_PAD.encode(Sha256::digest(said("code_verifier")));
        let (code, redirect) = (said("code"), said("redirect_uri"));
        let known = self.codes.iter().position(|it| it.text == code);
        let Some(at) = known else {
            return error(400, "invalid_grant");
        };
        let known = &self.codes[at];
        if let Some(family) = known.gave {
            // Two have come with it, and one of them has stolen it.
            mint.families[family].dead.get_or_insert(Death::Stolen);
            return error(400, "invalid_grant");
        }
        let is_right = known.challenge == shown && known.redirect == redirect;
        let is_there = !self.accounts[known.account].is_deleted;
        if !is_right || !is_there || now > known.until {
            return error(400, "invalid_grant");
        }
        let account = known.account;
        let Some(family) = self.begin(mint, account, heard) else {
            return error(400, "access_denied");
        };
        self.codes[at].gave = Some(family);
        let refresh = self.mint_refresh(mint, family, now, dice);
        let access = self.mint_access(mint, (family, account), refresh, now, dice);
        let said = Said::SignedIn { family, access };
        self.grant(mint, access, refresh, None, said)
    }

    /// Whatever it is shown is worth nothing afterwards, and nothing of the same sign-in (RFC 7009).
    fn revoke(&self, mint: &mut Mint, heard: &Heard<'_>) -> Reply {
        let shown = heard.typed("token");
        if let Some(token) = shown.and_then(|text| mint.exactly(&text)) {
            let family = &mut mint.families[mint.tokens[token].family];
            if family.server == self.id {
                family.dead.get_or_insert(Death::SignedOut);
            }
        }
        Reply::text(200, "", Said::Nothing)
    }

    /// Whose the access token is.
    fn who(&self, mint: &Mint, heard: &Heard<'_>, now: At) -> Reply {
        let text = self.rules.kind.access_of(heard);
        let access = text.and_then(|text| mint.exactly(&text));
        match access.filter(|token| self.accepts(mint, *token, now)) {
            Some(token) => {
                let account = mint.families[mint.tokens[token].family].account;
                let body = Value::Object(self.account(account));
                Reply::json(200, &body, Said::Nothing)
            }
            None => Reply::message(401, "Unauthorized!", Said::Unauthorized { access }),
        }
    }
}

fn error(status: u16, code: &str) -> Reply {
    Reply::json(status, &json!({ "error": code }), Said::Nothing)
}
