//! The screens. Each owns its flow: what it asks the core for, and what it does with the answer.
//!
//! A new screen is a file here, a [`Route`](crate::route::Route) and its words; what two of them need is a component,
//! or state. Every room below may be used, and no page uses another.

mod connect;
mod connection_check;
mod describing;
mod entrance;
mod home;
mod profile;
mod remember;
mod requests;
mod restoring;
mod server_page;
mod session;
mod settings;
mod start;

pub(crate) use connect::ConnectPage;
pub(crate) use entrance::{SignInPage, SignUpPage};
pub(crate) use home::HomePage;
pub(crate) use profile::ProfilePage;
pub(crate) use requests::{RequestsPage, look_at};
pub(crate) use restoring::RestoringPage;
pub(crate) use server_page::ServerPage;
pub(crate) use session::SessionPage;
pub(crate) use settings::SettingsPage;
pub(crate) use start::{StartingPage, UnreachablePage};
