//! The network between the processes and the servers: it delays, loses, refuses, and now and then
//! something else answers.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use auth_core::{Answer, Call, Cause, Exchange, Transport};

use crate::{
    ground::{Due, ProcessId, note},
    server::{ACCOUNT, CODE, DOCUMENTS, Health, Heard, Kind, NO_CODE, Reply, SEND_CODE, Said},
    world::{Cookies, Link, Point, Route, Shared, Wire, World},
};

/// The network as one process uses it.
#[derive(Debug)]
pub(crate) struct SimTransport {
    pub(crate) shared: Arc<Shared>,
    pub(crate) process: ProcessId,
}

impl Transport for SimTransport {
    fn send(&self, call: Call) -> Exchange<'_> {
        Box::pin(OnTheWire {
            shared: Arc::clone(&self.shared),
            process: self.process,
            call: Some(call),
            id: None,
        })
    }
}

/// Put onto the wire when it is first polled, as real clients do it.
struct OnTheWire {
    shared: Arc<Shared>,
    process: ProcessId,
    call: Option<Call>,
    id: Option<usize>,
}

impl Future for OnTheWire {
    type Output = Result<Answer, Cause>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let shared = Arc::clone(&self.shared);
        let mut world = shared.world();
        if let Some(call) = self.call.take() {
            self.id = Some(world.begin_call(self.process, call));
        }
        let Some(id) = self.id else {
            return Poll::Pending;
        };
        let Some(result) = world.wires[id].arrived.take() else {
            world.wires[id].waker = Some(cx.waker().clone());
            return Poll::Pending;
        };
        self.id = None;
        world.deliver(id, result.as_ref().err().copied());
        Poll::Ready(result)
    }
}

impl Drop for OnTheWire {
    fn drop(&mut self) {
        if let Some(id) = self.id {
            self.shared.world().give_up_call(id);
        }
    }
}

impl World {
    fn begin_call(&mut self, process: ProcessId, call: Call) -> usize {
        let id = self.wires.len();
        let wire = self.describe(process, &call);
        let (method, path) = (&call.method, call.url.path());
        let csrf = call.headers.get("x-csrf-token");
        let csrf = csrf.and_then(|it| it.to_str().ok()).unwrap_or_default();
        note!(
            self,
            Some(process),
            "→ #{id} {method} {path} with {:?} {csrf}",
            wire.tokens
        );
        self.wires.push(wire);
        self.check_wire(id, &call);
        let (server, is_refresh) = (self.wires[id].server, self.wires[id].what == Route::Refresh);
        self.wires[id].call = Some(call);
        if is_refresh {
            self.wires[id].loses_answer = self.processes[process].loses_next_answer.take();
            self.reached(process, Point::RefreshSent);
        }
        let there = self.latency();
        match self.computers[self.processes[process].computer].link {
            Link::Offline => self.answers(id, there, Err(Cause::Connect)),
            Link::Silent => {}
            Link::Portal(status) => self.replies(id, there, Reply::page(status)),
            Link::Up => self.sends_out(id, server, there),
        }
        id
    }

    fn sends_out(&mut self, id: usize, server: usize, there: Duration) {
        let noise = self.noise;
        if self.servers[server].health == Health::Down || self.dice.chance(noise.refuses) {
            self.answers(id, there, Err(Cause::Connect));
        } else if self.dice.chance(noise.loses_request) {
            if !self.dice.chance(noise.is_silent) {
                self.answers(id, there, Err(Cause::Lost));
            }
        } else if self.dice.chance(noise.is_portal) {
            let status = self.dice.pick(&[200, 403, 401, 511]);
            self.replies(id, there, Reply::page(status));
        } else {
            if self.dice.chance(noise.loses_answer) {
                self.wires[id].loses_answer = Some(self.dice.chance(noise.is_silent));
            }
            let at = self.now + there;
            self.agenda.add(at, Due::Reaches(id));
        }
    }

    fn describe(&mut self, process: ProcessId, call: &Call) -> Wire {
        let it = &self.processes[process];
        let kind = self.servers[it.server].rules.kind;
        let what = route_of(kind, call);
        let mut tokens = self.mint.find(&call.body);
        for value in call.headers.values() {
            tokens.extend(self.mint.find(value.as_bytes()));
        }
        let operation = call.url.query().and_then(|query| {
            let (key, number) = query.split_once('=')?;
            Some((key == "op", number.parse().ok()?))
        });
        let operation = operation.or_else(|| {
            typed_for(&call.body)
                .filter(|_| matches!(what, Route::SignIn | Route::Code))
                .map(|id| (true, id))
        });
        Wire {
            process,
            what,
            operation,
            family: tokens.first().map(|token| self.mint.tokens[*token].family),
            tokens,
            carries: Cookies::carried(&call.headers),
            brings: Cookies::default(),
            stopped_before: it.stopped_for(self.now),
            is_over: false,
            said: Said::Nothing,
            server: it.server,
            call: None,
            under_way: None,
            arrived: None,
            loses_answer: None,
            waker: None,
        }
    }

    /// A call arrives at its server.
    pub(crate) fn reaches(&mut self, id: usize) {
        let (process, server) = (self.wires[id].process, self.wires[id].server);
        // A call that was given up may have been sent or not.
        if self.wires[id].is_over && self.dice.chance(400) {
            return;
        }
        let Some(call) = self.wires[id].call.take() else {
            return;
        };
        if self.servers[server].health == Health::Down {
            self.answers(id, Duration::ZERO, Err(Cause::Lost));
            return;
        }
        let what = self.wires[id].what;
        let heard = Heard {
            method: &call.method,
            path: call.url.path(),
            headers: &call.headers,
            body: &call.body,
            process,
        };
        if what == Route::Request && self.dice.chance(self.noise.redirects) {
            let (to, now) = (self.elsewhere(id), self.now);
            let (mint, dice) = (&mut self.mint, &mut self.dice);
            let reply = self.servers[server].send_on(mint, &heard, &to, now, dice);
            let back = self.latency();
            self.replies(id, back, reply);
            return;
        }
        let hiccups = self.dice.chance(self.noise.hiccups);
        let before = self.servers[server].health;
        if hiccups && before == Health::Well {
            self.servers[server].health = match self.dice.below(4) {
                0 => Health::Busy {
                    seconds: self.dice.between(1, 90),
                    as_date: self.dice.chance(500),
                },
                1 => Health::Failing(500),
                2 => Health::Failing(503),
                _ => Health::Failing(502),
            };
        }
        let reply = self.servers[server].answer(&mut self.mint, &heard, self.now, &mut self.dice);
        self.servers[server].health = before;
        match what {
            Route::Refresh => self.reached(process, Point::RefreshReached),
            Route::SignIn | Route::Code => self.reached(process, Point::SignInReached),
            Route::SignOut | Route::Aside | Route::Request => {}
        }
        if let Some(reply) = reply {
            note!(
                self,
                Some(process),
                "  #{id} at the server: {:?}",
                reply.said
            );
            self.comes_back(id, reply);
        }
    }

    /// Where a server sends a request: mostly to another page of its own.
    fn elsewhere(&self, id: usize) -> String {
        let operation = self.wires[id].operation.map_or(0, |(_, id)| id);
        match id % 6 {
            0 => "https://elsewhere.example/api/test/user".to_owned(),
            1 => "//elsewhere.example/x".to_owned(),
            2 => {
                let refresh = self.servers[0].rules.kind.routes().refresh;
                format!("{refresh}?for={operation}")
            }
            _ => format!("/api/test/user?for={operation}"),
        }
    }

    fn comes_back(&mut self, id: usize, reply: Reply) {
        let back = if self.dice.chance(self.noise.is_slow) {
            self.dice.seconds(20, 120)
        } else {
            self.latency()
        };
        match self.wires[id].loses_answer {
            Some(true) => {}
            Some(false) => self.answers(id, back, Err(Cause::Lost)),
            None => self.replies(id, back, reply),
        }
    }

    fn replies(&mut self, id: usize, after: Duration, reply: Reply) {
        self.wires[id].said = reply.said;
        self.wires[id].brings = Cookies::set(&reply.answer.headers, &self.mint);
        self.answers(id, after, Ok(reply.answer));
    }

    fn answers(&mut self, id: usize, after: Duration, result: Result<Answer, Cause>) {
        self.wires[id].under_way = Some(result);
        let at = self.now + after;
        self.agenda.add(at, Due::Answers(id));
    }

    /// An answer arrives at its sender's machine.
    pub(crate) fn arrives(&mut self, id: usize) -> Option<Waker> {
        let result = self.wires[id].under_way.take()?;
        let process = self.wires[id].process;
        self.wires[id].arrived = Some(result);
        match self.wires[id].what {
            Route::Refresh => self.reached(process, Point::RefreshAnswered),
            Route::SignIn | Route::Code => self.reached(process, Point::SignInAnswered),
            Route::SignOut | Route::Aside | Route::Request => {}
        }
        self.wires[id].waker.take()
    }

    /// The sender reads it.
    fn deliver(&mut self, id: usize, failed: Option<Cause>) {
        self.wires[id].is_over = true;
        let process = self.wires[id].process;
        match failed {
            Some(cause) => note!(self, Some(process), "← #{id} {cause}"),
            None => note!(self, Some(process), "← #{id} {:?}", self.wires[id].said),
        }
        self.check_answer(id, failed);
    }

    fn give_up_call(&mut self, id: usize) {
        self.wires[id].is_over = true;
        let process = self.wires[id].process;
        note!(self, Some(process), "✕ #{id} given up");
        self.check_given_up(id);
    }

    /// The answer to the refresh under way is lost.
    pub(crate) fn lose_answer(&mut self, process: ProcessId, silently: bool) {
        let last = self.wires.iter().rposition(|wire| {
            wire.process == process && wire.what == Route::Refresh && !wire.is_over
        });
        let Some(id) = last else { return };
        self.wires[id].loses_answer = Some(silently);
        if self.wires[id].under_way.is_some() {
            self.wires[id].under_way = (!silently).then_some(Err(Cause::Lost));
        }
    }

    /// Every connection to a server, or of a computer, is gone.
    pub(crate) fn cut_connections(&mut self, is_cut: impl Fn(&Self, ProcessId) -> bool) {
        for id in 0..self.wires.len() {
            let wire = &self.wires[id];
            if !wire.is_over && wire.arrived.is_none() && is_cut(self, wire.process) {
                self.wires[id].call = None;
                self.answers(id, Duration::ZERO, Err(Cause::Lost));
            }
        }
    }

    pub(crate) fn latency(&mut self) -> Duration {
        match self.dice.below(10) {
            0 => Duration::ZERO,
            1..=7 => self.dice.millis(1, 60),
            8 => self.dice.millis(60, 900),
            _ => self.dice.millis(0, self.slowest_answer),
        }
    }
}

fn route_of(kind: Kind, call: &Call) -> Route {
    let (routes, path) = (kind.routes(), call.url.path());
    // There, what refreshes is a page like any other, and somebody may be sent on to it.
    let is_page = kind == Kind::Form && call.url.query().is_some();
    if kind.is_sign_in(&call.method, path, &call.body) {
        Route::SignIn
    } else if kind.is_refresh(path, &call.body) && kind.refreshes() && !is_page {
        Route::Refresh
    } else if path == routes.sign_out {
        Route::SignOut
    } else if path == CODE {
        Route::Code
    } else if [routes.csrf, ACCOUNT, SEND_CODE, NO_CODE].contains(&path)
        || DOCUMENTS.contains(&path)
    {
        Route::Aside
    } else {
        Route::Request
    }
}

/// The operation that a password or a code is typed for.
fn typed_for(body: &[u8]) -> Option<usize> {
    let escaped = memchr::memmem::find(body, b"%23").map(|at| at + 2);
    let at = memchr::memchr(b'#', body).or(escaped)?;
    let digits = body[at + 1..].split(|byte| !byte.is_ascii_digit()).next()?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}
