//! What a room is, in the words of the university's guide.

use crate::i18n::t;
use crate::model::{RoomChoice, RoomOptions};

/// The tick that asks for it; with `-on` and `-off` what that means.
pub fn question(choice: RoomChoice) -> &'static str {
    match choice {
        RoomChoice::Persistent => "room-persistent",
        RoomChoice::Public => "room-public",
        RoomChoice::MembersOnly => "room-members-only",
        RoomChoice::PasswordProtected => "room-password",
        RoomChoice::Moderated => "room-moderated",
    }
}

/// A sentence about a room that is so, or is not.
pub fn of(choice: RoomChoice, on: bool) -> &'static str {
    match (choice, on) {
        (RoomChoice::Persistent, true) => "room-persistent-on",
        (RoomChoice::Persistent, false) => "room-persistent-off",
        (RoomChoice::Public, true) => "room-public-on",
        (RoomChoice::Public, false) => "room-public-off",
        (RoomChoice::MembersOnly, true) => "room-members-only-on",
        (RoomChoice::MembersOnly, false) => "room-members-only-off",
        (RoomChoice::PasswordProtected, true) => "room-password-on",
        (RoomChoice::PasswordProtected, false) => "room-password-off",
        (RoomChoice::Moderated, true) => "room-moderated-on",
        (RoomChoice::Moderated, false) => "room-moderated-off",
    }
}

/// All of it in one breath, as far as it is known.
pub fn summary(options: &RoomOptions) -> String {
    let find = options.public.map(|public| t(if public { "room-sum-public" } else { "room-sum-hidden" }));
    let enter = match (options.members_only, options.password_protected) {
        (Some(true), Some(true)) => Some("room-sum-members-password"),
        (Some(true), _) => Some("room-sum-members"),
        (Some(false), Some(true)) => Some("room-sum-password"),
        (Some(false), Some(false)) => Some("room-sum-open"),
        _ => None,
    };
    let write = options.moderated.map(|moderated| t(if moderated { "room-sum-moderated" } else { "room-sum-unmoderated" }));
    let stay = options.persistent.map(|stays| t(if stays { "room-sum-persistent" } else { "room-sum-temporary" }));
    [find, enter.map(t), write, stay].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::within;

    #[test]
    fn every_combination_has_a_sentence_of_its_own_in_both_languages() {
        for language in ["en", "de"] {
            within(language, || {
                let mut all = std::collections::BTreeSet::new();
                for bits in 0..32_u8 {
                    let mut options = RoomOptions::default();
                    RoomChoice::ALL.into_iter().enumerate().for_each(|(at, choice)| options.set(choice, Some(bits & (1 << at) != 0)));
                    let words = summary(&options);
                    assert!(!words.contains("room-sum"), "{words}");
                    all.insert(words);
                }
                assert_eq!(all.len(), 32);
            });
        }
    }

    #[test]
    fn what_is_not_known_is_not_said() {
        assert_eq!(summary(&RoomOptions::default()), "");
    }
}
