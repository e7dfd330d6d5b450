//! Ways through a proxy, ways around one, and what a program calls itself on them.

use std::{io::Write as _, process::Command};

use auth_core::{Cause, Network, Session};

use super::{
    proxy::{Kind, Proxy},
    server::{self, Asked, Reply, Server, answer, cause, get, sign_in, text, tokens},
    tls::{Authority, Certificate, NAME, as_authority, of},
};

fn rule(asked: &Asked) -> Reply {
    if asked.path.ends_with("/api/auth/signin") {
        text(&tokens("first-access-token", "first-refresh-token"))
    } else {
        text("the board")
    }
}

/// A server that only a proxy finds, over TLS and without, and an authority for the first.
async fn far_away() -> (Server, Server, Authority) {
    let authority = Authority::new();
    let tls = authority.signs(&of(&[NAME])).acceptor();
    let (secure, plain) = (
        Server::with(Some(tls), rule).await,
        Server::start(rule).await,
    );
    (secure, plain, authority)
}

fn session_through(authority: &Authority, proxy: &str, url: &str) -> Session {
    let network = authority.trusted().proxy(proxy).expect("an address");
    server::session(url, "s-body", &network)
}

#[tokio::test]
async fn a_proxy_of_each_kind_leads_to_the_server_over_tls_and_without() {
    let (secure, plain, authority) = far_away().await;
    for (kind, scheme, who) in [
        (Kind::Http, "http", ""),
        (Kind::HttpThatAsks, "http", "ann:secret@"),
        (Kind::Socks5, "socks5h", ""),
        (Kind::Socks5ThatAsks, "socks5h", "ann:secret@"),
    ] {
        for (server, url) in [
            (&secure, format!("https://{NAME}")),
            (&plain, format!("http://{NAME}")),
        ] {
            let proxy = Proxy::start(kind, server.address).await;
            let address = format!("{scheme}://{who}{}", proxy.address);
            let session = session_through(&authority, &address, &url);
            sign_in(&session).await.expect("led there");
            let board = get(&session, "/board").await.expect("an answer");
            assert_eq!(board.text(), "the board", "{kind:?} {url}");
            let log = proxy.log();
            assert!(
                !log.is_empty() && log.iter().all(|line| line.contains(NAME)),
                "{log:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_proxy_may_be_spoken_to_over_tls() {
    let (secure, plain, authority) = far_away().await;
    for (server, url) in [
        (&secure, format!("https://{NAME}")),
        (&plain, format!("http://{NAME}")),
    ] {
        let tls = authority.signs(&of(&["localhost"])).acceptor();
        let proxy = Proxy::over_tls(tls, server.address).await;
        let address = format!("https://localhost:{}", proxy.address.port());
        let session = session_through(&authority, &address, &url);
        sign_in(&session).await.expect("led there");
        assert!(!proxy.log().is_empty());
    }
}

#[tokio::test]
async fn a_proxy_that_asks_who_it_is_is_told_from_a_server_that_is_not_there() {
    let (secure, plain, authority) = far_away().await;
    for (kind, scheme) in [
        (Kind::HttpThatAsks, "http"),
        (Kind::Socks5ThatAsks, "socks5h"),
    ] {
        for who in ["", "ann:wrong@"] {
            for (server, url) in [
                (&secure, format!("https://{NAME}")),
                (&plain, format!("http://{NAME}")),
            ] {
                let proxy = Proxy::start(kind, server.address).await;
                let address = format!("{scheme}://{who}{}", proxy.address);
                let session = session_through(&authority, &address, &url);
                assert_eq!(
                    cause(sign_in(&session).await),
                    Cause::Proxy,
                    "{address} {url}"
                );
            }
        }
    }
}

#[tokio::test]
async fn this_machine_is_reached_by_all_its_names_without_a_resolver_and_without_a_proxy() {
    let authority = Authority::new();
    let tls = authority.signs(&of(&["localhost", "api.localhost", "127.0.0.1"]));
    let (secure, plain) = (
        Server::with(Some(tls.acceptor()), rule).await,
        Server::start(rule).await,
    );
    let elsewhere = Server::start(|_| answer(502, [], "")).await;
    let proxy = Proxy::start(Kind::Http, elsewhere.address).await;
    let network = authority
        .trusted()
        .proxy(&format!("http://{}", proxy.address));
    let network = network.expect("an address");
    for host in [
        "localhost",
        "localhost.",
        "api.localhost",
        "a.b.localhost.",
        "127.0.0.1",
    ] {
        let session = server::session(
            &format!("http://{host}:{}", plain.address.port()),
            "s-body",
            &network,
        );
        sign_in(&session).await.expect(host);
    }
    let session = server::session(
        &format!("https://api.localhost:{}", secure.address.port()),
        "s-body",
        &network,
    );
    sign_in(&session).await.expect("TLS");
    assert_eq!(proxy.log().len(), 0);
}

#[tokio::test]
async fn a_cookie_for_secure_connections_goes_to_this_machine_whatever_it_is_called() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/api/auth/signin" => answer(
            200,
            [(
                "set-cookie",
                &b"bezkoder-jwt=an-access-cookie; Path=/; Secure"[..],
            )],
            tokens("", ""),
        ),
        _ => text("the board"),
    })
    .await;
    for host in ["api.localhost", "localhost."] {
        let url = format!("http://{host}:{}", server.address.port());
        let session = server::session(&url, "s-cookie", &Network::new());
        sign_in(&session).await.expect("a good answer");
        get(&session, "/board").await.expect("an answer");
        let board = server.log().pop().expect("a request");
        assert_eq!(
            board.header("cookie"),
            Some("bezkoder-jwt=an-access-cookie"),
            "{host}"
        );
    }
}

#[tokio::test]
async fn a_program_calls_itself_what_it_likes() {
    let server = Server::start(rule).await;
    let engine = concat!("auth-core/", env!("CARGO_PKG_VERSION"));
    let own = Network::new().user_agent("notes/1.4").expect("a name");
    for (network, name) in [(Network::new(), engine), (own, "notes/1.4")] {
        let session = server::session(&server.url(), "s-body", &network);
        sign_in(&session).await.expect("a good answer");
        get(&session, "/board").await.expect("an answer");
        let log = server.log();
        for asked in &log[log.len() - 2..] {
            assert_eq!(asked.header("user-agent"), Some(name));
        }
    }
}

/// What the test below is told to sign in to where it runs in a process of its own, and what it says then.
const URL: &str = "SIGN_IN_TO";
const DONE: &str = "signed in and read the board";

#[tokio::test]
async fn a_program_finds_its_server_in_the_environment_that_it_is_given() {
    let url = match std::env::var(URL) {
        Ok(url) => url,
        Err(_) => Server::start(rule).await.url(),
    };
    let session = server::session(&url, "s-body", &Network::new());
    sign_in(&session).await.expect("a way there");
    let board = get(&session, "/board").await.expect("an answer");
    assert_eq!(board.text(), "the board");
    println!("{DONE}");
}

/// Signs in in a process of its own, since variables are the whole process's, and says how it went.
async fn within(environment: &[(&str, &str)], url: &str) -> Result<(), String> {
    let mut command = Command::new(std::env::current_exe().expect("a test has a path"));
    command
        .args(["a_program_finds_its_server", "--nocapture"])
        .env_clear()
        .env(URL, url)
        .envs(environment.iter().copied());
    let run = tokio::task::spawn_blocking(move || command.output().expect("it starts"));
    let output = run.await.expect("no panic");
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    if output.status.success() && text.contains(DONE) {
        Ok(())
    } else {
        Err(text)
    }
}

/// A text in a file, as an environment points to it.
fn file(text: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(text.as_bytes()).expect("room");
    file
}

#[tokio::test]
async fn the_environments_proxies_are_taken_in_either_case_of_letters() {
    let (secure, plain, authority) = far_away().await;
    let trusted = file(&authority.pem());
    let trusted = trusted.path().to_str().expect("a path");
    for (variable, kind, scheme, url) in [
        ("HTTPS_PROXY", Kind::Http, "http", "https://api.example"),
        (
            "https_proxy",
            Kind::Socks5,
            "socks5h",
            "https://api.example",
        ),
        ("ALL_PROXY", Kind::Socks5, "socks5h", "https://api.example"),
        ("all_proxy", Kind::Http, "http", "https://api.example"),
        ("HTTP_PROXY", Kind::Http, "http", "http://api.example"),
        ("http_proxy", Kind::Socks5, "socks5", "http://192.0.2.1"),
        ("ALL_PROXY", Kind::Socks5, "socks5", "http://192.0.2.1"),
    ] {
        let is_secure = url.starts_with("https:");
        let server = if is_secure { &secure } else { &plain };
        let proxy = Proxy::start(kind, server.address).await;
        let address = format!("{scheme}://{}", proxy.address);
        let environment = [(variable, address.as_str()), ("SSL_CERT_FILE", trusted)];
        assert_eq!(within(&environment, url).await, Ok(()), "{variable}");
        assert!(!proxy.log().is_empty(), "{variable}");
    }
}

#[tokio::test]
async fn this_machine_is_reached_without_the_environments_proxy() {
    let server = Server::start(rule).await;
    let elsewhere = Server::start(|_| answer(502, [], "")).await;
    let proxy = Proxy::start(Kind::Http, elsewhere.address).await;
    let address = format!("http://{}", proxy.address);
    let environment = ["ALL_PROXY", "HTTP_PROXY", "http_proxy"].map(|name| (name, &*address));
    for host in ["127.0.0.1", "localhost", "api.localhost"] {
        let url = format!("http://{host}:{}", server.address.port());
        assert_eq!(within(&environment, &url).await, Ok(()), "{host}");
    }
    assert_eq!(proxy.log().len(), 0);
}

#[tokio::test]
async fn what_the_system_trusts_is_believed_a_servers_own_certificate_included() {
    let names = of(&["localhost"]);
    let authority = Authority::new();
    let signed = authority.signs(&names);
    let own = Certificate::self_signed(&names);
    let owns = Certificate::self_signed(&as_authority(of(&["localhost"])));
    let stranger = Certificate::self_signed(&names);
    for (shown, trusted, is_believed) in [
        (&signed, authority.pem(), true),
        (&own, own.pem.clone(), true),
        (&owns, owns.pem.clone(), true),
        (&stranger, authority.pem() + &owns.pem, false),
    ] {
        let server = Server::with(Some(shown.acceptor()), rule).await;
        let url = format!("https://localhost:{}", server.address.port());
        let trusted = file(&trusted);
        let trusted = trusted.path().to_str().expect("a path");
        match within(&[("SSL_CERT_FILE", trusted)], &url).await {
            Ok(()) => assert!(is_believed),
            Err(text) => assert!(!is_believed && text.contains("cause: Tls"), "{text}"),
        }
    }
}
