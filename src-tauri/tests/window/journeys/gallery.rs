//! The whole window, looked at: pictured for a person, and held against what keeps people out.
//!
//! - `walk`: every page in every state; `stop`: one of them; `languages`: what it is taken in
//! - `eyes`: who is taken along: `album`, for who leafs through pictures; `audit`, which counts violations

mod album;
mod audit;
mod eyes;
mod languages;
mod stop;
mod walk;

use self::{album::Album, audit::Audit, eyes::Eyes, walk::Walk};
use crate::window::{failure::Outcome, stage::Stage};

pub(super) use self::languages::ENGLISH;

/// A part of the walk that begins at a first start.
#[derive(Clone, Copy, Debug)]
pub(super) enum Leg {
    /// At a demo server, and most of what there is.
    Demo,
    /// At a server of another make.
    Described,
    /// At a server that takes nothing of what it grants.
    NotTaken,
}

/// A picture of every screen, small and large, light and dark, and nothing cut off in any.
pub(super) async fn gallery(stage: &Stage, leg: Leg) -> Outcome {
    let folder = stage.screens().join("gallery");
    leg.take(stage, Eyes::Gallery(folder)).await
}

/// Pictures for somebody who leafs through them.
pub(super) async fn screens(stage: &Stage, leg: Leg, language: &'static str) -> Outcome {
    let album = Album::new(stage.screens(), language, leg.first_number())?;
    leg.take(stage, Eyes::Album(album)).await
}

/// What a person who sees little, hears the page or has no pointer could not do.
pub(super) async fn a11y(stage: &Stage, leg: Leg, language: &'static str) -> Outcome {
    let audit = Audit::new(language, false)?;
    leg.take(stage, Eyes::Audit(audit)).await
}

/// The same at the main states, for every day.
pub(super) async fn a11y_in_short(stage: &Stage) -> Outcome {
    let audit = Audit::new(ENGLISH, true)?;
    Leg::Demo.take(stage, Eyes::Audit(audit)).await
}

impl Leg {
    async fn take(self, stage: &Stage, mut eyes: Eyes) -> Outcome {
        let walk = Walk::new(stage, &mut eyes);
        match self {
            Self::Demo => walk.demo().await?,
            Self::Described => walk.described().await?,
            Self::NotTaken => walk.not_taken().await?,
        }
        eyes.close()
    }

    /// Of its pictures.
    const fn first_number(self) -> usize {
        match self {
            Self::Demo => 1,
            Self::Described => 70,
            Self::NotTaken => 90,
        }
    }
}
