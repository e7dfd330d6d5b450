//! The requests that a sign-in at an authorization server means. Once there is a code, everything is a request like those of
//! any other dialect.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{
    AccountPlaces, Dialect, GrantPlaces, Refresh, SignOut,
    oauth::{ClientAuth, OAuth},
};
use crate::{
    dialect::{
        place::Place,
        request::Request,
        rule::{Rule, SignInMeaning},
    },
    wire::Template,
};

/// What a sign-in at an authorization server means, where a dialect does not say otherwise.
#[derive(Deserialize)]
struct Meaning {
    sign_in: Request,
    answers: Vec<Rule<SignInMeaning>>,
    device: Request,
    begin: Request,
    userinfo: Request,
    grant: GrantPlaces,
    account: AccountPlaces,
    message: Place,
    refresh: Refresh,
    sign_out: SignOut,
}

/// A good file (`the_meaning_reads`).
static MEANING: LazyLock<Option<Meaning>> =
    LazyLock::new(|| serde_json::from_str(include_str!("oauth.json")).ok());

impl Dialect {
    /// The dialect with the requests that its sign-in at an authorization server means. What it says itself stays.
    pub(crate) fn with_oauth(mut self) -> Self {
        let (Some(oauth), Some(meaning)) = (self.sign_in.oauth.clone(), MEANING.as_ref()) else {
            return self;
        };
        self.sign_in.request = oauth.granting(&meaning.sign_in);
        self.sign_in.answers.extend(meaning.answers.clone());
        let (own, theirs) = (&mut self.grant, &meaning.grant);
        own.keep.extend(theirs.keep.clone());
        let (account, usual) = (&mut self.account, &meaning.account);
        for (own, usual) in [
            (&mut own.access_token, &theirs.access_token),
            (&mut own.refresh_token, &theirs.refresh_token),
            (&mut own.expires_in, &theirs.expires_in),
            (&mut account.id, &usual.id),
            (&mut account.username, &usual.username),
            (&mut account.email, &usual.email),
            (&mut account.roles, &usual.roles),
            (&mut self.message, &Some(meaning.message.clone())),
        ] {
            *own = own.take().or_else(|| usual.clone());
        }
        self.refresh.get_or_insert_with(|| Refresh {
            request: oauth.granting(&meaning.refresh.request),
            ..meaning.refresh.clone()
        });
        self.sign_out.get_or_insert_with(|| SignOut {
            request: oauth.asking(&meaning.sign_out.request),
            ..meaning.sign_out.clone()
        });
        self
    }
}

impl OAuth {
    /// What asks whether somebody has entered the code of a sign-in on another device.
    pub(crate) fn device_request(&self) -> Request {
        let meaning = MEANING.as_ref();
        meaning.map_or_else(Request::default, |it| self.granting(&it.device))
    }

    /// What is told the server before the person is asked.
    pub(crate) fn begin_request(&self, parameters: &[(String, String)]) -> Request {
        let meaning = MEANING.as_ref();
        let mut request = meaning.map_or_else(Request::default, |it| self.asking(&it.begin));
        let fields = parameters.iter();
        let fields = fields.map(|(name, value)| (name.clone(), Template::literal(value)));
        request.form.get_or_insert_default().extend(fields);
        request
    }

    /// What asks who has signed in.
    pub(crate) fn userinfo() -> Request {
        let meaning = MEANING.as_ref();
        meaning.map_or_else(Request::default, |it| it.userinfo.clone())
    }

    /// One for tokens, which says what they are for as well (RFC 8707 section 2.2).
    fn granting(&self, request: &Request) -> Request {
        let mut request = self.asking(request);
        if let Some(resource) = self.authorize.get("resource") {
            let form = request.form.get_or_insert_default();
            form.insert("resource".to_owned(), resource.clone());
        }
        request
    }

    /// A request to the authorization server, which says who asks.
    fn asking(&self, request: &Request) -> Request {
        let mut request = request.clone();
        let form = request.form.get_or_insert_default();
        let mut say = |name: &str, text: &Template| form.insert(name.to_owned(), text.clone());
        match (self.client_auth, &self.client_secret) {
            (ClientAuth::Basic, Some(_)) => {
                let basic = Template::try_from("Basic {oauth.basic}".to_owned()).ok();
                let header = basic.map(|basic| ("authorization".to_owned(), basic));
                request.headers.extend(header);
            }
            (ClientAuth::Post, Some(secret)) => {
                say("client_id", &self.client_id);
                say("client_secret", secret);
            }
            _ => {
                say("client_id", &self.client_id);
            }
        }
        request
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_meaning_reads() {
        let dialect = Dialect::preset("openid-connect").expect("a preset");
        let whole = dialect.with_oauth();
        assert_eq!(whole.sign_in.request.path(), "{oauth.token}");
        assert!(whole.refresh.is_some() && whole.sign_out.is_some());
    }
}
