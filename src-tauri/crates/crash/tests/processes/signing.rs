//! Signing out and in, as the other processes see it.

use std::time::Duration;

use crash::{Order, Report};
use demo_server::Endpoint;

use crate::place::Place;

/// The other processes load what is kept once a second.
const SOON: Duration = Duration::from_secs(3);

#[test]
fn signing_out_in_one_process_ends_the_others_without_a_call() {
    let place = Place::new();
    let mut first = place.first();
    let others: Vec<_> = (0..3).map(|_| place.another()).collect();
    place.control.reset_calls();
    first.sign_out();
    for other in &others {
        assert_eq!(other.end(SOON).as_deref(), Some("signed_out_elsewhere"));
    }
    place.until_asked(Endpoint::SignOut, 1);
    assert_eq!(place.control.log().len(), 1, "only the one that signed out");
    assert!(!place.file("session.sealed").exists());
    assert_eq!(place.open().restore(), None);
}

#[test]
fn signing_in_as_somebody_else_in_one_process_mixes_no_accounts() {
    const ADMIN: &str = "/api/test/admin";
    let place = Place::new();
    let mut first = place.first();
    let mut other = place.another();
    first.sign_in("admin");
    assert_eq!(other.end(SOON).as_deref(), Some("signed_in_elsewhere"));
    other.ask_for(ADMIN);
    assert!(matches!(other.answer(), Report::Failed { .. }));
    assert_eq!(other.told().username, None);
    // What ended is not what is kept: the new session stays, for everybody who opens it now.
    let mut heir = place.open();
    assert_eq!(heir.restore().as_deref(), Some("admin"));
    assert_eq!(other.restore().as_deref(), Some("admin"));
    for process in [&mut first, &mut heir, &mut other] {
        process.ask_for(ADMIN);
        let text = "Admin Board.".into();
        assert_eq!(process.answer(), Report::Answered { status: 200, text });
        assert_eq!(process.told().username.as_deref(), Some("admin"));
    }
}

#[test]
fn a_request_of_a_process_that_has_not_noticed_yet_is_not_sent_as_somebody_else() {
    let place = Place::new();
    let mut first = place.first();
    let mut other = place.another();
    first.sign_in("admin");
    place.expire();
    // It learns of it by the refusal of its own token, or by loading what is kept, whichever comes first.
    other.ask_for("/api/test/admin");
    assert!(matches!(other.answer(), Report::Failed { .. }));
    assert_eq!(
        other.told().last_end.as_deref(),
        Some("signed_in_elsewhere")
    );
    assert_eq!(place.control.calls(Endpoint::Refresh), 0);
    first.tell(&Order::Refresh);
    assert_eq!(
        first.answer(),
        Report::Refreshed,
        "the new session is untouched"
    );
}
