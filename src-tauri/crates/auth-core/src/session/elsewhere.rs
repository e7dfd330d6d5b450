//! The calls by which somebody signs in elsewhere, at an authorization server.

use super::{
    BrowserSignIn, BrowserSignOut, DeviceSignIn, Session,
    signing::{self, Prompt},
};
use crate::{report::Error, world::Redirects};

impl Session {
    /// Begins a sign-in in the person's own browser, at an authorization server
    /// ([`Dialect::signs_in_in_browser`](crate::Dialect::signs_in_in_browser)): asks the server what it is, and listens for the
    /// browser to come back.
    ///
    /// ```no_run
    /// # use auth_core::{Error, LoopbackRedirects, Session};
    /// # fn open(address: &str) {}
    /// # async fn example(session: Session) -> Result<(), Error> {
    /// let waiting = session.begin_in_browser(&LoopbackRedirects::new()).await?;
    /// open(waiting.browser().get().await?.expose());
    /// let account = waiting.finish().await?;
    /// println!("welcome, {}", account.username);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::OAuth`] where the server does not say what is needed, or no port can be had; [`Error::Unfilled`] where
    /// something is not set that the dialect asks for; [`Error::Unavailable`] where the server does not answer; and
    /// [`Error::Refused`] where this dialect signs nobody in so.
    ///
    /// # Cancellation
    ///
    /// Nothing is left of it.
    pub async fn begin_in_browser(
        &self,
        redirects: &dyn Redirects,
    ) -> Result<BrowserSignIn, Error> {
        signing::begin_in_browser(&self.handle, redirects, Prompt::Any).await
    }

    /// The same for whoever was signed in last and has a session of the server's in their browser: nothing is asked there
    /// (`prompt=none`), and nobody else is let in. For a session that has expired and could not be refreshed.
    ///
    /// # Errors
    ///
    /// As [`Session::begin_in_browser`], and [`Error::SignedOut`] where nobody was signed in; and of what it returns [`OAuthProblem::Declined`](crate::OAuthProblem::Declined)
    /// where the server has to ask something, and [`OAuthProblem::OtherPerson`](crate::OAuthProblem::OtherPerson) where
    /// somebody else is signed in there.
    ///
    /// # Cancellation
    ///
    /// Nothing is left of it.
    pub async fn come_back_in_browser(
        &self,
        redirects: &dyn Redirects,
    ) -> Result<BrowserSignIn, Error> {
        signing::begin_in_browser(&self.handle, redirects, Prompt::None).await
    }

    /// Begins a sign-in on another device, for a machine without a browser: asks the server for a code to be entered there.
    ///
    /// ```no_run
    /// # use auth_core::{Error, Session};
    /// # async fn example(session: Session) -> Result<(), Error> {
    /// let waiting = session.begin_on_device().await?;
    /// println!("open {} and enter {}", waiting.address(), waiting.code());
    /// let account = waiting.finish().await?;
    /// println!("welcome, {}", account.username);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Session::begin_in_browser`].
    ///
    /// # Cancellation
    ///
    /// Nothing is left of it.
    pub async fn begin_on_device(&self) -> Result<DeviceSignIn, Error> {
        signing::begin_on_device(&self.handle).await
    }

    /// Begins to sign the browser out of the server (OIDC RP-Initiated Logout 1.0). To sign out here revokes what was granted
    /// here; the browser is let in again without a question, as whoever it was.
    ///
    /// ```no_run
    /// # use auth_core::{Error, LoopbackRedirects, Session};
    /// # fn open(address: &str) {}
    /// # async fn example(session: Session) -> Result<(), Error> {
    /// session.sign_out().await;
    /// let leaving = session.begin_leaving_in_browser(&LoopbackRedirects::new()).await?;
    /// open(leaving.address().expose());
    /// leaving.finish().await;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Session::begin_in_browser`]; [`OAuthProblem::NoEndpoint`](crate::OAuthProblem::NoEndpoint) where the server has no
    /// such address.
    ///
    /// # Cancellation
    ///
    /// Nothing is left of it.
    pub async fn begin_leaving_in_browser(
        &self,
        redirects: &dyn Redirects,
    ) -> Result<BrowserSignOut, Error> {
        signing::begin_leaving(&self.handle, redirects).await
    }
}
