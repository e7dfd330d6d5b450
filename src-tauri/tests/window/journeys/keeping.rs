//! From one run of the app to the next: what is kept, where, and what is left of it.
//!
//! What lies on a disk or in a keychain belongs here; `kept` has the steps that these journeys share. May use
//! `steps` and the rig.

pub(super) mod damage;
mod kept;
pub(super) mod keychain;
pub(super) mod outsiders;
pub(super) mod quitting;
pub(super) mod remember;
pub(super) mod restart;
pub(super) mod second_start;
pub(super) mod several;
pub(super) mod traces;
