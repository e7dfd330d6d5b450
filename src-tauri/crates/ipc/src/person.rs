//! The person: who they are, what they type to get in, and what they may read.
//!
//! The lowest room: it uses no other, and knows nothing of servers and sessions. The rules of the forms are
//! code that both sides share; all else is data.

mod account;
mod board;
mod demo;
pub mod field;
mod password;

pub use account::{Account, Role};
pub use board::{Board, BoardBody, BoardContent, TextPart};
pub use demo::{DEMO_ACCOUNTS, DemoAccount};
pub use password::Password;
