//! Rotation, grace and reuse, as a client sees them.

use http::{HeaderMap, HeaderValue};
use serde_json::{Value, json};

use super::mint::Death;
use super::*;

mod kinds;

fn rules(kind: Kind) -> Rules {
    Rules {
        kind,
        access_life: 60,
        refresh_life: Some(Duration::from_mins(10)),
        rotates: true,
        grace: Duration::from_secs(10),
        detects_reuse: true,
        opaque: false,
        states_lifetime: false,
        says_iat: true,
        says_date: false,
        skew: 0,
        revokes_access: false,
        sessions: Sessions::Many,
        sign_out_needs_live_access: true,
        lacks_refresh: false,
        rolls_cookies: 0,
        lingers: None,
        is_sticky: false,
        makes_guests: false,
        csrf: Csrf::None,
        is_one: false,
        second_step: None,
        mixes_up: 0,
        gives_no_refresh: false,
        refuses_by: RefusesBy::InvalidGrant,
    }
}

struct Bench {
    server: Server,
    mint: Mint,
    dice: Dice,
    now: At,
}

impl Bench {
    fn new(rules: Rules) -> Self {
        Self {
            server: Server::new(0, rules, 2),
            mint: Mint::default(),
            dice: Dice::new(1),
            now: At::default() + Duration::from_secs(1),
        }
    }

    fn later(&mut self, seconds: u64) {
        self.now = self.now + Duration::from_secs(seconds);
    }

    fn post(&mut self, path: &str, body: &Value, bearer: Option<&str>) -> Reply {
        let mut headers = HeaderMap::new();
        if let Some(token) = bearer {
            let value = HeaderValue::from_str(&format!("Bearer {token}"));
            headers.insert("authorization", value.expect("a header"));
        }
        self.hear(&Method::POST, path, &headers, &body.to_string())
    }

    fn hear(&mut self, method: &Method, path: &str, headers: &HeaderMap, body: &str) -> Reply {
        let heard = Heard {
            method,
            path,
            headers,
            body: body.as_bytes(),
            process: 0,
        };
        self.server
            .answer(&mut self.mint, &heard, self.now, &mut self.dice)
            .expect("an answer")
    }

    fn sign_in(&mut self) -> (String, String) {
        let form = json!({"username": "person0", "password": self.server.accounts[0].password});
        tokens(&self.post("/v1/login", &form, None))
    }

    fn refresh(&mut self, refresh: &str) -> Reply {
        self.post("/v1/token", &json!({ "refresh_token": refresh }), None)
    }
}

fn tokens(reply: &Reply) -> (String, String) {
    let body: Value = serde_json::from_slice(&reply.answer.body).expect("JSON");
    let field = |name: &str| body[name].as_str().expect("a token").to_owned();
    (field("access_token"), field("refresh_token"))
}

fn refused(reply: &Reply) -> Option<Refusal> {
    match reply.said {
        Said::Refused { why, .. } => Some(why),
        _ => None,
    }
}

#[test]
fn a_rotated_token_works_again_inside_its_grace_and_each_child_is_good() {
    let mut bench = Bench::new(rules(Kind::OwnBody));
    let (_, first) = bench.sign_in();
    let (_, second) = tokens(&bench.refresh(&first));
    bench.later(9);
    let (_, third) = tokens(&bench.refresh(&first));
    assert!(first != second && second != third);
    assert_eq!(refused(&bench.refresh(&second)), None);
    assert_eq!(refused(&bench.refresh(&third)), None);
}

#[test]
fn a_rotated_token_that_comes_after_its_grace_ends_the_whole_family() {
    let mut bench = Bench::new(rules(Kind::OwnBody));
    let (_, first) = bench.sign_in();
    let (_, second) = tokens(&bench.refresh(&first));
    bench.later(11);
    assert_eq!(refused(&bench.refresh(&first)), Some(Refusal::Used));
    assert_eq!(bench.mint.families[0].dead, Some(Death::Reused));
    assert_eq!(refused(&bench.refresh(&second)), Some(Refusal::Unknown));
}

#[test]
fn without_reuse_detection_only_the_old_token_is_refused() {
    let mut bench = Bench::new(Rules {
        detects_reuse: false,
        ..rules(Kind::OwnBody)
    });
    let (_, first) = bench.sign_in();
    let (_, second) = tokens(&bench.refresh(&first));
    bench.later(11);
    assert_eq!(refused(&bench.refresh(&first)), Some(Refusal::Used));
    assert_eq!(refused(&bench.refresh(&second)), None);
}

#[test]
fn without_rotation_the_token_stays_until_it_expires() {
    let mut bench = Bench::new(Rules {
        rotates: false,
        ..rules(Kind::OwnBody)
    });
    let (_, first) = bench.sign_in();
    for _ in 0..3 {
        bench.later(100);
        assert_eq!(tokens(&bench.refresh(&first)).1, first);
    }
    bench.later(300);
    assert_eq!(refused(&bench.refresh(&first)), Some(Refusal::Expired));
}

#[test]
fn an_access_token_is_good_until_it_expires_and_signing_out_ends_its_family_alone() {
    let mut bench = Bench::new(rules(Kind::OwnBody));
    let (access, refresh) = bench.sign_in();
    let (_, other) = bench.sign_in();
    let board = |bench: &mut Bench| bench.post("/api/test/user", &json!({}), Some(&access));
    assert_eq!(board(&mut bench).answer.status, 200);
    assert_eq!(
        bench
            .post("/v1/logout", &json!({}), Some(&access))
            .answer
            .status,
        200
    );
    assert_eq!(refused(&bench.refresh(&refresh)), Some(Refusal::Unknown));
    assert_eq!(refused(&bench.refresh(&other)), None);
    bench.later(60);
    assert_eq!(board(&mut bench).answer.status, 401);
}

#[test]
fn a_server_of_one_session_refuses_the_second_sign_in_or_replaces_the_first() {
    for (sessions, status) in [
        (Sessions::OneAndRefuses, 401),
        (Sessions::OneAndReplaces, 200),
    ] {
        let mut bench = Bench::new(Rules {
            sessions,
            ..rules(Kind::OwnBody)
        });
        bench.sign_in();
        let form = json!({"username": "person0", "password": bench.server.accounts[0].password});
        let second = bench.post("/v1/login", &form, None);
        assert_eq!(second.answer.status, status);
    }
}

#[test]
fn what_is_only_in_memory_is_gone_after_a_restart() {
    let mut bench = Bench::new(rules(Kind::OwnBody));
    let (_, refresh) = bench.sign_in();
    bench.server.forget_everything(&mut bench.mint);
    assert_eq!(refused(&bench.refresh(&refresh)), Some(Refusal::Unknown));
}

#[test]
fn a_guard_answers_refreshes_alone_and_costs_nobody_anything() {
    let mut bench = Bench::new(rules(Kind::OwnBody));
    let (_, refresh) = bench.sign_in();
    for guard in Guard::ALL {
        bench.server.guard = Some(guard);
        let refused = bench.refresh(&refresh);
        assert!(
            matches!(refused.said, Said::Foreign { status: 400.. }),
            "{guard:?}"
        );
    }
    bench.sign_in();
    bench.server.guard = None;
    assert_eq!(refused(&bench.refresh(&refresh)), None);
}

#[test]
fn every_answer_of_a_sticky_server_has_another_cookie() {
    let mut bench = Bench::new(Rules {
        is_sticky: true,
        ..rules(Kind::OwnBody)
    });
    let mut cookies = Vec::new();
    for path in ["/v1/token", "/api/test/user", "/v1/logout", "/v1/login"] {
        let reply = bench.post(path, &json!({}), None);
        cookies.push(reply.answer.headers["set-cookie"].clone());
    }
    cookies.sort();
    cookies.dedup();
    assert_eq!(cookies.len(), 4);
}

#[test]
fn a_session_cookie_that_was_replaced_is_taken_for_a_while_only() {
    let mut bench = Bench::new(Rules {
        rolls_cookies: 1000,
        lingers: Some(Duration::from_secs(2)),
        ..rules(Kind::OwnCookie)
    });
    let form = json!({"username": "person0", "password": bench.server.accounts[0].password});
    let Said::SignedIn { access, .. } = bench.post("/v1/login", &form, None).said else {
        panic!("nobody is signed in");
    };
    let reply = Reply::text(200, "", Said::Nothing);
    let Bench {
        server,
        mint,
        dice,
        now,
    } = &mut bench;
    let reply = server.roll(mint, reply, access, *now, dice);
    assert!(reply.answer.headers.contains_key("set-cookie"));
    assert!(server.accepts(mint, access, *now + Duration::from_secs(2)));
    assert!(!server.accepts(mint, access, *now + Duration::from_secs(3)));
}
