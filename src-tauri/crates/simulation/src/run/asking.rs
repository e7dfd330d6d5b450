//! Asking something of a session: from the wish to what came of it, within its bound.

use std::{sync::Arc, time::Duration};

use auth_core::{Account, Error, Request, Response, Secret, Session};

use crate::{
    ground::{Due, ProcessId, TaskId, note},
    host::SimBrowser,
    server::{CODE_MARK, Csrf, Kind, PASSWORD_MARK, Server},
    world::{Operation, Outcome, Point, Shared, Wish, World},
};

impl World {
    /// Takes an operation down before its task is spawned.
    pub(crate) fn plan_operation(&mut self, process: ProcessId, wish: Wish) -> usize {
        let id = self.operations.len();
        note!(self, Some(process), "operation {id}: {wish:?}");
        let it = &self.processes[process];
        let rules = &self.servers[it.server].rules;
        let bound = self.now + wish.bound_with(rules.csrf != Csrf::None, rules.kind == Kind::OAuth);
        let disk = &self.disks[it.disk];
        self.operations.push(Operation {
            process,
            wish,
            began: self.now,
            started: None,
            family: None,
            sends: 0,
            reads_at: 0,
            hop: None,
            misses: 0,
            was_lost: false,
            as_guest: None,
            refused_with: Vec::new(),
            signed_in_as: None,
            signed_in_at: None,
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
        self.operations[id].reads_at = self.next_moment();
        self.note_lapsed_halves(id);
        let clock = self.clock_of(process);
        let witness = &mut self.processes[process].witness;
        // Also where nothing is left to send it with.
        if witness.view.is_some() && self.operations[id].wish.uses_the_session() {
            witness.last_used = Some(clock);
        }
    }

    pub(crate) fn ends(&mut self, id: usize, outcome: Outcome) {
        let process = self.operations[id].process;
        note!(self, Some(process), "operation {id}: {outcome:?}");
        self.operations[id].outcome = Some(outcome);
        self.note_lapsed_halves(id);
        self.check_outcome(id);
        self.goes_on_with_code(id);
        if matches!(self.operations[id].wish, Wish::Close) {
            // Whose caller goes away before it has begun closes nothing.
            self.processes[process].has_left |= self.operations[id].started.is_some();
            self.reached(process, Point::Closed);
        }
    }

    /// Who was asked for a code looks for it, and does something with it after a while.
    fn goes_on_with_code(&mut self, id: usize) {
        let operation = &self.operations[id];
        let process = operation.process;
        let is_asked = match (&operation.wish, &operation.outcome) {
            (_, Some(Outcome::Failed(Error::CodeWanted))) => true,
            (Wish::EnterCode { .. } | Wish::SendCode, Some(outcome)) => {
                !matches!(outcome, Outcome::Done(Some(_)))
            }
            _ => false,
        };
        if is_asked {
            let at = self.now + self.dice.millis(100, 40_000);
            self.agenda.add(at, Due::Code(process));
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

    fn signs_in_in_browser(&self, id: usize) -> bool {
        let server = self.processes[self.operations[id].process].server;
        self.servers[server].rules.kind == Kind::OAuth
    }

    /// What is typed into the sign-in form.
    fn form(&self, id: usize, account: usize, mistyped: bool) -> (String, Secret<String>) {
        let server = self.processes[self.operations[id].process].server;
        let account = &self.servers[server].accounts[account];
        let password = if mistyped {
            format!("{PASSWORD_MARK}-mistyped")
        } else {
            // Behind it stands which operation it is typed for: the path of a sign-in cannot say.
            format!("{}#{id}", account.password)
        };
        (account.name.clone(), Secret::from(password))
    }

    /// The code that a person reads off somewhere, with which operation it is typed for behind it.
    fn code(&self, id: usize, mistyped: bool) -> Secret<String> {
        let halves = &self.processes[self.operations[id].process].witness.halves;
        let right = halves.last().filter(|_| !mistyped);
        let code = right.map_or(format!("{CODE_MARK}-mistyped"), |family| {
            Server::code_of(*family)
        });
        Secret::from(format!("{code}#{id}"))
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
        Wish::SignIn { account, mistyped } if shared.world().signs_in_in_browser(id) => {
            let browser = SimBrowser::new(&shared, id, account, mistyped);
            whose(in_browser(&session, &browser).await.map(Some))
        }
        Wish::SignIn { account, mistyped } => {
            let (name, password) = shared.world().form(id, account, mistyped);
            whose(session.sign_in(&name, &password).await.map(Some))
        }
        Wish::EnterCode { mistyped } => {
            let code = shared.world().code(id, mistyped);
            whose(session.enter_code(&code).await.map(Some))
        }
        Wish::SendCode => whose(session.send_code().await.map(|()| None)),
        Wish::GiveUp => {
            session.give_up_sign_in();
            Outcome::Done(None)
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

/// The person takes the trip there and back.
async fn in_browser(session: &Session, browser: &SimBrowser) -> Result<Account, Error> {
    let waiting = session.begin_in_browser(browser).await?;
    browser.opens(waiting.browser().get().await?.expose());
    waiting.finish().await
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
        Ok(account) => Outcome::Done(account.map(|account| account.username.into_string())),
        Err(error) => Outcome::Failed(error),
    }
}
