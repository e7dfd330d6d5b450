//! A back end to try and to test against, in the four dialects of the bezkoder JWT series.
//!
//! It is a server like any other: it knows neither the session engine nor the app. It serves three
//! readers: a newcomer who wants a signed-in window without a server of their own, tests that need a
//! peer which fails on request, and a developer who wants to look at the HTTP
//! (`cargo run -p demo-server`).
//!
//! ```no_run
//! # async fn example() -> Result<(), demo_server::Error> {
//! use demo_server::{Config, DemoServer, Dialect, Endpoint};
//!
//! let server = DemoServer::start(Config::new(Dialect::NBody)).await?;
//! println!("{}", server.base_url());
//! server.control().expire_access();
//! assert_eq!(server.control().calls(Endpoint::Refresh), 0);
//! server.stop().await;
//! # Ok(())
//! # }
//! ```
//!
//! # Layout
//!
//! The rooms from the top down; each uses those below it and none above.
//!
//! | room | what lives there |
//! | --- | --- |
//! | `server` | the running server and the handle that steers it; listener, connections, and what every request passes through |
//! | `dialects` | the two families of answers, to the byte |
//! | `backend` | what both families share, and what a test orders and finds in it: endpoints, faults, journal |
//! | `store` | `SQLite`: accounts, roles, refresh tokens and their rotation |
//! | `crypto` | the three kinds of cryptography that the originals use |
//! | `setup` | how a server is set up before it starts, and why it could not |

mod backend;
mod crypto;
mod dialects;
mod server;
mod setup;
mod store;

pub use backend::{Board, Call, Endpoint, Fault, Pair, Times};
pub use server::{Control, DemoServer};
pub use setup::{
    Config, Dialect, Error, Role, Rotation, SEEDED_ACCOUNTS, SeededAccount, Storage, Unanswered,
    UnknownDialectError,
};
