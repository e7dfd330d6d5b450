//! What a dialect must keep to beyond its types. Pure.

use super::{
    description::{AccessCarrier, CookiePayload, Dialect, Fields, RefreshCarrier, Refusal},
    error::{DialectError, quoted},
    reference,
};
use crate::wire::path;

type Checked = Result<(), DialectError>;

const LONGEST_ID: usize = 32;
const LONGEST_TITLE: usize = 60;
const LONGEST_PATH: usize = 256;
const LONGEST_NAME: usize = 64;
const LONGEST_PREFIX: usize = 64;
const LONGEST_CONTAINS: usize = 200;
const MOST: usize = 64;

/// Headers that mean something to the connection, to its server or to this engine (RFC 9110), so that
/// a token in them would break every request. `proxy-…` and `sec-…` are refused beside these.
const RESERVED: [&str; 25] = [
    "accept",
    "accept-charset",
    "accept-encoding",
    "cache-control",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "cookie",
    "date",
    "expect",
    "forwarded",
    "host",
    "keep-alive",
    "location",
    "origin",
    "range",
    "referer",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "via",
];

impl Dialect {
    /// Checks what the types cannot: for a dialect that was put together in code. What
    /// [`Dialect::from_json`] returns has been checked.
    pub fn check(&self) -> Result<(), DialectError> {
        check(self)
    }
}

fn check(dialect: &Dialect) -> Checked {
    id(dialect)?;
    let title = dialect.title.as_str();
    let fits = !title.trim().is_empty()
        && title.chars().count() <= LONGEST_TITLE
        && !title.contains(char::is_control);
    ensure(fits, "title", title)?;
    for (field, path) in dialect.auth_paths() {
        ensure(is_path(path), field, path)?;
    }
    access(&dialect.access)?;
    refresh(dialect)?;
    fields(dialect)?;
    public_paths(dialect)
}

/// Wrong by the reference's own words.
fn ensure(holds: bool, field: &str, found: &str) -> Checked {
    if holds {
        return Ok(());
    }
    Err(wrong(field, reference::must_be(field), quoted(found)))
}

fn wrong(field: &str, expected: &'static str, found: String) -> DialectError {
    DialectError::Wrong {
        field: field.to_owned(),
        expected,
        found,
    }
}

fn id(dialect: &Dialect) -> Checked {
    let id = dialect.id.as_str();
    let is_slug = id.len() <= LONGEST_ID
        && id.split('-').all(|part| {
            !part.is_empty()
                && part
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        });
    ensure(is_slug, "id", id)?;
    // Whoever reads `n-body` in a log or in settings should be right about what it is.
    match Dialect::preset(id) {
        Some(preset) if preset != *dialect => {
            let expected = "another id than that of a preset, which this is not";
            Err(wrong("id", expected, quoted(id)))
        }
        _ => Ok(()),
    }
}

/// A path that every part of the engine spells the same: `path::join` takes it, and the URL has it to
/// the letter (RFC 3986 section 3.3, without escapes).
fn is_path(path: &str) -> bool {
    path.len() <= LONGEST_PATH
        && path::check(path).is_ok()
        && path
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "/-._~!$&'()*+,;=:@".contains(c))
}

/// RFC 9110 section 5.6.2, which cookie names keep to as well (RFC 6265 section 4.1.1).
fn is_token(name: &str) -> bool {
    (1..=LONGEST_NAME).contains(&name.len())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
}

fn access(access: &AccessCarrier) -> Checked {
    match access {
        AccessCarrier::Header { name, prefix } => {
            ensure(is_token(name), "access.name", name)?;
            let lower = name.to_ascii_lowercase();
            let is_reserved = RESERVED.contains(&lower.as_str())
                || lower.starts_with("proxy-")
                || lower.starts_with("sec-");
            if is_reserved {
                let expected = "a header that a token may be in, such as `authorization`";
                return Err(wrong("access.name", expected, quoted(name)));
            }
            // A space at its beginning would not arrive (RFC 9110 section 5.5).
            let fits = prefix.len() <= LONGEST_PREFIX
                && !prefix.starts_with(' ')
                && prefix.chars().all(|c| c == ' ' || c.is_ascii_graphic());
            ensure(fits, "access.prefix", prefix)
        }
        AccessCarrier::Cookie { name, payload } => {
            ensure(is_token(name), "access.name", name)?;
            match payload {
                CookiePayload::Token => Ok(()),
                CookiePayload::Base64Json { field } => json_field("access.payload.field", field),
            }
        }
    }
}

fn refresh(dialect: &Dialect) -> Checked {
    let Some(route) = &dialect.refresh else {
        return Ok(());
    };
    match &route.credential {
        RefreshCarrier::Body { field } => json_field("refresh.credential.field", field)?,
        RefreshCarrier::Cookie { name } => {
            ensure(is_token(name), "refresh.credential.name", name)?;
        }
    }
    counted("refresh.refusals", route.refusals.len())?;
    for (
        at,
        Refusal {
            status, contains, ..
        },
    ) in route.refusals.iter().enumerate()
    {
        let field = |name: &str| format!("refresh.refusals[{at}].{name}");
        let is_refusal = matches!(status, 200..=299 | 400..=599);
        ensure(is_refusal, &field("status"), &status.to_string())?;
        // A success that is a refusal whatever it says would leave no success.
        let says_which = *status >= 400 || contains.is_some();
        ensure(says_which, &field("contains"), "null")?;
        if let Some(text) = contains {
            let fits = (1..=LONGEST_CONTAINS).contains(&text.chars().count());
            ensure(fits, &field("contains"), text)?;
        }
    }
    Ok(())
}

fn json_field(field: &str, name: &str) -> Checked {
    let fits =
        (1..=LONGEST_NAME).contains(&name.chars().count()) && !name.contains(char::is_control);
    ensure(fits, field, name)
}

fn fields(dialect: &Dialect) -> Checked {
    let Fields {
        id,
        username,
        email,
        password,
        roles,
        access_token,
        refresh_token,
        expires_in,
        message,
    } = &dialect.fields;
    for (field, name) in [
        ("fields.id", id),
        ("fields.username", username),
        ("fields.email", email),
        ("fields.password", password),
        ("fields.roles", roles),
        ("fields.access_token", access_token),
        ("fields.refresh_token", refresh_token),
        ("fields.expires_in", expires_in),
        ("fields.message", message),
    ] {
        json_field(field, name)?;
    }
    // In a form one would take the place of the other.
    let is_its_own = password != username && password != email;
    ensure(is_its_own, "fields.password", password)?;
    // What is an access token to some and a refresh token to others is sent to the wrong place.
    ensure(
        refresh_token != access_token,
        "fields.refresh_token",
        refresh_token,
    )
}

fn public_paths(dialect: &Dialect) -> Checked {
    counted("public_paths", dialect.public_paths.len())?;
    for (at, path) in dialect.public_paths.iter().enumerate() {
        let fits = is_path(path) && !dialect.is_auth_path(path);
        ensure(fits, &format!("public_paths[{at}]"), path)?;
    }
    Ok(())
}

fn counted(field: &str, count: usize) -> Checked {
    if count <= MOST {
        return Ok(());
    }
    Err(wrong(
        field,
        reference::must_be(field),
        format!("one of {count}"),
    ))
}
