//! Whether harmless questions tell which server it is.

use auth_core::{ProbeVerdict, probe};

use crate::{
    bench::Bench,
    report::{Outcome, ensure},
};

/// Asked about this dialect among all others.
pub(super) async fn asked(bench: &Bench) -> Outcome {
    let found = probe(&bench.config()?, &bench.known).await?;
    let matches = matches!(found.verdict, ProbeVerdict::Matches);
    ensure(matches, format_args!("found was {:?}", found.verdict))
}
