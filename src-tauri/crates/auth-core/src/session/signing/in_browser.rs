//! A sign-in in the person's browser: the trip there, and the code that it brings.

use std::{fmt, sync::Arc};

use serde::Deserialize;

use super::{
    authorization::{self, Server},
    carry_out, exchange,
};
use crate::{
    credentials::Departed,
    dialect::{endpoint, name},
    engine::{Core, Half, Handle, outcome},
    oauth::{self, Attempt, Verdict},
    report::{Account, Error, OAuthProblem},
    secret::Secret,
    world::{Cause, Landing, Moment, RedirectListener, Redirects},
};

const PROMPT: &str = "prompt";

/// A sign-in that waits for the browser. Dropped, it is given up, and nothing listens any more.
#[derive(Debug)]
pub struct BrowserSignIn {
    handle: Handle,
    trip: Arc<Trip>,
    listener: Box<dyn RedirectListener>,
    until: Moment,
}

/// Where the browser is to go. Clone it and share it.
#[derive(Clone, Debug)]
pub struct BrowserAddress {
    handle: Handle,
    trip: Arc<Trip>,
}

/// What the browser is sent with, and where.
struct Trip {
    attempt: Attempt,
    server: Server,
    redirect: String,
    parameters: Vec<(String, String)>,
    /// Who alone may come back.
    only: Option<Arc<Departed>>,
}

/// Whether the server may ask the person anything.
#[derive(Clone, Copy, Debug)]
pub(in crate::session) enum Prompt {
    /// As it likes, and as the dialect has it.
    Any,
    /// Nothing, and nobody comes back but who was signed in last (OIDC Core 1.0 section 3.1.2.1, `none`).
    None,
}

/// Asks the server what it is, and begins to listen.
pub(in crate::session) async fn begin(
    handle: &Handle,
    redirects: &dyn Redirects,
    prompt: Prompt,
) -> Result<BrowserSignIn, Error> {
    let core = handle.core();
    let only = match prompt {
        Prompt::Any => None,
        Prompt::None => {
            let view = core.view.load();
            if view.credentials.is_some() {
                return Err(Error::Superseded);
            }
            let departed = view.departed.clone();
            let nobody = Error::SignedOut {
                reason: view.last_end,
            };
            Some(departed.ok_or(nobody)?)
        }
    };
    let server = Server::of(core).await?;
    server.endpoint(endpoint::AUTHORIZATION)?;
    let attempt = authorization::attempt(core)?;
    let at = &server.oauth.redirect;
    let path = at.path.split('?').next().filter(|path| !path.is_empty());
    let listener = redirects.listen(&at.host, &at.ports, path.unwrap_or("/"));
    let listener = listener.await;
    let listener = listener.map_err(|_| OAuthProblem::PortTaken)?;
    let host = if at.host.contains(':') {
        format!("[{}]", at.host)
    } else {
        at.host.clone()
    };
    let redirect = format!("http://{host}:{}{}", listener.port(), at.path);
    let mut parameters = attempt.in_browser(&server.client_id, &redirect, server.scope.as_deref());
    parameters.extend(server.further.iter().cloned());
    if only.is_some() {
        parameters.retain(|(name, _)| name != PROMPT);
        parameters.push((PROMPT.to_owned(), "none".to_owned()));
    }
    let trip = Trip {
        attempt,
        server,
        redirect,
        parameters,
        only,
    };
    Ok(BrowserSignIn {
        handle: handle.clone(),
        trip: Arc::new(trip),
        listener,
        until: core.clock.now() + core.limits.browser,
    })
}

impl BrowserSignIn {
    /// Where the browser is to go.
    pub fn browser(&self) -> BrowserAddress {
        BrowserAddress {
            handle: self.handle.clone(),
            trip: Arc::clone(&self.trip),
        }
    }

    /// The address on this machine that the browser comes back to, and that the server must know.
    pub fn redirect(&self) -> &str {
        &self.trip.redirect
    }

    /// Waits for the browser, and signs in with what it brings.
    ///
    /// # Errors
    ///
    /// [`Error::OAuth`] where the server or the person there says no, where the browser does not come back within
    /// [`Limits::browser`](crate::Limits::browser), and where the id token is not to be believed; else as
    /// [`Session::sign_in`](crate::Session::sign_in).
    ///
    /// # Cancellation
    ///
    /// Dropped, it is given up: nothing listens any more, and nobody is signed in.
    pub async fn finish(mut self) -> Result<Account, Error> {
        let core = Arc::clone(self.handle.core());
        let late = core.clock.sleep_until(self.until);
        let mut has_left = core.has_left.subscribe();
        let brought = tokio::select! {
            biased;
            brought = self.code() => brought?,
            () = late => return Err(OAuthProblem::TimedOut.into()),
            _ = has_left.wait_for(|left| *left) => return Err(Error::Closed),
        };
        let Self {
            handle,
            trip,
            listener,
            ..
        } = self;
        // No other code is taken.
        drop(listener);
        // Who was to come back has signed out since, or somebody has signed in.
        let is_late = |only: &Arc<Departed>| only.epoch != core.view.load().epoch;
        if trip.only.as_ref().is_some_and(is_late) {
            return Err(Error::Superseded);
        }
        super::make_room(&handle).await;
        let half = trip.half(&core, &brought);
        carry_out(&handle, half, None).await
    }

    /// The first code that belongs to this trip.
    async fn code(&mut self) -> Result<Secret<String>, Error> {
        let trip = &self.trip;
        while let Some(visit) = self.listener.next().await {
            let issuer = Some(trip.server.issuer.as_str());
            let issuer = issuer.filter(|_| trip.server.is_issuer_told);
            match trip.attempt.judge(visit.query.expose(), issuer) {
                Verdict::NotOurs => visit.answer(Landing::NotOurs),
                Verdict::Code(code) => {
                    let seen = [code.expose().as_bytes()];
                    self.handle.core().remember(seen.into_iter());
                    visit.answer(Landing::Done);
                    return Ok(code);
                }
                Verdict::Declined { code, said } => {
                    visit.answer(Landing::Declined);
                    let core = self.handle.core();
                    return Err(
                        OAuthProblem::declined(&code, said.as_deref(), &core.secrets()).into(),
                    );
                }
            }
        }
        Err(OAuthProblem::TimedOut.into())
    }
}

impl BrowserAddress {
    /// The address that the browser is to open. It is good for one sign-in, and whoever has it can take part in that: show
    /// it to nobody but the person. Asked again, for another try, it may be another one: some servers are told beforehand
    /// what it means (RFC 9126).
    ///
    /// # Errors
    ///
    /// [`Error::Unavailable`] where such a server does not answer, and [`Error::Refused`] where it will not have it.
    pub async fn get(&self) -> Result<Secret<String>, Error> {
        let (core, trip) = (self.handle.core(), &self.trip);
        let name = endpoint::AUTHORIZATION;
        let at = trip.server.endpoint(name)?;
        let address = match &trip.server.endpoints.pushed {
            None => oauth::address(at, &trip.parameters),
            Some(at_first) => {
                let pushed = exchange::in_time(core, trip.push(core, at_first)).await?;
                match pushed {
                    // Some let only programs with a secret push, and take the same from the browser.
                    Err(Error::Refused {
                        status: 401 | 403, ..
                    }) if !trip.server.requires_pushed => oauth::address(at, &trip.parameters),
                    pushed => oauth::address(at, &pushed?),
                }
            }
        };
        address.ok_or_else(|| OAuthProblem::NoEndpoint { name }.into())
    }

    /// The address on this machine that the browser comes back to.
    pub fn redirect(&self) -> &str {
        &self.trip.redirect
    }
}

impl fmt::Debug for Trip {
    /// Not what the browser is recognised by.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Trip");
        shown
            .field("redirect", &self.redirect)
            .finish_non_exhaustive()
    }
}

impl Trip {
    /// Tells the server what the browser will ask, and has a short word for it.
    async fn push(
        &self,
        core: &Core,
        at: &str,
    ) -> Result<Result<Vec<(String, String)>, Error>, Cause> {
        #[derive(Deserialize)]
        struct Pushed {
            request_uri: String,
        }
        let (answer, url) = self.server.tell(core, at, &self.parameters).await?;
        if outcome::is_busy(answer.status) {
            let status = answer.status.as_u16();
            return Err(Cause::Busy { status });
        }
        let Ok(Pushed { request_uri }) = serde_json::from_slice(&answer.body) else {
            let arrival = core.arrival(&url);
            let refused = outcome::of_no_code(&core.dialect, &answer, arrival, &core.secrets());
            return Ok(Err(refused));
        };
        Ok(Ok(vec![
            ("client_id".to_owned(), self.server.client_id.clone()),
            ("request_uri".to_owned(), request_uri),
        ]))
    }

    /// A sign-in whose first step is done: what the browser has brought stands for what a person would have typed.
    fn half(&self, core: &Core, brought: &Secret<String>) -> Half {
        let mut half = Half {
            only: self.only.clone(),
            ..self.server.half(core, &self.attempt)
        };
        let kept = &mut half.grant.kept;
        kept.add(name::REDIRECT, self.redirect.clone(), false);
        if self.parameters.iter().any(|(name, _)| name == "nonce") {
            kept.add(name::NONCE, self.attempt.nonce.expose().clone(), true);
        }
        kept.add(name::CODE, brought.expose().clone(), true);
        half
    }
}
