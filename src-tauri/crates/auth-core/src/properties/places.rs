//! Addresses and paths: whatever is typed or passed, a request stays with its server.

use percent_encoding::percent_decode;
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};

use crate::{
    properties::{cases, hostile},
    wire::{BaseUrl, PlainHttp, path},
};

const ADDRESSES: &[&str] = &[
    "https://api.example.org",
    "https://api.example.org:8443/app/v2",
    "http://127.0.0.1:8080",
    "http://[::1]:8080/x/",
    "http://localhost",
    "https://bücher.example/ü",
    "HTTPS://EXAMPLE.ORG//",
    "https://ann:secret@example.org/",
    "https://example.org/?a=b#c",
    "ftp://example.org",
    "localhost:8080",
    "https://example.org/a/../b/%2e%2e/c;x",
];

const PATHS: &[&str] = &[
    "/api/test/user",
    "/api/test/user?x=1&y=/../..",
    "/a/../../b",
    "//evil.example/x",
    "/\\evil.example",
    "/%2e%2e/%2E%2e/x",
    "/..%2f..%5c",
    "/%25%32%65%25%32%65/x",
    "/%252e%252e%252f",
    "/..;/x;/../y",
    "/a%00b%0d%0ac",
    "/%c0%ae%c0%ae/",
    "@evil.example/",
    "/@evil.example/",
    ":443/x",
    "/ż/\u{FF0E}\u{FF0E}/x",
    "/{id}\"<>^|`",
];

fn address() -> impl Strategy<Value = String> {
    let known = proptest::sample::select(ADDRESSES).prop_map(str::to_owned);
    prop_oneof![4 => hostile::broken_text(known), 1 => any::<String>()]
}

pub(super) fn a_path() -> impl Strategy<Value = String> {
    let known = proptest::sample::select(PATHS).prop_map(str::to_owned);
    let pieces = proptest::sample::select(
        &[
            "/", ".", "..", "%2e", "%2F", "%5c", "%25", "2e", "%", ";", "a", "?", "\\", "@", ":",
            "#",
        ][..],
    );
    let built =
        proptest::collection::vec(pieces, 0..12).prop_map(|pieces| format!("/{}", pieces.concat()));
    prop_oneof![2 => hostile::broken_text(known), 2 => built, 1 => any::<String>()]
}

/// Whether a server that decodes this often sees a way up.
fn leads_up(path: &str, decodings: usize) -> bool {
    let mut text = path.as_bytes().to_vec();
    for _ in 0..decodings {
        text = percent_decode(&text).collect();
    }
    text.split(|byte| matches!(byte, b'/' | b'\\'))
        .any(|segment| {
            matches!(
                segment.split(|byte| *byte == b';').next(),
                Some(b"." | b"..")
            )
        })
}

proptest! {
    #![proptest_config(cases(1500))]

    #[test]
    fn a_joined_path_never_leaves_its_server(path in a_path()) {
        for base in ["https://api.example.org", "http://127.0.0.1:8080/app/v2", "http://[::1]/x;y"] {
            let base = BaseUrl::parse(base, PlainHttp::LoopbackOnly).expect("a good address");
            let Ok(url) = path::join(&base, &path) else { continue };
            prop_assert!(base.is_of_server(&url));
            prop_assert!(url.username().is_empty() && url.password().is_none());
            prop_assert!(url.fragment().is_none());
            let below = url.path().strip_prefix(base.prefix());
            prop_assert!(below.is_some_and(|below| below.starts_with('/') && !below.starts_with("//")), "{}", url);
            for decodings in 0..4 {
                prop_assert!(!leads_up(url.path(), decodings), "{}", url);
            }
            let slashes = |text: &str| text.matches('/').count();
            let asked = path.split('?').next().unwrap_or_default();
            prop_assert_eq!(slashes(below.unwrap_or_default()), slashes(asked), "segments were lost");
        }
    }

    #[test]
    fn an_address_is_refused_or_read_the_same_ever_after(text in address()) {
        let Ok(base) = BaseUrl::parse(&text, PlainHttp::LoopbackOnly) else { return Ok(()) };
        let shown = base.as_str();
        prop_assert!(!shown.ends_with('/'));
        prop_assert!(!shown.contains(['?', '#', ' ', '\\']) && !shown.contains(char::is_control));
        prop_assert!(!base.is_plain_http() || base.is_loopback());
        let again = BaseUrl::parse(shown, PlainHttp::LoopbackOnly);
        prop_assert_eq!(again.as_ref().map(BaseUrl::as_str), Ok(shown));
        prop_assert!(path::join(&base, "/api/test/all").is_ok(), "{}", shown);
    }

    #[test]
    fn a_password_in_an_address_is_not_repeated(
        password in hostile::secret(),
        scheme in proptest::sample::select(&["https", "http", "ftp", "HTTP"][..]),
        host in proptest::sample::select(&["example.org", "127.0.0.1", "[::1]", "", "a b", "[", "x:99999"][..]),
    ) {
        let text = format!("{scheme}://ann:{}@{host}/x", password.replace('/', "%2F"));
        let error = BaseUrl::parse(&text, PlainHttp::LoopbackOnly).expect_err("credentials");
        let shown = format!("{error} {error:?}");
        prop_assert!(!shown.contains(&password) && !shown.contains("ann:"), "{}", shown);
    }
}
