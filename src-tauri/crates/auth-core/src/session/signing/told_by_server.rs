//! Who has signed in, as an authorization server says it: by an id token that is to be believed, and by its own word when
//! it is asked.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use url::Url;

use super::{
    authorization::get,
    exchange::{Exchange, in_time},
};
use crate::{
    credentials::Purpose,
    dialect::{OAuth, endpoint, name},
    oauth::{self, Expected, Keys},
    report::{Account, Error, IdTokenProblem, OAuthProblem},
    wire::{Words, redact::Secrets},
    world::Answer,
};

impl Exchange<'_> {
    /// The claims of the id token in an answer; `None` where none was asked for.
    pub(super) async fn believed(&mut self, answer: &Answer) -> Result<Option<Value>, Error> {
        if !self.core.dialect.signs_in_in_browser() {
            return Ok(None);
        }
        bearer(answer, &self.core.secrets())?;
        let kept = |name: &str| self.grant.kept.get(name).map(|it| it.value.clone());
        let (nonce, token) = (kept(name::NONCE), kept(name::ID_TOKEN));
        let Some(token) = token else {
            return match nonce {
                Some(_) => Err(OAuthProblem::IdToken(IdTokenProblem::Missing).into()),
                None => Ok(None),
            };
        };
        let [issuer, client_id] = [name::ISSUER, name::CLIENT_ID]
            .map(|it| kept(it).map_or_else(String::new, |it| it.expose().clone()));
        let access = self.grant.access.clone();
        let expected = Expected {
            issuer: &issuer,
            client_id: &client_id,
            nonce: nonce.as_ref().map(|nonce| nonce.expose().as_str()),
            access_token: access.as_ref().map_or("", |it| it.expose()),
            now: answer.server_time().unwrap_or(self.core.clock.wall()),
        };
        let mut checked = oauth::check(token.expose(), &self.keys().await?, &expected);
        if checked == Err(IdTokenProblem::UnknownKey) {
            // They may have been changed in between. Once is enough.
            checked = oauth::check(token.expose(), &self.keys().await?, &expected);
        }
        let claims = checked.map_err(OAuthProblem::IdToken)?;
        if let Some(sid) = claims["sid"].as_str() {
            self.grant.kept.add(name::SID, sid.to_owned(), false);
        }
        Ok(Some(claims))
    }

    async fn keys(&self) -> Result<Keys, Error> {
        let at = self.grant.kept.get(name::JWKS);
        let at = at.and_then(|at| Url::parse(at.value.expose()).ok());
        let Some(at) = at else {
            return Err(OAuthProblem::NoEndpoint {
                name: endpoint::JWKS,
            }
            .into());
        };
        let answer = in_time(self.core, get(self.core, at)).await?;
        Ok(Keys::read(&answer.body))
    }

    /// The account, after the id token and what the server says of the same person when it is asked.
    pub(super) async fn identified(
        &mut self,
        claims: Option<Value>,
        url: &Url,
        known: &Secrets,
    ) -> Result<Account, Error> {
        let mut person = claims.unwrap_or_default();
        if self.grant.kept.get(name::USERINFO).is_some() {
            let asked = in_time(self.core, self.send(&OAuth::userinfo(), Purpose::Request)).await?;
            let told: Value = serde_json::from_slice(&asked.0.body).unwrap_or_default();
            if asked.0.status.is_success() && told.is_object() {
                // Whoever swaps answers could have us take one person for another (section 5.3.2).
                if !person.is_null() && person["sub"] != told["sub"] {
                    return Err(OAuthProblem::IdToken(IdTokenProblem::Subject).into());
                }
                merge(&mut person, told);
            }
        }
        let told = Answer {
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: Bytes::from(person.to_string()),
        };
        Ok(self.account(&told, url, known))
    }
}

/// Tokens that are shown as they are, and not bound to a key, or no access tokens at all: the types that are registered for
/// such (RFC 6749 section 11.1). Servers have words of their own for those of the usual kind.
fn bearer(answer: &Answer, known: &Secrets) -> Result<(), OAuthProblem> {
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let name = body["token_type"].as_str().unwrap_or_default();
    let is_other = ["dpop", "pop", "mac", "n_a"]
        .iter()
        .any(|it| name.eq_ignore_ascii_case(it));
    if is_other {
        let name = Words::name(name, known);
        return Err(OAuthProblem::TokenType { name });
    }
    Ok(())
}

/// What is said twice is believed the second time.
fn merge(person: &mut Value, told: Value) {
    match (person, told) {
        (Value::Object(person), Value::Object(told)) => person.extend(told),
        (person, told) => *person = told,
    }
}
