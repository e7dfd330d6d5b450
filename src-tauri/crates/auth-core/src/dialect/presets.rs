//! The dialects of the four servers that Latchkey must work with unchanged.

use super::description::{
    AccessCarrier, CookiePayload, Dialect, Fields, Meaning, RefreshCarrier, RefreshRoute, Refusal,
    Route, SignOutRoute,
};

impl Dialect {
    /// The preset of that name: `n-body`, `n-cookie`, `s-body` or `s-cookie`.
    pub fn preset(id: &str) -> Option<Self> {
        Self::presets().into_iter().find(|dialect| dialect.id == id)
    }

    /// All presets.
    pub fn presets() -> Vec<Self> {
        vec![n_body(), n_cookie(), s_body(), s_cookie()]
    }
}

fn n_body() -> Dialect {
    Dialect {
        access: AccessCarrier::Header {
            name: "x-access-token".to_owned(),
            prefix: String::new(),
        },
        refresh: Some(body_refresh(
            [
                refusals(),
                vec![Refusal {
                    // The refresh token is good, and its account is gone.
                    status: 500,
                    contains: Some(r#"{"message":{}}"#.to_owned()),
                    means: Meaning::Rejected,
                }],
            ]
            .concat(),
        )),
        // The server has no such route: asking it would answer 404 and change nothing.
        sign_out: None,
        ..base("n-body", "Node, tokens in JSON")
    }
}

fn n_cookie() -> Dialect {
    Dialect {
        access: AccessCarrier::Cookie {
            name: "bezkoder-session".to_owned(),
            payload: CookiePayload::Base64Json {
                field: "token".to_owned(),
            },
        },
        refresh: None,
        ..base("n-cookie", "Node, cookie session")
    }
}

fn s_body() -> Dialect {
    Dialect {
        access: AccessCarrier::Header {
            name: "authorization".to_owned(),
            prefix: "Bearer ".to_owned(),
        },
        refresh: Some(body_refresh(refusals())),
        sign_out: sign_out(true),
        ..base("s-body", "Spring, tokens in JSON")
    }
}

fn s_cookie() -> Dialect {
    let mut refusals = refusals();
    refusals.extend([
        // "Refresh Token is empty!": the server saw no cookie, so it is past its time.
        Refusal {
            status: 400,
            contains: Some("is empty".to_owned()),
            means: Meaning::Expired,
        },
        // This server reports every fault of its own, such as a lost database, as a 401 about its
        // error page. A refused refresh token is a 403.
        Refusal {
            status: 401,
            contains: Some(r#""path":"/error""#.to_owned()),
            means: Meaning::Unavailable,
        },
    ]);
    Dialect {
        access: AccessCarrier::Cookie {
            name: "bezkoder-jwt".to_owned(),
            payload: CookiePayload::Token,
        },
        refresh: Some(RefreshRoute {
            path: "/api/auth/refreshtoken".to_owned(),
            credential: RefreshCarrier::Cookie {
                name: "bezkoder-jwt-refresh".to_owned(),
            },
            refusals,
        }),
        // It keeps the refresh row unless the access token is live, and then refuses the person's
        // next sign-in.
        sign_out: sign_out(true),
        ..base("s-cookie", "Spring, cookies")
    }
}

fn base(id: &str, title: &str) -> Dialect {
    Dialect {
        id: id.to_owned(),
        title: title.to_owned(),
        sign_up: Route {
            path: "/api/auth/signup".to_owned(),
        },
        sign_in: Route {
            path: "/api/auth/signin".to_owned(),
        },
        refresh: None,
        sign_out: sign_out(false),
        access: AccessCarrier::Header {
            name: "authorization".to_owned(),
            prefix: String::new(),
        },
        cookies: false,
        fields: Fields::default(),
        public_paths: vec!["/api/test/all".to_owned()],
    }
}

fn body_refresh(refusals: Vec<Refusal>) -> RefreshRoute {
    RefreshRoute {
        path: "/api/auth/refreshtoken".to_owned(),
        credential: RefreshCarrier::Body {
            field: "refreshToken".to_owned(),
        },
        refusals,
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the field it fills is optional")]
fn sign_out(spring: bool) -> Option<SignOutRoute> {
    Some(SignOutRoute {
        path: "/api/auth/signout".to_owned(),
        needs_live_access: spring,
        // Spring deletes refresh tokens by their user; the Node cookie session is the cookie itself.
        ends_every_session: spring,
    })
}

/// How all of them refuse: a 403 in these words. A 403 in other words is a firewall's.
fn refusals() -> Vec<Refusal> {
    [
        ("expired", Meaning::Expired),
        ("not in database", Meaning::Rejected),
        ("is required", Meaning::Rejected),
    ]
    .map(|(words, means)| Refusal {
        status: 403,
        contains: Some(words.to_owned()),
        means,
    })
    .into()
}
