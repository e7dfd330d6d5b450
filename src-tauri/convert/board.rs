//! What a server's answer to a board means. Pure: the rows of the back ends' table are its tests.

use auth_core::Response;

use super::{body, refusal};

/// Where a board is.
pub(crate) fn path(board: ipc::Board) -> &'static str {
    match board {
        ipc::Board::Public => "/api/test/all",
        ipc::Board::User => "/api/test/user",
        ipc::Board::Moderator => "/api/test/mod",
        ipc::Board::Admin => "/api/test/admin",
    }
}

/// What the answer means to whoever asked for that part of it; `account` is who is signed in.
///
/// | answer | then |
/// | --- | --- |
/// | 408, 425, 429 or 5xx, in an HTML document or without words | busy, as at sign-in: a proxy whose server is away speaks like that |
/// | any other HTML document | not this back end: a portal, a web site |
/// | 2xx | the board |
/// | 403, or a 401 although the credentials are new, and the account lacks the role | that role is missing |
/// | anything else | the server refuses, or has failed: see [`refusal`] |
pub(crate) fn read(
    board: ipc::Board,
    account: Option<&ipc::Account>,
    response: &Response,
    part: u32,
) -> Result<ipc::BoardContent, ipc::Error> {
    let status = response.status.as_u16();
    if refusal::is_busy(status) && response.message.is_none() {
        return Err(ipc::Error::Unreachable {
            error: ipc::NetworkError::ServerBusy { status },
            session_kept: account.is_some(),
            retry_in_ms: None,
        });
    }
    if response.is_html_document() {
        return Err(ipc::Error::NotThisApi { status });
    }
    match (status, board.role()) {
        (200..300, _) => Ok(ipc::BoardContent {
            board,
            body: body::read(response, part),
            refreshed: response.refreshed,
        }),
        // The S-cookie server says it with a 401. A 403 to an account that has the role is about
        // something else, such as a credential that the server did not see: the kind is wrong.
        (401 | 403, Some(role)) if account.is_some_and(|account| !account.has(role)) => {
            Err(ipc::Error::MissingRole { role })
        }
        _ => Err(refusal::of(status, response.message.clone())),
    }
}

/// What an answer says of a role that the account is said to have, or to lack, where that is something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RoleNews {
    /// The board is open to an account that was said to lack its role.
    Given(ipc::Role),
    /// The board is closed to an account that was said to have its role; or the server did not see who asks. A board
    /// that is open to everybody who is signed in tells which.
    Taken(ipc::Role),
}

/// Reads that from the answer to a board. Every account may read the user board: nothing is told by it.
pub(crate) fn role_news(
    board: ipc::Board,
    account: Option<&ipc::Account>,
    response: &Response,
) -> Option<RoleNews> {
    let role = board.role().filter(|role| *role != ipc::Role::User)?;
    if response.is_html_document() {
        return None;
    }
    match (response.status.as_u16(), account?.has(role)) {
        (200..300, false) => Some(RoleNews::Given(role)),
        (401 | 403, true) => Some(RoleNews::Taken(role)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use ipc::{Board, Error, Role};

    use super::*;

    fn account(roles: &[&str]) -> ipc::Account {
        ipc::Account {
            id: "1".into(),
            username: "ann".into(),
            email: String::new(),
            roles: roles.iter().map(|&role| role.to_owned()).collect(),
        }
    }

    fn response(status: u16, text: &str, message: Option<&'static str>) -> Response {
        let mut response = Response::new(status.try_into().unwrap(), text.to_owned());
        response.message = message.map(Into::into);
        response
    }

    fn answer(board: Board, status: u16, text: &str) -> Result<ipc::BoardContent, Error> {
        let user = account(&["ROLE_USER"]);
        read(board, Some(&user), &response(status, text, None), 0)
    }

    fn refused(status: u16, message: Option<&'static str>) -> Result<ipc::BoardContent, Error> {
        Err(Error::Refused {
            status,
            message: message.map(str::to_owned),
        })
    }

    #[test]
    fn a_board_is_its_text() {
        let content = answer(Board::User, 200, "User Content.").unwrap();
        let ipc::BoardBody::Text(whole) = content.body else {
            panic!("no text");
        };
        assert_eq!(
            (content.board, whole.text.as_str()),
            (Board::User, "User Content.")
        );
    }

    #[test]
    fn each_way_of_saying_that_a_role_is_missing_is_understood() {
        let missing = Err(Error::MissingRole {
            role: Role::Moderator,
        });
        let spring = r#"{"path":"/error","error":"Unauthorized","message":"Full authentication is required to access this resource","status":401}"#;
        assert_eq!(
            answer(
                Board::Moderator,
                403,
                r#"{"message":"Require Moderator Role!"}"#
            ),
            missing
        );
        assert_eq!(answer(Board::Moderator, 403, ""), missing);
        assert_eq!(answer(Board::Moderator, 401, spring), missing);
    }

    #[test]
    fn a_401_to_an_account_with_the_role_is_a_refusal_in_the_servers_words() {
        let said = response(401, "{}", Some("Unauthorized!"));
        let user = account(&["ROLE_USER"]);
        assert_eq!(
            read(Board::User, Some(&user), &said, 0),
            refused(401, Some("Unauthorized!"))
        );
    }

    #[test]
    fn a_403_to_an_account_with_the_role_is_no_missing_role() {
        let said = response(403, "", Some("No token provided!"));
        let user = account(&["ROLE_USER"]);
        assert_eq!(
            read(Board::User, Some(&user), &said, 0),
            refused(403, Some("No token provided!"))
        );
    }

    #[test]
    fn a_403_that_the_public_board_gives_is_no_missing_role() {
        assert_eq!(answer(Board::Public, 403, "Forbidden"), refused(403, None));
    }

    #[test]
    fn an_html_document_is_not_this_back_end_whatever_its_status() {
        for status in [200, 301, 403, 404] {
            assert_eq!(
                answer(
                    Board::User,
                    status,
                    "<!doctype HTML>\n<title>Sign in to the Wi-Fi</title>"
                ),
                Err(Error::NotThisApi { status })
            );
        }
    }

    #[test]
    fn a_proxy_whose_server_is_away_is_no_other_server() {
        const PAGE: &str = "<html><head><title>502 Bad Gateway</title></head></html>";
        for status in [408, 425, 429, 500, 502, 503, 504] {
            for page in [PAGE, "", "[]"] {
                assert_eq!(
                    answer(Board::User, status, page),
                    Err(Error::Unreachable {
                        error: ipc::NetworkError::ServerBusy { status },
                        session_kept: true,
                        retry_in_ms: None,
                    })
                );
            }
        }
        let signed_out = read(Board::Public, None, &response(502, PAGE, None), 0);
        assert!(matches!(
            signed_out,
            Err(Error::Unreachable {
                session_kept: false,
                ..
            })
        ));
    }

    #[test]
    fn a_board_that_is_open_or_closed_against_expectation_is_news_of_its_role() {
        let user = account(&["ROLE_USER"]);
        let moderator = account(&["ROLE_USER", "ROLE_MODERATOR"]);
        let news = |board, who, status, text| role_news(board, who, &response(status, text, None));
        for (board, who, status, expected) in [
            (
                Board::Moderator,
                &user,
                200,
                Some(RoleNews::Given(Role::Moderator)),
            ),
            (Board::Moderator, &user, 403, None),
            (Board::Moderator, &moderator, 200, None),
            (
                Board::Moderator,
                &moderator,
                403,
                Some(RoleNews::Taken(Role::Moderator)),
            ),
            (
                Board::Moderator,
                &moderator,
                401,
                Some(RoleNews::Taken(Role::Moderator)),
            ),
            (Board::Moderator, &moderator, 500, None),
            (Board::Moderator, &moderator, 404, None),
            (Board::User, &user, 403, None),
            (Board::Public, &user, 200, None),
        ] {
            assert_eq!(
                news(board, Some(who), status, "text"),
                expected,
                "{board:?} {status}"
            );
        }
        let portal = "<html>Sign in to the Wi-Fi";
        assert_eq!(news(Board::Admin, Some(&user), 200, portal), None);
        assert_eq!(news(Board::Admin, None, 200, "text"), None);
    }

    #[test]
    fn text_with_markup_in_it_is_no_document() {
        assert!(answer(Board::User, 200, "<b>User</b> content").is_ok());
    }
}
