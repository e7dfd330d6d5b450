//! What an authorization server has granted, and what it signs.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, jwk::Jwk};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use url::form_urlencoded;
use uuid::Uuid;

use crate::window::{
    failure::{Failure, Outcome},
    secrets::record::Ledger,
};

/// What the app is known by there.
pub(crate) const CLIENT: &str = "latchkey-on-this-desk";

/// The server's key.
pub(super) struct Signer {
    key: EncodingKey,
    public: Value,
}

const KEY_ID: &str = "of-this-tide";

impl Signer {
    pub(super) fn new() -> Outcome<Self> {
        let pair = rcgen::KeyPair::generate().map_err(|_| Failure::new("no key"))?;
        let key = EncodingKey::from_ec_der(&pair.serialize_der());
        let public = Jwk::from_encoding_key(&key, Algorithm::ES256);
        let public = public.map_err(|_| Failure::new("no public key"))?;
        let mut public = serde_json::to_value(public)?;
        public["kid"] = json!(KEY_ID);
        Ok(Self { key, public })
    }

    fn sign(&self, claims: &Value) -> Option<String> {
        let header = Header {
            kid: Some(KEY_ID.to_owned()),
            ..Header::new(Algorithm::ES256)
        };
        encode(&header, claims, &self.key).ok()
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer").finish_non_exhaustive()
    }
}

#[derive(Debug)]
pub(super) struct Grants {
    signer: Signer,
    /// The code that is out, and what it was asked with.
    code: Option<(String, BTreeMap<String, String>)>,
    access: Option<String>,
    refresh: Option<String>,
    id_token: Option<String>,
    /// Whether it gives refresh tokens.
    pub(super) refreshes: bool,
    ledger: Ledger,
}

impl Grants {
    pub(super) fn new(signer: Signer) -> Self {
        Self {
            signer,
            code: None,
            access: None,
            refresh: None,
            id_token: None,
            refreshes: true,
            ledger: Ledger::default(),
        }
    }

    /// All that was issued, and what belongs to it.
    pub(super) fn ledger(&self) -> Ledger {
        Arc::clone(&self.ledger)
    }

    /// What its signatures are held against.
    pub(super) fn key(&self) -> &Value {
        &self.signer.public
    }

    pub(super) fn expire_access(&mut self) {
        self.access = None;
    }

    pub(super) fn note(&self, secret: &str) {
        let mut ledger = self.ledger.lock().unwrap_or_else(PoisonError::into_inner);
        ledger.push(secret.to_owned());
    }

    pub(super) fn issue(&self) -> String {
        let text = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
        self.note(&text);
        text
    }

    /// A code for whoever was sent with this.
    pub(super) fn code(&mut self, asked: &BTreeMap<String, String>) -> String {
        for name in ["nonce", "code_challenge"] {
            self.note(asked.get(name).map(String::as_str).unwrap_or_default());
        }
        let code = self.issue();
        self.code = Some((code.clone(), asked.clone()));
        code
    }

    /// Tokens for a code with its proof, or for the newest refresh token. Either is good once.
    pub(super) fn token(&mut self, issuer: &str, body: &str) -> Option<Value> {
        let sent = fields(body);
        let field = |name: &str| sent.get(name).map(String::as_str).unwrap_or_default();
        if field("client_id") != CLIENT {
            return None;
        }
        if field("grant_type") == "authorization_code" {
            let (code, asked) = self.code.take()?;
            let is_it = code == field("code")
                && asked.get("redirect_uri").map(String::as_str) == Some(field("redirect_uri"));
            is_it.then_some(())?;
            return self.granted_to_ann(issuer, field("code_verifier"), &asked);
        }
        let newest = self.refresh.take()?;
        (newest == field("refresh_token")).then_some(())?;
        Some(self.pair())
    }

    /// Tokens for the code of a sign-in on another device, with its proof.
    pub(super) fn of_device(
        &mut self,
        issuer: &str,
        body: &str,
        (code, asked): (String, BTreeMap<String, String>),
    ) -> Option<Value> {
        let sent = fields(body);
        let field = |name: &str| sent.get(name).map(String::as_str).unwrap_or_default();
        let is_it = code == field("device_code") && field("client_id") == CLIENT;
        is_it.then_some(())?;
        self.granted_to_ann(issuer, field("code_verifier"), &asked)
    }

    /// Tokens and who they are for, where the proof is that of the challenge.
    fn granted_to_ann(
        &mut self,
        issuer: &str,
        proof: &str,
        asked: &BTreeMap<String, String>,
    ) -> Option<Value> {
        self.note(proof);
        let proven = URL_SAFE_NO_PAD.encode(Sha256::digest(proof));
        (asked.get("code_challenge") == Some(&proven)).then_some(())?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
        let claims = json!({
            "iss": issuer, "aud": CLIENT, "sub": "7", "preferred_username": "ann", "email": "ann@harbour.example",
            "nonce": asked.get("nonce"), "iat": now, "exp": now + 3600,
        });
        let id_token = self.signer.sign(&claims)?;
        self.note(&id_token);
        let mut granted = self.pair();
        granted["id_token"] = json!(id_token);
        self.id_token = Some(id_token);
        Some(granted)
    }

    /// New tokens, in the place of those before.
    fn pair(&mut self) -> Value {
        let (access, refresh) = (self.issue(), self.issue());
        let mut granted =
            json!({ "token_type": "Bearer", "expires_in": 3600, "access_token": access });
        if self.refreshes {
            granted["refresh_token"] = json!(refresh);
        }
        (self.access, self.refresh) = (Some(access), Some(refresh));
        granted
    }

    /// Whether a browser that is signed out shows whom it was signed in as.
    pub(super) fn knows(&self, shown: &BTreeMap<String, String>) -> bool {
        shown.get("client_id").is_some_and(|it| it == CLIENT)
            && self.id_token.is_some()
            && shown.get("id_token_hint") == self.id_token.as_ref()
    }

    /// Whether a request may read what is there.
    pub(super) fn admits(&self, head: &str) -> bool {
        let good = self.access.as_ref().map(|it| format!("Bearer {it}"));
        good.is_some_and(|good| head.contains(&good))
    }
}

/// What a query or a form has, by name.
pub(super) fn fields(text: &str) -> BTreeMap<String, String> {
    form_urlencoded::parse(text.as_bytes())
        .into_owned()
        .collect()
}
