//! Where an answer leads to, and what is to be sent there.

use std::borrow::Cow;

use http::{
    HeaderMap, HeaderName, Method, StatusCode,
    header::{EXPECT, HeaderValue, LAST_MODIFIED, LOCATION, TRAILER},
};
use url::Url;

/// The next request that an answer asks for. Whether it may be sent is for others to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Redirect {
    /// Where to, or `None` when nobody can say.
    pub(crate) url: Option<Url>,
    pub(crate) method: Method,
    /// Whether the body goes there, and the headers that speak of it.
    pub(crate) keeps_body: bool,
}

impl Redirect {
    /// Reads an answer to a request with that method, sent to `from`; `None` when it is no redirect.
    ///
    /// RFC 9110 section 15.4, as browsers do it: 303 asks for what is shown instead, and since the first
    /// browsers so do 301 and 302, but after a `POST` alone.
    pub(crate) fn of(
        method: &Method,
        from: &Url,
        status: StatusCode,
        headers: &HeaderMap,
    ) -> Option<Self> {
        let becomes_get = match status {
            StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => false,
            StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => method == Method::POST,
            StatusCode::SEE_OTHER => method != Method::GET && method != Method::HEAD,
            _ => return None,
        };
        let location = headers.get(LOCATION)?;
        Some(Self {
            url: from.join(&text(location)).ok(),
            method: if becomes_get {
                Method::GET
            } else {
                method.clone()
            },
            keeps_body: !becomes_get,
        })
    }
}

/// A `Location` should be ASCII. Servers write names of files into it as they have them: in UTF-8, or in
/// Latin-1, each of whose bytes is the character of its number.
fn text(location: &HeaderValue) -> Cow<'_, str> {
    match std::str::from_utf8(location.as_bytes()) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => location
            .as_bytes()
            .iter()
            .copied()
            .map(char::from)
            .collect(),
    }
}

/// Takes out the headers that speak of a body that is no longer there (RFC 9110 section 15.4).
pub(crate) fn without_body(mut headers: HeaderMap) -> HeaderMap {
    let gone: Vec<_> = headers
        .keys()
        .filter(|name| is_about_body(name))
        .cloned()
        .collect();
    for name in gone {
        headers.remove(name);
    }
    headers
}

fn is_about_body(name: &HeaderName) -> bool {
    name.as_str().starts_with("content-")
        || matches!(name.as_str(), "digest" | "repr-digest")
        || [EXPECT, LAST_MODIFIED, TRAILER].contains(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redirect(method: &Method, status: u16, location: &[u8]) -> Option<Redirect> {
        let from = Url::parse("https://example.org/app/a?b=c").expect("a URL");
        let mut headers = HeaderMap::new();
        let location = HeaderValue::from_bytes(location).expect("what a header can hold");
        headers.insert(LOCATION, location);
        let status = StatusCode::from_u16(status).expect("a status");
        Redirect::of(method, &from, status, &headers)
    }

    #[test]
    fn a_post_becomes_a_get_and_everything_else_stays_what_it_is() {
        let (get, head, post) = (Method::GET, Method::HEAD, Method::POST);
        let own = Method::from_bytes(b"PROPPATCH").expect("a method");
        let others = [Method::PUT, Method::PATCH, Method::DELETE, own];
        for status in [301, 302, 303, 307, 308] {
            let becomes_get = |method: &Method| {
                let next = redirect(method, status, b"/b").expect("a redirect");
                let gets = next.method == Method::GET && !next.keeps_body;
                assert!(
                    gets || (next.method == *method && next.keeps_body),
                    "{status} {method}"
                );
                gets
            };
            assert!(!becomes_get(&get) && !becomes_get(&head), "{status}");
            assert_eq!(becomes_get(&post), matches!(status, 301..=303), "{status}");
            for method in &others {
                assert_eq!(becomes_get(method), status == 303, "{status} {method}");
            }
        }
    }

    #[test]
    fn what_does_not_say_where_to_is_no_redirect() {
        for status in [200, 201, 300, 304, 305, 401] {
            assert_eq!(redirect(&Method::GET, status, b"/b"), None, "{status}");
        }
        let url = Url::parse("https://example.org").expect("a URL");
        let found = Redirect::of(&Method::GET, &url, StatusCode::FOUND, &HeaderMap::new());
        assert_eq!(found, None);
    }

    #[test]
    fn a_location_is_read_as_browsers_read_it() {
        for (location, url) in [
            (&b"b"[..], "https://example.org/app/b"),
            (b"?x", "https://example.org/app/a?x"),
            (
                b"/gr\xC3\xB6\xC3\x9Fe",
                "https://example.org/gr%C3%B6%C3%9Fe",
            ),
            (b"/gr\xF6\xDFe", "https://example.org/gr%C3%B6%C3%9Fe"),
            (b"/a b", "https://example.org/a%20b"),
            (b"  /b ", "https://example.org/b"),
            (b"\\b", "https://example.org/b"),
            (b"HTTPS://EXAMPLE.ORG:443/b", "https://example.org/b"),
            (b"//EXAMPLE.org/b", "https://example.org/b"),
            (b"/b#part", "https://example.org/b#part"),
            (b"//b\xFCcher.example/", "https://xn--bcher-kva.example/"),
        ] {
            let next = redirect(&Method::GET, 302, location).expect("a redirect");
            assert_eq!(next.url.map(String::from).as_deref(), Some(url));
        }
        let next = redirect(&Method::GET, 302, b"https://").expect("a redirect");
        assert_eq!(next.url, None);
    }

    #[test]
    fn headers_about_a_body_go_with_it() {
        let headers: HeaderMap = [
            "content-type",
            "content-encoding",
            "content-md5",
            "content-length",
            "digest",
            "repr-digest",
            "expect",
            "last-modified",
            "trailer",
            "accept",
            "x-content",
        ]
        .map(|name| (HeaderName::from_static(name), HeaderValue::from_static("x")))
        .into_iter()
        .collect();
        let left = without_body(headers);
        let mut names: Vec<_> = left.keys().map(HeaderName::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["accept", "x-content"]);
    }
}
