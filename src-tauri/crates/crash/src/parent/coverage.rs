//! Which fault points were come to, and how often.

use std::{collections::HashMap, fmt};

use crate::between::{Death, Side, Step};

/// Deaths by fault point.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage(HashMap<(String, Side), u32>);

impl Coverage {
    pub(crate) fn add(&mut self, death: &Death) {
        let point = (death.step.clone(), death.side);
        *self.0.entry(point).or_default() += 1;
    }

    /// How many processes died on this side of this step.
    pub fn deaths(&self, side: Side, step: Step) -> u32 {
        let point = (step.code().to_owned(), side);
        self.0.get(&point).copied().unwrap_or(0)
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "killed itself    before   after")?;
        for step in Step::ALL {
            let (before, after) = (
                self.deaths(Side::Before, step),
                self.deaths(Side::After, step),
            );
            writeln!(f, "  {:<14} {before:>6}  {after:>6}", step.code())?;
        }
        Ok(())
    }
}
