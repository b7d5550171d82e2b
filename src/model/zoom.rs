//! How large the windows are drawn, on top of what the screen asks for.

use serde::{Deserialize, Serialize};

const STEPS: [u16; 9] = [75, 90, 100, 110, 125, 150, 175, 200, 250];

/// In percent, always one of a few steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "u16", into = "u16")]
pub struct Zoom(u16);

impl Default for Zoom {
    fn default() -> Self {
        Self(100)
    }
}

impl From<u16> for Zoom {
    /// The nearest step.
    fn from(percent: u16) -> Self {
        Self(STEPS.into_iter().min_by_key(|step| step.abs_diff(percent)).unwrap_or(100))
    }
}

impl From<Zoom> for u16 {
    fn from(zoom: Zoom) -> Self {
        zoom.0
    }
}

impl Zoom {
    /// Every step, the smallest first.
    pub fn all() -> impl Iterator<Item = Self> {
        STEPS.into_iter().map(Self)
    }

    pub fn factor(self) -> f32 {
        f32::from(self.0) / 100.0
    }

    #[must_use]
    pub fn larger(self) -> Self {
        Self(STEPS.into_iter().find(|step| *step > self.0).unwrap_or(self.0))
    }

    #[must_use]
    pub fn smaller(self) -> Self {
        Self(STEPS.into_iter().rev().find(|step| *step < self.0).unwrap_or(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_by_steps_and_ends_at_both_ends() {
        let zoom = Zoom::default();
        assert_eq!((u16::from(zoom.larger()), u16::from(zoom.smaller())), (110, 90));
        let largest = (0..20).fold(zoom, |zoom, _| zoom.larger());
        let smallest = (0..20).fold(zoom, |zoom, _| zoom.smaller());
        assert_eq!((u16::from(largest), u16::from(smallest)), (250, 75));
        assert_eq!(Zoom::from(9999), largest);
        assert_eq!(Zoom::from(0), smallest);
        assert_eq!(u16::from(Zoom::from(101)), 100);
    }
}
