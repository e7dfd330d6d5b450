//! What somebody asks of a session, and the bound within which an answer must come.

use std::{sync::Arc, time::Duration};

use auth_core::{Account, Error, Limits, Request, Response, Secret, Session};
use http::Method;

use crate::{
    agenda::Due,
    at::At,
    executor::{ProcessId, TaskId},
    mint::FamilyId,
    process::Point,
    shared::Shared,
    timeline::note,
    world::World,
};

/// What is asked.
#[derive(Clone, Debug)]
pub(crate) enum Wish {
    Send {
        method: Method,
        path: &'static str,
        personal: bool,
    },
    SignIn {
        account: usize,
        mistyped: bool,
    },
    SignOut,
    RefreshNow,
    Restore,
    Close,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// An answer with this status.
    Status(u16),
    /// It was done; whose session it is now, where that is said.
    Done(Option<String>),
    Failed(Error),
    /// The caller went away, or its process did.
    GoneAway,
}

/// One call of a session's handle.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) process: ProcessId,
    pub(crate) wish: Wish,
    pub(crate) began: At,
    /// When its task had its first turn.
    pub(crate) started: Option<At>,
    /// The sign-in that the process was in when it began.
    pub(crate) family: Option<FamilyId>,
    /// How often it was put onto the wire.
    pub(crate) sends: u32,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) task: TaskId,
    /// How many changes the disk had seen when it began, and whether it could be read.
    pub(crate) disk_before: (usize, bool),
    /// How long the process had stood still when it began, and what was granted for it since.
    stopped_before: Duration,
    granted: Duration,
}

impl Wish {
    /// Whether a person waits for it.
    pub(crate) fn is_personal(&self) -> bool {
        matches!(self, Self::RefreshNow | Self::Send { personal: true, .. })
    }

    /// Whether it puts the session to use.
    pub(crate) fn uses_the_session(&self) -> bool {
        matches!(self, Self::RefreshNow | Self::Send { .. })
    }

    /// How long it may take in all, from the deadlines that the engine promises to keep.
    pub(crate) fn bound(&self) -> Duration {
        let limits = Limits::default();
        // Writes are done one after the other: a few may stand before the one that is waited for.
        let writes = limits.vault * 4;
        let refresh = limits.lock + limits.vault + limits.refresh + limits.vault + writes;
        // A caller may be left waiting for its turn a few times.
        Duration::from_secs(10)
            + match self {
                Self::Send { .. } => (refresh + limits.request) * 2,
                Self::RefreshNow => refresh,
                Self::SignIn { .. } => limits.revoke + limits.request + writes,
                Self::SignOut => writes,
                Self::Restore => limits.vault,
                Self::Close => limits.close,
            }
    }
}

impl World {
    /// Takes an operation down before its task is spawned.
    pub(crate) fn plan_operation(&mut self, process: ProcessId, wish: Wish) -> usize {
        let id = self.operations.len();
        note!(self, Some(process), "operation {id}: {wish:?}");
        let bound = self.now + wish.bound();
        let it = &self.processes[process];
        let disk = &self.disks[it.disk];
        self.operations.push(Operation {
            process,
            wish,
            began: self.now,
            started: None,
            family: None,
            sends: 0,
            outcome: None,
            task: TaskId::MAX,
            disk_before: (disk.changes.len(), disk.is_well()),
            stopped_before: it.stopped_for(self.now),
            granted: Duration::ZERO,
        });
        self.agenda.add(bound, Due::MustBeOver(id));
        id
    }

    /// The first thing that happens in its task.
    fn begins(&mut self, id: usize) {
        let process = self.operations[id].process;
        self.operations[id].started = Some(self.now);
        self.operations[id].family = self.processes[process].witness.family();
    }

    pub(crate) fn ends(&mut self, id: usize, outcome: Outcome) {
        let process = self.operations[id].process;
        note!(self, Some(process), "operation {id}: {outcome:?}");
        self.operations[id].outcome = Some(outcome);
        self.check_outcome(id);
        if matches!(self.operations[id].wish, Wish::Close) {
            self.reached(process, Point::Closed);
        }
    }

    /// The bound of an operation has come; what its process stood still is added.
    pub(crate) fn must_be_over(&mut self, id: usize) {
        let operation = &self.operations[id];
        if operation.outcome.is_some() {
            return;
        }
        let stopped = self.processes[operation.process].stopped_for(self.now);
        let owed = stopped
            .saturating_sub(operation.stopped_before)
            .saturating_sub(operation.granted);
        if owed.is_zero() {
            let process = operation.process;
            let what = format!("operation {id} has not ended within its bound");
            self.violate(Some(process), "every waiter settles", &what);
        } else {
            self.operations[id].granted += owed;
            let at = self.now + owed;
            self.agenda.add(at, Due::MustBeOver(id));
        }
    }

    /// What of a process is not over yet.
    pub(crate) fn open_operations(
        &self,
        process: ProcessId,
    ) -> impl Iterator<Item = (usize, &Operation)> {
        self.operations
            .iter()
            .enumerate()
            .filter(move |(_, it)| it.process == process && it.outcome.is_none())
    }
}

/// Carries a wish out. What is on the wire tells by its path which operation it is for.
pub(crate) async fn carry_out(shared: Arc<Shared>, session: Session, id: usize, wish: Wish) {
    shared.world().begins(id);
    let outcome = match wish {
        Wish::Send {
            method,
            path,
            personal,
        } => {
            let mut request = Request::new(method, format!("{path}?op={id}"));
            if personal {
                request = request.personal();
            }
            sent(&shared, id, session.send(request).await)
        }
        Wish::SignIn { account, mistyped } => {
            let (name, password) = shared.world().form(id, account, mistyped);
            whose(session.sign_in(&name, &password).await.map(Some))
        }
        Wish::Restore => whose(session.restore().await),
        Wish::RefreshNow => whose(session.refresh_now().await.map(|()| None)),
        Wish::SignOut => {
            session.sign_out().await;
            Outcome::Done(None)
        }
        Wish::Close => {
            session.close().await;
            Outcome::Done(None)
        }
    };
    shared.world().ends(id, outcome);
}

fn sent(shared: &Shared, id: usize, result: Result<Response, Error>) -> Outcome {
    match result {
        Ok(response) => {
            let mut world = shared.world();
            let process = world.operations[id].process;
            world.check_words(Some(process), "a response", &response);
            Outcome::Status(response.status.as_u16())
        }
        Err(error) => Outcome::Failed(error),
    }
}

fn whose(result: Result<Option<Account>, Error>) -> Outcome {
    match result {
        Ok(account) => Outcome::Done(account.map(|account| account.username)),
        Err(error) => Outcome::Failed(error),
    }
}

impl World {
    fn form(&self, id: usize, account: usize, mistyped: bool) -> (String, Secret<String>) {
        let server = self.processes[self.operations[id].process].server;
        let account = &self.servers[server].accounts[account];
        let password = if mistyped {
            format!("{}-mistyped", crate::mint::PASSWORD_MARK)
        } else {
            account.password.clone()
        };
        (account.name.clone(), Secret::from(password))
    }
}
