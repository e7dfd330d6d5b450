//! One ordinary request, from its check to its answer: sent, and at most once more.

use std::sync::{Arc, atomic::Ordering};

use http::header::SET_COOKIE;

use crate::{
    credentials::{Credentials, SetCookies},
    engine::{
        Core, Handle, View,
        machine::{Input, Why},
        trace,
    },
    report::Error,
    session::{
        delivering::{Delivered, deliver},
        policy::{self, After, Before, Judged, Sent},
    },
    wire::{Request, Response, json, path, redact},
    world::{Answer, Call},
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
    call: Call,
    personal: bool,
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
        let delivered = deliver(handle, &prepared.call, None, MOST_SENDS).await?;
        return Ok(respond(core, delivered, None, false, false));
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
    let first = deliver(handle, &prepared.call, Some(&credentials), MOST_SENDS).await?;
    let sent = if first.sends < MOST_SENDS {
        Sent::Once
    } else {
        Sent::Twice
    };
    match after(core, &first, &credentials, sent) {
        After::HandOver => {
            let refreshed = is_new(credentials.id);
            return Ok(finish(handle, first, &credentials, refreshed, false));
        }
        After::RefreshAndHandOver => {
            handle.refresh(credentials.id, why).await?;
            return Ok(finish(handle, first, &credentials, true, false));
        }
        After::Orphaned => return Err(signed_out(core)),
        After::Replay => {}
        After::Refresh => handle.refresh(credentials.id, why).await?,
    }
    let again = current_of(core, credentials.id.epoch)?;
    core.replayed.fetch_add(1, Ordering::Relaxed);
    trace::replayed(again.id);
    let left = MOST_SENDS - first.sends;
    let second = deliver(handle, &prepared.call, Some(&again), left).await?;
    match after(core, &second, &again, Sent::AsReplay) {
        After::Orphaned => Err(signed_out(core)),
        _ => Ok(finish(handle, second, &again, is_new(again.id), true)),
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
    if core.dialect.is_auth_path(core.base.below(&url)) {
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
    let public = core.dialect.is_public(core.base.below(&url));
    let call = Call::new(request.method.clone(), url)
        .headers(request.headers.clone())
        .body(request.body.clone());
    let prepared = Prepared {
        call,
        personal: request.personal,
    };
    Ok((public, prepared))
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

/// Takes from an answer what is the session's, and hands the rest over.
fn finish(
    handle: &Handle,
    delivered: Delivered,
    credentials: &Credentials,
    refreshed: bool,
    replayed: bool,
) -> Response {
    let core = handle.core();
    core.served.fetch_add(1, Ordering::Relaxed);
    // The cookies of the hops before it count for what they were set for, and this answer's for the last.
    let seen = delivered
        .last
        .as_ref()
        .map_or(credentials.id, |last| last.id);
    let received = core.received(&delivered.answer);
    let cookies = SetCookies::read(&delivered.answer.headers, &delivered.url, received);
    let response = respond(
        core,
        delivered,
        Some((credentials, &cookies)),
        refreshed,
        replayed,
    );
    if !cookies.is_empty() {
        handle.tell(Input::CookiesSet {
            seen,
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
    let mut body = body;
    if let Some((credentials, cookies)) = secret {
        let current = core.view.load_full();
        let newest = current.credentials.as_deref();
        let secrets: Vec<&str> = credentials
            .secrets()
            .chain(cookies.values())
            .chain(delivered.last.iter().flat_map(Credentials::secrets))
            .chain(newest.into_iter().flat_map(Credentials::secrets))
            .collect();
        body = redact::bytes(&body, &secrets);
        headers = redact::headers(headers, &secrets);
    }
    let message = (!status.is_success())
        .then(|| json::message(&body, &core.dialect.fields.message))
        .flatten();
    Response {
        status,
        headers,
        body,
        message,
        refreshed,
        replayed,
    }
}
