//! One trip of the browser: what it is sent with, and what is believed of what it comes back with.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use url::{Url, form_urlencoded};

use super::Random;
use crate::secret::Secret;

/// What a trip is recognised by (RFC 9700 section 2.1).
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    /// Comes back with the code.
    state: Secret<String>,
    /// Comes back in the id token.
    pub(crate) nonce: Secret<String>,
    /// Shows that whoever brings the code has sent the browser (RFC 7636).
    pub(crate) verifier: Secret<String>,
}

/// What came to the address that the browser is sent back to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The code.
    Code(Secret<String>),
    /// The server, or the person there, says no: the `error`, and its words.
    Declined { code: String, said: Option<String> },
    /// It belongs to no trip of ours: a spare connection, another program, an old page.
    NotOurs,
}

impl Attempt {
    /// `None` where the system has no randomness.
    pub(crate) fn new(random: &Random) -> Option<Self> {
        Some(Self {
            state: random.take()?,
            nonce: random.take()?,
            verifier: random.take()?,
        })
    }

    /// Every secret value, to be redacted from what servers say.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &[u8]> {
        let all = [&self.state, &self.nonce, &self.verifier];
        all.into_iter().map(|secret| secret.expose().as_bytes())
    }

    /// What is sent with the browser beside what the dialect adds. A sign-in without `openid` has no id token, and no
    /// nonce to be in it.
    pub(crate) fn in_browser(
        &self,
        client_id: &str,
        redirect: &str,
        scope: Option<&str>,
    ) -> Vec<(String, String)> {
        let challenge = challenge(&self.verifier);
        let nonce = self.nonce.expose().as_str();
        let wants_id = scope.is_some_and(asks_for_id_token);
        let all = [
            ("response_type", Some("code")),
            ("client_id", Some(client_id)),
            ("redirect_uri", Some(redirect)),
            ("scope", scope),
            ("state", Some(self.state.expose().as_str())),
            ("nonce", Some(nonce).filter(|_| wants_id)),
            ("code_challenge", Some(challenge.as_str())),
            ("code_challenge_method", Some("S256")),
        ];
        said(all)
    }

    /// What a sign-in on another device begins with.
    pub(crate) fn on_device(&self, scope: Option<&str>) -> Vec<(String, String)> {
        let challenge = challenge(&self.verifier);
        let all = [
            ("scope", scope),
            ("code_challenge", Some(challenge.as_str())),
            ("code_challenge_method", Some("S256")),
        ];
        said(all)
    }

    /// What the query of a redirect says. A missing `iss` is normal; another one is somebody else's (RFC 9207), where it is
    /// known whose it should be.
    pub(crate) fn judge(&self, query: &str, issuer: Option<&str>) -> Verdict {
        let fields: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
        let field = |name: &str| {
            let mut of_name = fields.iter().filter(|(it, _)| it == name);
            let first = of_name.next().map(|(_, value)| value.as_ref());
            // What is there twice may be read in two ways, and was written by nobody honest.
            first.filter(|value| !value.is_empty() && of_name.next().is_none())
        };
        let is_ours = field("state").is_some_and(|state| is_equal(state, self.state.expose()));
        let is_theirs = fields
            .iter()
            .all(|(name, iss)| name != "iss" || issuer.is_none_or(|it| iss == it));
        if !is_ours || !is_theirs {
            return Verdict::NotOurs;
        }
        match (field("code"), field("error")) {
            (Some(code), None) => Verdict::Code(Secret::from(code.to_owned())),
            (None, Some(error)) => Verdict::Declined {
                code: error.to_owned(),
                said: field("error_description").map(str::to_owned),
            },
            _ => Verdict::NotOurs,
        }
    }
}

/// Those that have a value.
fn said<const N: usize>(all: [(&str, Option<&str>); N]) -> Vec<(String, String)> {
    let all = all.into_iter();
    all.filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())))
        .collect()
}

/// The challenge that a verifier answers (RFC 7636 section 4.2).
fn challenge(verifier: &Secret<String>) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.expose()))
}

/// OIDC Core 1.0 section 3.1.2.1.
pub(crate) fn asks_for_id_token(scope: &str) -> bool {
    scope.split(' ').any(|word| word == "openid")
}

/// The address that the browser opens. Parameters of the address itself stay.
pub(crate) fn address(
    authorization: &str,
    parameters: &[(String, String)],
) -> Option<Secret<String>> {
    let mut url = Url::parse(authorization).ok()?;
    url.query_pairs_mut().extend_pairs(parameters);
    Some(Secret::from(String::from(url)))
}

/// Without telling by its time how much of it was right.
fn is_equal(one: &str, other: &str) -> bool {
    Sha256::digest(one) == Sha256::digest(other)
}
