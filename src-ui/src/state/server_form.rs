//! What the form for a server keeps: on Connect for a new one, in Settings for one that is there.

mod destination;
mod dialect_part;
mod recognition;

use std::collections::BTreeMap;

use crate::prelude::*;
use ipc::{
    AddressError, ConnectionReport, DialectChoice, DialectDescription, DialectError, Error,
    FormField, Secret, Server, ServerDraft, Verdict, field::FieldError,
};

pub(crate) use self::{destination::Destination, recognition::Recognition};
use self::{
    destination::{completed, is_plain_http_elsewhere},
    dialect_part::{DialectPart, Kept, Origin},
};
use super::form::{FieldErrors, Typed};

/// What [`ServerForm::kind`] holds when the person describes the server: no known one goes by it.
pub(crate) const OWN: &str = "custom";

/// A server as it is being typed. A handle: copy it freely.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ServerForm {
    /// As typed.
    pub(crate) address: Signal<String>,
    /// `KnownServer::id`, or [`OWN`].
    pub(crate) kind: Signal<String>,
    /// The description, as typed. Kept while another kind is chosen.
    pub(crate) description: Signal<String>,
    /// What is kept of dialects beside these two.
    part: ReadSignal<DialectPart>,
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

impl ServerForm {
    /// For a new server like this known one.
    pub(crate) fn new(known: String) -> Self {
        Self::filled(
            ServerDraft {
                name: String::new(),
                address: String::new(),
                dialect: DialectChoice::Preset { id: known },
                settings: BTreeMap::new(),
                secrets: BTreeMap::new(),
                plain_http_allowed: false,
            },
            Kept::default(),
        )
    }

    /// For a server that is there.
    pub(crate) fn of(server: &Server) -> Self {
        Self::filled(
            ServerDraft {
                name: server.name.clone(),
                address: server.address.clone(),
                dialect: server.dialect.clone(),
                settings: server.settings.clone(),
                secrets: BTreeMap::new(),
                plain_http_allowed: server.plain_http_allowed,
            },
            Kept::of(server),
        )
    }

    fn filled(draft: ServerDraft, kept: Kept) -> Self {
        let (kind, description) = match draft.dialect {
            DialectChoice::Preset { id } => (id, String::new()),
            DialectChoice::Custom { json } => (OWN.to_owned(), json),
        };
        let form = Self {
            address: create_signal(draft.address),
            kind: create_signal(kind),
            description: create_signal(description),
            part: *create_signal(DialectPart::new(kept)),
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
        }));
        create_effect(on(form.description, move || {
            let offered = form
                .part()
                .origin
                .with_untracked(|origin| origin.offered.last().cloned());
            if form.description.with(|now| Some(now) != offered.as_ref()) {
                form.start().set(String::new());
            }
        }));
        create_effect(on(form.kind, move || {
            form.part().described.set(None);
            let is_empty = (form.description).with_untracked(|text| text.trim().is_empty());
            form.part().origin.update(|origin| origin.begins = is_empty);
            form.begin_description();
        }));
        form
    }

    fn part(self) -> DialectPart {
        self.part.get_untracked()
    }

    /// The known server that the description is to start from.
    pub(crate) fn start(self) -> Signal<String> {
        self.part().start
    }

    /// What is typed into the fields of the dialect's own.
    pub(crate) fn typed(self) -> Typed {
        self.part().typed
    }

    /// What is wrong with them.
    pub(crate) fn errors(self) -> FieldErrors {
        self.part().errors
    }

    /// Whether the person describes the server.
    pub(crate) fn is_own(self) -> bool {
        self.kind.with(|kind| kind == OWN)
    }

    /// How it speaks, as chosen.
    pub(crate) fn choice(self) -> DialectChoice {
        if self.is_own() {
            DialectChoice::Custom {
                json: self.description.get_clone(),
            }
        } else {
            DialectChoice::Preset {
                id: self.kind.get_clone(),
            }
        }
    }

    /// Takes what a dialect asks for, if it is still the chosen one. A description that cannot be read as it is being typed
    /// changes nothing of that.
    pub(crate) fn take_description(self, of: &DialectChoice, found: DialectDescription) {
        if matches!(of, DialectChoice::Preset { .. }) {
            self.part().origin.update(|origin| {
                origin.last_known.clone_from(&found.json);
                origin.offered.push(found.json.clone());
            });
        }
        if untrack(|| self.choice()) == *of {
            self.part().described.set(Some(found));
        }
        self.begin_description();
    }

    /// Begins a description where there was none: with that of the known server that was chosen before.
    fn begin_description(self) {
        let Origin {
            last_known, begins, ..
        } = self.part().origin.get_clone_untracked();
        if begins && untrack(|| self.is_own()) && !last_known.is_empty() {
            self.part().origin.update(|origin| origin.begins = false);
            self.description.set(last_known);
        }
    }

    /// Whether such a server can refresh a session, where that is known.
    pub(crate) fn refreshes(self) -> Option<bool> {
        self.part()
            .described
            .with(|described| Some(described.as_ref()?.info.refreshes))
    }

    /// What the chosen dialect asks for.
    pub(crate) fn asked(self) -> Vec<FormField> {
        self.part().described.with(|described| {
            described
                .as_ref()
                .map_or_else(Vec::new, |it| it.info.settings.clone())
        })
    }

    /// Whether this secret setting is set, and whether for the address that stands there.
    pub(crate) fn is_kept(self, name: &str) -> (bool, bool) {
        let address = self.whole_address();
        self.part().kept.with(|kept| {
            let is_set = kept.secrets.iter().any(|it| it == name);
            (is_set, address.trim_end_matches('/') == kept.address)
        })
    }

    /// Replaces the description by a known server's. What the person had written can be had back.
    pub(crate) fn start_from(self, json: &str) {
        let before = self.description.get_clone_untracked();
        batch(|| {
            self.part().origin.update(|origin| {
                let is_own_work = !before.trim().is_empty() && !origin.offered.contains(&before);
                // From one to the next: what they wrote before the first stays within reach.
                let mine = match origin.replaced.take() {
                    _ if is_own_work => Some(before),
                    earlier => earlier.map(|(mine, _)| mine),
                };
                origin.replaced = mine.map(|mine| (mine, json.to_owned()));
                origin.offered.push(json.to_owned());
            });
            self.description.set(json.to_owned());
        });
    }

    /// Whether there is something to have back: until the person goes on from what replaced it.
    pub(crate) fn can_undo(self) -> bool {
        self.part().origin.with(|origin| {
            origin
                .replaced
                .as_ref()
                .is_some_and(|(_, by)| self.description.with(|now| now == by))
        })
    }

    /// Brings back what [`ServerForm::start_from`] replaced.
    pub(crate) fn undo(self) {
        let replaced = self
            .part()
            .origin
            .with_untracked(|origin| origin.replaced.clone());
        if let Some((mine, _)) = replaced {
            self.part().origin.update(|origin| origin.replaced = None);
            self.description.set(mine);
        }
    }

    /// The address as typed, with the scheme that was left out.
    pub(crate) fn whole_address(self) -> String {
        self.address.with(|typed| completed(typed))
    }

    /// The server as typed.
    ///
    /// A permission that is not asked for any more is not given either, and what another dialect asked for is not sent.
    pub(crate) fn draft(self) -> ServerDraft {
        let address = self.whole_address();
        let (settings, secrets) = self.settings();
        ServerDraft {
            name: self.name.get_clone().trim().to_owned(),
            plain_http_allowed: self.plain_http_allowed.get() && is_plain_http_elsewhere(&address),
            address,
            dialect: self.choice(),
            settings,
            secrets,
        }
    }

    /// What is typed of that which the dialect asks for, the secret part on its own. As long as it is not known what that
    /// is, a server that is there keeps what it has.
    fn settings(self) -> (BTreeMap<String, String>, BTreeMap<String, Secret>) {
        if self.part().described.with(Option::is_none) {
            let kept = self.part().kept.with(|kept| kept.settings.clone());
            return (kept, BTreeMap::new());
        }
        let typed = self.typed().get_clone();
        let (mut settings, mut secrets) = (BTreeMap::new(), BTreeMap::new());
        for FormField { name, secret, .. } in self.asked() {
            match typed.get(&name).filter(|value| !value.is_empty()) {
                Some(value) if secret => drop(secrets.insert(name, Secret::new(value.clone()))),
                Some(value) => drop(settings.insert(name, value.clone())),
                None => {}
            }
        }
        (settings, secrets)
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
            Err(error) if is_of_a_field(&error) => self.keep_failure(error),
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

    /// Keeps why it could not be saved. What is wrong with a field is told there.
    pub(crate) fn keep_failure(self, error: Error) {
        let of_fields = match &error {
            Error::Fields { errors } => errors.clone(),
            _ => Vec::new(),
        };
        self.errors().show(of_fields);
        self.refused.set(Some(error));
    }

    /// The first of the dialect's own fields that is at error.
    pub(crate) fn first_wrong(self) -> Option<FieldError> {
        self.errors().first()
    }
}

/// Whether it is told beside a field of the form.
const fn is_of_a_field(error: &Error) -> bool {
    matches!(
        error,
        Error::Address { .. } | Error::Dialect { .. } | Error::Fields { .. }
    )
}

#[cfg(test)]
mod tests;
