//! The parent: plans deaths, kills children, and looks at what is left of the session.
//!
//! It believes the server and the folder, and of its children only what they have received. What may be
//! there after a death is decided in `expected` and nowhere else. Uses `between`, and nothing of `child`.

mod child;
mod coverage;
mod dice;
mod expected;
mod home;
mod ledger;
mod plan;
mod run;
mod run_error;
mod world;

pub use child::{Child, Ended, Heard, ROLE};
pub use coverage::Coverage;
pub use run::{Outcome, Run};
