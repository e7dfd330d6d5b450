//! From the choice of a dialect to the dialect: a preset by its id, or what the person wrote.

use auth_core::{Dialect, Probe};

use crate::convert;

/// The dialect that was chosen. A description of the person's own is read and checked by the engine.
pub(crate) fn dialect(choice: &ipc::DialectChoice) -> Result<Dialect, ipc::Error> {
    match choice {
        ipc::DialectChoice::Preset { id } => preset(id),
        ipc::DialectChoice::Custom { json } => {
            Dialect::from_json(json).map_err(|error| convert::dialect_error(&error))
        }
    }
}

/// A preset by its id.
pub(crate) fn preset(id: &str) -> Result<Dialect, ipc::Error> {
    Dialect::preset(id).ok_or(ipc::Error::UnknownDialect)
}

/// What a choice is called. One that cannot be used goes by no name of its own.
pub(crate) fn title(choice: &ipc::DialectChoice) -> String {
    dialect(choice).map_or_else(|_| "nothing known".to_owned(), |dialect| dialect.title)
}

/// Whether two choices come to the same for a server: then a session that began with the one goes on
/// with the other. A choice that cannot be used is like no other.
pub(crate) fn speak_alike(one: &ipc::DialectChoice, other: &ipc::DialectChoice) -> bool {
    match (dialect(one), dialect(other)) {
        (Ok(one), Ok(other)) => unnamed(&one) == unnamed(&other),
        _ => false,
    }
}

/// Which dialect to ask a server for. The engine tells servers apart by the ids of its presets, and a
/// person may call a preset's twin, or something else altogether, by any id.
pub(crate) enum Asked {
    /// A preset, or its twin under another name.
    Known(Dialect),
    /// Something that no preset is like: that the server answers is all that can be found out without
    /// signing in.
    Own(Dialect),
}

impl Asked {
    pub(crate) fn about(choice: &ipc::DialectChoice) -> Result<Self, ipc::Error> {
        let chosen = dialect(choice)?;
        let mut presets = Dialect::presets().into_iter();
        Ok(
            match presets.find(|preset| unnamed(preset) == unnamed(&chosen)) {
                Some(twin) => Self::Known(twin),
                None => Self::Own(chosen),
            },
        )
    }

    pub(crate) fn dialect(&self) -> &Dialect {
        match self {
            Self::Known(dialect) | Self::Own(dialect) => dialect,
        }
    }

    pub(crate) fn is_own(&self) -> bool {
        matches!(self, Self::Own(_))
    }

    /// What the engine found, in the words of the contract.
    pub(crate) fn verdict(&self, probe: &Probe) -> ipc::Verdict {
        match self {
            Self::Known(_) => convert::verdict(probe.verdict),
            Self::Own(_) => convert::verdict_of_own(probe.verdict),
        }
    }
}

/// What a dialect is called means nothing to a server.
fn unnamed(dialect: &Dialect) -> Dialect {
    let mut nameless = dialect.clone();
    nameless.id.clear();
    nameless.title.clear();
    nameless
}
