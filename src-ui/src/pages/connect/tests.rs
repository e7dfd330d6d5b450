//! The two steps as text, and what is chosen on the way from one to the other.

use ipc::Verdict;

use super::*;
use crate::state::{Recognition, fixtures::fresh};

fn looks_like(kind: &str) -> Recognition {
    Recognition {
        address: "https://harbour.example".into(),
        verdict: Some(Verdict::LooksLike {
            dialect: kind.into(),
        }),
    }
}

fn unknown() -> Recognition {
    Recognition {
        verdict: Some(Verdict::Unsure),
        ..looks_like("")
    }
}

fn way() -> (ServerForm, Way) {
    (ServerForm::new(String::new()), Way::new())
}

/// The second step, once this was found out.
fn drawn(found: Recognition) -> String {
    sycamore::render_to_string(move || {
        let app = App::new();
        app.adopt(fresh(1));
        let (form, way) = way();
        way.go_on(form, found);
        view! { DetailsStep(app=app, form=form, way=way, known=fresh(1).app.known) }
    })
}

fn has(html: &str, testid: &str) -> bool {
    html.contains(&format!("data-testid=\"{testid}\""))
}

#[test]
fn a_server_that_was_recognised_needs_no_more_than_a_yes() {
    let html = drawn(looks_like("n-cookie"));
    assert!(html.contains("Looks like Node, cookies") && html.contains("https://harbour.example"));
    for there in [
        "connect-change",
        "connect-name",
        "connect-back",
        "connect-save",
    ] {
        assert!(has(&html, there), "{there}");
    }
    assert!(!html.contains("type=\"radio\""));
}

#[test]
fn of_another_one_the_person_says_what_it_is_and_nothing_is_guessed() {
    let html = drawn(unknown());
    assert!(has(&html, "connect-not-recognised") && has(&html, "connect-kind-search"));
    assert!(!has(&html, "connect-change"));
    assert_eq!(html.matches("type=\"radio\"").count(), 3);
    assert_eq!(html.matches("value=\"custom\"").count(), 1);
    assert!(!html.contains("checked=\"\"") && !html.contains("connect-dialect"));
    assert!(html.contains("Tested with Node, cookies, in version 1"));
}

#[test]
fn what_is_recognised_is_chosen_and_a_choice_against_it_is_not_taken_back() {
    create_root(|| {
        let (form, way) = way();
        way.go_on(form, looks_like("n-cookie"));
        assert_eq!(form.kind.get_clone(), "n-cookie");
        form.kind.set("n-body".into());
        way.go_back();
        assert!(!way.at_details.get());
        way.go_on(form, looks_like("n-cookie"));
        assert_eq!(form.kind.get_clone(), "n-body");
        way.go_on(form, looks_like("s-body"));
        assert_eq!(form.kind.get_clone(), "s-body");
        way.go_on(form, unknown());
        assert_eq!(form.kind.get_clone(), "s-body");
    })
    .dispose();
}
