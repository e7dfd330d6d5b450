//! Whether an id token is to be believed (OIDC Core 1.0 section 3.1.3.7). Signatures are `jsonwebtoken`'s, on the
//! cryptography that TLS brings along; what the claims must say is here, where time is given and not asked for.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{
    Algorithm, DecodingKey, Validation, decode, decode_header,
    jwk::{Jwk, PublicKeyUse},
};
use serde_json::Value;
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::{report::IdTokenProblem, wire::json};

/// By how much the clock of whoever signs may be ahead of the one of whoever sends, in seconds.
const LEEWAY: u64 = 60;

/// What is signed with a secret that both sides know is refused: anybody has the public key that it would be taken for.
const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

/// What an id token must say.
pub(crate) struct Expected<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) client_id: &'a str,
    /// That of the trip; `None` where there was none, as on another device.
    pub(crate) nonce: Option<&'a str>,
    /// The access token that came with it.
    pub(crate) access_token: &'a str,
    /// By the clock of the server that sent it, in seconds since 1970.
    pub(crate) now: u64,
}

/// The keys of a server (RFC 7517). One that is not understood is left out.
#[derive(Debug, Default)]
pub(crate) struct Keys(Vec<Jwk>);

impl Keys {
    pub(crate) fn read(body: &[u8]) -> Self {
        let set: Value = serde_json::from_slice(body).unwrap_or_default();
        let keys = set["keys"].as_array().into_iter().flatten();
        Self(
            keys.filter_map(|key| serde_json::from_value(key.clone()).ok())
                .collect(),
        )
    }

    fn for_signatures<'a>(&'a self, kid: Option<&'a str>) -> impl Iterator<Item = &'a Jwk> {
        let is_of_kid = move |key: &&Jwk| kid.is_none() || key.common.key_id.as_deref() == kid;
        let is_to_encrypt =
            |key: &&Jwk| key.common.public_key_use == Some(PublicKeyUse::Encryption);
        let fits = self.0.iter().filter(is_of_kid);
        fits.filter(move |key| !is_to_encrypt(key))
    }
}

/// The claims of a token that is to be believed.
pub(crate) fn check(
    token: &str,
    keys: &Keys,
    expected: &Expected<'_>,
) -> Result<Value, IdTokenProblem> {
    let header = decode_header(token).map_err(|_| IdTokenProblem::Unreadable)?;
    if !ALGORITHMS.contains(&header.alg) {
        return Err(IdTokenProblem::Algorithm);
    }
    let mut validation = Validation::new(header.alg);
    // Claims are looked at below.
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    let fitting = keys.for_signatures(header.kid.as_deref());
    let mut fitting = fitting
        .filter_map(|key| DecodingKey::from_jwk(key).ok())
        .peekable();
    if fitting.peek().is_none() {
        return Err(IdTokenProblem::UnknownKey);
    }
    let mut believed = fitting.filter_map(|key| decode::<Value>(token, &key, &validation).ok());
    let claims = believed.next().ok_or(IdTokenProblem::Signature)?.claims;
    check_claims(&claims, expected)?;
    let hash = claims["at_hash"].as_str();
    if hash.is_some_and(|hash| hash != hash_of(header.alg, expected.access_token)) {
        return Err(IdTokenProblem::AccessToken);
    }
    Ok(claims)
}

fn check_claims(claims: &Value, expected: &Expected<'_>) -> Result<(), IdTokenProblem> {
    let text = |name: &str| claims[name].as_str();
    let client = expected.client_id;
    let audience = match &claims["aud"] {
        Value::String(one) => vec![one.as_str()],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is_party = claims
        .get("azp")
        .is_none_or(|azp| azp.as_str() == Some(client));
    let time = |name: &str| json::seconds(&claims[name]);
    let ends = time("exp").unwrap_or_default();
    let is_of_now = time("iat").is_some_and(|began| began <= expected.now + LEEWAY);
    let is_of_trip = expected
        .nonce
        .is_none_or(|nonce| text("nonce") == Some(nonce));
    let checks = [
        (text("iss") == Some(expected.issuer), IdTokenProblem::Issuer),
        (audience.contains(&client), IdTokenProblem::Audience),
        (is_party, IdTokenProblem::Audience),
        (ends + LEEWAY > expected.now, IdTokenProblem::Expired),
        (is_of_now, IdTokenProblem::NotYet),
        (is_of_trip, IdTokenProblem::Nonce),
        (
            text("sub").is_some_and(|it| !it.is_empty()),
            IdTokenProblem::Subject,
        ),
    ];
    let mut failed = checks.into_iter().filter(|(holds, _)| !holds);
    failed.next().map_or(Ok(()), |(_, problem)| Err(problem))
}

/// The left half of an access token's hash (OIDC Core 1.0 section 3.1.3.6).
pub(crate) fn hash_of(algorithm: Algorithm, access_token: &str) -> String {
    let digest = match algorithm {
        Algorithm::RS384 | Algorithm::PS384 | Algorithm::ES384 => {
            Sha384::digest(access_token).to_vec()
        }
        Algorithm::RS512 | Algorithm::PS512 | Algorithm::EdDSA => {
            Sha512::digest(access_token).to_vec()
        }
        _ => Sha256::digest(access_token).to_vec(),
    };
    URL_SAFE_NO_PAD.encode(&digest[..digest.len() / 2])
}
