//! The command-line client as a person runs it: the built example, its output, its exit codes.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

use demo_server::{Config, DemoServer, Dialect, Endpoint};

#[path = "client/described.rs"]
mod described;

/// The example beside this test's own binary: `target/<profile>/deps/…` and `…/examples/client`.
/// `cargo test -p auth-core` has built it; `cargo test --test client` alone has not.
fn built() -> PathBuf {
    let mut path = std::env::current_exe().expect("a test has a path");
    path.pop();
    path.pop();
    path.push("examples");
    path.push(format!("client{}", std::env::consts::EXE_SUFFIX));
    if !path.exists() {
        let built = Command::new(env!("CARGO"))
            .args([
                "build",
                "--quiet",
                "--package",
                "auth-core",
                "--example",
                "client",
            ])
            .status();
        assert!(
            built.is_ok_and(|status| status.success()) && path.exists(),
            "no example at hand"
        );
    }
    path
}

/// What a run came to.
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

fn command(words: &[&str]) -> Command {
    let mut command = Command::new(built());
    command
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Runs the client to its end, beside the server of the test.
async fn run(words: &[&str], input: &str) -> Ran {
    let (mut command, input) = (command(words), input.to_owned());
    let finished = tokio::task::spawn_blocking(move || {
        let mut child = command.spawn().expect("the example runs");
        let mut pipe = child.stdin.take().expect("piped");
        // A client that has not asked for a password does not read it.
        let _ = pipe.write_all(input.as_bytes());
        drop(pipe);
        child.wait_with_output().expect("its end")
    });
    let output = finished.await.expect("no panic");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    Ran {
        code: output.status.code(),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

async fn serve(dialect: Dialect) -> DemoServer {
    DemoServer::start(Config::new(dialect))
        .await
        .expect("a free port")
}

/// The words that all runs against this server begin with.
fn at<'a>(server: &'a str, dialect: &'a str) -> Vec<&'a str> {
    vec!["--server", server, "--dialect", dialect, "--user", "user"]
}

#[tokio::test(flavor = "multi_thread")]
async fn it_signs_in_gets_a_board_and_signs_out_on_every_server() {
    for dialect in Dialect::ALL {
        let server = serve(dialect).await;
        let (url, id) = (server.base_url(), dialect.to_string());
        for time in 0..2 {
            let words = [at(&url, &id), vec!["get", "/api/test/user"]].concat();
            let ran = run(&words, "demo-user\n").await;
            assert_eq!(ran.code, Some(0), "{dialect}, run {time}: {}", ran.err);
            assert_eq!(ran.out, "User Content.\n", "{dialect}");
            assert!(
                ran.err.contains("signed in as user (ROLE_USER)"),
                "{}",
                ran.err
            );
            assert!(
                ran.err.contains("GET /api/test/user: 200 OK\n"),
                "{}",
                ran.err
            );
        }
        let control = server.control();
        let sign_outs = if dialect == Dialect::NBody { 0 } else { 2 };
        assert_eq!(control.calls(Endpoint::SignOut), sign_outs, "{dialect}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_access_token_is_refreshed_on_the_way() {
    for dialect in [Dialect::NBody, Dialect::SBody, Dialect::SCookie] {
        let mut config = Config::new(dialect);
        config.access_lifetime = Duration::from_secs(1);
        let server = DemoServer::start(config).await.expect("a free port");
        let (url, id) = (server.base_url(), dialect.to_string());
        let command = ["get", "/api/test/user", "--times", "2", "--every=2"];
        let ran = run(&[at(&url, &id), command.to_vec()].concat(), "demo-user").await;
        assert_eq!(ran.code, Some(0), "{dialect}: {}", ran.err);
        assert_eq!(ran.out, "User Content.\nUser Content.\n", "{dialect}");
        assert!(
            ran.err
                .contains("200 OK, the session was refreshed on the way"),
            "{}",
            ran.err
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_says_no_is_quoted_and_ends_it_with_1() {
    for (dialect, words) in [
        (
            Dialect::NBody,
            "the server refused: Invalid Password! (status 401)",
        ),
        (
            Dialect::NCookie,
            "the server refused: Invalid Password! (status 401)",
        ),
        (
            Dialect::SBody,
            "the server refused: Bad credentials (status 401)",
        ),
        (
            Dialect::SCookie,
            "the server refused: Bad credentials (status 401)",
        ),
    ] {
        let server = serve(dialect).await;
        let (url, id) = (server.base_url(), dialect.to_string());
        let asked = [at(&url, &id), vec!["get", "/api/test/user"]].concat();
        let ran = run(&asked, "wrong-password\n").await;
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (Some(1), ""),
            "{dialect}: {}",
            ran.err
        );
        assert_eq!(ran.err, format!("client: {words}\n"), "{dialect}");
    }
    let server = serve(Dialect::NBody).await;
    let url = server.base_url();
    let ran = run(
        &[at(&url, "n-body"), vec!["get", "/api/test/admin"]].concat(),
        "demo-user",
    )
    .await;
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("Require Admin Role!"), "{}", ran.out);
    assert!(
        ran.err
            .ends_with("client: the server answered 403 Forbidden\n"),
        "{}",
        ran.err
    );
    // Another kind of server than was said.
    let ran = run(
        &[at(&url, "n-cookie"), vec!["get", "/"]].concat(),
        "demo-user",
    )
    .await;
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.err.contains("look at `--server` and `--dialect`"),
        "{}",
        ran.err
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_cannot_be_reached_ends_it_with_3() {
    let server = serve(Dialect::NBody).await;
    let url = server.base_url();
    server.stop().await;
    let ran = run(
        &[at(&url, "n-body"), vec!["get", "/api/test/user"]].concat(),
        "demo-user",
    )
    .await;
    assert_eq!((ran.code, ran.out.as_str()), (Some(3), ""));
    assert_eq!(ran.err, "client: the server cannot be reached\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_command_line_ends_it_with_2_and_says_what_is_wrong() {
    let local = "http://127.0.0.1:9";
    for (words, complaint) in [
        (vec![], "required arguments were not provided"),
        (vec!["--server"], "a value is required for '--server <URL>'"),
        (vec!["get", "/x", "--user", "ann"], "--server <URL>"),
        (vec!["watch", "--server", local], "--user <NAME>"),
        (
            vec!["--password", "secret"],
            "unexpected argument '--password'",
        ),
        (vec!["put", "/x"], "invalid value 'put' for '<COMMAND>'"),
        (vec!["get", "--server", local, "--user=a"], "<PATH>"),
        (
            vec!["watch", "--server", "example.org", "--user=a"],
            "one looks like https://",
        ),
        (
            vec!["watch", "--server", "http://example.org", "--user=a"],
            "--plain-http",
        ),
        (
            vec!["watch", "--server", local, "--dialect", "x", "--user=a"],
            "n-body, n-cookie,",
        ),
        (
            vec!["watch", "--server", local, "--dialect=no.json", "--user=a"],
            "cannot be read",
        ),
        (
            vec!["watch", "--times=x"],
            "invalid value 'x' for '--times <NUMBER>'",
        ),
        (
            vec!["watch", "--server", local, "--user", "ann"],
            "the input has no line with this: Password of ann",
        ),
    ] {
        let ran = run(&words, "").await;
        assert_eq!(ran.code, Some(2), "{words:?}: {}", ran.err);
        assert!(ran.err.contains(complaint), "{words:?}: {}", ran.err);
        assert!(!ran.err.contains("secret"), "{}", ran.err);
    }
    let help = run(&["--help"], "").await.out;
    for named in ["Usage: client", "--times", "how often"] {
        assert!(help.contains(named), "{help}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_path_that_cannot_be_got_is_named_before_anybody_signs_in() {
    let server = serve(Dialect::NBody).await;
    let url = server.base_url();
    for (path, complaint) in [
        ("//evil.example/", "begins with two slashes"),
        ("//x", "begins with two slashes"),
        ("api/test/user", "does not begin with a slash"),
        ("/api/../../x", "dot segments"),
        ("/api/test user", "a character that URLs do not allow"),
        ("/api/auth/signin", "have calls of their own"),
    ] {
        // Not even the password is asked for.
        let ran = run(&[at(&url, "n-body"), vec!["get", path]].concat(), "").await;
        assert_eq!(ran.code, Some(2), "{path}: {}", ran.err);
        assert!(ran.err.contains(complaint), "{path}: {}", ran.err);
        assert_eq!(ran.err.lines().count(), 1, "{path}: {}", ran.err);
    }
    assert_eq!(server.control().calls(Endpoint::SignIn), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dialect_comes_from_a_file_and_its_mistakes_are_named() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("dialects");
    let server = serve(Dialect::SCookie).await;
    let url = server.base_url();
    let file = folder.join("s-cookie.json");
    let file = file.to_str().expect("text");
    let ran = run(
        &[at(&url, file), vec!["get", "/api/test/user"]].concat(),
        "demo-user",
    )
    .await;
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (Some(0), "User Content.\n"),
        "{}",
        ran.err
    );
    let broken = std::env::temp_dir().join(format!("latchkey-client-{}.json", std::process::id()));
    write(&broken, r#"{ "id": "ours", "title": "Ours", "acess": {} }"#);
    let name = broken.to_str().expect("text");
    let ran = run(&[at(&url, name), vec!["watch"]].concat(), "demo-user").await;
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("`acess` is not known"), "{}", ran.err);
    std::fs::remove_file(&broken).expect("our own file");
}

#[expect(
    clippy::disallowed_methods,
    reason = "a file of the test's own, and no vault's"
)]
fn write(path: &std::path::Path, text: &str) {
    std::fs::write(path, text).expect("a folder for temporary files");
}

/// A client that watches, and what it prints.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn start(server: &str, dialect: &str) -> Self {
        Self::to(server, dialect, &["watch"])
    }

    fn to(server: &str, dialect: &str, words: &[&str]) -> Self {
        let mut child = command(&[&at(server, dialect), words].concat())
            .spawn()
            .expect("the example runs");
        let input = child.stdin.as_mut().expect("piped");
        input.write_all(b"demo-user\n").expect("it reads");
        let output = BufReader::new(child.stdout.take().expect("piped"));
        let (line, lines) = mpsc::channel();
        thread::spawn(move || {
            // Ends with the output, or when nobody reads on.
            output
                .lines()
                .map_while(Result::ok)
                .all(|text| line.send(text).is_ok())
        });
        Self { child, lines }
    }

    /// The next line that has this in it; all before it are skipped.
    fn until(&mut self, piece: &str) -> String {
        loop {
            match self.lines.recv_timeout(Duration::from_secs(20)) {
                Ok(line) if line.contains(piece) => return line,
                Ok(_) => {}
                Err(error) => panic!("`{piece}` never came: {error}"),
            }
        }
    }

    /// As a terminal, a desktop's logout or a person does.
    #[cfg(unix)]
    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status();
        assert!(sent.is_ok_and(|sent| sent.success()), "{name} was not sent");
    }

    /// How it ended, and the lines before that.
    fn end(mut self) -> (Option<i32>, Vec<String>) {
        let mut rest = Vec::new();
        while let Ok(line) = self.lines.recv_timeout(Duration::from_secs(20)) {
            rest.push(line);
        }
        (self.child.wait().expect("its end").code(), rest)
    }
}

impl Drop for Watching {
    /// A test that fails leaves no process behind.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn watching_shows_refreshes_ahead_of_time_and_stops_with_its_input() {
    let mut config = Config::new(Dialect::NBody);
    // The shortest that the engine refreshes ahead of time.
    config.access_lifetime = Duration::from_secs(5);
    let server = DemoServer::start(config).await.expect("a free port");
    let url = server.base_url();
    let watched = tokio::task::spawn_blocking(move || {
        let mut watching = Watching::start(&url, "n-body");
        let first = watching.until("snapshot");
        watching.until("a refresh was sent");
        watching.until("the session was refreshed");
        drop(watching.child.stdin.take());
        (first, watching.end())
    });
    let (first, (code, _)) = watched.await.expect("no panic");
    assert!(
        first.contains(": live; user (ROLE_USER); token "),
        "{first}"
    );
    assert!(first.contains("; refreshed in "), "{first}");
    assert_eq!(code, Some(0));
    assert_eq!(server.control().calls(Endpoint::SignIn), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn watching_ends_with_the_session_and_says_why() {
    let mut config = Config::new(Dialect::SBody);
    config.access_lifetime = Duration::from_secs(5);
    let server = DemoServer::start(config).await.expect("a free port");
    let (url, control) = (server.base_url(), server.control());
    let watched = tokio::task::spawn_blocking(move || {
        let mut watching = Watching::start(&url, "s-body");
        watching.until("snapshot");
        control.revoke_refresh();
        let end = watching.until("the session ended");
        (end, watching.end().0)
    });
    let (end, code) = watched.await.expect("no panic");
    let (why, said) = end.split_once("; it said: ").expect("its words");
    assert!(
        why.ends_with("ended: the server refused to refresh the session"),
        "{end}"
    );
    let words = "Refresh token is not in database! (status 403)";
    assert!(said.ends_with(words), "{end}");
    assert_eq!(code, Some(1));
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn whatever_signal_stops_it_the_session_is_signed_out_and_the_next_one_let_in() {
    let server = serve(Dialect::SCookie).await;
    let (url, control) = (server.base_url(), server.control());
    let every = &["get", "/api/test/user", "--times", "1000"][..];
    let stopped = tokio::task::spawn_blocking(move || {
        for (sign_outs, (name, words, first, code)) in [
            ("TERM", &["watch"][..], "snapshot", 0),
            ("INT", &["watch"], "snapshot", 0),
            ("HUP", &["watch"], "snapshot", 0),
            ("TERM", every, "User Content.", 130),
        ]
        .into_iter()
        .enumerate()
        {
            let mut client = Watching::to(&url, "s-cookie", words);
            client.until(first);
            client.signal(name);
            assert_eq!(client.end().0, Some(code), "{name}");
            assert_eq!(control.calls(Endpoint::SignOut), sign_outs + 1, "{name}");
        }
    });
    stopped.await.expect("no panic");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_the_dialect_are_read_as_the_account_may() {
    let server = serve(Dialect::SBody).await;
    let url = server.base_url();
    let ran = run(&[at(&url, "s-body"), vec!["pages"]].concat(), "demo-user").await;
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(ran.out, "Public Content.\nUser Content.\n");
    let told = "Moderator: for the role ROLE_MODERATOR alone\n";
    assert!(ran.err.contains(told), "{}", ran.err);
}
