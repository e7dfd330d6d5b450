//! An authorization server: what it says of itself, and what is kept of that with a session that begins there.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{Method, StatusCode};
use url::{Url, form_urlencoded::byte_serialize};

use super::exchange;
use crate::{
    credentials::Kept,
    dialect::{Endpoints, OAuth, endpoint, name},
    engine::{Core, Half, outcome},
    oauth::{self, Attempt, Metadata},
    report::{Error, OAuthProblem},
    secret::Secret,
    wire::Template,
    world::{Answer, Call, Cause, Connection},
};

/// How long a server has to answer for its other document.
const GLANCE: Duration = Duration::from_secs(5);

/// A server, as far as a sign-in needs to know it.
pub(super) struct Server {
    pub(super) oauth: OAuth,
    pub(super) issuer: String,
    /// Whether it, or a person, has said so.
    pub(super) is_issuer_told: bool,
    pub(super) endpoints: Endpoints,
    /// Whether it signs in nobody of whom it was not told before.
    pub(super) requires_pushed: bool,
    pub(super) client_id: String,
    pub(super) scope: Option<String>,
    /// What else the browser is sent with.
    pub(super) further: Vec<(String, String)>,
    /// Id and secret as a header has them.
    basic: Option<Secret<String>>,
}

impl Server {
    /// Asks it what it is.
    pub(super) async fn of(core: &Core) -> Result<Self, Error> {
        super::open(core)?;
        let Some(oauth) = core.dialect.sign_in.oauth.clone() else {
            return Err(Error::Refused {
                status: 404,
                message: None,
            });
        };
        let issuer = filled(core, oauth.issuer.as_ref())?;
        let is_told = issuer.is_some();
        let issuer = issuer.unwrap_or_else(|| core.base.as_str().to_owned());
        let client_id = filled(core, Some(&oauth.client_id))?.unwrap_or_default();
        let secret = filled(core, oauth.client_secret.as_ref())?;
        let scope = filled(core, oauth.scope.as_ref())?;
        let mut further = Vec::new();
        for (name, template) in &oauth.authorize {
            let value = filled(core, Some(template))?;
            further.extend(value.map(|value| (name.clone(), value)));
        }
        // In a box: whoever waits for this waits for it once, and for much else besides.
        let asked = Box::pin(discover(core, &oauth.endpoints, issuer));
        let found = exchange::in_time(core, asked).await?;
        super::open(core)?;
        let found = found?;
        let basic = secret.map(|secret| basic(&client_id, &secret));
        core.remember(basic.iter().map(|it| it.expose().as_bytes()));
        let server = Self {
            basic,
            is_issuer_told: is_told || found.is_document,
            issuer: found.issuer,
            endpoints: found.endpoints,
            requires_pushed: found.requires_pushed,
            oauth,
            client_id,
            scope,
            further,
        };
        server.endpoint(endpoint::TOKEN)?;
        if server
            .scope
            .as_deref()
            .is_some_and(oauth::asks_for_id_token)
        {
            // Without it nobody is believed in the end.
            server.endpoint(endpoint::JWKS)?;
        }
        let mut unsafe_ones = server.endpoints.all();
        let found = unsafe_ones.find(|(_, _, it)| !oauth::is_safe(it, &core.base));
        if let Some((_, name, _)) = found {
            return Err(OAuthProblem::NotSecure { name }.into());
        }
        drop(unsafe_ones);
        Ok(server)
    }

    /// An address that a sign-in needs.
    pub(super) fn endpoint(&self, name: &'static str) -> Result<&str, OAuthProblem> {
        let address = self.endpoints.get(name);
        address.ok_or(OAuthProblem::NoEndpoint { name })
    }

    /// Where the browser is signed out, as far as it is known of whom: without an id token some servers ask the person, and
    /// some do nothing.
    pub(super) fn end_session(
        &self,
        id_token: Option<&Secret<String>>,
    ) -> Result<Secret<String>, OAuthProblem> {
        let name = endpoint::END_SESSION;
        let mut who = vec![("client_id".to_owned(), self.client_id.clone())];
        let hint = id_token.map(|it| ("id_token_hint".to_owned(), it.expose().clone()));
        who.extend(hint);
        let address = oauth::address(self.endpoint(name)?, &who);
        address.ok_or(OAuthProblem::NoEndpoint { name })
    }

    /// Tells it something before the person is asked, and who asks.
    pub(super) async fn tell(
        &self,
        core: &Core,
        at: &str,
        parameters: &[(String, String)],
    ) -> Result<(Answer, Url), Cause> {
        let mut values = Kept::default();
        values.add(name::BEGIN, at.to_owned(), false);
        self.add_basic(&mut values);
        let request = self.oauth.begin_request(parameters);
        let call = core.call(&request, &core.values(None, &values), None)?;
        let url = call.url.clone();
        Ok((send(core, call).await?, url))
    }

    /// A sign-in of which nothing has been granted yet, with all that its requests ask for.
    pub(super) fn half(&self, core: &Core, attempt: &Attempt) -> Half {
        let nobody = Secret::from(String::new());
        let mut half = super::begun(core, "", &nobody);
        let kept = &mut half.grant.kept;
        let endpoints = &self.endpoints;
        for (name, address) in [
            (name::TOKEN, &endpoints.token),
            (name::USERINFO, &endpoints.userinfo),
            (name::REVOCATION, &endpoints.revocation),
            (name::JWKS, &endpoints.jwks),
        ] {
            if let Some(address) = address {
                kept.add(name, address.clone(), false);
            }
        }
        kept.add(name::ISSUER, self.issuer.clone(), false);
        kept.add(name::CLIENT_ID, self.client_id.clone(), false);
        kept.add(name::VERIFIER, attempt.verifier.expose().clone(), true);
        self.add_basic(kept);
        half
    }

    fn add_basic(&self, kept: &mut Kept) {
        if let Some(basic) = &self.basic {
            kept.add(name::BASIC, basic.expose().clone(), true);
        }
    }
}

/// What a server says of itself, where the dialect does not say it.
async fn discover(
    core: &Core,
    own: &Endpoints,
    issuer: String,
) -> Result<Result<Metadata, OAuthProblem>, Cause> {
    let endpoints = own.clone();
    if endpoints.are_enough() {
        return Ok(Ok(Metadata::said(issuer, endpoints)));
    }
    let mut found: Result<Metadata, _> = Err(OAuthProblem::NoDocument);
    let places = oauth::places(&issuer).into_iter();
    for url in places.filter(|url| oauth::is_safe(url.as_str(), &core.base)) {
        let asked = document(core, &issuer, url);
        let answered = match &found {
            // Nobody waits for long for what need not be there.
            Ok(_) => core.within(GLANCE, asked).await,
            Err(_) => asked.await,
        };
        found = match (found, answered) {
            (Ok(known), Ok(Ok(more))) => Ok(known.or(more.endpoints)),
            // What is known is enough to sign in with.
            (Ok(known), _) => Ok(known),
            (Err(_), Err(cause)) => return Err(cause),
            (Err(_), Ok(Ok(found))) => Ok(Metadata {
                endpoints: own.clone().or(found.endpoints),
                ..found
            }),
            // Something stands there and is no document: the other place may have one.
            (Err(problem), Ok(Err(OAuthProblem::NoDocument))) => Err(problem),
            (Err(_), Ok(Err(other))) => Err(other),
        };
        // To revoke is no part of OIDC, and some servers say in the other document alone where they do.
        let is_whole = |known: &Metadata| known.endpoints.revocation.is_some();
        if found.as_ref().is_ok_and(is_whole) {
            break;
        }
    }
    Ok(found)
}

/// The document at one of its places.
async fn document(
    core: &Core,
    issuer: &str,
    url: Url,
) -> Result<Result<Metadata, OAuthProblem>, Cause> {
    let answer = get(core, url).await?;
    if outcome::is_busy(answer.status) {
        let status = answer.status.as_u16();
        return Err(Cause::Busy { status });
    }
    if answer.status != StatusCode::OK {
        return Ok(Err(OAuthProblem::NoDocument));
    }
    Ok(Metadata::read(issuer, &answer.body))
}

/// What a trip is recognised by. A server that repeats it tells nobody.
pub(super) fn attempt(core: &Core) -> Result<Attempt, OAuthProblem> {
    let attempt = Attempt::new(&core.random).ok_or(OAuthProblem::NoRandomness)?;
    core.remember(attempt.secrets());
    Ok(attempt)
}

/// Asks without credentials.
pub(super) async fn get(core: &Core, url: Url) -> Result<Answer, Cause> {
    let call = Call::new(Method::GET, url).connection(Connection::Fresh);
    send(core, call).await
}

/// A session that was closed between two questions asks nothing more.
async fn send(core: &Core, call: Call) -> Result<Answer, Cause> {
    if core.view.load().closed {
        return Err(Cause::Unsendable);
    }
    core.transport.send(call).await
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

/// Id and secret as a header has them: each encoded as a form would be (RFC 6749 section 2.3.1), and no further, since
/// there are servers that do not undo it.
fn basic(client_id: &str, secret: &str) -> Secret<String> {
    let encoded = |it: &str| byte_serialize(it.as_bytes()).collect::<String>();
    let pair = Secret::from(format!("{}:{}", encoded(client_id), encoded(secret)));
    Secret::from(STANDARD.encode(pair.expose()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_shown_as_a_form_would_have_it_and_no_further_encoded() {
        for (id, secret, pair) in [
            (
                "my-web.app",
                "s3cret-with_dash",
                "my-web.app:s3cret-with_dash",
            ),
            ("a b:c", "ü%", "a+b%3Ac:%C3%BC%25"),
        ] {
            let shown = STANDARD.decode(basic(id, secret).expose()).expect("base64");
            assert_eq!(shown, pair.as_bytes());
        }
    }
}
