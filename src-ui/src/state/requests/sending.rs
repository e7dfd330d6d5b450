//! The request under way, and the answer of the last one.

use crate::prelude::*;
use ipc::{Error, Exchange, RequestProblem, Requests};

/// What came of sending. A handle: copy it freely.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sending {
    /// The number of the request under way.
    under_way: Signal<Option<u64>>,
    last: Signal<u64>,
    /// The answer that stands there.
    pub(crate) answer: Signal<Option<Exchange>>,
    /// Why there is none to the last request.
    pub(crate) failure: Signal<Option<Error>>,
    /// What is wrong with what is typed.
    pub(crate) problem: Signal<Option<RequestProblem>>,
    /// What there is to choose from.
    pub(crate) past: Signal<Requests>,
}

impl Sending {
    /// Nothing was sent yet.
    pub(crate) fn new() -> Self {
        Self {
            under_way: create_signal(None),
            last: create_signal(0),
            answer: create_signal(None),
            failure: create_signal(None),
            problem: create_signal(None),
            past: create_signal(Requests::default()),
        }
    }

    /// Whether a request is under way.
    pub(crate) fn is_under_way(self) -> bool {
        self.under_way.with(Option::is_some)
    }

    /// The number of the request under way.
    pub(crate) fn number(self) -> Option<u64> {
        self.under_way.get_untracked()
    }

    /// A request leaves, and goes by this number. `None` while another is under way.
    pub(crate) fn begin(self) -> Option<u64> {
        if self.number().is_some() {
            return None;
        }
        let number = self.last.get_untracked() + 1;
        batch(|| {
            self.last.set(number);
            self.under_way.set(Some(number));
            self.failure.set(None);
            self.problem.set(None);
        });
        Some(number)
    }

    /// It has come to its end. `true` where it counts: whoever began it may have gone. The last answer stays until
    /// there is another, and where nothing was sent.
    pub(crate) fn end(self, number: u64, outcome: Result<Exchange, Error>) -> bool {
        if self.number() != Some(number) {
            return false;
        }
        batch(|| {
            self.under_way.set(None);
            match outcome {
                Ok(exchange) => self.answer.set(Some(exchange)),
                Err(Error::Request { problem }) => self.problem.set(Some(problem)),
                Err(error) => self.failure.set(Some(error)),
            }
        });
        true
    }

    /// Shows what came of an earlier one.
    pub(crate) fn show(self, answer: Option<Exchange>) {
        batch(|| {
            self.failure.set(None);
            self.answer.set(answer);
        });
    }

    /// Somebody else comes.
    pub(crate) fn forget(self) {
        batch(|| {
            self.under_way.set(None);
            self.answer.set(None);
            self.failure.set(None);
            self.problem.set(None);
            self.past.set(Requests::default());
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ipc::PathProblem;

    fn exchange() -> Exchange {
        Exchange {
            id: 1,
            status: 200,
            media_type: None,
            is_text: true,
            bytes: 0,
            took_ms: 1,
            refreshed: false,
            resent: false,
            headers: Vec::new(),
            cookies: Vec::new(),
        }
    }

    fn in_scope(test: impl FnOnce(Sending)) {
        create_root(|| test(Sending::new())).dispose();
    }

    #[test]
    fn one_request_is_under_way_at_a_time() {
        in_scope(|sending| {
            let first = sending.begin().expect("a number");
            assert_eq!(sending.begin(), None);
            assert!(sending.is_under_way());
            assert!(sending.end(first, Ok(exchange())));
            assert!(sending.begin().is_some_and(|second| second > first));
        });
    }

    #[test]
    fn what_is_wrong_with_what_is_typed_leaves_the_last_answer_there() {
        in_scope(|sending| {
            let number = sending.begin().expect("a number");
            sending.end(number, Ok(exchange()));
            let number = sending.begin().expect("a number");
            let problem = RequestProblem::Path {
                problem: PathProblem::Dots,
            };
            sending.end(number, Err(Error::Request { problem }));
            assert_eq!(sending.problem.get(), Some(problem));
            assert_eq!(sending.failure.get_clone(), None);
            assert_eq!(sending.answer.get_clone(), Some(exchange()));
        });
    }

    #[test]
    fn an_answer_to_somebody_who_has_gone_is_nobodys() {
        in_scope(|sending| {
            let number = sending.begin().expect("a number");
            sending.forget();
            assert!(!sending.end(number, Ok(exchange())));
            assert_eq!(sending.answer.get_clone(), None);
        });
    }
}
