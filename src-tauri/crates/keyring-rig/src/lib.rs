//! A session bus of one's own and a real keyring on it, for tests that must neither touch nor need the
//! keyring of whoever runs them.
//!
//! ```no_run
//! # fn main() -> Result<(), keyring_rig::RigError> {
//! use keyring_rig::{Keyring, PrivateBus};
//!
//! let bus = PrivateBus::start()?;
//! let keyring = Keyring::start(&bus)?;
//! // Programs under test are started with `DBUS_SESSION_BUS_ADDRESS` set to `bus.address()`.
//! keyring.lock()?;
//! # Ok(())
//! # }
//! ```
//!
//! The keyring is `gnome-keyring-daemon`, the one that most desktops come with. Nothing on the bus is
//! started by itself, and nobody can be asked for a password on it: an unlocking that needs a person
//! is refused at once. Calls block, and wait for as long as 10 s for what they cause. What was
//! started is killed when its value is dropped, also when a test fails.
//!
//! # Layout
//!
//! From the top down; each uses those below it.
//!
//! - [`Keyring`]: the keyring, and what can happen to one
//! - [`PrivateBus`]: the bus
//! - `secrets`: what a keyring is told over the bus
//! - `daemon`: a process that does not outlive its value
//! - [`RigError`]: why a test could not be set up

#![cfg(target_os = "linux")]
#![warn(missing_docs)]

mod bus;
mod daemon;
mod keyring;
mod rig_error;
mod secrets;

pub use bus::PrivateBus;
pub use keyring::Keyring;
pub use rig_error::RigError;
