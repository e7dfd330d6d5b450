//! Servers of other makes, as they are: what one says to a session is said by nobody whom we wrote.

use std::{env, path::PathBuf};

use interop::{NotUp, Places, RealServer};

use super::Stage;
use crate::window::{
    failure::{Failure, Outcome},
    secrets::record::Ledger,
};

impl Stage {
    /// Starts the one of that name. Where it cannot be had, the journey is skipped.
    pub(crate) async fn open_real(&self, name: &str) -> Outcome<RealServer> {
        let Some(cache) = env::var_os("LATCHKEY_INTEROP").map(PathBuf::from) else {
            return Err(Failure::skipped(
                "LATCHKEY_INTEROP does not say where real servers are kept",
            ));
        };
        let checkout = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
        let crates = checkout.join("src-tauri/crates");
        let places = Places {
            servers: crates.join("interop/servers"),
            dialects: crates.join("auth-core/dialects"),
            cache,
        };
        let server = RealServer::open(&places, name).await.map_err(|why| {
            if matches!(why, NotUp::Missing(_)) {
                let why = why.to_string();
                // Programs that install say what is wrong first, and then where in themselves they were.
                let telling: Vec<_> = why.lines().take(2).collect();
                Failure::skipped(telling.join(": "))
            } else {
                why.into()
            }
        })?;
        self.keep_secret(server.person().1);
        Ok(server)
    }

    /// Looks for what it has issued until now as well when the journey is over, and says how much that is.
    pub(crate) async fn search_for_secrets_of(&self, server: &RealServer) -> Outcome<usize> {
        let secrets = server.secrets().await?;
        let many = secrets.len();
        self.search_for(Ledger::new(secrets.into()));
        Ok(many)
    }
}
