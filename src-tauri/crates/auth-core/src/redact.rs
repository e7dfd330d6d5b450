//! Takes the session's secrets out of what a server said.
//!
//! Servers echo: the Spring back end puts the refresh token into its refusal, a debugging route
//! answers with all request headers. What goes to callers, logs and people passes through here.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};

const MARK: &[u8] = b"[redacted]";

/// Shorter values are no credentials, and replacing them would tear ordinary text apart.
const SHORTEST: usize = 6;

/// Replaces every occurrence of every secret.
pub(crate) fn bytes(body: &Bytes, secrets: &[&str]) -> Bytes {
    let mut clean = body.clone();
    for secret in secrets {
        if secret.len() >= SHORTEST
            && let Some(replaced) = replace(&clean, secret.as_bytes())
        {
            clean = replaced;
        }
    }
    clean
}

/// As [`bytes`], for text.
pub(crate) fn text(text: String, secrets: &[&str]) -> String {
    let clean = bytes(&Bytes::from(text.into_bytes()), secrets);
    String::from_utf8_lossy(&clean).into_owned()
}

/// As [`bytes`], for the values of headers.
pub(crate) fn headers(mut headers: HeaderMap, secrets: &[&str]) -> HeaderMap {
    for value in headers.values_mut() {
        let said = Bytes::copy_from_slice(value.as_bytes());
        let clean = bytes(&said, secrets);
        if clean != said {
            *value = HeaderValue::from_bytes(&clean)
                .unwrap_or_else(|_| HeaderValue::from_static("[redacted]"));
        }
    }
    headers
}

/// `None` when there was nothing to replace, which is nearly always.
fn replace(body: &Bytes, secret: &[u8]) -> Option<Bytes> {
    let mut at = find(body, secret)?;
    let mut clean = Vec::with_capacity(body.len());
    let mut rest: &[u8] = body;
    loop {
        clean.extend_from_slice(&rest[..at]);
        clean.extend_from_slice(MARK);
        rest = &rest[at + secret.len()..];
        match find(rest, secret) {
            Some(next) => at = next,
            None => break,
        }
    }
    clean.extend_from_slice(rest);
    Some(clean.into())
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    memchr::memmem::find(haystack, needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_occurrence_of_every_secret_is_replaced() {
        let said = "Failed for [tok-en-1]: tok-en-1 and tok-en-2".to_owned();
        assert_eq!(
            text(said, &["tok-en-1", "tok-en-2"]),
            "Failed for [[redacted]]: [redacted] and [redacted]"
        );
    }

    #[test]
    fn short_and_absent_secrets_change_nothing() {
        assert_eq!(
            text("a b a".to_owned(), &["a", "", "absent-secret"]),
            "a b a"
        );
    }
}
