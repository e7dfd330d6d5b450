//! Texts and bytes as a broken or hostile server would send them: real ones, cut, spliced, nested and
//! strewn with what parsers stumble over.

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use proptest::{
    collection::vec,
    prelude::{Just, Strategy, any, prop_oneof},
    sample::{Index, select},
};

use serde_json::{Map, Value};

use crate::{
    dialect::{Dialect, Place},
    properties::any_dialect::any_dialect,
    world::Answer,
};

/// What real servers answer, with `{A}` and `{R}` for an access and a refresh token.
const BODIES: &[&str] = &[
    r#"{"id":1,"username":"user91812","email":"user91812@ex.com","roles":["ROLE_USER"],"accessToken":"{A}","refreshToken":"{R}"}"#,
    r#"{"id":2,"username":"ann","email":"ann@ex.com","roles":["ROLE_USER","ROLE_MODERATOR"],"accessToken":"{A}","tokenType":"Bearer","refreshToken":"{R}"}"#,
    r#"{"accessToken":"{A}","refreshToken":"{R}"}"#,
    r#"{"access_token":"{A}","token_type":"Bearer","expires_in":3600,"refresh_token":"{R}"}"#,
    r#"{"accessToken":"{A}\u0007","refreshToken":"{R}\n"}"#,
    r#"{"id":3,"username":"bob","email":"bob@ex.com","roles":[]}"#,
    r#"{"accessToken":null,"message":"Invalid Password!"}"#,
    r#"{"message":"Refresh token was expired. Please make a new signin request"}"#,
    r#"{"statusCode":403,"timestamp":"2026-11-21T20:10:12.000+00:00","message":"Failed for [{R}]: Refresh token is not in database!","description":"uri=/api/auth/refreshtoken"}"#,
    r#"{"path":"/error","error":"Unauthorized","message":"Full authentication is required to access this resource","status":401}"#,
    r#"{"timestamp":"2026-11-21T20:10:12.000+00:00","status":400,"error":"Bad Request","path":"/api/auth/signup"}"#,
    r#"{"message":{"name":"SequelizeConnectionRefusedError","parent":{"errno":-111}}}"#,
    r#"{"message":{}}"#,
    r#"{"error":"invalid_grant","error_description":"{R}"}"#,
    "<!DOCTYPE html>\n<html lang=\"en\"><body><pre>Cannot POST /api/auth/signout</pre></body></html>\n",
    "Unauthorized",
    "User Content.",
    "",
];

/// What parsers stumble over.
const STONES: &[&[u8]] = &[
    b"\0",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    b"\xC0\xAF",
    b"\xED\xA0\x80",
    b"\\ud800",
    b"\\u0000",
    b"1e999",
    b"-1e-999",
    b"18446744073709551616",
    b"-9223372036854775809",
    b"0.00000000000000000000000000001",
    b"\"accessToken\":\"second\",",
    b"\"accessToken\":{},",
    b"\"message\":\"\\u001b[31m\\u202e\",",
    b"\"roles\":[[[]]],",
    b"\r\n",
    b"\r\nSet-Cookie: a=b",
    b"; Path=/; Max-Age=99999999999999999999",
    b"%2e%2e%2f",
    b"\"",
    b"\\",
    b"{",
    b"]",
    b",",
    b"<",
    "\u{202e}\u{1F600}\u{FEFF}".as_bytes(),
];

#[derive(Clone, Debug)]
enum Break {
    Flip(Index, u8),
    Stone(Index, &'static [u8]),
    Delete(Index, usize),
    Truncate(Index),
    Splice(Index, &'static str),
    Repeat(Index, usize, usize),
    Nest(Index, &'static str, usize),
}

fn a_break() -> impl Strategy<Value = Break> {
    let at = any::<Index>;
    prop_oneof![
        3 => (at(), any::<u8>()).prop_map(|(at, byte)| Break::Flip(at, byte)),
        3 => (at(), select(STONES)).prop_map(|(at, stone)| Break::Stone(at, stone)),
        2 => (at(), 1..40_usize).prop_map(|(at, length)| Break::Delete(at, length)),
        1 => at().prop_map(Break::Truncate),
        1 => (at(), select(BODIES)).prop_map(|(at, body)| Break::Splice(at, body)),
        1 => (at(), 1..40_usize, 2..60_usize)
            .prop_map(|(at, length, times)| Break::Repeat(at, length, times)),
        1 => (at(), select(&["[", "{\"a\":", "(", "<", "%25"][..]), 1..10_000_usize)
            .prop_map(|(at, bracket, depth)| Break::Nest(at, bracket, depth)),
    ]
}

impl Break {
    fn apply(&self, bytes: &mut Vec<u8>) {
        let place = |at: &Index, bytes: &Vec<u8>| at.index(bytes.len() + 1);
        match self {
            Self::Flip(at, byte) if !bytes.is_empty() => {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            Self::Flip(..) => {}
            Self::Stone(at, stone) => insert(bytes, place(at, bytes), stone),
            Self::Delete(at, length) => {
                let at = place(at, bytes);
                let end = (at + length).min(bytes.len());
                bytes.drain(at..end);
            }
            Self::Truncate(at) => bytes.truncate(place(at, bytes)),
            Self::Splice(at, body) => insert(bytes, place(at, bytes), body.as_bytes()),
            Self::Repeat(at, length, times) => {
                let at = place(at, bytes);
                let end = (at + length).min(bytes.len());
                let again = bytes[at..end].repeat(*times);
                insert(bytes, at, &again);
            }
            Self::Nest(at, bracket, depth) => {
                insert(bytes, place(at, bytes), bracket.repeat(*depth).as_bytes());
            }
        }
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, what: &[u8]) {
    bytes.splice(at..at, what.iter().copied());
}

/// These bytes, as they are or broken in a few places.
pub(super) fn broken(seed: impl Strategy<Value = Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    (seed, vec(a_break(), 0..5)).prop_map(|(mut bytes, breaks)| {
        for each in breaks {
            each.apply(&mut bytes);
        }
        bytes
    })
}

/// As [`broken`], for what arrives as text.
pub(super) fn broken_text(seed: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    broken(seed.prop_map(String::into_bytes))
        .prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// A credential as servers make them: a JWT, a UUID, base64 with all its signs.
pub(super) fn secret() -> impl Strategy<Value = String> {
    (any::<[u8; 32]>(), any::<[u8; 16]>(), 0..3_u8).prop_map(|(bytes, half, shape)| match shape {
        0 => {
            let part = URL_SAFE_NO_PAD.encode(bytes);
            format!("{}.{}.{part}", &part[..20], &part[20..])
        }
        1 => {
            let hex = format!("{:032x}", u128::from_le_bytes(half));
            [
                &hex[..8],
                &hex[8..12],
                &hex[12..16],
                &hex[16..20],
                &hex[20..],
            ]
            .join("-")
        }
        _ => STANDARD.encode(bytes),
    })
}

/// An answer, and the secrets that were put into it.
#[derive(Clone, Debug)]
pub(super) struct Hostile {
    pub(super) answer: Answer,
    pub(super) access: String,
    pub(super) refresh: String,
}

/// An answer of a server of this dialect, or of something that only resembles one.
pub(super) fn answer(dialect: &Dialect) -> impl Strategy<Value = Hostile> + use<> {
    let dialect = dialect.clone();
    let status = prop_oneof![
        select(
            &[
                200, 201, 204, 301, 307, 400, 401, 403, 404, 405, 408, 429, 500, 501, 502
            ][..]
        ),
        100..1000_u16,
    ];
    (secret(), secret(), status).prop_flat_map(move |(access, refresh, status)| {
        let own = [
            (&dialect.grant.access_token, "{A}"),
            (&dialect.grant.refresh_token, "{R}"),
        ];
        let bodies = BODIES
            .iter()
            .map(|body| (*body).to_owned())
            .chain([granting(&own)]);
        let filled = |body: String| body.replace("{A}", &access).replace("{R}", &refresh);
        let bodies: Vec<String> = bodies.map(filled).collect();
        let body = broken(select(bodies).prop_map(String::into_bytes));
        let headers = headers(&dialect, &access, &refresh);
        (Just((access, refresh)), Just(status), headers, body).prop_map(
            |((access, refresh), status, headers, body)| Hostile {
                answer: Answer {
                    status: StatusCode::from_u16(status).expect("three digits"),
                    headers,
                    body: Bytes::from(body),
                },
                access,
                refresh,
            },
        )
    })
}

/// JSON that has these values at their places.
fn granting(values: &[(&Option<Place>, &str)]) -> String {
    let mut json = Value::Null;
    for (place, value) in values {
        let Some(Place::Json(pointer)) = place else {
            continue;
        };
        let pointer = pointer.to_string();
        let place = pointer.split('/').skip(1).fold(&mut json, |json, step| {
            if !json.is_object() {
                *json = Value::Object(Map::new());
            }
            &mut json[step.replace("~1", "/").replace("~0", "~")]
        });
        *place = Value::from(*value);
    }
    json.to_string()
}

fn headers(
    dialect: &Dialect,
    access: &str,
    refresh: &str,
) -> impl Strategy<Value = HeaderMap> + use<> {
    let date = broken_text(select(DATES).prop_map(str::to_owned));
    let retry = prop_oneof![
        broken_text(select(DATES).prop_map(str::to_owned)),
        any::<u64>().prop_map(|seconds| seconds.to_string()),
        broken_text(Just("120".to_owned())),
    ];
    let cookies = vec(set_cookie(dialect, access, refresh), 0..6);
    let all = (vec(date, 0..2), vec(retry, 0..3), cookies);
    all.prop_map(|(dates, retries, cookies)| {
        let named = |name: HeaderName, texts: Vec<String>| {
            texts.into_iter().map(move |text| (name.clone(), text))
        };
        named(http::header::DATE, dates)
            .chain(named(http::header::RETRY_AFTER, retries))
            .chain(named(http::header::SET_COOKIE, cookies))
            // What no header can hold cannot arrive in one.
            .filter_map(|(name, text)| Some((name, HeaderValue::from_bytes(text.as_bytes()).ok()?)))
            .collect()
    })
}

/// Dates in headers, the extreme ones among them.
pub(super) const DATES: &[&str] = &[
    "Sat, 21 Nov 2026 20:10:12 GMT",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "Fri, 31 Dec 9999 23:59:59 GMT",
    "Mon, 01 Jan 0001 00:00:00 GMT",
    "Wed, 31 Dec 1969 23:59:59 GMT",
    "Sunday, 06-Nov-94 08:49:37 GMT",
    "Sun Nov  6 08:49:37 1994",
    "Tue, 30 Feb 2026 25:61:61 GMT",
    "",
];

/// A `Set-Cookie` of this dialect's server, or of something that only resembles one.
pub(super) fn set_cookie(
    dialect: &Dialect,
    access: &str,
    refresh: &str,
) -> impl Strategy<Value = String> + use<> {
    let mut seeds = vec![
        format!("other={access}; Path=/api/auth; HttpOnly"),
        format!("__Host-x={refresh}; Secure; Path=/"),
        format!("a={access}; Domain=example.org; Expires=Fri, 31 Dec 9999 23:59:59 GMT"),
        "theme=dark; Max-Age=-1".to_owned(),
        "bezkoder-jwt=; Path=/api".to_owned(),
        "s=x; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT; samesite=strict; httponly".to_owned(),
    ];
    if let Some(name) = &dialect.access.cookie {
        seeds.push(format!(
            "{name}={access}; Path=/api; Max-Age=86400; HttpOnly"
        ));
    }
    for pattern in dialect.refresh_cookies() {
        let name = pattern.replace('*', "x");
        seeds.push(format!(
            "{name}={refresh}; Path=/api/auth/refreshtoken; Max-Age=86400"
        ));
    }
    broken_text(select(seeds))
}

/// A known dialect, or one that nobody has thought of.
pub(super) fn dialect() -> impl Strategy<Value = Dialect> {
    prop_oneof![
        4 => select(Dialect::known()),
        1 => any_dialect(),
    ]
}

/// Whether a cookie's value holds its token packed up.
pub(super) fn packs(dialect: &Dialect) -> bool {
    dialect.access.base64_json.is_some()
}
