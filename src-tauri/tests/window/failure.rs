//! Why a journey failed, as a sentence for whoever reads the run.

use std::{any::Any, error::Error, fmt};

use fantoccini::error::CmdError;

/// What every step of a journey comes to.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

/// Why a step failed. It holds no secret: what a person reads of a run may be pasted anywhere.
#[derive(Debug)]
pub(crate) struct Failure {
    why: String,
    is_skip: bool,
}

impl Failure {
    pub(crate) fn new(why: impl Into<String>) -> Self {
        Self {
            why: why.into(),
            is_skip: false,
        }
    }

    /// What the journey needs cannot be had on this machine.
    pub(crate) fn skipped(why: impl Into<String>) -> Self {
        Self {
            why: why.into(),
            is_skip: true,
        }
    }

    pub(crate) fn is_skip(&self) -> bool {
        self.is_skip
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.why)
    }
}

/// Whatever a library reports fails the step; the sources say more than the first line alone.
impl<E: Error + 'static> From<E> for Failure {
    fn from(error: E) -> Self {
        let mut why = error.to_string();
        // A driver often has no words for what went wrong, and always a name.
        if let Some(CmdError::Standard(refused)) = (&error as &dyn Any).downcast_ref() {
            why = format!("{why} ({})", refused.error);
        }
        let mut source = error.source();
        while let Some(deeper) = source {
            why = format!("{why}: {deeper}");
            source = deeper.source();
        }
        Self::new(why)
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
