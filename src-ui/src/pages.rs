//! The screens. Each owns its flow: what it asks the core for, and what it does with the answer.
//!
//! A new screen is a file here, a [`Route`](crate::route::Route) and its words; what two of them need is a component,
//! or state. Every room below may be used, and no page uses another.

mod board;
mod connect;
mod connection_check;
mod profile;
mod remember;
mod restoring;
mod session;
mod settings;
mod sign_in;
mod sign_up;
mod start;

pub(crate) use board::BoardPage;
pub(crate) use connect::ConnectPage;
pub(crate) use profile::ProfilePage;
pub(crate) use restoring::RestoringPage;
pub(crate) use session::SessionPage;
pub(crate) use settings::SettingsPage;
pub(crate) use sign_in::SignInPage;
pub(crate) use sign_up::SignUpPage;
pub(crate) use start::{StartingPage, UnreachablePage};
