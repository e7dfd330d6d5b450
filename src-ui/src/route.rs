//! Where the person is: one value for each screen, kept in the address's hash.
//!
//! The hash survives a reload of the webview and gives back and forward for free. With ten screens
//! and no parameters but the number of a page, an enum is simpler than a router.

use std::{borrow::Cow, fmt};

/// A screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Route {
    /// Choose a server.
    Connect,
    /// Sign in.
    SignIn,
    /// Create an account.
    SignUp,
    /// Where one begins at a server. No screen of its own: it becomes the first page that somebody may read.
    Start,
    /// What there is at the server.
    Home,
    /// A page of the server, by its place in the dialect.
    Page(u16),
    /// Requests of the person's own.
    Requests,
    /// Who is signed in.
    Profile,
    /// How the session is doing.
    Session,
    /// Servers, appearance, diagnostics.
    Settings,
}

/// What the hash of a page of the server begins with, before its number.
const PAGE: &str = "/page/";

impl Route {
    const FIXED: [Self; 9] = [
        Self::Connect,
        Self::SignIn,
        Self::SignUp,
        Self::Start,
        Self::Home,
        Self::Requests,
        Self::Profile,
        Self::Session,
        Self::Settings,
    ];

    /// Reads a hash such as `#/page/1`. `None` when it names no screen.
    pub(crate) fn from_hash(hash: &str) -> Option<Self> {
        let path = hash.strip_prefix('#').unwrap_or(hash).trim_end_matches('/');
        let page = || {
            let page = Self::Page(path.strip_prefix(PAGE)?.parse().ok()?);
            (page.path() == path).then_some(page)
        };
        Self::FIXED
            .into_iter()
            .find(|route| route.path() == path)
            .or_else(page)
    }

    /// The hash's path, such as `/page/1`.
    pub(crate) fn path(self) -> Cow<'static, str> {
        match self {
            Self::Page(at) => format!("{PAGE}{at}").into(),
            Self::Connect => "/connect".into(),
            Self::SignIn => "/signin".into(),
            Self::SignUp => "/signup".into(),
            Self::Start => "/start".into(),
            Self::Home => "/home".into(),
            Self::Requests => "/requests".into(),
            Self::Profile => "/profile".into(),
            Self::Session => "/session".into(),
            Self::Settings => "/settings".into(),
        }
    }

    /// One word, for `data-page`.
    pub(crate) fn name(self) -> String {
        self.path().trim_start_matches('/').replace('/', "-")
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

    fn all() -> impl Iterator<Item = Route> {
        (Route::FIXED.into_iter()).chain([0, 1, u16::MAX].map(Route::Page))
    }

    #[test]
    fn every_route_comes_back_from_its_own_hash() {
        for route in all() {
            assert_eq!(Route::from_hash(&route.to_string()), Some(route));
        }
    }

    #[test]
    fn a_trailing_slash_is_forgiven_and_rubbish_is_no_route() {
        assert_eq!(Route::from_hash("#/page/1/"), Some(Route::Page(1)));
        for rubbish in [
            "",
            "#",
            "#/",
            "#/page",
            "#/page/",
            "#/page/root",
            "#/page/-1",
            "#/page/+1",
            "#/page/01",
            "#/page/65536",
            "/nowhere",
            "#home",
        ] {
            assert_eq!(Route::from_hash(rubbish), None, "{rubbish}");
        }
    }

    #[test]
    fn names_are_unique_because_tests_find_pages_by_them() {
        let mut names: Vec<_> = all().map(Route::name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
