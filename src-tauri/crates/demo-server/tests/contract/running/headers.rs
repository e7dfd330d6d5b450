//! Paths, methods and headers: what the frameworks do around every answer.

use demo_server::{Board, Dialect};

use crate::{
    bench::{Bench, EXPRESS, SPRING, full_authentication},
    client::Request,
};

#[tokio::test]
async fn express_routes_ignore_case_and_a_trailing_slash() {
    for dialect in EXPRESS {
        let bench = Bench::start(dialect).await;
        for path in ["/API/Test/ALL", "/api/test/all/", "/api/test/all?x=1"] {
            assert_eq!(
                bench.get(path).await.seen(),
                (200, "Public Content."),
                "{dialect}: {path}"
            );
        }
    }
}

#[tokio::test]
async fn a_doubled_slash_finds_nothing() {
    for (dialect, status) in [
        (Dialect::NBody, 404),
        (Dialect::NCookie, 404),
        (Dialect::SBody, 400),
        (Dialect::SCookie, 401),
    ] {
        let bench = Bench::start(dialect).await;
        let reply = bench.get("//api/test/all").await;
        assert_eq!(reply.status, status, "{dialect}");
        if EXPRESS.contains(&dialect) {
            assert!(
                reply.body.contains("<pre>Cannot GET //api/test/all</pre>"),
                "{dialect}"
            );
        }
    }
}

#[tokio::test]
async fn an_unknown_path_gets_expresss_page_with_its_own_headers() {
    for dialect in EXPRESS {
        let bench = Bench::start(dialect).await;
        let reply = bench.get("/api/test/'no&pe'?secret=1").await;
        assert_eq!(reply.status, 404, "{dialect}");
        assert_eq!(
            reply.header("Content-Security-Policy"),
            Some("default-src 'none'")
        );
        assert_eq!(reply.header("X-Content-Type-Options"), Some("nosniff"));
        assert_eq!(
            reply.header("Content-Type"),
            Some("text/html; charset=utf-8")
        );
        assert_eq!(reply.header("ETag"), None, "{dialect}");
        let expected = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
            <title>Error</title>\n</head>\n<body>\n<pre>Cannot GET /api/test/&#39;no&amp;pe&#39;</pre>\n\
            </body>\n</html>\n";
        assert_eq!(reply.body, expected, "{dialect}");
    }
}

#[tokio::test]
async fn a_wrong_method_finds_nothing_either_on_express() {
    for dialect in EXPRESS {
        let bench = Bench::start(dialect).await;
        let reply = bench.get("/api/auth/signin").await;
        assert_eq!(reply.status, 404, "{dialect}");
        assert!(
            reply.body.contains("Cannot GET /api/auth/signin"),
            "{dialect}"
        );
    }
}

#[tokio::test]
async fn spring_tells_unknown_paths_and_methods_apart_where_it_is_open() {
    let s_body = Bench::start(Dialect::SBody).await;
    let s_cookie = Bench::start(Dialect::SCookie).await;
    for (path, status) in [
        ("/api/test/nope", 404),
        ("/api/auth/signin", 405),
        ("/api/test/ALL", 404),
    ] {
        let reply = s_body.get(path).await;
        assert_eq!(reply.status, status, "{path}");
        assert_eq!(reply.json()["path"], path);
        let reply = s_cookie.get(path).await;
        assert_eq!(
            reply.seen(),
            (401, full_authentication("/error").as_str()),
            "{path}"
        );
    }
}

#[tokio::test]
async fn spring_shows_an_unknown_path_elsewhere_to_nobody_without_an_account() {
    for dialect in SPRING {
        let bench = Bench::start(dialect).await;
        let reply = bench.get("/nope").await;
        assert_eq!(
            reply.seen(),
            (401, full_authentication("/nope").as_str()),
            "{dialect}"
        );
        let session = bench.sign_in("user").await;
        let reply = bench.ask(&session.showing(Request::get("/nope"))).await;
        let expected = if dialect == Dialect::SBody { 404 } else { 401 };
        assert_eq!(reply.status, expected, "{dialect}");
    }
}

#[tokio::test]
async fn spring_sends_the_headers_of_spring_security_and_its_json_in_chunks() {
    for (dialect, protection) in [(Dialect::SBody, "1; mode=block"), (Dialect::SCookie, "0")] {
        let bench = Bench::start(dialect).await;
        let reply = bench.try_sign_in("user", "demo-user").await;
        for (name, value) in [
            ("X-Content-Type-Options", "nosniff"),
            ("X-XSS-Protection", protection),
            (
                "Cache-Control",
                "no-cache, no-store, max-age=0, must-revalidate",
            ),
            ("Pragma", "no-cache"),
            ("Expires", "0"),
            ("X-Frame-Options", "DENY"),
            ("Content-Type", "application/json"),
            ("Transfer-Encoding", "chunked"),
            ("Keep-Alive", "timeout=60"),
        ] {
            assert_eq!(reply.header(name), Some(value), "{dialect}: {name}");
        }
        assert_eq!(reply.all("Vary").len(), 3, "{dialect}");
        assert_eq!(reply.header("X-Powered-By"), None, "{dialect}");
    }
}

#[tokio::test]
async fn a_preflight_is_answered_by_every_dialect() {
    for dialect in Dialect::ALL {
        let bench = Bench::start(dialect).await;
        let request = Request {
            method: "OPTIONS".to_owned(),
            path: "/api/auth/signin".to_owned(),
            ..Request::default()
        };
        let request = request
            .header("Origin", "tauri://localhost")
            .header("Access-Control-Request-Method", "POST")
            .header(
                "Access-Control-Request-Headers",
                "content-type,x-access-token",
            );
        let reply = bench.ask(&request).await;
        let (status, origin) = match dialect {
            Dialect::NBody => (204, "http://localhost:8081"),
            Dialect::NCookie => (204, "*"),
            Dialect::SBody | Dialect::SCookie => (200, "*"),
        };
        assert_eq!(reply.status, status, "{dialect}");
        assert_eq!(
            reply.header("Access-Control-Allow-Origin"),
            Some(origin),
            "{dialect}"
        );
        assert_eq!(
            reply.header("Access-Control-Allow-Headers"),
            Some("content-type,x-access-token"),
            "{dialect}"
        );
    }
}

#[tokio::test]
async fn express_answers_304_to_a_client_that_has_the_board_already() {
    for dialect in EXPRESS {
        let bench = Bench::start(dialect).await;
        let session = bench.sign_in("user").await;
        let tag = bench
            .board(Board::User, &session)
            .await
            .header("ETag")
            .unwrap()
            .to_owned();
        let request = session.showing(Request::get("/api/test/user"));
        let reply = bench
            .ask(&request.clone().header("If-None-Match", &tag))
            .await;
        assert_eq!(reply.seen(), (304, ""), "{dialect}");
        assert_eq!(reply.header("Content-Type"), None, "{dialect}");
        let reload = request
            .header("If-None-Match", &tag)
            .header("Cache-Control", "no-cache");
        assert_eq!(bench.ask(&reload).await.status, 200, "{dialect}");
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_by_express() {
    for dialect in EXPRESS {
        let bench = Bench::start(dialect).await;
        for size in [101 * 1024, 2 * 1024 * 1024] {
            let body = format!(r#"{{"username":"{}"}}"#, "a".repeat(size));
            let reply = bench.post("/api/auth/signin", &body).await;
            assert_eq!(reply.status, 413, "{dialect}: {size}");
        }
    }
}

#[tokio::test]
async fn a_head_request_gets_the_headers_alone() {
    for dialect in Dialect::ALL {
        let bench = Bench::start(dialect).await;
        let request = Request {
            method: "HEAD".to_owned(),
            ..Request::get("/api/test/all")
        };
        let reply = bench.ask(&request).await;
        assert_eq!(reply.seen(), (200, ""), "{dialect}");
        assert_eq!(reply.header("Content-Length"), Some("15"), "{dialect}");
    }
}
