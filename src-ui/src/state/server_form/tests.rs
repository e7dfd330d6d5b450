//! What is typed, what is told of it, and what survives a change of mind.

use ipc::field::{Field, Problem};

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
        "http://LocalHost.:8080",
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
        assert_eq!(form.draft().dialect, DialectChoice::preset("s-body"));
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
                error: AddressError::Empty,
            }),
        );
        assert_eq!(form.address_error(), Some(AddressError::Empty));
        assert!(form.verdict().is_none());
        form.address.set("https://server.example".into());
        assert_eq!(form.address_error(), None);
    });
}

fn own(json: &str) -> DialectChoice {
    DialectChoice::Custom { json: json.into() }
}

fn described(json: &str, settings: &[(&str, bool)]) -> DialectDescription {
    let field = |&(name, secret): &(&str, bool)| FormField {
        name: name.into(),
        title: name.into(),
        default: None,
        secret,
    };
    DialectDescription {
        info: ipc::DialectInfo {
            settings: settings.iter().map(field).collect(),
            ..crate::state::fixtures::dialect()
        },
        json: json.into(),
    }
}

#[test]
fn a_description_starts_from_the_known_server_that_was_chosen_before() {
    in_scope(|| {
        let form = ServerForm::new("n-body".into());
        form.take_description(&DialectChoice::preset("n-body"), described("first", &[]));
        form.kind.set("n-cookie".into());
        form.kind.set(OWN.into());
        assert_eq!(
            form.draft().dialect,
            own("first"),
            "the newest that is known"
        );
        form.description.set("mine".into());
        form.take_description(&DialectChoice::preset("n-cookie"), described("late", &[]));
        assert_eq!(form.draft().dialect, own("mine"));
        form.description.set(String::new());
        assert_eq!(form.draft().dialect, own(""), "whoever empties it may");
    });
}

#[test]
fn a_description_that_has_not_come_yet_starts_when_it_comes() {
    in_scope(|| {
        let form = ServerForm::new("n-body".into());
        form.kind.set(OWN.into());
        assert_eq!(form.draft().dialect, own(""));
        form.take_description(&DialectChoice::preset("n-body"), described("first", &[]));
        assert_eq!(form.draft().dialect, own("first"));
    });
}

#[test]
fn what_the_person_wrote_survives_a_look_at_another_kind_and_a_known_server() {
    in_scope(|| {
        let form = ServerForm::new("n-body".into());
        form.kind.set(OWN.into());
        form.description.set("mine".into());
        form.kind.set("n-body".into());
        assert_eq!(form.draft().dialect, DialectChoice::preset("n-body"));
        form.kind.set(OWN.into());
        assert_eq!(form.draft().dialect, own("mine"));

        assert!(!form.can_undo());
        form.start_from("first");
        form.start_from("second");
        assert_eq!(form.draft().dialect, own("second"));
        assert!(form.can_undo());
        form.undo();
        assert_eq!(form.draft().dialect, own("mine"));
        assert!(!form.can_undo());
    });
}

#[test]
fn going_on_from_a_known_server_leaves_nothing_to_undo() {
    in_scope(|| {
        let form = ServerForm::new("n-body".into());
        form.kind.set(OWN.into());
        form.start_from("first");
        assert!(!form.can_undo(), "nothing was replaced");
        form.description.set("mine".into());
        form.start_from("first");
        form.description.set("more of mine".into());
        assert!(!form.can_undo());
    });
}

#[test]
fn what_the_dialect_asks_for_is_sent_and_nothing_that_another_one_asked_for() {
    in_scope(|| {
        let form = ServerForm::new("n-body".into());
        let asked = described("{}", &[("project", false), ("key", true)]);
        form.take_description(&DialectChoice::preset("n-body"), asked);
        form.typed().update(|typed| {
            for name in ["project", "key", "other"] {
                typed.insert(name.into(), format!("the {name}"));
            }
        });
        let draft = form.draft();
        assert_eq!(
            draft.settings,
            [("project".into(), "the project".into())].into()
        );
        let secrets: Vec<_> = draft.secrets.keys().collect();
        assert_eq!(secrets, ["key"]);
        assert_eq!(draft.secrets["key"].expose(), "the key");
        form.kind.set("n-cookie".into());
        assert!(form.draft().secrets.is_empty() && form.draft().settings.is_empty());
    });
}

#[test]
fn the_settings_of_a_server_that_is_there_stay_until_something_else_is_typed() {
    in_scope(|| {
        let mut snapshot = crate::state::fixtures::signed_out(1, None);
        let server = &mut snapshot.settings.servers[0];
        server.settings.insert("project".into(), "alpha".into());
        server.secrets.push("key".into());
        let form = ServerForm::of(server);
        assert_eq!(
            form.draft().settings,
            server.settings,
            "before it is known what is asked for"
        );
        let asked = described("{}", &[("project", false), ("key", true)]);
        form.take_description(&server.dialect, asked);
        assert_eq!(form.draft().settings, server.settings);
        assert!(form.draft().secrets.is_empty(), "what is kept stays");
        assert_eq!(form.is_kept("key"), (true, true));
        assert_eq!(form.is_kept("project"), (false, true));
        form.address.set("https://other.example".into());
        assert_eq!(form.is_kept("key"), (true, false));
    });
}

#[test]
fn a_setting_that_is_missing_is_told_at_its_field_and_nowhere_else() {
    in_scope(|| {
        let form = ServerForm::new("n-body".into());
        let errors = vec![FieldError {
            field: Field::Named("key".into()),
            problem: Problem::Required,
        }];
        let told = form
            .errors()
            .of(Field::Named("key".into()), "Project key".into());
        form.keep_failure(Error::Fields { errors });
        assert_eq!(told.get_clone().as_deref(), Some("Project key is required"));
        assert_eq!(form.failure(), None);
        assert!(form.first_wrong().is_some());
        form.keep_failure(Error::SettingsNotSaved);
        assert_eq!(form.first_wrong(), None, "that was not it any more");
    });
}

#[test]
fn a_faulty_description_is_told_at_its_field_until_it_is_typed_in() {
    in_scope(|| {
        let form = ServerForm::new("n-body".into());
        form.kind.set(OWN.into());
        let error = DialectError {
            field: Some("sign_in.path".into()),
            message: "`sign_in.path` is missing".into(),
            line: None,
        };
        form.keep_failure(Error::Dialect {
            error: error.clone(),
        });
        assert_eq!(form.dialect_error(), Some(error));
        assert_eq!(form.failure(), None);
        form.description.set("{}".into());
        assert_eq!(form.dialect_error(), None);
    });
}

#[test]
fn a_server_that_is_described_comes_back_with_its_description() {
    in_scope(|| {
        let mut snapshot = crate::state::fixtures::signed_out(1, None);
        let server = &mut snapshot.settings.servers[0];
        server.dialect = own("as it was typed\n");
        let form = ServerForm::of(server);
        assert!(form.is_own());
        assert_eq!(form.draft().dialect, server.dialect);
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
