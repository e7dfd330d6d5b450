//! Which screen is shown, as a pure function of where the person wants to be and of the session.
//!
//! One function decides, so that a refresh, a failed request or a slow start can never lead to
//! Sign in by accident: only [`Phase::SignedOut`] does.

mod ways;

use ipc::LogoutReason;

pub(crate) use self::ways::Ways;
use crate::route::Route;

/// As much of the session as the choice of a screen depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// The first snapshot has not arrived.
    Starting,
    /// The core did not answer at all.
    Unreachable,
    /// No server is chosen.
    NoServer,
    /// A server is chosen, and whether somebody is signed in there is being looked up.
    Restoring,
    /// A server is chosen and nobody is signed in.
    SignedOut,
    /// Somebody is signed in, be it live, refreshing or waiting for the server.
    SignedIn,
}

/// Where the person is, and where they wanted to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The screen.
    pub(crate) route: Route,
    /// The screen that a sign-in returns to, when one interrupted the way there.
    pub(crate) wanted: Option<Route>,
    /// Whether Sign in may stand there although somebody may be signed in already: the person asked for
    /// it, or was typing there when the look-up began.
    pub(crate) instead: bool,
}

/// What stands in the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// Nothing is known yet.
    Starting,
    /// Nothing will be known.
    Unreachable,
    /// Somebody is being signed in again.
    Restoring,
    /// A screen.
    Screen(Route),
}

impl Place {
    /// Here, on the way to nowhere else.
    pub(crate) const fn at(route: Route) -> Self {
        Self {
            route,
            wanted: None,
            instead: false,
        }
    }

    /// What stands in the window for somebody who is here, in this phase.
    pub(crate) fn shown(self, phase: Phase, ways: &Ways) -> Shown {
        let Self { route, instead, .. } = self.settle(phase, ways);
        match phase {
            Phase::Starting => Shown::Starting,
            Phase::Unreachable => Shown::Unreachable,
            Phase::Restoring if route.works_without_server() => Shown::Screen(route),
            Phase::Restoring if instead && route.is_entrance() => Shown::Screen(route),
            Phase::Restoring => Shown::Restoring,
            Phase::NoServer | Phase::SignedOut | Phase::SignedIn => Shown::Screen(route),
        }
    }

    /// Where somebody who is being signed in again goes to sign in by hand. It leads back here.
    pub(crate) fn sign_in_instead(self) -> Self {
        let back = (!self.route.is_entrance()).then_some(self.route);
        Self {
            route: Route::SignIn,
            wanted: self.wanted.or(back),
            instead: true,
        }
    }

    /// Where somebody who is here, in this phase, really is.
    pub(crate) fn settle(self, phase: Phase, ways: &Ways) -> Self {
        let Self { route, wanted, .. } = self;
        match phase {
            Phase::NoServer if !route.works_without_server() => Self {
                wanted,
                ..Self::at(Route::Connect)
            },
            Phase::SignedOut if ways.need_session(route) => Self {
                wanted: Some(route),
                ..Self::at(Route::SignIn)
            },
            Phase::SignedOut => Self {
                route: ways.lead(route),
                ..self
            },
            Phase::SignedIn if route.is_entrance() => {
                Self::at(ways.lead(wanted.unwrap_or(Route::Start)))
            }
            Phase::SignedIn => Self::at(ways.lead(route)),
            _ => self,
        }
    }

    /// Where somebody is who has come in the place of another person: not where that one was. Connect and Settings are
    /// nobody's, and so is the way in.
    pub(crate) fn for_somebody_else(self) -> Self {
        let Self { route, wanted, .. } = self;
        match wanted {
            None if route.is_entrance() => self,
            _ if route.works_without_server() => Self::at(route),
            _ => Self::at(Route::Home),
        }
    }

    /// Where somebody who is here goes when the session ends.
    ///
    /// A person who signed out starts afresh next time. Everybody else comes back to this place.
    /// Connect and Settings are left alone: they need no session, and something may be half typed.
    pub(crate) fn after_end(self, reason: Option<LogoutReason>) -> Self {
        let Self { route, wanted, .. } = self;
        if route.works_without_server() || route.is_entrance() {
            return self;
        }
        match reason {
            Some(LogoutReason::SignedOutByUser) => Self::at(Route::SignIn),
            _ => Self {
                wanted: wanted.or(Some(route)),
                ..Self::at(Route::SignIn)
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures;

    const USER: Route = Route::Page(1);
    const ADMIN: Route = Route::Page(3);

    impl Place {
        /// At a server like the presets, for somebody without a particular role.
        fn settled(self, phase: Phase) -> Self {
            self.settle(phase, &ways())
        }

        fn seen(self, phase: Phase) -> Shown {
            self.shown(phase, &ways())
        }
    }

    fn ways() -> Ways {
        Ways::of(&fixtures::signed_in(1, &["ROLE_USER"]))
    }

    fn at(route: Route) -> Place {
        Place::at(route)
    }

    #[test]
    fn without_a_server_every_way_leads_to_connect() {
        for route in [Route::Start, Route::Home, Route::SignIn, Route::Session] {
            assert_eq!(at(route).settled(Phase::NoServer).route, Route::Connect);
        }
        assert_eq!(
            at(Route::Settings).settled(Phase::NoServer),
            at(Route::Settings)
        );
    }

    #[test]
    fn signed_out_a_closed_page_leads_to_sign_in_and_back_again() {
        let interrupted = at(ADMIN).settled(Phase::SignedOut);
        assert_eq!(
            interrupted,
            Place {
                wanted: Some(ADMIN),
                ..at(Route::SignIn)
            }
        );
        assert_eq!(interrupted.settled(Phase::SignedOut), interrupted);
        assert_eq!(interrupted.settled(Phase::SignedIn), at(ADMIN));
    }

    #[test]
    fn signed_out_home_stays_readable() {
        let public = Route::Page(0);
        for route in [
            Route::Home,
            public,
            Route::Session,
            Route::SignUp,
            Route::Connect,
        ] {
            assert_eq!(at(route).settled(Phase::SignedOut), at(route));
        }
    }

    #[test]
    fn a_sign_in_that_interrupted_nothing_leads_to_the_first_page() {
        assert_eq!(at(Route::SignIn).settled(Phase::SignedIn), at(USER));
    }

    #[test]
    fn a_forced_visit_is_kept_so_that_the_page_can_say_which_role_it_takes() {
        assert_eq!(at(ADMIN).settled(Phase::SignedIn), at(ADMIN));
    }

    #[test]
    fn a_page_that_there_is_not_is_home() {
        for phase in [Phase::SignedIn, Phase::SignedOut] {
            assert_eq!(at(Route::Page(9)).settled(phase), at(Route::Home));
        }
        assert_eq!(
            at(Route::Page(9)).settled(Phase::Restoring),
            at(Route::Page(9)),
            "as long as nothing can be known"
        );
    }

    #[test]
    fn while_starting_the_place_of_before_the_reload_is_kept() {
        assert_eq!(at(ADMIN).settled(Phase::Starting), at(ADMIN));
    }

    #[test]
    fn while_somebody_is_signed_in_again_no_place_shows_sign_in() {
        for route in [
            Route::Start,
            ADMIN,
            Route::Home,
            Route::Profile,
            Route::Session,
            Route::SignIn,
            Route::SignUp,
        ] {
            assert_eq!(at(route).seen(Phase::Restoring), Shown::Restoring);
        }
        for route in [Route::Settings, Route::Connect] {
            assert_eq!(at(route).seen(Phase::Restoring), Shown::Screen(route));
        }
    }

    #[test]
    fn the_place_of_before_survives_being_signed_in_again() {
        let restoring = at(ADMIN).settled(Phase::Starting).settled(Phase::Restoring);
        assert_eq!(
            restoring.seen(Phase::SignedIn),
            Shown::Screen(ADMIN),
            "a session was kept"
        );
        let nobody = restoring.settled(Phase::SignedOut);
        assert_eq!(nobody.route, Route::SignIn, "nothing was kept");
        assert_eq!(nobody.settled(Phase::SignedIn), at(ADMIN));
    }

    #[test]
    fn who_does_not_wait_may_sign_in_and_comes_to_the_same_place() {
        let instead = at(ADMIN).settled(Phase::Restoring).sign_in_instead();
        let typing = instead.settled(Phase::Restoring);
        assert_eq!(typing.seen(Phase::Restoring), Shown::Screen(Route::SignIn));
        assert_eq!(
            typing.settled(Phase::SignedOut).seen(Phase::SignedOut),
            Shown::Screen(Route::SignIn),
            "the form stays when nothing comes of it"
        );
        assert_eq!(typing.settled(Phase::SignedIn), at(ADMIN));
    }

    #[test]
    fn an_end_by_the_server_comes_back_to_the_same_place() {
        for route in [ADMIN, Route::Home, Route::Session, Route::Profile] {
            let ended = at(route).after_end(Some(LogoutReason::RefreshRejected));
            assert_eq!(
                ended,
                Place {
                    wanted: Some(route),
                    ..at(Route::SignIn)
                }
            );
            assert_eq!(
                ended.settled(Phase::SignedOut).settled(Phase::SignedIn),
                at(route)
            );
        }
    }

    #[test]
    fn somebody_else_comes_home_and_not_to_where_the_last_person_was() {
        for route in [ADMIN, Route::Session, Route::Profile] {
            let ended = at(route).after_end(Some(LogoutReason::RefreshRejected));
            let theirs = ended.for_somebody_else().settled(Phase::SignedIn);
            assert_eq!(theirs, at(Route::Home), "after an end");
            assert_eq!(
                at(route).for_somebody_else(),
                at(Route::Home),
                "without one"
            );
        }
        for route in [Route::Settings, Route::Connect, Route::SignIn] {
            assert_eq!(at(route).for_somebody_else(), at(route));
        }
    }

    #[test]
    fn after_the_person_signed_out_the_next_one_starts_afresh() {
        let ended = at(ADMIN).after_end(Some(LogoutReason::SignedOutByUser));
        assert_eq!(ended, at(Route::SignIn));
    }

    #[test]
    fn what_is_half_typed_in_settings_survives_the_end_of_a_session() {
        let ended = at(Route::Settings).after_end(Some(LogoutReason::RefreshExpired));
        assert_eq!(ended, at(Route::Settings));
    }
}
