//! A sign-in at an authorization server: from what the server says of itself to the code that the browser brings.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{Method, StatusCode};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use url::Url;

use super::{carry_out, exchange};
use crate::{
    credentials::Kept,
    dialect::{Endpoints, OAuth, name},
    engine::{Core, Half, Handle, outcome},
    oauth::{self, Attempt, Metadata, Verdict},
    report::{Account, Error, OAuthProblem},
    secret::Secret,
    wire::{BaseUrl, Template, Words},
    world::{Call, Cause, Connection, Landing, Moment, RedirectListener, Redirects},
};

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

/// What the browser is sent with, and what is known of the server.
#[derive(Debug)]
struct Trip {
    attempt: Attempt,
    endpoints: Endpoints,
    issuer: String,
    client_id: String,
    redirect: String,
    parameters: Vec<(String, String)>,
}

/// Asks the server what it is, and begins to listen.
pub(in crate::session) async fn begin(
    handle: &Handle,
    redirects: &dyn Redirects,
) -> Result<BrowserSignIn, Error> {
    let core = handle.core();
    super::open(core)?;
    let Some(oauth) = &core.dialect.sign_in.oauth else {
        return Err(Error::Refused {
            status: 404,
            message: None,
        });
    };
    let attempt = Attempt::new(&core.random).ok_or(OAuthProblem::NoRandomness)?;
    let issuer = filled(core, oauth.issuer.as_ref())?;
    let issuer = issuer.unwrap_or_else(|| core.base.as_str().to_owned());
    let found = exchange::in_time(core, discover(core, oauth, issuer)).await?;
    let Metadata { issuer, endpoints } = found?;
    let endpoints = checked(endpoints, &core.base)?;
    let at = &oauth.redirect;
    let listener = redirects.listen(&at.host, &at.ports, &at.path).await;
    let listener = listener.map_err(|_| OAuthProblem::PortTaken)?;
    let host = if at.host.contains(':') {
        format!("[{}]", at.host)
    } else {
        at.host.clone()
    };
    let redirect = format!("http://{host}:{}{}", listener.port(), at.path);
    let client_id = filled(core, Some(&oauth.client_id))?.unwrap_or_default();
    let scope = filled(core, oauth.scope.as_ref())?;
    let mut parameters = attempt.parameters(&client_id, &redirect, scope.as_deref());
    for (name, template) in &oauth.authorize {
        let value = filled(core, Some(template))?;
        parameters.extend(value.map(|value| (name.clone(), value)));
    }
    let trip = Trip {
        attempt,
        endpoints,
        issuer,
        client_id,
        redirect,
        parameters,
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
        let code = tokio::select! {
            biased;
            code = self.code() => code?,
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
        super::make_room(&handle).await;
        let half = half(&core, &trip, &code);
        carry_out(&handle, half, None).await
    }

    /// The first code that belongs to this trip.
    async fn code(&mut self) -> Result<Secret<String>, Error> {
        let trip = &self.trip;
        while let Some(visit) = self.listener.next().await {
            match trip.attempt.judge(visit.query.expose(), &trip.issuer) {
                Verdict::NotOurs => visit.answer(Landing::NotOurs),
                Verdict::Code(code) => {
                    let seen = [code.expose().as_bytes()];
                    self.handle.core().remember(seen.into_iter());
                    visit.answer(Landing::Done);
                    return Ok(code);
                }
                Verdict::Declined { code, said } => {
                    visit.answer(Landing::Declined);
                    let known = self.handle.core().secrets();
                    let words = |text: String| Words::sentence(&text, &known);
                    return Err(Error::OAuth(OAuthProblem::Declined {
                        code: Words::name(&code, &known),
                        said: said.and_then(words),
                    }));
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
        let at = trip.endpoints.authorization.as_deref().unwrap_or_default();
        let address = match &trip.endpoints.pushed {
            None => oauth::address(at, &trip.parameters),
            Some(_) => {
                let pushed = exchange::in_time(core, push(core, trip)).await??;
                oauth::address(at, &pushed)
            }
        };
        address.ok_or_else(|| OAuthProblem::NoEndpoint { what: AUTHORIZE }.into())
    }

    /// The address on this machine that the browser comes back to.
    pub fn redirect(&self) -> &str {
        &self.trip.redirect
    }
}

const AUTHORIZE: &str = "sign in";
const TOKEN: &str = "get tokens";

/// What the server says of itself, where the dialect does not say it.
async fn discover(
    core: &Core,
    oauth: &OAuth,
    issuer: String,
) -> Result<Result<Metadata, OAuthProblem>, Cause> {
    let endpoints = oauth.endpoints.clone();
    if endpoints.authorization.is_some() && endpoints.token.is_some() {
        return Ok(Ok(Metadata { issuer, endpoints }));
    }
    let mut problem = OAuthProblem::NoDocument;
    let places = oauth::places(&issuer).into_iter();
    for url in places.filter(|url| oauth::is_safe(url.as_str(), &core.base)) {
        let answer = core.transport.send(get(url)).await?;
        if outcome::is_busy(answer.status) {
            let status = answer.status.as_u16();
            return Err(Cause::Busy { status });
        }
        if answer.status != StatusCode::OK {
            continue;
        }
        match Metadata::read(&issuer, &answer.body) {
            Ok(Metadata {
                issuer,
                endpoints: said,
            }) => {
                let endpoints = endpoints.or(said);
                return Ok(Ok(Metadata { issuer, endpoints }));
            }
            // Something stands there and is no document: the other place may have one.
            Err(OAuthProblem::NoDocument) => {}
            Err(other) => problem = other,
        }
    }
    Ok(Err(problem))
}

/// A question without credentials.
pub(super) fn get(url: Url) -> Call {
    Call::new(Method::GET, url).connection(Connection::Fresh)
}

/// The same, if what is needed is there, and nothing secret would go where it may not.
fn checked(endpoints: Endpoints, base: &BaseUrl) -> Result<Endpoints, OAuthProblem> {
    for (what, needed) in [
        (AUTHORIZE, &endpoints.authorization),
        (TOKEN, &endpoints.token),
    ] {
        needed.as_ref().ok_or(OAuthProblem::NoEndpoint { what })?;
    }
    let is_unsafe = |(_, it): &(&str, &String)| !oauth::is_safe(it, base);
    let found = endpoints.all().find(is_unsafe).map(|(what, _)| what);
    found.map_or(Ok(endpoints), |what| Err(OAuthProblem::NotSecure { what }))
}

/// Tells the server what the browser will ask, and has a short word for it.
async fn push(core: &Core, trip: &Trip) -> Result<Result<Vec<(String, String)>, Error>, Cause> {
    #[derive(Deserialize)]
    struct Pushed {
        request_uri: String,
    }
    let (Some(oauth), Some(at)) = (&core.dialect.sign_in.oauth, &trip.endpoints.pushed) else {
        return Ok(Ok(trip.parameters.clone()));
    };
    let mut kept = Kept::default();
    kept.add(name::PUSHED, at.clone(), false);
    add_basic(core, oauth, &mut kept);
    let request = oauth.pushed_request(&trip.parameters);
    let call = core.call(&request, &core.values(None, &kept), None)?;
    let url = call.url.clone();
    let answer = core.transport.send(call).await?;
    if outcome::is_busy(answer.status) {
        let status = answer.status.as_u16();
        return Err(Cause::Busy { status });
    }
    let Ok(Pushed { request_uri }) = serde_json::from_slice(&answer.body) else {
        let arrival = core.arrival(&url);
        return Ok(Err(outcome::of_no_code(
            &core.dialect,
            &answer,
            arrival,
            &core.secrets(),
        )));
    };
    Ok(Ok(vec![
        ("client_id".to_owned(), trip.client_id.clone()),
        ("request_uri".to_owned(), request_uri),
    ]))
}

/// What a person or a dialect has written, with what is set in it; `None` where nothing is.
fn filled(core: &Core, template: Option<&Template>) -> Result<Option<String>, Error> {
    let Some(template) = template else {
        return Ok(None);
    };
    let nothing = Kept::default();
    let text = template.fill(&core.values(None, &nothing));
    let text = text.map_err(|unfilled| Error::Unfilled { name: unfilled.0 })?;
    Ok(Some(text.expose().trim().to_owned()).filter(|text| !text.is_empty()))
}

/// Id and secret as a header has them: each encoded as a form would (RFC 6749 section 2.3.1).
pub(super) fn add_basic(core: &Core, oauth: &OAuth, kept: &mut Kept) {
    let encoded = |template: Option<&Template>| {
        let text = filled(core, template).ok().flatten().unwrap_or_default();
        utf8_percent_encode(&text, NON_ALPHANUMERIC).to_string()
    };
    if oauth.client_secret.is_some() {
        let (id, secret) = (Some(&oauth.client_id), oauth.client_secret.as_ref());
        let pair = Secret::from(format!("{}:{}", encoded(id), encoded(secret)));
        kept.add(name::BASIC, STANDARD.encode(pair.expose()), true);
    }
}

/// A sign-in whose first step is done: what the browser has brought stands for what a person would have typed.
fn half(core: &Core, trip: &Trip, code: &Secret<String>) -> Half {
    let mut grant = exchange::nothing(core);
    let kept = &mut grant.kept;
    for (name, address) in [
        (name::TOKEN, &trip.endpoints.token),
        (name::USERINFO, &trip.endpoints.userinfo),
        (name::REVOCATION, &trip.endpoints.revocation),
        (name::JWKS, &trip.endpoints.jwks),
    ] {
        if let Some(address) = address {
            kept.add(name, address.clone(), false);
        }
    }
    kept.add(name::ISSUER, trip.issuer.clone(), false);
    kept.add(name::REDIRECT, trip.redirect.clone(), false);
    kept.add(name::CLIENT_ID, trip.client_id.clone(), false);
    let mut parameters = trip.parameters.iter();
    if parameters.any(|(name, _)| name == "nonce") {
        kept.add(name::NONCE, trip.attempt.nonce.expose().clone(), true);
    }
    kept.add(name::VERIFIER, trip.attempt.verifier.expose().clone(), true);
    kept.add(name::CODE, code.expose().clone(), true);
    if let Some(oauth) = &core.dialect.sign_in.oauth {
        add_basic(core, oauth, kept);
    }
    Half {
        grant,
        ..super::begun(core, "", &Secret::from(String::new()))
    }
}
