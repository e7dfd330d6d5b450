//! Who is believed over TLS, and how it is told who is not.

use auth_core::{
    Answer, BaseUrl, Call, Cause, Connection, Error, HttpTransport, Network, NetworkError,
    PlainHttp, Secret, Transport as _,
};
use http::{Method, StatusCode};
use rcgen::CertificateParams;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

use super::{
    server::{self, Server, cause, get, sign_in, text, tokens},
    tls::{Authority, Certificate, as_authority, expired, of},
};

const HERE: &[&str] = &["localhost", "api.localhost", "127.0.0.1"];

async fn serve(tls: TlsAcceptor) -> String {
    let server = Server::with(Some(tls), |asked| match asked.path.as_str() {
        "/api/auth/signin" => text(&tokens("first-access-token", "first-refresh-token")),
        _ => text("the board"),
    })
    .await;
    format!("https://localhost:{}", server.address.port())
}

async fn signs_in(url: &str, network: &Network) -> Result<(), Error> {
    sign_in(&server::session(url, "s-body", network)).await
}

#[tokio::test]
async fn a_server_that_a_trusted_authority_vouches_for_is_believed_by_each_of_its_names() {
    let authority = Authority::new();
    let url = serve(authority.signs(&of(HERE)).acceptor()).await;
    for name in HERE.iter().chain(&["localhost.", "API.LocalHost."]) {
        let url = url.replace("localhost", name);
        let session = server::session(&url, "s-body", &authority.trusted());
        sign_in(&session).await.expect("believed");
        let board = get(&session, "/board").await.expect("an answer");
        assert_eq!(board.text(), "the board", "{name}");
    }
}

#[tokio::test]
async fn a_server_that_is_not_to_be_believed_is_told_as_such() {
    let (authority, other) = (Authority::new(), Authority::new());
    let good = of(HERE);
    for (what, certificate, trusted) in [
        ("unknown", other.signs(&good), authority.trusted()),
        (
            "expired",
            authority.signs(&expired(of(HERE))),
            authority.trusted(),
        ),
        (
            "another's",
            authority.signs(&of(&["other.example"])),
            authority.trusted(),
        ),
        (
            "its own",
            Certificate::self_signed(&good),
            authority.trusted(),
        ),
        (
            "of nobody's",
            Certificate::self_signed(&as_authority(of(HERE))),
            authority.trusted(),
        ),
    ] {
        let url = serve(certificate.acceptor()).await;
        assert_eq!(cause(signs_in(&url, &trusted).await), Cause::Tls, "{what}");
    }
}

#[tokio::test]
async fn a_self_signed_certificate_that_is_trusted_is_believed_for_its_names_and_its_days() {
    let with = async |params: CertificateParams| {
        let certificate = Certificate::self_signed(&params);
        let trusting = Network::new().roots(certificate.pem.as_bytes());
        let url = serve(certificate.acceptor()).await;
        signs_in(&url, &trusting.expect("a root")).await
    };
    for make in [std::convert::identity, as_authority] {
        assert_eq!(with(make(of(HERE))).await, Ok(()));
        assert_eq!(cause(with(make(expired(of(HERE)))).await), Cause::Tls);
        assert_eq!(cause(with(make(of(&["other.example"]))).await), Cause::Tls);
    }
}

#[tokio::test]
async fn a_client_certificate_is_shown_and_one_that_the_server_does_not_take_is_no_lost_connection()
{
    let (authority, other) = (Authority::new(), Authority::new());
    let url = serve(authority.signs(&of(HERE)).among(&authority)).await;
    let ann = |authority: &Authority| authority.signs(&of(&["ann"])).identity();
    let known = authority.trusted().identity(&ann(&authority)).expect("PEM");
    assert_eq!(signs_in(&url, &known).await, Ok(()));
    let stranger = authority.trusted().identity(&ann(&other)).expect("PEM");
    assert_eq!(cause(signs_in(&url, &stranger).await), Cause::Tls);
    assert_eq!(
        cause(signs_in(&url, &authority.trusted()).await),
        Cause::Tls
    );
}

#[tokio::test]
async fn what_speaks_no_tls_is_told_from_what_is_not_there() {
    for said in [&b"HTTP/1.1 400 Bad Request\r\n\r\n"[..], b""] {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("https://{}", listener.local_addr().expect("bound"));
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let _ = socket.read(&mut [0; 4096]).await;
                let _ = socket.write_all(said).await;
            }
        });
        assert_eq!(cause(signs_in(&url, &Network::new()).await), Cause::Tls);
    }
    let nobody = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("https://{}", nobody.local_addr().expect("bound"));
    drop(nobody);
    assert_eq!(cause(signs_in(&url, &Network::new()).await), Cause::Connect);
}

#[test]
fn what_cannot_be_part_of_a_network_is_refused_with_its_reason() {
    let refused = |made: Result<Network, NetworkError>| made.expect_err("refused");
    let pem = Authority::new().pem();
    assert_eq!(refused(Network::new().roots(b"")), NetworkError::Roots);
    let cut = &pem.as_bytes()[..pem.len() - 30];
    assert_eq!(refused(Network::new().roots(cut)), NetworkError::Roots);
    let no_key = Network::new().identity(&Secret::from(pem));
    assert_eq!(refused(no_key), NetworkError::Identity);
    assert_eq!(
        refused(Network::new().user_agent("a\nb")),
        NetworkError::UserAgent
    );
    for address in ["", "proxy:3128", "ftp://proxy", "socks5://", "/proxy"] {
        let proxy = Network::new().proxy(address);
        assert_eq!(refused(proxy), NetworkError::Proxy, "{address}");
    }
}

#[test]
fn a_network_and_its_transport_print_no_secret() {
    let ann = Authority::new().signs(&of(&["ann"])).identity();
    let network = Network::new()
        .identity(&ann)
        .and_then(|network| network.proxy("http://ann:a-password@proxy.example:3128"))
        .expect("a network");
    let base = auth_core::BaseUrl::parse("http://api.example", auth_core::PlainHttp::Allowed);
    let transport = HttpTransport::with_network(&base.expect("an address"), &network);
    let printed = format!("{network:?} {:?}", transport.expect("a transport"));
    assert!(printed.contains("auth-core/"), "{printed}");
    for secret in ["ann", "a-password", "PRIVATE"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

/// What a transport that was made for a server in plain http on this machine gets from elsewhere.
async fn from_elsewhere(url: &str, network: &Network) -> Result<Answer, Cause> {
    let base = BaseUrl::parse("http://127.0.0.1:9", PlainHttp::LoopbackOnly).expect("an address");
    let transport = HttpTransport::with_network(&base, network).expect("a transport");
    let url = format!("{url}/board").parse().expect("a URL");
    let call = Call::new(Method::GET, url).connection(Connection::Fresh);
    transport.send(call).await
}

#[tokio::test]
async fn what_is_elsewhere_is_believed_by_its_own_certificate_and_is_shown_none_of_ours() {
    let authority = Authority::new();
    let url = serve(authority.signs(&of(HERE)).acceptor()).await;
    let answer = from_elsewhere(&url, &authority.trusted()).await;
    assert_eq!(answer.expect("an answer").status, StatusCode::OK);
    let strangers = from_elsewhere(&url, &Network::new()).await;
    assert_eq!(strangers.map(drop), Err(Cause::Tls));
    let ours = authority.signs(&of(&["ann"])).identity();
    let network = authority.trusted().identity(&ours).expect("a certificate");
    let url = serve(authority.signs(&of(HERE)).among(&authority)).await;
    assert_eq!(signs_in(&url, &network).await, Ok(()));
    assert_eq!(
        from_elsewhere(&url, &network).await.map(drop),
        Err(Cause::Tls)
    );
}
