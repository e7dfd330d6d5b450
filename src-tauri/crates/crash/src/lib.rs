//! Kills processes that refresh a session, at every moment that there is, and looks at what is left of it.
//!
//! The simulation plays crashes on virtual time, with a vault that is a model. This is the other half:
//! real processes, the real sealed file, a real server that rotates refresh tokens, and `SIGKILL`.
//!
//! # What a run does
//!
//! ```sh
//! cargo xtask crash --kills 5000            # seed 1
//! cargo xtask crash --kills 300 --seed 7    # other plans
//! cargo xtask crash --in-place              # do the checks bite? It has to fail
//! ```
//!
//! Three worlds take turns: a demo server in one of the dialects that refresh, with rotation, reuse
//! detection and a grace window of 30 s, and a vault. For each kill a child opens the vault, restores
//! the session, proves that the server honours it by a request and a refresh, and then refreshes as fast as
//! it goes, sends requests, and now and then signs out and in. It dies in one of three ways, which the
//! seed decides:
//!
//! - by its own hand, before or after the n-th passing of a step of the vault (the fault points);
//! - young: within its first 40 ms, which is anywhere in start-up, restoring and proving;
//! - busy: some milliseconds after it has said for the n-th time that something is durable.
//!
//! In every fifth of the lives in which nobody signs out, another process shares the session, refreshes it
//! as well, and has to go on when the first dies.
//!
//! A seed repeats the plans exactly. It cannot repeat what the scheduler of the machine makes of those
//! that are a matter of time.
//!
//! # What is checked after each death
//!
//! | | else |
//! | --- | --- |
//! | the envelope opens, and holds an access and a refresh token that the server granted together | `torn` |
//! | the pair is no older than what the child had reported as durable, by what it had *received* and not by what the vault says | `torn` |
//! | nothing is there only between "signing out" and the next "durable"; and a session that was signed out of does not come back | `lost`, `torn` |
//! | nothing but the vault's own files lies about, and nothing was set aside but what was damaged on purpose, of which no byte is lost | `torn` |
//! | the next child finds a session that the server honours | `lost` |
//!
//! The last check is made by the next child that lives long enough; a child that nobody kills makes it in
//! the end, and before a home is left or damaged.
//!
//! What no `SIGKILL` can show is a loss of power: what a dead process has written, the system still has,
//! synchronised or not. The vault's own tests take the power away, from a model of a disk (`power_cut`).
//!
//! The parent learns from the server which pairs were granted, and compares fingerprints. Orders come
//! over a child's standard input and reports over its standard output: no password and no token is in an
//! argument, and no token in a report.
//!
//! # Tests
//!
//! `tests/` has what processes do to each other: they refresh at once, die and freeze with the right to
//! refresh, sign out and sign in. Each process is a [`Child`] that is told what to do line by line.
//!
//! # Layout
//!
//! The rooms from the top down. Parent and child are two processes of one program: neither uses the other,
//! and both use what is between them.
//!
//! - `parent`: a whole run ([`Run`]) and the plan of each death; a server and a vault, what is kept and may
//!   be kept; a child as its parent sees it ([`Child`])
//! - `child`: what a child does ([`obey`]), how it says what it has received, and how it dies
//! - `between`: orders and reports ([`Order`], [`Report`]), the fingerprints in them, the steps to die at ([`Step`]), and
//!   the vault

mod between;
mod child;
mod parent;

pub use between::{Death, Opening, Order, PairPrint, Person, Report, Side, Step, Storm, Told};
pub use child::{BOARD, CONTENT, obey};
pub use parent::{Child, Coverage, Ended, Heard, Outcome, ROLE, Run};
