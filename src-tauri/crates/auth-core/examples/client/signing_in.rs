//! Signing in, with the second step where the server asks for one.

use auth_core::{Account, Error, Secret, Session};

use crate::{failure::Failure, terminal::note, typed::ask_code};

/// Signs in. A wrong code is told and asked for again, until the server has had enough.
pub(crate) async fn run(
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
