//! The engine from outside, against a network that answers whatever it likes: how much memory that may
//! cost. In a test binary of its own, because it counts every allocation of the process.

#[path = "parsers/memory.rs"]
mod memory;
#[path = "parsers/world.rs"]
#[expect(
    dead_code,
    reason = "what a request led to is the other binary's business"
)]
mod world;

use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

/// Counts what is allocated.
#[global_allocator]
static ALLOCATOR: &StatsAlloc<std::alloc::System> = &INSTRUMENTED_SYSTEM;
