//! How a back end spells sign-in, refresh and sign-out: a value, so that the engine needs no `if` on a
//! server's name.
//!
//! A new capability of servers is a field of [`Dialect`], its reading and its check, and a row of `reference`,
//! from which DIALECTS.md is made. Uses `wire` for paths.

mod check;
mod description;
mod error;
mod place;
mod presets;
mod read;
mod reference;
mod tree;

pub use description::{
    AccessCarrier, CookiePayload, Dialect, Fields, Meaning, RefreshCarrier, RefreshRoute, Refusal,
    Route, SignOutRoute,
};
pub use error::DialectError;

#[cfg(test)]
mod tests;
