//! What is asked of a server to sign somebody in, one request after the other, each with what those before it brought.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use url::Url;
use zeroize::Zeroizing;

use crate::{
    credentials::{
        Credentials, Kept, Purpose, Received, SetCookies,
        grant::{self, Grant, Missing},
    },
    dialect::{Fetch, Request},
    engine::{
        Core, Half, Polling,
        outcome::{self, Arrival},
    },
    report::{Account, Error, Step},
    secret::{Secret, burn_stack},
    wire::redact::Secrets,
    world::{Answer, Cause},
};

/// A sign-in under way, or a sign-up. It knows no old credential.
pub(super) struct Exchange<'a> {
    pub(super) core: &'a Core,
    username: String,
    /// What a person has typed, by the names that requests have for it.
    typed: Kept,
    pub(super) grant: Grant,
    /// Whether a step has succeeded: before that, a cookie may be there that stands for nobody.
    has_granted: bool,
    /// Whether a further step is asked for.
    is_half: bool,
    csrf: Option<Secret<String>>,
    /// Whether it gives up what was granted: that is said to the server also when the session has been closed.
    gives_up: bool,
}

impl<'a> Exchange<'a> {
    pub(super) fn new(core: &'a Core, typed: Kept) -> Self {
        Self {
            core,
            username: String::new(),
            typed,
            grant: nothing(core),
            has_granted: false,
            is_half: false,
            csrf: None,
            gives_up: false,
        }
    }

    /// One that tells the server that nobody wants what it has granted.
    pub(super) fn giving_up(core: &'a Core, half: &Half) -> Self {
        Self {
            gives_up: true,
            ..Self::of(core, half, None)
        }
    }

    pub(super) fn of(core: &'a Core, half: &Half, entered: Option<&Secret<String>>) -> Self {
        let mut typed = Kept::default();
        typed.add("username", half.username.clone(), false);
        typed.add("password", half.password.expose().clone(), true);
        typed.add("basic", basic(&half.username, &half.password), true);
        if let Some(entered) = entered {
            typed.add("code", entered.expose().clone(), true);
        }
        Self {
            username: half.username.clone(),
            grant: half.grant.clone(),
            ..Self::new(core, typed)
        }
    }

    /// Whether there is something to be signed out.
    pub(super) fn has_granted(&self) -> bool {
        self.has_granted
    }

    /// Whether what was granted is half of a sign-in.
    pub(super) fn is_half(&self) -> bool {
        self.is_half
    }

    /// Everything that was granted so far.
    pub(super) fn into_grant(self) -> Grant {
        self.grant
    }

    /// The first step: the account; `None` where a second one is asked for.
    pub(super) async fn sign_in(&mut self, known: &Secrets) -> Result<Option<Account>, Error> {
        let core = self.core;
        let sign_in = &core.dialect.sign_in;
        let asked = in_time(core, async {
            if sign_in.before.is_empty() {
                self.fetch_csrf().await?;
            }
            for fetch in &sign_in.before {
                if let Err(error) = self.fetch(fetch, Step::Before).await? {
                    return Ok(Err(error));
                }
            }
            let (answer, url) = self.send(&sign_in.request, Purpose::Request).await?;
            Ok(Ok((answer, url)))
        })
        .await?;
        let (answer, url) = asked?;
        self.signed_in(&answer, &url, known).await
    }

    /// The same on another device: when somebody has done it there.
    pub(super) async fn wait_for_device(
        &mut self,
        polling: Polling,
        gone: impl Future<Output = ()>,
        known: &Secrets,
    ) -> Result<Option<Account>, Error> {
        let (answer, url) = self.polled(polling, gone).await?;
        self.signed_in(&answer, &url, known).await
    }

    async fn signed_in(
        &mut self,
        answer: &Answer,
        url: &Url,
        known: &Secrets,
    ) -> Result<Option<Account>, Error> {
        let is_second = self.stepped(Step::SignIn, answer, url, known)?;
        self.go_on(answer, url, is_second, known).await
    }

    /// The second step: the account; `None` where a further one is asked for.
    pub(super) async fn enter_code(&mut self, known: &Secrets) -> Result<Option<Account>, Error> {
        let core = self.core;
        let Some(step) = &core.dialect.second_step else {
            return Err(Error::Lapsed { message: None });
        };
        let asked = in_time(core, async {
            self.fetch_missing_csrf().await?;
            self.send(&step.request, Purpose::Request).await
        });
        let (answer, url) = asked.await?;
        let stepped = self.stepped(Step::Code, &answer, &url, known);
        // Another code may be entered, and goes with what this answer has set.
        let is_second = stepped.inspect_err(|_| self.take_cookies(&answer, &url))?;
        self.go_on(&answer, &url, is_second, known).await
    }

    /// Takes what a step has granted, and says whether a further one is asked for.
    fn stepped(
        &mut self,
        step: Step,
        answer: &Answer,
        url: &Url,
        known: &Secrets,
    ) -> Result<bool, Error> {
        let core = self.core;
        let arrival = core.arrival(url);
        let before = &self.grant;
        let judged = outcome::of_sign_in(&core.dialect, step, answer, arrival, before, known);
        let (grant, is_second) = judged?;
        self.grant = grant;
        self.has_granted = true;
        self.keep(answer, arrival, step);
        Ok(is_second)
    }

    async fn go_on(
        &mut self,
        answer: &Answer,
        url: &Url,
        is_second: bool,
        known: &Secrets,
    ) -> Result<Option<Account>, Error> {
        if is_second {
            self.is_half = true;
            self.send_code().await?;
            return Ok(None);
        }
        let core = self.core;
        let claims = self.believed(answer).await?;
        let Some(request) = &core.dialect.account.request else {
            if core.dialect.signs_in_in_browser() {
                return self.identified(claims, url, known).await.map(Some);
            }
            return Ok(Some(self.account(answer, url, known)));
        };
        let (answer, url) = in_time(core, self.send(request, Purpose::Request)).await?;
        self.take_cookies(&answer, &url);
        let known = known.clone().also(self.grant.secrets());
        if outcome::of_account(&core.dialect, &answer, core.arrival(&url), &known)? {
            self.is_half = true;
            self.send_code().await?;
            return Ok(None);
        }
        Ok(Some(self.account(&answer, &url, &known)))
    }

    pub(super) fn account(&self, answer: &Answer, url: &Url, known: &Secrets) -> Account {
        let core = self.core;
        let secrets = known.clone().also(self.grant.secrets());
        let reading = core
            .arrival(url)
            .reading(answer)
            .beside(self.grant.claims());
        grant::account(&core.dialect, &reading, &self.username, &secrets)
    }

    /// Has the code of a second step sent, where that is to be asked for.
    pub(super) async fn send_code(&mut self) -> Result<(), Error> {
        let core = self.core;
        let step = core.dialect.second_step.as_ref();
        let Some(send) = step.and_then(|step| step.send.as_ref()) else {
            return Ok(());
        };
        in_time(core, async {
            self.fetch_missing_csrf().await?;
            self.fetch(send, Step::Code).await
        })
        .await?
    }

    /// One for a step of its own, unless a cookie has brought it.
    async fn fetch_missing_csrf(&mut self) -> Result<(), Cause> {
        let csrf = self.core.dialect.csrf.as_ref();
        let in_jar = csrf.and_then(|csrf| self.core.csrf_in_jar(csrf, &self.credentials()));
        if self.csrf.is_some() || in_jar.is_some() {
            return Ok(());
        }
        self.fetch_csrf().await
    }

    /// A CSRF token for what nobody is signed in for yet.
    pub(super) async fn fetch_csrf(&mut self) -> Result<(), Cause> {
        let core = self.core;
        let Some(csrf) = &core.dialect.csrf else {
            return Ok(());
        };
        let Some(request) = &csrf.request else {
            return Ok(());
        };
        self.csrf = None;
        let call = core.call(request, &core.values(None, &self.typed), None)?;
        let with = self.credentials();
        self.open()?;
        let (answer, url) = core.send_for(Purpose::Request, call, Some(&with)).await?;
        self.take_cookies(&answer, &url);
        self.csrf = core.csrf_of(&csrf.find, &answer, &url);
        if self.csrf.is_none() && outcome::is_busy(answer.status) {
            let status = answer.status.as_u16();
            return Err(Cause::Busy { status });
        }
        core.remember(self.csrf.iter().map(|token| token.expose().as_bytes()));
        Ok(())
    }

    /// A request that comes before another. What is missing in its answer is an error of its own.
    async fn fetch(&mut self, fetch: &Fetch, of: Step) -> Result<Result<(), Error>, Cause> {
        let (answer, url) = self.send(&fetch.request, Purpose::Request).await?;
        self.take_cookies(&answer, &url);
        let status = answer.status.as_u16();
        if outcome::is_busy(answer.status) {
            return Err(Cause::Busy { status });
        }
        let (core, arrival) = (self.core, self.core.arrival(&url));
        // Nobody is left waiting for a code that was not sent.
        if of == Step::Code && answer.status.is_client_error() {
            let known = core.secrets().also(self.grant.secrets());
            let refused = outcome::of_no_code(&core.dialect, &answer, arrival, &known);
            return Ok(Err(refused));
        }
        let fetched = grant::fetched(fetch, &arrival.reading(&answer), &mut self.grant.kept);
        Ok(fetched.map_err(|Missing(place)| Error::Unreadable {
            step: Step::Before,
            place,
            status,
        }))
    }

    /// Sends a request with what was granted so far, and once more where the server misses a CSRF token.
    pub(super) async fn send(
        &mut self,
        request: &Request,
        purpose: Purpose,
    ) -> Result<(Answer, Url), Cause> {
        let (answer, url) = self.send_once(request, purpose).await?;
        if !self.core.misses_csrf(request.is_unsafe(), &answer, &url) {
            return Ok((answer, url));
        }
        self.take_cookies(&answer, &url);
        self.fetch_csrf().await?;
        self.send_once(request, purpose).await
    }

    async fn send_once(
        &mut self,
        request: &Request,
        purpose: Purpose,
    ) -> Result<(Answer, Url), Cause> {
        let core = self.core;
        let with = self.credentials();
        let csrf = core.csrf_asked_for(request.is_unsafe());
        let in_jar = csrf.and_then(|csrf| core.csrf_in_jar(csrf, &with));
        let csrf = in_jar.or_else(|| self.csrf.clone().filter(|_| csrf.is_some()));
        let call = core.call(
            request,
            &core.values(Some(&with), &self.typed),
            csrf.as_ref(),
        )?;
        self.open()?;
        // An authorization server gets what the request says, and nothing else.
        let with = Some(&with).filter(|_| !request.is_elsewhere());
        let sent = core.send_for(purpose, call, with).await;
        burn_stack();
        sent
    }

    /// A session that was closed between two steps sends nothing more.
    fn open(&self) -> Result<(), Cause> {
        if self.core.view.load().closed && !self.gives_up {
            return Err(Cause::Unsendable);
        }
        Ok(())
    }

    fn credentials(&self) -> Credentials {
        Half::provisional(&self.grant, &self.core.dialect)
    }

    fn take_cookies(&mut self, answer: &Answer, url: &Url) {
        let received = self.core.arrival(url).received(answer);
        let set = SetCookies::read(&answer.headers, url, received).kept_by(&self.core.dialect);
        self.grant.cookies = std::mem::take(&mut self.grant.cookies).then(set);
    }

    fn keep(&mut self, answer: &Answer, arrival: Arrival<'_>, step: Step) {
        let dialect = &self.core.dialect;
        let reading = arrival.reading(answer);
        let kept = &mut self.grant.kept;
        if let (Step::Code, Some(second)) = (step, &dialect.second_step) {
            grant::keep(&reading, &second.keep, true, kept);
        } else {
            grant::keep(&reading, &dialect.sign_in.keep, true, kept);
            grant::keep(&reading, &dialect.sign_in.keep_public, false, kept);
        }
    }
}

/// Name and password as HTTP has them in a header (RFC 7617).
fn basic(username: &str, password: &Secret<String>) -> String {
    let pair = Zeroizing::new(format!("{username}:{}", password.expose()));
    STANDARD.encode(pair.as_bytes())
}

/// Nothing was granted yet.
pub(super) fn nothing(core: &Core) -> Grant {
    let wall = core.clock.wall();
    Grant::nothing(Received {
        at: core.clock.now(),
        server_time: wall,
        wall,
    })
}

/// Within the deadline of a request.
pub(super) async fn in_time<T>(
    core: &Core,
    work: impl Future<Output = Result<T, Cause>>,
) -> Result<T, Error> {
    core.within(core.limits.request, work)
        .await
        .map_err(|cause| {
            if core.view.load().closed {
                Error::Closed
            } else {
                Error::Unavailable { cause }
            }
        })
}
