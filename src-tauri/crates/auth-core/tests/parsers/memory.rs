//! How much memory a text may cost. Each bound is a multiple of the text's length and a constant, and
//! counts everything that is allocated on the way, given back or not.

use auth_core::{BaseUrl, Dialect, PlainHttp, Request, Secret};
use proptest::test_runner::{Config, TestRunner};
use stats_alloc::Region;

use crate::{
    ALLOCATOR,
    world::{self, Hostile},
};

const KIB: usize = 1024;

/// What something allocates in all.
fn cost<T>(work: impl FnOnce() -> T) -> usize {
    let region = Region::new(ALLOCATOR);
    std::hint::black_box(work());
    region.change().bytes_allocated
}

/// Texts of about this length that are much to build and little to send.
fn texts(length: usize) -> Vec<String> {
    let times = |piece: &str| piece.repeat(length / piece.len());
    let numbered = |make: fn(usize) -> String| -> String {
        (0..length / 12).map(make).collect::<Vec<_>>().join(",")
    };
    let mut texts = vec![
        times("["),
        times("{\"a\":"),
        times("x"),
        times("\u{FFFD}"),
        times("<p>"),
        format!("\"{}\"", times("\\u0041")),
        times("9"),
        times(" "),
    ];
    let values = [
        format!("[{}0]", times("0,")),
        format!("[{}[]]", times("[],")),
        format!("[{}{{}}]", times("{},")),
        format!("[{}\"\"]", times("\"\",")),
        format!("{{{}}}", numbered(|at| format!("\"{at}\":0"))),
        format!("{{{}}}", times("\"a\":{},").trim_end_matches(',')),
        format!("\"{}\"", times("\\n")),
    ];
    for value in values {
        texts.push(format!("{{\"message\":{value}}}"));
        texts.push(format!(
            "{{\"accessToken\":\"0123456789abcdef\",\"refreshToken\":\"f\",\"roles\":{value}}}"
        ));
        texts.push(value);
    }
    texts
}

/// One test, so that no other allocates beside it.
#[test]
fn no_text_costs_more_than_its_bound() {
    dialects_cost_at_most_64_times_their_length();
    addresses_cost_a_constant();
    answers_cost_at_most_4_times_their_length_and_40_times_what_is_read_as_json();
    cookies_cost_at_most_32_times_their_length();
}

fn dialects_cost_at_most_64_times_their_length() {
    for length in [16, KIB, 16 * KIB, 63 * KIB, 70 * KIB, 1024 * KIB] {
        for text in texts(length) {
            let spent = cost(|| Dialect::from_json(&text).is_ok());
            let bound = if text.len() > 64 * KIB {
                KIB
            } else {
                64 * text.len() + 16 * KIB
            };
            assert!(spent <= bound, "{spent} for {} of {:.40}", text.len(), text);
        }
    }
}

fn addresses_cost_a_constant() {
    let mut runner = TestRunner::new(Config {
        cases: 300,
        failure_persistence: None,
        ..Config::default()
    });
    let tails = "(/[a-z%]{0,9}|[äöü.]{0,60}|[a-z0-9.-]{0,300}|\\PC{0,900}){0,5}";
    runner
        .run(&tails, |tail| {
            let text = format!("https://{tail}");
            let spent = cost(|| BaseUrl::parse(&text, PlainHttp::LoopbackOnly).is_ok());
            assert!(spent <= 256 * KIB, "{spent} for {text}");
            Ok(())
        })
        .expect("bounded");
    let long = format!("https://{}", "ü".repeat(1024 * KIB));
    assert!(cost(|| BaseUrl::parse(&long, PlainHttp::LoopbackOnly).is_ok()) <= KIB);
}

/// Runs the four kinds of exchange against an answer and says what they cost together.
fn exchanges(dialect: &Dialect, answer: &auth_core::Answer) -> usize {
    let network = Hostile::answering([world::granting("0123456789abcdef", "fedcba9876543210")]);
    let password = Secret::from("secret-password".to_owned());
    world::run(async {
        let session = world::session(dialect, &network);
        session
            .sign_in("ann", &password)
            .await
            .expect("a good answer");
        network.now_answer([answer.clone()]);
        let region = Region::new(ALLOCATOR);
        let _ = session.send(Request::get("/x")).await;
        let _ = session.refresh_now().await;
        let _ = session.sign_up("ann", "ann@example.org", &password).await;
        let _ = session.sign_in("ann", &password).await;
        session.sign_out().await;
        session.close().await;
        region.change().bytes_allocated
    })
}

fn answers_cost_at_most_4_times_their_length_and_40_times_what_is_read_as_json() {
    // One with its tokens in bodies and one with cookies: the others read nothing that these do not.
    for dialect in ["n-body", "s-cookie"] {
        let dialect = Dialect::preset(dialect).expect("a preset");
        for length in [64, 16 * KIB, 200 * KIB, 270 * KIB] {
            for (at, text) in texts(length).into_iter().enumerate() {
                let status = [200, 401, 403, 500][at % 4];
                let spent = exchanges(&dialect, &world::answer(status, &[], text.clone()));
                // Longer ones are not read as JSON at all. Four exchanges, and their retries.
                let read = if text.len() > 256 * KIB {
                    0
                } else {
                    text.len()
                };
                let bound = 4 * (4 * text.len() + 40 * read) + 256 * KIB;
                let piece = text.get(..40).unwrap_or_default();
                assert!(
                    spent <= bound,
                    "{spent} of {bound} for {} of {piece}",
                    text.len()
                );
            }
        }
    }
}

fn cookies_cost_at_most_32_times_their_length() {
    let dialect = Dialect::preset("s-cookie").expect("a preset");
    for (count, length) in [(1, 100), (400, 40), (1000, 400), (100, 4000), (20, 100_000)] {
        let cookies: Vec<String> = (0..count)
            .map(|at| format!("c{at}={}; Path=/app", "v".repeat(length)))
            .collect();
        let headers: Vec<_> = cookies
            .iter()
            .map(|text| ("set-cookie", text.as_str()))
            .collect();
        let whole: usize = cookies.iter().map(String::len).sum();
        let spent = exchanges(&dialect, &world::answer(200, &headers, "{}"));
        // Each exchange copies the headers once, and a jar of at most 50 cookies a few times more.
        let bound = 4 * 32 * whole + 1024 * KIB + 50 * 4 * KIB * 16;
        assert!(spent <= bound, "{spent} of {bound} for {count} of {length}");
    }
}
