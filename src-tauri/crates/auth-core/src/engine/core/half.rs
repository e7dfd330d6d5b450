//! A sign-in that waits for its second step. It is no session, and is kept nowhere.

use std::{sync::Arc, time::Duration};

use crate::{
    credentials::{Credentials, Departed, grant::Grant},
    dialect::Dialect,
    report::{Account, SecondStepFacts},
    secret::Secret,
    world::Moment,
};

/// What the first step has brought.
#[derive(Clone, Debug)]
pub(crate) struct Half {
    /// Which of the sign-ins that were asked for.
    pub(crate) number: u64,
    pub(crate) username: String,
    pub(crate) password: Secret<String>,
    /// Everything that the answers so far have granted.
    pub(crate) grant: Grant,
    /// Who alone may sign in, where it is for them.
    pub(crate) only: Option<Arc<Departed>>,
    /// Where somebody signs in on another device.
    pub(crate) polling: Option<Polling>,
}

/// How a server is asked whether somebody has signed in elsewhere.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Polling {
    /// In how long again.
    pub(crate) every: Duration,
    /// Until when.
    pub(crate) until: Moment,
}

impl Half {
    /// What the requests of the second step carry.
    pub(crate) fn credentials(&self, dialect: &Dialect) -> Credentials {
        Self::provisional(&self.grant, dialect)
    }

    pub(crate) fn facts(&self, dialect: &Dialect) -> SecondStepFacts {
        let step = dialect.second_step.as_ref();
        SecondStepFacts {
            username: self.username.clone(),
            title: step.and_then(|step| step.title.clone()),
            can_send: step.is_some_and(|step| step.send.is_some()),
        }
    }

    /// Credentials of a sign-in that is not done.
    pub(crate) fn provisional(grant: &Grant, dialect: &Dialect) -> Credentials {
        Credentials::first(0, 0, Account::default(), grant, dialect)
    }
}
