//! How long what was said is kept on this computer.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Keeping {
    #[default]
    Always,
    Year,
    Quarter,
    Month,
}

impl Keeping {
    pub const ALL: [Self; 4] = [Self::Always, Self::Year, Self::Quarter, Self::Month];

    /// What was said before this time is not kept; `None` when all is.
    pub fn begins(self, now: Timestamp) -> Option<Timestamp> {
        let days = match self {
            Self::Always => return None,
            Self::Year => 365,
            Self::Quarter => 91,
            Self::Month => 30,
        };
        now.checked_sub(SignedDuration::from_hours(24 * days)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_goes_thirty_days_back_and_always_has_no_end() {
        let now = "2026-11-28T12:00:00Z".parse().unwrap();
        assert_eq!(Keeping::Month.begins(now), "2026-10-29T12:00:00Z".parse().ok());
        assert_eq!(Keeping::Always.begins(now), None);
    }
}
