//! A browser that the test drives, and a server that it answers for.

use std::{
    io,
    sync::{Arc, Mutex},
};

use auth_core::{
    Account, BrowserSignIn, Error, Landing, Listening, RedirectListener, Redirects, Secret, Visit,
    Visiting,
};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, jwk::Jwk};
use serde_json::{Value, json};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
};
use url::{Url, form_urlencoded};

use crate::world::{Asked, World, settle};

pub(super) const ISSUER: &str = "https://id.example.org";

pub(super) const DIALECT: &str = r#"{
    "id": "ours", "title": "Ours",
    "sign_in": { "oauth": {
        "issuer": "https://id.example.org", "client_id": "latchkey", "scope": "openid offline_access"
    } },
    "access": { "headers": { "authorization": "Bearer {access_token}" } }
}"#;

/// A browser that goes where the test says.
#[derive(Clone, Debug, Default)]
pub(super) struct Browser {
    pub(super) door: Arc<Mutex<Option<mpsc::UnboundedSender<Visit>>>>,
    pub(super) is_taken: bool,
}

#[derive(Debug)]
pub(super) struct Door(mpsc::UnboundedReceiver<Visit>);

impl Redirects for Browser {
    fn listen<'a>(&'a self, _host: &'a str, _ports: &'a [u16], _path: &'a str) -> Listening<'a> {
        let (tell, visits) = mpsc::unbounded_channel();
        let had = (!self.is_taken).then(|| Box::new(Door(visits)) as Box<dyn RedirectListener>);
        *self.door.lock().expect("no panic") = Some(tell);
        Box::pin(async move { had.ok_or_else(|| io::ErrorKind::AddrInUse.into()) })
    }
}

impl RedirectListener for Door {
    fn port(&self) -> u16 {
        4711
    }

    fn next(&mut self) -> Visiting<'_> {
        Box::pin(self.0.recv())
    }
}

impl Browser {
    /// Comes to the address with this query. `None` where nobody listens any more.
    pub(super) fn visit(&self, query: &str) -> Option<oneshot::Receiver<Landing>> {
        let (visit, told) = Visit::new(Secret::from(query.to_owned()));
        let door = self.door.lock().expect("no panic");
        door.as_ref()?.send(visit).ok().map(|()| told)
    }
}

/// The server's key.
pub(super) struct Signer {
    pub(super) key: EncodingKey,
    pub(super) public: Value,
}

impl Signer {
    pub(super) fn new() -> Self {
        let pair = rcgen::KeyPair::generate().expect("a key");
        let key = EncodingKey::from_ec_der(&pair.serialize_der());
        let jwk = Jwk::from_encoding_key(&key, Algorithm::ES256).expect("a public key");
        let mut public = serde_json::to_value(jwk).expect("JSON");
        public["kid"] = json!("k1");
        Self { key, public }
    }

    pub(super) fn sign(&self, claims: &Value) -> String {
        let header = Header {
            kid: Some("k1".to_owned()),
            ..Header::new(Algorithm::ES256)
        };
        encode(&header, claims, &self.key).expect("a token")
    }
}

pub(super) fn document() -> Value {
    json!({
        "issuer": ISSUER,
        "authorization_endpoint": "https://id.example.org/auth",
        "token_endpoint": "https://id.example.org/token",
        "jwks_uri": "https://id.example.org/keys",
        "revocation_endpoint": "https://id.example.org/revoke",
    })
}

pub(super) fn tokens(number: u32, id_token: Option<String>) -> String {
    let mut body = json!({
        "access_token": format!("access-token-{number:04}"), "token_type": "Bearer", "expires_in": 300,
        "refresh_token": format!("refresh-token-{number:04}"),
    });
    if let Some(id_token) = id_token {
        body["id_token"] = json!(id_token);
    }
    body.to_string()
}

/// That of RFC 8414, which the server may have beside it.
pub(super) async fn other_document(world: &World, status: u16, document: &Value) {
    let asked = world.next().await;
    assert_eq!(asked.what(), "GET /.well-known/oauth-authorization-server");
    asked.answer(status, &[], &document.to_string()).await;
}

/// A trip that is under way.
pub(super) struct Trip {
    pub(super) browser: Browser,
    pub(super) parameters: Vec<(String, String)>,
    pub(super) done: JoinHandle<Result<Account, Error>>,
}

impl Trip {
    /// The server says what it is, and the browser is sent off.
    pub(super) async fn begin(world: &World, document: &Value) -> Self {
        Self::begin_with(world, document, async || ()).await
    }

    /// The same, where more is asked.
    pub(super) async fn begin_with(
        world: &World,
        document: &Value,
        more: impl AsyncFnOnce(),
    ) -> Self {
        Self::begun_by(world, begin, document, more).await
    }

    /// The same, however it is begun.
    pub(super) async fn begun_by(
        world: &World,
        how: fn(&World, &Browser) -> Beginning,
        document: &Value,
        more: impl AsyncFnOnce(),
    ) -> Self {
        let browser = Browser::default();
        let begun = how(world, &browser);
        let asked = world.next().await;
        assert_eq!(asked.what(), "GET /.well-known/openid-configuration");
        asked.answer(200, &[], &document.to_string()).await;
        more().await;
        let waiting = begun.await.expect("no panic").expect("a trip");
        assert_eq!(waiting.redirect(), "http://127.0.0.1:4711/");
        let address = waiting.browser().get().await.expect("an address");
        let address: Url = address.expose().parse().expect("a URL");
        let shown = format!("{waiting:?} {:?}", waiting.browser());
        for (name, secret) in address.query_pairs() {
            if ["state", "nonce", "code_challenge"].contains(&&*name) {
                assert!(!shown.contains(&*secret), "{name} in {shown}");
            }
        }
        let done = tokio::spawn(waiting.finish());
        settle().await;
        let pairs = address.query_pairs().into_owned();
        Self {
            browser,
            parameters: pairs.collect(),
            done,
        }
    }

    pub(super) fn parameter(&self, name: &str) -> String {
        let found = self.parameters.iter().find(|(it, _)| it == name);
        found.map_or_else(String::new, |(_, value)| value.clone())
    }

    pub(super) fn code(&self) -> String {
        format!("code=code-of-a-trip&state={}", self.parameter("state"))
    }

    pub(super) fn claims(&self) -> Value {
        json!({
            "iss": ISSUER, "aud": "latchkey", "sub": "7", "preferred_username": "ann",
            "email": "ann@example.org", "nonce": self.parameter("nonce"), "iat": 1_795_000_000,
            "exp": 1_795_000_300, "sid": "one",
        })
    }

    /// The browser brings the code, and the server takes it.
    pub(super) async fn redeem(&self, world: &World, number: u32, id_token: Option<String>) {
        let told = self.browser.visit(&self.code()).expect("a door");
        assert_eq!(told.await, Ok(Landing::Done));
        let asked = world.next().await;
        assert_eq!(asked.call.url.as_str(), "https://id.example.org/token");
        asked.answer(200, &[], &tokens(number, id_token)).await;
    }
}

pub(super) type Beginning = JoinHandle<Result<BrowserSignIn, Error>>;

pub(super) fn begin(world: &World, browser: &Browser) -> Beginning {
    let (session, browser) = (world.session.clone(), browser.clone());
    tokio::spawn(async move { session.begin_in_browser(&browser).await })
}

pub(super) fn form(asked: &Asked) -> Vec<(String, String)> {
    let fields = form_urlencoded::parse(&asked.call.body);
    fields.into_owned().collect()
}

pub(super) async fn keys(world: &World, signer: &Signer) {
    let asked = world.next().await;
    assert_eq!(asked.call.url.as_str(), "https://id.example.org/keys");
    assert_eq!(asked.header("authorization"), "");
    let keys = json!({ "keys": [signer.public] }).to_string();
    asked.answer(200, &[], &keys).await;
}

/// Ann, signed in.
pub(super) async fn signed_in(world: &World, signer: &Signer) -> Trip {
    let mut trip = Trip::begin(world, &document()).await;
    let id_token = signer.sign(&trip.claims());
    trip.redeem(world, 1, Some(id_token)).await;
    keys(world, signer).await;
    let account = (&mut trip.done)
        .await
        .expect("no panic")
        .expect("a session");
    assert_eq!((&*account.username, &*account.id), ("ann", "7"));
    trip
}
