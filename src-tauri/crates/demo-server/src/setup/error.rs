//! What can go wrong while a server starts or comes back.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

/// Why a server could not start, or not come back.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The address is reachable from other machines. Choose `127.0.0.1` or `::1`.
    #[error("{0} is not a loopback address; the demo server listens on this machine only")]
    NotLoopback(IpAddr),
    /// The port is taken, or may not be used. Choose another, or 0 for a free one.
    #[error("cannot listen on {address}")]
    Listen {
        /// Where it was to listen.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The data file cannot be made. Choose a folder that exists and may be written to.
    #[error("cannot make the file {}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The data cannot be opened or prepared. Choose another file, or keep the data in memory.
    #[error("cannot open the data")]
    Store(#[from] rusqlite::Error),
    /// The system gave no random numbers, or refused to hash a password. Nothing can be done about
    /// it from here.
    #[error("cannot prepare the accounts")]
    Cryptography,
    /// The server was stopped for good; start a new one.
    #[error("the server was stopped")]
    Stopped,
}
