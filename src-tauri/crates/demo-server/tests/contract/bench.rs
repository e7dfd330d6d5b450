//! A running server and what a client of its dialect does: sign in, show a credential, refresh.

use std::io;

use demo_server::{Board, Config, Control, DemoServer, Dialect, Unanswered};

use crate::client::{Connection, Reply, Request};

/// The three dialects that can refresh.
pub(crate) const REFRESHING: [Dialect; 3] = [Dialect::NBody, Dialect::SBody, Dialect::SCookie];
pub(crate) const SPRING: [Dialect; 2] = [Dialect::SBody, Dialect::SCookie];
pub(crate) const EXPRESS: [Dialect; 2] = [Dialect::NBody, Dialect::NCookie];

/// What Spring says to somebody without an account, at any path.
pub(crate) fn full_authentication(path: &str) -> String {
    format!(
        r#"{{"path":"{path}","error":"Unauthorized","message":"Full authentication is required to access this resource","status":401}}"#
    )
}

pub(crate) fn message(words: &str) -> String {
    format!(r#"{{"message":"{words}"}}"#)
}

pub(crate) struct Bench {
    pub(crate) server: DemoServer,
    pub(crate) control: Control,
    pub(crate) dialect: Dialect,
}

/// What a client holds after a sign-in.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    dialect: Dialect,
    /// The JWT, or N-cookie's whole session cookie.
    pub(crate) access: String,
    /// Empty on N-cookie.
    pub(crate) refresh: String,
    /// N-cookie's second cookie.
    signature: String,
}

impl Bench {
    pub(crate) async fn start(dialect: Dialect) -> Self {
        Self::with(Config::new(dialect)).await
    }

    /// A server that answers even what the original does not.
    pub(crate) async fn answering_all(dialect: Dialect) -> Self {
        Self::with(Config {
            unanswered: Unanswered::Answer500,
            ..Config::new(dialect)
        })
        .await
    }

    pub(crate) async fn with(config: Config) -> Self {
        let dialect = config.dialect;
        let server = DemoServer::start(config).await.unwrap();
        Self {
            control: server.control(),
            server,
            dialect,
        }
    }

    pub(crate) async fn connect(&self) -> Connection {
        Connection::open(self.server.port()).await.unwrap()
    }

    /// One request on a connection of its own.
    pub(crate) async fn ask(&self, request: &Request) -> Reply {
        let reply = self.try_ask(request).await;
        reply.unwrap_or_else(|error| panic!("{}: {request:?}: {error}", self.dialect))
    }

    pub(crate) async fn try_ask(&self, request: &Request) -> io::Result<Reply> {
        Connection::open(self.server.port())
            .await?
            .exchange(request)
            .await
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.ask(&Request::get(path)).await
    }

    pub(crate) async fn post(&self, path: &str, json: &str) -> Reply {
        self.ask(&Request::post(path, json)).await
    }

    pub(crate) async fn sign_up(&self, username: &str, email: &str, more: &str) -> Reply {
        let body =
            format!(r#"{{"username":"{username}","email":"{email}","password":"secret1"{more}}}"#);
        self.post("/api/auth/signup", &body).await
    }

    pub(crate) async fn try_sign_in(&self, username: &str, password: &str) -> Reply {
        let body = format!(r#"{{"username":"{username}","password":"{password}"}}"#);
        self.post("/api/auth/signin", &body).await
    }

    /// Signs in with a seeded account.
    pub(crate) async fn sign_in(&self, username: &str) -> Session {
        self.sign_in_as(username, &format!("demo-{username}")).await
    }

    pub(crate) async fn sign_in_as(&self, username: &str, password: &str) -> Session {
        let reply = self.try_sign_in(username, password).await;
        assert_eq!(
            reply.status, 200,
            "{}: {username}: {}",
            self.dialect, reply.body
        );
        Session::of(self.dialect, &reply)
    }

    pub(crate) async fn refresh(&self, session: &Session) -> Reply {
        self.ask(&session.refreshing()).await
    }

    pub(crate) async fn sign_out(&self, session: &Session) -> Reply {
        self.ask(&session.showing(Request::post("/api/auth/signout", "{}")))
            .await
    }

    pub(crate) async fn board(&self, board: Board, session: &Session) -> Reply {
        self.ask(&session.showing(Request::get(path(board)))).await
    }
}

impl Session {
    /// Reads the answer to a sign-in.
    pub(crate) fn of(dialect: Dialect, reply: &Reply) -> Self {
        let cookie = |name| cookie(reply, name).unwrap_or_default();
        let (access, refresh, signature) = match dialect {
            Dialect::NBody | Dialect::SBody => (
                reply.text("accessToken"),
                reply.text("refreshToken"),
                String::new(),
            ),
            Dialect::NCookie => (
                cookie("bezkoder-session"),
                String::new(),
                cookie("bezkoder-session.sig"),
            ),
            Dialect::SCookie => (
                cookie("bezkoder-jwt"),
                cookie("bezkoder-jwt-refresh"),
                String::new(),
            ),
        };
        Self {
            dialect,
            access,
            refresh,
            signature,
        }
    }

    /// The request with the session's credential.
    pub(crate) fn showing(&self, request: Request) -> Request {
        match self.dialect {
            Dialect::NBody => request.header("x-access-token", &self.access),
            Dialect::SBody => request.header("Authorization", &format!("Bearer {}", self.access)),
            Dialect::SCookie => request.header("Cookie", &format!("bezkoder-jwt={}", self.access)),
            Dialect::NCookie => {
                let (value, signature) = (&self.access, &self.signature);
                let cookies = format!("bezkoder-session={value}; bezkoder-session.sig={signature}");
                request.header("Cookie", &cookies)
            }
        }
    }

    /// The request that refreshes the session.
    pub(crate) fn refreshing(&self) -> Request {
        refreshing_with(self.dialect, &self.refresh)
    }

    /// The session with a token that no server has signed.
    pub(crate) fn forged(&self) -> Self {
        let kept = self.access.len() - 5;
        Self {
            access: format!("{}AAAAA", &self.access[..kept]),
            ..self.clone()
        }
    }

    /// What a client holds after a refresh.
    pub(crate) fn refreshed(&self, reply: &Reply) -> Self {
        assert_eq!(reply.status, 200, "{}: {}", self.dialect, reply.body);
        match self.dialect {
            Dialect::SCookie => Self {
                access: cookie(reply, "bezkoder-jwt").unwrap(),
                refresh: cookie(reply, "bezkoder-jwt-refresh")
                    .unwrap_or_else(|| self.refresh.clone()),
                ..self.clone()
            },
            _ => Self::of(self.dialect, reply),
        }
    }
}

pub(crate) fn refreshing_with(dialect: Dialect, token: &str) -> Request {
    let request = Request::post("/api/auth/refreshtoken", "{}");
    match dialect {
        Dialect::SCookie => request.header("Cookie", &format!("bezkoder-jwt-refresh={token}")),
        _ => Request {
            body: Some(format!(r#"{{"refreshToken":"{token}"}}"#)),
            ..request
        },
    }
}

pub(crate) fn path(board: Board) -> &'static str {
    match board {
        Board::Public => "/api/test/all",
        Board::User => "/api/test/user",
        Board::Moderator => "/api/test/mod",
        Board::Admin => "/api/test/admin",
    }
}

/// The value of a cookie that the answer sets.
pub(crate) fn cookie(reply: &Reply, name: &str) -> Option<String> {
    reply.all("Set-Cookie").into_iter().find_map(|cookie| {
        let value = cookie.strip_prefix(name)?.strip_prefix('=')?;
        value.split(';').next().map(str::to_owned)
    })
}
