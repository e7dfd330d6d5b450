//! A sign-in on another device, which the test is.

use ipc::{BrowserProblem, Elsewhere, Error, OnDevice, SignInOutcome};
use serde_json::{Value, json};

use super::{super::*, in_browser::draft_of};
use crate::convert::qr_code;

const DEVICE_CODE: &str = "a-device-code-that-nobody-sees";
const CODE: &str = "WDJB-MJHT";

/// An authorization server that answers this to whoever asks whether somebody has entered the code.
async fn authority(answer: fn() -> (u16, Value)) -> Scripted {
    Scripted::start(move |request| {
        let host = request.lines().find_map(|it| it.strip_prefix("host: "));
        let at = |path: &str| format!("http://{}{path}", host.unwrap_or_default());
        match request.split(' ').nth(1).unwrap_or_default() {
            "/.well-known/openid-configuration" => (
                200,
                json!({
                    "issuer": at(""), "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"),
                    "userinfo_endpoint": at("/me"), "device_authorization_endpoint": at("/device"),
                }),
            ),
            "/device" => (
                200,
                json!({
                    "device_code": DEVICE_CODE, "user_code": CODE, "verification_uri": "https://id.example/device",
                    "verification_uri_complete": format!("https://id.example/device?c={CODE}"),
                    "expires_in": 600, "interval": 1,
                }),
            ),
            "/token" => answer(),
            "/me" => (200, json!({ "sub": "7", "preferred_username": "ann" })),
            _ => (404, json!({})),
        }
    })
    .await
}

fn granted() -> (u16, Value) {
    let refresh = "a-refresh-token-that-nobody-sees";
    let access = "an-access-token-that-nobody-sees";
    (
        200,
        json!({ "access_token": access, "token_type": "Bearer", "refresh_token": refresh }),
    )
}

fn denied() -> (u16, Value) {
    let said = "Not today";
    (
        400,
        json!({ "error": "access_denied", "error_description": said }),
    )
}

fn pending() -> (u16, Value) {
    (400, json!({ "error": "authorization_pending" }))
}

async fn opened(answer: fn() -> (u16, Value)) -> (Scripted, Bench) {
    let server = authority(answer).await;
    let bench = Bench::new();
    bench.enter(draft_of(&server.address)).await.unwrap();
    (server, bench)
}

impl Bench {
    async fn signs_in_on_device(&self, number: u64) -> Result<SignInOutcome, Error> {
        let asked = ipc::SignInOnDevice { number };
        self.app.sign_in_on_device(&asked).await
    }

    fn on_device(&self) -> Option<OnDevice> {
        match self.session().elsewhere {
            Some(Elsewhere::Device(waits)) => Some(waits),
            _ => None,
        }
    }

    async fn shown(&self) -> OnDevice {
        self.until(|bench| bench.on_device().is_some()).await;
        self.on_device().unwrap()
    }
}

#[tokio::test]
async fn whoever_enters_the_code_elsewhere_is_signed_in_here_and_the_window_comes_to_the_front() {
    let (_server, bench) = opened(granted).await;
    let (outcome, shown) = tokio::join!(bench.signs_in_on_device(1), bench.shown());
    assert!(matches!(outcome, Ok(SignInOutcome::SignedIn { .. })));
    assert_eq!(
        (&*shown.code, &*shown.address),
        (CODE, "https://id.example/device")
    );
    assert!((590_000..=600_000).contains(&shown.expires_in_ms));
    let whole = format!("https://id.example/device?c={CODE}");
    assert_eq!(shown.qr, qr_code::first([&*whole]));
    assert_eq!(bench.person.came_back.load(Ordering::Relaxed), 1);
    assert_eq!(bench.session().elsewhere, None);
    let told = format!("{:?} {:?}", bench.heard(), bench.app.snapshot());
    let report = bench.app.diagnostics();
    assert!(!told.contains("that-nobody-sees") && !report.contains("that-nobody-sees"));
    assert!(!report.contains(CODE));
}

#[tokio::test]
async fn who_says_no_elsewhere_is_heard_here_in_the_servers_words() {
    let (_server, bench) = opened(denied).await;
    let outcome = bench.signs_in_on_device(1).await;
    let (code, said) = ("access_denied".to_owned(), Some("Not today".to_owned()));
    let problem = BrowserProblem::Declined { code, said };
    assert_eq!(outcome, Err(Error::Browser { problem }));
    assert_eq!(bench.person.came_back.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn one_that_is_given_up_is_waited_for_no_longer_and_one_in_the_browser_takes_its_place() {
    let (_server, bench) = opened(pending).await;
    let gives_up = async {
        bench.shown().await;
        // The same window, loaded anew, begins it no second time.
        assert_eq!(bench.signs_in_on_device(1).await, Err(Error::Cancelled));
        assert!(bench.on_device().is_some());
        // No browser is waited for, so that there is none to be sent anywhere.
        let again = bench.app.open_browser_again().await;
        assert_eq!(again, Err(Error::Cancelled));
        bench.app.give_up_sign_in().unwrap();
    };
    let (outcome, ()) = tokio::join!(bench.signs_in_on_device(1), gives_up);
    assert_eq!(outcome, Err(Error::Cancelled));
    assert_eq!(bench.session().elsewhere, None);

    let changes_their_mind = async {
        bench.shown().await;
        let asked = ipc::SignInInBrowser {
            number: 3,
            comes_back: false,
        };
        let leaves = async {
            let in_browser =
                |it: &Bench| matches!(it.session().elsewhere, Some(Elsewhere::Browser(_)));
            bench.until(in_browser).await;
            bench.app.give_up_sign_in().unwrap();
        };
        tokio::join!(bench.app.sign_in_in_browser(&asked), leaves).0
    };
    let (first, second) = tokio::join!(bench.signs_in_on_device(2), changes_their_mind);
    assert_eq!(
        (first, second),
        (Err(Error::Superseded), Err(Error::Cancelled))
    );
    assert_eq!(bench.person.came_back.load(Ordering::Relaxed), 0);
}
