//! How large everything in the window is.

use serde::{Deserialize, Serialize};

/// In percent: one of the steps that browsers have, and the nearest of them where something else was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "u16", into = "u16")]
pub struct Zoom(u16);

const STEPS: [u16; 13] = [50, 67, 75, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300];

impl Zoom {
    /// As it was made.
    pub const NORMAL: Self = Self(100);

    /// As a factor.
    pub fn factor(self) -> f64 {
        f64::from(self.0) / 100.0
    }

    /// In percent.
    pub const fn percent(self) -> u16 {
        self.0
    }

    /// The next step up. The last one stays.
    #[must_use]
    pub fn larger(self) -> Self {
        Self(STEPS.into_iter().find(|it| *it > self.0).unwrap_or(self.0))
    }

    /// The next step down. The first one stays.
    #[must_use]
    pub fn smaller(self) -> Self {
        Self(STEPS.into_iter().rfind(|it| *it < self.0).unwrap_or(self.0))
    }
}

impl Default for Zoom {
    fn default() -> Self {
        Self::NORMAL
    }
}

impl From<u16> for Zoom {
    fn from(percent: u16) -> Self {
        let nearest = STEPS.into_iter().min_by_key(|step| step.abs_diff(percent));
        nearest.map_or(Self::NORMAL, Self)
    }
}

impl From<Zoom> for u16 {
    fn from(zoom: Zoom) -> Self {
        zoom.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_up_and_down_by_steps_and_stops_at_both_ends() {
        assert_eq!(Zoom::NORMAL.larger(), Zoom(110));
        assert_eq!(Zoom::NORMAL.smaller(), Zoom(90));
        assert_eq!(Zoom(300).larger(), Zoom(300));
        assert_eq!(Zoom(50).smaller(), Zoom(50));
    }

    #[test]
    fn what_is_no_step_is_the_nearest_one() {
        for (written, read) in [(0, 50), (104, 100), (199, 200), (u16::MAX, 300)] {
            assert_eq!(Zoom::from(written).percent(), read);
        }
    }
}
