//! A session and a bare client at the same server.

use auth_core::{BaseUrl, Dialect, PlainHttp, Request, Secret, Session, SessionConfig};
use futures_util::future::try_join_all;
use reqwest::{Client, StatusCode, header::AUTHORIZATION};

use crate::{failure::Failure, stub::Stub};

const DIALECT: &str = r#"{
    "id": "bench", "title": "Bench",
    "sign_in": { "request": { "post": "/in", "json": { "name": "{username}", "password": "{password}" } } },
    "refresh": { "request": { "post": "/refresh", "json": { "refresh": "{refresh_token}" } } },
    "grant": { "access_token": "/token", "refresh_token": "/refresh" },
    "account": { "id": "/id", "username": "/name" },
    "access": { "headers": { "authorization": "Bearer {access_token}" } }
}"#;

/// The largest body that is asked for.
pub(crate) const LARGEST: usize = 10 << 20;

/// Somebody is signed in, and both have their connections.
#[derive(Clone, Debug)]
pub(crate) struct Rig {
    pub(crate) stub: Stub,
    session: Session,
    bare: Client,
    address: String,
}

impl Rig {
    pub(crate) async fn start() -> Result<Self, Failure> {
        let stub = Stub::start(LARGEST)?;
        let address = format!("http://{}", stub.address);
        let session = session_at(&address)?;
        sign_in(&session).await?;
        // As the session's own, but for what it decides.
        let bare = Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .build()?;
        Ok(Self {
            stub,
            session,
            bare,
            address,
        })
    }

    /// A further session at the same server, signed out.
    pub(crate) fn another(&self) -> Result<Session, Failure> {
        session_at(&self.address)
    }

    /// So many bytes, by the session.
    pub(crate) async fn ours(&self, size: usize) -> Result<(), Failure> {
        let answer = self.session.send(Request::get(path(size))).await?;
        is_whole(answer.body.len(), size)
    }

    /// The same by the bare client, with what the session would have sent.
    pub(crate) async fn bare(&self, size: usize) -> Result<(), Failure> {
        let (_, length) = self.bare_with(&self.stub.bearer(), size).await?;
        is_whole(length, size)
    }

    /// By the bare client, with any credential.
    pub(crate) async fn bare_with(
        &self,
        bearer: &str,
        size: usize,
    ) -> Result<(StatusCode, usize), Failure> {
        let url = format!("{}{}", self.address, path(size));
        let request = self.bare.get(url).header(AUTHORIZATION, bearer);
        let answer = request.send().await?;
        let status = answer.status();
        Ok((status, answer.bytes().await?.len()))
    }

    /// The refresh, by the bare client.
    pub(crate) async fn bare_refresh(&self) -> Result<(), Failure> {
        let body = self.stub.refresh_body();
        let request = self
            .bare
            .post(format!("{}/refresh", self.address))
            .body(body);
        let answer = request.send().await?.error_for_status()?;
        answer.bytes().await?;
        Ok(())
    }

    /// A sign-in, by the bare client.
    pub(crate) async fn bare_sign_in(&self) -> Result<(), Failure> {
        let body = r#"{"name":"ann","password":"a password"}"#;
        let request = self.bare.post(format!("{}/in", self.address)).body(body);
        request.send().await?.error_for_status()?.bytes().await?;
        Ok(())
    }
}

fn session_at(base: &str) -> Result<Session, Failure> {
    let base = BaseUrl::parse(base, PlainHttp::LoopbackOnly)
        .map_err(|_| Failure::Other("the server has no good address"))?;
    let dialect =
        Dialect::from_json(DIALECT).map_err(|_| Failure::Other("the dialect does not read"))?;
    let config =
        SessionConfig::new(base, dialect).map_err(|_| Failure::Other("there is no network"))?;
    Ok(Session::new(config))
}

pub(crate) async fn sign_in(session: &Session) -> Result<(), Failure> {
    let password = Secret::from("a password".to_owned());
    session.sign_in("ann", &password).await?;
    Ok(())
}

/// Whose requests a measure takes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Who {
    /// The bare client's.
    Bare,
    /// The session's.
    Ours,
}

impl Rig {
    /// So many bytes, so often in turn.
    pub(crate) async fn in_turn(&self, who: Who, turns: usize, size: usize) -> Result<(), Failure> {
        for _ in 0..turns {
            match who {
                Who::Bare => self.bare(size).await?,
                Who::Ours => self.ours(size).await?,
            }
        }
        Ok(())
    }

    /// The same in so many tasks at once.
    pub(crate) async fn at_once(
        &self,
        who: Who,
        tasks: usize,
        turns: usize,
    ) -> Result<(), Failure> {
        let tasks = (0..tasks).map(|_| {
            let rig = self.clone();
            tokio::spawn(async move { rig.in_turn(who, turns, SMALL).await })
        });
        for task in try_join_all(tasks).await.map_err(|_| PANICKED)? {
            task?;
        }
        Ok(())
    }

    /// What a storm takes that nothing decides: every request is refused, somebody refreshes, and every request is sent again.
    pub(crate) async fn bare_storm(&self, requests: usize) -> Result<(), Failure> {
        let old = self.stub.bearer();
        self.stub.expire();
        self.bare_round(&old, requests, StatusCode::UNAUTHORIZED)
            .await?;
        self.bare_refresh().await?;
        self.bare_round(&self.stub.bearer(), requests, StatusCode::OK)
            .await
    }

    async fn bare_round(
        &self,
        bearer: &str,
        requests: usize,
        status: StatusCode,
    ) -> Result<(), Failure> {
        let tasks = (0..requests).map(|_| {
            let (rig, bearer) = (self.clone(), bearer.to_owned());
            tokio::spawn(async move { rig.bare_with(&bearer, SMALL).await })
        });
        for task in try_join_all(tasks).await.map_err(|_| PANICKED)? {
            if task?.0 != status {
                return Err(Failure::Other("an answer of a storm has another status"));
            }
        }
        Ok(())
    }
}

/// What most answers of an API have.
pub(crate) const SMALL: usize = 512;

const PANICKED: Failure = Failure::Other("a task has panicked");

fn path(size: usize) -> String {
    format!("/body/{size}")
}

fn is_whole(length: usize, size: usize) -> Result<(), Failure> {
    (length == size)
        .then_some(())
        .ok_or(Failure::Other("an answer is not what was asked for"))
}
