//! The person: who they are, what they type to get in, and what they may read.
//!
//! The lowest room: it uses no other, and knows nothing of servers and sessions. The rules of the forms are
//! code that both sides share; all else is data.

mod account;
mod demo;
pub mod field;
mod form;
// The engine's own file: what it makes of a name, the window makes of one that was typed into it.
#[path = "../../auth-core/src/wire/legible.rs"]
mod legible;
mod page;
mod secret;

pub use account::Account;
pub use demo::{DEMO_ACCOUNTS, DemoAccount, DemoTrouble};
pub use form::{FormField, SignUpForm};
pub use legible::{legible, legible_text};
pub use page::{Answered, Markdown, MarkdownKind, Page, PageBody, PageContent, TextPart};
pub use secret::Secret;
