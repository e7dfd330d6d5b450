//! What holds for everything that a server or a person could write, however hostile or broken.
//!
//! The generators begin with what real servers answer and then break it. `PROPTEST_CASES=100000 cargo
//! test -p auth-core properties` looks longer than the usual run does. A parser that is new gets a property
//! here. Tests alone: may use every room.

mod answers;
mod any_dialect;
mod cookies;
mod dialects;
mod echoes;
mod hostile;
mod places;
mod recorded;
mod records;
mod tokens;

use proptest::test_runner::{Config, RngSeed};

/// This many cases, the same each time: what one change broke is not found in the next one's run. The environment asks
/// for another number, and then for other cases each time. A failure prints its smallest case; it belongs into a test
/// of its own, and so nothing is written beside the sources.
fn cases(usual: u32) -> Config {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    let config = Config::default();
    Config {
        cases: if asked { config.cases } else { usual },
        rng_seed: if asked {
            config.rng_seed
        } else {
            RngSeed::Fixed(1)
        },
        failure_persistence: None,
        ..config
    }
}
