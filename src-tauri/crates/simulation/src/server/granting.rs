//! Making tokens, and putting them into an answer.

use std::{fmt::Write as _, time::Duration};

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use serde_json::{Map, Value, json};

use super::mint::FamilyId;
use super::mint::Mint;
use super::mint::Purpose;
use super::mint::Token;
use super::mint::TokenId;
use super::mint::fingerprint;
use super::speech::BESIDE;
use super::{Kind, Reply, Said, Server};
use crate::ground::{At, Dice};

/// The header of every JWT: `{"alg":"HS256"}`.
const JWT_HEADER: &str = "eyJhbGciOiJIUzI1NiJ9";

impl Server {
    /// Makes an access token of a family. `subject` is whose name it bears.
    pub(super) fn mint_access(
        &self,
        mint: &mut Mint,
        (family, subject): (FamilyId, usize),
        granted_with: Option<TokenId>,
        now: At,
        dice: &mut Dice,
    ) -> TokenId {
        let mark = mint.next_mark(dice);
        let wall = self.wall(now);
        let expires = wall + self.rules.access_life;
        let mut text = if self.rules.opaque {
            mark
        } else {
            let issued = if self.rules.says_iat {
                format!(r#","iat":{wall}"#)
            } else {
                String::new()
            };
            let claims = format!(r#"{{"sub":"{subject}"{issued},"exp":{expires}}}"#);
            format!("{JWT_HEADER}.{}.{mark}", URL_SAFE_NO_PAD.encode(claims))
        };
        if let Some(refresh) = granted_with.filter(|_| self.rules.is_one) {
            text.push(BESIDE);
            text.push_str(&mint.tokens[refresh].text);
        }
        mint.register(Token {
            family,
            purpose: Purpose::Access,
            fingerprint: fingerprint(&text),
            text,
            issued: now,
            // Whole seconds, as the token itself says it.
            expires: Some(now + Duration::from_secs(self.rules.access_life)),
            used: None,
            granted_with,
            was_durable: false,
            rolled: false,
            replaced: None,
            refreshes: mint.families[family].refreshes,
        })
    }

    pub(super) fn mint_refresh(
        &self,
        mint: &mut Mint,
        family: FamilyId,
        now: At,
        dice: &mut Dice,
    ) -> Option<TokenId> {
        if !self.rules.kind.refreshes() || self.rules.gives_no_refresh {
            return None;
        }
        let text = mint.next_mark(dice);
        Some(mint.register(Token {
            family,
            purpose: Purpose::Refresh,
            text,
            issued: now,
            expires: self.rules.refresh_life.map(|life| now + life),
            used: None,
            granted_with: None,
            fingerprint: 0,
            was_durable: false,
            rolled: false,
            replaced: None,
            refreshes: mint.families[family].refreshes,
        }))
    }

    /// An answer that grants these. `account` is put into the answer to a sign-in.
    pub(super) fn grant(
        &self,
        mint: &Mint,
        access: TokenId,
        refresh: Option<TokenId>,
        account: Option<usize>,
        said: Said,
    ) -> Reply {
        let body = account.map_or_else(Map::new, |number| self.account(number));
        self.granting(mint, access, refresh, body, said)
    }

    /// The same with something of its own in it.
    pub(super) fn granting(
        &self,
        mint: &Mint,
        access: TokenId,
        refresh: Option<TokenId>,
        mut body: Map<String, Value>,
        said: Said,
    ) -> Reply {
        let text = |token: TokenId| mint.tokens[token].text.as_str();
        let refresh = refresh.filter(|_| !self.rules.is_one);
        let kind = self.rules.kind;
        if !kind.has_cookies() {
            let (access_field, refresh_field, lifetime_field) = match kind {
                Kind::OwnBody | Kind::Guest | Kind::OAuth => {
                    ("access_token", "refresh_token", "expires_in")
                }
                _ => ("accessToken", "refreshToken", "expiresIn"),
            };
            body.insert(access_field.to_owned(), Value::from(text(access)));
            if let Some(refresh) = refresh {
                body.insert(refresh_field.to_owned(), Value::from(text(refresh)));
            }
            if self.rules.states_lifetime {
                body.insert(lifetime_field.to_owned(), self.rules.access_life.into());
            }
        }
        let reply = match said {
            // Where a form leads to says that it was right.
            Said::SignedIn { .. } if kind == Kind::Form => Reply::led("/", said),
            said => Reply::json(200, &Value::Object(body), said),
        };
        let reply = self.with_csrf(reply, mint, mint.tokens[access].family);
        if kind.has_cookies() {
            self.with_cookies(reply, text(access), refresh.map(text))
        } else {
            reply
        }
    }

    /// What an answer says of an account.
    pub(super) fn account(&self, number: usize) -> Map<String, Value> {
        let account = &self.accounts[number];
        let roles = if account.is_admin {
            json!(["ROLE_USER", "ROLE_ADMIN"])
        } else {
            json!(["ROLE_USER"])
        };
        let mut body = Map::new();
        body.insert("id".to_owned(), number.into());
        body.insert("username".to_owned(), account.name.as_str().into());
        body.insert(
            "email".to_owned(),
            format!("{}@example.org", account.name).into(),
        );
        body.insert("roles".to_owned(), roles);
        body
    }

    /// The cookies that carry these.
    pub(super) fn with_cookies(&self, reply: Reply, access: &str, refresh: Option<&str>) -> Reply {
        let max_age = |life: Option<Duration>| {
            life.map_or_else(String::new, |life| format!("; Max-Age={}", life.as_secs()))
        };
        let refresh_age = max_age(self.rules.refresh_life);
        match self.rules.kind {
            Kind::NodeCookie => {
                let session = STANDARD.encode(format!(r#"{{"token":"{access}"}}"#));
                // The signature is what the token is recognised by in a record.
                let mark = &access[access.rfind('.').map_or(0, |dot| dot + 1)..];
                reply
                    .with_cookie(&format!(
                        "bezkoder-session={session}; path=/; samesite=strict; httponly"
                    ))
                    .with_cookie(&format!(
                        "bezkoder-session.sig={mark}; path=/; samesite=strict; httponly"
                    ))
            }
            Kind::SpringCookie => {
                let reply = reply.with_cookie(&format!(
                    "bezkoder-jwt={access}; Path=/api; Max-Age=86400; HttpOnly"
                ));
                with_refresh(
                    reply,
                    refresh,
                    "bezkoder-jwt-refresh",
                    "/api/auth/refreshtoken",
                    &refresh_age,
                )
            }
            Kind::Form => {
                let reply = reply.with_cookie(&format!("sid={access}; Path=/; HttpOnly"));
                with_refresh(reply, refresh, "remember", "/", &refresh_age)
            }
            _ => {
                let access_age = max_age(Some(Duration::from_secs(self.rules.access_life)));
                let reply =
                    reply.with_cookie(&format!("sid={access}; Path=/{access_age}; HttpOnly"));
                with_refresh(reply, refresh, "rid", "/v1/token", &refresh_age)
            }
        }
    }
}

fn with_refresh(reply: Reply, token: Option<&str>, name: &str, path: &str, age: &str) -> Reply {
    let Some(token) = token else {
        return reply;
    };
    let mut cookie = format!("{name}={token}; Path={path}");
    // Writing to a string cannot fail.
    let _ = write!(cookie, "{age}; HttpOnly");
    reply.with_cookie(&cookie)
}
