//! What the app leaves at a server when it quits: nothing of a session that is kept nowhere.

use demo_server::{Endpoint, Fault, Pair, Times};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::mpsc::UnboundedReceiver,
};

use super::*;

/// A server with everything that it grants from now on.
struct Granting {
    server: DemoServer,
    dialect: Dialect,
    pairs: UnboundedReceiver<Pair>,
}

impl Granting {
    async fn new(dialect: Dialect) -> Self {
        let server = server(dialect).await;
        let pairs = server.control().watch_pairs();
        Self {
            server,
            dialect,
            pairs,
        }
    }

    fn calls(&self, endpoint: Endpoint) -> usize {
        self.server.control().calls(endpoint)
    }

    async fn until_asked(&self, endpoint: Endpoint) {
        while self.calls(endpoint) == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Whether the server refreshes each of the pairs that it has granted until now.
    async fn still_honours(&mut self) -> Vec<bool> {
        // What is refreshed now is granted anew, and asked about by nobody.
        let granted: Vec<Pair> = std::iter::from_fn(|| self.pairs.try_recv().ok()).collect();
        let mut honoured = Vec::new();
        for pair in granted {
            honoured.push(self.refreshes(&pair.refresh).await);
        }
        honoured
    }

    async fn refreshes(&self, token: &str) -> bool {
        let address = self.server.base_url().replace("http://", "");
        let (headers, body) = match self.dialect {
            Dialect::SCookie => (
                format!("Cookie: bezkoder-jwt-refresh={token}\r\n"),
                String::new(),
            ),
            _ => (String::new(), format!(r#"{{"refreshToken":"{token}"}}"#)),
        };
        let length = body.len();
        let request = format!(
            "POST /api/auth/refreshtoken HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
        );
        let mut connection = TcpStream::connect(&address).await.unwrap();
        connection.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).await.unwrap();
        answer.starts_with("HTTP/1.1 200 ")
    }
}

/// Somebody is signed in who does not want to be remembered.
async fn in_memory(granting: &Granting) -> Bench {
    let bench = Bench::at(&granting.server, granting.dialect).await;
    let remember = ipc::RememberSet { remember: false };
    bench.app.set_remember(remember).await.unwrap();
    bench.sign_in("user").await;
    bench
}

#[tokio::test]
async fn a_session_in_memory_is_signed_out_and_its_server_lets_the_person_in_again() {
    for dialect in [Dialect::SBody, Dialect::SCookie] {
        let mut granting = Granting::new(dialect).await;
        in_memory(&granting).await.app.close().await;
        assert_eq!(granting.still_honours().await, [false], "{dialect}");
        in_memory(&granting).await;
    }
}

#[tokio::test]
async fn a_run_whose_settings_are_not_kept_leaves_no_session_at_a_server_either() {
    let mut granting = Granting::new(Dialect::SBody).await;
    let opened = OpenedSettings::for_this_run("".as_ref(), ipc::LeftAlone::Newer);
    let bench = Bench::opening(&Computer::new(), opened);
    bench.add(&granting.server, granting.dialect).await;
    bench.sign_in("user").await;
    bench.app.close().await;
    assert_eq!(granting.still_honours().await, [false]);
}

#[tokio::test]
async fn a_session_that_is_kept_is_not_signed_out() {
    let mut granting = Granting::new(Dialect::SBody).await;
    let bench = Bench::at(&granting.server, granting.dialect).await;
    bench.sign_in("user").await;
    bench.app.close().await;
    assert_eq!(granting.calls(Endpoint::SignOut), 0);
    assert_eq!(granting.still_honours().await, [true]);
    // Nor is one of an earlier run that the keychain does not give any more.
    let again = Bench::again(&bench.computer).await;
    bench.computer.chain.has_trouble(KeyStoreError::Locked);
    drop(again.app.retry_store().await);
    again.app.close().await;
    assert_eq!(granting.calls(Endpoint::SignOut), 0);
}

#[tokio::test]
async fn a_session_that_no_keychain_took_is_kept_nowhere_whatever_the_person_chose() {
    let mut granting = Granting::new(Dialect::SBody).await;
    let bench = Bench::at(&granting.server, granting.dialect).await;
    bench.computer.chain.has_trouble(KeyStoreError::Absent);
    bench.sign_in("user").await;
    bench.app.close().await;
    assert_eq!(granting.still_honours().await, [false]);
}

#[tokio::test]
async fn a_refresh_that_was_sent_is_waited_for_and_what_it_brings_is_taken_back() {
    let mut granting = Granting::new(Dialect::SBody).await;
    let bench = in_memory(&granting).await;
    let slow = Fault::Delay(CLOSING + Duration::from_millis(500));
    let control = granting.server.control();
    control.fault(Endpoint::Refresh, slow, Times::Next(1));
    let refreshing = bench.app.refresh_now();
    let quitting = async {
        granting.until_asked(Endpoint::Refresh).await;
        bench.app.close().await;
    };
    let (refreshed, ()) = tokio::join!(refreshing, quitting);
    assert!(refreshed.is_err(), "the session has ended");
    assert_eq!(granting.still_honours().await, [false, false]);
}

#[tokio::test]
async fn a_sign_in_under_way_is_taken_back() {
    let mut granting = Granting::new(Dialect::SBody).await;
    let bench = in_memory(&granting).await;
    bench.app.sign_out().await.unwrap();
    let control = granting.server.control();
    control.reset_calls();
    let slow = Fault::Delay(Duration::from_millis(300));
    control.fault(Endpoint::SignIn, slow, Times::Next(1));
    let quitting = async {
        granting.until_asked(Endpoint::SignIn).await;
        bench.app.close().await;
        granting.still_honours().await
    };
    let (_, honoured) = tokio::join!(bench.app.sign_in(form("admin", "demo-admin")), quitting);
    assert_eq!(honoured, [false, false]);
}

#[tokio::test]
async fn a_server_that_says_nothing_holds_up_neither_the_app_nor_the_others() {
    let silent = Granting::new(Dialect::SBody).await;
    let mut other = Granting::new(Dialect::SCookie).await;
    let bench = in_memory(&silent).await;
    bench.add(&other.server, other.dialect).await;
    bench.sign_in("user").await;
    let control = silent.server.control();
    control.fault(Endpoint::SignOut, Fault::Hang, Times::Always);
    let closed = timeout(20 * CLOSING, bench.app.close());
    assert!(closed.await.is_ok(), "it waits for what never ends");
    assert_eq!(silent.calls(Endpoint::SignOut), 1);
    assert_eq!(other.still_honours().await, [false]);
}

#[tokio::test]
async fn nobody_signs_in_to_an_app_that_has_quit() {
    let (server, bench) = opened(Dialect::SBody).await;
    bench.app.close().await;
    let signed_in = bench.app.sign_in(form("user", "demo-user")).await;
    assert_eq!(signed_in, Err(ipc::Error::Superseded));
    assert_eq!(server.control().calls(Endpoint::SignIn), 0);
}
