//! From an empty home, by Connect, Sign up and Sign in, to the pages that a role may read.
//!
//! Whatever a person types on the way belongs here. May use `steps` and the rig.

pub(super) mod bad_input;
pub(super) mod connect;
pub(super) mod custom;
pub(super) mod hostile;
pub(super) mod in_browser;
pub(super) mod known_servers;
pub(super) mod on_device;
pub(super) mod others_words;
pub(super) mod roles;
pub(super) mod second_step;
pub(super) mod sign_up;
pub(super) mod start;
