//! The cookies of a browser that only ever goes to this machine.

use http::{HeaderMap, header::SET_COOKIE};
use url::Url;

/// As a browser keeps them: by host, whatever the port, and by path. Whether one is for safe connections alone is not
/// looked at, since to this machine all are safe.
#[derive(Debug, Default)]
pub(super) struct Jar(Vec<Cookie>);

#[derive(Debug)]
struct Cookie {
    host: String,
    path: String,
    name: String,
    value: String,
}

impl Jar {
    /// What goes along with a request to that address; the longest path first (RFC 6265 section 5.4).
    pub(super) fn header(&self, url: &Url) -> Option<String> {
        let host = url.host_str().unwrap_or_default();
        let is_for = |cookie: &&Cookie| cookie.host == host && is_below(url.path(), &cookie.path);
        let mut fitting: Vec<_> = self.0.iter().filter(is_for).collect();
        fitting.sort_by_key(|cookie| std::cmp::Reverse(cookie.path.len()));
        let pairs = fitting
            .into_iter()
            .map(|cookie| format!("{}={}", cookie.name, cookie.value));
        let header = pairs.collect::<Vec<_>>().join("; ");
        Some(header).filter(|header| !header.is_empty())
    }

    /// What an answer from that address sets, and deletes.
    pub(super) fn take(&mut self, url: &Url, headers: &HeaderMap) {
        for set in headers.get_all(SET_COOKIE) {
            if let Some((cookie, is_over)) = set.to_str().ok().and_then(|set| read(url, set)) {
                self.0.retain(|old| !old.is_same(&cookie));
                if !is_over {
                    self.0.push(cookie);
                }
            }
        }
    }
}

impl Cookie {
    fn is_same(&self, other: &Self) -> bool {
        (&self.host, &self.path, &self.name) == (&other.host, &other.path, &other.name)
    }
}

/// A cookie, and whether it is over already. Dates are looked at for the one that servers delete with.
fn read(url: &Url, set: &str) -> Option<(Cookie, bool)> {
    let mut parts = set.split(';');
    let (name, value) = parts.next()?.split_once('=')?;
    let directory = url.path().rsplit_once('/').map_or("", |(before, _)| before);
    let mut cookie = Cookie {
        host: url.host_str()?.to_owned(),
        path: if directory.is_empty() { "/" } else { directory }.to_owned(),
        name: name.trim().to_owned(),
        value: value.trim().to_owned(),
    };
    let mut is_over = false;
    for part in parts {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        match name.trim().to_ascii_lowercase().as_str() {
            "path" if value.starts_with('/') => value.trim().clone_into(&mut cookie.path),
            "max-age" => is_over = value.trim().parse::<i64>().is_ok_and(|left| left <= 0),
            "expires" => is_over |= value.contains("1970"),
            _ => {}
        }
    }
    Some((cookie, is_over))
}

/// RFC 6265 section 5.1.4.
fn is_below(path: &str, of: &str) -> bool {
    path.strip_prefix(of)
        .is_some_and(|rest| rest.is_empty() || of.ends_with('/') || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(jar: &mut Jar, url: &str, set: &[&str]) {
        let set = set
            .iter()
            .map(|set| (SET_COOKIE, set.parse().expect("a value")));
        jar.take(&url.parse().expect("a URL"), &set.collect());
    }

    fn header(jar: &Jar, url: &str) -> String {
        let header = jar.header(&url.parse().expect("a URL"));
        header.unwrap_or_default()
    }

    #[test]
    fn a_cookie_goes_where_its_path_says_and_to_every_port() {
        let mut jar = Jar::default();
        let at = "http://127.0.0.1:1/interaction/7";
        take(
            &mut jar,
            at,
            &["a=1; Path=/", "b=2; path=/interaction/7; HttpOnly", "c=3"],
        );
        assert_eq!(
            header(&jar, "http://127.0.0.1:2/interaction/7/x"),
            "b=2; c=3; a=1"
        );
        assert_eq!(
            header(&jar, "http://127.0.0.1:1/interaction/70"),
            "c=3; a=1"
        );
        assert_eq!(header(&jar, "http://127.0.0.1:1/"), "a=1");
        assert_eq!(header(&jar, "http://localhost:1/"), "");
    }

    #[test]
    fn one_that_is_set_again_takes_the_place_of_the_old_one_and_one_that_is_over_goes() {
        let mut jar = Jar::default();
        let at = "http://127.0.0.1:1/";
        take(&mut jar, at, &["a=1", "b=2", "c=3"]);
        take(
            &mut jar,
            at,
            &[
                "a=4",
                "b=; Max-Age=0",
                "c=; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
            ],
        );
        assert_eq!(header(&jar, at), "a=4");
    }
}
