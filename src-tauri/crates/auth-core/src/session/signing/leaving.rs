//! Whoever has signed out here, signed out in their browser as well (OIDC RP-Initiated Logout 1.0).

use std::{fmt, sync::Arc};

use super::authorization::Server;
use crate::{
    dialect::name,
    engine::{Core, Handle},
    report::{Error, OAuthProblem},
    secret::Secret,
    world::{Landing, Moment, RedirectListener, Redirects},
};

/// On this machine, where the browser is sent on from. No server need know it.
const HOST: &str = "127.0.0.1";

/// A browser on its way to be signed out. Dropped, it is sent nowhere.
#[derive(Debug)]
pub struct BrowserSignOut {
    address: Secret<String>,
    hop: Option<Hop>,
}

/// A stop on the way: what opens an address in a browser may show it to every program of this machine, and the server's has
/// in it who somebody is.
struct Hop {
    core: Arc<Core>,
    listener: Box<dyn RedirectListener>,
    /// What the browser brings.
    word: Secret<String>,
    to: Secret<String>,
    until: Moment,
}

/// Asks the server where that is.
pub(in crate::session) async fn begin(
    handle: &Handle,
    redirects: &dyn Redirects,
) -> Result<BrowserSignOut, Error> {
    let core = handle.core();
    let server = Server::of(core).await?;
    let view = core.view.load_full();
    let live = view.credentials.as_ref().map(|it| it.kept(name::ID_TOKEN));
    let departed = view.departed.as_ref().map(|it| it.id_token.as_ref());
    let id_token = live.or(departed).flatten();
    let to = server.end_session(id_token)?;
    if id_token.is_none() {
        return Ok(BrowserSignOut {
            address: to,
            hop: None,
        });
    }
    let word = core.random.take().ok_or(OAuthProblem::NoRandomness)?;
    let listener = redirects.listen(HOST, &[], "/").await;
    let listener = listener.map_err(|_| OAuthProblem::PortTaken)?;
    let (port, shown) = (listener.port(), word.expose());
    Ok(BrowserSignOut {
        address: Secret::from(format!("http://{HOST}:{port}/?{shown}")),
        hop: Some(Hop {
            core: Arc::clone(core),
            listener,
            word,
            to,
            until: core.clock.now() + core.limits.browser,
        }),
    })
}

impl BrowserSignOut {
    /// The address that the browser is to open. It is good once.
    pub const fn address(&self) -> &Secret<String> {
        &self.address
    }

    /// Waits until the browser has gone on to the server, or for [`Limits::browser`](crate::Limits::browser).
    ///
    /// # Cancellation
    ///
    /// The browser is sent nowhere.
    pub async fn finish(self) {
        let Some(hop) = self.hop else {
            return;
        };
        let core = Arc::clone(&hop.core);
        let late = core.clock.sleep_until(hop.until);
        let mut has_left = core.has_left.subscribe();
        tokio::select! {
            () = hop.send_on() => {}
            () = late => {}
            _ = has_left.wait_for(|left| *left) => {}
        }
    }
}

impl fmt::Debug for Hop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hop").finish_non_exhaustive()
    }
}

impl Hop {
    async fn send_on(mut self) {
        while let Some(visit) = self.listener.next().await {
            if visit.query == self.word {
                return visit.answer(Landing::SentOn(self.to));
            }
            visit.answer(Landing::NotOurs);
        }
    }
}
