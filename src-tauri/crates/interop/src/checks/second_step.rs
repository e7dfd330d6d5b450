//! A sign-in in two steps, and that half of one is none.

use std::time::Duration;

use auth_core::{Error, MemoryVault, Secret};

use crate::{
    bench::{Bench, Driven, Pace},
    manifest::{Ask, Person},
    report::{Mismatch, Outcome, ensure},
};

/// Somebody who is asked for a code.
#[derive(Clone, Copy, Debug)]
pub(super) struct SecondStep<'a> {
    pub(super) bench: &'a Bench,
    pub(super) person: &'a Person,
    pub(super) code: &'a Ask,
}

impl SecondStep<'_> {
    pub(super) async fn asked(self) -> Outcome {
        let driven = self.half_signed_in().await?;
        ensure(driven.is_signed_out(), "somebody is signed in already")?;
        ensure(driven.vault.record().is_none(), "something is kept already")?;
        let read = self.bench.read(&driven).await;
        ensure(read.is_err(), "the page is read already")?;
        driven.session.give_up_sign_in();
        Ok(())
    }

    pub(super) async fn wrong(self) -> Outcome {
        let driven = self.half_signed_in().await?;
        let right = self.code().await?;
        let mut wrong = right.clone();
        let last = wrong.pop();
        wrong.push(if last == Some('0') { '1' } else { '0' });
        match driven.session.enter_code(&Secret::from(wrong)).await {
            Err(Error::Refused { .. }) => {}
            Err(error) => return Err(error.into()),
            Ok(_) => return Err(Mismatch::new("it was taken")),
        }
        ensure(is_waiting(&driven), "the sign-in does not wait any more")?;
        driven.session.give_up_sign_in();
        Ok(())
    }

    pub(super) async fn right(self) -> Outcome {
        let driven = self.half_signed_in().await?;
        self.enter(&driven).await
    }

    pub(super) async fn again(self) -> Outcome {
        let driven = self.half_signed_in().await?;
        let facts = driven.session.snapshot().second_step;
        if facts.is_some_and(|facts| facts.can_send) {
            driven.session.send_code().await?;
        }
        self.enter(&driven).await
    }

    pub(super) async fn given_up(self) -> Outcome {
        let driven = self.half_signed_in().await?;
        let code = self.code().await?;
        driven.session.give_up_sign_in();
        ensure(!is_waiting(&driven), "the sign-in still waits")?;
        ensure(driven.is_signed_out(), "somebody is signed in")?;
        ensure(driven.vault.record().is_none(), "something is kept")?;
        let late = driven.session.enter_code(&Secret::from(code)).await;
        ensure(late.is_err(), "the code was taken afterwards")
    }

    async fn half_signed_in(self) -> Outcome<Driven> {
        let driven = self.bench.session(Pace::Real, MemoryVault::default())?;
        match driven.enter(self.person, &self.person.password).await {
            Err(Error::CodeWanted) => {}
            Err(error) => return Err(error.into()),
            Ok(_) => return Err(Mismatch::new("no code is asked for")),
        }
        ensure(
            is_waiting(&driven),
            "the session does not say that it waits",
        )?;
        Ok(driven)
    }

    async fn enter(self, driven: &Driven) -> Outcome {
        let code = Secret::from(self.code().await?);
        let account = driven.session.enter_code(&code).await?;
        let person = self.person;
        let username = person.account.username.as_ref().unwrap_or(&person.username);
        ensure(*account.username == **username, "it is another account")?;
        self.bench.read(driven).await?;
        driven.session.close().await;
        Ok(())
    }

    /// The code that is good now, and that nobody has used.
    async fn code(self) -> Outcome<String> {
        tokio::time::sleep(Duration::from_secs(self.person.new_code_after)).await;
        let code = self.bench.control.ask(self.code).await?;
        ensure(!code.is_empty(), "the server has no code")?;
        Ok(code)
    }
}

fn is_waiting(driven: &Driven) -> bool {
    driven.session.snapshot().second_step.is_some()
}
