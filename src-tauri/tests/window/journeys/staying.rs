//! Signed in: refreshes that nobody sees, a server that goes away, and the ends that a server makes.
//!
//! What happens to a session within one run belongs here. May use `steps` and the rig.

pub(super) mod board_size;
pub(super) mod ending;
pub(super) mod following;
pub(super) mod outage;
pub(super) mod page_dies;
pub(super) mod real_authority;
pub(super) mod real_server;
pub(super) mod refresh;
pub(super) mod watching;
