//! A sign-in in the person's browser, which the test is.

use ipc::{BrowserProblem, Elsewhere, Error, SignInOutcome};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use url::Url;

use super::super::*;

const TOKEN: &str = "an-access-token-that-nobody-sees";

/// An authorization server that is its own API. It says who somebody is when it is asked, and not in an id token.
async fn authority() -> Scripted {
    Scripted::start(|request| {
        let host = request
            .lines()
            .find_map(|line| line.to_ascii_lowercase().strip_prefix("host: ").map(str::to_owned));
        let base = format!("http://{}", host.unwrap_or_default());
        match request.split(' ').nth(1).unwrap_or_default() {
            "/.well-known/openid-configuration" => (
                200,
                json!({
                    "issuer": base, "authorization_endpoint": format!("{base}/authorize"),
                    "token_endpoint": format!("{base}/token"), "userinfo_endpoint": format!("{base}/me"),
                    "end_session_endpoint": format!("{base}/end"),
                }),
            ),
            "/token" => (
                200,
                json!({ "access_token": TOKEN, "token_type": "Bearer", "refresh_token": "a-refresh-token-that-nobody-sees" }),
            ),
            "/me" => (200, json!({ "sub": "7", "preferred_username": "ann" })),
            _ => (404, json!({})),
        }
    })
    .await
}

/// An app at that server, and a person with a browser.
async fn opened() -> (Scripted, Bench) {
    let server = authority().await;
    let bench = Bench::new();
    bench.enter(draft_of(&server.address)).await.unwrap();
    *bench.person.browser.lock().unwrap() = Some(Vec::new());
    (server, bench)
}

pub(super) fn draft_of(address: &str) -> ipc::ServerDraft {
    let set = [("client_id", "latchkey"), ("scope", "profile")];
    let set = set.map(|(name, value)| (name.to_owned(), value.to_owned()));
    ipc::ServerDraft {
        dialect: ipc::DialectChoice::preset("openid-connect"),
        settings: set.into(),
        ..draft(address, Dialect::NBody)
    }
}

impl Bench {
    async fn signs_in(&self, number: u64) -> Result<SignInOutcome, Error> {
        self.signs_in_as(number, false).await
    }

    async fn signs_in_as(&self, number: u64, comes_back: bool) -> Result<SignInOutcome, Error> {
        let asked = ipc::SignInInBrowser { number, comes_back };
        self.app.sign_in_in_browser(&asked).await
    }

    fn in_browser(&self) -> Option<ipc::InBrowser> {
        match self.session().elsewhere {
            Some(Elsewhere::Browser(waits)) => Some(waits),
            _ => None,
        }
    }

    /// Where the browser was sent last, once it was sent anywhere.
    async fn sent(&self, times: usize) -> Url {
        let visited = |bench: &Self| {
            let browser = bench.person.browser.lock().unwrap();
            browser.as_ref().is_some_and(|it| it.len() == times)
        };
        self.until(visited).await;
        let browser = self.person.browser.lock().unwrap();
        let address = browser.as_ref().and_then(|it| it.last().cloned());
        address.unwrap().parse().unwrap()
    }
}

fn parameter(address: &Url, name: &str) -> String {
    let mut pairs = address.query_pairs();
    let found = pairs.find(|(it, _)| it == name);
    found.map(|(_, value)| value.into_owned()).unwrap()
}

/// The browser comes back with this, and shows a page.
async fn come_back(address: &Url, query: &str) -> String {
    let redirect: Url = parameter(address, "redirect_uri").parse().unwrap();
    let state = parameter(address, "state");
    let mut connection = TcpStream::connect(("127.0.0.1", redirect.port().unwrap()))
        .await
        .unwrap();
    let request = format!("GET /?{query}&state={state} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    connection.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn whoever_comes_back_from_the_browser_is_signed_in_and_the_window_comes_to_the_front() {
    let (_server, bench) = opened().await;
    let travels = async {
        let address = bench.sent(1).await;
        let waits = bench.in_browser().unwrap();
        assert!(waits.is_opened);
        assert_eq!(waits.redirect, parameter(&address, "redirect_uri"));
        assert_eq!(parameter(&address, "client_id"), "latchkey");
        come_back(&address, "code=a-code-that-nobody-sees").await
    };
    let (outcome, page) = tokio::join!(bench.signs_in(1), travels);
    let SignInOutcome::SignedIn { account } = outcome.unwrap() else {
        panic!("nobody is in");
    };
    assert_eq!(&*account.username, "ann");
    assert!(page.contains("You can close this page"), "{page}");
    assert_eq!(bench.person.came_back.load(Ordering::Relaxed), 1);
    assert_eq!(bench.session().elsewhere, None);
    let told = format!("{:?} {:?}", bench.heard(), bench.app.snapshot());
    for secret in [TOKEN, "that-nobody-sees", "code_challenge", "/authorize"] {
        assert!(!told.contains(secret) && !bench.app.diagnostics().contains(secret));
    }
}

#[tokio::test]
async fn who_gives_up_or_goes_elsewhere_is_waited_for_no_longer() {
    let (server, bench) = opened().await;
    let first = bench.current().unwrap();
    let other = ipc::ServerDraft {
        name: "Other".to_owned(),
        ..draft_of(&server.address)
    };
    bench.enter(other).await.unwrap();
    let second = bench.current().unwrap();
    for (times, how) in ["cancel", "choose", "sign out", "remove"]
        .iter()
        .enumerate()
    {
        bench.choose(&first).await.unwrap();
        let leaves = async {
            let address = bench.sent(times + 1).await;
            match *how {
                "cancel" => bench.app.give_up_sign_in().unwrap(),
                "choose" => drop(bench.choose(&second).await.unwrap()),
                "sign out" => bench.app.sign_out().await.unwrap(),
                _ => drop(bench.remove(&first).await.unwrap()),
            }
            address
        };
        let (outcome, address) = tokio::join!(bench.signs_in(1), leaves);
        assert_eq!(outcome, Err(Error::Cancelled), "{how}");
        assert_eq!(bench.session().elsewhere, None, "{how}");
        let redirect: Url = parameter(&address, "redirect_uri").parse().unwrap();
        let port = redirect.port().unwrap();
        // Nothing listens for it any more.
        bench
            .until(|_| std::net::TcpStream::connect(("127.0.0.1", port)).is_err())
            .await;
    }
    assert_eq!(bench.person.came_back.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn a_second_one_takes_the_place_of_the_first() {
    let (_server, bench) = opened().await;
    let second = async {
        bench.sent(1).await;
        let travels = async {
            let address = bench.sent(2).await;
            come_back(&address, "code=x").await
        };
        tokio::join!(bench.signs_in(2), travels).0
    };
    let (first, second) = tokio::join!(bench.signs_in(1), second);
    assert_eq!(first, Err(Error::Superseded));
    assert!(
        matches!(second, Ok(SignInOutcome::SignedIn { .. })),
        "{second:?}"
    );
}

#[tokio::test]
async fn one_that_is_asked_for_once_more_by_a_page_that_is_loaded_anew_goes_on() {
    let (_server, bench) = opened().await;
    let goes_on = async {
        let address = bench.sent(1).await;
        assert_eq!(bench.signs_in(1).await, Err(Error::Cancelled));
        come_back(&address, "code=x").await
    };
    let (outcome, _) = tokio::join!(bench.signs_in(1), goes_on);
    assert!(outcome.is_ok(), "{outcome:?}");
    bench.sent(1).await;
}

#[tokio::test]
async fn where_no_browser_opens_the_address_is_copied_and_one_that_does_later_is_told_of() {
    let (_server, bench) = opened().await;
    *bench.person.browser.lock().unwrap() = None;
    let goes_on = async {
        bench
            .until(|bench| bench.in_browser().is_some_and(|it| !it.is_opened))
            .await;
        let problem = BrowserProblem::NotOpened;
        let again = bench.app.open_browser_again().await;
        assert_eq!(again, Err(Error::Browser { problem }));
        bench.app.copy_browser_address().await.unwrap();
        let copied = bench.person.clipboard.lock().unwrap().take().unwrap();
        *bench.person.browser.lock().unwrap() = Some(Vec::new());
        bench.app.open_browser_again().await.unwrap();
        assert!(bench.in_browser().unwrap().is_opened);
        let address = bench.sent(1).await;
        assert_eq!(address.as_str(), copied);
        come_back(&address, "error=access_denied&error_description=Not+today").await
    };
    let (outcome, page) = tokio::join!(bench.signs_in(1), goes_on);
    let (code, said) = ("access_denied".to_owned(), Some("Not today".to_owned()));
    let problem = BrowserProblem::Declined { code, said };
    let error = Error::Browser { problem };
    assert_eq!(outcome, Err(error.clone()));
    // A window that is loaded anew has heard no answer.
    assert_eq!(bench.app.snapshot().failed_elsewhere, Some(error));
    assert!(page.contains("Nobody was logged in"), "{page}");
    assert_eq!(bench.person.came_back.load(Ordering::Relaxed), 1);
    let late = bench.app.open_browser_again().await;
    assert_eq!(late, Err(Error::Cancelled));
    bench.app.give_up_sign_in().unwrap();
    assert_eq!(bench.app.snapshot().failed_elsewhere, None);
}

#[tokio::test]
async fn a_window_finds_out_nothing_of_this_machine_by_an_issuer_that_it_names() {
    let (server, bench) = opened().await;
    let page = Scripted::start(|_| (200, Value::String("a page".to_owned()))).await;
    for issuer in [page.address.as_str(), "http://127.0.0.1:1"] {
        let mut named = draft_of(&server.address);
        named
            .settings
            .insert("issuer".to_owned(), issuer.to_owned());
        bench.enter(named).await.unwrap();
        let outcome = bench.in_vain(bench.signs_in(1)).await;
        assert_eq!(outcome, Err(Error::NothingFound), "{issuer}");
    }
}

#[tokio::test]
async fn closing_waits_for_no_browser() {
    let (_server, bench) = opened().await;
    let closes = async {
        bench.sent(1).await;
        bench.app.close().await;
    };
    let (outcome, ()) = tokio::join!(bench.signs_in(1), closes);
    assert_eq!(outcome, Err(Error::Superseded));
}

#[tokio::test]
async fn the_browser_is_sent_to_be_signed_out_and_where_none_opens_that_is_said() {
    let (server, bench) = opened().await;
    bench.app.sign_out_in_browser().await.unwrap();
    let address = bench.sent(1).await;
    assert_eq!(
        address.as_str(),
        format!("{}/end?client_id=latchkey", server.address)
    );
    *bench.person.browser.lock().unwrap() = None;
    let problem = BrowserProblem::NotOpened;
    assert_eq!(
        bench.app.sign_out_in_browser().await,
        Err(Error::Browser { problem })
    );
}

#[tokio::test]
async fn who_comes_back_by_themselves_is_asked_nothing_and_sent_round_in_no_circles() {
    let (_server, bench) = opened().await;
    let travels = async { come_back(&bench.sent(1).await, "code=a-code").await };
    let (outcome, _) = tokio::join!(bench.signs_in(1), travels);
    assert!(outcome.is_ok());
    bench.app.sign_out().await.unwrap();
    for (times, comes_with, is_news) in [
        (2, "error=login_required", false),
        (3, "error=interaction_required", false),
        (4, "error=server_error", true),
        (5, "code=a-code", false),
    ] {
        let travels = async {
            let address = bench.sent(times).await;
            assert_eq!(parameter(&address, "prompt"), "none");
            come_back(&address, comes_with).await
        };
        let number = u64::try_from(times).unwrap();
        let (outcome, _) = tokio::join!(bench.signs_in_as(number, true), travels);
        match outcome {
            Ok(_) => assert_eq!(comes_with, "code=a-code"),
            Err(error) => assert_eq!(error != Error::Cancelled, is_news, "{error:?}"),
        }
        let failed = bench.app.snapshot().failed_elsewhere;
        assert_eq!(failed.is_some(), is_news);
        let again = bench.signs_in_as(number + 10, true).await;
        assert_eq!(again, Err(Error::Cancelled));
        bench.time.pass(Duration::from_mins(1));
    }
    assert_eq!(bench.session().elsewhere, None);
}
