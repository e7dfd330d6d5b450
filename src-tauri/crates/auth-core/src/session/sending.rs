//! One ordinary request, from its check to its answer: sent, and at most once more.

use std::sync::{Arc, atomic::Ordering};

use bytes::Bytes;
use http::{
    HeaderMap, Method, StatusCode,
    header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION, SET_COOKIE},
};
use tokio::sync::oneshot;
use url::Url;

use crate::{
    credentials::{Credentials, Received, SetCookies, grant},
    engine::{
        Core, Handle, View,
        machine::{Input, Why},
        trace,
    },
    report::Error,
    session::policy::{self, After, Before, Judged, Sent},
    wire::{Request, Response, json, path, redact},
    world::{Answer, Call, Cause, Connection, MAX_REDIRECTS},
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
/// | for the current ones | they are refreshed, by whoever is first; sent again |
/// | and they cannot be refreshed | the session ends |
/// | to what was sent again | the caller's, and the session stays |
pub(crate) async fn send(handle: &Handle, request: Request) -> Result<Response, Error> {
    let core = handle.core();
    let (public, prepared) = prepare(core, &request)?;
    if public {
        let delivered = deliver(core, &prepared, None, MOST_SENDS).await?;
        return Ok(respond(core, delivered, redact::Secrets::none(), false, false).await);
    }
    let view = core.view.load_full();
    let credentials = ready(handle, &view, prepared.personal).await?;
    let is_new = |id| view.current().is_some_and(|before| before != id);
    let now = core.clock.now();
    core.used(now);
    if view.due.is_some_and(|due| due <= now) && !view.refreshing {
        // Something was due while nobody used the session. It is in use now, and this request need not
        // wait for it.
        let last_request = Some(now);
        handle.tell(Input::Woke { last_request });
    }
    let why = Why::Rejected {
        personal: prepared.personal,
    };
    let first = deliver(core, &prepared, Some(&credentials), MOST_SENDS).await?;
    let sent = if first.sends < MOST_SENDS {
        Sent::Once
    } else {
        Sent::Twice
    };
    match after(core, &first, &credentials, sent) {
        After::HandOver => {
            let refreshed = is_new(credentials.id);
            return Ok(finish(handle, first, &credentials, refreshed, false).await);
        }
        After::RefreshAndHandOver => {
            handle.refresh(credentials.id, why).await?;
            return Ok(finish(handle, first, &credentials, true, false).await);
        }
        After::Orphaned => return Err(signed_out(core)),
        After::Replay => {}
        After::Refresh => handle.refresh(credentials.id, why).await?,
    }
    let again = current_of(core, credentials.id.epoch)?;
    core.replayed.fetch_add(1, Ordering::Relaxed);
    trace::replayed(again.id);
    let second = deliver(core, &prepared, Some(&again), MOST_SENDS - first.sends).await?;
    match after(core, &second, &again, Sent::AsReplay) {
        After::Orphaned => Err(signed_out(core)),
        _ => Ok(finish(handle, second, &again, is_new(again.id), true).await),
    }
}

fn after(core: &Core, delivered: &Delivered, with: &Credentials, sent: Sent) -> After {
    let answer = Judged::of(&delivered.answer);
    let view = core.view.load();
    // What was refreshable when the view was published may have expired since.
    let refreshable = view.refreshable && with.refreshable(&core.dialect, core.clock.now());
    policy::after(answer, with.id, view.current(), refreshable, sent)
}

fn prepare(core: &Core, request: &Request) -> Result<(bool, Prepared), Error> {
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
        body: request.body.clone(),
        personal: request.personal,
    };
    Ok((public, prepared))
}

/// The path as the dialect spells it, without the base address's own, which a redirect may spell in
/// other letters.
fn below<'a>(core: &Core, url: &'a Url) -> &'a str {
    let (path, prefix) = (url.path(), core.base.prefix());
    match path.split_at_checked(prefix.len()) {
        Some((start, rest)) if start.eq_ignore_ascii_case(prefix) => rest,
        _ => path,
    }
}

/// The credentials to send with, refreshed first where that is known to be needed, and of the session
/// that the request began in: who signs in meanwhile sends no request of somebody else's.
async fn ready(handle: &Handle, view: &View, personal: bool) -> Result<Arc<Credentials>, Error> {
    let core = handle.core();
    match policy::before(view, core.clock.now(), personal) {
        Before::Refuse(error) => return Err(error),
        Before::Refresh => {
            if let Some(seen) = view.current() {
                match handle.refresh(seen, Why::Expired { personal }).await {
                    // The server may see it otherwise: send, and let it say so.
                    Ok(()) | Err(Error::NotRefreshable) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Before::Send => {}
    }
    current_of(core, view.epoch)
}

/// The current credentials, if they are still of the session that the request began in.
fn current_of(core: &Core, epoch: u64) -> Result<Arc<Credentials>, Error> {
    let current = core.view.load().credentials.clone();
    current
        .filter(|current| current.id.epoch == epoch)
        .ok_or_else(|| signed_out(core))
}

/// The session that the request began in has ended. If somebody else has signed in since, the
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
            Err(Cause::Lost)
                if sends_left > 1
                    && prepared.method.is_idempotent()
                    && !has_ended(core, credentials) =>
            {
                sends += 1;
                call.connection = Connection::Fresh;
                core.transport.send(with(core, &call, credentials)).await?
            }
            first => first?,
        };
        let mut followed = 0;
        while !has_ended(core, credentials)
            && let Some(next) = redirect(core, &call, &answer)?
        {
            if followed == MAX_REDIRECTS {
                return Err(Cause::Redirected);
            }
            followed += 1;
            call = next;
            answer = core.transport.send(with(core, &call, credentials)).await?;
        }
        Ok(Delivered {
            answer,
            url: call.url,
            sends,
        })
    };
    core.within(core.limits.request, work)
        .await
        .map_err(|cause| Error::Unavailable { cause })
}

/// Whether the session of these credentials has ended meanwhile: nothing more is sent with them.
fn has_ended(core: &Core, credentials: Option<&Credentials>) -> bool {
    let epoch = core.view.load().epoch;
    credentials.is_some_and(|credentials| credentials.id.epoch != epoch)
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
        .filter(|url| may_follow(core, url))
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

/// Within the origin, without a user name that would become a credential, and to no endpoint that
/// issues any.
fn may_follow(core: &Core, url: &Url) -> bool {
    core.base.same_origin(url)
        && url.username().is_empty()
        && url.password().is_none()
        && !core.dialect.is_auth_path(below(core, url))
}

/// Takes from an answer what is the session's, and hands the rest over.
async fn finish(
    handle: &Handle,
    delivered: Delivered,
    credentials: &Credentials,
    refreshed: bool,
    replayed: bool,
) -> Response {
    let core = handle.core();
    core.served.fetch_add(1, Ordering::Relaxed);
    let wall = core.clock.wall();
    let received = Received {
        at: core.clock.now(),
        server_time: grant::server_time(&delivered.answer).unwrap_or(wall),
        wall,
    };
    let cookies = SetCookies::read(&delivered.answer.headers, &delivered.url, received);
    let current = core.view.load_full();
    let newest = current.credentials.as_deref();
    let secrets = redact::Secrets::of(
        credentials
            .secrets()
            .chain(cookies.values())
            .chain(newest.into_iter().flat_map(Credentials::secrets)),
    );
    if !cookies.is_empty() {
        handle.tell(Input::CookiesSet {
            seen: credentials.id,
            cookies,
            received,
        });
    }
    respond(core, delivered, secrets, refreshed, replayed).await
}

async fn respond(
    core: &Core,
    delivered: Delivered,
    secrets: redact::Secrets,
    refreshed: bool,
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
    let headers = secrets.taken_out_of_headers(headers);
    let secrets = Arc::new(secrets);
    let body = without(core, &secrets, body).await;
    let message = (!status.is_success())
        .then(|| json::message(&body, &core.dialect.fields.message))
        .flatten()
        .map(|words| secrets.taken_out_of_text(words));
    Response {
        status,
        headers,
        body,
        message,
        refreshed,
        replayed,
    }
}

/// What is large is searched where it keeps no other task waiting.
async fn without(core: &Core, secrets: &Arc<redact::Secrets>, body: Bytes) -> Bytes {
    if body.len() <= redact::LARGE {
        return secrets.taken_out_of(&body);
    }
    let (done, clean) = oneshot::channel();
    let secrets = Arc::clone(secrets);
    core.spawn.work(Box::new(move || {
        // A caller who has gone away needs nothing any more.
        let _ = done.send(secrets.taken_out_of(&body));
    }));
    // A runtime that ends meanwhile takes the answer with it.
    clean.await.unwrap_or_default()
}
