//! One server: where its entry in the settings comes from, how it speaks, and where its session is kept.
//!
//! What a person types, a script sets or this build brings along becomes an entry, a dialect and a vault
//! here. A new way to come to a server belongs here; that somebody signs in to it does not.
//! May use `convert` and the engine; knows neither the list of servers nor who is signed in.

pub(crate) mod demo;
pub(crate) mod dialects;
pub(crate) mod entry;
pub(crate) mod launch;
pub(crate) mod local_network;
pub(crate) mod network;
pub(crate) mod secret_settings;
pub(crate) mod vaults;
