//! How close things stand: all numbers of both densities.

use crate::model::Density;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Metrics {
    /// A heading in the buddy list.
    pub group: f32,
    /// A row of the buddy list with two lines, and its picture.
    pub entry: f32,
    pub entry_picture: f32,
    /// A row with one.
    pub line: f32,
    /// The picture beside the first message of a run, and what is free above it.
    pub avatar: f32,
    pub run_top: f32,
}

const COMFORTABLE: Metrics = Metrics { group: 30.0, entry: 48.0, entry_picture: 32.0, line: 28.0, avatar: 32.0, run_top: 10.0 };
const COMPACT: Metrics = Metrics { group: 26.0, entry: 40.0, entry_picture: 28.0, line: 24.0, avatar: 24.0, run_top: 6.0 };

pub fn metrics(density: Density) -> &'static Metrics {
    match density {
        Density::Comfortable => &COMFORTABLE,
        Density::Compact => &COMPACT,
    }
}
