//! Which of the four original servers to speak like.

use std::{fmt, str::FromStr};

/// One of the four back ends of the bezkoder JWT series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// Express; the JWT in the header `x-access-token`, the refresh token in JSON bodies.
    NBody,
    /// Express with cookie-session; the JWT inside a signed cookie, nothing to refresh it with.
    NCookie,
    /// Spring Boot 2.7; `Authorization: Bearer`, the refresh token in JSON bodies.
    SBody,
    /// Spring Boot 3.1; the JWT and the refresh token in two cookies.
    SCookie,
}

impl Dialect {
    /// All dialects, in the order of the documentation.
    pub const ALL: [Self; 4] = [Self::NBody, Self::NCookie, Self::SBody, Self::SCookie];

    /// Whether the original is an Express server, which decides half of its manners.
    pub(crate) fn is_express(self) -> bool {
        matches!(self, Self::NBody | Self::NCookie)
    }

    fn name(self) -> &'static str {
        match self {
            Self::NBody => "n-body",
            Self::NCookie => "n-cookie",
            Self::SBody => "s-body",
            Self::SCookie => "s-cookie",
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

impl FromStr for Dialect {
    type Err = UnknownDialectError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|dialect| dialect.name().eq_ignore_ascii_case(text))
            .ok_or_else(|| UnknownDialectError(text.to_owned()))
    }
}

/// The text names none of the four dialects. Show it to whoever typed it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a dialect; choose n-body, n-cookie, s-body or s-cookie")]
pub struct UnknownDialectError(String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dialect_reads_back_from_the_name_that_it_shows() {
        for dialect in Dialect::ALL {
            assert_eq!(dialect.to_string().parse(), Ok(dialect));
        }
    }

    #[test]
    fn an_unknown_name_is_refused_and_the_choices_are_listed() {
        let refusal = "n-bodies".parse::<Dialect>().unwrap_err().to_string();
        assert!(
            refusal.contains("`n-bodies`") && refusal.contains("s-cookie"),
            "{refusal}"
        );
    }
}
