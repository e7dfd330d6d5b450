//! A call on its way between a process and a server.

use std::{task::Waker, time::Duration};

use auth_core::{Answer, Call, Cause};

use super::cookies::Cookies;
use crate::{
    ground::ProcessId,
    server::{FamilyId, Said, TokenId},
};

/// What a call is for, as its path tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    SignIn,
    Refresh,
    SignOut,
    /// The code of a second step.
    Code,
    /// What is asked beside these: a token, an account, a code that is to be sent or is not wanted.
    Aside,
    Request,
}

/// A call under way, or over.
#[derive(Debug)]
pub(crate) struct Wire {
    pub(crate) process: ProcessId,
    pub(crate) what: Route,
    /// The operation that it is made for, where its path or its password says so; and whether it is the request itself
    /// and not where that was redirected to.
    pub(crate) operation: Option<(bool, usize)>,
    /// The tokens that travel with it.
    pub(crate) tokens: Vec<TokenId>,
    /// The cookies beside them, and those that its answer sets.
    pub(crate) carries: Cookies,
    pub(crate) brings: Cookies,
    /// The sign-in that they are of.
    pub(crate) family: Option<FamilyId>,
    /// How long the process had stood still when it began.
    pub(crate) stopped_before: Duration,
    /// Its sender has the answer, or waits no more.
    pub(crate) is_over: bool,
    pub(crate) said: Said,
    pub(crate) server: usize,
    pub(crate) call: Option<Call>,
    pub(crate) under_way: Option<Result<Answer, Cause>>,
    pub(crate) arrived: Option<Result<Answer, Cause>>,
    /// Whether the answer will be lost; `true`: without a word.
    pub(crate) loses_answer: Option<bool>,
    pub(crate) waker: Option<Waker>,
}
