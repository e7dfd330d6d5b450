//! Every row of the two tables of sending.

use std::{sync::Arc, time::Duration};

use super::*;
use crate::{
    credentials::{Credentials, grant::Grant},
    dialect::{Dialect, Reading},
    engine::{Refusals, Trouble, machine::Machine},
    report::{Account, EndReason},
    world::{Answer, Cause, OsRng},
};

fn id(epoch: u64, generation: u64) -> CredentialId {
    CredentialId { epoch, generation }
}

fn answer(status: u16, body: &'static str) -> Judged {
    let answer = Answer {
        status: http::StatusCode::from_u16(status).expect("a status"),
        headers: http::HeaderMap::new(),
        body: bytes::Bytes::from_static(body.as_bytes()),
    };
    let url = url::Url::parse("http://127.0.0.1/x").expect("a URL");
    let dialect = Dialect::preset("n-body").expect("a preset");
    Judged::of(&dialect, &Reading::of(&answer, &url, ""))
}

const REPLAY: Sent = Sent::AsReplay {
    is_owed_a_refresh: false,
};
const THIRD: Sent = Sent::Last {
    is_owed_a_refresh: true,
};
const OWED: Sent = Sent::AsReplay {
    is_owed_a_refresh: true,
};

#[test]
fn only_a_first_401_for_the_current_credentials_refreshes() {
    let ours = id(1, 4);
    for (status, sent, current, again, then) in [
        (200, ours, Some(ours), Sent::Once, After::HandOver),
        (403, ours, Some(ours), Sent::Once, After::HandOver),
        (500, ours, Some(ours), Sent::Once, After::HandOver),
        (401, ours, Some(ours), REPLAY, After::HandOver),
        (401, ours, Some(ours), OWED, After::Refresh),
        (401, ours, Some(ours), THIRD, After::RefreshAndHandOver),
        (401, ours, Some(id(1, 5)), THIRD, After::HandOver),
        (401, ours, Some(id(1, 5)), OWED, After::Replay),
        (200, ours, Some(ours), OWED, After::HandOver),
        (401, ours, None, OWED, After::Orphaned),
        (401, ours, Some(ours), Sent::Once, After::Refresh),
        (401, ours, Some(id(1, 5)), Sent::Once, After::Replay),
        (401, ours, Some(id(1, 5)), REPLAY, After::HandOver),
        (
            401,
            ours,
            Some(ours),
            Sent::Twice,
            After::RefreshAndHandOver,
        ),
        (401, ours, Some(id(1, 5)), Sent::Twice, After::HandOver),
        (401, ours, Some(id(2, 0)), Sent::Once, After::Orphaned),
        (200, ours, Some(id(2, 0)), Sent::Once, After::Orphaned),
        (401, ours, None, Sent::Once, After::Orphaned),
        (200, ours, None, Sent::Once, After::Orphaned),
    ] {
        let judged = answer(status, r#"{"message":"no"}"#);
        assert_eq!(
            after(judged, sent, current, true, false, again),
            then,
            "{status} {sent:?} {current:?}"
        );
    }
}

#[test]
fn a_401_of_a_portal_ends_no_session_that_cannot_be_refreshed() {
    let (ours, page) = (id(1, 4), "<html><body>Log in to the hotel</body></html>");
    let current = Some(ours);
    for (status, body, refreshable, sent, then) in [
        (401, page, false, Sent::Once, After::HandOver),
        (401, page, false, Sent::Twice, After::HandOver),
        (401, page, true, Sent::Once, After::Refresh),
        (401, page, true, Sent::Refreshed, After::HandOver),
        (401, "{}", true, Sent::Refreshed, After::Refresh),
        (401, "", false, Sent::Once, After::Refresh),
        (200, page, false, Sent::Once, After::HandOver),
    ] {
        let judged = answer(status, body);
        assert_eq!(
            after(judged, ours, current, refreshable, false, sent),
            then,
            "{status} {body}"
        );
    }
    let newer = after(
        answer(401, page),
        ours,
        Some(id(1, 5)),
        false,
        false,
        Sent::Once,
    );
    assert_eq!(newer, After::Replay);
}

#[test]
fn an_answer_as_to_a_guest_is_believed_after_one_refresh() {
    let ours = id(1, 4);
    for (current, refreshable, just_granted, sent, then) in [
        (ours, true, false, Sent::Once, After::AskAndReplay),
        (ours, true, true, Sent::Once, After::HandOver),
        (ours, false, false, Sent::Once, After::HandOver),
        (ours, true, false, Sent::Refreshed, After::HandOver),
        (ours, true, false, Sent::Twice, After::HandOver),
        (ours, true, false, REPLAY, After::HandOver),
        (id(1, 5), true, false, Sent::Once, After::Replay),
        (id(1, 5), true, false, REPLAY, After::HandOver),
        (id(2, 0), true, false, Sent::Once, After::Orphaned),
    ] {
        let current = Some(current);
        let found = after(
            Judged::Doubtful,
            ours,
            current,
            refreshable,
            just_granted,
            sent,
        );
        assert_eq!(
            found, then,
            "{current:?} {refreshable} {just_granted} {sent:?}"
        );
    }
}

#[test]
fn a_failing_refresh_is_tried_when_due_and_sooner_for_a_person() {
    let trouble = Trouble {
        failures: 1,
        since: at(10),
        cause: Cause::Connect,
        last_try: at(10),
        next_try: at(20),
        scheduled: at(20),
        server_asks: false,
        prompted: None,
        in_doubt: false,
        refusals: Refusals::default(),
    };
    for (seconds, personal, may) in [
        (11, true, false),
        (12, true, true),
        (12, false, false),
        (19, false, false),
        (20, false, true),
    ] {
        assert_eq!(
            trouble.may_try(at(seconds), personal),
            may,
            "{seconds} {personal}"
        );
    }
}

/// A session whose access credential expires at 60 s.
fn live() -> View {
    let dialect = Dialect::preset("s-body").expect("a preset");
    let body = r#"{"accessToken":"access","refreshToken":"refresh","expiresIn":60}"#;
    let answer = Answer {
        status: http::StatusCode::OK,
        headers: http::HeaderMap::new(),
        body: bytes::Bytes::from_static(body.as_bytes()),
    };
    let url = url::Url::parse("http://127.0.0.1/").expect("a URL");
    let grant = Grant::of(
        &dialect,
        &answer,
        &url,
        Moment::default(),
        &crate::wire::redact::Secrets::none(),
    )
    .expect("a grant");
    let account = Account {
        id: "1".into(),
        username: "ann".into(),
        email: crate::wire::Words::default(),
        roles: Vec::new(),
    };
    let credentials = Credentials::first(1, 1, account, &grant, &dialect);
    let nobody = Machine::new(Arc::new(dialect), Box::new(OsRng)).view(Moment::default());
    View {
        credentials: Some(Arc::new(credentials)),
        refreshable: true,
        ..nobody
    }
}

fn at(seconds: u64) -> Moment {
    Moment::from_start(Duration::from_secs(seconds))
}

#[test]
fn every_row_of_the_table_before_a_request() {
    let trouble = Trouble {
        failures: 1,
        since: at(60),
        cause: Cause::Connect,
        last_try: at(70),
        next_try: at(80),
        scheduled: at(80),
        server_asks: false,
        prompted: None,
        in_doubt: false,
        refusals: Refusals::default(),
    };
    let troubled = || View {
        trouble: Some(trouble),
        ..live()
    };
    let refused = |seconds| {
        Before::Refuse(Error::RefreshUnavailable {
            cause: Cause::Connect,
            retry_in: Duration::from_secs(seconds),
        })
    };
    let signed_out = || View {
        credentials: None,
        last_end: Some(EndReason::RefreshExpired),
        ..live()
    };
    let closed = || View {
        closed: true,
        ..live()
    };
    let not_refreshable = || View {
        refreshable: false,
        ..live()
    };
    let refreshing = || View {
        refreshing: true,
        ..troubled()
    };
    let over = Before::Refuse(Error::SignedOut {
        reason: Some(EndReason::RefreshExpired),
    });
    for (row, (view, now, personal, then)) in [
        (live(), 59, false, Before::Send),
        (live(), 60, false, Before::Refresh),
        (troubled(), 59, false, Before::Send),
        (troubled(), 71, false, refused(9)),
        (troubled(), 71, true, refused(9)),
        (troubled(), 72, true, Before::Refresh),
        (troubled(), 80, false, Before::Refresh),
        (refreshing(), 71, false, Before::Refresh),
        (not_refreshable(), 99, false, Before::Send),
        (signed_out(), 0, true, over),
        (closed(), 0, true, Before::Refuse(Error::Closed)),
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(before(&view, at(now), personal), then, "row {row}");
    }
}
