//! The signals of the whole window, and the only ways to change them.

mod heard;
mod people;
mod saying;

use ipc::{
    Account, AppSnapshot, Change, DialectInfo, Elsewhere, Error, LOGOUT_EVENT, LogoutEvent,
    LogoutReason, Nudge, Page, SESSION_EVENT, SecondStep, Server, SessionEvent, SessionState,
    SessionView, SignInInBrowser, Snapshot, VisibleSet,
};
use std::future::Future;

use self::{
    heard::{Heard, phase_of, signed_in_at},
    people::People,
    saying::Saying,
};
use super::{
    kind_check::KindCheck,
    place::{Phase, Place, Shown, Ways},
};
use crate::{backend, browser, prelude::*, route::Route, standing::Standing, words};

/// What the window knows. A handle: copy it freely.
#[derive(Clone, Copy, Debug)]
pub(crate) struct App {
    /// What the core said last.
    heard: Signal<Heard>,
    /// Where the person asked to be. What is shown is [`App::screen`].
    asked: Signal<Place>,
    /// What is said by the by.
    saying: Signal<Saying>,
    /// The window's clock, ticking.
    now: Signal<u64>,
    /// What the window notes by itself.
    pub(super) noted: Signal<Noted>,

    /// The screen that the person is at, whether it can be shown yet or not.
    pub(crate) screen: ReadSignal<Route>,
    /// As much of the session as navigation depends on.
    pub(crate) phase: ReadSignal<Phase>,
    /// The session with the current server.
    pub(crate) session: ReadSignal<Option<SessionView>>,
    /// Who is signed in.
    pub(crate) account: ReadSignal<Option<Account>>,
    /// The chosen server.
    pub(crate) server: ReadSignal<Option<Server>>,
}

/// What the window notes by itself. The core need not know it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Noted {
    people: People,
    /// What a server that failed like a stranger was found to answer like.
    pub(super) kind: Option<KindCheck>,
    /// How often the person has asked to be somewhere.
    steps: u64,
}

impl App {
    /// Knows nothing yet. Call in the outermost scope: its signals live as long as the window.
    pub(crate) fn new() -> Self {
        let heard = create_signal(Heard::Nothing);
        let route = browser::hash_route().unwrap_or(Route::Start);
        let asked = create_signal(Place::at(route));
        // Each of these reads `heard` itself and none reads another. A change marks only direct
        // dependents as stale, so a view that is born in the middle of a change would read a
        // value derived in two steps as it was before, and would never hear that it is new.
        Self {
            heard,
            asked,
            saying: create_signal(Saying::default()),
            now: create_signal(browser::now_ms()),
            noted: create_signal(Noted::default()),
            screen: create_selector(move || {
                let place = asked.get();
                heard.with(|heard| place.settle(heard.phase(), &heard.ways()).route)
            }),
            phase: create_selector(move || heard.with(Heard::phase)),
            session: derive(heard, |snapshot| snapshot.session.clone()),
            account: derive(heard, |snapshot| snapshot.session.as_ref()?.account.clone()),
            server: derive(heard, |snapshot| {
                snapshot.settings.current_server().cloned()
            }),
        }
    }

    /// Starts following the core: listens first, so that nothing between the first snapshot and
    /// the first event can be missed.
    pub(crate) fn start(self) {
        browser::every_half_second(move || self.now.set(browser::now_ms()));
        Self::follow_the_person();
        browser::on_hash_change(move |route| self.ask(route.unwrap_or(Route::Start)));
        Self::spawn(async move {
            let heard = backend::listen(SESSION_EVENT, move |event| self.on_session(event)).await;
            let ended = backend::listen(LOGOUT_EVENT, move |event| self.on_logout(event)).await;
            let known = self.take_snapshot().await;
            let silent = heard.and(ended).and(known).is_err();
            if silent
                && self
                    .heard
                    .with_untracked(|heard| heard.snapshot().is_none())
            {
                self.heard.set(Heard::Silence);
            }
        });
    }

    /// Tells the core whether this window is looked at, and when trying again may be worth it: the
    /// network is back, or the computer has slept. Both are hints; nothing depends on their arriving.
    fn follow_the_person() {
        browser::on_visibility(|visible| {
            Self::spawn(async move { drop(backend::call(VisibleSet { visible }).await) });
        });
        browser::on_return(|| Self::spawn(async { drop(backend::call(Nudge {}).await) }));
    }

    /// Runs something for the life of the window: it goes on when the page that started it is gone.
    pub(crate) fn spawn(task: impl Future<Output = ()> + 'static) {
        use_global_scope().run_in(|| spawn_local_scoped(task));
    }

    /// Takes a snapshot. `Err` when the core did not give one.
    pub(crate) async fn take_snapshot(self) -> Result<(), Error> {
        let snapshot = backend::call(Snapshot {}).await?;
        self.adopt(snapshot);
        Ok(())
    }

    /// Takes over what the core says, unless something newer is known. `true` when it was newer.
    pub(crate) fn adopt(self, snapshot: AppSnapshot) -> bool {
        let known = self
            .heard
            .with_untracked(|heard| heard.snapshot().map(|it| (it.seq, signed_in_at(it))));
        if known.as_ref().is_some_and(|(seq, _)| snapshot.seq <= *seq) {
            return false;
        }
        let before = known.and_then(|(_, server)| server);
        let looked_up_before = self.phase.get_untracked() == Phase::SignedOut;
        let phase = phase_of(&snapshot);
        let ways = Ways::of(&snapshot);
        let is_live = snapshot.session.as_ref().map(|it| &it.state) == Some(&SessionState::Live);
        // The event that says so may come after a snapshot that shows it, and is old news then.
        let is_back = is_live
            && self.heard.with_untracked(Heard::in_trouble)
            && before == signed_in_at(&snapshot);
        let ended =
            before.is_some() && before == snapshot.settings.current && phase == Phase::SignedOut;
        let reason = snapshot.session.as_ref().and_then(|session| session.ended);
        let mut place = self.asked.get_untracked();
        if ended {
            place = place.after_end(reason);
        }
        let mut noted = self.noted.get_clone_untracked();
        if noted.people.see(&snapshot) {
            place = place.for_somebody_else();
        }
        // Nothing on screen depends on who was here.
        self.noted.set_silent(noted);
        // Trying again from Sign in takes nothing away that was typed there.
        place.instead |= phase == Phase::Restoring && looked_up_before && place.route.is_entrance();
        batch(|| {
            self.heard.set(Heard::Snapshot {
                in_trouble: match snapshot.session.as_ref().map(|it| &it.state) {
                    Some(SessionState::Degraded { .. }) => true,
                    Some(SessionState::Refreshing) => self.heard.with_untracked(Heard::in_trouble),
                    _ => false,
                },
                snapshot: Box::new(snapshot),
                at_ms: browser::now_ms(),
            });
            self.now.set(browser::now_ms());
            self.move_to(place.settle(phase, &ways));
        });
        if is_back {
            self.announce(words::server_is_back());
        }
        true
    }

    /// Goes to a screen, as a step that "back" undoes.
    pub(crate) fn go(self, route: Route) {
        browser::write_hash(route, true);
        self.ask(route);
    }

    /// Counts a step of the person's whose answer leads somewhere. What comes back tells whether it is still their last one:
    /// who has moved on meanwhile is not called back.
    pub(crate) fn step(self) -> impl Fn() -> bool {
        self.noted.update_silent(|noted| noted.steps += 1);
        let steps = move || self.noted.with_untracked(|noted| noted.steps);
        let mine = steps();
        move || steps() == mine
    }

    /// Goes to Sign in although somebody is being signed in again.
    pub(crate) fn sign_in_instead(self) {
        let _ = self.step();
        let place = self.asked.get_untracked().sign_in_instead();
        browser::write_hash(place.route, true);
        self.move_to(place);
    }

    /// What was said about the screen before is not true of the next one.
    fn ask(self, route: Route) {
        let _ = self.step();
        let here = self.asked.get_untracked();
        let wanted = here.wanted.filter(|_| route.is_entrance());
        let place = Place {
            wanted,
            instead: here.instead && route.is_entrance(),
            ..Place::at(route)
        }
        .settle(
            self.phase.get_untracked(),
            &self.heard.with_untracked(Heard::ways),
        );
        if place.route != here.route {
            self.announce("");
        }
        if !place.route.is_entrance() {
            // Who goes elsewhere has not signed in: the next one who comes is not expected to be them.
            self.noted.update(|noted| noted.people.newcomer = None);
        }
        self.move_to(place);
    }

    /// The place is settled already: what the person asked for and what is shown are the same, and
    /// the address says so too.
    fn move_to(self, place: Place) {
        browser::write_hash(place.route, false);
        if self.asked.get_untracked() != place {
            self.asked.set(place);
        }
    }

    /// What stands in the window.
    pub(crate) fn shown(self) -> Shown {
        let place = self.asked.get();
        self.heard
            .with(|heard| place.shown(heard.phase(), &heard.ways()))
    }

    /// Says something in the live region: what is on the page already, or shows in the pill.
    pub(crate) fn announce(self, text: impl Into<String>) {
        self.saying.update(|saying| saying.heard = text.into());
    }

    /// Says something in the live region and in a toast: what came of something that the person did, where nothing else
    /// on the page says it.
    pub(crate) fn toast(self, text: impl Into<String>) {
        let now = browser::now_ms();
        self.saying.update(|saying| saying.show(text.into(), now));
    }

    /// What the live region says.
    pub(crate) fn announcement(self) -> ReadSignal<String> {
        create_selector(move || self.saying.with(|saying| saying.heard.clone()))
    }

    /// What the toast says. Ticks.
    pub(crate) fn toasted(self) -> ReadSignal<Option<String>> {
        create_selector(move || {
            let now = self.now.get();
            self.saying.with(|saying| saying.seen(now))
        })
    }

    /// The person has seen the toast.
    pub(crate) fn dismiss_toast(self) {
        self.saying.update(Saying::dismiss);
    }

    /// Reads the newest snapshot; `None` before the first.
    pub(crate) fn with_snapshot<T>(self, read: impl FnOnce(&AppSnapshot) -> T) -> Option<T> {
        self.heard.with(|heard| heard.snapshot().map(read))
    }

    /// The state of the session, without the counters that change with every request.
    pub(crate) fn session_state(self) -> Option<SessionState> {
        self.session
            .with(|session| session.as_ref().map(|it| it.state.clone()))
    }

    /// How the session stands. Ticks where time changes it.
    pub(crate) fn standing(self) -> ReadSignal<Standing> {
        create_selector(move || {
            let elapsed = self.elapsed_ms();
            self.session
                .with(|session| Standing::of(session.as_ref(), elapsed))
        })
    }

    /// Reads how the current server speaks. `None` without one, and where its dialect cannot be used.
    pub(crate) fn with_dialect<T>(self, read: impl FnOnce(Option<&DialectInfo>) -> T) -> T {
        self.heard
            .with(|heard| read(heard.snapshot().and_then(|it| it.dialect.as_ref())))
    }

    /// The page of the server at this place.
    pub(crate) fn page(self, at: u16) -> Option<Page> {
        self.with_dialect(|dialect| dialect?.pages.get(usize::from(at)).cloned())
    }

    /// The pages of the server that the account may read, with their places.
    pub(crate) fn pages(self) -> ReadSignal<Vec<(u16, Page)>> {
        create_selector(move || {
            let pages = self.with_dialect(|dialect| Some(dialect?.pages.clone()));
            self.account.with(|account| {
                (0..)
                    .zip(pages.unwrap_or_default())
                    .filter(|(_, page)| page.is_listed_for(account.as_ref()))
                    .collect()
            })
        })
    }

    /// What a sign-in that is half done waits for.
    pub(crate) fn second_step(self) -> Option<SecondStep> {
        self.session
            .with(|session| session.as_ref()?.second_step.clone())
    }

    /// What a sign-in waits for that goes on elsewhere.
    pub(crate) fn elsewhere(self) -> Option<Elsewhere> {
        self.session
            .with(|session| session.as_ref()?.elsewhere.clone())
    }

    /// What kept the last one from succeeding. Tracked.
    pub(crate) fn failed_elsewhere(self) -> Option<Error> {
        self.heard
            .with(|heard| heard.snapshot()?.failed_elsewhere.clone())
    }

    /// Why the last session with the current server ended, while nobody is signed in.
    pub(crate) fn ended(self) -> Option<LogoutReason> {
        self.session.with(|session| match session {
            Some(session) if session.state == SessionState::SignedOut => session.ended,
            _ => None,
        })
    }

    /// In how many milliseconds the next refresh is due, where that is known. Ticks.
    pub(crate) fn refresh_due_ms(self) -> Option<u64> {
        let told = self
            .session
            .with(|it| it.as_ref().and_then(|it| it.refreshes_in_ms));
        told.map(|ms| ms.saturating_sub(self.elapsed_ms()))
    }

    /// Milliseconds since the newest snapshot came. Ticks.
    pub(crate) fn elapsed_ms(self) -> u64 {
        let now = self.now.get();
        self.heard.with(|heard| match heard {
            Heard::Snapshot { at_ms, .. } => now.saturating_sub(*at_ms),
            Heard::Nothing | Heard::Silence => 0,
        })
    }

    /// The window's clock, in milliseconds. Ticks.
    pub(crate) fn clock_ms(self) -> u64 {
        self.now.get()
    }

    /// Remembers who just signed up.
    pub(crate) fn suggest_username(self, username: String) {
        let server = self.server.get_clone_untracked();
        let newcomer = server.map(|server| (server.id, username));
        self.noted.update(|noted| noted.people.newcomer = newcomer);
    }

    /// Whom to expect at Sign in.
    pub(crate) fn expected_username(self) -> Option<String> {
        let server = self.server.get_clone()?;
        self.noted
            .with_untracked(|noted| noted.people.expected(&server))
    }

    fn on_session(self, event: SessionEvent) {
        let SessionEvent { snapshot, change } = event;
        let is_opened = change == Change::Opened;
        let was_in_trouble = self.heard.with_untracked(Heard::in_trouble);
        let account = snapshot
            .session
            .as_ref()
            .and_then(|session| session.account.clone());
        if !self.adopt(snapshot) {
            return;
        }
        if is_opened {
            self.go(Route::Start);
        }
        let trouble_over = was_in_trouble
            .then(|| words::trouble_over(&change))
            .flatten();
        let said = trouble_over.map(str::to_owned);
        if let Some(said) = said.or_else(|| words::what_happened(&change, account.as_ref())) {
            self.announce(said);
        }
    }

    /// The end itself is in the snapshot; taking one makes sure of it even if the `session` event
    /// was lost. The reason is announced for the server on screen only.
    fn on_logout(self, event: LogoutEvent) {
        let LogoutEvent { server, reason, .. } = event;
        let is_here = self
            .server
            .with_untracked(|now| now.as_ref().is_some_and(|now| now.id == server));
        if is_here {
            self.announce(words::logout_reason(reason));
        }
        let has_expired = matches!(
            reason,
            LogoutReason::RefreshExpired | LogoutReason::NoRefreshCredential
        );
        Self::spawn(async move {
            let _ = self.take_snapshot().await;
            if is_here && has_expired && self.comes_back() {
                self.come_back().await;
            }
        });
    }

    fn comes_back(self) -> bool {
        untrack(|| self.with_dialect(|dialect| dialect.is_some_and(|it| it.comes_back)))
    }

    /// To the browser, which may still be signed in. What it waits for, and what keeps it from succeeding, is in the snapshot.
    async fn come_back(self) {
        let outcome = backend::call(SignInInBrowser {
            number: browser::now_ms(),
            comes_back: true,
        });
        match outcome.await {
            Ok(_) | Err(Error::Cancelled) => {}
            Err(error) => self.announce(words::sign_in_failed(&error)),
        }
        let _ = self.take_snapshot().await;
    }
}

fn derive<T: PartialEq + 'static>(
    heard: Signal<Heard>,
    read: fn(&AppSnapshot) -> Option<T>,
) -> ReadSignal<Option<T>> {
    create_selector(move || heard.with(|heard| heard.snapshot().and_then(read)))
}

#[cfg(test)]
mod tests;
