//! What a page of the server keeps: what is shown of it, the failure beside it, and which requests are under way.

use crate::prelude::*;
use ipc::{Error, PageContent};

/// The state of one page. A handle: copy it freely.
///
/// Each request has a number. An answer counts unless the answer to a later request came before
/// it, so the newest wins however the network reorders them; and the old text stays on screen
/// until there is a new one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PageState {
    body: Signal<Option<PageContent>>,
    failure: Signal<Option<Failure>>,
    in_flight: Signal<u32>,
    sent: Signal<u64>,
    settled: Signal<u64>,
    recovered: Signal<bool>,
}

/// A failure and when it happened, by the window's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// What the core said.
    pub(crate) error: Error,
    /// When.
    pub(crate) at_ms: u64,
}

impl PageState {
    /// Nothing was read yet.
    pub(crate) fn new() -> Self {
        Self {
            body: create_signal(None),
            failure: create_signal(None),
            in_flight: create_signal(0),
            sent: create_signal(0),
            settled: create_signal(0),
            recovered: create_signal(false),
        }
    }

    /// A request leaves; its number goes to [`PageState::end`].
    pub(crate) fn begin(self) -> u64 {
        self.in_flight.update(|count| *count += 1);
        self.sent.update(|number| {
            *number += 1;
            *number
        })
    }

    /// An answer came. `true` when it counts.
    pub(crate) fn end(self, number: u64, answer: Result<PageContent, Error>, at_ms: u64) -> bool {
        let counts = number > self.settled.get_untracked();
        batch(|| {
            self.in_flight
                .update(|count| *count = count.saturating_sub(1));
            if !counts {
                return;
            }
            self.settled.set(number);
            match answer {
                Ok(content) => {
                    self.recovered.set(false);
                    self.failure.set(None);
                    self.body.set(Some(content));
                }
                Err(error) => {
                    if matches!(error, Error::MissingRole { .. }) {
                        self.body.set(None);
                    }
                    self.failure.set(Some(Failure { error, at_ms }));
                }
            }
        });
        counts
    }

    /// Whether a page that failed for want of a server should be read again now that the session
    /// has recovered. `true` once: a page that fails again waits for the person.
    pub(crate) fn recover(self) -> bool {
        let lost = self.failure.with_untracked(|failure| {
            matches!(
                failure,
                Some(Failure {
                    error: Error::Unreachable { .. },
                    ..
                })
            )
        });
        lost && !self.recovered.replace(true)
    }

    /// Whether what stands here is at odds with whether the account has the role. What an account without it may not read
    /// is taken away; an answer under way settles the rest.
    pub(crate) fn contradicts(self, has_role: bool) -> bool {
        let is_closed = self.missing_role().is_some();
        let is_open = !is_closed && self.body.with(Option::is_some);
        if !has_role {
            self.body.set(None);
        }
        !self.loading() && if has_role { is_closed } else { is_open }
    }

    /// What is shown of the page, once there is something.
    pub(crate) fn body(self) -> ReadSignal<Option<PageContent>> {
        *self.body
    }

    /// Why the last request failed, if it did.
    pub(crate) fn failure(self) -> ReadSignal<Option<Failure>> {
        *self.failure
    }

    /// The role that the page asks for and the account lacks.
    pub(crate) fn missing_role(self) -> Option<String> {
        self.failure.with(|failure| match failure {
            Some(Failure {
                error: Error::MissingRole { role },
                ..
            }) => Some(role.clone()),
            _ => None,
        })
    }

    /// Whether a request is under way.
    pub(crate) fn loading(self) -> bool {
        self.in_flight.get() > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ipc::{NetworkError, PageBody, TextPart};

    fn content(text: &str) -> PageContent {
        PageContent {
            server: "s1".into(),
            page: 1,
            media_type: None,
            body: PageBody::Text(TextPart {
                text: text.into(),
                part: 0,
                parts: 1,
                bytes: 0,
                markdown: Vec::new(),
            }),
            answered: ipc::Answered::default(),
            refreshed: false,
        }
    }

    fn missing_role() -> Error {
        Error::MissingRole {
            role: "ROLE_MODERATOR".into(),
        }
    }

    fn text(of: PageState) -> Option<String> {
        match of.body().get_clone()?.body {
            PageBody::Text(part) => Some(part.text),
            _ => None,
        }
    }

    fn lost() -> Error {
        Error::Unreachable {
            error: NetworkError::Connect,
            session_kept: true,
            retry_in_ms: Some(1_000),
        }
    }

    fn in_scope(test: impl FnOnce()) {
        create_root(test).dispose();
    }

    #[test]
    fn the_answer_to_the_newest_request_wins_whatever_the_order() {
        in_scope(|| {
            let page = PageState::new();
            let (first, second, third) = (page.begin(), page.begin(), page.begin());
            assert!(page.end(second, Ok(content("second")), 0));
            assert!(!page.end(first, Ok(content("first")), 0));
            assert!(page.loading());
            assert!(page.end(third, Ok(content("third")), 0));
            assert!(!page.loading());
            assert_eq!(text(page).as_deref(), Some("third"));
        });
    }

    #[test]
    fn a_failed_reload_keeps_the_old_text_on_screen() {
        in_scope(|| {
            let page = PageState::new();
            page.end(page.begin(), Ok(content("old")), 0);
            page.end(page.begin(), Err(lost()), 7);
            assert_eq!(text(page).as_deref(), Some("old"));
            assert_eq!(
                page.failure().get_clone().map(|failure| failure.at_ms),
                Some(7)
            );
            page.end(page.begin(), Ok(content("new")), 9);
            assert_eq!(text(page).as_deref(), Some("new"));
            assert_eq!(page.failure().get_clone(), None);
        });
    }

    #[test]
    fn a_missing_role_takes_the_text_away() {
        in_scope(|| {
            let page = PageState::new();
            page.end(page.begin(), Ok(content("secret of the moderators")), 0);
            page.end(page.begin(), Err(missing_role()), 0);
            assert_eq!(text(page), None);
            assert_eq!(page.missing_role().as_deref(), Some("ROLE_MODERATOR"));
        });
    }

    #[test]
    fn a_role_that_comes_or_goes_contradicts_what_stands_there_once() {
        in_scope(|| {
            let page = PageState::new();
            assert!(
                !page.contradicts(true) && !page.contradicts(false),
                "nothing does yet"
            );
            page.end(page.begin(), Ok(content("secret of the moderators")), 0);
            assert!(!page.contradicts(true));
            assert!(page.contradicts(false));
            assert_eq!(text(page), None);
            page.end(page.begin(), Err(missing_role()), 0);
            assert!(!page.contradicts(false));
            assert!(page.contradicts(true));
            page.begin();
            assert!(!page.contradicts(true), "an answer is under way");
        });
    }

    #[test]
    fn a_lost_page_recovers_once_and_then_waits_for_the_person() {
        in_scope(|| {
            let page = PageState::new();
            assert!(!page.recover());
            page.end(page.begin(), Err(lost()), 0);
            assert!(page.recover());
            page.end(page.begin(), Err(lost()), 0);
            assert!(!page.recover());
            page.end(page.begin(), Ok(content("back")), 0);
            page.end(page.begin(), Err(lost()), 0);
            assert!(page.recover());
        });
    }
}
