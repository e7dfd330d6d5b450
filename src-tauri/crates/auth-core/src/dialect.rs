//! How a back end speaks: a value, so that the engine needs no `if` on a server's name.
//!
//! Four ideas, each with one shape wherever it stands: a request, a place in an answer, a rule for what an answer
//! means, and what is kept. A new capability of servers is a field of `description`, whose docs become DIALECTS.md,
//! and where its type cannot hold it a line of `check`. Uses `wire` and the answers of `world`.

mod asked;
mod check;
mod description;
mod error;
mod known;
mod place;
mod read;
mod reading;
mod request;
mod rule;
mod text;

pub(crate) use description::{
    CookieRole, Csrf, Endpoints, Fetch, Forgets, OAuth, Refresh, SignOut, endpoint, name,
};
pub use description::{Dialect, Page, Setting};
pub use error::DialectError;
pub(crate) use place::Place;
pub(crate) use reading::{Reading, name_fits, url_decoded};
pub(crate) use request::{Request, Unsendable, set_headers};
pub(crate) use rule::{RefreshMeaning, RequestMeaning, Rule, SignInMeaning, SignOutMeaning, first};

#[cfg(test)]
mod tests;
