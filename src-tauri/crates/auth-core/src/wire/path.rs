//! A path that came from outside, joined to the server's address without leaving it.

use url::Url;

use crate::wire::BaseUrl;

/// Why a path is not acceptable. Nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PathError {
    /// Begin it with a `/`.
    #[error("the path does not begin with a slash")]
    NoLeadingSlash,
    /// Begin it with one `/` alone: what follows two names another server (RFC 3986 section 4.2).
    #[error("the path begins with two slashes, which would name another server")]
    TwoSlashes,
    /// Remove control characters, spaces and backslashes.
    #[error("the path contains a character that URLs do not allow")]
    Character,
    /// Write it without `.` and `..` segments.
    #[error("the path contains dot segments")]
    DotSegment,
    /// Write it without encoded dots, slashes, backslashes or control characters: servers
    /// disagree on what those mean.
    #[error("the path contains encoded dots, slashes or control characters")]
    Encoded,
    /// The path leads to another origin or out of the server's base path.
    #[error("the path leaves the server")]
    LeavesServer,
}

impl PathError {
    /// A stable name for machines: logs, and programs that count by it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoLeadingSlash => "no_leading_slash",
            Self::TwoSlashes => "two_slashes",
            Self::Character => "character",
            Self::DotSegment => "dot_segment",
            Self::Encoded => "encoded",
            Self::LeavesServer => "leaves_server",
        }
    }
}

/// Joins a path from outside to the server's address.
///
/// The text is checked before the join, because the URL parser forgives much of what makes paths
/// dangerous, and the result after it, because the check may have missed something.
pub(crate) fn join(base: &BaseUrl, path: &str) -> Result<Url, PathError> {
    check(path)?;
    let joined = format!("{}{path}", base.as_str());
    let url = Url::parse(&joined).map_err(|_| PathError::LeavesServer)?;
    if contains(base, &url) {
        Ok(url)
    } else {
        Err(PathError::LeavesServer)
    }
}

/// Whether a URL is of the server, and below the path of its address: however the server, or a proxy before it,
/// reads what is encoded there. An address without a path has nothing beside it that could be meant instead.
pub(crate) fn contains(base: &BaseUrl, url: &Url) -> bool {
    let prefix = base.prefix();
    let below = url.path().strip_prefix(prefix);
    base.is_of_server(url)
        && below
            .is_some_and(|rest| rest.starts_with('/') && (prefix.is_empty() || !may_climb(rest)))
}

/// Whether a server could read a step upwards out of it.
fn may_climb(path: &str) -> bool {
    path.split('/').any(is_dots) || has_dangerous_escape(path)
}

/// What can be said of the text alone.
pub(crate) fn check(path: &str) -> Result<(), PathError> {
    let (only_path, _query) = path.split_once('?').unwrap_or((path, ""));
    if !only_path.starts_with('/') {
        return Err(PathError::NoLeadingSlash);
    }
    if only_path.starts_with("//") {
        return Err(PathError::TwoSlashes);
    }
    if path.contains(|c: char| c.is_control() || c.is_whitespace() || c == '\\' || c == '#') {
        return Err(PathError::Character);
    }
    if only_path.split('/').any(is_dots) {
        return Err(PathError::DotSegment);
    }
    if has_dangerous_escape(only_path) {
        return Err(PathError::Encoded);
    }
    Ok(())
}

/// The longest path that is written down.
const LONGEST: usize = 512;

/// A path that every part of the engine spells the same (RFC 3986 section 3.3, without escapes).
pub(crate) fn is_plain(path: &str) -> bool {
    let (only_path, query) = path.split_once('?').unwrap_or((path, ""));
    let is_sign = |c: char| c.is_ascii_alphanumeric() || "/-._~!$&'()*+,;=:@".contains(c);
    path.len() <= LONGEST
        && check(path).is_ok()
        && only_path.chars().all(is_sign)
        && query.chars().all(|c| c.is_ascii_graphic())
}

/// A path parameter (RFC 3986 section 3.3) is cut off by some servers before they look at dots.
fn is_dots(segment: &str) -> bool {
    matches!(segment.split(';').next(), Some("." | ".."))
}

/// Servers decode once or, by a fault of theirs, twice; what needs more is no name of anything.
const MOST_DECODINGS: usize = 3;

/// Whether a server that decodes, once or again and again, could see a dot, a slash, a backslash or a
/// control character that the text does not show.
fn has_dangerous_escape(path: &str) -> bool {
    let mut text = path.as_bytes().to_vec();
    for _ in 0..MOST_DECODINGS {
        match decoded_once(&text) {
            Decoded::Dangerous => return true,
            Decoded::Same => return false,
            Decoded::To(less) => text = less,
        }
    }
    !matches!(decoded_once(&text), Decoded::Same)
}

enum Decoded {
    Same,
    To(Vec<u8>),
    Dangerous,
}

fn decoded_once(text: &[u8]) -> Decoded {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&first, after)) = rest.split_first() {
        let byte = match rest {
            [b'%', high, low, ..] => hex(*high).zip(hex(*low)).map(|(high, low)| high << 4 | low),
            _ => None,
        };
        match byte {
            // Nothing in UTF-8 begins with the last two (RFC 3629 section 10), and old decoders make dots
            // and slashes of what does.
            Some(b'.' | b'/' | b'\\' | 0..0x20 | 0x7F | 0xC0 | 0xC1) => return Decoded::Dangerous,
            Some(byte) => {
                decoded.push(byte);
                rest = &rest[3..];
            }
            None => {
                decoded.push(first);
                rest = after;
            }
        }
    }
    if decoded.len() == text.len() {
        Decoded::Same
    } else {
        Decoded::To(decoded)
    }
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::PlainHttp;

    fn base(text: &str) -> BaseUrl {
        BaseUrl::parse(text, PlainHttp::LoopbackOnly).expect("a good address")
    }

    #[test]
    fn ordinary_paths_join() {
        for (at, path, whole) in [
            (
                "https://a.org",
                "/api/test/all",
                "https://a.org/api/test/all",
            ),
            (
                "https://a.org/app",
                "/api?x=1&y=..",
                "https://a.org/app/api?x=1&y=..",
            ),
            ("https://a.org", "/f/a.b%20c", "https://a.org/f/a.b%20c"),
            ("https://a.org", "/ż", "https://a.org/%C5%BC"),
        ] {
            assert_eq!(join(&base(at), path).map(String::from), Ok(whole.into()));
        }
    }

    #[test]
    fn a_path_is_named_for_what_is_wrong_with_it() {
        for (path, error) in [
            ("x", PathError::NoLeadingSlash),
            ("//x", PathError::TwoSlashes),
            ("/\\x", PathError::Character),
            ("/../x", PathError::DotSegment),
            ("/%2e%2e/x", PathError::Encoded),
        ] {
            assert_eq!(join(&base("https://a.org"), path), Err(error));
        }
    }

    #[test]
    fn what_is_below_the_address_is_so_in_every_reading_of_it() {
        const APP: &str = "https://a.org/app";
        let within = |at: &str, to: &str| {
            let from = Url::parse(&format!("{at}/board")).expect("a URL");
            contains(&base(at), &from.join(to).expect("a URL"))
        };
        for to in [
            "b",
            "/app/b",
            "/app/",
            "//A.org/app/b",
            "HTTPS://a.ORG:443/app/b",
            "/app/x/../b",
            "/app/a%20b/%C3%A9;v=1",
        ] {
            assert!(within(APP, to), "{to}");
        }
        for to in [
            "/",
            "/other",
            "/app",
            "/appx",
            "/appx/b",
            "/APP/b",
            "/app%2fb",
            "../other",
            "/app/../other",
            "/app/%2e%2e/other",
            "/app/..%2fother",
            "/app/..%5cother",
            "/app/%252e%252e/other",
            "/app/..;/other",
            "/app/x%2f..%2f..%2fother",
            "/%61pp/b",
            "//b.org/app/b",
            "//ann@a.org/app/b",
            "http://a.org/app/b",
            "https://a.org:8443/app/b",
        ] {
            assert!(!within(APP, to), "{to}");
        }
        for to in ["/", "/other", "/..%2fother", "/../other", "/a%2Fb"] {
            assert!(within("https://a.org", to), "{to}");
        }
    }

    #[test]
    fn no_path_leaves_the_server() {
        let server = base("https://a.org/app");
        for path in [
            "//evil.com",
            "/\\evil.com",
            "\\\\evil.com",
            "\t/x",
            "/\tx",
            "https://evil.com",
            "",
            "x",
            "@evil.com",
            ":80",
            ".evil.com",
            "/../secret",
            "/..;/secret",
            "/a/.;x=1/b",
            "/a/../../b",
            "/%2e%2e/secret",
            "/a/%2E./b",
            "/..%2fsecret",
            "/%252e%252e/x",
            "/%25252E/x",
            "/%c0%ae%c0%ae/x",
            "/%25%32%65%25%32%65/x",
            "/%25252525252525252e/x",
            "/a%00b",
            "/a%0d%0ab",
            "/a b",
            "/a#b",
            "/./x",
            "/a%5cb",
        ] {
            assert!(join(&server, path).is_err(), "{path:?}");
        }
    }
}
