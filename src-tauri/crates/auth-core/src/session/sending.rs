//! One ordinary request, from its check to its answer: sent, once more, and a third time where that is owed.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use bytes::Bytes;
use http::header::SET_COOKIE;
use tokio::sync::oneshot;

use crate::{
    credentials::{Credentials, Kept},
    dialect::{Page, Unsendable, set_headers},
    engine::{
        Core, CsrfToken, Handle, View,
        machine::{Input, Why},
        outcome::Judged,
        trace,
    },
    report::Error,
    secret::burn_stack,
    session::{
        delivering::{Delivered, deliver},
        policy::{self, After, Before, Sent},
    },
    wire::{
        PathError, Request, Response, Unfilled, Words, cookies_set, path,
        redact::{self, Secrets},
    },
    world::{Answer, Call, Moment},
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

/// How long after they were granted credentials are not doubted.
const BELIEVED: Duration = Duration::from_secs(5);

/// A checked request.
struct Prepared {
    call: Call,
    personal: bool,
}

/// A request is put onto the wire at most this often, apart from what an adopted refresh is owed.
const MOST_SENDS: u8 = 2;

/// Sends a request with the session's credentials.
///
/// | a 401 | then |
/// | --- | --- |
/// | for older credentials | sent again with the current ones |
/// | for the current ones | they are refreshed, by whoever is first; sent again |
/// | and they cannot be refreshed | the session ends |
/// | to what was sent again with credentials that another process had refreshed | these are refreshed; sent a third time |
/// | to what was sent again | the caller's, and the session stays |
pub(crate) async fn send(handle: &Handle, request: Request) -> Result<Response, Error> {
    let core = handle.core();
    let (public, prepared) = prepare(core, &request)?;
    let view = core.view.load_full();
    if public {
        if view.closed {
            return Err(Error::Closed);
        }
        let delivered = deliver(handle, &prepared.call, None, MOST_SENDS).await?;
        return Ok(respond(core, delivered, None, false, false).await);
    }
    let personal = prepared.personal;
    let (why, doubt) = (Why::Rejected { personal }, Why::Doubted { personal });
    // It is in use also by who finds that it cannot be refreshed just now: the next try is promised to them.
    core.used(core.clock.now());
    let mut with = ready(handle, &view, personal).await?;
    let now = core.clock.now();
    core.used(now);
    wake(handle, &view, now);
    let mut delivered = protected(handle, &prepared.call, &mut with, MOST_SENDS).await?;
    let mut refreshed = view.current() != Some(with.id);
    let mut sent = match (delivered.sends < MOST_SENDS, refreshed) {
        (true, false) => Sent::Once,
        (true, true) => Sent::Refreshed,
        (false, _) => Sent::Twice,
    };
    loop {
        take_cookies(handle, &delivered).await;
        match after(core, &delivered, sent) {
            After::HandOver => break,
            After::RefreshAndHandOver => {
                handle.refresh(delivered.asked_with, why).await?;
                refreshed = true;
                break;
            }
            After::Orphaned => return Err(signed_out(core)),
            After::Replay => {}
            After::Refresh => handle.refresh(delivered.asked_with, why).await?,
            After::AskAndReplay => handle.refresh(delivered.asked_with, doubt).await?,
        }
        with = current_of(core, with.id.epoch)?;
        core.replayed.fetch_add(1, Ordering::Relaxed);
        trace::replayed(with.id);
        let is_owed_a_refresh = with.is_adopted;
        delivered = protected(handle, &prepared.call, &mut with, 1).await?;
        sent = match sent {
            Sent::AsReplay { .. } => Sent::Last { is_owed_a_refresh },
            _ => Sent::AsReplay { is_owed_a_refresh },
        };
        refreshed = view.current() != Some(with.id);
    }
    let is_replay = matches!(sent, Sent::AsReplay { .. } | Sent::Last { .. });
    judge(handle, &delivered, is_replay);
    core.served.fetch_add(1, Ordering::Relaxed);
    Ok(respond(core, delivered, Some(&with), refreshed, is_replay).await)
}

/// Something may have been due while nobody used the session. It is in use now, and this request need not wait for it.
fn wake(handle: &Handle, view: &View, now: Moment) {
    if view.due.is_some_and(|due| due <= now) && !view.refreshing {
        let last_request = Some(now);
        handle.tell(Input::Woke { last_request });
    }
}

/// Delivers a request with the CSRF token that it may need, and once more with a new one where the server misses that.
async fn protected(
    handle: &Handle,
    call: &Call,
    with: &mut Arc<Credentials>,
    sends_left: u8,
) -> Result<Delivered, Error> {
    let core = handle.core();
    if core.csrf_asked_for(!call.method.is_safe()).is_none() {
        return deliver(handle, call, Some(with), sends_left).await;
    }
    let is_unsafe = !call.method.is_safe();
    let first = match with_csrf(handle, call, with, false).await? {
        Ok(first) => first,
        Err(refused) => return Ok(refused),
    };
    let delivered = deliver(handle, &first, Some(with), sends_left).await?;
    if !core.misses_csrf(is_unsafe, &delivered.answer, &delivered.url) {
        return Ok(delivered);
    }
    take_cookies(handle, &delivered).await;
    *with = current_of(core, with.id.epoch)?;
    match with_csrf(handle, call, with, true).await? {
        Ok(call) => deliver(handle, &call, Some(with), 1).await,
        Err(refused) => Ok(refused),
    }
}

/// The call with its token; or the answer, where the credentials are refused already when that is fetched.
async fn with_csrf(
    handle: &Handle,
    call: &Call,
    with: &mut Arc<Credentials>,
    fresh: bool,
) -> Result<Result<Call, Delivered>, Error> {
    let core = handle.core();
    let seen = with.id;
    let work = core.csrf_token(!call.method.is_safe(), with, fresh);
    let found = core.within(core.limits.request, work).await;
    let CsrfToken {
        token,
        set,
        refused,
    } = found.map_err(|cause| Error::Unavailable { cause })?;
    if let Some((answer, url)) = refused {
        return Ok(Err(Delivered {
            answer,
            url,
            judged: Judged::Unauthorized { markup: false },
            sends: 1,
            asked_with: seen,
            last: None,
        }));
    }
    if let Some((cookies, received)) = set {
        let told = Input::CookiesSet {
            seen,
            cookies: cookies.clone(),
            received,
        };
        handle.told(told).await;
        // The token goes with these.
        if let Some(next) = core.after_cookies(with, &cookies, received) {
            *with = Arc::new(next);
        }
    }
    // It may have ended meanwhile, or was closed.
    current_of(core, seen.epoch)?;
    let mut call = call.clone();
    core.put_csrf(&mut call.headers, token.as_ref());
    Ok(Ok(call))
}

/// What an answer set counts before anything else is sent, by this request or the next.
async fn take_cookies(handle: &Handle, delivered: &Delivered) {
    let core = handle.core();
    let seen = delivered.asked_with;
    let Some((cookies, received)) = core.cookies_of(&delivered.answer, &delivered.url) else {
        return;
    };
    let current = core.view.load().credentials.clone();
    let is_news = current.is_none_or(|current| {
        current.id != seen
            || current
                .with_cookies(&cookies, &core.dialect, received)
                .is_some()
    });
    if is_news {
        let told = Input::CookiesSet {
            seen,
            cookies,
            received,
        };
        handle.told(told).await;
    }
}

/// Says whether the server takes the credentials that it grants, where that is news.
fn judge(handle: &Handle, delivered: &Delivered, is_replay: bool) {
    let (core, seen) = (handle.core(), delivered.asked_with);
    let accepted = !matches!(delivered.judged, Judged::Unauthorized { .. });
    if accepted {
        core.accepted.fetch_max(seen.epoch, Ordering::Relaxed);
    }
    let is_news = if accepted {
        core.view.load().access_refused
    } else {
        is_replay && core.accepted.load(Ordering::Relaxed) < seen.epoch
    };
    if is_news {
        handle.tell(Input::AccessJudged { seen, accepted });
    }
}

fn after(core: &Core, delivered: &Delivered, sent: Sent) -> After {
    let view = core.view.load();
    // What was refreshable when the view was published may have expired since.
    let current = view.credentials.as_ref();
    let now = core.clock.now();
    let can_refresh = current.is_some_and(|it| it.refreshable(&core.dialect, now));
    let refreshable = view.refreshable && can_refresh;
    let believed = |it: &Arc<Credentials>| it.has_age_at(BELIEVED) > now;
    let just_granted = current.is_some_and(|it| !it.is_adopted && believed(it));
    let judged = match delivered.judged {
        // The clock says the same as the server, and there is nobody else to ask.
        Judged::Doubtful if !refreshable && current.is_some_and(|it| it.expired(now)) => {
            Judged::Unauthorized { markup: false }
        }
        judged => judged,
    };
    policy::after(
        judged,
        delivered.asked_with,
        view.current(),
        refreshable,
        just_granted,
        sent,
    )
}

/// The request that reads a page.
pub(crate) fn page(core: &Core, page: &Page) -> Result<Request, Error> {
    let view = core.view.load();
    let nothing = Kept::default();
    let values = core.values(view.credentials.as_deref(), &nothing);
    let unfilled = |error| match error {
        Unsendable::Unfilled(Unfilled(name)) => Error::Unfilled { name },
        Unsendable::Malformed => Error::Path(PathError::Character),
    };
    let asked = &page.request;
    let target = asked.target(&values).map_err(unfilled)?;
    let mut request = Request::new(asked.method(), target.expose().as_str());
    set_headers(&asked.headers, &values, &mut request.headers).map_err(unfilled)?;
    Ok(request)
}

/// Whether a request may be sent at all.
pub(crate) fn check(core: &Core, request: &Request) -> Result<(), Error> {
    prepare(core, request).map(drop)
}

fn prepare(core: &Core, request: &Request) -> Result<(bool, Prepared), Error> {
    let url = path::join(&core.base, &request.path)?;
    if core
        .dialect
        .is_auth_path(&request.method, core.base.below(&url))
    {
        return Err(Error::AuthEndpoint);
    }
    for name in request.headers.keys().map(http::HeaderName::as_str) {
        let mut ours = core.dialect.credential_headers();
        let credential = ours.any(|ours| ours.eq_ignore_ascii_case(name));
        if credential || RESERVED.contains(&name) || name.starts_with("proxy-") {
            return Err(Error::ForbiddenHeader {
                name: name.to_owned(),
            });
        }
    }
    let public = request.anonymous || core.dialect.is_public(core.base.below(&url));
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
    if core.view.load().closed {
        return Err(Error::Closed);
    }
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

/// Hands an answer over: what was sent with `with`, without what must not be seen.
async fn respond(
    core: &Core,
    delivered: Delivered,
    with: Option<&Credentials>,
    refreshed: bool,
    replayed: bool,
) -> Response {
    let set = core.cookies_of(&delivered.answer, &delivered.url);
    let denied = core.judged(&delivered.answer, &delivered.url) == Judged::Denied;
    let used = [with, delivered.last.as_ref()].into_iter().flatten();
    let secrets = used
        .map(Credentials::spelled)
        .fold(core.secrets(), Secrets::and_spelled)
        .also(set.iter().flat_map(|(cookies, _)| cookies.values()));
    let Answer {
        status,
        mut headers,
        body,
    } = delivered.answer;
    let cookies = cookies_set(&headers, &secrets);
    headers.remove(SET_COOKIE);
    headers.remove("set-cookie2");
    for name in core.dialect.credential_headers() {
        headers.remove(name);
    }
    let headers = secrets.taken_out_of_headers(headers);
    let secrets = Arc::new(secrets);
    let body = without(core, &secrets, body).await;
    let clean = Answer::new(status, headers, body);
    let message = (!status.is_success())
        .then(|| {
            let arrival = core.arrival(&delivered.url);
            core.dialect.words_in(&arrival.reading(&clean))
        })
        .flatten()
        .and_then(|words| Words::sentence(&words, &secrets));
    burn_stack();
    let Answer { headers, body, .. } = clean;
    Response {
        status,
        headers,
        cookies,
        body,
        message,
        denied,
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
