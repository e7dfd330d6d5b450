//! Adapters from Tauri to the app.
//!
//! An adapter takes the arguments of one command of the contract and answers with what the method of
//! the same name says. Anything that deserves a test is on the other side of that call. A new command is
//! an adapter in the file of what it is about, and a line in `table`. Uses `app`, and of `windows` how a
//! window looks.

mod browser;
mod keeping;
mod requests;
mod servers;
mod sessions;
mod table;
mod window;

pub(crate) use table::table;

/// The reply of a command, or why it failed.
type Reply<C> = Result<<C as ipc::Command>::Reply, ipc::Error>;

#[cfg(test)]
mod tests;
