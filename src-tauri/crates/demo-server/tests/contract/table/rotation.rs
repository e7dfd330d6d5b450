//! Rotation of refresh tokens: replaced at each use, forgiven within the grace window, and the end
//! of the family after it.

use std::time::Duration;

use demo_server::{Board, Config, Dialect, Endpoint, Fault, Rotation, Times};

use crate::{
    bench::{Bench, REFRESHING, Session},
    client::Reply,
};

const LONG: Duration = Duration::from_mins(1);

async fn rotating(dialect: Dialect, grace: Duration) -> Bench {
    Bench::with(Config {
        rotation: Rotation::On { grace },
        ..Config::new(dialect)
    })
    .await
}

fn assert_unknown(dialect: Dialect, reply: &Reply) {
    assert_eq!(reply.status, 403, "{dialect}: {}", reply.body);
    assert!(
        reply.body.contains("Refresh token is not in database!"),
        "{dialect}: {}",
        reply.body
    );
}

async fn rotate(bench: &Bench, session: &Session) -> Session {
    session.refreshed(&bench.refresh(session).await)
}

#[tokio::test]
async fn every_refresh_hands_out_a_new_refresh_token() {
    for dialect in REFRESHING {
        let bench = rotating(dialect, LONG).await;
        let first = bench.sign_in("user").await;
        let second = rotate(&bench, &first).await;
        let third = rotate(&bench, &second).await;
        assert_ne!(first.refresh, second.refresh, "{dialect}");
        assert_ne!(second.refresh, third.refresh, "{dialect}");
        assert_eq!(
            bench.board(Board::User, &third).await.status,
            200,
            "{dialect}"
        );
    }
}

#[tokio::test]
async fn within_the_grace_window_the_old_token_gets_the_same_new_pair() {
    for dialect in REFRESHING {
        let bench = rotating(dialect, LONG).await;
        let first = bench.sign_in("user").await;
        let second = rotate(&bench, &first).await;
        // Another second would give another access token if it were minted anew.
        tokio::time::sleep(Duration::from_millis(1100)).await;
        let again = rotate(&bench, &first).await;
        assert_eq!(again.refresh, second.refresh, "{dialect}");
        assert_eq!(again.access, second.access, "{dialect}");
        rotate(&bench, &second).await;
    }
}

#[tokio::test]
async fn a_lost_answer_is_made_good_within_the_grace_window() {
    for dialect in REFRESHING {
        let bench = rotating(dialect, LONG).await;
        let session = bench.sign_in("user").await;
        bench
            .control
            .fault(Endpoint::Refresh, Fault::DropAfter, Times::Next(1));
        assert!(
            bench.try_ask(&session.refreshing()).await.is_err(),
            "{dialect}"
        );
        let refreshed = rotate(&bench, &session).await;
        assert_ne!(refreshed.refresh, session.refresh, "{dialect}");
    }
}

#[tokio::test]
async fn in_the_grace_window_an_access_token_that_has_expired_is_not_handed_out_again() {
    for dialect in REFRESHING {
        let bench = rotating(dialect, LONG).await;
        let first = bench.sign_in("user").await;
        let second = rotate(&bench, &first).await;
        bench.control.expire_access();
        let again = rotate(&bench, &first).await;
        assert_eq!(again.refresh, second.refresh, "{dialect}");
        assert_eq!(
            bench.board(Board::User, &again).await.status,
            200,
            "{dialect}"
        );
    }
}

#[tokio::test]
async fn reuse_after_the_grace_window_revokes_the_whole_family() {
    for dialect in REFRESHING {
        let grace = Duration::from_millis(100);
        let bench = rotating(dialect, grace).await;
        let first = bench.sign_in("user").await;
        let second = rotate(&bench, &first).await;
        let third = rotate(&bench, &second).await;
        tokio::time::sleep(grace * 2).await;
        assert_unknown(dialect, &bench.refresh(&first).await);
        assert_unknown(dialect, &bench.refresh(&second).await);
        assert_unknown(dialect, &bench.refresh(&third).await);
    }
}

#[tokio::test]
async fn without_a_grace_window_the_first_reuse_ends_the_family() {
    for dialect in REFRESHING {
        let bench = rotating(dialect, Duration::ZERO).await;
        let first = bench.sign_in("user").await;
        let second = rotate(&bench, &first).await;
        assert_unknown(dialect, &bench.refresh(&first).await);
        assert_unknown(dialect, &bench.refresh(&second).await);
    }
}

#[tokio::test]
async fn a_revoked_family_leaves_other_sign_ins_alone() {
    for dialect in [Dialect::NBody, Dialect::SBody] {
        let bench = rotating(dialect, Duration::ZERO).await;
        let (victim, bystander) = (bench.sign_in("user").await, bench.sign_in("user").await);
        rotate(&bench, &victim).await;
        assert_unknown(dialect, &bench.refresh(&victim).await);
        rotate(&bench, &bystander).await;
    }
}

#[tokio::test]
async fn two_refreshes_at_once_agree_on_one_successor() {
    for dialect in REFRESHING {
        let bench = rotating(dialect, LONG).await;
        let session = bench.sign_in("user").await;
        let (one, other) = tokio::join!(rotate(&bench, &session), rotate(&bench, &session));
        assert_eq!(one.refresh, other.refresh, "{dialect}");
    }
}

#[tokio::test]
async fn signing_out_revokes_the_rotated_token() {
    for dialect in [Dialect::SBody, Dialect::SCookie] {
        let bench = rotating(dialect, LONG).await;
        let session = rotate(&bench, &bench.sign_in("user").await).await;
        assert_eq!(bench.sign_out(&session).await.status, 200, "{dialect}");
        assert_unknown(dialect, &bench.refresh(&session).await);
    }
}

#[tokio::test]
async fn an_expired_token_is_expired_under_rotation_too() {
    for dialect in REFRESHING {
        let bench = rotating(dialect, LONG).await;
        let session = rotate(&bench, &bench.sign_in("user").await).await;
        bench.control.expire_refresh();
        let reply = bench.refresh(&session).await;
        assert!(
            reply.body.contains("Refresh token was expired"),
            "{dialect}: {}",
            reply.body
        );
    }
}
