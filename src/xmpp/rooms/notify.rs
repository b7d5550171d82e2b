//! What of a room calls for attention, kept with its bookmark for all devices (XEP-0492).

use crate::model::Notify;
use xmpp_parsers::minidom::Element;
use xso::exports::rxml::xml_ncname;

const NOTIFY: &str = "urn:xmpp:notification-settings:1";

/// How much an element is about us, a client on a desk; `None` when it is about others.
fn fits(element: &Element) -> Option<u8> {
    match (element.attr("identity-category"), element.attr("identity-type")) {
        (None, None) => Some(0),
        (Some("client"), None) => Some(1),
        (Some("client"), Some("pc")) => Some(2),
        _ => None,
    }
}

/// What a bookmark says of it, by the element that is most about us.
pub fn read(extensions: &[Element]) -> Option<Notify> {
    let settings = extensions.iter().find(|extension| extension.is("notify", NOTIFY))?.children();
    let (_, setting) = settings.filter_map(|setting| Some((fits(setting)?, setting))).max_by_key(|(fits, _)| *fits)?;
    Notify::ALL.into_iter().find(|notify| setting.is(notify.as_str(), NOTIFY))
}

/// The same extensions with this setting for us. What is about other devices stays, and all that others have put there.
pub fn write(extensions: &[Element], notify: Notify) -> Vec<Element> {
    let before = extensions.iter().find(|extension| extension.is("notify", NOTIFY));
    let settings: Vec<&Element> = before.into_iter().flat_map(Element::children).collect();
    let ours = settings.iter().filter_map(|setting| Some((fits(setting)?, *setting))).max_by_key(|(fits, _)| *fits);
    let level = ours.map_or(0, |(level, _)| level);
    let mut setting = Element::builder(notify.as_str(), NOTIFY);
    if level > 0 {
        setting = setting.attr(xml_ncname!("identity-category").to_owned(), "client");
    }
    if level > 1 {
        setting = setting.attr(xml_ncname!("identity-type").to_owned(), "pc");
    }
    // Finer settings of other clients hang on theirs.
    let finer = ours.into_iter().flat_map(|(_, setting)| setting.children()).cloned();
    let others = settings.iter().filter(|setting| fits(setting) != Some(level)).map(|setting| (*setting).clone());
    let whole = Element::builder("notify", NOTIFY).append_all(others).append(setting.append_all(finer).build()).build();
    extensions.iter().filter(|extension| !extension.is("notify", NOTIFY)).cloned().chain([whole]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extensions(settings: &str) -> Vec<Element> {
        let other = "<pinned xmlns='urn:other'/>".parse().unwrap();
        vec![other, format!("<notify xmlns='{NOTIFY}'>{settings}</notify>").parse().unwrap()]
    }

    #[test]
    fn the_setting_that_is_most_about_us_counts() {
        assert_eq!(read(&extensions("<never/>")), Some(Notify::Never));
        let settings = "<always/><never identity-category='client' identity-type='phone'/><on-mention identity-category='client'/>";
        assert_eq!(read(&extensions(settings)), Some(Notify::OnMention));
        assert_eq!(read(&extensions("<odd/>")), None);
        assert_eq!(read(&[]), None);
    }

    #[test]
    fn what_is_about_others_stays_when_ours_is_set() {
        let settings = "<always><advanced><x xmlns='urn:x'/></advanced></always><never identity-category='client' identity-type='phone'/>";
        let written = write(&extensions(settings), Notify::Never);
        assert_eq!(read(&written), Some(Notify::Never));
        let whole = String::from(&written[1]);
        assert!(written[0].is("pinned", "urn:other") && whole.contains("phone") && whole.contains("urn:x"), "{whole}");
        assert!(!whole.contains("<always"), "{whole}");
        let settings = "<always/><on-mention identity-category='client' identity-type='pc'/>";
        let written = write(&extensions(settings), Notify::Never);
        assert_eq!(read(&written), Some(Notify::Never));
        assert!(String::from(&written[1]).contains("<always"), "the phone keeps its own");
        assert_eq!(read(&write(&[], Notify::Always)), Some(Notify::Always));
    }
}
