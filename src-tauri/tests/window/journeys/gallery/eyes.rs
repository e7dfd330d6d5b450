//! Whoever is taken along on the walk, and what they do at each stop.

use std::path::PathBuf;

use super::{album::Album, audit::Audit, stop::Stop};
use crate::window::{app::App, failure::Outcome};

#[derive(Debug)]
pub(super) enum Eyes {
    /// Takes the stop in the usual sizes and themes, and has nothing cut off in any.
    Gallery(PathBuf),
    /// Takes it in all of them, for a person who leafs through.
    Album(Album),
    /// Looks for what keeps people out.
    Audit(Audit),
}

impl Eyes {
    pub(super) async fn look(&mut self, app: &App, stop: &Stop) -> Outcome {
        match self {
            Self::Gallery(_) if stop.part.is_some() || stop.is_passing => Ok(()),
            Self::Gallery(folder) => app.shoot(folder, &stop.name()).await,
            Self::Album(album) => album.take(app, stop).await,
            Self::Audit(audit) => audit.look(app, stop).await,
        }
    }

    /// What came of it all.
    pub(super) fn close(&self) -> Outcome {
        match self {
            Self::Gallery(_) => Ok(()),
            Self::Album(album) => album.write_index(),
            Self::Audit(audit) => audit.verdict(),
        }
    }

    /// Whether states are passed over that differ little from others.
    pub(super) fn is_hasty(&self) -> bool {
        matches!(self, Self::Audit(audit) if audit.is_quick)
    }
}
