//! Forms, guests, second steps, and tokens against forged requests.

use super::*;

/// A jar of the plainest kind: what is set last of a name counts.
#[derive(Default)]
struct Browser {
    jar: Vec<(String, String)>,
    token: String,
}

impl Browser {
    fn cookie(&self, name: &str) -> Option<&str> {
        let mut jar = self.jar.iter().rev();
        jar.find(|(it, _)| it == name).map(|(_, it)| it.as_str())
    }

    fn send(&mut self, bench: &mut Bench, method: &Method, path: &str, body: &str) -> Reply {
        let mut headers = HeaderMap::new();
        let jar: Vec<_> = self.jar.iter().map(|(n, v)| format!("{n}={v}")).collect();
        let mut insert = |name: &'static str, value: &str| {
            headers.insert(name, HeaderValue::from_str(value).expect("a header"));
        };
        insert("cookie", &jar.join("; "));
        insert("x-csrf-token", &self.token);
        let reply = bench.hear(method, path, &headers, body);
        for set in reply.answer.headers.get_all("set-cookie") {
            let text = set.to_str().expect("text");
            let pair = text.split(';').next().expect("a pair");
            let (name, value) = pair.split_once('=').expect("a pair");
            self.jar.retain(|(it, _)| it != name);
            if !value.is_empty() {
                self.jar.push((name.to_owned(), value.to_owned()));
            }
        }
        reply
    }

    /// Takes the token out of the page with the form.
    fn look(&mut self, bench: &mut Bench) {
        let page = self.send(bench, &Method::GET, "/login", "").answer.body;
        let page = String::from_utf8(page.to_vec()).expect("text");
        let at = page.find(CSRF_MARK).expect("a token");
        self.token = page[at..].split('"').next().expect("its end").to_owned();
    }

    fn sign_in(&mut self, bench: &mut Bench) -> Reply {
        self.look(bench);
        let password = &bench.server.accounts[0].password;
        let form = format!("username=person0&password={password}%230");
        self.send(bench, &Method::POST, "/login", &form)
    }
}

fn form(rotates: bool) -> Bench {
    Bench::new(Rules {
        rotates,
        grace: Duration::ZERO,
        opaque: true,
        csrf: Csrf::Fetched { refuses: false },
        ..rules(Kind::Form)
    })
}

fn leads(reply: &Reply) -> &str {
    reply.answer.headers["location"].to_str().expect("text")
}

#[test]
fn a_form_says_by_where_it_leads_what_it_means_and_makes_guests_of_who_is_nobody() {
    let (mut bench, mut browser) = (form(true), Browser::default());
    let reply = browser.send(&mut bench, &Method::GET, "/api/test/user", "");
    assert_eq!(leads(&reply), "/login");
    assert!(
        browser
            .cookie("sid")
            .is_some_and(|it| it.starts_with("guest"))
    );
    let wrong = "username=person0&password=wrong";
    let reply = browser.send(&mut bench, &Method::POST, "/login", wrong);
    assert_eq!(reply.said, Said::MissesCsrf);
    browser.look(&mut bench);
    let reply = browser.send(&mut bench, &Method::POST, "/login", wrong);
    assert_eq!(leads(&reply), "/login?error");
    let reply = browser.sign_in(&mut bench);
    assert_eq!(leads(&reply), "/");
    let reply = browser.send(&mut bench, &Method::GET, "/account", "");
    assert_eq!(reply.answer.status, 200);
    // The token from before the sign-in is worth nothing any more.
    let reply = browser.send(&mut bench, &Method::POST, "/api/items", "{}");
    assert_eq!(reply.said, Said::MissesCsrf);
    browser.look(&mut bench);
    let reply = browser.send(&mut bench, &Method::POST, "/api/items", "{}");
    assert_eq!(reply.answer.status, 200);
    let reply = browser.send(&mut bench, &Method::POST, "/logout", "");
    assert_eq!(leads(&reply), "/login?logout");
    assert_eq!(bench.mint.families[0].dead, Some(Death::SignedOut));
}

#[test]
fn a_cookie_that_remembers_somebody_is_taken_for_stolen_when_it_comes_again() {
    let (mut bench, mut browser, mut other) = (form(true), Browser::default(), Browser::default());
    browser.sign_in(&mut bench);
    other.sign_in(&mut bench);
    let kept = browser.cookie("remember").expect("one").to_owned();
    bench.later(61);
    let reply = browser.send(&mut bench, &Method::GET, "/me", "");
    assert!(matches!(reply.said, Said::Refreshed { .. }));
    assert_ne!(browser.cookie("remember"), Some(kept.as_str()));
    let mut thief = Browser::default();
    thief.jar.push(("remember".to_owned(), kept));
    bench.later(1);
    let reply = thief.send(&mut bench, &Method::GET, "/api/test/user", "");
    assert_eq!(refused(&reply), Some(Refusal::Used));
    for family in &bench.mint.families {
        assert!(family.dead.is_some());
    }
    assert_eq!(bench.mint.families[1].dead, Some(Death::Stolen));
}

#[test]
fn what_remembers_somebody_and_does_not_change_may_come_as_often_as_it_likes() {
    let (mut bench, mut browser) = (form(false), Browser::default());
    browser.sign_in(&mut bench);
    let kept = browser.cookie("remember").expect("one").to_owned();
    for _ in 0..2 {
        bench.later(61);
        let mut again = Browser::default();
        again.jar.push(("remember".to_owned(), kept.clone()));
        let reply = again.send(&mut bench, &Method::GET, "/me", "");
        assert!(matches!(reply.said, Said::Refreshed { .. }));
    }
}

#[test]
fn who_is_nobody_any_more_is_answered_as_a_guest() {
    let mut bench = Bench::new(Rules {
        is_one: true,
        grace: Duration::from_hours(1),
        refresh_life: Some(Duration::from_mins(1)),
        ..rules(Kind::Guest)
    });
    let form = json!({"username": "person0", "password": bench.server.accounts[0].password});
    let granted = bench.post("/v1/login", &form, None).answer.body;
    let granted: Value = serde_json::from_slice(&granted).expect("JSON");
    let token = granted["access_token"]
        .as_str()
        .expect("a token")
        .to_owned();
    let ask = |bench: &mut Bench, path: &str, method: &Method| {
        let mut headers = HeaderMap::new();
        let value = HeaderValue::from_str(&token).expect("a header");
        headers.insert("authorization", value);
        let heard = Heard {
            method,
            path,
            headers: &headers,
            body: b"",
            process: 0,
        };
        let Bench {
            server,
            mint,
            dice,
            now,
        } = bench;
        server.answer(mint, &heard, *now, dice).expect("an answer")
    };
    let read = ask(&mut bench, "/api/test/user", &Method::GET);
    assert!(matches!(read.said, Said::Served { .. }));
    let refreshed = ask(&mut bench, "/v1/token", &Method::POST);
    assert!(matches!(refreshed.said, Said::Refreshed { .. }));
    bench.later(60);
    let read = ask(&mut bench, "/api/test/user", &Method::GET);
    assert_eq!(read.answer.status, 200);
    assert!(matches!(read.said, Said::AsGuest { .. }));
    let refused = ask(&mut bench, "/v1/token", &Method::POST);
    assert_eq!(refused.answer.status, 401);
}

#[test]
fn a_second_step_opens_nothing_until_the_code_is_right_and_lapses() {
    for grants in [true, false] {
        let mut bench = Bench::new(Rules {
            second_step: Some(SecondStep {
                asked: 1_000,
                grants,
                sends: true,
            }),
            ..rules(Kind::OwnBody)
        });
        let form = json!({"username": "person0", "password": bench.server.accounts[0].password});
        let half = bench.post("/v1/login", &form, None);
        assert_eq!(half.said, Said::HalfSignedIn { family: 0 });
        if grants {
            let (access, refresh) = tokens(&half);
            let read = bench.post("/api/test/user", &json!({}), Some(&access));
            assert_eq!(read.answer.status, 401);
            assert_eq!(refused(&bench.refresh(&refresh)), Some(Refusal::Unknown));
        }
        let enter = |bench: &mut Bench, code: &str| {
            bench.post("/v1/code", &json!({"ticket": "T0", "code": code}), None)
        };
        let said = |reply: &Reply| String::from_utf8_lossy(&reply.answer.body).into_owned();
        assert!(said(&enter(&mut bench, "OTP-1")).contains("wrong_code"));
        let whole = enter(&mut bench, "OTP-0#12");
        assert!(matches!(whole.said, Said::SignedIn { family: 0, .. }));
        let (access, _) = tokens(&whole);
        let read = bench.post("/api/test/user", &json!({}), Some(&access));
        assert_eq!(read.answer.status, 200);

        bench.post("/v1/login", &form, None);
        bench.later(61);
        let late = bench.post("/v1/code", &json!({"ticket": "T1", "code": "OTP-1"}), None);
        assert!(said(&late).contains("lapsed"));
    }
}

/// What a program sends to an authorization server.
struct Program<'a> {
    bench: &'a mut Bench,
}

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// Of RFC 7636, appendix B.
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

impl Program<'_> {
    fn post(&mut self, path: &str, body: &str) -> Reply {
        let headers = HeaderMap::new();
        self.bench.hear(&Method::POST, path, &headers, body)
    }

    /// Sends a person there, who comes back with a code.
    fn code(&mut self) -> String {
        let query = format!("state=S&code_challenge={CHALLENGE}&redirect_uri=R");
        let Bench {
            server, dice, now, ..
        } = &mut *self.bench;
        let back = server.authorize(&query, 0, 7, *now, dice);
        assert_eq!(field(back.as_bytes(), "state").as_deref(), Some("S"));
        field(back.as_bytes(), "code").expect("a code")
    }

    fn exchange(&mut self, code: &str, verifier: &str) -> Reply {
        let code = code.replace('#', "%23");
        let form = format!(
            "grant_type=authorization_code&code={code}&code_verifier={verifier}&redirect_uri=R"
        );
        self.post("/oauth/token", &form)
    }

    fn refresh(&mut self, refresh: &str) -> Reply {
        let form = format!("grant_type=refresh_token&refresh_token={refresh}");
        self.post("/oauth/token", &form)
    }
}

fn oauth(refuses_by: RefusesBy) -> Bench {
    Bench::new(Rules {
        grace: Duration::ZERO,
        refuses_by,
        ..rules(Kind::OAuth)
    })
}

#[test]
fn a_code_is_good_once_for_who_has_sent_the_browser_and_its_second_use_ends_what_it_gave() {
    let mut bench = oauth(RefusesBy::InvalidGrant);
    let mut program = Program { bench: &mut bench };
    let code = program.code();
    assert_eq!(program.exchange(&code, "another").answer.status, 400);
    let (_, refresh) = tokens(&program.exchange(&code, VERIFIER));
    let (_, refresh) = tokens(&program.refresh(&refresh));
    assert_eq!(program.exchange(&code, VERIFIER).answer.status, 400);
    assert_eq!(refused(&program.refresh(&refresh)), Some(Refusal::Unknown));
    let late = program.code();
    program.bench.later(61);
    assert_eq!(program.exchange(&late, VERIFIER).answer.status, 400);
}

#[test]
fn what_is_revoked_takes_its_sign_in_with_it_and_whatever_else_is_shown_is_thanked_for() {
    let mut bench = oauth(RefusesBy::InvalidGrant);
    let mut program = Program { bench: &mut bench };
    let code = program.code();
    let (_, refresh) = tokens(&program.exchange(&code, VERIFIER));
    for token in ["unheard-of", &refresh, &refresh] {
        let reply = program.post("/oauth/revoke", &format!("token={token}"));
        assert_eq!(reply.answer.status, 200);
    }
    assert_eq!(bench.mint.families[0].dead, Some(Death::SignedOut));
}

#[test]
fn a_dead_refresh_token_is_refused_as_such_servers_were_seen_to() {
    for (by, status, says) in [
        (RefusesBy::InvalidGrant, 400, "invalid_grant"),
        (RefusesBy::InvalidRequest, 400, "invalid_request"),
        (RefusesBy::OwnCode, 401, "error"),
        (RefusesBy::Words, 400, "message"),
        (RefusesBy::Success, 200, "invalid_grant"),
        (RefusesBy::Nothing(401), 401, ""),
    ] {
        let mut bench = oauth(by);
        let mut program = Program { bench: &mut bench };
        let code = program.code();
        let (_, refresh) = tokens(&program.exchange(&code, VERIFIER));
        tokens(&program.refresh(&refresh));
        program.bench.later(1);
        let reply = program.refresh(&refresh);
        assert_eq!(reply.answer.status, status, "{by:?}");
        let body = String::from_utf8_lossy(&reply.answer.body).into_owned();
        assert!(body.contains(says) && body.is_empty() == says.is_empty());
        assert_eq!(bench.mint.families[0].dead, Some(Death::Reused), "{by:?}");
    }
}

#[test]
fn a_server_may_give_nothing_to_refresh_with() {
    let mut bench = Bench::new(Rules {
        gives_no_refresh: true,
        ..rules(Kind::OAuth)
    });
    let mut program = Program { bench: &mut bench };
    let code = program.code();
    let reply = program.exchange(&code, VERIFIER);
    let body: Value = serde_json::from_slice(&reply.answer.body).expect("JSON");
    assert!(body["access_token"].is_string() && body.get("refresh_token").is_none());
}
