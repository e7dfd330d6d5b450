//! Cookies on a call or in an answer, as far as the checks tell them apart.

use http::{HeaderMap, header};

use crate::server::{FamilyId, Mint, Purpose, TokenId};

/// What a call carries, or an answer sets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cookies {
    /// The load balancer's.
    pub(crate) sticky: Option<u64>,
    /// A guest's, of the session cookie's name.
    pub(crate) guest: Option<u64>,
    /// The session's own.
    pub(crate) access: Option<TokenId>,
}

/// A load balancer's cookie that an answer has brought. Moments are counted, not timed: many lie in one
/// instant.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Brought {
    pub(crate) family: FamilyId,
    pub(crate) sticky: u64,
    /// Whose answer it was; `None`: a refresh's.
    pub(crate) operation: Option<usize>,
    pub(crate) delivered: u64,
    /// When whoever was answered went on: by then it must count.
    pub(crate) settled: Option<u64>,
}

impl Cookies {
    /// What a call carries, without the session's own: that is among its tokens.
    pub(crate) fn carried(headers: &HeaderMap) -> Self {
        let pairs = headers.get(header::COOKIE).and_then(|it| it.to_str().ok());
        let mut all = Self::default();
        for pair in pairs.unwrap_or_default().split("; ") {
            all.note(pair);
        }
        all
    }

    /// What an answer sets.
    pub(crate) fn set(headers: &HeaderMap, mint: &Mint) -> Self {
        let mut all = Self::default();
        for cookie in headers.get_all(header::SET_COOKIE) {
            let Ok(text) = cookie.to_str() else { continue };
            all.note(text.split(';').next().unwrap_or_default());
            let mut tokens = mint.find(text.as_bytes()).into_iter();
            let access = tokens.find(|token| mint.tokens[*token].purpose == Purpose::Access);
            all.access = access.or(all.access);
        }
        all
    }

    fn note(&mut self, pair: &str) {
        if let Some(number) = pair.strip_prefix("lb=") {
            self.sticky = number.parse().ok();
        } else if let Some(number) = pair.strip_prefix("sid=guest") {
            self.guest = number.parse().ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn what_is_set_is_what_is_carried() {
        let mut headers = HeaderMap::new();
        let both = "theme=dark; lb=17; sid=guest3";
        headers.insert(header::COOKIE, HeaderValue::from_static(both));
        for cookie in ["lb=17; Path=/", "sid=guest3; Path=/; HttpOnly"] {
            headers.append(header::SET_COOKIE, HeaderValue::from_static(cookie));
        }
        let expected = Cookies {
            sticky: Some(17),
            guest: Some(3),
            access: None,
        };
        assert_eq!(Cookies::carried(&headers), expected);
        assert_eq!(Cookies::set(&headers, &Mint::default()), expected);
    }
}
