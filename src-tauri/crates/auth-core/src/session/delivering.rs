//! One delivery of a request: onto the wire, after redirects within the server, and what came of it.

use std::{borrow::Cow, time::Duration};

use bytes::Bytes;
use url::Url;

use crate::{
    credentials::{CredentialId, Credentials},
    engine::{Core, Handle, machine::Input, outcome::Judged},
    report::Error,
    wire::{
        path,
        redirect::{self, Redirect},
    },
    world::{Answer, Call, Cause, Connection, MAX_REDIRECTS, MOST_PATIENCE},
};

/// What one delivery brought.
pub(super) struct Delivered {
    pub(super) answer: Answer,
    pub(super) url: Url,
    /// What it says about the credentials.
    pub(super) judged: Judged,
    /// How often the request was put onto the wire.
    pub(super) sends: u8,
    /// The credentials that this is the answer to, if any were sent.
    pub(super) asked_with: CredentialId,
    /// What the last hop was sent with, where an earlier one has set cookies: the credentials, and those.
    pub(super) last: Option<Credentials>,
}

/// Puts a request onto the wire and follows redirects below the server's address. A connection that was
/// lost before any byte of an answer gets one more try on a fresh one, where doing it twice is
/// the same as doing it once.
pub(super) async fn deliver(
    handle: &Handle,
    call: &Call,
    credentials: Option<&Credentials>,
    sends_left: u8,
) -> Result<Delivered, Error> {
    let core = handle.core();
    let mut hop = Hop {
        core,
        call: call.clone(),
        credentials: credentials.map(Cow::Borrowed),
        sends_left,
    };
    let work = async {
        let mut followed = 0;
        loop {
            let answer = hop.send().await?;
            let (method, url) = (&hop.call.method, &hop.call.url);
            let next = Redirect::of(method, url, answer.status, &answer.headers);
            // Where a server refuses by sending to its page for signing in, there is nothing to follow.
            let judged = core.judged(&answer, url);
            let is_refused = matches!(judged, Judged::Unauthorized { .. });
            let Some(next) =
                next.filter(|_| !is_refused && !core.misses_csrf(!method.is_safe(), &answer, url))
            else {
                return Ok((answer, judged, hop));
            };
            // First, since what this answer says about cookies counts wherever it leads.
            hop.take_cookies(handle, &answer).await;
            if hop.is_over() {
                return Ok((answer, judged, hop));
            }
            if followed == MAX_REDIRECTS {
                return Err(Cause::RedirectLoop);
            }
            followed += 1;
            hop.follow(next)?;
        }
    };
    let done = core.within(core.limits.request, work).await;
    let (answer, judged, hop) = done.map_err(|cause| Error::Unavailable { cause })?;
    let asked_with = hop.credentials.as_ref().map(|with| with.id);
    Ok(Delivered {
        answer,
        asked_with: asked_with.unwrap_or_default(),
        url: hop.call.url,
        judged,
        sends: sends_left - hop.sends_left + 1,
        last: match hop.credentials {
            Some(Cow::Owned(last)) => Some(last),
            Some(Cow::Borrowed(_)) | None => None,
        },
    })
}

/// One request of a chain of redirects.
struct Hop<'a> {
    core: &'a Core,
    call: Call,
    credentials: Option<Cow<'a, Credentials>>,
    sends_left: u8,
}

impl Hop<'_> {
    async fn send(&mut self) -> Result<Answer, Cause> {
        let may_repeat = self.sends_left > 1 && self.call.method.is_idempotent();
        self.call.patience = may_repeat.then(|| patience(self.core.limits.request));
        match self.put_onto_the_wire().await {
            Err(Cause::Lost) if may_repeat && !self.is_over() => {
                self.sends_left -= 1;
                self.call.connection = Connection::Fresh;
                self.call.patience = None;
                self.put_onto_the_wire().await
            }
            first => first,
        }
    }

    async fn put_onto_the_wire(&self) -> Result<Answer, Cause> {
        let call = self.core.dressed(&self.call, self.credentials.as_deref());
        self.core.transport.send(call).await
    }

    /// Whether the session has ended or was closed meanwhile: nothing more is sent.
    fn is_over(&self) -> bool {
        let view = self.core.view.load();
        let credentials = self.credentials.as_deref();
        view.closed || credentials.is_some_and(|it| it.id.epoch != view.epoch)
    }

    /// The next hop is sent with the cookies that this answer sets, and so is everything that comes after it.
    async fn take_cookies(&mut self, handle: &Handle, answer: &Answer) {
        let Some(credentials) = self.credentials.as_deref() else {
            return;
        };
        let Some((cookies, received)) = self.core.cookies_of(answer, &self.call.url) else {
            return;
        };
        let told = Input::CookiesSet {
            seen: credentials.id,
            cookies: cookies.clone(),
            received,
        };
        handle.told(told).await;
        if let Some(next) = self.core.after_cookies(credentials, &cookies, received) {
            self.credentials = Some(Cow::Owned(next));
        }
    }

    /// A redirect that leaves the server's address is not followed: neither the credentials, nor the body, nor the
    /// answer would be the server's, and what is beside its path may be somebody else's as well as another origin.
    /// Nor is one to an endpoint that issues credentials, or takes them back.
    fn follow(&mut self, next: Redirect) -> Result<(), Cause> {
        let dialect = &self.core.dialect;
        let may_follow = |url: &Url| {
            path::contains(&self.core.base, url)
                && !dialect.is_auth_path(&next.method, self.core.base.below(url))
        };
        self.call.url = next.url.filter(may_follow).ok_or(Cause::Redirected)?;
        self.call.method = next.method;
        self.call.connection = Connection::Pooled;
        if !next.keeps_body {
            self.call.body = Bytes::new();
            self.call.headers = redirect::without_body(std::mem::take(&mut self.call.headers));
        }
        Ok(())
    }
}

/// How long a kept connection may say nothing. A fresh one is left at least twice that time.
fn patience(request: Duration) -> Duration {
    (request / 3).min(MOST_PATIENCE)
}
