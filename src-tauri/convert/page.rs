//! What a server's answer to a page means. Pure: the rows of the back ends' table are its tests.

use auth_core::Response;

use super::{body, refusal};

/// What was asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    /// [`ipc::Server::id`].
    pub(crate) server: &'a str,
    /// Its place among the pages.
    pub(crate) at: usize,
    /// As the dialect has it.
    pub(crate) page: &'a ipc::Page,
    /// When it was answered.
    pub(crate) answered: ipc::Answered,
    /// Whether the server is one of those that never answer with a document. Any other may keep its pages as such.
    pub(crate) has_no_documents: bool,
}

/// What the answer means to whoever asked for that part of it; `account` is who is signed in.
///
/// | answer | then |
/// | --- | --- |
/// | 408, 425, 429 or 5xx, in an HTML document or without words | busy, as at sign-in: a proxy whose server is away speaks like that |
/// | an HTML document, where the server has none | not this back end: a portal, a web site |
/// | the dialect's own word for it, a 403, or a 401 although the credentials are new; and the account lacks the role | that role is missing |
/// | 2xx | the page |
/// | anything else | the server refuses, or has failed: see [`refusal`] |
pub(crate) fn read(
    asked: Asked<'_>,
    account: Option<&ipc::Account>,
    response: &Response,
    part: u32,
) -> Result<ipc::PageContent, ipc::Error> {
    let status = response.status.as_u16();
    if refusal::is_busy(status) && response.message.is_none() {
        return Err(ipc::Error::Unreachable {
            error: ipc::NetworkError::ServerBusy { status },
            session_kept: account.is_some(),
            retry_in_ms: None,
        });
    }
    if asked.has_no_documents && response.is_html_document() {
        return Err(ipc::Error::NotThisApi { status });
    }
    match &asked.page.role {
        // A 403 to an account that has the role is about something else, such as a credential that the server did not
        // see: the kind is wrong.
        Some(role) if is_closed(response) && account.is_some_and(|account| !account.has(role)) => {
            Err(ipc::Error::MissingRole { role: role.clone() })
        }
        _ if response.status.is_success() && !response.denied => {
            Ok(content(asked, response, part, response.refreshed))
        }
        _ => Err(refusal::of(status, response.message.clone())),
    }
}

/// A part of what was read.
pub(crate) fn content(
    asked: Asked<'_>,
    response: &Response,
    part: u32,
    refreshed: bool,
) -> ipc::PageContent {
    ipc::PageContent {
        server: asked.server.to_owned(),
        page: asked.at,
        media_type: body::media_type(response),
        body: body::read(response, part),
        answered: asked.answered,
        refreshed,
    }
}

fn is_closed(response: &Response) -> bool {
    response.denied || matches!(response.status.as_u16(), 401 | 403)
}

/// What an answer says of a role that the account is said to have, or to lack, where that is something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RoleNews {
    /// The page is open to an account that was said to lack its role.
    Given,
    /// The page is closed to an account that was said to have its role; or the server did not see who asks. A page
    /// that is open to everybody who is signed in tells which.
    Taken,
}

/// Reads that from the answer to a page. A page without a role tells nothing, and a document may be a portal's.
pub(crate) fn role_news(
    page: &ipc::Page,
    account: Option<&ipc::Account>,
    response: &Response,
) -> Option<RoleNews> {
    let role = page.role.as_ref()?;
    if response.is_html_document() {
        return None;
    }
    match (is_closed(response), account?.has(role)) {
        (false, false) if response.status.is_success() => Some(RoleNews::Given),
        (true, true) => Some(RoleNews::Taken),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use ipc::Error;

    use super::*;

    const MODERATOR: &str = "ROLE_MODERATOR";

    fn page(role: Option<&str>) -> ipc::Page {
        ipc::Page {
            title: "A page".into(),
            role: role.map(str::to_owned),
            public: false,
        }
    }

    fn asked(page: &ipc::Page) -> Asked<'_> {
        Asked {
            server: "s1",
            at: 2,
            page,
            answered: ipc::Answered::default(),
            has_no_documents: true,
        }
    }

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

    fn answer(role: Option<&str>, status: u16, text: &str) -> Result<ipc::PageContent, Error> {
        let user = account(&["ROLE_USER"]);
        let answer = response(status, text, None);
        read(asked(&page(role)), Some(&user), &answer, 0)
    }

    fn refused(status: u16, message: Option<&'static str>) -> Result<ipc::PageContent, Error> {
        Err(Error::Refused {
            status,
            message: message.map(str::to_owned),
        })
    }

    #[test]
    fn a_page_is_its_text() {
        let content = answer(None, 200, "User Content.").unwrap();
        let ipc::PageBody::Text(whole) = content.body else {
            panic!("no text");
        };
        let page = (&*content.server, content.page, &*whole.text);
        assert_eq!(page, ("s1", 2, "User Content."));
    }

    #[test]
    fn each_way_of_saying_that_a_role_is_missing_is_understood() {
        let missing = Err(Error::MissingRole {
            role: MODERATOR.to_owned(),
        });
        let spring = r#"{"path":"/error","error":"Unauthorized","message":"Full authentication is required to access this resource","status":401}"#;
        assert_eq!(
            answer(
                Some(MODERATOR),
                403,
                r#"{"message":"Require Moderator Role!"}"#
            ),
            missing
        );
        assert_eq!(answer(Some(MODERATOR), 403, ""), missing);
        assert_eq!(answer(Some(MODERATOR), 401, spring), missing);
    }

    #[test]
    fn a_401_to_an_account_with_the_role_is_a_refusal_in_the_servers_words() {
        let said = response(401, "{}", Some("Unauthorized!"));
        let user = account(&["ROLE_USER"]);
        let page = page(Some("ROLE_USER"));
        assert_eq!(
            read(asked(&page), Some(&user), &said, 0),
            refused(401, Some("Unauthorized!"))
        );
    }

    #[test]
    fn a_403_to_an_account_with_the_role_is_no_missing_role() {
        let said = response(403, "", Some("No token provided!"));
        let user = account(&["ROLE_USER"]);
        let page = page(Some("ROLE_USER"));
        assert_eq!(
            read(asked(&page), Some(&user), &said, 0),
            refused(403, Some("No token provided!"))
        );
    }

    #[test]
    fn a_403_to_a_page_without_a_role_is_no_missing_role() {
        assert_eq!(answer(None, 403, "Forbidden"), refused(403, None));
    }

    #[test]
    fn an_html_document_is_not_this_back_end_whatever_its_status() {
        for status in [200, 301, 403, 404] {
            assert_eq!(
                answer(
                    None,
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
                    answer(None, status, page),
                    Err(Error::Unreachable {
                        error: ipc::NetworkError::ServerBusy { status },
                        session_kept: true,
                        retry_in_ms: None,
                    })
                );
            }
        }
        let signed_out = read(asked(&page(None)), None, &response(502, PAGE, None), 0);
        assert!(matches!(
            signed_out,
            Err(Error::Unreachable {
                session_kept: false,
                ..
            })
        ));
    }

    #[test]
    fn a_page_that_is_open_or_closed_against_expectation_is_news_of_its_role() {
        use RoleNews::{Given, Taken};
        let user = account(&["ROLE_USER"]);
        let moderator = account(&["ROLE_USER", MODERATOR]);
        let news =
            |role, who, status, text| role_news(&page(role), who, &response(status, text, None));
        for (role, who, status, expected) in [
            (Some(MODERATOR), &user, 200, Some(Given)),
            (Some(MODERATOR), &user, 403, None),
            (Some(MODERATOR), &moderator, 200, None),
            (Some(MODERATOR), &moderator, 403, Some(Taken)),
            (Some(MODERATOR), &moderator, 401, Some(Taken)),
            (Some(MODERATOR), &moderator, 500, None),
            (Some(MODERATOR), &moderator, 404, None),
            (None, &user, 403, None),
            (None, &user, 200, None),
        ] {
            assert_eq!(
                news(role, Some(who), status, "text"),
                expected,
                "{role:?} {status}"
            );
        }
        let portal = "<html>Sign in to the Wi-Fi";
        assert_eq!(news(Some("ROLE_ADMIN"), Some(&user), 200, portal), None);
        assert_eq!(news(Some("ROLE_ADMIN"), None, 200, "text"), None);
    }

    #[test]
    fn a_dialect_may_say_of_any_answer_that_a_role_is_missing() {
        let staff = page(Some("staff"));
        let missing = Err(Error::MissingRole {
            role: "staff".to_owned(),
        });
        for status in [200, 404] {
            let mut denied = response(status, "[]", None);
            denied.denied = true;
            let reader = account(&[]);
            assert_eq!(read(asked(&staff), Some(&reader), &denied, 0), missing);
            let librarian = account(&["staff"]);
            let news = role_news(&staff, Some(&librarian), &denied);
            assert_eq!(news, Some(RoleNews::Taken));
        }
    }

    #[test]
    fn a_server_of_another_make_may_keep_documents() {
        let (page, document) = (page(None), response(200, "<html>News</html>", None));
        let documents = Asked {
            has_no_documents: false,
            ..asked(&page)
        };
        assert!(read(documents, Some(&account(&[])), &document, 0).is_ok());
    }

    #[test]
    fn text_with_markup_in_it_is_no_document() {
        assert!(answer(None, 200, "<b>User</b> content").is_ok());
    }
}
