//! Interleavings that no socket could be made to produce on demand.

mod ahead;
mod cookies;
mod ending;
mod saving;
mod sharing;
mod waiting;

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use url::Url;

use super::*;
use crate::{
    credentials::{
        Received, SetCookies,
        grant::Grant,
        stored::{EndedSession, EndedSessions, Found, Terms},
    },
    dialect::CookieRole,
    engine::outcome::{Failure, RefreshOutcome, Refusal},
    report::{Account, Error, Said, State, StorageState},
    wire::{Words, redact::Secrets},
    world::{Answer, Cause, VaultError},
};

#[derive(Debug)]
struct Dice;

impl Rng for Dice {
    fn next_u64(&mut self) -> u64 {
        0
    }

    fn seed(&mut self) -> Option<[u8; 32]> {
        None
    }
}

fn at(seconds: u64) -> Moment {
    Moment::from_start(Duration::from_secs(seconds))
}

fn grant(access: &str, refresh: &str) -> Box<Grant> {
    let body = format!(r#"{{"accessToken":"{access}","refreshToken":"{refresh}"}}"#);
    let answer = Answer {
        status: StatusCode::OK,
        headers: HeaderMap::new(),
        body: Bytes::from(body),
    };
    let dialect = Dialect::preset("s-body").expect("a preset");
    let url = Url::parse("http://127.0.0.1/").expect("a URL");
    Box::new(Grant::of(&dialect, &answer, &url, at(0), &Secrets::none()).expect("credentials"))
}

fn account(name: &'static str) -> Account {
    Account {
        id: name.into(),
        username: name.into(),
        email: Words::default(),
        roles: Vec::new(),
    }
}

struct Driver {
    machine: Machine,
    now: Moment,
}

impl Driver {
    fn new() -> Self {
        let mut dialect = Dialect::preset("s-body").expect("a preset");
        dialect.cookies.insert("*".to_owned(), CookieRole::Always);
        Self {
            machine: Machine::new(Arc::new(dialect), Box::new(Dice)),
            now: at(0),
        }
    }

    fn signed_in() -> Self {
        let mut driver = Self::new();
        driver.begin(grant("access-ann", "refresh-ann"));
        driver
    }

    /// Signs Ann in with this, durably.
    fn begin(&mut self, grant: Box<Grant>) {
        let arriving = self.sign_in_with("ann", grant, 1);
        let write = written(&arriving);
        self.on(Input::Saved { write });
    }

    fn on(&mut self, input: Input) -> Vec<Effect> {
        self.machine.on(input, self.now)
    }

    fn sign_in(&mut self, name: &'static str, waiter: WaiterId) -> Vec<Effect> {
        let grant = grant(&format!("access-{name}"), &format!("refresh-{name}"));
        self.sign_in_with(name, grant, waiter)
    }

    fn sign_in_with(
        &mut self,
        name: &'static str,
        grant: Box<Grant>,
        waiter: WaiterId,
    ) -> Vec<Effect> {
        self.on(Input::SignedIn {
            seen: Some(self.machine.epoch),
            number: 0,
            account: account(name),
            grant,
            waiter,
        })
    }

    fn rejected(&mut self, waiter: WaiterId) -> Vec<Effect> {
        let seen = self.current();
        self.on(Input::Refresh {
            seen,
            why: Why::Rejected { personal: false },
            waiter,
        })
    }

    fn current(&self) -> CredentialId {
        self.machine.view(self.now).current().expect("signed in")
    }

    fn state(&self) -> State {
        self.machine.view(self.now).snapshot(0, 0).state
    }

    fn answer(&mut self, effects: &[Effect], outcome: RefreshOutcome) -> Vec<Effect> {
        let (attempt, asked_with) = effects
            .iter()
            .find_map(|effect| match effect {
                Effect::Refresh { attempt, job } => Some((*attempt, Arc::clone(&job.with))),
                _ => None,
            })
            .expect("a refresh was started");
        self.on(Input::Refreshed {
            attempt,
            asked_with,
            came: Refreshed {
                outcome,
                asked: 1,
                touched: None,
                cookies: Vec::new(),
                lock: None,
            },
        })
    }
}

fn written(effects: &[Effect]) -> u64 {
    effects
        .iter()
        .find_map(|effect| match effect {
            Effect::Save {
                save: Save { write, .. },
                ..
            }
            | Effect::Erase { write, .. } => Some(*write),
            _ => None,
        })
        .expect("something is written")
}

const DEGRADED: EventKind = EventKind::StorageDegraded {
    error: VaultError::NotWritten,
};

fn save_failed(write: u64) -> Input {
    let error = VaultError::NotWritten;
    Input::SaveFailed { write, error }
}

/// Closed, with a vault that outlives the process.
fn closed(waiter: WaiterId) -> Input {
    let outlives = true;
    Input::Close { waiter, outlives }
}

/// The server's word that a session is over.
fn refused(reason: EndReason) -> RefreshOutcome {
    RefreshOutcome::Ended(Refusal {
        reason,
        said: Said {
            status: 403,
            words: Some("no".into()),
        },
    })
}

/// The timer, in a session that is in use.
fn woke(now: Moment) -> Input {
    Input::Woke {
        last_request: Some(now),
    }
}

/// The session that a test signs in to: dice that always show zero make lineages of zero.
fn ended_sessions() -> EndedSessions {
    let mut ended = EndedSessions::default();
    ended.add(EndedSession {
        lineage: 0,
        up_to: u64::MAX,
    });
    ended
}

/// The vault has erased it.
fn erased(write: u64) -> Input {
    Input::Erased {
        write,
        ended: ended_sessions(),
        done: Ok(()),
        newest: None,
    }
}

fn settled(effects: &[Effect]) -> Vec<(WaiterId, bool)> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Settle { waiter, result } => Some((*waiter, result.is_ok())),
            _ => None,
        })
        .collect()
}

fn revocations(effects: &[Effect]) -> usize {
    effects
        .iter()
        .filter(|effect| matches!(effect, Effect::Revoke(_)))
        .count()
}

fn told(effects: &[Effect]) -> Vec<&EventKind> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Tell(kind) => Some(kind),
            _ => None,
        })
        .collect()
}

#[test]
fn nobody_sees_credentials_that_are_not_durable() {
    let mut driver = Driver::new();
    let arriving = driver.sign_in("ann", 1);
    assert_eq!(
        (driver.state(), settled(&arriving)),
        (State::SignedOut, vec![])
    );
    let arrived = driver.on(Input::Saved {
        write: written(&arriving),
    });
    assert_eq!(
        (driver.state(), settled(&arrived)),
        (State::Live, vec![(1, true)])
    );
    assert!(arrived.iter().any(Effect::begins_a_session));

    let old = driver.current();
    assert!(old.epoch > 0, "who asked before the sign-in is late now");
    let asked = driver.rejected(2);
    let granted = driver.answer(
        &asked,
        RefreshOutcome::Refreshed(grant("access-2", "refresh-2")),
    );
    assert_eq!((driver.current(), settled(&granted)), (old, vec![]));
    assert!(!granted.iter().any(Effect::begins_a_session));
    let joined = driver.rejected(3);
    assert_eq!(
        settled(&joined),
        [],
        "joins while the credentials are being written"
    );
    let refreshed = driver.on(Input::Saved {
        write: written(&granted),
    });
    assert_eq!(driver.current().generation, old.generation + 1);
    assert_eq!(settled(&refreshed), [(2, true), (3, true)]);
}

#[test]
fn a_late_wish_for_newer_credentials_than_old_ones_starts_nothing() {
    let mut driver = Driver::signed_in();
    let old = driver.current();
    let asked = driver.rejected(2);
    let joined = driver.rejected(3);
    assert!(joined.is_empty(), "one refresh at a time");
    let granted = driver.answer(
        &asked,
        RefreshOutcome::Refreshed(grant("new", "new-refresh")),
    );
    driver.on(Input::Saved {
        write: written(&granted),
    });
    let late = driver.on(Input::Refresh {
        seen: old,
        why: Why::Rejected { personal: true },
        waiter: 4,
    });
    assert_eq!((settled(&late), late.len()), (vec![(4, true)], 1));
}

#[test]
fn a_vault_that_fails_costs_nobody_the_session_and_is_tried_again() {
    let mut driver = Driver::new();
    let arriving = driver.sign_in("ann", 1);
    let arrived = driver.on(save_failed(written(&arriving)));
    assert_eq!(
        (driver.state(), settled(&arrived)),
        (State::Live, vec![(1, true)])
    );
    assert!(told(&arrived).contains(&&DEGRADED));
    assert_eq!(
        driver.machine.view(driver.now).storage,
        StorageState::Degraded
    );

    driver.now = driver.machine.wake_at().expect("a retry");
    let retried = driver.on(woke(driver.now));
    let recovered = driver.on(Input::Saved {
        write: written(&retried),
    });
    assert_eq!(told(&recovered), [&EventKind::StorageRecovered]);
    assert_eq!(
        driver.machine.view(driver.now).storage,
        StorageState::Durable
    );
    assert_eq!(driver.machine.wake_at(), None);
}

#[test]
fn trouble_waits_its_time_and_a_second_failure_keeps_since_and_doubt() {
    let mut driver = Driver::signed_in();
    let failed = RefreshOutcome::unanswered;
    let asked = driver.rejected(2);
    driver.now = at(10);
    driver.answer(&asked, failed(Cause::Lost));
    driver.now = driver.machine.wake_at().expect("a retry");
    let again = driver.on(woke(driver.now));
    assert!(
        again
            .iter()
            .any(|effect| matches!(effect, Effect::Refresh { job, .. } if job.trouble.is_some_and(|it| it.in_doubt)))
    );
    driver.answer(&again, failed(Cause::Connect));
    let trouble = driver.machine.view(driver.now).trouble.expect("in trouble");
    assert_eq!(
        (trouble.failures, trouble.since, trouble.in_doubt),
        (2, at(10), true)
    );
    assert!(
        driver.on(woke(driver.now)).is_empty(),
        "not before its time"
    );
    driver.now = driver.machine.wake_at().expect("a retry");
    let third = driver.on(woke(driver.now));
    let granted = driver.answer(
        &third,
        RefreshOutcome::Refreshed(grant("new", "new-refresh")),
    );
    driver.on(Input::Saved {
        write: written(&granted),
    });
    assert_eq!(
        (driver.state(), driver.machine.wake_at()),
        (State::Live, None)
    );
}

/// What an answer said about cookies.
fn cookies(header: &'static str) -> SetCookies {
    let mut headers = HeaderMap::new();
    headers.insert(
        http::header::SET_COOKIE,
        http::HeaderValue::from_static(header),
    );
    let url = Url::parse("http://127.0.0.1/").expect("a URL");
    SetCookies::read(&headers, &url, RECEIVED)
}

const RECEIVED: Received = Received {
    at: Moment::from_start(Duration::ZERO),
    server_time: 0,
    wall: 0,
};
