//! Requests that a person puts together, at a real server.

use demo_server::{Board, Pair};
use ipc::{DraftBody, FileProblem, HeaderProblem, PathProblem, RequestDraft};

use super::*;

const BOARD: Endpoint = Endpoint::Board(Board::User);
const PATH: &str = "/api/test/user";

fn get(path: &str) -> RequestDraft {
    RequestDraft {
        path: path.into(),
        ..RequestDraft::default()
    }
}

impl Bench {
    async fn send(&self, request: RequestDraft) -> Result<ipc::Exchange, Error> {
        let (server, number) = (self.current().unwrap_or_default(), 1);
        let args = ipc::SendRequest {
            server,
            number,
            request,
        };
        self.app.send_request(args).await
    }

    fn body(&self, id: u64) -> Result<String, Error> {
        let body = self.app.request_body(&ipc::RequestBody { id })?;
        Ok(String::from_utf8(body).unwrap())
    }

    fn past(&self) -> Vec<ipc::PastRequest> {
        self.app.requests().unwrap().past
    }
}

/// What the server says to the next requests there.
fn says(server: &DemoServer, headers: &[(&str, &str)], body: String) {
    let headers = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let fault = Fault::Status {
        status: 200,
        headers: headers.collect(),
        body,
    };
    server.control().fault(BOARD, fault, Times::Always);
}

#[tokio::test]
async fn a_request_is_answered_and_listed_and_its_body_is_had_by_its_number() {
    for dialect in Dialect::ALL {
        let (_server, bench) = signed_in(dialect, "user").await;
        let exchange = bench.send(get(PATH)).await.unwrap();
        assert_eq!(
            (exchange.status, exchange.refreshed, exchange.resent),
            (200, false, false)
        );
        assert_eq!(bench.body(exchange.id).unwrap(), "User Content.");
        let past = bench.past();
        assert_eq!((past[0].id, &*past[0].path), (exchange.id, PATH));
        let asked = ipc::PastRequestAsked { id: exchange.id };
        let again = bench.app.past_request(&asked).unwrap();
        assert_eq!(again.request, get(PATH));
        assert_eq!(again.exchange, Some(exchange));
        let paths = bench.app.requests().unwrap().paths;
        assert!(paths.iter().any(|path| path == PATH), "{paths:?}");
    }
}

#[tokio::test]
async fn an_expired_token_is_refreshed_on_the_way_and_that_is_told() {
    let (server, bench) = signed_in(Dialect::SCookie, "user").await;
    server.control().expire_access();
    let exchange = bench.send(get(PATH)).await.unwrap();
    assert_eq!(
        (exchange.status, exchange.refreshed, exchange.resent),
        (200, true, true)
    );
    assert_eq!(server.control().calls(Endpoint::Refresh), 1);
}

/// Everything that the window is ever given of an exchange.
fn crossed(bench: &Bench, exchange: &ipc::Exchange) -> String {
    let asked = ipc::PastRequestAsked { id: exchange.id };
    let again = bench.app.past_request(&asked).unwrap();
    let listed = bench.app.requests().unwrap();
    let told = serde_json::to_string(&(exchange, again, listed)).unwrap();
    told + &bench.body(exchange.id).unwrap()
}

#[tokio::test]
async fn what_a_server_repeats_of_the_session_does_not_reach_the_window() {
    // The fourth grants no pair.
    for dialect in [Dialect::NBody, Dialect::SBody, Dialect::SCookie] {
        let (server, bench) = opened(dialect).await;
        let mut pairs = server.control().watch_pairs();
        bench.sign_in("user").await;
        let Pair {
            access, refresh, ..
        } = pairs.recv().await.unwrap();
        let large = "x".repeat(600_000);
        let body = format!("{{\"token\": \"{access}\"}} {large} {refresh} demo-user");
        let cookie = format!("note={access}; Path=/{refresh}; HttpOnly");
        says(
            &server,
            &[
                ("x-echo", &format!("Bearer {access}")),
                ("authorization", &access),
                ("set-cookie", &cookie),
            ],
            body,
        );
        let exchange = bench.send(get(PATH)).await.unwrap();
        let names: Vec<&str> = exchange.cookies.iter().map(|it| &*it.name).collect();
        assert!(names.contains(&"note"), "{names:?}");
        let crossed = crossed(&bench, &exchange);
        assert!(crossed.contains("[redacted]"), "{dialect}");
        for secret in [&*access, &*refresh, "demo-user"] {
            assert!(!crossed.contains(secret), "{dialect}");
        }
    }
}

#[tokio::test]
async fn bad_input_is_told_at_its_field_and_nothing_is_sent() {
    let (server, bench) = signed_in(Dialect::NBody, "user").await;
    server.control().reset_calls();
    let path = |problem| ipc::RequestProblem::Path { problem };
    let header = |name: &str| RequestDraft {
        headers: vec![ipc::Pair::new(name, "x")],
        ..get(PATH)
    };
    let reserved = ipc::RequestProblem::Header {
        index: 0,
        problem: HeaderProblem::Reserved,
    };
    let json = RequestDraft {
        body: DraftBody::Json { text: "{".into() },
        ..get(PATH)
    };
    for (draft, problem) in [
        (
            get("https://evil.example/x"),
            path(PathProblem::OtherServer),
        ),
        (get("//evil.example/x"), path(PathProblem::OtherServer)),
        (get("api"), path(PathProblem::NoSlash)),
        (get("/a/../b"), path(PathProblem::Dots)),
        (get("/api/auth/signin"), path(PathProblem::SignsIn)),
        (header("X-Access-Token"), reserved),
        (header("Cookie"), reserved),
        (json, ipc::RequestProblem::Json { line: 1, column: 1 }),
    ] {
        assert_eq!(bench.send(draft).await, Err(Error::Request { problem }));
    }
    assert!(server.control().log().is_empty());
    assert!(bench.past().is_empty());
}

#[tokio::test]
async fn a_request_is_given_up_by_its_number_and_the_session_goes_on() {
    let (server, bench) = signed_in(Dialect::NBody, "user").await;
    server.control().fault(BOARD, Fault::Hang, Times::Next(1));
    let give_up = async {
        bench.until(|_| server.control().calls(BOARD) == 1).await;
        bench.app.cancel_request(&ipc::CancelRequest { number: 1 });
    };
    let (sent, ()) = tokio::join!(bench.send(get(PATH)), give_up);
    assert_eq!(sent, Err(Error::Cancelled));
    assert!(bench.send(get(PATH)).await.is_ok());
    assert_eq!(bench.logouts(), []);
}

#[tokio::test]
async fn without_the_session_the_server_sees_nobody() {
    let (_server, bench) = signed_in(Dialect::SCookie, "user").await;
    let draft = RequestDraft {
        anonymous: true,
        ..get(PATH)
    };
    let exchange = bench.send(draft).await.unwrap();
    assert_eq!((exchange.status, exchange.refreshed), (401, false));
    assert_eq!(bench.logouts(), []);
}

#[tokio::test]
async fn the_next_person_sees_nothing_of_the_last_one() {
    let (_server, bench) = signed_in(Dialect::NBody, "user").await;
    let exchange = bench.send(get(PATH)).await.unwrap();
    bench.app.sign_out().await.unwrap();
    bench.sign_in("admin").await;
    assert!(bench.past().is_empty());
    assert_eq!(bench.body(exchange.id), Err(Error::NotKept));
    bench.app.sign_out().await.unwrap();
    bench.sign_in("user").await;
    assert_eq!(bench.past().len(), 1, "who comes back finds what they sent");
    assert_eq!(bench.body(exchange.id), Err(Error::NotKept));
}

#[tokio::test]
async fn a_body_is_saved_where_the_person_says_and_a_file_is_sent() {
    let (_server, bench) = signed_in(Dialect::NBody, "user").await;
    let folder = tempfile::tempdir().unwrap();
    let id = bench.send(get(PATH)).await.unwrap().id;
    assert_eq!(
        bench.app.save_body(&ipc::SaveBody { id }).await,
        Ok(false),
        "the person chose no place"
    );
    *bench.person.file.lock().unwrap() = Some(folder.path().to_owned());
    assert_eq!(bench.app.save_body(&ipc::SaveBody { id }).await, Ok(true));
    let saved = folder.path().join("user.txt");
    let saved = [saved, folder.path().join("user.html")].into_iter();
    let saved: Vec<String> = saved
        .filter_map(|it| std::fs::read_to_string(it).ok())
        .collect();
    assert_eq!(saved, ["User Content."]);
    *bench.person.file.lock().unwrap() = Some(folder.path().join("none/at/all"));
    assert_eq!(
        bench.app.save_body(&ipc::SaveBody { id }).await,
        Err(Error::File {
            problem: FileProblem::NotWritten
        })
    );

    let file = folder.path().join("cargo.csv");
    std::fs::write(&file, "a,b").unwrap();
    *bench.person.file.lock().unwrap() = Some(file);
    let chosen = bench.app.choose_file().await.unwrap().unwrap();
    assert_eq!((&*chosen.name, chosen.bytes), ("cargo.csv", 3));
    let draft = |file| RequestDraft {
        method: ipc::Method::Post,
        body: DraftBody::File {
            file,
            name: chosen.name.clone(),
        },
        ..get("/api/nowhere")
    };
    assert_eq!(bench.send(draft(chosen.id)).await.unwrap().status, 404);
    let problem = ipc::RequestProblem::NoFile;
    assert_eq!(bench.send(draft(0)).await, Err(Error::Request { problem }));
}

#[tokio::test]
async fn a_pinned_request_outlives_the_run_without_secrets_and_goes_with_its_server() {
    let (server, bench) = opened(Dialect::NBody).await;
    let mut pairs = server.control().watch_pairs();
    bench.sign_in("user").await;
    let access = pairs.recv().await.unwrap().access;
    let draft = RequestDraft {
        query: vec![ipc::Pair::new("note", access.as_str())],
        headers: vec![ipc::Pair::new("x-api-key", "hunter2-and-more")],
        ..get(PATH)
    };
    let id = bench.send(draft).await.unwrap().id;
    for _ in 0..2 {
        let pin = ipc::PinRequest { id };
        let snapshot = bench.app.pin_request(pin).await.unwrap();
        assert_eq!(snapshot.settings.pinned.len(), 1, "the same is pinned once");
    }
    let kept = serde_json::to_string(&bench.kept().unwrap()).unwrap();
    assert!(kept.contains("x-api-key") && kept.contains("[redacted]"));
    assert!(!kept.contains(&access) && !kept.contains("hunter2-and-more"));
    let again = Bench::again(&bench.computer).await;
    assert_eq!(again.app.snapshot().settings.pinned[0].request.path, PATH);
    let current = bench.current().unwrap();
    bench.remove(&current).await.unwrap();
    assert!(bench.kept().unwrap().pinned.is_empty());
}
