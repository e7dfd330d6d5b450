//! The code of a sign-in elsewhere, as the server keeps it.

use crate::ground::At;
use crate::server::mint::FamilyId;

/// What a browser was sent back with.
#[derive(Debug)]
pub(in crate::server) struct Code {
    pub(super) text: String,
    pub(super) account: usize,
    /// What the program has shown a digest of.
    pub(super) challenge: String,
    pub(super) redirect: String,
    pub(super) until: At,
    /// What was given for it.
    pub(super) gave: Option<FamilyId>,
}
