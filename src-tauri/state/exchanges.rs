//! The requests of this run that a person has put together, and what came of them.
//!
//! In memory, so many and so much of them, and for whoever sent them alone: who is signed in later sees none of another
//! person's. What is under way can be given up by its number.

use std::{
    collections::{HashMap, VecDeque},
    fmt,
    path::{Path, PathBuf},
};

use auth_core::Response;
use ipc::{PastOutcome, PastRequest, RequestDraft};
use tokio::sync::oneshot;

use crate::convert::request;

/// How many are listed.
const MOST: usize = 100;
/// How much their bodies may be together: four of the longest that the engine reads.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// How many chosen files are known.
const MOST_FILES: usize = 20;

/// The requests of this run.
#[derive(Debug, Default)]
pub(crate) struct Exchanges {
    /// Oldest first.
    kept: VecDeque<Kept>,
    last_id: u64,
    /// By the window's numbers.
    under_way: HashMap<u64, oneshot::Sender<()>>,
    /// What the person has chosen to send, and the number of each.
    files: VecDeque<(u64, PathBuf)>,
}

/// One request.
pub(crate) struct Kept {
    /// Rises.
    pub(crate) id: u64,
    /// At which server, and who was signed in there.
    pub(crate) whose: Whose,
    /// As it was put together.
    pub(crate) request: RequestDraft,
    /// What came of it, and how long that took in milliseconds.
    pub(crate) answer: Option<(Response, u64)>,
    at: u64,
    outcome: PastOutcome,
}

/// A server, and who was signed in there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Whose {
    /// [`ipc::Server::id`].
    pub(crate) server: String,
    /// [`ipc::Account::username`].
    pub(crate) username: Option<String>,
}

impl Exchanges {
    /// Something is sent; whoever gives it up is heard there.
    pub(crate) fn begin(&mut self, number: u64) -> oneshot::Receiver<()> {
        let (stop, stopped) = oneshot::channel();
        self.under_way.retain(|_, it| !it.is_closed());
        self.under_way.insert(number, stop);
        stopped
    }

    /// Gives up what goes by this number, if it is under way.
    pub(crate) fn give_up(&mut self, number: u64) {
        if let Some(give_up) = self.under_way.remove(&number) {
            // It may have come to its end just now.
            let _ = give_up.send(());
        }
    }

    /// Keeps a request and its answer, `at` seconds since 1970; the number that it gets.
    pub(crate) fn keep(
        &mut self,
        whose: Whose,
        request: RequestDraft,
        answer: Option<(Response, u64)>,
        at: u64,
    ) -> u64 {
        self.last_id += 1;
        let outcome = answer.as_ref().map_or(PastOutcome::Failed, |(answer, _)| {
            let status = answer.status.as_u16();
            PastOutcome::Answered { status }
        });
        self.kept.push_back(Kept {
            id: self.last_id,
            whose,
            request,
            answer,
            at,
            outcome,
        });
        if self.kept.len() > MOST {
            self.kept.pop_front();
        }
        self.make_room();
        self.last_id
    }

    /// The oldest bodies go first, and never the newest.
    fn make_room(&mut self) {
        let mut left = MOST_BYTES;
        for kept in self.kept.iter_mut().rev() {
            let bytes = kept.answer.as_ref().map_or(0, |(it, _)| it.body.len());
            match left.checked_sub(bytes) {
                Some(less) => left = less,
                None => kept.answer = None,
            }
        }
    }

    /// One of theirs.
    pub(crate) fn of(&self, whose: &Whose, id: u64) -> Option<&Kept> {
        let mut kept = self.kept.iter();
        kept.find(|kept| kept.id == id && kept.whose == *whose)
    }

    /// All of theirs, newest first.
    pub(crate) fn list(&self, whose: &Whose) -> Vec<PastRequest> {
        let theirs = self.kept.iter().rev().filter(|kept| kept.whose == *whose);
        theirs
            .map(|kept| PastRequest {
                id: kept.id,
                method: kept.request.method,
                path: request::target(&kept.request.path, &kept.request.query),
                at: kept.at,
                outcome: kept.outcome,
            })
            .collect()
    }

    /// The session there has ended: what servers said to whoever was signed in is erased. What they asked for they
    /// find again when they come back.
    pub(crate) fn session_ended(&mut self, server: &str) {
        let there = self
            .kept
            .iter_mut()
            .filter(|kept| kept.whose.server == server);
        there.for_each(|kept| kept.answer = None);
    }

    /// The server is gone.
    pub(crate) fn forget(&mut self, server: &str) {
        self.kept.retain(|kept| kept.whose.server != server);
    }

    /// Notes a file that the person has chosen; the number that it goes by.
    pub(crate) fn note_file(&mut self, path: PathBuf) -> u64 {
        self.last_id += 1;
        self.files.push_back((self.last_id, path));
        if self.files.len() > MOST_FILES {
            self.files.pop_front();
        }
        self.last_id
    }

    /// The file of this number.
    pub(crate) fn file(&self, id: u64) -> Option<&Path> {
        let mut files = self.files.iter();
        let (_, path) = files.find(|(number, _)| *number == id)?;
        Some(path)
    }
}

impl fmt::Debug for Kept {
    /// Neither what was typed nor what was answered.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whose(username: &str) -> Whose {
        Whose {
            server: "s1".into(),
            username: Some(username.into()),
        }
    }

    fn answer(bytes: usize) -> (Response, u64) {
        let response = Response::new(200.try_into().unwrap(), vec![0; bytes]);
        (response, 7)
    }

    fn keep(exchanges: &mut Exchanges, username: &str, bytes: usize) -> u64 {
        exchanges.keep(
            whose(username),
            RequestDraft::default(),
            Some(answer(bytes)),
            1,
        )
    }

    #[test]
    fn what_one_person_has_sent_is_shown_to_no_other() {
        let mut exchanges = Exchanges::default();
        let id = keep(&mut exchanges, "ann", 1);
        assert!(exchanges.of(&whose("ann"), id).is_some());
        assert!(exchanges.of(&whose("bob"), id).is_none());
        let elsewhere = Whose {
            server: "s2".into(),
            ..whose("ann")
        };
        assert!(exchanges.list(&elsewhere).is_empty());
        assert_eq!(exchanges.list(&whose("ann")).len(), 1);
    }

    #[test]
    fn the_end_of_a_session_erases_what_was_answered_and_not_what_was_asked() {
        let mut exchanges = Exchanges::default();
        let id = keep(&mut exchanges, "ann", 1);
        exchanges.session_ended("s2");
        assert!(exchanges.of(&whose("ann"), id).unwrap().answer.is_some());
        exchanges.session_ended("s1");
        assert!(exchanges.of(&whose("ann"), id).unwrap().answer.is_none());
        assert_eq!(
            exchanges.list(&whose("ann"))[0].outcome,
            PastOutcome::Answered { status: 200 }
        );
        exchanges.forget("s1");
        assert!(exchanges.list(&whose("ann")).is_empty());
    }

    #[test]
    fn memory_is_bounded_by_number_and_by_size() {
        let mut exchanges = Exchanges::default();
        for _ in 0..MOST + 5 {
            keep(&mut exchanges, "ann", 0);
        }
        assert_eq!(exchanges.list(&whose("ann")).len(), MOST);
        let half = MOST_BYTES / 2;
        let ids = [half, half, half].map(|bytes| keep(&mut exchanges, "ann", bytes));
        let has_body = ids.map(|id| exchanges.of(&whose("ann"), id).unwrap().answer.is_some());
        assert_eq!(has_body, [false, true, true]);
        let huge = keep(&mut exchanges, "ann", MOST_BYTES);
        assert!(exchanges.of(&whose("ann"), huge).unwrap().answer.is_some());
    }

    #[test]
    fn what_is_under_way_is_given_up_by_its_number_alone() {
        let mut exchanges = Exchanges::default();
        let (mut first, mut second) = (exchanges.begin(1), exchanges.begin(2));
        exchanges.give_up(2);
        assert!(first.try_recv().is_err());
        assert_eq!(second.try_recv(), Ok(()));
        exchanges.give_up(7);
    }

    #[test]
    fn nothing_of_a_request_is_printed() {
        let mut exchanges = Exchanges::default();
        let request = RequestDraft {
            path: "/a-path-with-a-password".into(),
            ..RequestDraft::default()
        };
        exchanges.keep(whose("ann"), request, Some(answer(9)), 1);
        assert!(!format!("{exchanges:?}").contains("a-path"));
    }
}
