//! From the choice of a dialect to the dialect: a known server by its id, or what the person wrote.

use auth_core::{Dialect, Probe};
use serde_json::Value;

use crate::convert;

/// The servers that Latchkey began with, which are those that the demo server can be.
pub(crate) const ORIGINALS: [&str; 4] = ["n-body", "n-cookie", "s-body", "s-cookie"];
/// What a dialect is called, and what only a window shows or a test asks, means nothing to a session.
const NOTHING_TO_A_SESSION: [&str; 5] = ["id", "title", "tested_with", "told_by", "pages"];

/// The dialect that was chosen. A description of the person's own is read and checked by the engine.
pub(crate) fn dialect(choice: &ipc::DialectChoice) -> Result<Dialect, ipc::Error> {
    match choice {
        ipc::DialectChoice::Preset { id } => Dialect::preset(id).ok_or(ipc::Error::UnknownDialect),
        ipc::DialectChoice::Custom { json } => {
            Dialect::from_json(json).map_err(|error| convert::dialect::error(&error))
        }
    }
}

/// Whether a choice is one of the servers that the demo server can be.
pub(crate) fn is_original(choice: &ipc::DialectChoice) -> bool {
    matches!(choice, ipc::DialectChoice::Preset { id } if ORIGINALS.contains(&id.as_str()))
}

/// What a choice asks for and shows, and its JSON.
pub(crate) fn described(
    choice: &ipc::DialectChoice,
) -> Result<ipc::DialectDescription, ipc::Error> {
    let dialect = dialect(choice)?;
    Ok(ipc::DialectDescription {
        info: convert::dialect::info(&dialect, is_original(choice)),
        json: match choice {
            ipc::DialectChoice::Preset { .. } => to_start_from(&dialect),
            ipc::DialectChoice::Custom { json } => json.clone(),
        },
    })
}

/// What a person makes of a known server is that no more, and goes by another name from the start. What it was tested
/// with is not true of it, either.
fn to_start_from(known: &Dialect) -> String {
    let mut ours = serde_json::to_value(known).unwrap_or_default();
    if let Some(ours) = ours.as_object_mut() {
        ours.insert("id".into(), format!("my-{}", known.id()).into());
        ours.insert("title".into(), format!("Like {}", known.title()).into());
        ours.remove("tested_with");
        ours.remove("told_by");
    }
    // Through the type once more, which has the order of the fields.
    serde_json::from_value::<Dialect>(ours).map_or_else(|_| known.to_json(), |it| it.to_json())
}

/// The known servers, for a list.
pub(crate) fn known() -> Vec<ipc::KnownServer> {
    let known = Dialect::known().iter().map(|dialect| ipc::KnownServer {
        id: dialect.id().to_owned(),
        title: dialect.title().to_owned(),
        tested_with: dialect.tested_with().map(str::to_owned),
        original: ORIGINALS.contains(&dialect.id()),
    });
    known.collect()
}

/// What a choice is called. One that cannot be used goes by no name of its own.
pub(crate) fn title(choice: &ipc::DialectChoice) -> String {
    dialect(choice).map_or_else(|_| "nothing known".to_owned(), |it| it.title().to_owned())
}

/// Whether two choices come to the same for a session: then one that began with the one goes on with the other. A choice
/// that cannot be used is like no other.
pub(crate) fn speak_alike(one: &ipc::DialectChoice, other: &ipc::DialectChoice) -> bool {
    match (dialect(one), dialect(other)) {
        (Ok(one), Ok(other)) => spoken(&one) == spoken(&other),
        _ => false,
    }
}

/// Which dialect to ask a server for. Servers are told apart by the questions of those that are known, and a person may
/// call the twin of one, or something else altogether, by any id.
pub(crate) enum Asked {
    /// A known server, or its twin under another name.
    Known(Dialect),
    /// Something that no known server is like: that the server answers may be all that can be found out without
    /// signing in.
    Own(Dialect),
}

impl Asked {
    pub(crate) fn about(choice: &ipc::DialectChoice) -> Result<Self, ipc::Error> {
        let chosen = dialect(choice)?;
        if let ipc::DialectChoice::Preset { .. } = choice {
            return Ok(Self::Known(chosen));
        }
        let said = spoken(&chosen);
        let twin = Dialect::known().iter().find(|known| spoken(known) == said);
        Ok(twin.map_or(Self::Own(chosen), |twin| Self::Known(twin.clone())))
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
            Self::Known(_) => convert::dialect::verdict(&probe.verdict),
            Self::Own(_) => convert::dialect::verdict_of_own(&probe.verdict),
        }
    }
}

/// The part of a dialect that a session goes by.
fn spoken(dialect: &Dialect) -> Value {
    let mut spoken = serde_json::to_value(dialect).unwrap_or_default();
    if let Some(spoken) = spoken.as_object_mut() {
        for name in NOTHING_TO_A_SESSION {
            spoken.remove(name);
        }
    }
    spoken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_originals_are_known_and_come_first() {
        let known = known();
        let first: Vec<&str> = known.iter().take(4).map(|it| it.id.as_str()).collect();
        assert_eq!(first, ORIGINALS);
        assert!(known.iter().skip(4).all(|it| !it.original));
    }
}
