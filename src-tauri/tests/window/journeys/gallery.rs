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

use self::{album::Album, audit::Audit, eyes::Eyes, languages::LANGUAGES, walk::Walk};
use crate::window::{failure::Outcome, stage::Stage};

/// A part of the walk that begins at a first start.
#[derive(Clone, Copy, Debug)]
pub(super) enum Leg {
    /// At a demo server, and most of what there is.
    Demo,
    /// At a server of another make.
    Described,
    /// At a server that takes nothing of what it grants.
    NotTaken,
    /// At a server that lets people in in their own browser.
    InBrowser,
}

/// A picture of every screen, small and large, light and dark, and nothing cut off in any.
pub(super) async fn gallery(stage: &Stage, leg: Leg) -> Outcome {
    let mut eyes = Eyes::Gallery(stage.screens().join("gallery"));
    leg.take(stage, LANGUAGES[0], &mut eyes).await
}

/// Pictures for somebody who leafs through them.
pub(super) async fn screens(stage: &Stage) -> Outcome {
    everywhere(stage, Eyes::Album(Album::new(stage.screens())?)).await
}

/// What a person who sees little, hears the page or has no pointer could not do.
pub(super) async fn a11y(stage: &Stage) -> Outcome {
    everywhere(stage, Eyes::Audit(Audit::new(false)?)).await
}

/// The same at the main states, for every day.
pub(super) async fn a11y_in_short(stage: &Stage) -> Outcome {
    let mut eyes = Eyes::Audit(Audit::new(true)?);
    Leg::Demo.take(stage, LANGUAGES[0], &mut eyes).await?;
    let other = stage.anew()?;
    let outcome = Leg::InBrowser.take(&other, LANGUAGES[0], &mut eyes).await;
    other.finish(outcome).await?;
    eyes.close()
}

/// Each leg in each language, whatever becomes of another.
async fn everywhere(stage: &Stage, mut eyes: Eyes) -> Outcome {
    let mut walked = Ok(());
    for language in LANGUAGES {
        for leg in Leg::ALL {
            let stage = stage.anew()?;
            let outcome = leg.take(&stage, language, &mut eyes).await;
            walked = walked.and(stage.finish(outcome).await);
        }
    }
    let seen = eyes.close();
    walked.and(seen)
}

impl Leg {
    const ALL: [Self; 4] = [Self::Demo, Self::Described, Self::NotTaken, Self::InBrowser];

    async fn take(self, stage: &Stage, language: &'static str, eyes: &mut Eyes) -> Outcome {
        let walk = Walk::new(stage, language, eyes);
        match self {
            Self::Demo => walk.demo().await,
            Self::Described => walk.described().await,
            Self::NotTaken => walk.not_taken().await,
            Self::InBrowser => walk.in_browser().await,
        }
    }
}
