//! The listener that a browser comes back to, over real sockets.

use auth_core::{LoopbackRedirects, RedirectListener, Redirects as _};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

async fn listen(host: &str, ports: &[u16]) -> std::io::Result<Box<dyn RedirectListener>> {
    LoopbackRedirects::new().listen(host, ports, "/back").await
}

/// Everything that the listener says to a request, until it hangs up.
async fn ask(port: u16, request: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut said = String::new();
    stream.read_to_string(&mut said).await?;
    Ok(said)
}

#[tokio::test]
async fn spare_connections_and_other_paths_keep_nobody_waiting_and_the_page_runs_nothing() {
    let mut listener = listen("127.0.0.1", &[]).await.expect("a port");
    let port = listener.port();
    // Browsers open one to have it ready, and say nothing on it.
    let spare = TcpStream::connect(("127.0.0.1", port))
        .await
        .expect("a door");
    let visiting = tokio::spawn(async move {
        for none_of_ours in [
            "GET /favicon.ico HTTP/1.1\r\nHost: x\r\n\r\n",
            "POST /back?code=c HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
        ] {
            let said = ask(port, none_of_ours).await?;
            assert!(said.starts_with("HTTP/1.1 404"), "{said}");
        }
        ask(port, "GET /back?code=c&state=s HTTP/1.1\r\nHost: x\r\n\r\n").await
    });
    let visit = listener.next().await.expect("a visit");
    assert!(!format!("{visit:?}").contains("code=c"));
    // Whoever drops it has not waited for it.
    drop(visit);
    let said = visiting.await.expect("no panic").expect("an answer");
    assert!(said.starts_with("HTTP/1.1 400"), "{said}");
    for header in [
        "content-security-policy: default-src 'none'",
        "referrer-policy: no-referrer",
        "cache-control: no-store",
    ] {
        assert!(said.contains(header), "{header} is missing in {said}");
    }
    assert!(
        !said.contains("<script") && !said.contains("code=c"),
        "{said}"
    );
    drop(spare);
}

#[tokio::test]
async fn nothing_listens_once_it_is_dropped_and_whoever_begins_anew_at_once_has_the_same_port() {
    let listener = listen("127.0.0.1", &[]).await.expect("a port");
    let port = listener.port();
    drop(listener);
    let again = listen("127.0.0.1", &[port]).await.expect("the same port");
    assert_eq!(again.port(), port);
    drop(again);
    assert!(TcpStream::connect(("127.0.0.1", port)).await.is_err());
}

#[tokio::test]
async fn of_several_ports_the_first_that_is_free_is_taken_and_of_none_that_is_said() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let port = taken.local_addr().expect("an address").port();
    assert!(listen("127.0.0.1", &[port]).await.is_err());
    let free = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let other = free.local_addr().expect("an address").port();
    drop(free);
    let listener = listen("127.0.0.1", &[port, other]).await.expect("a port");
    assert_eq!(listener.port(), other);
}

#[tokio::test]
async fn localhost_is_listened_on_wherever_a_browser_may_look_for_it() {
    let mut listener = listen("localhost", &[]).await.expect("a port");
    let port = listener.port();
    for host in ["127.0.0.1", "::1"] {
        let Ok(mut stream) = TcpStream::connect((host, port)).await else {
            // There is no such address here.
            assert_eq!(host, "::1");
            continue;
        };
        let request = "GET /back?code=c HTTP/1.1\r\nHost: localhost\r\n\r\n";
        stream.write_all(request.as_bytes()).await.expect("sent");
        assert!(listener.next().await.is_some(), "{host}");
    }
}
