//! What a server's answer to a board means. Pure: the rows of the back ends' table are its tests.

use serde_json::Value;

/// The most that a server's own words may take of a person's screen.
const MESSAGE_LENGTH: usize = 300;

/// The parts of an answer that the meaning depends on. The content type is not among them: these
/// servers send boards as `text/html`, and errors as anything.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answer<'a> {
    /// The HTTP status.
    pub(crate) status: u16,
    /// The body.
    pub(crate) text: &'a str,
    /// Whether the session was renewed on the way.
    pub(crate) renewed: bool,
}

/// Where a board is.
pub(crate) fn path(board: ipc::Board) -> &'static str {
    match board {
        ipc::Board::Public => "/api/test/all",
        ipc::Board::User => "/api/test/user",
        ipc::Board::Moderator => "/api/test/mod",
        ipc::Board::Admin => "/api/test/admin",
    }
}

/// What the answer means to whoever asked; `account` is who is signed in.
///
/// | answer | then |
/// | --- | --- |
/// | an HTML document | not this back end: a portal, a proxy, a web site |
/// | 2xx | the board |
/// | 403 on a board that asks for a role | that role is missing |
/// | 401, although the credentials are new, and the account lacks the role | the same: the S-cookie server says it so |
/// | anything else | the server refuses, in its own words |
pub(crate) fn read(
    board: ipc::Board,
    account: Option<&ipc::Account>,
    answer: &Answer<'_>,
) -> Result<ipc::BoardContent, ipc::Error> {
    let Answer {
        status,
        text,
        renewed,
    } = *answer;
    if is_html_document(text) {
        return Err(ipc::Error::NotThisApi { status });
    }
    match (status, board.role()) {
        (200..300, _) => Ok(ipc::BoardContent {
            board,
            text: text.to_owned(),
            renewed,
        }),
        (403, Some(role)) => Err(ipc::Error::MissingRole { role }),
        (401, Some(role)) if account.is_some_and(|account| !account.has(role)) => {
            Err(ipc::Error::MissingRole { role })
        }
        _ => Err(ipc::Error::Refused {
            status,
            message: words(text),
        }),
    }
}

fn is_html_document(text: &str) -> bool {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    ["<!doctype html", "<html"].iter().any(|opening| {
        start
            .get(..opening.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(opening))
    })
}

/// The server's words: the `message` of a JSON body, or a body that is a short plain text.
fn words(text: &str) -> Option<String> {
    let words = match serde_json::from_str::<Value>(text) {
        Ok(json) => json
            .get("message")
            .and_then(Value::as_str)?
            .trim()
            .to_owned(),
        Err(_) => text.trim().to_owned(),
    };
    let showable = !words.is_empty()
        && words.chars().count() <= MESSAGE_LENGTH
        && !words.starts_with(['<', '{', '['])
        && !words.contains(|c: char| c.is_control());
    showable.then_some(words)
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

    fn answer(board: Board, status: u16, text: &str) -> Result<ipc::BoardContent, Error> {
        let user = account(&["ROLE_USER"]);
        read(
            board,
            Some(&user),
            &Answer {
                status,
                text,
                renewed: false,
            },
        )
    }

    fn refused(status: u16, message: Option<&str>) -> Result<ipc::BoardContent, Error> {
        Err(Error::Refused {
            status,
            message: message.map(str::to_owned),
        })
    }

    #[test]
    fn a_board_is_its_text() {
        let content = answer(Board::User, 200, "User Content.").unwrap();
        assert_eq!(
            (content.board, content.text.as_str()),
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
    fn a_401_to_an_account_with_the_role_is_a_refusal() {
        let words = r#"{"message":"Unauthorized!"}"#;
        assert_eq!(
            answer(Board::User, 401, words),
            refused(401, Some("Unauthorized!"))
        );
    }

    #[test]
    fn a_403_that_the_public_board_gives_is_no_missing_role() {
        assert_eq!(
            answer(Board::Public, 403, "Forbidden"),
            refused(403, Some("Forbidden"))
        );
    }

    #[test]
    fn an_html_document_is_not_this_back_end_whatever_its_status() {
        for (status, text) in [
            (
                200,
                "<!DOCTYPE html><html><body>Sign in to the Wi-Fi</body>",
            ),
            (403, "\u{feff}  <html lang=en>"),
            (404, "<!doctype HTML>\n<title>Error</title>"),
        ] {
            assert_eq!(
                answer(Board::User, status, text),
                Err(Error::NotThisApi { status })
            );
        }
    }

    #[test]
    fn text_with_markup_in_it_is_no_document() {
        assert!(answer(Board::User, 200, "<b>User</b> content").is_ok());
        assert!(answer(Board::User, 200, "<htm").is_ok());
        assert!(answer(Board::User, 200, "żółć").is_ok());
    }

    #[test]
    fn only_words_that_a_person_can_read_are_shown() {
        let long = "x".repeat(301);
        for (text, words) in [
            (r#"{"message":"No!"}"#, Some("No!")),
            (r#"{"message":{}}"#, None),
            (r#"{"message":"  "}"#, None),
            (r#"{"status":500,"error":"Internal Server Error"}"#, None),
            ("Unauthorized", Some("Unauthorized")),
            ("", None),
            ("{torn", None),
            ("<pre>at Object.trace (app.js:1)</pre>", None),
            ("line\nline", None),
            (long.as_str(), None),
        ] {
            assert_eq!(
                answer(Board::User, 500, text),
                refused(500, words),
                "{text}"
            );
        }
    }
}
