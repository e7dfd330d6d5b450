//! The names under which tests count calls and place faults.

use axum::http::Method;

use crate::setup::Dialect;

/// A group of requests: one route of the original API, or everything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// `POST /api/auth/signup`
    SignUp,
    /// `POST /api/auth/signin`
    SignIn,
    /// `POST /api/auth/refreshtoken`
    Refresh,
    /// `POST /api/auth/signout`
    SignOut,
    /// `GET` of one of the boards
    Board(Board),
    /// Any other method or path
    Other,
}

/// A page of content, and at once who may read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Board {
    /// `GET /api/test/all`
    Public,
    /// `GET /api/test/user`
    User,
    /// `GET /api/test/mod`
    Moderator,
    /// `GET /api/test/admin`
    Admin,
}

impl Endpoint {
    /// Where a request belongs, whether or not the dialect has that route. The path is compared as
    /// the dialect's framework does.
    pub(crate) fn of(dialect: Dialect, method: &Method, path: &str) -> Self {
        let path = routed_path(dialect, path);
        match (method.as_str(), path.as_str()) {
            ("POST", "/api/auth/signup") => Self::SignUp,
            ("POST", "/api/auth/signin") => Self::SignIn,
            ("POST", "/api/auth/refreshtoken") => Self::Refresh,
            ("POST", "/api/auth/signout") => Self::SignOut,
            ("GET" | "HEAD", "/api/test/all") => Self::Board(Board::Public),
            ("GET" | "HEAD", "/api/test/user") => Self::Board(Board::User),
            ("GET" | "HEAD", "/api/test/mod") => Self::Board(Board::Moderator),
            ("GET" | "HEAD", "/api/test/admin") => Self::Board(Board::Admin),
            _ => Self::Other,
        }
    }
}

/// The path in the spelling that routes are declared in: Express ignores case and one trailing
/// slash, Spring Boot 2.7 ignores the slash alone, and Spring Boot 3 ignores neither.
pub(crate) fn routed_path(dialect: Dialect, path: &str) -> String {
    let shortened = match path.strip_suffix('/') {
        Some(rest) if !rest.is_empty() && dialect != Dialect::SCookie => rest,
        _ => path,
    };
    if dialect.is_express() {
        shortened.to_ascii_lowercase()
    } else {
        shortened.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn express_ignores_case_and_spring_does_not() {
        let path = "/api/auth/refreshToken";
        for dialect in Dialect::ALL {
            let expected = if dialect.is_express() {
                Endpoint::Refresh
            } else {
                Endpoint::Other
            };
            assert_eq!(
                Endpoint::of(dialect, &Method::POST, path),
                expected,
                "{dialect}"
            );
        }
    }

    #[test]
    fn a_doubled_slash_is_another_path_everywhere() {
        for dialect in Dialect::ALL {
            let endpoint = Endpoint::of(dialect, &Method::GET, "//api/test/all");
            assert_eq!(endpoint, Endpoint::Other, "{dialect}");
        }
    }
}
