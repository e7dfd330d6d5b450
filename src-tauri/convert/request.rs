//! A person's request in the engine's words, its answer in the contract's, and what of it may be kept. Pure.

use auth_core::{Error, PathError, Request, Response};
use http::{HeaderName, HeaderValue, Method, header::CONTENT_TYPE};
use ipc::{DraftBody, HeaderProblem, PathProblem, RequestProblem};
use serde::de::IgnoredAny;

use super::body;

/// The request as the engine sends it. `file` is what is in the file, where one goes along.
pub(crate) fn request(
    draft: &ipc::RequestDraft,
    file: Option<Vec<u8>>,
) -> Result<Request, RequestProblem> {
    let mut request = Request::new(method(draft.method), target(&draft.path, &draft.query));
    let mut has_type = false;
    for (index, pair) in draft.headers.iter().enumerate() {
        if pair.name.trim().is_empty() {
            continue;
        }
        let wrong = |problem| RequestProblem::Header { index, problem };
        let name = HeaderName::from_bytes(pair.name.trim().as_bytes());
        let name = name.map_err(|_| wrong(HeaderProblem::Name))?;
        let value = HeaderValue::from_str(pair.value.trim());
        let value = value.map_err(|_| wrong(HeaderProblem::Value))?;
        has_type |= name == CONTENT_TYPE;
        request = request.header(name, value);
    }
    let (kind, bytes) = match &draft.body {
        DraftBody::None => return Ok(request),
        DraftBody::Json { text } => {
            json_problem(text)?;
            ("application/json", text.clone().into_bytes())
        }
        DraftBody::Form { fields } => (
            "application/x-www-form-urlencoded",
            encoded(fields).into_bytes(),
        ),
        DraftBody::Text { text } => ("text/plain; charset=utf-8", text.clone().into_bytes()),
        DraftBody::File { .. } => (
            "application/octet-stream",
            file.ok_or(RequestProblem::NoFile)?,
        ),
    };
    if !has_type {
        request = request.header(CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    Ok(request.body(bytes))
}

const fn method(method: ipc::Method) -> Method {
    match method {
        ipc::Method::Get => Method::GET,
        ipc::Method::Post => Method::POST,
        ipc::Method::Put => Method::PUT,
        ipc::Method::Patch => Method::PATCH,
        ipc::Method::Delete => Method::DELETE,
        ipc::Method::Head => Method::HEAD,
        ipc::Method::Options => Method::OPTIONS,
    }
}

/// The path with its query: what it has of its own, and then the pairs.
pub(crate) fn target(path: &str, query: &[ipc::Pair]) -> String {
    let path = path.trim();
    let query = encoded(query);
    match (query.is_empty(), path.contains('?')) {
        (true, _) => path.to_owned(),
        (false, false) => format!("{path}?{query}"),
        (false, true) => format!("{path}&{query}"),
    }
}

fn encoded(pairs: &[ipc::Pair]) -> String {
    let named = pairs.iter().filter(|pair| !pair.name.is_empty());
    let named = named.map(|pair| (&pair.name, &pair.value));
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(named)
        .finish()
}

fn json_problem(text: &str) -> Result<(), RequestProblem> {
    let read = serde_json::from_str::<IgnoredAny>(text);
    read.map(drop).map_err(|error| RequestProblem::Json {
        line: error.line().max(1),
        column: error.column().max(1),
    })
}

/// What the engine refuses to send, at the field that it is about.
pub(crate) fn problem(error: &Error, draft: &ipc::RequestDraft) -> Option<RequestProblem> {
    let path = |problem| Some(RequestProblem::Path { problem });
    match error {
        Error::Path(error) => path(match error {
            PathError::NoLeadingSlash if draft.path.contains("://") => PathProblem::OtherServer,
            PathError::NoLeadingSlash => PathProblem::NoSlash,
            PathError::Character => PathProblem::Character,
            PathError::DotSegment => PathProblem::Dots,
            PathError::Encoded => PathProblem::Encoded,
            _ => PathProblem::OtherServer,
        }),
        Error::AuthEndpoint => path(PathProblem::SignsIn),
        Error::ForbiddenHeader { name } => {
            let is_it = |pair: &ipc::Pair| pair.name.trim().eq_ignore_ascii_case(name);
            let index = draft.headers.iter().position(is_it)?;
            let problem = HeaderProblem::Reserved;
            Some(RequestProblem::Header { index, problem })
        }
        _ => None,
    }
}

/// The answer without its body.
pub(crate) fn exchange(id: u64, took_ms: u64, response: &Response) -> ipc::Exchange {
    let headers = response.headers.iter();
    let cookies = response.cookies.iter();
    ipc::Exchange {
        id,
        status: response.status.as_u16(),
        media_type: body::media_type(response),
        is_text: body::is_shown(response),
        bytes: u64::try_from(response.body.len()).unwrap_or(u64::MAX),
        took_ms,
        refreshed: response.refreshed,
        resent: response.replayed,
        headers: headers
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes());
                ipc::Pair::new(name.as_str(), auth_core::legible_text(&value))
            })
            .collect(),
        cookies: cookies
            .map(|cookie| ipc::SetByAnswer {
                name: cookie.name.clone(),
                attributes: cookie.attributes.clone(),
            })
            .collect(),
    }
}

/// What a file is called that the answer is saved to, if the person does not say otherwise.
pub(crate) fn file_name(path: &str, media_type: Option<&str>) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let last = path.rsplit('/').find(|part| !part.is_empty());
    let is_plain = |c: &char| c.is_ascii_alphanumeric() || "-_.".contains(*c);
    let name: String = last.unwrap_or_default().chars().filter(is_plain).collect();
    let name = name.trim_matches('.');
    let name = if name.is_empty() { "answer" } else { name };
    if name.contains('.') {
        return name.to_owned();
    }
    let kind = media_type.unwrap_or_default();
    let ending = match kind {
        "text/html" => "html",
        "image/png" => "png",
        "image/jpeg" => "jpg",
        "image/gif" => "gif",
        "image/webp" => "webp",
        "image/svg+xml" => "svg",
        "application/pdf" => "pdf",
        "text/csv" => "csv",
        "text/markdown" => "md",
        _ if kind.ends_with("json") => "json",
        _ if kind.ends_with("xml") => "xml",
        _ if kind.starts_with("text/") => "txt",
        _ => "bin",
    };
    format!("{name}.{ending}")
}

#[cfg(test)]
mod tests;
