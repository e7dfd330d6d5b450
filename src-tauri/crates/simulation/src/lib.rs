//! The session engine in simulated worlds: a seed each, on virtual time, checked after every step.
//!
//! A world has computers with clocks that are wrong, step and stand still while they sleep; processes
//! that share a vault, crash and freeze at the worst moments; a network that delays, loses and lies; and
//! a model server written from what real back ends answer, without a look at the engine: tokens in JSON, cookies, forms
//! that answer by where they lead, one that refuses nobody. People sign in, with a code where one is asked for, and out,
//! open windows late, send requests and go away in the middle. All of it runs on one thread,
//! and the seed decides everything: the rules of the server, what goes wrong, and which of the tasks
//! that are ready has its turn. A seed therefore replays exactly.
//!
//! ```text
//! cargo xtask simulate --seeds 100000              play seeds 1 to 100000
//! cargo xtask simulate --seeds 1 --seed 4711       replay one
//! cargo xtask simulate --faults                    make the engine make its deliberate mistakes
//! ```
//!
//! It prints `seeds N steps M violations 0`, or the timeline of the first seed that breaks an invariant
//! and which one that is. With `--faults` the engine makes one mistake after the other, and for each a seed
//! is looked for that shows it: a simulation that finds nothing proves nothing until it has been seen to
//! find what is there. The mistakes are patches in `faults/`, applied to a copy of the checkout.
//! `cargo xtask simulate --faults` leaves that copy in `target/faults/patched`, with all of them made. To add one,
//! make it there behind `crate::fault::on("Name")`, and write `git diff -U1` into `faults/Name.patch`, below one
//! sentence that says what is wrong. One that does not apply any more is mended the same way: the copy is
//! left as it is in front of it.
//!
//! # Invariants
//!
//! What is checked is what can be seen from outside: the wire, the disk, snapshots, events and results.
//!
//! | invariant | exempt |
//! | --- | --- |
//! | one refresh at a time, for each sign-in and vault | where somebody stood still so long that others went on, or the lock was broken |
//! | a request is sent at most twice; a refresh is repeated only for a reason, and soon enough for a grace | a third time, after what another process had refreshed; what missed its token against forged requests, which nobody looked at |
//! | a token against forged requests is that of the credentials beside it | |
//! | a refresh token that another has come for is not used again: there are servers that take that for theft | |
//! | adopting is no refresh: who is refused with that, too, is owed one | |
//! | every answer's cookies count, on the next hop and in the next request | what came to another process |
//! | a late cookie of a guest undoes no refresh | |
//! | cookies alone cost the disk a write now and then | trouble of the disk |
//! | who is in no session leaves none: a sign-in whose caller went away has not begun, and the server was told of what nobody uses | what the network, the server's refusals or a deadline kept from it |
//! | a closed session is silent, and looks at nothing | what it had begun, and what is revoked |
//! | a half sign-in is no session: it is not kept, not shown, and nobody has signed in; what is given up begins none, and leaves none at the server | the second: what the server never granted |
//! | no credentials of another session: a request carries those of the sign-in that it began in | |
//! | credentials go to one origin; refresh tokens only refresh | the second: where one credential is both |
//! | a guest's answer is doubted: handed over for somebody who could be refreshed only after one question | within 5 s of a grant |
//! | what is over by the clock is over: neither sent nor shown as live, whatever the server answers | what was on its way, or stood still |
//! | accounts are never mixed | |
//! | each end is told once | |
//! | the reason of an end is true: the model server, a person or another process agrees | |
//! | no session is lost that the server would honour: at an end by its word, neither the vault nor the process has a good refresh token | what was refused by three tries over a minute, whoever refused it |
//! | a restart brings the session back | while the disk is in trouble |
//! | durable before it is used | while the disk is in trouble; cookies of ordinary answers |
//! | a record is whole; a newer record is not overwritten; no record of another session is erased | the second: after trouble of the disk; the third: within 3 s of taking a session up |
//! | who is signed in stays in the vault | where changes go unnoticed, and after damage |
//! | every waiter settles, within a bound made of `auth_core::Limits` | time that its process stands still |
//! | back-off keeps its bounds, and `Retry-After` | a person or a nudge, from 2 s on |
//! | a refresh has a cause; an idle session does not poll; one refresh after sleep | |
//! | snapshots and events come in order; a late window misses nothing | |
//! | no secret is told: in no snapshot, event, error or response is a token, a password, a code | |
//! | nothing goes round in circles; nothing panics | |
//! | when all is well again, everything works: after a quarter of an hour without trouble | an account that a server denies in the words of a breakdown |
//! | nothing is left of a closed session | |
//!
//! # Layout
//!
//! Rooms, from the top down; each uses only those below it.
//!
//! - `fleet`: many seeds, on all cores
//! - `run`: one seed: the loop, what is done, what goes wrong, and the phases from life to peace
//! - `checks`: the invariants
//! - `host`: the clock, transport, vault and tasks that the engine runs on
//! - `world`: everything there is, as the seed planned it and as it stands
//! - `server`: the model server, and every token that it ever made
//! - `ground`: time, chance, names, what comes next and what happened

mod checks;
mod fleet;
mod ground;
mod host;
mod run;
mod server;
mod world;

pub use fleet::{Failure, Total, replay, run};
