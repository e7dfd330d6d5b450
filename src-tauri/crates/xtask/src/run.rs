//! Running other programs.
//!
//! Every command and every part of the set-up starts its programs through here, so that all of them are
//! shown, are kept from asking questions that nobody answers, and end with us. It uses `outcome` and
//! `failure`.

pub(crate) mod leash;
pub(crate) mod process;
