//! What a session tells those outside: who, what happened, what failed and what they do about it.
//!
//! Plain values without a secret in them; adding one is a change of the public face. Uses `world` for moments
//! and causes, and `wire` for why a path was refused.

mod account;
mod end_reason;
mod error;
mod event;
mod oauth_problem;
mod said;
mod snapshot;
mod step;

pub use account::Account;
pub use end_reason::EndReason;
pub use error::Error;
pub(crate) use event::MOST_UNREAD;
pub use event::{Event, EventKind, Events};
pub use oauth_problem::{IdTokenProblem, OAuthProblem};
pub use said::Said;
pub use snapshot::{AccessFacts, Counts, SecondStepFacts, Snapshot, State, StorageState};
pub use step::Step;
