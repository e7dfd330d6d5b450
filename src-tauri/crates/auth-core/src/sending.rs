//! One ordinary request, from its check to its answer: sent, and at most once more.

use std::sync::{Arc, atomic::Ordering};

use bytes::Bytes;
use http::{
    HeaderMap, Method, StatusCode,
    header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION, SET_COOKIE},
};
use url::Url;

use crate::{
    cause::Cause,
    cookie_jar::{Received, SetCookies},
    core::Core,
    credentials::Credentials,
    error::Error,
    grant, json,
    limits::MAX_REDIRECTS,
    machine::{Input, Why},
    path,
    policy::{self, After, Before},
    redact,
    request::Request,
    response::Response,
    session::Session,
    transport::{Answer, Call, Connection},
};

/// Headers that the session or the connection sets (RFC 9110 sections 7.2 and 7.6).
const RESERVED: [&str; 9] = [
    "authorization",
    "cookie",
    "host",
    "connection",
    "content-length",
    "transfer-encoding",
    "upgrade",
    "te",
    "keep-alive",
];

/// A checked request.
struct Prepared {
    method: Method,
    url: Url,
    headers: HeaderMap,
    body: Bytes,
    personal: bool,
}

/// What one delivery brought.
struct Delivered {
    answer: Answer,
    url: Url,
    /// How often the request was put onto the wire.
    sends: u8,
}

/// A request is put onto the wire at most this often, for whatever reasons.
const MOST_SENDS: u8 = 2;

/// Sends a request with the session's credentials.
///
/// | a 401 | then |
/// | --- | --- |
/// | for older credentials | sent again with the current ones |
/// | for the current ones | they are renewed, by whoever is first; sent again |
/// | and they cannot be renewed | the session ends |
/// | to what was sent again | the caller's, and the session stays |
pub(crate) async fn send(session: &Session, request: Request) -> Result<Response, Error> {
    let core = session.core();
    let (public, prepared) = prepare(core, &request)?;
    if public {
        let delivered = deliver(core, &prepared, None, MOST_SENDS).await?;
        return Ok(respond(core, delivered, None, false, false));
    }
    let before = core.view.load().current();
    let credentials = ready(session, prepared.personal).await?;
    let renewed_by_then = |id| before.is_some_and(|before| before != id);
    let first = deliver(core, &prepared, Some(&credentials), MOST_SENDS).await?;
    let may_send_again = first.sends < MOST_SENDS;
    let current = core.view.load().current();
    let again = match policy::after(first.answer.status, credentials.id, current, may_send_again) {
        After::HandOver => {
            return Ok(finish(
                session,
                first,
                &credentials,
                renewed_by_then(credentials.id),
                false,
            ));
        }
        After::Orphaned => return Err(signed_out(core)),
        After::Replay => current_of(core, &credentials)?,
        After::Renew => {
            session
                .renew(
                    credentials.id,
                    Why::Rejected {
                        personal: prepared.personal,
                    },
                )
                .await?;
            current_of(core, &credentials)?
        }
    };
    core.replayed.fetch_add(1, Ordering::Relaxed);
    let second = deliver(core, &prepared, Some(&again), MOST_SENDS - first.sends).await?;
    match policy::after(
        second.answer.status,
        again.id,
        core.view.load().current(),
        false,
    ) {
        After::Orphaned => Err(signed_out(core)),
        _ => Ok(finish(
            session,
            second,
            &again,
            renewed_by_then(again.id),
            true,
        )),
    }
}

fn prepare(core: &Core, request: &Request) -> Result<(bool, Prepared), Error> {
    let body = request.replayable_body()?;
    let url = path::join(&core.base, &request.path)?;
    if core.dialect.is_auth_path(below(core, &url)) {
        return Err(Error::AuthEndpoint);
    }
    for name in request.headers.keys().map(http::HeaderName::as_str) {
        let credential = core
            .dialect
            .credential_header()
            .is_some_and(|ours| ours.eq_ignore_ascii_case(name));
        if credential || RESERVED.contains(&name) || name.starts_with("proxy-") {
            return Err(Error::ForbiddenHeader {
                name: name.to_owned(),
            });
        }
    }
    let public = core.dialect.is_public(below(core, &url));
    let prepared = Prepared {
        method: request.method.clone(),
        url,
        headers: request.headers.clone(),
        body,
        personal: request.personal,
    };
    Ok((public, prepared))
}

/// The path as the dialect spells it, without the base address's own.
fn below<'a>(core: &Core, url: &'a Url) -> &'a str {
    url.path()
        .strip_prefix(core.base.prefix())
        .unwrap_or(url.path())
}

/// The credentials to send with, renewed first where that is known to be needed.
async fn ready(session: &Session, personal: bool) -> Result<Arc<Credentials>, Error> {
    let core = session.core();
    let view = core.view.load_full();
    match policy::before(&view, core.clock.now(), personal) {
        Before::Refuse(error) => return Err(error),
        Before::Renew => {
            if let Some(seen) = view.current() {
                session.renew(seen, Why::Expired { personal }).await?;
            }
        }
        Before::Send => {}
    }
    let view = core.view.load();
    view.credentials.clone().ok_or(Error::SignedOut {
        reason: view.last_end,
    })
}

/// The current credentials, if they are still of the session that the request began in.
fn current_of(core: &Core, began_with: &Credentials) -> Result<Arc<Credentials>, Error> {
    core.view
        .load()
        .credentials
        .clone()
        .filter(|current| current.id.epoch == began_with.id.epoch)
        .ok_or_else(|| signed_out(core))
}

/// The session that the request began in is over. If somebody else has signed in since, the
/// answer to "who are you" has changed, and the caller should look again.
fn signed_out(core: &Core) -> Error {
    let view = core.view.load();
    match view.credentials {
        Some(_) => Error::Superseded,
        None => Error::SignedOut {
            reason: view.last_end,
        },
    }
}

/// Puts a request onto the wire and follows redirects within the origin. A connection that was
/// lost before any byte of an answer gets one more try on a fresh one, where doing it twice is
/// the same as doing it once.
async fn deliver(
    core: &Core,
    prepared: &Prepared,
    credentials: Option<&Credentials>,
    sends_left: u8,
) -> Result<Delivered, Error> {
    let work = async {
        let mut call = Call {
            method: prepared.method.clone(),
            url: prepared.url.clone(),
            headers: prepared.headers.clone(),
            body: prepared.body.clone(),
            connection: Connection::Pooled,
        };
        let mut sends = 1;
        let mut answer = match core.transport.send(with(core, &call, credentials)).await {
            Err(Cause::Lost) if sends_left > 1 && prepared.method.is_idempotent() => {
                sends += 1;
                call.connection = Connection::Fresh;
                core.transport.send(with(core, &call, credentials)).await?
            }
            first => first?,
        };
        for _ in 0..=MAX_REDIRECTS {
            let Some(next) = redirect(core, &call, &answer)? else {
                return Ok(Delivered {
                    answer,
                    url: call.url,
                    sends,
                });
            };
            call = next;
            answer = core.transport.send(with(core, &call, credentials)).await?;
        }
        Err(Cause::Redirected)
    };
    core.within(core.limits.request, work)
        .await
        .map_err(|cause| Error::Unavailable { cause })
}

fn with(core: &Core, call: &Call, credentials: Option<&Credentials>) -> Call {
    let mut call = call.clone();
    if let Some(credentials) = credentials {
        let now = core.clock.now();
        credentials.apply(
            &core.dialect,
            &mut call.headers,
            &call.url,
            core.is_secure(),
            now,
        );
    }
    call
}

/// The request that a redirect asks for (RFC 9110 section 15.4), or `None` when the answer is no
/// redirect. One to another origin is not followed: neither the credentials nor the answer would
/// be the server's.
fn redirect(core: &Core, call: &Call, answer: &Answer) -> Result<Option<Call>, Cause> {
    let keeps_method = match answer.status {
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => true,
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND | StatusCode::SEE_OTHER => false,
        _ => return Ok(None),
    };
    let Some(location) = answer.headers.get(LOCATION) else {
        return Ok(None);
    };
    let url = location
        .to_str()
        .ok()
        .and_then(|location| call.url.join(location).ok())
        .filter(|url| core.base.same_origin(url) && !core.dialect.is_auth_path(below(core, url)))
        .ok_or(Cause::Redirected)?;
    let mut next = Call {
        url,
        connection: Connection::Pooled,
        ..call.clone()
    };
    let is_safe = next.method == Method::GET || next.method == Method::HEAD;
    if !is_safe && (!keeps_method) {
        next.method = Method::GET;
        next.body = Bytes::new();
        next.headers.remove(CONTENT_TYPE);
        next.headers.remove(CONTENT_LENGTH);
    }
    Ok(Some(next))
}

/// Takes from an answer what is the session's, and hands the rest over.
fn finish(
    session: &Session,
    delivered: Delivered,
    credentials: &Credentials,
    renewed: bool,
    replayed: bool,
) -> Response {
    let core = session.core();
    core.served.fetch_add(1, Ordering::Relaxed);
    let server_time = grant::server_time(&delivered.answer).unwrap_or_else(|| core.clock.wall());
    let received = Received {
        at: core.clock.now(),
        server_time,
    };
    let cookies = SetCookies::read(&delivered.answer.headers, &delivered.url, received);
    let response = respond(
        core,
        delivered,
        Some((credentials, &cookies)),
        renewed,
        replayed,
    );
    if !cookies.is_empty() {
        session.tell(Input::CookiesSet {
            seen: credentials.id,
            cookies,
            received,
        });
    }
    response
}

fn respond(
    core: &Core,
    delivered: Delivered,
    secret: Option<(&Credentials, &SetCookies)>,
    renewed: bool,
    replayed: bool,
) -> Response {
    let Answer {
        status,
        mut headers,
        body,
    } = delivered.answer;
    headers.remove(SET_COOKIE);
    headers.remove("set-cookie2");
    if let Some(name) = core.dialect.credential_header() {
        headers.remove(name);
    }
    let body = match secret {
        Some((credentials, cookies)) => {
            let current = core.view.load_full();
            let newest = current
                .credentials
                .iter()
                .flat_map(|newest| newest.secrets());
            redact::bytes(
                &body,
                credentials.secrets().chain(cookies.values()).chain(newest),
            )
        }
        None => body,
    };
    let message = (!status.is_success())
        .then(|| json::message(&body, &core.dialect.fields.message))
        .flatten();
    Response {
        status,
        headers,
        body,
        message,
        renewed,
        replayed,
    }
}
