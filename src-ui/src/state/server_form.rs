//! What the form for a server keeps: on Connect for a new one, in Settings for one that is there.

use ipc::{AddressFault, ConnectionReport, Error, ServerDraft, ServerProfile, Verdict};
use sycamore::prelude::*;

/// A server as it is being typed. A handle: copy it freely.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ServerForm {
    /// As typed.
    pub(crate) address: Signal<String>,
    /// `DialectInfo::id`.
    pub(crate) dialect: Signal<String>,
    /// As typed; may stay empty.
    pub(crate) name: Signal<String>,
    /// Whether plain http to another machine is allowed.
    pub(crate) plain_http_allowed: Signal<bool>,
    /// What is wrong with the address, since it was last sent.
    pub(crate) address_fault: Signal<Option<AddressFault>>,
    /// What a test found, or why it found nothing, and the draft that it was about.
    tested: Signal<Option<(ServerDraft, Result<ConnectionReport, Error>)>>,
    /// Why it could not be saved.
    pub(crate) failure: Signal<Option<Error>>,
    /// Whether a test is under way.
    pub(crate) testing: Signal<bool>,
    /// Whether it is being saved.
    pub(crate) saving: Signal<bool>,
}

impl ServerForm {
    /// For a new server of this kind.
    pub(crate) fn new(dialect: String) -> Self {
        Self::filled(ServerDraft {
            name: String::new(),
            address: String::new(),
            dialect,
            plain_http_allowed: false,
        })
    }

    /// For a server that is there.
    pub(crate) fn of(server: &ServerProfile) -> Self {
        Self::filled(ServerDraft {
            name: server.name.clone(),
            address: server.address.clone(),
            dialect: server.dialect.clone(),
            plain_http_allowed: server.plain_http_allowed,
        })
    }

    fn filled(draft: ServerDraft) -> Self {
        let form = Self {
            address: create_signal(draft.address),
            dialect: create_signal(draft.dialect),
            name: create_signal(draft.name),
            plain_http_allowed: create_signal(draft.plain_http_allowed),
            address_fault: create_signal(None),
            tested: create_signal(None),
            failure: create_signal(None),
            testing: create_signal(false),
            saving: create_signal(false),
        };
        create_effect(on((form.address, form.plain_http_allowed), move || {
            if form.address_fault.with_untracked(Option::is_some) {
                form.address_fault.set(None);
            }
        }));
        form
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
            dialect: self.dialect.get_clone(),
        }
    }

    /// Whether to ask for the permission to go there unprotected.
    pub(crate) fn asks_for_plain_http(self) -> bool {
        self.address
            .with(|address| is_plain_http_elsewhere(address))
            || self.plain_http_allowed.get()
            || matches!(
                self.address_fault.get_clone(),
                Some(AddressFault::PlainHttp { .. })
            )
    }

    /// Keeps what a test of this draft found. A faulty address is told at its field.
    pub(crate) fn keep_test(self, draft: ServerDraft, found: Result<ConnectionReport, Error>) {
        match found {
            Err(Error::Address { fault }) => self.address_fault.set(Some(fault)),
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
    pub(crate) fn take_detected(self, dialect: &str) {
        batch(|| {
            self.dialect.set(dialect.to_owned());
            self.tested.update(|tested| {
                if let Some((draft, Ok(report))) = tested {
                    dialect.clone_into(&mut draft.dialect);
                    report.verdict = Verdict::Matches;
                }
            });
        });
    }

    /// Keeps why it could not be saved. A faulty address is told at its field.
    pub(crate) fn keep_failure(self, error: Error) {
        match error {
            Error::Address { fault } => self.address_fault.set(Some(fault)),
            error => self.failure.set(Some(error)),
        }
    }
}

/// Whether an address is plain http to another machine.
///
/// Only decides whether the window asks for the permission: the core has the last word, and its
/// [`AddressFault::PlainHttp`] makes the window ask as well.
fn is_plain_http_elsewhere(address: &str) -> bool {
    const SCHEME: &str = "http://";
    let address = address.trim();
    let Some((scheme, rest)) = address.split_at_checked(SCHEME.len()) else {
        return false;
    };
    if !scheme.eq_ignore_ascii_case(SCHEME) {
        return false;
    }
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let host_port = authority.rsplit('@').next().unwrap_or_default();
    let host = match host_port.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => host_port.split(':').next().unwrap_or_default(),
    }
    .to_ascii_lowercase();
    let loopback = host == "localhost"
        || host.ends_with(".localhost")
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|ip| ip.is_loopback());
    !host.is_empty() && !loopback
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_scope(test: impl FnOnce()) {
        create_root(test).dispose();
    }

    fn report(verdict: Verdict) -> ConnectionReport {
        ConnectionReport {
            address: "https://server.example".into(),
            verdict,
            round_trip_ms: 12,
        }
    }

    #[test]
    fn the_permission_is_asked_for_only_when_the_password_would_leave_this_machine_in_clear() {
        for address in [
            "http://server.example",
            " HTTP://10.0.0.7:8080/api",
            "http://user@server.example",
            "http://[2001:db8::1]:80/",
        ] {
            assert!(is_plain_http_elsewhere(address), "{address}");
        }
        for address in [
            "",
            "http://",
            "https://server.example",
            "http://localhost:8080",
            "http://127.0.0.1:8080/api",
            "http://[::1]:8080",
            "http://app.localhost",
            "server.example",
            "żółw",
        ] {
            assert!(!is_plain_http_elsewhere(address), "{address}");
        }
    }

    #[test]
    fn a_verdict_is_forgotten_when_the_address_or_the_kind_is_changed() {
        in_scope(|| {
            let form = ServerForm::new("n-body".into());
            form.address.set("https://server.example".into());
            form.keep_test(form.draft(), Ok(report(Verdict::Matches)));
            assert!(form.verdict().is_some());
            form.name.set("Work".into());
            assert!(form.verdict().is_some());
            form.address.set("https://other.example".into());
            assert!(form.verdict().is_none());
        });
    }

    #[test]
    fn the_detected_kind_is_taken_over_with_one_click() {
        in_scope(|| {
            let form = ServerForm::new("n-body".into());
            form.keep_test(
                form.draft(),
                Ok(report(Verdict::LooksLike {
                    dialect: "s-body".into(),
                })),
            );
            form.take_detected("s-body");
            assert_eq!(form.draft().dialect, "s-body");
            assert_eq!(form.verdict(), Some(Ok(report(Verdict::Matches))));
        });
    }

    #[test]
    fn a_faulty_address_is_told_at_its_field_until_it_is_typed_in() {
        in_scope(|| {
            let form = ServerForm::new("n-body".into());
            form.keep_test(
                form.draft(),
                Err(Error::Address {
                    fault: AddressFault::Empty,
                }),
            );
            assert_eq!(form.address_fault.get_clone(), Some(AddressFault::Empty));
            assert!(form.verdict().is_none());
            form.address.set("https://server.example".into());
            assert_eq!(form.address_fault.get_clone(), None);
        });
    }

    #[test]
    fn a_permission_does_not_outlive_the_address_it_was_given_for() {
        in_scope(|| {
            let form = ServerForm::new("n-body".into());
            form.address.set("http://server.example".into());
            form.plain_http_allowed.set(true);
            assert!(form.draft().plain_http_allowed);
            form.address.set("https://server.example".into());
            assert!(!form.draft().plain_http_allowed);
        });
    }
}
