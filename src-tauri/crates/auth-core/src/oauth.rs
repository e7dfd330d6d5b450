//! A sign-in at an authorization server, without I/O: what its documents say, what the browser is sent with, what it comes
//! back with, and whether an id token is to be believed.
//!
//! The wire and the listener are `session`'s; once there is a code, the dialect's own requests go on. Uses `dialect`,
//! `report` and `wire`.

mod attempt;
mod device;
mod document;
mod id_token;
mod random;

pub(crate) use attempt::{Attempt, Verdict, address, asks_for_id_token};
pub(crate) use device::{Device, EXPIRED, ask_again, refusal};
pub(crate) use document::{Metadata, is_safe, places};
pub(crate) use id_token::{Expected, Keys, check};
pub(crate) use random::Random;

#[cfg(test)]
mod tests;
