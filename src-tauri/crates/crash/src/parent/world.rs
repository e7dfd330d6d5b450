//! One server, one vault, and the children that use both, one after the other.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use demo_server::{Call, Config, Control, DemoServer, Dialect, Endpoint, Rotation};
use tokio::{runtime::Handle, sync::mpsc::UnboundedReceiver};

use super::{
    child::{Child, Ended, Heard},
    expected::Expected,
    home::{Home, Kept},
    ledger::Ledger,
    plan::{Before, End, Plan},
    run_error::RunError,
};
use crate::between::{Opening, Order, Person, Report, Storm};

/// For how long the server gives the same answer to the same refresh token: many children may die
/// before one of them keeps the answer.
const GRACE: Duration = Duration::from_secs(30);
/// Short, so that children meet tokens that have expired.
const ACCESS_LIFETIME: Duration = Duration::from_secs(4);
/// How long a child is waited for that does not come to its end.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long anything may take that has to come.
const DEADLINE: Duration = Duration::from_secs(20);
/// Tokens are dated in whole seconds: a server that expires them more often would date them into the
/// future.
const BETWEEN_EXPIRIES: Duration = Duration::from_secs(2);
/// What a dead child has written to its socket is read by then.
const SETTLING: Duration = Duration::from_millis(10);

/// One server, one vault.
pub(crate) struct World {
    program: PathBuf,
    dialect: Dialect,
    writes_in_place: bool,
    runtime: Handle,
    server: DemoServer,
    control: Control,
    ledger: Ledger,
    answered: UnboundedReceiver<Call>,
    answers: usize,
    home: Home,
    expected: Expected,
    is_proven: bool,
    /// The last kill after which it was.
    proven: u32,
    expired: Instant,
}

impl World {
    pub(crate) fn new(
        program: PathBuf,
        dialect: Dialect,
        writes_in_place: bool,
        runtime: &Handle,
    ) -> Result<Self, RunError> {
        let mut config = Config::new(dialect);
        config.rotation = Rotation::On { grace: GRACE };
        config.access_lifetime = ACCESS_LIFETIME;
        let server = runtime.block_on(DemoServer::start(config)).map_err(test)?;
        let control = server.control();
        Ok(Self {
            program,
            dialect,
            writes_in_place,
            runtime: runtime.clone(),
            ledger: Ledger::of(&control),
            answered: control.watch_calls(),
            answers: 0,
            control,
            home: Home::new(&server.base_url()).map_err(test)?,
            server,
            expected: Expected::Nobody { from: 0 },
            is_proven: true,
            proven: 0,
            expired: Instant::now(),
        })
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The last kill of which it is known that the server honoured what it left behind: what is found
    /// lost was lost by a later one.
    pub(crate) fn last_proven(&self) -> u32 {
        self.proven
    }

    /// A child lives and dies by the plan, and what it leaves behind is looked at. Whether it came to the
    /// fault point that was planned for it, if one was.
    pub(crate) fn live_through(&mut self, kill: u32, plan: &Plan) -> Result<bool, RunError> {
        self.is_proven = false;
        self.prepare(plan)?;
        let came_to_its_point = self.one_life(plan)?;
        // What a child has proven is what the deaths before its own have left behind.
        if self.is_proven {
            self.proven = kill - 1;
        }
        self.is_proven = false;
        self.check()?;
        Ok(came_to_its_point)
    }

    /// A child that nobody kills finds a session, if one must be there, and the server honours it.
    pub(crate) fn prove(&mut self) -> Result<(), RunError> {
        let mut child = self.child(None, |storm| storm.only_prove = true)?;
        let until = child.born() + DEADLINE;
        loop {
            match child.hear(until) {
                Heard::Report(Report::Done) => break,
                Heard::Report(report) => self.hear(report)?,
                Heard::Nothing | Heard::Silence => {
                    return Err(RunError::Lost("a restored session did nothing".into()));
                }
            }
        }
        child.kill();
        self.is_proven = true;
        self.check()
    }

    /// Whether a session is there that must be honoured, and no child has shown that it is.
    pub(crate) fn has_something_to_prove(&self) -> bool {
        self.expected.is_session() && !self.is_proven
    }

    fn prepare(&mut self, plan: &Plan) -> Result<(), RunError> {
        match plan.before {
            Before::Nothing => {}
            Before::Move => {
                if self.has_something_to_prove() {
                    self.prove()?;
                }
                self.home = Home::new(&self.server.base_url()).map_err(test)?;
                self.expect_nobody();
            }
            Before::Damage => {
                self.prove()?;
                self.home.damage().map_err(test)?;
                self.expect_nobody();
            }
        }
        if plan.expires_access && self.expired.elapsed() > BETWEEN_EXPIRIES {
            self.control.expire_access();
            self.expired = Instant::now();
        }
        Ok(())
    }

    /// From now on nothing has to be there. The server revokes what there was: one of the dialects signs
    /// nobody in who has a session already.
    fn expect_nobody(&mut self) {
        self.control.revoke_refresh();
        self.ledger.read_on();
        self.expected = Expected::Nobody {
            from: self.ledger.count(),
        };
    }

    fn one_life(&mut self, plan: &Plan) -> Result<bool, RunError> {
        let company = (plan.has_company && self.expected.is_session())
            .then(|| self.child(None, |_| ()))
            .transpose()?;
        let child = self.child(Some(plan), |storm| storm.leave_after = plan.leave_after)?;
        let ended_itself = self.until_its_end(&child, &plan.end)?;
        let ended = self.end(child)?;
        let was_to = matches!(plan.end, End::Itself(_));
        if ended != Ended::Killed || (ended_itself && !was_to) {
            return Err(RunError::Lost("a child ended that nobody killed".into()));
        }
        if let Some(company) = company {
            self.goes_on(company)?;
        }
        Ok(ended_itself)
    }

    /// Listens until the child is to be killed, or has killed itself: which of the two.
    fn until_its_end(&mut self, child: &Child, end: &End) -> Result<bool, RunError> {
        let mut until = match end {
            End::Young(age) => child.born() + *age,
            End::Itself(_) | End::Busy { .. } => child.born() + PATIENCE,
        };
        let mut durable = 0;
        loop {
            match child.hear(until) {
                Heard::Report(report) => {
                    let is_durable = matches!(report, Report::Durable(_));
                    durable += u32::from(is_durable);
                    if let End::Busy { durable: n, then } = end
                        && is_durable
                        && durable == *n
                    {
                        until = Instant::now() + *then;
                    }
                    self.hear(report)?;
                }
                Heard::Nothing => return Ok(false),
                Heard::Silence => return Ok(true),
            }
        }
    }

    /// A process that shared the session with the dead goes on refreshing it, and dies then, too.
    fn goes_on(&mut self, child: Child) -> Result<(), RunError> {
        while let Heard::Report(report) = child.hear(Instant::now()) {
            self.hear(report)?;
        }
        let (until, mut refreshes) = (Instant::now() + DEADLINE, 0);
        // One may have been on its way when the other died.
        while refreshes < 2 {
            match child.hear(until) {
                Heard::Report(report) => {
                    refreshes += u32::from(matches!(report, Report::Durable(_)));
                    self.hear(report)?;
                }
                Heard::Nothing | Heard::Silence => {
                    let what = "a process does not go on after another one's death";
                    return Err(RunError::Lost(what.into()));
                }
            }
        }
        self.end(child).map(|_| ())
    }

    /// Kills a child and takes in its last words.
    fn end(&mut self, mut child: Child) -> Result<Ended, RunError> {
        let ended = child.kill();
        while let Heard::Report(report) = child.hear(Instant::now() + DEADLINE) {
            self.hear(report)?;
        }
        Ok(ended)
    }

    fn child(
        &self,
        plan: Option<&Plan>,
        change: impl FnOnce(&mut Storm),
    ) -> Result<Child, RunError> {
        let death = match plan.map(|plan| &plan.end) {
            Some(End::Itself(death)) => Some(death.clone()),
            _ => None,
        };
        let opening = Opening {
            folder: self.home.folder(),
            server: self.server.base_url(),
            dialect: self.dialect.to_string(),
            death,
            writes_in_place: self.writes_in_place,
            ..Opening::default()
        };
        let mut child = Child::start(&self.program, opening).map_err(test)?;
        let mut storm = Storm {
            person: Person::named("user"),
            must_restore: self.expected.is_session(),
            leave_after: None,
            only_prove: false,
        };
        change(&mut storm);
        child.tell(&Order::Storm(storm));
        Ok(child)
    }

    /// Takes in what a child says.
    fn hear(&mut self, report: Report) -> Result<(), RunError> {
        self.ledger.read_on();
        let place = |pair| {
            let place = self.ledger.place_of(pair);
            place.ok_or_else(|| RunError::Torn("a child has what was never granted".into()))
        };
        match report {
            Report::Durable(pair) => {
                self.expected = self.expected.durable(place(&pair)?);
            }
            Report::Left(pair) => {
                self.expected = Expected::Nobody {
                    from: place(&pair)? + 1,
                };
            }
            Report::Leaving => self.expected = self.expected.leaving(),
            Report::Proven => self.is_proven = true,
            Report::Lost { why } | Report::Failed { why } => return Err(RunError::Lost(why)),
            _ => {}
        }
        Ok(())
    }

    /// Holds what is kept, and what lies about, against what may be there.
    fn check(&mut self) -> Result<(), RunError> {
        if !self.expected.is_session() {
            self.settle();
        }
        let kept = self.home.load(&self.runtime).map_err(RunError::Torn)?;
        self.ledger.read_on();
        let place = match &kept {
            Kept::Pair(pair) => self.ledger.place_of(pair),
            Kept::Nothing | Kept::Damaged => None,
        };
        self.expected = self.expected.check(&kept, place)?;
        if !matches!(kept, Kept::Pair(_)) {
            self.control.revoke_refresh();
        }
        Ok(())
    }

    /// Waits until the server has dealt with every sign-in and sign-out of the dead: one that came to its
    /// end later would sign out whoever comes next.
    fn settle(&mut self) {
        std::thread::sleep(SETTLING);
        let until = Instant::now() + DEADLINE;
        let counts = |endpoint| matches!(endpoint, Endpoint::SignIn | Endpoint::SignOut);
        loop {
            while let Ok(call) = self.answered.try_recv() {
                self.answers += usize::from(counts(call.endpoint));
            }
            let asked = [Endpoint::SignIn, Endpoint::SignOut];
            let asked: usize = asked
                .map(|endpoint| self.control.calls(endpoint))
                .iter()
                .sum();
            if asked == self.answers || Instant::now() > until {
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

fn test(error: impl std::fmt::Display) -> RunError {
    RunError::Test(error.to_string())
}
