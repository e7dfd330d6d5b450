//! Every field of a dialect's JSON: what it must be, in the words of the errors, and what it means, in
//! the words of `DIALECTS.md`, which is made from this table.

/// What there is to say of one field.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its path, with `[]` for the items of a list.
    pub(super) path: &'static str,
    /// What it must be, as an error ends: "`id` must be …".
    pub(super) must_be: &'static str,
    /// What counts when it is absent; `None` when it may not be.
    #[cfg_attr(not(test), expect(dead_code, reason = "for the documentation alone"))]
    pub(super) default: Option<&'static str>,
    #[cfg_attr(not(test), expect(dead_code, reason = "for the documentation alone"))]
    pub(super) means: &'static str,
    /// A good value, as JSON.
    #[cfg_attr(not(test), expect(dead_code, reason = "for the documentation alone"))]
    pub(super) example: &'static str,
}

/// What the field of this path must be.
pub(super) fn must_be(path: &str) -> &'static str {
    let general = without_indices(path);
    REFERENCE
        .iter()
        .find(|entry| entry.path == general)
        .map_or("as DIALECTS.md says", |entry| entry.must_be)
}

/// `refresh.refusals[2].status` as the table has it: `refresh.refusals[].status`.
fn without_indices(path: &str) -> String {
    path.chars().filter(|c| !c.is_ascii_digit()).collect()
}

const ROUTE: &str = "an object with a `path`";
const PATH: &str =
    "a path that begins with one `/`, without dot segments, escapes, query or fragment";
const JSON_FIELD: &str = "the name of a JSON field, 1 to 64 characters long";
const COOKIE: &str = "a cookie's name, 1 to 64 letters, digits and dashes";
const FLAG: &str = "true or false";

const fn required(
    path: &'static str,
    must_be: &'static str,
    means: &'static str,
    example: &'static str,
) -> Entry {
    Entry {
        path,
        must_be,
        default: None,
        means,
        example,
    }
}

const fn optional(
    path: &'static str,
    must_be: &'static str,
    default: &'static str,
    means: &'static str,
    example: &'static str,
) -> Entry {
    Entry {
        path,
        must_be,
        default: Some(default),
        means,
        example,
    }
}

pub(super) const REFERENCE: &[Entry] = &[
    required(
        "id",
        "1 to 32 lower-case letters, digits and single dashes, and no preset's id unless it is that preset",
        "A short stable name of your own.",
        r#""our-server""#,
    ),
    required(
        "title",
        "a name of 1 to 60 characters on one line",
        "A name for people.",
        r#""Our server""#,
    ),
    required(
        "sign_up",
        ROUTE,
        "Where accounts are made.",
        r#"{ "path": "/api/auth/signup" }"#,
    ),
    required(
        "sign_up.path",
        PATH,
        "A `POST` there with `fields.username`, `fields.email` and `fields.password` makes an account.",
        r#""/api/auth/signup""#,
    ),
    required(
        "sign_in",
        ROUTE,
        "Where people sign in.",
        r#"{ "path": "/api/auth/signin" }"#,
    ),
    required(
        "sign_in.path",
        PATH,
        "A `POST` there with `fields.username` and `fields.password` answers with the credentials.",
        r#""/api/auth/signin""#,
    ),
    optional(
        "refresh",
        "an object with a `path` and a `credential`, or null when the server refreshes nothing",
        "null",
        "Where and how a session is refreshed. Without it a session ends when its access credential is refused.",
        "null",
    ),
    required(
        "refresh.path",
        PATH,
        "A `POST` there with the refresh credential answers with new ones.",
        r#""/api/auth/refreshtoken""#,
    ),
    required(
        "refresh.credential",
        "an object with a `kind`",
        "What carries the refresh credential to the server.",
        r#"{ "kind": "body", "field": "refreshToken" }"#,
    ),
    required(
        "refresh.credential.kind",
        "`body` or `cookie`",
        "`body`: a field of the JSON that is sent, filled from `fields.refresh_token` of the last answer. `cookie`: a cookie that the server set.",
        r#""body""#,
    ),
    required(
        "refresh.credential.field",
        JSON_FIELD,
        "With kind `body`: the field of the JSON that is sent.",
        r#""refreshToken""#,
    ),
    required(
        "refresh.credential.name",
        COOKIE,
        "With kind `cookie`: the cookie's name. Without this cookie there is nothing to refresh with.",
        r#""refresh-token""#,
    ),
    optional(
        "refresh.refusals",
        "a list of at most 64 objects",
        "[]",
        "What particular refusals of a refresh mean, asked before the general table. The first match counts.",
        r#"[{ "status": 403, "contains": "expired", "means": "expired" }]"#,
    ),
    required(
        "refresh.refusals[]",
        "an object with a `status` and what it `means`",
        "One refusal.",
        r#"{ "status": 403, "means": "expired" }"#,
    ),
    required(
        "refresh.refusals[].status",
        "a whole number from 200 to 299 or from 400 to 599",
        "The HTTP status of the answer.",
        "403",
    ),
    optional(
        "refresh.refusals[].contains",
        "a text of 1 to 200 characters, or null for any body of a status from 400",
        "null",
        "What the body must contain, to the letter.",
        r#""expired""#,
    ),
    required(
        "refresh.refusals[].means",
        "`expired`, `rejected` or `unavailable`",
        "`expired`, `rejected`: the session has ended, for that reason. `unavailable`: the server is in trouble and the session is kept.",
        r#""expired""#,
    ),
    optional(
        "sign_out",
        "an object with a `path`, or null when the server has no such route",
        "null",
        "Where a session is signed out. Without it a session ends on this side alone.",
        r#"{ "path": "/api/auth/signout" }"#,
    ),
    required(
        "sign_out.path",
        PATH,
        "A `POST` there with the session's credentials signs it out.",
        r#""/api/auth/signout""#,
    ),
    optional(
        "sign_out.needs_live_access",
        FLAG,
        "false",
        "Whether the server forgets the session only while the access credential is good. An expired one is then refreshed first.",
        "true",
    ),
    optional(
        "sign_out.ends_every_session",
        FLAG,
        "false",
        "Whether the server signs the person out everywhere at once. An old session is then not signed out there after a new one has begun.",
        "true",
    ),
    required(
        "access",
        "an object with a `kind` and a `name`",
        "What carries the access credential to the server.",
        r#"{ "kind": "header", "name": "authorization", "prefix": "Bearer " }"#,
    ),
    required(
        "access.kind",
        "`header` or `cookie`",
        "`header`: a header, filled from `fields.access_token` of the sign-in answer. `cookie`: a cookie that the server set; every cookie beside it travels too.",
        r#""header""#,
    ),
    required(
        "access.name",
        "the name of a header or cookie, 1 to 64 letters, digits and dashes",
        "The header's or the cookie's name.",
        r#""authorization""#,
    ),
    optional(
        "access.prefix",
        "at most 64 printable ASCII characters, the first no space",
        r#""""#,
        "With kind `header`: what stands before the token, its space included.",
        r#""Bearer ""#,
    ),
    optional(
        "access.payload",
        "an object with a `kind`",
        r#"{ "kind": "token" }"#,
        "With kind `cookie`: where in the cookie's value the token is. It is asked only for its times.",
        r#"{ "kind": "base64_json", "field": "token" }"#,
    ),
    required(
        "access.payload.kind",
        "`token` or `base64_json`",
        "`token`: the value is the token, or opaque. `base64_json`: the value is base64 of a JSON object.",
        r#""base64_json""#,
    ),
    required(
        "access.payload.field",
        JSON_FIELD,
        "With kind `base64_json`: the field of that object that holds the token.",
        r#""token""#,
    ),
    optional(
        "cookies",
        FLAG,
        "false",
        "Whether cookies are kept and sent although none of them is a credential, such as those by which a load balancer finds the same machine again. Where `access` or `refresh.credential` is a cookie, all are in any case.",
        "true",
    ),
    optional(
        "fields",
        "an object",
        "{}",
        "The names of fields in requests and answers, where they differ from the usual ones.",
        r#"{ "username": "login" }"#,
    ),
    optional(
        "fields.id",
        JSON_FIELD,
        r#""id""#,
        "In the sign-in answer: the account's identifier, a number or a text.",
        r#""userId""#,
    ),
    optional(
        "fields.username",
        JSON_FIELD,
        r#""username""#,
        "The name to sign in with, in requests and answers.",
        r#""login""#,
    ),
    optional(
        "fields.email",
        JSON_FIELD,
        r#""email""#,
        "The e-mail address, in the sign-up form and the sign-in answer. The same as `fields.username` where people sign in with their address.",
        r#""mail""#,
    ),
    optional(
        "fields.password",
        "the name of a JSON field, 1 to 64 characters long, that no other field of a request has",
        r#""password""#,
        "The password, in requests.",
        r#""secret""#,
    ),
    optional(
        "fields.roles",
        JSON_FIELD,
        r#""roles""#,
        "In the sign-in answer: a list of role names.",
        r#""authorities""#,
    ),
    optional(
        "fields.access_token",
        JSON_FIELD,
        r#""accessToken""#,
        "In the sign-in and refresh answers: the access token, where a header carries it.",
        r#""access_token""#,
    ),
    optional(
        "fields.refresh_token",
        "the name of a JSON field, 1 to 64 characters long, and not that of the access token",
        r#""refreshToken""#,
        "In the sign-in and refresh answers: the refresh token, where a body carries it. A refresh that answers without one leaves the old one in force.",
        r#""refresh_token""#,
    ),
    optional(
        "fields.expires_in",
        JSON_FIELD,
        r#""expiresIn""#,
        "In the same answers: the access token's lifetime in seconds, used when the token itself does not say.",
        r#""expires_in""#,
    ),
    optional(
        "fields.message",
        JSON_FIELD,
        r#""message""#,
        "In any answer: the server's words for a person.",
        r#""error_description""#,
    ),
    optional(
        "public_paths",
        "a list of at most 64 paths",
        "[]",
        "Paths that are read without credentials, even when signed in.",
        r#"["/api/test/all"]"#,
    ),
    required(
        "public_paths[]",
        "a path that begins with one `/`, without dot segments, escapes, query or fragment, and none that the dialect signs in, up or out or refreshes at",
        "One path, to the letter.",
        r#""/api/test/all""#,
    ),
];
