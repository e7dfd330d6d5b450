//! What a single text of a dialect may be, and the error where it is something else. Pure.

use super::error::{DialectError, quoted};

pub(super) type Checked = Result<(), DialectError>;

const LONGEST_TITLE: usize = 60;
const LONGEST_NAME: usize = 64;
const MOST: usize = 64;
const TITLE: &str = "a text of 1 to 60 characters on one line";
const TOKEN: &str = "a name of 1 to 64 letters, digits and dashes";
const HEADER: &str = "a header that a credential may be in, such as `authorization`";

/// Headers in which a credential would break every request (RFC 9110), beside `proxy-…` and `sec-…`.
const RESERVED: &str = "accept-encoding connection content-encoding content-length content-type cookie date expect \
                        host keep-alive set-cookie te trailer transfer-encoding upgrade via";

pub(super) fn ensure(holds: bool, field: &str, expected: &str, found: &str) -> Checked {
    if holds {
        return Ok(());
    }
    Err(DialectError::Wrong {
        field: field.to_owned(),
        expected: expected.to_owned(),
        found: (!found.is_empty()).then(|| quoted(found)),
    })
}

pub(super) fn title(field: &str, text: &str) -> Checked {
    let fits = !text.trim().is_empty() && text.chars().count() <= LONGEST_TITLE;
    ensure(fits && !text.contains(char::is_control), field, TITLE, text)
}

pub(super) fn few(field: &str, count: usize, expected: &str) -> Checked {
    ensure(count <= MOST, field, expected, "")
}

/// RFC 9110 section 5.6.2, which cookie names keep to as well (RFC 6265 section 4.1.1).
pub(super) fn is_token(name: &str) -> bool {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    (1..=LONGEST_NAME).contains(&name.len()) && name.chars().all(is_sign)
}

/// A name that a template can have.
pub(super) fn is_word(name: &str) -> bool {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
    is_token(name) && name.chars().all(is_sign)
}

pub(super) fn header(field: &str, name: &str) -> Checked {
    ensure(is_token(name) && !name.contains('*'), field, TOKEN, name)?;
    let lower = name.to_ascii_lowercase();
    let is_reserved = RESERVED.split(' ').any(|reserved| reserved == lower);
    let is_reserved = is_reserved || lower.starts_with("proxy-") || lower.starts_with("sec-");
    ensure(!is_reserved, field, HEADER, name)
}
