//! Sign-ins at an authorization server: a browser that the test drives, and a server that it answers for.

use std::{
    io,
    sync::{Arc, Mutex},
    time::Duration,
};

use auth_core::{
    Account, EndReason, Error, EventKind, IdTokenProblem, Landing, Listening, MemoryVault,
    OAuthProblem, RedirectListener, Redirects, Secret, Visit, Visiting,
};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, jwk::Jwk};
use serde_json::{Value, json};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
};
use url::{Url, form_urlencoded};

use super::world::{Asked, World, drain, settle};

const ISSUER: &str = "https://id.example.org";

const DIALECT: &str = r#"{
    "id": "ours", "title": "Ours",
    "sign_in": { "oauth": {
        "issuer": "https://id.example.org", "client_id": "latchkey", "scope": "openid offline_access"
    } },
    "access": { "headers": { "authorization": "Bearer {access_token}" } }
}"#;

/// A browser that goes where the test says.
#[derive(Clone, Debug, Default)]
struct Browser {
    door: Arc<Mutex<Option<mpsc::UnboundedSender<Visit>>>>,
    is_taken: bool,
}

#[derive(Debug)]
struct Door(mpsc::UnboundedReceiver<Visit>);

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
    fn visit(&self, query: &str) -> Option<oneshot::Receiver<Landing>> {
        let (visit, told) = Visit::new(Secret::from(query.to_owned()));
        let door = self.door.lock().expect("no panic");
        door.as_ref()?.send(visit).ok().map(|()| told)
    }
}

/// The server's key.
struct Signer {
    key: EncodingKey,
    public: Value,
}

impl Signer {
    fn new() -> Self {
        let pair = rcgen::KeyPair::generate().expect("a key");
        let key = EncodingKey::from_ec_der(&pair.serialize_der());
        let jwk = Jwk::from_encoding_key(&key, Algorithm::ES256).expect("a public key");
        let mut public = serde_json::to_value(jwk).expect("JSON");
        public["kid"] = json!("k1");
        Self { key, public }
    }

    fn sign(&self, claims: &Value) -> String {
        let header = Header {
            kid: Some("k1".to_owned()),
            ..Header::new(Algorithm::ES256)
        };
        encode(&header, claims, &self.key).expect("a token")
    }
}

fn document() -> Value {
    json!({
        "issuer": ISSUER,
        "authorization_endpoint": "https://id.example.org/auth",
        "token_endpoint": "https://id.example.org/token",
        "jwks_uri": "https://id.example.org/keys",
        "revocation_endpoint": "https://id.example.org/revoke",
    })
}

fn tokens(number: u32, id_token: Option<String>) -> String {
    let mut body = json!({
        "access_token": format!("access-token-{number:04}"), "token_type": "Bearer", "expires_in": 300,
        "refresh_token": format!("refresh-token-{number:04}"),
    });
    if let Some(id_token) = id_token {
        body["id_token"] = json!(id_token);
    }
    body.to_string()
}

/// A trip that is under way.
struct Trip {
    browser: Browser,
    parameters: Vec<(String, String)>,
    done: JoinHandle<Result<Account, Error>>,
}

impl Trip {
    /// The server says what it is, and the browser is sent off.
    async fn begin(world: &World, document: &Value) -> Self {
        let browser = Browser::default();
        let begun = begin(world, &browser);
        let asked = world.next().await;
        assert_eq!(asked.what(), "GET /.well-known/openid-configuration");
        asked.answer(200, &[], &document.to_string()).await;
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

    fn parameter(&self, name: &str) -> String {
        let found = self.parameters.iter().find(|(it, _)| it == name);
        found.map_or_else(String::new, |(_, value)| value.clone())
    }

    fn code(&self) -> String {
        format!("code=code-of-a-trip&state={}", self.parameter("state"))
    }

    fn claims(&self) -> Value {
        json!({
            "iss": ISSUER, "aud": "latchkey", "sub": "7", "preferred_username": "ann",
            "email": "ann@example.org", "nonce": self.parameter("nonce"), "iat": 1_795_000_000,
            "exp": 1_795_000_300, "sid": "one",
        })
    }

    /// The browser brings the code, and the server takes it.
    async fn redeem(&self, world: &World, number: u32, id_token: Option<String>) {
        let told = self.browser.visit(&self.code()).expect("a door");
        assert_eq!(told.await, Ok(Landing::Done));
        let asked = world.next().await;
        assert_eq!(asked.call.url.as_str(), "https://id.example.org/token");
        asked.answer(200, &[], &tokens(number, id_token)).await;
    }
}

fn begin(world: &World, browser: &Browser) -> JoinHandle<Result<auth_core::BrowserSignIn, Error>> {
    let (session, browser) = (world.session.clone(), browser.clone());
    tokio::spawn(async move { session.begin_in_browser(&browser).await })
}

fn form(asked: &Asked) -> Vec<(String, String)> {
    let fields = form_urlencoded::parse(&asked.call.body);
    fields.into_owned().collect()
}

async fn keys(world: &World, signer: &Signer) {
    let asked = world.next().await;
    assert_eq!(asked.call.url.as_str(), "https://id.example.org/keys");
    assert_eq!(asked.header("authorization"), "");
    let keys = json!({ "keys": [signer.public] }).to_string();
    asked.answer(200, &[], &keys).await;
}

/// Ann, signed in.
async fn signed_in(world: &World, signer: &Signer) -> Trip {
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

#[tokio::test]
async fn a_code_becomes_a_session_that_refreshes_and_is_revoked_as_oauth_has_it() {
    let world = World::described(DIALECT);
    let signer = Signer::new();
    let mut trip = Trip::begin(&world, &document()).await;
    let told = trip.browser.visit(&trip.code()).expect("a door");
    assert_eq!(told.await, Ok(Landing::Done));
    let asked = world.next().await;
    assert_eq!(asked.header("authorization"), "");
    let fields = form(&asked);
    let field = |name: &str| {
        let found = fields.iter().find(|(it, _)| it == name);
        found.map_or("", |(_, value)| value.as_str())
    };
    assert_eq!(field("grant_type"), "authorization_code");
    assert_eq!(field("code"), "code-of-a-trip");
    assert_eq!(field("client_id"), "latchkey");
    assert_eq!(field("redirect_uri"), "http://127.0.0.1:4711/");
    assert_eq!(
        challenge(field("code_verifier")),
        trip.parameter("code_challenge")
    );
    let id_token = signer.sign(&trip.claims());
    asked.answer(200, &[], &tokens(1, Some(id_token))).await;
    keys(&world, &signer).await;
    (&mut trip.done)
        .await
        .expect("no panic")
        .expect("a session");
    assert!(
        trip.browser.visit(&trip.code()).is_none(),
        "it listens still"
    );

    let sent = world.send("/board");
    let asked = world.next().await;
    assert_eq!(asked.call.url.as_str(), "http://127.0.0.1:9/board");
    assert_eq!(asked.header("authorization"), "Bearer access-token-0001");
    asked.answer(401, &[], "").await;
    let asked = world.next().await;
    assert_eq!(asked.call.url.as_str(), "https://id.example.org/token");
    assert_eq!(asked.header("authorization"), "");
    let fields = form(&asked);
    assert!(fields.contains(&("refresh_token".to_owned(), "refresh-token-0001".to_owned())));
    assert!(fields.contains(&("client_id".to_owned(), "latchkey".to_owned())));
    asked.answer(200, &[], &tokens(2, None)).await;
    let asked = world.next().await;
    assert_eq!(asked.header("authorization"), "Bearer access-token-0002");
    asked.answer(200, &[], "content").await;
    assert!(sent.await.expect("no panic").is_ok());

    let mut events = world.session.events();
    world.session.sign_out().await;
    let asked = world.next().await;
    assert_eq!(asked.call.url.as_str(), "https://id.example.org/revoke");
    assert_eq!(asked.header("authorization"), "");
    assert!(form(&asked).contains(&("token".to_owned(), "refresh-token-0002".to_owned())));
    asked.answer(200, &[], "").await;
    assert!(drain(&mut events).contains(&EventKind::Revoked));
}

#[tokio::test]
async fn after_a_restart_the_server_is_not_asked_again_what_it_is() {
    let vault = MemoryVault::default();
    let world = World::sharing_described(DIALECT, &vault);
    drop(signed_in(&world, &Signer::new()).await);
    drop(world);
    let world = World::sharing_described(DIALECT, &vault);
    let restored = world
        .session
        .restore()
        .await
        .expect("a vault")
        .expect("a session");
    assert_eq!(&*restored.username, "ann");
    let refreshed = world.refresh();
    let asked = world.next().await;
    assert_eq!(asked.call.url.as_str(), "https://id.example.org/token");
    asked.answer(200, &[], &tokens(2, None)).await;
    refreshed.await.expect("no panic").expect("a refresh");
}

#[tokio::test]
async fn wrong_state_and_wrong_issuer_are_answered_and_ignored_and_a_spare_connection_too() {
    let world = World::described(DIALECT);
    let mut trip = Trip::begin(&world, &document()).await;
    let state = trip.parameter("state");
    for query in [
        "code=c&state=wrong".to_owned(),
        String::new(),
        format!("code=c&state={state}&iss=https%3A%2F%2Fevil.example"),
    ] {
        let told = trip.browser.visit(&query).expect("a door");
        assert_eq!(told.await, Ok(Landing::NotOurs), "{query}");
    }
    world.assert_quiet().await;
    let signer = Signer::new();
    let id_token = signer.sign(&trip.claims());
    trip.redeem(&world, 1, Some(id_token)).await;
    keys(&world, &signer).await;
    assert!((&mut trip.done).await.expect("no panic").is_ok());
}

#[tokio::test]
async fn who_says_no_at_the_server_is_heard_in_its_words() {
    let world = World::described(DIALECT);
    let trip = Trip::begin(&world, &document()).await;
    let query = format!(
        "error=access_denied&error_description=Not+today&state={}",
        trip.parameter("state")
    );
    let told = trip.browser.visit(&query).expect("a door");
    assert_eq!(told.await, Ok(Landing::Declined));
    let error = trip.done.await.expect("no panic").expect_err("no session");
    let Error::OAuth(OAuthProblem::Declined { code, said }) = error else {
        panic!("{error}");
    };
    assert_eq!(
        (&*code, said.as_deref()),
        ("access_denied", Some("Not today"))
    );
    world.assert_quiet().await;
}

#[tokio::test]
async fn an_id_token_that_is_not_to_be_believed_signs_nobody_in_and_what_was_granted_is_revoked() {
    for (name, value, problem) in [
        ("nonce", json!("another"), IdTokenProblem::Nonce),
        ("aud", json!("another"), IdTokenProblem::Audience),
        ("iss", json!("https://evil.example"), IdTokenProblem::Issuer),
        ("exp", json!(1), IdTokenProblem::Expired),
    ] {
        let world = World::described(DIALECT);
        let signer = Signer::new();
        let trip = Trip::begin(&world, &document()).await;
        let mut claims = trip.claims();
        claims[name] = value;
        trip.redeem(&world, 1, Some(signer.sign(&claims))).await;
        keys(&world, &signer).await;
        let error = trip.done.await.expect("no panic").expect_err("no session");
        assert_eq!(error, Error::OAuth(OAuthProblem::IdToken(problem)));
        let asked = world.next().await;
        assert_eq!(asked.call.url.as_str(), "https://id.example.org/revoke");
        assert!(form(&asked).contains(&("token".to_owned(), "refresh-token-0001".to_owned())));
        assert!(world.vault.kept_nothing().await);
    }
}

#[tokio::test]
async fn an_unknown_key_is_looked_for_once_more_and_then_no_more() {
    let world = World::described(DIALECT);
    let (old, new) = (Signer::new(), Signer::new());
    let mut other = old.public.clone();
    other["kid"] = json!("k0");
    let stranger = Signer {
        key: old.key,
        public: other,
    };
    let trip = Trip::begin(&world, &document()).await;
    trip.redeem(&world, 1, Some(new.sign(&trip.claims()))).await;
    keys(&world, &stranger).await;
    keys(&world, &stranger).await;
    let error = trip.done.await.expect("no panic").expect_err("no session");
    let unknown = OAuthProblem::IdToken(IdTokenProblem::UnknownKey);
    assert_eq!(error, Error::OAuth(unknown));
    let asked = world.next().await;
    assert_eq!(asked.what(), "POST /revoke");
    asked.answer(200, &[], "").await;
    world.assert_quiet().await;
}

#[tokio::test]
async fn a_document_of_another_issuer_or_with_an_address_in_plain_text_sends_nobody_anywhere() {
    let mut of_another = document();
    of_another["issuer"] = json!("https://evil.example");
    let mut in_plain = document();
    in_plain["token_endpoint"] = json!("http://id.example.org/token");
    let mut without = document();
    without["token_endpoint"] = Value::Null;
    for (document, problem) in [
        (
            of_another,
            OAuthProblem::OtherIssuer {
                found: "https://evil.example".to_owned(),
            },
        ),
        (in_plain, OAuthProblem::NotSecure { what: "token" }),
        (without, OAuthProblem::NoEndpoint { what: "get tokens" }),
    ] {
        let world = World::described(DIALECT);
        let browser = Browser::default();
        let begun = begin(&world, &browser);
        world
            .next()
            .await
            .answer(200, &[], &document.to_string())
            .await;
        if let Some(asked) = world.try_next().await {
            assert_eq!(asked.what(), "GET /.well-known/oauth-authorization-server");
            asked.answer(404, &[], "").await;
        }
        let error = begun.await.expect("no panic").expect_err("nothing");
        assert_eq!(error, Error::OAuth(problem));
        assert!(browser.visit("").is_none(), "it listens");
    }
}

#[tokio::test]
async fn a_port_that_is_taken_and_a_browser_that_never_comes_have_names() {
    let world = World::described(DIALECT);
    let browser = Browser {
        is_taken: true,
        ..Browser::default()
    };
    let begun = begin(&world, &browser);
    world
        .next()
        .await
        .answer(200, &[], &document().to_string())
        .await;
    let error = begun.await.expect("no panic").expect_err("no port");
    assert_eq!(error, Error::OAuth(OAuthProblem::PortTaken));
    let trip = Trip::begin(&world, &document()).await;
    world.time.pass(Duration::from_secs(301)).await;
    let error = trip.done.await.expect("no panic").expect_err("too late");
    assert_eq!(error, Error::OAuth(OAuthProblem::TimedOut));
    assert!(trip.browser.visit("").is_none(), "it listens still");
}

#[tokio::test]
async fn given_up_nothing_listens_and_closed_nothing_waits() {
    let world = World::described(DIALECT);
    let trip = Trip::begin(&world, &document()).await;
    trip.done.abort();
    settle().await;
    assert!(trip.browser.visit(&trip.code()).is_none());
    let trip = Trip::begin(&world, &document()).await;
    world.session.close().await;
    let error = trip.done.await.expect("no panic").expect_err("closed");
    assert_eq!(error, Error::Closed);
    world.assert_quiet().await;
}

#[tokio::test]
async fn a_refresh_is_refused_by_any_word_of_the_server_and_by_no_word_of_what_stands_before_it() {
    use EndReason::RefreshRejected;
    for (status, body, ended) in [
        (400, r#"{"error":"invalid_grant"}"#, Some(RefreshRejected)),
        (400, r#"{"error":"invalid_request"}"#, Some(RefreshRejected)),
        (
            401,
            r#"{"error":"unauthorized_client"}"#,
            Some(RefreshRejected),
        ),
        (401, r#"{"error":"invalid_client"}"#, Some(RefreshRejected)),
        (
            400,
            r#"{"error":"a_code_of_its_own"}"#,
            Some(RefreshRejected),
        ),
        (400, "{}", Some(RefreshRejected)),
        (200, r#"{"error":"invalid_grant"}"#, Some(RefreshRejected)),
        (400, r#"{"error":"temporarily_unavailable"}"#, None),
        (400, r#"{"error":"slow_down"}"#, None),
        (503, r#"{"error":"server_error"}"#, None),
        (429, r#"{"error":"invalid_grant"}"#, None),
        (400, "", None),
        (401, "<html>", None),
    ] {
        let world = World::described(DIALECT);
        drop(signed_in(&world, &Signer::new()).await);
        let refreshed = world.refresh();
        world.next().await.answer(status, &[], body).await;
        // What may be no more than a hiccup is asked once more, soon.
        world.time.pass(Duration::from_secs(2)).await;
        if let Some(again) = world
            .try_next()
            .await
            .filter(|it| it.what() == "POST /token")
        {
            again.answer(status, &[], body).await;
        }
        drop(refreshed.await.expect("no panic"));
        let snapshot = world.session.snapshot();
        assert_eq!(snapshot.last_end, ended, "{status} {body}");
    }
}

#[tokio::test]
async fn without_a_refresh_token_the_session_ends_with_its_access_token() {
    let world = World::described(DIALECT);
    let signer = Signer::new();
    let mut trip = Trip::begin(&world, &document()).await;
    let told = trip.browser.visit(&trip.code()).expect("a door");
    assert_eq!(told.await, Ok(Landing::Done));
    let id_token = signer.sign(&trip.claims());
    let body =
        json!({ "access_token": "access-token-0001", "expires_in": 300, "id_token": id_token });
    world.next().await.answer(200, &[], &body.to_string()).await;
    keys(&world, &signer).await;
    (&mut trip.done)
        .await
        .expect("no panic")
        .expect("a session");
    let sent = world.send("/board");
    world.next().await.answer(401, &[], "").await;
    let error = sent.await.expect("no panic").expect_err("over");
    let reason = Some(EndReason::NoRefreshCredential);
    assert_eq!(error, Error::SignedOut { reason });
}

#[tokio::test]
async fn a_request_that_is_pushed_is_pushed_anew_for_another_try() {
    let world = World::described(DIALECT);
    let mut document = document();
    document["pushed_authorization_request_endpoint"] = json!("https://id.example.org/par");
    let browser = Browser::default();
    let begun = begin(&world, &browser);
    world
        .next()
        .await
        .answer(200, &[], &document.to_string())
        .await;
    let waiting = begun.await.expect("no panic").expect("a trip");
    for number in [1, 2] {
        let address = waiting.browser();
        let got = tokio::spawn(async move { address.get().await });
        let asked = world.next().await;
        assert_eq!(asked.call.url.as_str(), "https://id.example.org/par");
        assert!(
            form(&asked)
                .iter()
                .any(|(name, _)| name == "code_challenge")
        );
        let body = json!({ "request_uri": format!("urn:{number}"), "expires_in": 60 });
        asked.answer(201, &[], &body.to_string()).await;
        let address = got.await.expect("no panic").expect("an address");
        let expected =
            format!("https://id.example.org/auth?client_id=latchkey&request_uri=urn%3A{number}");
        assert_eq!(*address.expose(), expected);
    }
    let address = waiting.browser();
    let got = tokio::spawn(async move { address.get().await });
    let body = r#"{"error":"invalid_request","error_description":"No such redirect."}"#;
    world.next().await.answer(400, &[], body).await;
    let refused = got.await.expect("no panic").expect_err("refused");
    let Error::Refused {
        status: 400,
        message,
    } = refused
    else {
        panic!("{refused}");
    };
    assert_eq!(message.as_deref(), Some("No such redirect."));
}

#[tokio::test]
async fn whoever_is_answered_in_somebody_elses_name_is_not_taken_for_them() {
    let world = World::described(DIALECT);
    let signer = Signer::new();
    let trip = signed_in(&world, &signer).await;
    let mut events = world.session.events();
    let refreshed = world.refresh();
    let mut claims = trip.claims();
    claims["sub"] = json!("8");
    let id_token = signer.sign(&claims);
    world
        .next()
        .await
        .answer(200, &[], &tokens(2, Some(id_token)))
        .await;
    drop(refreshed.await.expect("no panic"));
    let ended = drain(&mut events).into_iter().find_map(|kind| match kind {
        EventKind::Ended { reason, .. } => Some(reason),
        _ => None,
    });
    assert_eq!(ended, Some(EndReason::AccountMismatch));
}

#[tokio::test]
async fn another_sign_in_of_the_same_session_there_revokes_nothing() {
    let world = World::described(DIALECT);
    let signer = Signer::new();
    drop(signed_in(&world, &signer).await);
    let mut trip = Trip::begin(&world, &document()).await;
    let id_token = signer.sign(&trip.claims());
    trip.redeem(&world, 2, Some(id_token)).await;
    keys(&world, &signer).await;
    assert!((&mut trip.done).await.expect("no panic").is_ok());
    world.assert_quiet().await;
}

/// The code, entered on another device, of a server that answers this to the first question.
async fn on_a_device(world: &World) -> JoinHandle<Result<Account, Error>> {
    let session = world.session.clone();
    let begun = tokio::spawn(async move { session.begin_on_device().await });
    let mut document = document();
    document["device_authorization_endpoint"] = json!("https://id.example.org/device");
    world
        .next()
        .await
        .answer(200, &[], &document.to_string())
        .await;
    let asked = world.next().await;
    assert_eq!(asked.call.url.as_str(), "https://id.example.org/device");
    let names: Vec<_> = form(&asked).into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        [
            "client_id",
            "code_challenge",
            "code_challenge_method",
            "scope"
        ]
    );
    let said = json!({
        "device_code": "a-code-of-the-device", "user_code": "ABCD-EFGH",
        "verification_uri": "https://id.example.org/device/", "expires_in": 60, "interval": 5,
    });
    asked.answer(200, &[], &said.to_string()).await;
    let waiting = begun.await.expect("no panic").expect("a code");
    assert_eq!(waiting.code(), "ABCD-EFGH");
    assert_eq!(waiting.address(), "https://id.example.org/device/");
    let done = tokio::spawn(waiting.finish());
    world.assert_quiet().await;
    done
}

#[tokio::test]
async fn a_code_that_somebody_enters_elsewhere_signs_in_and_the_server_is_asked_as_often_as_it_says()
 {
    let world = World::described(DIALECT);
    let signer = Signer::new();
    let done = on_a_device(&world).await;
    for (answer, seconds) in [
        (r#"{"error":"authorization_pending"}"#, 5),
        (r#"{"error":"slow_down"}"#, 5),
        (r#"{"error":"authorization_pending"}"#, 10),
    ] {
        world
            .time
            .pass(Duration::from_millis(seconds * 1000 - 1))
            .await;
        world.assert_quiet().await;
        world.time.pass(Duration::from_millis(1)).await;
        let asked = world.next().await;
        let fields = form(&asked);
        let device = ("device_code".to_owned(), "a-code-of-the-device".to_owned());
        assert!(fields.contains(&device), "{fields:?}");
        asked.answer(400, &[], answer).await;
    }
    world.time.pass(Duration::from_secs(10)).await;
    let claims = json!({
        "iss": ISSUER, "aud": "latchkey", "sub": "7", "preferred_username": "ann", "iat": 1_795_000_000,
        "exp": 1_795_000_300,
    });
    let granted = tokens(1, Some(signer.sign(&claims)));
    world.next().await.answer(200, &[], &granted).await;
    keys(&world, &signer).await;
    let account = done.await.expect("no panic").expect("a session");
    assert_eq!(&*account.username, "ann");
}

#[tokio::test]
async fn who_says_no_there_or_never_comes_is_heard_and_who_gives_up_asks_no_more() {
    let world = World::described(DIALECT);
    for (error, expected) in [("access_denied", "declined"), ("expired_token", "declined")] {
        let done = on_a_device(&world).await;
        world.time.pass(Duration::from_secs(5)).await;
        let body = json!({ "error": error }).to_string();
        world.next().await.answer(400, &[], &body).await;
        let refused = done.await.expect("no panic").expect_err("nobody");
        let is_declined = matches!(refused, Error::OAuth(OAuthProblem::Declined { .. }));
        assert!(is_declined, "{expected}: {refused}");
    }
    let done = on_a_device(&world).await;
    for _ in 0..11 {
        world.time.pass(Duration::from_secs(5)).await;
        let asked = world.next().await;
        asked
            .answer(400, &[], r#"{"error":"authorization_pending"}"#)
            .await;
    }
    world.time.pass(Duration::from_secs(5)).await;
    let late = done.await.expect("no panic").expect_err("too late");
    assert_eq!(late, Error::OAuth(OAuthProblem::TimedOut));
    let done = on_a_device(&world).await;
    done.abort();
    world.time.pass(Duration::from_secs(30)).await;
    world.assert_quiet().await;
}

#[tokio::test]
async fn without_an_address_to_revoke_at_it_is_said_what_stays_good() {
    let world = World::described(DIALECT);
    let signer = Signer::new();
    let mut without = document();
    without["revocation_endpoint"] = Value::Null;
    let mut trip = Trip::begin(&world, &without).await;
    let id_token = signer.sign(&trip.claims());
    trip.redeem(&world, 1, Some(id_token)).await;
    keys(&world, &signer).await;
    (&mut trip.done)
        .await
        .expect("no panic")
        .expect("a session");
    let mut events = world.session.events();
    world.session.sign_out().await;
    settle().await;
    let stays = drain(&mut events).into_iter().any(|kind| {
        matches!(
            kind,
            EventKind::StaysGood {
                access: true,
                refresh: true,
                ..
            }
        )
    });
    assert!(stays);
    world.assert_quiet().await;
}

fn challenge(verifier: &str) -> String {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    use sha2::{Digest, Sha256};
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}
