//! What a room tells of itself (XEP-0045 §6.4): its name and the five choices of the guide.

use crate::model::RoomOptions;
use crate::xmpp::disco;
use xmpp_parsers::minidom::Element;

/// The name, where the room has one, and the choices.
pub fn read(answer: &Option<Element>) -> Option<(Option<String>, RoomOptions)> {
    let info = disco::read(answer)?;
    let name = info.identities.iter().find(|identity| identity.category == "conference").and_then(|identity| identity.name.clone());
    let choice = |yes: &str, no: &str| match (info.features.contains(yes), info.features.contains(no)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    };
    let options = RoomOptions {
        persistent: choice("muc_persistent", "muc_temporary"),
        public: choice("muc_public", "muc_hidden"),
        members_only: choice("muc_membersonly", "muc_open"),
        password_protected: choice("muc_passwordprotected", "muc_unsecured"),
        moderated: choice("muc_moderated", "muc_unmoderated"),
    };
    Some((name.filter(|name| !name.trim().is_empty()), options))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_five_choices_are_read_as_far_as_told() {
        let xml = "<query xmlns='http://jabber.org/protocol/disco#info'><identity category='conference' type='text' name='Tea'/>\
                   <feature var='muc_persistent'/><feature var='muc_hidden'/><feature var='muc_open'/><feature var='muc_unmoderated'/></query>";
        let (name, options) = read(&xml.parse().ok()).unwrap();
        assert_eq!(name.as_deref(), Some("Tea"));
        let expected = RoomOptions {
            persistent: Some(true),
            public: Some(false),
            members_only: Some(false),
            password_protected: None,
            moderated: Some(false),
        };
        assert_eq!(options, expected);
    }
}
