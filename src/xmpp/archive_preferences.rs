//! What the archive keeps by itself (XEP-0441). The lists of people for whom it is otherwise stay as they are.

use super::iq::Request;
use crate::model::archiving::Archiving;
use xmpp_parsers::mam_prefs::{DefaultPrefs, Prefs};
use xmpp_parsers::minidom::Element;
use xmpp_parsers::ns;

pub fn request() -> Request {
    Request::get(None, Element::builder("prefs", ns::MAM).build())
}

/// What is set now; `None` when the answer says nothing of it.
pub fn read(answer: Option<Element>) -> Option<Prefs> {
    Prefs::try_from(answer?).ok()
}

pub fn rule(preferences: &Prefs) -> Archiving {
    match preferences.default_ {
        DefaultPrefs::Always => Archiving::Always,
        DefaultPrefs::Roster => Archiving::Buddies,
        DefaultPrefs::Never => Archiving::Never,
    }
}

/// The same preferences with another rule.
pub fn change(preferences: Prefs, rule: Archiving) -> Request {
    let default_ = match rule {
        Archiving::Always => DefaultPrefs::Always,
        Archiving::Buddies => DefaultPrefs::Roster,
        Archiving::Never => DefaultPrefs::Never,
    };
    Request::set(None, Prefs { default_, ..preferences })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_rule_leaves_the_exceptions_as_they_are() {
        let xml = "<prefs xmlns='urn:xmpp:mam:2' default='roster'><always/><never><jid>tybalt@capulet.lit</jid></never></prefs>";
        let preferences = read(xml.parse().ok()).unwrap();
        assert_eq!(rule(&preferences), Archiving::Buddies);
        let set = String::from(&change(preferences, Archiving::Never).payload);
        assert!(set.contains("default='never'") || set.contains("default=\"never\""), "{set}");
        assert!(set.contains("<jid>tybalt@capulet.lit</jid>"), "{set}");
        assert_eq!(read(None), None);
    }
}
