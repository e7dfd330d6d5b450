//! What the form for a server keeps of dialects: which is chosen, where its description came from, what it asks for.

use std::collections::BTreeMap;

use ipc::{DialectDescription, Server};

use crate::{
    prelude::*,
    state::form::{FieldErrors, Typed},
};

/// That part of the form. A handle: copy it freely.
#[derive(Clone, Copy, Debug)]
pub(super) struct DialectPart {
    /// The known server that the person wants the description to start from, until they go on from it.
    pub(super) start: Signal<String>,
    /// Where the description came from.
    pub(super) origin: Signal<Origin>,
    /// What the chosen dialect asks for and shows, as far as that is known.
    pub(super) described: Signal<Option<DialectDescription>>,
    /// What is typed into the fields of that.
    pub(super) typed: Typed,
    /// What is wrong with them.
    pub(super) errors: FieldErrors,
    /// The settings of a server that is there.
    pub(super) kept: Signal<Kept>,
}

/// The settings of a server that is there.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    pub(super) settings: BTreeMap<String, String>,
    /// The names of the secret ones.
    pub(super) secrets: Vec<String>,
    /// What they are set for.
    pub(super) address: String,
}

/// Where the description came from.
#[derive(Clone, Debug, Default)]
pub(super) struct Origin {
    /// That of the known server that was chosen last: a description starts from it.
    pub(super) last_known: String,
    /// Whether one is to start now.
    pub(super) begins: bool,
    /// Those that were not written by the person.
    pub(super) offered: Vec<String>,
    /// What was replaced by one of them, and by which.
    pub(super) replaced: Option<(String, String)>,
}

impl Kept {
    pub(super) fn of(server: &Server) -> Self {
        Self {
            settings: server.settings.clone(),
            secrets: server.secrets.clone(),
            address: server.address.clone(),
        }
    }
}

impl DialectPart {
    pub(super) fn new(kept: Kept) -> Self {
        Self {
            start: create_signal(String::new()),
            origin: create_signal(Origin::default()),
            described: create_signal(None),
            typed: create_signal(kept.settings.clone()),
            errors: FieldErrors::new(),
            kept: create_signal(kept),
        }
    }
}
