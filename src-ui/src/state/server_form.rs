//! What the form for a server keeps: on Connect for a new one, in Settings for one that is there.

mod destination;

use ipc::{
    AddressError, ConnectionReport, DialectChoice, DialectError, DialectInfo, Error, Server,
    ServerDraft, Verdict,
};
use sycamore::prelude::*;

pub(crate) use self::destination::Destination;
use self::destination::is_plain_http_elsewhere;

/// What [`ServerForm::kind`] holds when the person describes the server: no preset goes by it.
pub(crate) const OWN: &str = "custom";

/// A server as it is being typed. A handle: copy it freely.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ServerForm {
    /// As typed.
    pub(crate) address: Signal<String>,
    /// `DialectInfo::id`, or [`OWN`].
    pub(crate) kind: Signal<String>,
    /// The description, as typed. Kept while another kind is chosen.
    pub(crate) description: Signal<String>,
    /// Where the description came from.
    origin: Signal<Origin>,
    /// As typed; may stay empty.
    pub(crate) name: Signal<String>,
    /// Whether plain http to another machine is allowed.
    pub(crate) plain_http_allowed: Signal<bool>,
    /// Why the core refused it when it was sent last. An error of a field is forgotten when the field is
    /// typed in.
    refused: Signal<Option<Error>>,
    /// What a test found, or why it found nothing, and the draft that it was about.
    tested: Signal<Option<(ServerDraft, Result<ConnectionReport, Error>)>>,
    /// Whether a test is under way.
    pub(crate) testing: Signal<bool>,
    /// Whether it is being saved.
    pub(crate) saving: Signal<bool>,
}

/// Where the description came from.
#[derive(Clone, Debug, Default)]
struct Origin {
    /// The preset that was chosen last: a description starts from it.
    last_preset: String,
    /// What [`ServerForm::start_from`] replaced, and with what.
    replaced: Option<(String, String)>,
}

impl ServerForm {
    /// For a new server like this preset.
    pub(crate) fn new(preset: String) -> Self {
        Self::filled(ServerDraft {
            name: String::new(),
            address: String::new(),
            dialect: DialectChoice::Preset { id: preset },
            plain_http_allowed: false,
        })
    }

    /// For a server that is there.
    pub(crate) fn of(server: &Server) -> Self {
        Self::filled(ServerDraft {
            name: server.name.clone(),
            address: server.address.clone(),
            dialect: server.dialect.clone(),
            plain_http_allowed: server.plain_http_allowed,
        })
    }

    fn filled(draft: ServerDraft) -> Self {
        let (kind, description) = match draft.dialect {
            DialectChoice::Preset { id } => (id, String::new()),
            DialectChoice::Custom { json } => (OWN.to_owned(), json),
        };
        let form = Self {
            address: create_signal(draft.address),
            kind: create_signal(kind),
            description: create_signal(description),
            origin: create_signal(Origin::default()),
            name: create_signal(draft.name),
            plain_http_allowed: create_signal(draft.plain_http_allowed),
            refused: create_signal(None),
            tested: create_signal(None),
            testing: create_signal(false),
            saving: create_signal(false),
        };
        create_effect(on((form.address, form.plain_http_allowed), move || {
            if untrack(|| form.address_error()).is_some() {
                form.refused.set(None);
            }
        }));
        create_effect(on((form.kind, form.description), move || {
            if untrack(|| form.dialect_error()).is_some() {
                form.refused.set(None);
            }
            let kind = form.kind.get_clone_untracked();
            if kind != OWN {
                form.origin.update(|origin| origin.last_preset = kind);
            }
        }));
        form
    }

    /// Whether the person describes the server.
    pub(crate) fn is_own(self) -> bool {
        self.kind.with(|kind| kind == OWN)
    }

    /// Begins a description, if there is none yet: with that of the preset that was chosen before.
    pub(crate) fn begin_description(self, presets: &[DialectInfo]) {
        if !untrack(|| self.description.with(|text| text.trim().is_empty())) {
            return;
        }
        let last = self.origin.get_clone_untracked().last_preset;
        let known = presets.iter().find(|preset| preset.id == last);
        if let Some(preset) = known.or(presets.first()) {
            self.description.set(preset.json.clone());
        }
    }

    /// Replaces the description by a preset's. What the person had written can be had back.
    pub(crate) fn start_from(self, preset: &DialectInfo, presets: &[DialectInfo]) {
        let before = self.description.get_clone_untracked();
        let is_own_work = !before.trim().is_empty() && presets.iter().all(|it| it.json != before);
        batch(|| {
            self.origin.update(|origin| {
                // From preset to preset: what they wrote before the first stays within reach.
                let mine = match origin.replaced.take() {
                    _ if is_own_work => Some(before),
                    earlier => earlier.map(|(mine, _)| mine),
                };
                origin.replaced = mine.map(|mine| (mine, preset.json.clone()));
            });
            self.description.set(preset.json.clone());
        });
    }

    /// Whether there is something to have back: until the person goes on from the preset.
    pub(crate) fn can_undo(self) -> bool {
        self.origin.with(|origin| {
            origin
                .replaced
                .as_ref()
                .is_some_and(|(_, by)| self.description.with(|now| now == by))
        })
    }

    /// Brings back what [`ServerForm::start_from`] replaced.
    pub(crate) fn undo(self) {
        let origin = self.origin.get_clone_untracked();
        if let Some((mine, _)) = origin.replaced {
            self.origin.set(Origin {
                replaced: None,
                ..origin
            });
            self.description.set(mine);
        }
    }

    /// The server as typed.
    ///
    /// A permission that is not asked for any more is not given either.
    pub(crate) fn draft(self) -> ServerDraft {
        let address = self.address.get_clone();
        ServerDraft {
            name: self.name.get_clone().trim().to_owned(),
            plain_http_allowed: self.plain_http_allowed.get() && is_plain_http_elsewhere(&address),
            address,
            dialect: if self.is_own() {
                DialectChoice::Custom {
                    json: self.description.get_clone(),
                }
            } else {
                DialectChoice::Preset {
                    id: self.kind.get_clone(),
                }
            },
        }
    }

    /// Whether to ask for the permission to go there unprotected.
    pub(crate) fn asks_for_plain_http(self) -> bool {
        self.address
            .with(|address| is_plain_http_elsewhere(address))
            || self.plain_http_allowed.get()
            || matches!(self.address_error(), Some(AddressError::PlainHttp { .. }))
    }

    /// What is wrong with the address.
    pub(crate) fn address_error(self) -> Option<AddressError> {
        self.refused.with(|refused| match refused {
            Some(Error::Address { error }) => Some(error.clone()),
            _ => None,
        })
    }

    /// What is wrong with the description.
    pub(crate) fn dialect_error(self) -> Option<DialectError> {
        self.refused.with(|refused| match refused {
            Some(Error::Dialect { error }) => Some(error.clone()),
            _ => None,
        })
    }

    /// Why it could not be saved, where no field is at error.
    pub(crate) fn failure(self) -> Option<Error> {
        self.refused
            .get_clone()
            .filter(|error| !is_of_a_field(error))
    }

    /// Begins to save it anew.
    pub(crate) fn forget_failure(self) {
        if untrack(|| self.failure()).is_some() {
            self.refused.set(None);
        }
    }

    /// Keeps what a test of this draft found. A faulty address or description is told at its field.
    pub(crate) fn keep_test(self, draft: ServerDraft, found: Result<ConnectionReport, Error>) {
        match found {
            Err(error) if is_of_a_field(&error) => self.refused.set(Some(error)),
            found => self.tested.set(Some((draft, found))),
        }
    }

    /// What the last test found, unless something that matters was changed since.
    pub(crate) fn verdict(self) -> Option<Result<ConnectionReport, Error>> {
        let now = self.draft();
        self.tested.get_clone().and_then(|(then, found)| {
            let same = then.address == now.address && then.dialect == now.dialect;
            same.then_some(found)
        })
    }

    /// Changes to the kind that the test detected; the verdict then is that it matches.
    pub(crate) fn take_detected(self, preset: &str) {
        batch(|| {
            self.kind.set(preset.to_owned());
            self.tested.update(|tested| {
                if let Some((draft, Ok(report))) = tested {
                    draft.dialect = DialectChoice::preset(preset);
                    report.verdict = Verdict::Matches;
                }
            });
        });
    }

    /// Keeps why it could not be saved. A faulty address or description is told at its field.
    pub(crate) fn keep_failure(self, error: Error) {
        self.refused.set(Some(error));
    }
}

/// Whether it is told beside a field of the form.
const fn is_of_a_field(error: &Error) -> bool {
    matches!(error, Error::Address { .. } | Error::Dialect { .. })
}

#[cfg(test)]
mod tests;
