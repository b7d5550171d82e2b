//! Who is there, and how (RFC 6121 §4).

/// How somebody is there, the most available resource first. `Offline` is the smallest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Show {
    #[default]
    Offline,
    Dnd,
    Xa,
    Away,
    Available,
    Chat,
}

impl Show {
    /// The word for it on the remote control and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Offline => "offline",
            Self::Dnd => "dnd",
            Self::Xa => "xa",
            Self::Away => "away",
            Self::Available => "available",
            Self::Chat => "chat",
        }
    }
}

/// What the user wants others to see.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Availability {
    #[default]
    Available,
    Chat,
    Away,
    Xa,
    Dnd,
    Invisible,
    Offline,
}

impl Availability {
    pub const ALL: [Self; 7] = [Self::Available, Self::Chat, Self::Away, Self::Xa, Self::Dnd, Self::Invisible, Self::Offline];

    /// The word for it on the remote control and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::Chat => "chat",
            Self::Away => "away",
            Self::Xa => "xa",
            Self::Dnd => "dnd",
            Self::Invisible => "invisible",
            Self::Offline => "offline",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|availability| availability.as_str() == word)
    }

    /// What others see of it.
    pub fn show(self) -> Show {
        match self {
            Self::Available => Show::Available,
            Self::Chat => Show::Chat,
            Self::Away => Show::Away,
            Self::Xa => Show::Xa,
            Self::Dnd => Show::Dnd,
            Self::Invisible | Self::Offline => Show::Offline,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_for_an_availability_is_read_back() {
        for availability in Availability::ALL {
            assert_eq!(Availability::parse(availability.as_str()), Some(availability));
        }
        assert_eq!(Availability::parse("gone"), None);
    }
}
