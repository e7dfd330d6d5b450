//! Which of the current server's pages somebody can be led to.

use ipc::AppSnapshot;

use crate::route::Route;

/// As much of the current server's pages as the choice of a screen depends on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ways {
    /// Of each page, whether it can be read signed out.
    public: Vec<bool>,
    /// The first page that one signs in for, and that whoever is signed in may read.
    first: Option<u16>,
}

impl Ways {
    /// At the current server, for whoever is signed in there.
    pub(crate) fn of(snapshot: &AppSnapshot) -> Self {
        let pages = snapshot.dialect.as_ref().map_or(&[][..], |it| &it.pages);
        let account = snapshot.session.as_ref().and_then(|it| it.account.as_ref());
        let mut places = (0..).zip(pages);
        let first = places.find(|(_, page)| !page.public && page.is_listed_for(account));
        Self {
            public: pages.iter().map(|page| page.public).collect(),
            first: first.map(|(at, _)| at),
        }
    }

    /// Where this leads to here: there need not be such a page.
    pub(super) fn lead(&self, route: Route) -> Route {
        match route {
            Route::Start => self.first.map_or(Route::Home, Route::Page),
            Route::Page(at) if self.public.get(usize::from(at)).is_none() => Route::Home,
            other => other,
        }
    }

    /// Whether the screen shows something that only a signed-in person has.
    pub(super) fn need_session(&self, route: Route) -> bool {
        match route {
            Route::Start | Route::Profile | Route::Requests => true,
            Route::Page(at) => self.public.get(usize::from(at)) == Some(&false),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{signed_in, signed_out};

    #[test]
    fn one_begins_at_the_first_page_that_one_may_read_and_signs_in_for() {
        let start = |snapshot: AppSnapshot| Ways::of(&snapshot).lead(Route::Start);
        assert_eq!(start(signed_in(1, &["ROLE_USER"])), Route::Page(1));
        let mut snapshot = signed_in(1, &["ROLE_ADMIN"]);
        let dialect = snapshot.dialect.as_mut().expect("a dialect");
        dialect.pages.remove(1);
        assert_eq!(start(snapshot.clone()), Route::Page(2), "the admins' page");
        let dialect = snapshot.dialect.as_mut().expect("a dialect");
        dialect.pages.truncate(1);
        assert_eq!(
            start(snapshot),
            Route::Home,
            "nothing that one signs in for"
        );
    }

    #[test]
    fn without_pages_or_without_a_dialect_every_page_is_home() {
        let mut snapshot = signed_in(1, &["ROLE_USER"]);
        if let Some(dialect) = &mut snapshot.dialect {
            dialect.pages.clear();
        }
        let mut unusable = snapshot.clone();
        unusable.dialect = None;
        for snapshot in [snapshot, unusable] {
            let ways = Ways::of(&snapshot);
            for route in [Route::Start, Route::Page(0), Route::Page(7)] {
                assert_eq!(ways.lead(route), Route::Home);
            }
        }
    }

    #[test]
    fn what_is_public_is_readable_signed_out_and_the_rest_is_not() {
        let ways = Ways::of(&signed_out(1, None));
        let closed: Vec<u16> = (0..5)
            .filter(|at| ways.need_session(Route::Page(*at)))
            .collect();
        assert_eq!(closed, [1, 2, 3]);
        assert!(!ways.need_session(Route::Home));
    }
}
