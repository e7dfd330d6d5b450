//! The bodies that Express sends: `res.send`, `res.sendStatus`, and finalhandler's error page.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Serialize;
use sha1::{Digest as _, Sha1};

/// Put into the extensions of an answer that leaves before the tutorial's own middleware has run,
/// which is what sets `Access-Control-Allow-Headers`.
#[derive(Clone, Copy)]
pub(super) struct Early;

/// `res.status(…).send({ … })`
pub(super) fn json(status: StatusCode, body: &impl Serialize) -> Response<Body> {
    let body = serde_json::to_string(body).expect("plain structs always serialise");
    tagged(status, "application/json; charset=utf-8", body)
}

/// `res.status(…).send({ message })`
pub(super) fn message(status: StatusCode, message: &str) -> Response<Body> {
    #[derive(Serialize)]
    struct Message<'a> {
        message: &'a str,
    }
    json(status, &Message { message })
}

/// `res.status(500).send({ message: error })` where the error is a JavaScript object without
/// members of its own.
pub(super) fn empty_message() -> Response<Body> {
    let body = r#"{"message":{}}"#.to_owned();
    tagged(
        StatusCode::INTERNAL_SERVER_ERROR,
        "application/json; charset=utf-8",
        body,
    )
}

/// `res.send("…")`, which is HTML to Express.
pub(super) fn html(body: &str) -> Response<Body> {
    tagged(StatusCode::OK, "text/html; charset=utf-8", body.to_owned())
}

/// `res.sendStatus(…)`
pub(super) fn bare(status: StatusCode) -> Response<Body> {
    let body = status.canonical_reason().unwrap_or_default().to_owned();
    tagged(status, "text/plain; charset=utf-8", body)
}

/// finalhandler's page: a title, and in development the stack under it.
pub(super) fn page(status: StatusCode, title: &str, stack: &[&str]) -> Response<Body> {
    let mut text = escaped(title);
    for frame in stack {
        text.push_str("<br> &nbsp; &nbsp;at ");
        text.push_str(&escaped(frame));
    }
    let body = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <title>Error</title>\n</head>\n<body>\n<pre>{text}</pre>\n</body>\n</html>\n"
    );
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'"),
    );
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    response
}

/// Whether the client says that it has these bytes already (npm `fresh`).
pub(super) fn is_fresh(request: &HeaderMap, response: &HeaderMap) -> bool {
    let text = |headers: &HeaderMap, name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
            .map(str::to_owned)
    };
    let Some(known) = text(request, header::IF_NONE_MATCH) else {
        return false;
    };
    let Some(tag) = text(response, header::ETAG) else {
        return false;
    };
    let reload = text(request, header::CACHE_CONTROL).is_some_and(|it| it.contains("no-cache"));
    let opaque = tag.trim_start_matches("W/");
    !reload
        && known.split(',').any(|one| {
            let one = one.trim();
            one == "*" || one.trim_start_matches("W/") == opaque
        })
}

/// The answer without its body, for a client that has it.
pub(super) fn not_modified(mut response: Response<Body>) -> Response<Body> {
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    *response.body_mut() = Body::empty();
    response.headers_mut().remove(header::CONTENT_TYPE);
    response
}

fn tagged(status: StatusCode, content_type: &'static str, body: String) -> Response<Body> {
    let tag = weak_tag(body.as_bytes());
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// npm `etag`: the length in hex and 27 characters of the SHA-1.
fn weak_tag(body: &[u8]) -> String {
    let digest = STANDARD.encode(Sha1::digest(body));
    format!("W/\"{:x}-{}\"", body.len(), &digest[..27])
}

/// npm `escape-html`
fn escaped(text: &str) -> String {
    text.chars()
        .fold(String::with_capacity(text.len()), |mut safe, character| {
            match character {
                '&' => safe.push_str("&amp;"),
                '<' => safe.push_str("&lt;"),
                '>' => safe.push_str("&gt;"),
                '"' => safe.push_str("&quot;"),
                '\'' => safe.push_str("&#39;"),
                _ => safe.push(character),
            }
            safe
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entity_tag_of_the_public_board_is_the_recorded_one() {
        assert_eq!(
            weak_tag(b"Public Content."),
            r#"W/"f-0eME85zdMC7hdiIboG8MHxHEIr0""#
        );
    }

    #[test]
    fn a_page_repeats_no_markup_of_its_client() {
        assert_eq!(
            escaped("<a href='x'>&\""),
            "&lt;a href=&#39;x&#39;&gt;&amp;&quot;"
        );
    }
}
