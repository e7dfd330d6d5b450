//! Why a journey failed, as a sentence for whoever reads the run.

use std::{error::Error, fmt};

/// What every step of a journey comes to.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

/// Why a step failed. It holds no secret: what a person reads of a run may be pasted anywhere.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Whatever a library reports fails the step; the sources say more than the first line alone.
impl<E: Error> From<E> for Failure {
    fn from(error: E) -> Self {
        let mut why = error.to_string();
        let mut source = error.source();
        while let Some(deeper) = source {
            why = format!("{why}: {deeper}");
            source = deeper.source();
        }
        Self(why)
    }
}

/// Fails the step with a formatted sentence unless the condition holds.
macro_rules! ensure {
    ($condition:expr, $($words:tt)+) => {
        if !$condition {
            return Err($crate::window::failure::Failure::new(format!($($words)+)));
        }
    };
}

pub(crate) use ensure;
