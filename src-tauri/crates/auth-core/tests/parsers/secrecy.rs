//! What may be seen of a session's secrets, whatever a server repeats of them: nothing.

use std::{
    fmt::Write as _,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use auth_core::{
    Dialect, Error, Request, Response, Secret, Session, Spawn, Task, TokioSpawn, Work,
};
use proptest::{
    prelude::{Strategy, any, prop_assert, proptest},
    sample::select,
    test_runner::{Config, RngSeed},
};

use super::world::{self, Hostile};

const TOKEN: &str = "0123456789abcdef.access";

/// How servers repeat things: in words, in JSON, in headers, and in JSON with needless escapes.
fn echo(how: u8, status: u16, secrets: &[&str]) -> auth_core::Answer {
    let all = secrets.join(" ");
    let first = secrets[0];
    let escaped: Vec<String> = first
        .chars()
        .map(|c| format!("\\u{:04x}", u32::from(c)))
        .collect();
    let escaped = escaped.concat();
    match how {
        0 => world::answer(status, &[], format!("Failed for [{all}]")),
        1 => world::answer(
            status,
            &[],
            serde_json::json!({ "message": all }).to_string(),
        ),
        2 => world::answer(
            status,
            &[],
            format!(r#"{{"message":"Failed for [{escaped}]"}}"#),
        ),
        3 => world::answer(
            status,
            &[("x-echo", &all), ("www-authenticate", first)],
            "{}",
        ),
        4 => world::answer(
            status,
            &[("set-cookie", &format!("echo={first}; Path=/"))],
            all,
        ),
        _ => world::answer(status, &[], all.replace('/', "%2F").replace('=', "\\u003d")),
    }
}

/// Everything that a caller can see of an answer but the bytes of its body.
fn seen(answer: &Result<Response, Error>) -> String {
    match answer {
        Ok(response) => format!(
            "{response:?} {}",
            response.message.clone().unwrap_or_default()
        ),
        Err(error) => format!("{error:?} {error}"),
    }
}

fn token() -> impl Strategy<Value = String> {
    (
        any::<u128>(),
        any::<u64>(),
        select(&["/", "-", ".", "+"][..]),
    )
        .prop_map(|(long, short, sign)| format!("{short:016x}{sign}{long:032x}=="))
}

proptest! {
    #![proptest_config(Config { cases: 250, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..Config::default() })]

    #[test]
    fn no_secret_of_a_session_is_in_anything_that_can_be_seen_of_it(
        access in token(),
        refresh in token(),
        password in token(),
        how in 0..6_u8,
        status in select(&[200, 400, 401, 403, 404, 429, 500][..]),
        dialect in select(&Dialect::known()[..4]),
    ) {
        let network = Hostile::answering([world::granting(&access, &refresh)]);
        let shown = world::run(async {
            let mut shown = String::new();
            let session = world::session(&dialect, &network);
            let mut events = session.events();
            let secret = Secret::from(password.clone());
            session.sign_in("ann", &secret).await.expect("a good answer");
            let secrets = [access.as_str(), &refresh];
            network.now_answer([echo(how, status, &secrets)]);
            let answer = session.send(Request::get("/x").personal()).await;
            let _ = write!(shown, "{} ", seen(&answer));
            let _ = write!(shown, "{:?} {:?} ", session.refresh_now().await, session.snapshot());
            network.now_answer([echo(how, status, &[&password])]);
            let signed_up = session.sign_up("ann", "ann@example.org", &secret).await;
            let signed_in = session.sign_in("bob", &secret).await;
            for error in [signed_up.as_ref().err(), signed_in.as_ref().err()].into_iter().flatten() {
                let _ = write!(shown, "{error} ");
            }
            let _ = write!(shown, "{signed_up:?} {signed_in:?} {session:?} {network:?} ");
            session.sign_out().await;
            session.close().await;
            while let Some(event) = events.try_next() {
                let _ = write!(shown, "{event:?} ");
            }
            shown
        });
        for secret in [&access, &refresh, &password] {
            prop_assert!(!shown.contains(secret.as_str()), "{} is in {}", secret, shown);
        }
    }
}

/// Counts the work that it is given, and does it.
#[derive(Debug, Default)]
struct Counting(AtomicUsize);

impl Spawn for Counting {
    fn spawn(&self, task: Task) {
        TokioSpawn::current().spawn(task);
    }

    fn work(&self, work: Work) {
        self.0.fetch_add(1, Ordering::Relaxed);
        TokioSpawn::current().work(work);
    }
}

#[test]
fn a_large_answer_is_searched_for_secrets_where_it_keeps_nobody_waiting() {
    let dialect = Dialect::preset("n-body").expect("a preset");
    let network = Hostile::answering([world::granting(TOKEN, "fedcba9876543210")]);
    let counting = Arc::new(Counting::default());
    let config = world::config(&dialect, &network).spawn(counting.clone());
    world::run(async {
        let session = Session::new(config);
        let password = Secret::from("secret-password".to_owned());
        session
            .sign_in("ann", &password)
            .await
            .expect("a good answer");
        for (length, times) in [(256 * 1024, 0), (256 * 1024 + 1, 1)] {
            let filler = "x".repeat(length - TOKEN.len() - 1);
            network.now_answer([world::answer(200, &[], format!("{filler} {TOKEN}"))]);
            let answer = session.send(Request::get("/x")).await.expect("an answer");
            assert_eq!(answer.text(), format!("{filler} [redacted]"));
            assert_eq!(counting.0.load(Ordering::Relaxed), times);
        }
        session.close().await;
    });
}
