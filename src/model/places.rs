//! Where windows stand on the screen and how large they are, by the name of their kind.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub type Places = BTreeMap<String, Place>;

/// In logical pixels at a zoom of 100 %. Whole ones: less is nobody's wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// `None` where the system does not tell (Wayland).
    pub corner: Option<(i32, i32)>,
    pub width: u32,
    pub height: u32,
}
