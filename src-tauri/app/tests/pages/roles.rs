//! Roles that are given and taken away while somebody is signed in.

use demo_server::{Endpoint, Fault, Role as Named, Times};
use ipc::Error;

use super::*;

const ONE: &[Named] = &[Named::User];
const BOTH: &[Named] = &[Named::User, Named::Moderator];

fn is_moderator(bench: &Bench) -> bool {
    let account = bench.session().account.unwrap();
    bench.pages()[MODERATOR].is_listed_for(Some(&account))
}

#[tokio::test]
async fn a_role_that_was_taken_away_or_given_shows_as_soon_as_a_board_says_so() {
    for dialect in Dialect::ALL {
        let (server, bench) = signed_in(dialect, "moderator").await;
        assert!(bench.read(MODERATOR).await.is_ok(), "{dialect}");
        server.control().set_roles("moderator", ONE);
        let role = "ROLE_MODERATOR".to_owned();
        let denied = Err(Error::MissingRole { role });
        assert_eq!(bench.read(MODERATOR).await, denied, "{dialect}");
        assert!(!is_moderator(&bench), "{dialect}");
        assert_eq!(bench.read(MODERATOR).await, denied, "{dialect}");
        server.control().set_roles("moderator", BOTH);
        assert!(bench.read(MODERATOR).await.is_ok(), "{dialect}");
        assert!(is_moderator(&bench), "{dialect}");
        assert_eq!(bench.logouts(), [], "{dialect}");
    }
}

#[tokio::test]
async fn who_signs_in_anew_has_the_roles_that_the_server_names_then() {
    let (server, bench) = signed_in(Dialect::NBody, "moderator").await;
    server.control().set_roles("moderator", ONE);
    assert!(bench.read(MODERATOR).await.is_err());
    server.control().set_roles("moderator", BOTH);
    bench.sign_in("moderator").await;
    assert!(is_moderator(&bench));
}

#[tokio::test]
async fn roles_that_a_refresh_names_are_followed() {
    let (server, bench) = signed_in(Dialect::NBody, "user").await;
    let body = r#"{"accessToken":"another-access","refreshToken":"another-refresh","roles":["ROLE_USER","ROLE_MODERATOR"]}"#;
    let fault = Fault::Status {
        status: 200,
        headers: vec![],
        body: body.into(),
    };
    server
        .control()
        .fault(Endpoint::Refresh, fault, Times::Next(1));
    assert!(!is_moderator(&bench));
    bench.app.refresh_now().await.unwrap();
    assert!(is_moderator(&bench));
}

/// Whoever is not seen at all has not lost a role.
#[tokio::test]
async fn a_board_that_is_closed_to_everybody_takes_no_role_away() {
    let (server, bench) = signed_in(Dialect::NBody, "moderator").await;
    let closed = || Fault::Status {
        status: 403,
        headers: vec![],
        body: r#"{"message":"No token provided!"}"#.into(),
    };
    for board in [demo_server::Board::User, demo_server::Board::Moderator] {
        server
            .control()
            .fault(Endpoint::Board(board), closed(), Times::Always);
    }
    let message = Some("No token provided!".to_owned());
    let refused = Err(Error::Refused {
        status: 403,
        message,
    });
    assert_eq!(bench.read(MODERATOR).await, refused);
    assert!(is_moderator(&bench));
}
