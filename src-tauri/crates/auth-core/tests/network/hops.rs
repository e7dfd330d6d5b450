//! Redirects: what goes on to the next hop, and what stays of the one before.

use auth_core::{Cause, Error, Network, Session};
use http::Method;

use super::server::{
    self, Asked, Reply, Server, answer, cause, get, send, sign_in, text, to, tokens,
};

/// A signed-in session with a server whose other answers come by a rule.
async fn signed_in(
    dialect: &str,
    rule: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
) -> (Server, Session) {
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/api/auth/signin" => answer(
            200,
            [
                (
                    "set-cookie",
                    &b"bezkoder-jwt=first-access-cookie; Path=/"[..],
                ),
                (
                    "set-cookie",
                    b"bezkoder-session=first-access-cookie; Path=/",
                ),
                (
                    "set-cookie",
                    b"bezkoder-jwt-refresh=first-refresh-cookie; Path=/api/auth",
                ),
            ],
            tokens("first-access-token", "first-refresh-token"),
        ),
        _ => rule(asked),
    })
    .await;
    let session = server::session(&server.url(), dialect, &Network::new());
    sign_in(&session).await.expect("a good answer");
    (server, session)
}

fn setting(status: u16, location: &str, cookie: &str) -> Reply {
    let headers = [
        ("location", location.as_bytes()),
        ("set-cookie", cookie.as_bytes()),
    ];
    answer(status, headers, "")
}

const RENEWED: &str = "bezkoder-jwt=second-access-cookie; Path=/";

#[tokio::test]
async fn a_cookie_that_a_hop_sets_travels_with_the_next_hop_and_with_what_comes_after() {
    let (server, session) = signed_in("s-cookie", |asked| match asked.path.as_str() {
        "/1" => setting(302, "/2", RENEWED),
        "/2" => setting(302, "/3", "third-of-all=a-preference; Path=/"),
        _ => text("second-access-cookie is what I see"),
    })
    .await;
    let last = get(&session, "/1").await.expect("an answer");
    assert_eq!(last.text(), "[redacted] is what I see");
    get(&session, "/after").await.expect("an answer");
    let cookies = |path: &str| {
        let asked = server.asked(path).remove(0);
        asked.header("cookie").unwrap_or_default().to_owned()
    };
    assert_eq!(
        cookies("/1"),
        "bezkoder-jwt=first-access-cookie; bezkoder-session=first-access-cookie"
    );
    assert!(cookies("/2").starts_with("bezkoder-jwt=second-access-cookie"));
    let all = "bezkoder-jwt=second-access-cookie; bezkoder-session=first-access-cookie; third-of-all=a-preference";
    assert_eq!(cookies("/3"), all);
    assert_eq!(cookies("/after"), all);
}

#[tokio::test]
async fn a_cookie_counts_wherever_its_hop_leads() {
    for (location, expected) in [
        ("http://other.example/", Cause::Redirected),
        ("/api/auth/signout", Cause::Redirected),
        ("https://", Cause::Redirected),
        ("/lost", Cause::Lost),
        ("/1", Cause::RedirectLoop),
    ] {
        let (server, session) = signed_in("s-cookie", move |asked| match asked.path.as_str() {
            "/1" => setting(302, location, RENEWED),
            "/lost" => Reply::Close,
            _ => text("the board"),
        })
        .await;
        assert_eq!(cause(get(&session, "/1").await), expected, "{location}");
        get(&session, "/after").await.expect("an answer");
        let after = server.asked("/after").remove(0);
        let cookies = after.header("cookie").unwrap_or_default();
        assert!(
            cookies.contains("bezkoder-jwt=second-access-cookie"),
            "{location}: {cookies}"
        );
    }
}

#[tokio::test]
async fn a_hop_that_is_lost_is_sent_once_more() {
    let (server, session) = signed_in("s-body", |asked| match (asked.path.as_str(), asked.nth) {
        ("/1", _) => to(302, "/2"),
        ("/2", 2..) => Reply::Close,
        _ => text("the board"),
    })
    .await;
    let board = get(&session, "/1").await.expect("the second try");
    assert_eq!(board.text(), "the board");
    assert_eq!(server.asked("/2").len(), 2);
}

#[tokio::test]
async fn what_is_sent_on_keeps_its_body_and_what_becomes_a_get_leaves_it_behind() {
    let (server, session) = signed_in("s-body", |asked| {
        match asked
            .path
            .strip_prefix('/')
            .and_then(|status| status.parse().ok())
        {
            Some(status) => to(status, "/there"),
            None => text("the board"),
        }
    })
    .await;
    for status in [301, 302, 303, 307, 308] {
        for method in [Method::PUT, Method::PATCH, Method::DELETE, Method::POST] {
            let sent = send(&session, method.clone(), &format!("/{status}")).await;
            sent.expect("an answer");
            let there = server.log().pop().expect("a request");
            assert_eq!(there.path, "/there");
            let becomes_get = status == 303 || (method == Method::POST && status < 303);
            let (expected, body, kind) = if becomes_get {
                ("GET", "", None)
            } else {
                (method.as_str(), "{\"a\":1}", Some("application/json"))
            };
            assert_eq!(there.method, expected, "{status} {method}");
            assert_eq!(there.body, body, "{status} {method}");
            assert_eq!(there.header("content-type"), kind, "{status} {method}");
            assert_eq!(
                there.header("authorization"),
                Some("Bearer first-access-token")
            );
        }
    }
}

#[tokio::test]
async fn a_location_in_other_bytes_than_ascii_is_followed() {
    let (server, session) = signed_in("s-body", |asked| {
        let location: &[u8] = match asked.path.as_str() {
            "/utf-8" => "/größe".as_bytes(),
            "/latin-1" => b"/gr\xF6\xDFe",
            "/part" => b"/gr%C3%B6%C3%9Fe#part",
            _ => return text("the size"),
        };
        answer(302, [("location", location)], "")
    })
    .await;
    for path in ["/utf-8", "/latin-1", "/part"] {
        let size = get(&session, path).await.expect("followed");
        assert_eq!(size.text(), "the size");
        assert_eq!(
            server.log().pop().expect("a request").path,
            "/gr%C3%B6%C3%9Fe"
        );
    }
}

#[tokio::test]
async fn an_origin_is_the_same_however_it_is_spelled_and_another_one_gets_nothing() {
    let other = Server::start(|_| text("mine")).await;
    let elsewhere = other.address;
    let (server, session) = signed_in("s-body", move |asked| {
        let host = asked.header("host").unwrap_or_default();
        match asked.path.as_str() {
            "/scheme" => to(302, &format!("HTTP://{host}/there")),
            "/relative" => to(302, &format!("//{host}/there")),
            "/other" => to(302, &format!("//{elsewhere}/there")),
            "/named" => to(302, &format!("http://ann@{host}/there")),
            "/secure" => to(302, &format!("https://{host}/there")),
            _ => text("the board"),
        }
    })
    .await;
    for path in ["/scheme", "/relative"] {
        assert_eq!(
            get(&session, path).await.expect("followed").text(),
            "the board"
        );
    }
    let before = server.log().len();
    for path in ["/other", "/named", "/secure"] {
        assert_eq!(
            cause(get(&session, path).await),
            Cause::Redirected,
            "{path}"
        );
    }
    assert_eq!(server.log().len(), before + 3);
    assert_eq!(other.connections(), 0);
}

/// What stands beside the server's path may be somebody else's: it gets no credential, no body, and no say.
#[tokio::test]
async fn nothing_goes_out_of_the_path_of_the_servers_address() {
    for dialect in ["s-body", "s-cookie", "n-body", "n-cookie"] {
        let server = Server::start(|asked| {
            let host = asked.header("host").unwrap_or_default();
            match asked.path.as_str() {
                "/app/api/auth/signin" => answer(
                    200,
                    [
                        (
                            "set-cookie",
                            &b"bezkoder-jwt=first-access-cookie; Path=/"[..],
                        ),
                        (
                            "set-cookie",
                            b"bezkoder-session=first-access-cookie; Path=/",
                        ),
                    ],
                    tokens("first-access-token", "first-refresh-token"),
                ),
                "/app/whole" => to(307, &format!("HTTP://{}/app/there", host.to_uppercase())),
                "/app/relative" => to(307, "../app/./there"),
                "/app/other" => to(307, "/other"),
                "/app/dots" => to(307, "/app/../other"),
                "/app/encoded" => to(307, "/app/..%2fother"),
                "/app/parameter" => to(307, "/app/..;/other"),
                "/app/alike" => to(307, "/appx/there"),
                "/app/host" => to(307, &format!("//{host}/other")),
                "/app/get" => to(302, "/other/app/there"),
                "/app/forth" => to(308, "/back"),
                "/back" => to(308, "/app/there"),
                _ => text("there"),
            }
        })
        .await;
        let session = server::session(&format!("{}/app", server.url()), dialect, &Network::new());
        sign_in(&session).await.expect("a good answer");
        for path in ["/whole", "/relative"] {
            let there = send(&session, Method::PUT, path).await.expect("followed");
            assert_eq!(there.text(), "there", "{dialect} {path}");
        }
        for path in [
            "/other",
            "/dots",
            "/encoded",
            "/parameter",
            "/alike",
            "/host",
            "/get",
            "/forth",
        ] {
            let before = server.log().len();
            let there = send(&session, Method::POST, path).await;
            assert_eq!(cause(there), Cause::Redirected, "{dialect} {path}");
            assert_eq!(server.log().len(), before + 1, "{dialect} {path}");
        }
    }
}

#[tokio::test]
async fn no_header_that_sets_cookies_gets_to_the_caller() {
    let (_server, session) = signed_in("s-body", |_| {
        let headers = ["set-cookie", "set-cookie2", "x-else"].map(|name| (name, &b"a=b"[..]));
        answer(200, headers, "the board")
    })
    .await;
    let board = get(&session, "/board").await.expect("an answer");
    assert_eq!(board.headers.get("set-cookie"), None);
    assert_eq!(board.headers.get("set-cookie2"), None);
    assert_eq!(board.headers["x-else"], "a=b");
}

#[tokio::test]
async fn a_refresh_is_sent_on_whole_within_the_server() {
    for status in [307, 308] {
        let (server, session) = signed_in("s-body", move |asked| match asked.path.as_str() {
            "/api/auth/refreshtoken" => to(status, "/v2/refresh"),
            "/v2/refresh" => to(status, "/v2/refresh/"),
            "/v2/refresh/" => text(&tokens("second-access-token", "second-refresh-token")),
            _ => text("the board"),
        })
        .await;
        session.refresh_now().await.expect("refreshed");
        let asked = server.asked("/v2/refresh/").remove(0);
        assert_eq!(asked.method, "POST");
        assert_eq!(asked.body, "{\"refreshToken\":\"first-refresh-token\"}");
        get(&session, "/board").await.expect("an answer");
        let board = server.asked("/board").remove(0);
        assert_eq!(
            board.header("authorization"),
            Some("Bearer second-access-token")
        );
    }
}

#[tokio::test]
async fn a_refresh_by_cookie_carries_it_on_and_takes_what_every_hop_sets() {
    let (server, session) = signed_in("s-cookie", |asked| match asked.path.as_str() {
        "/api/auth/refreshtoken" => setting(307, "/api/auth/v2", "route=a; Path=/"),
        "/api/auth/v2" => answer(200, [("set-cookie", RENEWED.as_bytes())], "{}"),
        _ => text("the board"),
    })
    .await;
    session.refresh_now().await.expect("refreshed");
    let cookies = |path: &str| {
        let asked = server.asked(path).remove(0);
        asked.header("cookie").unwrap_or_default().to_owned()
    };
    let there = cookies("/api/auth/v2");
    assert!(
        there.contains("bezkoder-jwt-refresh=first-refresh-cookie"),
        "{there}"
    );
    assert!(there.contains("route=a"), "{there}");
    get(&session, "/board").await.expect("an answer");
    let after = cookies("/board");
    assert!(
        after.contains("bezkoder-jwt=second-access-cookie"),
        "{after}"
    );
    assert!(after.contains("route=a"), "{after}");
}

#[tokio::test]
async fn a_refresh_is_led_in_no_circle_and_nowhere_else() {
    let other = Server::start(|_| text(&tokens("stolen", "stolen"))).await;
    let elsewhere = format!("http://{}/", other.address);
    for (location, hops, expected) in [
        ("/api/auth/refreshtoken", 6, Cause::RedirectLoop),
        ("/api/auth/signout", 1, Cause::Redirected),
        ("/api/auth/signin", 1, Cause::Redirected),
        (elsewhere.as_str(), 1, Cause::Redirected),
        ("https://", 1, Cause::Redirected),
    ] {
        let target = location.to_owned();
        let (server, session) = signed_in("s-body", move |asked| match asked.path.as_str() {
            "/api/auth/refreshtoken" => to(308, &target),
            _ => text("the board"),
        })
        .await;
        let before = server.log().len();
        assert_eq!(cause(session.refresh_now().await), expected, "{location}");
        assert_eq!(server.log().len() - before, hops, "{location}");
    }
    assert_eq!(other.connections(), 0);
}

#[tokio::test]
async fn a_refresh_stays_below_the_path_of_the_servers_address() {
    for location in ["/other/refresh", "/app/..%2fother", "/appx/refresh"] {
        let server = Server::start(move |asked| match asked.path.as_str() {
            "/app/api/auth/signin" => text(&tokens("first-access-token", "first-refresh-token")),
            "/app/api/auth/refreshtoken" => to(307, location),
            _ => text(&tokens("stolen", "stolen")),
        })
        .await;
        let session = server::session(&format!("{}/app", server.url()), "s-body", &Network::new());
        sign_in(&session).await.expect("a good answer");
        let before = server.log().len();
        assert_eq!(cause(session.refresh_now().await), Cause::Redirected);
        assert_eq!(server.log().len(), before + 1, "{location}");
    }
}

#[tokio::test]
async fn a_sign_in_and_a_refresh_that_would_become_a_get_are_followed_nowhere() {
    for status in [301, 302, 303] {
        let (server, session) = signed_in("s-body", move |asked| match asked.path.as_str() {
            "/api/auth/refreshtoken" => to(status, "/there"),
            _ => text(&tokens("second-access-token", "second-refresh-token")),
        })
        .await;
        assert_eq!(
            cause(session.refresh_now().await),
            Cause::Foreign { status }
        );
        assert_eq!(server.asked("/there").len(), 0);
    }
    for status in [301, 302, 303, 307, 308] {
        let server = Server::start(move |asked| match asked.path.as_str() {
            "/there" => text(&tokens("first-access-token", "first-refresh-token")),
            _ => to(status, "/there"),
        })
        .await;
        let session = server::session(&server.url(), "s-body", &Network::new());
        assert_eq!(sign_in(&session).await, Err(Error::NotThisApi { status }));
        assert_eq!(server.asked("/there").len(), 0);
    }
}
