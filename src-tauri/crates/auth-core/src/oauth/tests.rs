//! What is believed, and what is not. Each refusal has a name of its own.

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, jwk::Jwk};
use serde_json::{Value, json};

use super::{
    Attempt, Expected, Keys, Metadata, Random, Verdict, address, check, id_token::hash_of, is_safe,
    places,
};
use crate::{
    report::{IdTokenProblem, OAuthProblem},
    wire::{BaseUrl, PlainHttp},
};

const ISSUER: &str = "https://id.example.org";
const NOW: u64 = 1_795_000_000;
const ACCESS: &str = "access-token-0001";

/// A key of a server, by its id.
struct Signer {
    key: EncodingKey,
    public: Value,
    kid: &'static str,
}

impl Signer {
    fn new(kid: &'static str) -> Self {
        let pair = rcgen::KeyPair::generate().expect("a key");
        let key = EncodingKey::from_ec_der(&pair.serialize_der());
        let jwk = Jwk::from_encoding_key(&key, Algorithm::ES256).expect("a public key");
        let mut public = serde_json::to_value(jwk).expect("JSON");
        public["kid"] = json!(kid);
        Self { key, public, kid }
    }

    fn sign(&self, claims: &Value) -> String {
        let header = Header {
            kid: Some(self.kid.to_owned()),
            ..Header::new(Algorithm::ES256)
        };
        encode(&header, claims, &self.key).expect("a token")
    }
}

fn keys(signers: &[&Signer]) -> Keys {
    let keys: Vec<_> = signers.iter().map(|it| it.public.clone()).collect();
    Keys::read(json!({ "keys": keys }).to_string().as_bytes())
}

fn claims() -> Value {
    json!({
        "iss": ISSUER, "aud": "latchkey", "sub": "7", "nonce": "n-0",
        "iat": NOW, "exp": NOW + 300, "at_hash": hash_of(Algorithm::ES256, ACCESS),
    })
}

fn expected() -> Expected<'static> {
    Expected {
        issuer: ISSUER,
        client_id: "latchkey",
        nonce: Some("n-0"),
        access_token: ACCESS,
        now: NOW,
    }
}

#[test]
fn a_good_id_token_is_believed() {
    let signer = Signer::new("k1");
    let claims = claims();
    let believed = check(&signer.sign(&claims), &keys(&[&signer]), &expected());
    assert_eq!(believed, Ok(claims));
}

#[test]
fn each_claim_that_is_wrong_has_a_name_of_its_own() {
    let signer = Signer::new("k1");
    for (name, value, problem) in [
        (
            "iss",
            json!("https://evil.example"),
            Some(IdTokenProblem::Issuer),
        ),
        (
            "iss",
            json!("https://id.example.org/"),
            Some(IdTokenProblem::Issuer),
        ),
        ("aud", json!("another"), Some(IdTokenProblem::Audience)),
        ("aud", json!([]), Some(IdTokenProblem::Audience)),
        ("aud", json!(["another", "latchkey"]), None),
        ("azp", json!("another"), Some(IdTokenProblem::Audience)),
        ("azp", json!("latchkey"), None),
        ("nonce", json!("n-1"), Some(IdTokenProblem::Nonce)),
        ("nonce", Value::Null, Some(IdTokenProblem::Nonce)),
        ("exp", json!(NOW - 61), Some(IdTokenProblem::Expired)),
        ("exp", json!(NOW - 59), None),
        ("exp", Value::Null, Some(IdTokenProblem::Expired)),
        ("iat", json!(NOW + 61), Some(IdTokenProblem::NotYet)),
        ("iat", Value::Null, Some(IdTokenProblem::NotYet)),
        ("sub", json!(""), Some(IdTokenProblem::Subject)),
        ("at_hash", json!("AAAA"), Some(IdTokenProblem::AccessToken)),
        ("at_hash", Value::Null, None),
    ] {
        let mut claims = claims();
        claims[name] = value.clone();
        let judged = check(&signer.sign(&claims), &keys(&[&signer]), &expected());
        assert_eq!(judged.err(), problem, "{name}: {value}");
    }
}

#[test]
fn a_device_has_no_nonce_to_compare() {
    let signer = Signer::new("k1");
    let expected = Expected {
        nonce: None,
        ..expected()
    };
    let judged = check(&signer.sign(&claims()), &keys(&[&signer]), &expected);
    assert!(judged.is_ok());
}

#[test]
fn what_nobody_signed_or_anybody_could_is_refused() {
    let signer = Signer::new("k1");
    let good = signer.sign(&claims());
    let (_, rest) = good.split_once('.').expect("a token");
    let (payload, _) = rest.split_once('.').expect("a token");
    // {"alg":"none"}
    let none = format!("eyJhbGciOiJub25lIn0.{payload}.");
    // The public key as the secret of an HMAC.
    let public = signer.public.to_string();
    let by_public = EncodingKey::from_secret(public.as_bytes());
    let hmac = encode(&Header::new(Algorithm::HS256), &claims(), &by_public).expect("a token");
    let other = Signer::new("k1").sign(&claims());
    let mut bent = good.clone();
    bent.replace_range(bent.len() - 4.., "AAAA");
    for (token, problem) in [
        (none, IdTokenProblem::Unreadable),
        (hmac, IdTokenProblem::Algorithm),
        (other, IdTokenProblem::Signature),
        (bent, IdTokenProblem::Signature),
        (
            format!("{}.{payload}.", &good[..good.find('.').unwrap_or(0)]),
            IdTokenProblem::Signature,
        ),
        ("opaque".to_owned(), IdTokenProblem::Unreadable),
        (String::new(), IdTokenProblem::Unreadable),
    ] {
        let judged = check(&token, &keys(&[&signer]), &expected());
        assert_eq!(judged, Err(problem), "{token}");
    }
}

#[test]
fn a_key_is_found_by_its_id_and_one_for_encryption_is_none() {
    let (one, other) = (Signer::new("k1"), Signer::new("k2"));
    let token = other.sign(&claims());
    assert!(check(&token, &keys(&[&one, &other]), &expected()).is_ok());
    let unknown = check(&token, &keys(&[&one]), &expected());
    assert_eq!(unknown, Err(IdTokenProblem::UnknownKey));
    let mut public = other.public.clone();
    public["use"] = json!("enc");
    let strange = json!({ "kty": "XYZ", "kid": "k2" });
    let set = Keys::read(json!({ "keys": [strange, public] }).to_string().as_bytes());
    assert_eq!(
        check(&token, &set, &expected()),
        Err(IdTokenProblem::UnknownKey)
    );
    assert_eq!(
        check(&token, &Keys::read(b"<html>"), &expected()),
        Err(IdTokenProblem::UnknownKey)
    );
}

fn trip() -> (Attempt, String) {
    let attempt = Attempt::new(&Random::new(Some([7; 32]))).expect("randomness");
    let parameters = attempt.in_browser("latchkey", "http://127.0.0.1:1/", Some("openid email"));
    let state = parameters.iter().find(|(name, _)| name == "state");
    let state = state.expect("a state").1.clone();
    (attempt, state)
}

#[test]
fn a_trip_is_known_by_its_state_and_by_its_issuer_and_by_nothing_twice() {
    let (attempt, state) = trip();
    let code = |query: &str| match attempt.judge(query, Some(ISSUER)) {
        Verdict::Code(code) => Some(code.expose().clone()),
        _ => None,
    };
    let iss = "iss=https%3A%2F%2Fid.example.org";
    assert_eq!(
        code(&format!("code=a%20b&state={state}")).as_deref(),
        Some("a b")
    );
    assert_eq!(
        code(&format!("code=c&state={state}&{iss}")).as_deref(),
        Some("c")
    );
    for query in [
        String::new(),
        "code=c".to_owned(),
        "code=c&state=".to_owned(),
        "code=c&state=another".to_owned(),
        format!("code=c&state={state}&iss=https%3A%2F%2Fevil.example"),
        format!("code=c&state={state}&{iss}&iss=https%3A%2F%2Fevil.example"),
        format!("code=c&code=d&state={state}"),
        format!("code=c&state={state}&state=another"),
        format!("code=c&error=access_denied&state={state}"),
        format!("state={state}"),
        format!("code=&state={state}"),
    ] {
        assert_eq!(
            attempt.judge(&query, Some(ISSUER)),
            Verdict::NotOurs,
            "{query}"
        );
    }
}

#[test]
fn who_says_no_is_heard_only_with_the_state() {
    let (attempt, state) = trip();
    let said = "error=access_denied&error_description=Not%20today";
    let declined = Verdict::Declined {
        code: "access_denied".to_owned(),
        said: Some("Not today".to_owned()),
    };
    assert_eq!(
        attempt.judge(&format!("{said}&state={state}"), Some(ISSUER)),
        declined
    );
    assert_eq!(
        attempt.judge(&format!("{said}&state=x"), Some(ISSUER)),
        Verdict::NotOurs
    );
}

#[test]
fn no_two_trips_are_alike_and_none_begins_without_randomness() {
    let random = Random::new(Some([7; 32]));
    let taken: std::collections::BTreeSet<_> = (0..64)
        .filter_map(|_| random.take().map(|it| it.expose().clone()))
        .collect();
    assert_eq!(taken.len(), 64);
    assert!(taken.iter().all(|it| it.len() == 43));
    assert!(Attempt::new(&Random::new(None)).is_none());
}

#[test]
fn the_challenge_is_that_of_the_verifier_and_what_the_address_had_stays() {
    let (attempt, _) = trip();
    let parameters = attempt.in_browser("a b", "http://127.0.0.1:1/", None);
    let text = address("https://id.example.org/auth?p=1", &parameters).expect("an address");
    let text = text.expose();
    assert!(text.starts_with("https://id.example.org/auth?p=1&response_type=code&client_id=a+b"));
    assert!(text.contains("code_challenge_method=S256"), "{text}");
    assert!(!text.contains("nonce") && !text.contains("scope"), "{text}");
    assert!(!text.contains(attempt.verifier.expose()), "{text}");
}

#[test]
fn a_document_is_the_issuers_or_nobodys() {
    let read = |issuer: &str, document: &Value| {
        Metadata::read(issuer, document.to_string().as_bytes()).map(|it| it.issuer)
    };
    let document = |issuer: &str| json!({ "issuer": issuer, "token_endpoint": "https://a/t" });
    assert_eq!(read(ISSUER, &document(ISSUER)), Ok(ISSUER.to_owned()));
    let with_slash = format!("{ISSUER}/");
    assert_eq!(read(ISSUER, &document(&with_slash)), Ok(with_slash.clone()));
    for (asked, found) in [
        (ISSUER, ""),
        (with_slash.as_str(), ISSUER),
        (ISSUER, "https://ID.example.org"),
        (ISSUER, "https://id.example.org//"),
        ("http://localhost:1", "http://127.0.0.1:1"),
    ] {
        let found = found.to_owned();
        assert_eq!(
            read(asked, &document(&found)),
            Err(OAuthProblem::OtherIssuer { found })
        );
    }
    assert_eq!(
        Metadata::read(ISSUER, b"<html>").err(),
        Some(OAuthProblem::NoDocument)
    );
}

#[test]
fn a_document_is_looked_for_below_the_issuer_and_before_its_path() {
    let places: Vec<_> = places("https://id.example.org/realms/main/")
        .into_iter()
        .map(String::from)
        .collect();
    assert_eq!(
        places,
        [
            "https://id.example.org/realms/main/.well-known/openid-configuration",
            "https://id.example.org/.well-known/oauth-authorization-server/realms/main"
        ]
    );
}

#[test]
fn credentials_go_nowhere_in_plain_text_but_where_a_person_has_allowed_it() {
    let base = BaseUrl::parse("http://nas.example:8080", PlainHttp::Allowed).expect("an address");
    for (address, safe) in [
        ("https://id.example.org/token", true),
        ("https://id.example.org/token?p=1", true),
        ("http://127.0.0.1:9/token", true),
        ("http://nas.example:8080/token", true),
        ("http://nas.example:8081/token", false),
        ("http://id.example.org/token", false),
        ("https://ann@id.example.org/token", false),
        ("https://id.example.org/token#x", false),
        ("ftp://id.example.org/", false),
        ("/token", false),
    ] {
        assert_eq!(is_safe(address, &base), safe, "{address}");
    }
}
