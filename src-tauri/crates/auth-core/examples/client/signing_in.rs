//! Signing in: with a password and the second step where the server asks for one, in the person's browser, or on another
//! device.

use auth_core::{Account, Error, LoopbackRedirects, Secret, Session};

use crate::{failure::Failure, terminal::note, typed::ask_code};

/// How somebody signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Under this name, with a password.
    Password(String),
    Browser,
    Device,
}

/// Signs in. What is to be opened or entered elsewhere is printed.
pub(crate) async fn run(
    session: &Session,
    way: &Way,
    password: &Secret<String>,
) -> Result<Account, Failure> {
    match way {
        Way::Password(user) => with_password(session, user, password).await,
        Way::Browser => {
            let waiting = session.begin_in_browser(&LoopbackRedirects::new()).await?;
            let address = waiting.browser().get().await?;
            note("open this in your browser, and nobody else in theirs:");
            note(address.expose());
            Ok(waiting.finish().await?)
        }
        Way::Device => {
            let waiting = session.begin_on_device().await?;
            let (address, code) = (waiting.address(), waiting.code());
            note(&format!("open {address} on any device and enter {code}"));
            Ok(waiting.finish().await?)
        }
    }
}

/// A wrong code is told and asked for again, until the server has had enough.
async fn with_password(
    session: &Session,
    user: &str,
    password: &Secret<String>,
) -> Result<Account, Failure> {
    let mut outcome = session.sign_in(user, password).await;
    loop {
        match &outcome {
            Err(Error::CodeWanted) => {}
            Err(wrong @ Error::Refused { .. }) if session.snapshot().second_step.is_some() => {
                note(&format!("client: {wrong}"));
            }
            _ => return Ok(outcome?),
        }
        outcome = session.enter_code(&code(session).await?).await;
    }
}

/// The code. An empty line has it sent again, where that can be done.
async fn code(session: &Session) -> Result<Secret<String>, Failure> {
    loop {
        let step = session.snapshot().second_step.unwrap_or_default();
        let title = step.title.unwrap_or_else(|| "Code".to_owned());
        let what = if step.can_send {
            format!("{title} (an empty line has it sent again)")
        } else {
            title
        };
        let code = ask_code(&what).await;
        let code = code.ok_or_else(|| Failure::usage("the input has no line with the code"))?;
        if !code.expose().is_empty() {
            return Ok(code);
        }
        if step.can_send {
            session.send_code().await?;
        }
    }
}
