//! What a server is found to be before anybody has said what it is.

use std::collections::BTreeMap;

use crate::prelude::*;
use ipc::{ConnectionReport, DialectChoice, ServerDraft, Verdict};

use super::ServerForm;

/// What was found out about the server at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Recognition {
    /// The address as it will be used.
    pub(crate) address: String,
    /// What it answered. `None` where no answer came, or nobody waited for one.
    pub(crate) verdict: Option<Verdict>,
}

impl Recognition {
    /// From the answer to a [`ServerForm::question`], which named this known server first.
    pub(crate) fn of(report: ConnectionReport, first: &str) -> Self {
        Self {
            address: report.address,
            verdict: Some(match report.verdict {
                Verdict::Matches => Verdict::LooksLike {
                    dialect: first.to_owned(),
                },
                other => other,
            }),
        }
    }

    /// The known server that it answers like: [`ipc::KnownServer::id`].
    pub(crate) fn kind(&self) -> Option<&str> {
        match &self.verdict {
            Some(Verdict::LooksLike { dialect }) => Some(dialect),
            _ => None,
        }
    }
}

impl ServerForm {
    /// What to ask with what a server is. The core compares all known ones, so that it does not matter which comes first;
    /// what was typed for one of them stays here.
    pub(crate) fn question(self, first: &str) -> ServerDraft {
        ServerDraft {
            dialect: DialectChoice::preset(first),
            settings: BTreeMap::new(),
            secrets: BTreeMap::new(),
            ..untrack(|| self.draft())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_that_was_asked_about_first_counts_like_any_other() {
        let found = |verdict| {
            let report = ConnectionReport {
                address: "https://harbour.example".into(),
                verdict,
                round_trip_ms: 1,
            };
            let found = Recognition::of(report, "n-body");
            found.kind().map(str::to_owned)
        };
        let other = Verdict::LooksLike {
            dialect: "s-body".into(),
        };
        assert_eq!(found(Verdict::Matches).as_deref(), Some("n-body"));
        assert_eq!(found(other).as_deref(), Some("s-body"));
        assert_eq!(found(Verdict::Unsure), None);
    }

    #[test]
    fn a_question_has_the_whole_address_and_nothing_that_was_typed_for_a_kind() {
        create_root(|| {
            let form = ServerForm::new("gotrue".into());
            form.address.set(" harbour.example ".into());
            (form.typed()).update(|typed| typed.insert("key".into(), "typed".into()));
            let question = form.question("n-body");
            assert_eq!(question.address, "https://harbour.example");
            assert_eq!(question.dialect, DialectChoice::preset("n-body"));
            assert!(question.settings.is_empty() && question.secrets.is_empty());
        })
        .dispose();
    }
}
