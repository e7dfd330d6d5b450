//! A trouble that lasts for a while: of the network, of a server, of a disk.

use super::computer::Link;
use crate::server::{Guard, Health};

/// What is in trouble, and how.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Trouble {
    Link(usize, Link),
    Health(usize, Health),
    Guard(usize, Guard),
    FullDisk(usize),
    LockedKeychain(usize),
    BrokenLock(usize),
}

impl Trouble {
    pub(crate) fn is_about_the_same_as(self, other: Self) -> bool {
        match (self, other) {
            (Self::Link(one, _), Self::Link(other, _))
            | (Self::Health(one, _), Self::Health(other, _))
            | (Self::Guard(one, _), Self::Guard(other, _))
            | (Self::FullDisk(one), Self::FullDisk(other))
            | (Self::LockedKeychain(one), Self::LockedKeychain(other))
            | (Self::BrokenLock(one), Self::BrokenLock(other)) => one == other,
            _ => false,
        }
    }
}
