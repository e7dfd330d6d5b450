//! The world as traits, so that a test can own it: network, vault, time, randomness, tasks, and their bounds.
//!
//! Beside each trait stands its real implementation, the only place where the ambient thing is touched
//! (`.clippy.toml` bans it elsewhere). Decides nothing about sessions. Uses `wire`.

mod cause;
mod clock;
#[cfg(feature = "http-transport")]
mod http_transport;
mod limits;
#[cfg(feature = "http-transport")]
mod loopback;
mod memory_vault;
mod redirects;
mod rng;
mod spawn;
mod transport;
mod vault;

pub use cause::Cause;
pub use clock::{Clock, Moment, SystemClock};
#[cfg(feature = "http-transport")]
pub use http_transport::{HttpTransport, Network, NetworkError};
pub use limits::{Limits, MAX_BODY};
pub(crate) use limits::{MAX_REDIRECTS, MOST_PATIENCE, PERSONAL_RETRY};
#[cfg(feature = "http-transport")]
pub use loopback::LoopbackRedirects;
pub use memory_vault::MemoryVault;
pub use redirects::{Landing, Listening, RedirectListener, Redirects, Visit, Visiting};
pub use rng::{OsRng, Rng};
pub use spawn::{Spawn, Task, TokioSpawn, Work};
pub use transport::{Answer, Call, Connection, Exchange, Transport};
pub use vault::{
    Change, Record, StepError, Update, Vault, VaultCall, VaultChange, VaultError, VaultLock,
    VaultTask,
};
