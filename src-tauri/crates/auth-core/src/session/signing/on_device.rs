//! A sign-in on another device: a code to be entered there, and the server asked until somebody has.

use std::{fmt, time::Duration};

use url::Url;

use super::{
    authorization::{self, Server},
    carry_out,
    exchange::{self, Exchange},
};
use crate::{
    credentials::Purpose,
    dialect::{endpoint, name},
    engine::{Core, Half, Handle, Polling, outcome},
    oauth::{self, Device},
    report::{Account, Error, OAuthProblem},
    wire::Words,
    world::{Answer, Cause, Moment},
};

/// A sign-in that waits for somebody to enter its code elsewhere. Dropped, it is given up.
pub struct DeviceSignIn {
    handle: Handle,
    half: Half,
    code: Words,
    address: Words,
    whole: Option<String>,
    until: Moment,
}

impl fmt::Debug for DeviceSignIn {
    /// Not the code: whoever enters it signs in here.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("DeviceSignIn");
        shown
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

/// Asks the server what it is, and for a code.
pub(in crate::session) async fn begin(handle: &Handle) -> Result<DeviceSignIn, Error> {
    let core = handle.core();
    let server = Server::of(core).await?;
    let at = server.endpoint(endpoint::DEVICE)?;
    let attempt = authorization::attempt(core)?;
    let mut parameters = attempt.on_device(server.scope.as_deref());
    parameters.extend(server.further.iter().cloned());
    let told = exchange::in_time(core, server.tell(core, at, &parameters));
    let (answer, url) = told.await?;
    let Some(device) = Device::read(&answer.body) else {
        return Err(refused(core, &answer, &url));
    };
    let mut half = server.half(core, &attempt);
    let kept = &mut half.grant.kept;
    kept.add(name::DEVICE, device.code.clone(), true);
    core.remember([device.code.as_bytes()].into_iter());
    let until = core.clock.now() + device.lasts();
    half.polling = Some(Polling {
        every: device.interval(),
        until,
    });
    let secrets = core.secrets();
    let whole = device.verification_uri_complete;
    Ok(DeviceSignIn {
        handle: handle.clone(),
        half,
        code: Words::name(&device.user_code, &secrets),
        address: Words::name(&device.verification_uri, &secrets),
        // An address is good as it is or not at all.
        whole: whole.filter(|it| *Words::name(it, &secrets) == **it),
        until,
    })
}

fn refused(core: &Core, answer: &Answer, url: &Url) -> Error {
    if outcome::is_busy(answer.status) {
        let status = answer.status.as_u16();
        return Error::Unavailable {
            cause: Cause::Busy { status },
        };
    }
    outcome::of_no_code(&core.dialect, answer, core.arrival(url), &core.secrets())
}

impl DeviceSignIn {
    /// The code to be entered there.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The address to be opened there.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The same with the code in it, as for a QR code, where the server has one.
    pub fn whole_address(&self) -> Option<&str> {
        self.whole.as_deref()
    }

    /// Until when the code is good, on the clock of [`Session::now`](crate::Session::now).
    pub fn until(&self) -> Moment {
        self.until
    }

    /// Waits until somebody has entered the code, and signs in.
    ///
    /// # Errors
    ///
    /// [`Error::OAuth`] where the server or the person there says no, and where the code has expired; else as
    /// [`Session::sign_in`](crate::Session::sign_in).
    ///
    /// # Cancellation
    ///
    /// As [`Session::sign_in`](crate::Session::sign_in).
    pub async fn finish(self) -> Result<Account, Error> {
        super::make_room(&self.handle).await;
        carry_out(&self.handle, self.half, None).await
    }
}

impl Exchange<'_> {
    /// The answer that somebody has made there, or that no more will come of it. Nobody who has `gone` is waited for; what
    /// was asked is heard out all the same, since the server may have granted it.
    pub(super) async fn polled(
        &mut self,
        polling: Polling,
        gone: impl Future<Output = ()>,
    ) -> Result<(Answer, Url), Error> {
        let core = self.core;
        let Some(oauth) = &core.dialect.sign_in.oauth else {
            return Err(Error::Lapsed { message: None });
        };
        let request = oauth.device_request();
        let mut every = polling.every;
        let mut has_left = core.has_left.subscribe();
        tokio::pin!(gone);
        loop {
            let next = (core.clock.now() + every).min(polling.until);
            tokio::select! {
                biased;
                () = &mut gone => return Err(Error::Superseded),
                _ = has_left.wait_for(|left| *left) => return Err(Error::Closed),
                () = core.clock.sleep_until(next) => {}
            }
            if core.clock.now() >= polling.until {
                return Err(OAuthProblem::CodeExpired.into());
            }
            let sent = self.send(&request, Purpose::Request);
            every = match core.within(core.limits.request, sent).await {
                Ok((answer, url)) => {
                    match oauth::ask_again(answer.status.as_u16(), &answer.body, every) {
                        Some(later) => later,
                        None => return declined(core, answer, url),
                    }
                }
                // Nobody has heard it.
                Err(cause @ Cause::Unsendable) => return Err(Error::Unavailable { cause }),
                Err(_) => every + every.min(Duration::from_secs(30)),
            };
        }
    }
}

/// The answer, unless it says no.
fn declined(core: &Core, answer: Answer, url: Url) -> Result<(Answer, Url), Error> {
    match oauth::refusal(&answer.body).filter(|_| answer.status.is_client_error()) {
        Some((error, _)) if error == oauth::EXPIRED => Err(OAuthProblem::CodeExpired.into()),
        Some((error, said)) => {
            Err(OAuthProblem::declined(&error, said.as_deref(), &core.secrets()).into())
        }
        None => Ok((answer, url)),
    }
}
