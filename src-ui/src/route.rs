//! Where the person is: one value for each screen, kept in the address's hash.
//!
//! The hash survives a reload of the webview and gives back and forward for free. With ten screens
//! and no parameters but the board, an enum is simpler than a router.

use std::fmt;

use ipc::Board;

/// A screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// Choose a server.
    Connect,
    /// Sign in.
    SignIn,
    /// Create an account.
    SignUp,
    /// A board; the public one is Home.
    Board(Board),
    /// Who is signed in.
    Profile,
    /// How the session is doing.
    Session,
    /// Servers, appearance, diagnostics.
    Settings,
}

impl Route {
    /// The public board, readable signed out.
    pub(crate) const HOME: Self = Self::Board(Board::Public);
    /// Where a start without a hash goes, and a sign-in that interrupted nothing.
    pub(crate) const START: Self = Self::Board(Board::User);

    const ALL: [Self; 10] = [
        Self::Connect,
        Self::SignIn,
        Self::SignUp,
        Self::Board(Board::Public),
        Self::Board(Board::User),
        Self::Board(Board::Moderator),
        Self::Board(Board::Admin),
        Self::Profile,
        Self::Session,
        Self::Settings,
    ];

    /// Reads a hash such as `#/board/user`. `None` when it names no screen.
    pub(crate) fn from_hash(hash: &str) -> Option<Self> {
        let path = hash.strip_prefix('#').unwrap_or(hash).trim_end_matches('/');
        Self::ALL.into_iter().find(|route| route.path() == path)
    }

    /// The hash's path, such as `/board/user`.
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Connect => "/connect",
            Self::SignIn => "/signin",
            Self::SignUp => "/signup",
            Self::Board(Board::Public) => "/home",
            Self::Board(Board::User) => "/board/user",
            Self::Board(Board::Moderator) => "/board/moderator",
            Self::Board(Board::Admin) => "/board/admin",
            Self::Profile => "/profile",
            Self::Session => "/session",
            Self::Settings => "/settings",
        }
    }

    /// One word, for `data-page` and `data-testid`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::SignIn => "signin",
            Self::SignUp => "signup",
            Self::Board(Board::Public) => "home",
            Self::Board(Board::User) => "user",
            Self::Board(Board::Moderator) => "moderator",
            Self::Board(Board::Admin) => "admin",
            Self::Profile => "profile",
            Self::Session => "session",
            Self::Settings => "settings",
        }
    }

    /// Whether the screen shows something that only a signed-in person has.
    pub(crate) const fn needs_session(self) -> bool {
        match self {
            Self::Board(board) => board.role().is_some(),
            Self::Profile => true,
            _ => false,
        }
    }

    /// Whether the screen makes sense before any server is chosen.
    pub(crate) const fn works_without_server(self) -> bool {
        matches!(self, Self::Connect | Self::Settings)
    }

    /// Whether the screen is a way into a session, and pointless inside one.
    pub(crate) const fn is_entrance(self) -> bool {
        matches!(self, Self::SignIn | Self::SignUp)
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.path())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_comes_back_from_its_own_hash() {
        for route in Route::ALL {
            assert_eq!(Route::from_hash(&route.to_string()), Some(route));
        }
    }

    #[test]
    fn a_trailing_slash_is_forgiven_and_rubbish_is_no_route() {
        assert_eq!(
            Route::from_hash("#/board/user/"),
            Some(Route::Board(Board::User))
        );
        for rubbish in [
            "",
            "#",
            "#/",
            "#/board",
            "#/board/root",
            "/nowhere",
            "#home",
        ] {
            assert_eq!(Route::from_hash(rubbish), None, "{rubbish}");
        }
    }

    #[test]
    fn names_are_unique_because_tests_find_pages_by_them() {
        let mut names: Vec<_> = Route::ALL.iter().map(|route| route.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Route::ALL.len());
    }

    #[test]
    fn the_public_board_is_readable_signed_out_and_the_others_are_not() {
        assert!(!Route::HOME.needs_session());
        for board in [Board::User, Board::Moderator, Board::Admin] {
            assert!(Route::Board(board).needs_session());
        }
    }
}
