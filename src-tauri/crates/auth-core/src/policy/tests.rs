//! Every row of the two tables of sending.

use std::time::Duration;

use super::*;
use crate::cause::Cause;

fn id(epoch: u64, generation: u64) -> CredentialId {
    CredentialId { epoch, generation }
}

#[test]
fn only_a_first_401_for_the_current_credentials_renews() {
    let ours = id(1, 4);
    for (status, sent, current, again, then) in [
        (200, ours, Some(ours), Sent::Once, After::HandOver),
        (403, ours, Some(ours), Sent::Once, After::HandOver),
        (500, ours, Some(ours), Sent::Once, After::HandOver),
        (401, ours, Some(ours), Sent::AsReplay, After::HandOver),
        (401, ours, Some(ours), Sent::Once, After::Renew),
        (401, ours, Some(id(1, 5)), Sent::Once, After::Replay),
        (401, ours, Some(id(1, 5)), Sent::AsReplay, After::HandOver),
        (401, ours, Some(ours), Sent::Twice, After::RenewAndHandOver),
        (401, ours, Some(id(1, 5)), Sent::Twice, After::HandOver),
        (401, ours, Some(id(2, 0)), Sent::Once, After::Orphaned),
        (200, ours, Some(id(2, 0)), Sent::Once, After::Orphaned),
        (401, ours, None, Sent::Once, After::Orphaned),
        (200, ours, None, Sent::Once, After::Orphaned),
    ] {
        let status = StatusCode::from_u16(status).expect("a status");
        assert_eq!(
            after(status, sent, current, again),
            then,
            "{status} {sent:?} {current:?}"
        );
    }
}

#[test]
fn a_failing_renewal_is_tried_when_due_and_sooner_for_a_person() {
    let at = |seconds| Moment::from_start(Duration::from_secs(seconds));
    let trouble = Trouble {
        failures: 1,
        since: at(10),
        cause: Cause::Connect,
        last_try: at(10),
        next_try: at(20),
        in_doubt: false,
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
