//! Every row of the two tables of sending.

use super::*;

fn id(epoch: u64, generation: u64) -> CredentialId {
    CredentialId { epoch, generation }
}

#[test]
fn only_a_first_401_for_the_current_credentials_renews() {
    let ours = id(1, 4);
    for (status, sent, current, again, then) in [
        (200, ours, Some(ours), true, After::HandOver),
        (403, ours, Some(ours), true, After::HandOver),
        (500, ours, Some(ours), true, After::HandOver),
        (401, ours, Some(ours), false, After::HandOver),
        (401, ours, Some(ours), true, After::Renew),
        (401, ours, Some(id(1, 5)), true, After::Replay),
        (401, ours, Some(id(1, 5)), false, After::HandOver),
        (401, ours, Some(id(2, 0)), true, After::Orphaned),
        (200, ours, Some(id(2, 0)), true, After::Orphaned),
        (401, ours, None, true, After::Orphaned),
        (200, ours, None, true, After::Orphaned),
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
    assert!(!may_try(at(10), at(20), at(11), true));
    assert!(may_try(at(10), at(20), at(12), true));
    assert!(!may_try(at(10), at(20), at(12), false));
    assert!(!may_try(at(10), at(20), at(19), false));
    assert!(may_try(at(10), at(20), at(20), false));
}
