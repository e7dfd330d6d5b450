//! What a caller may know of a cookie that an answer sets: all but its value.

use http::{HeaderMap, header::SET_COOKIE};

use crate::wire::{legible, redact::Secrets};

/// More than these of one answer are not told.
const MOST: usize = 50;
/// The longest that is told of one name, and of one attribute.
const LONGEST: usize = 100;

/// The attributes of a cookie (RFC 6265bis section 5.6). What stands beside them could be anything, a value too.
const ATTRIBUTES: [&str; 9] = [
    "Expires",
    "Max-Age",
    "Domain",
    "Path",
    "Secure",
    "HttpOnly",
    "SameSite",
    "Partitioned",
    "Priority",
];

/// A cookie that an answer sets, without its value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CookieSet {
    /// Its name; empty where the server has given it none.
    pub name: String,
    /// Its attributes as they came, such as `Path=/; HttpOnly`.
    pub attributes: String,
}

/// Those that an answer sets.
pub(crate) fn cookies_set(headers: &HeaderMap, secrets: &Secrets) -> Vec<CookieSet> {
    let set = headers.get_all(SET_COOKIE).iter().take(MOST);
    let clean = |text: &str| {
        let clean = secrets.taken_out_of_text(&legible(text));
        clean.chars().take(LONGEST).collect::<String>()
    };
    set.map(|header| {
        let text = String::from_utf8_lossy(header.as_bytes());
        let mut parts = text.split(';').map(str::trim);
        // Without a sign of equality all of it is the value (RFC 6265bis section 5.6).
        let pair = parts.next().and_then(|pair| pair.split_once('='));
        let name = pair.map_or("", |(name, _)| name.trim());
        let attributes: Vec<String> = parts.filter_map(attribute).map(|it| clean(&it)).collect();
        CookieSet {
            name: clean(name),
            attributes: attributes.join("; "),
        }
    })
    .collect()
}

fn attribute(part: &str) -> Option<String> {
    let (name, value) = part.split_once('=').unwrap_or((part, ""));
    let is_it = |known: &&&str| known.eq_ignore_ascii_case(name.trim());
    let name = ATTRIBUTES.iter().find(is_it)?;
    let value = value.trim();
    Some(if value.is_empty() {
        (*name).to_owned()
    } else {
        format!("{name}={value}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(cookies: &[&str]) -> Vec<(String, String)> {
        let mut headers = HeaderMap::new();
        for cookie in cookies {
            headers.append(SET_COOKIE, cookie.parse().expect("a header"));
        }
        let secrets = Secrets::of(["0123456789-the-token"]);
        let told = cookies_set(&headers, &secrets).into_iter();
        told.map(|it| (it.name, it.attributes)).collect()
    }

    #[test]
    fn a_cookie_is_told_by_its_name_and_attributes_and_never_by_its_value() {
        let told = set(&[
            "session=0123456789-the-token; path=/; HTTPONLY; SameSite=Lax",
            "theme=dark",
            "a-value-alone; Secure",
            "x=\"; q=1; 0123456789-the-token; Path=/0123456789-the-token\"",
            "0123456789-the-token=1",
        ]);
        let expected = [
            ("session", "Path=/; HttpOnly; SameSite=Lax"),
            ("theme", ""),
            ("", "Secure"),
            ("x", "Path=/[redacted]\""),
            ("[redacted]", ""),
        ];
        let expected = expected.map(|(name, attributes)| (name.to_owned(), attributes.to_owned()));
        assert_eq!(told, expected);
        assert!(!format!("{told:?}").contains("dark"));
    }

    #[test]
    fn however_many_are_set_a_few_are_told() {
        let many = vec!["a=b"; 5 * MOST];
        assert_eq!(set(&many).len(), MOST);
        let long = format!("{}=1", "n".repeat(5 * LONGEST));
        assert_eq!(set(&[&long])[0].0.len(), LONGEST);
    }
}
