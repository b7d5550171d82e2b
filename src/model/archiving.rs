//! What our server keeps of what is said, for all devices (XEP-0441).

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Archiving {
    /// With everybody.
    Always,
    /// With people on the list.
    Buddies,
    /// With nobody.
    Never,
}

impl Archiving {
    pub const ALL: [Self; 3] = [Self::Always, Self::Buddies, Self::Never];
}
