//! What a server is told before it starts.

use std::{
    net::{IpAddr, Ipv4Addr},
    path::PathBuf,
    time::Duration,
};

use super::dialect::Dialect;

/// How to set up a [`DemoServer`](crate::DemoServer). Start from [`Config::new`].
#[derive(Clone, Debug)]
pub struct Config {
    /// Which original to speak like.
    pub dialect: Dialect,
    /// The address to listen on. Anything but loopback is refused: the accounts' passwords are
    /// published, so nobody else's machine may reach them.
    pub host: IpAddr,
    /// The port to listen on; 0 takes a free one.
    pub port: u16,
    /// How long an access token lives, in whole seconds (a JWT knows no finer time), at least one.
    pub access_lifetime: Duration,
    /// How long a refresh token lives, to the millisecond.
    pub refresh_lifetime: Duration,
    /// What a refresh does to the refresh token.
    pub rotation: Rotation,
    /// Where the data is kept.
    pub storage: Storage,
    /// What happens to the requests that the original N-body server never answers.
    pub unanswered: Unanswered,
}

impl Config {
    /// The set-up of a newcomer's demo: loopback, a free port, data in memory, no rotation.
    ///
    /// Access tokens live for 60 s, as the originals ship, so that a person can watch a refresh
    /// happen. N-cookie cannot refresh, and its original ships 24 hours. Refresh tokens live for
    /// 24 hours, which the originals name in a comment: with the shipped 120 s a demo would end
    /// while its user reads.
    pub fn new(dialect: Dialect) -> Self {
        let day = Duration::from_hours(24);
        Self {
            dialect,
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            access_lifetime: match dialect {
                Dialect::NCookie => day,
                Dialect::NBody | Dialect::SBody | Dialect::SCookie => Duration::from_mins(1),
            },
            refresh_lifetime: day,
            rotation: Rotation::Off,
            storage: Storage::Memory,
            unanswered: Unanswered::Hang,
        }
    }
}

/// What a refresh does to the refresh token that it was asked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// It stays as it is, like at the originals.
    Off,
    /// Each refresh replaces it. Reuse of a replaced one revokes every token that descends from the
    /// same sign-in (RFC 9700, section 4.14.2).
    On {
        /// How long after its replacement the old token may still be shown, for a client that lost
        /// the answer: it gets the same new pair again. Zero gives no second chance.
        grace: Duration,
    },
}

/// Where accounts and refresh tokens are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Storage {
    /// Lost when the server stops.
    Memory,
    /// In an `SQLite` file, made when missing. Refresh tokens survive a restart of the server.
    File(PathBuf),
}

/// What happens to the requests that the original N-body server leaves without any answer: a
/// sign-up that lacks its username or e-mail, and the moderator or admin board of a deleted user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unanswered {
    /// No answer, ever, like the original.
    Hang,
    /// A 500 with a message.
    Answer500,
}
