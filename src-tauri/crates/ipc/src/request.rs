//! A request of the person's own, what came of it, and what is kept of both. Nothing here holds a credential: the engine
//! adds those on its way out, and takes out of an answer what repeats them.

mod draft;
mod exchange;
mod problem;

pub use draft::{DraftBody, Method, Pair, RequestDraft};
pub use exchange::{
    ChosenFile, Exchange, PastExchange, PastOutcome, PastRequest, PinnedRequest, RawBody, Requests,
    SetByAnswer,
};
pub use problem::{FileProblem, HeaderProblem, PathProblem, RequestProblem};
