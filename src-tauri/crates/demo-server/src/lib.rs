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
//! | module | what lives there |
//! | --- | --- |
//! | `config`, `dialect` | how a server is set up before it starts |
//! | `server` | the listener and its connections: keep-alive, idle close, destroyed sockets |
//! | `backend` | what every request passes through, and what both families share |
//! | `express`, `spring` | the two families of answers, to the byte |
//! | `store` | SQLite: accounts, roles, refresh tokens and their rotation |
//! | `jwt`, `keygrip`, `password` | the three kinds of cryptography that the originals use |
//! | `control`, `fault`, `journal`, `endpoint` | the handle that tests hold |

mod account;
mod backend;
mod config;
mod control;
mod dialect;
mod endpoint;
mod error;
mod express;
mod fault;
mod journal;
mod jwt;
mod keygrip;
mod password;
mod server;
mod spring;
mod store;

pub use account::{Role, SEEDED_ACCOUNTS, SeededAccount};
pub use config::{Config, Rotation, Storage, Unanswered};
pub use control::Control;
pub use dialect::{Dialect, UnknownDialect};
pub use endpoint::{Board, Endpoint};
pub use error::Error;
pub use fault::{Fault, Times};
pub use journal::{Call, Pair};
pub use server::DemoServer;
