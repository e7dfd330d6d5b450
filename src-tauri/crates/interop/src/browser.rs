//! A browser with a person at it, as a script: it goes where it is sent, keeps cookies, fills the forms that it is shown,
//! and ends at the address on this machine that an app waits at.

mod jar;
mod markup;

use auth_core::{BaseUrl, Call, HttpTransport, Transport};
use http::{
    HeaderMap, HeaderValue, Method, StatusCode,
    header::{CONTENT_TYPE, COOKIE, LOCATION},
};
use url::{Url, form_urlencoded};

use crate::{
    manifest::{Buttons, Person},
    report::{Mismatch, Outcome, ensure},
};
use jar::Jar;
use markup::Form;

/// Redirects and forms until something is wrong.
const MOST_PAGES: usize = 24;

/// One that nobody has been signed in with before.
#[derive(Debug)]
pub(crate) struct Browser {
    network: HttpTransport,
    jar: Jar,
}

/// Who sits there, and what they want.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Visitor<'a> {
    pub(crate) person: &'a Person,
    pub(crate) password: &'a str,
    /// The button that is pressed where the server asks whether the app may come in.
    pub(crate) consents: Option<&'a str>,
}

impl<'a> Visitor<'a> {
    /// Somebody who signs in, and lets the app in.
    pub(crate) fn willing(person: &'a Person, buttons: &'a Buttons) -> Self {
        Self {
            person,
            password: &person.password,
            consents: buttons.yes.as_deref(),
        }
    }
}

/// Where a walk has ended.
#[derive(Debug)]
pub(crate) enum Ending {
    /// Back at the app, which shows this.
    Back(Page),
    /// At the server, which takes the password for wrong and asks for another.
    AskedAgain(Page),
}

/// What a browser shows.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) text: String,
    url: Url,
}

impl Browser {
    pub(crate) fn new(base: &BaseUrl) -> Outcome<Self> {
        let network = HttpTransport::new(base)?;
        let jar = Jar::default();
        Ok(Self { network, jar })
    }

    /// Goes to an address and does there what this person would, until the browser is back at the app.
    pub(crate) async fn walk(
        &mut self,
        address: Url,
        redirect: &Url,
        visitor: Visitor<'_>,
    ) -> Outcome<Ending> {
        let mut page = self.open(address).await?;
        let mut has_typed = false;
        for _ in 0..MOST_PAGES {
            if is_at(&page.url, redirect) {
                return Ok(Ending::Back(page));
            }
            let form = Form::of_person(&page.text);
            let form = form.ok_or_else(|| page.dead_end("it shows no form"))?;
            let fields = if form.asks_for_password() {
                if has_typed {
                    return Ok(Ending::AskedAgain(page));
                }
                has_typed = true;
                form.signed_in_as(&visitor.person.username, visitor.password)
            } else {
                let button = visitor.consents.unwrap_or_default();
                let pressed = form.pressed(button);
                pressed.ok_or_else(|| page.dead_end(&format!("it has no button `{button}`")))?
            };
            page = self.submit(&page.url, &form, &fields).await?;
        }
        Err(page.dead_end("there is no end of pages"))
    }

    /// Goes to an address, and to wherever that leads.
    pub(crate) async fn open(&mut self, address: Url) -> Outcome<Page> {
        self.follow(Call::new(Method::GET, address)).await
    }

    async fn submit(
        &mut self,
        at: &Url,
        form: &Form,
        fields: &[(String, String)],
    ) -> Outcome<Page> {
        let fields = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let mut to = match form.action() {
            "" => at.clone(),
            action => at.join(action)?,
        };
        if !form.is_post() {
            to.set_query(Some(&fields));
            return self.open(to).await;
        }
        let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
        let call = Call::new(Method::POST, to).body(fields);
        let call = call.headers(HeaderMap::from_iter([(CONTENT_TYPE, kind)]));
        self.follow(call).await
    }

    async fn follow(&mut self, mut call: Call) -> Outcome<Page> {
        for _ in 0..MOST_PAGES {
            let url = call.url.clone();
            if let Some(cookies) = self.jar.header(&url) {
                call.headers.insert(COOKIE, cookies.parse()?);
            }
            let answer = self.network.send(call).await?;
            self.jar.take(&url, &answer.headers);
            let to = answer.headers.get(LOCATION);
            let Some(to) = to.filter(|_| answer.status.is_redirection()) else {
                let text = String::from_utf8_lossy(&answer.body).into_owned();
                let status = answer.status;
                return Ok(Page { status, text, url });
            };
            // Every server asked here sends a browser on to read, and none to repeat.
            let repeats = matches!(answer.status.as_u16(), 307 | 308);
            ensure(!repeats, format_args!("it was answered {}", answer.status))?;
            call = Call::new(Method::GET, url.join(to.to_str()?)?);
        }
        Err(Mismatch::new("there is no end of redirects"))
    }
}

impl Page {
    /// Without the query, which may have a code in it.
    fn dead_end(&self, why: &str) -> Mismatch {
        let Self { status, url, .. } = self;
        Mismatch::new(format_args!("at {} ({status}): {why}", url.path()))
    }
}

/// Whether the app waits there.
fn is_at(url: &Url, redirect: &Url) -> bool {
    url.origin() == redirect.origin() && url.path() == redirect.path()
}
