//! Moods (XEP-0107): told by everybody's own server to those who may see them.

use super::iq::Request;
use crate::model::mood::{Feeling, Mood};
use jid::BareJid;
use xmpp_parsers::message::Message;
use xmpp_parsers::minidom::Element;
use xmpp_parsers::ns;
use xso::exports::rxml::xml_ncname;

/// Letters of what is said of it; more would cover the window.
const LONGEST: usize = 300;

/// Who feels how now; `None` where they show nothing, or something there is no word for. Only the word of the address itself counts.
pub fn event(message: &Message, own: &BareJid) -> Option<(BareJid, Option<Mood>)> {
    let event = message.payloads.iter().find(|payload| payload.is("event", ns::PUBSUB_EVENT))?;
    let about = event.children().find(|child| child.attr("node") == Some(ns::MOOD))?;
    let whose = message.from.clone().unwrap_or_else(|| own.clone().into());
    if !whose.is_bare() {
        return None;
    }
    match about.name() {
        // What is taken back may be what was shown before.
        "items" => {
            let item = about.children().filter(|child| child.name() == "item").last()?;
            Some((whose.to_bare(), item.get_child("mood", ns::MOOD).and_then(read)))
        }
        "delete" | "purge" => Some((whose.to_bare(), None)),
        _ => None,
    }
}

fn read(mood: &Element) -> Option<Mood> {
    let feeling = mood.children().filter(|child| child.ns() == ns::MOOD).find_map(|child| Feeling::parse(child.name()))?;
    let text = mood.get_child("text", ns::MOOD).map(Element::text).unwrap_or_default();
    // In one line: three hundred of them would cover the window, too.
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect();
    Some(Mood { feeling, text: Some(text).filter(|text| !text.is_empty()) })
}

/// Shows ours to those who may see us; `None` shows none any more (§2.1).
pub fn publish(mood: Option<&Mood>) -> Request {
    let shown = mood.map(|mood| {
        let text = mood.text.as_ref().map(|text| Element::builder("text", ns::MOOD).append(text.clone()).build());
        [Some(Element::builder(mood.feeling.as_str(), ns::MOOD).build()), text].into_iter().flatten()
    });
    let mood = Element::builder("mood", ns::MOOD).append_all(shown.into_iter().flatten()).build();
    let item = Element::builder("item", ns::PUBSUB).append(mood).build();
    let publish = Element::builder("publish", ns::PUBSUB).attr(xml_ncname!("node").to_owned(), ns::MOOD).append(item).build();
    Request::set(None, Element::builder("pubsub", ns::PUBSUB).append(publish).build())
}

#[cfg(test)]
mod tests {
    use super::*;

    type Told = (String, Option<(&'static str, Option<String>)>);

    fn told(from: &str, inside: &str) -> Option<Told> {
        let xml = format!(
            "<message xmlns='jabber:client' type='headline' {from}><event xmlns='http://jabber.org/protocol/pubsub#event'>{inside}</event></message>"
        );
        let own = "romeo@montague.lit".parse().unwrap();
        let (whose, mood) = event(&Message::try_from(xml.parse::<Element>().unwrap()).unwrap(), &own)?;
        Some((whose.to_string(), mood.map(|mood| (mood.feeling.as_str(), mood.text))))
    }

    fn items(mood: &str) -> String {
        format!("<items node='{0}'><item id='x'><mood xmlns='{0}'>{mood}</mood></item></items>", ns::MOOD)
    }

    #[test]
    fn a_mood_is_read_with_the_words_to_it() {
        let juliet = "juliet@capulet.lit".to_owned();
        let read = |inside: &str| told("from='juliet@capulet.lit'", &items(inside)).unwrap();
        assert_eq!(read("<annoyed/><text> my nurse! </text>"), (juliet.clone(), Some(("annoyed", Some("my nurse!".into())))));
        assert_eq!(read("<happy><ecstatic xmlns='https://example.org/'/></happy>"), (juliet.clone(), Some(("happy", None))));
        assert_eq!(read("<sad/><text>so\n\n\nsad</text>").1, Some(("sad", Some("so sad".into()))));
        let (_, long) = read(&format!("<sad/><text>{}</text>", "ä".repeat(5000)));
        assert_eq!(long.unwrap().1.unwrap().chars().count(), LONGEST);
        // None, none with a word for it, one that was taken back.
        assert_eq!(read("").1, None);
        assert_eq!(read("<peckish/><text>so</text>").1, None);
        let other = |inside: &str| told("from='juliet@capulet.lit'", &inside.replace("NODE", ns::MOOD));
        assert_eq!(other("<items node='NODE'><retract id='x'/></items>"), None);
        assert_eq!(other("<configuration node='NODE'/>"), None);
        assert_eq!(other("<purge node='NODE'/>"), Some((juliet, None)));
    }

    #[test]
    fn only_an_address_itself_tells_its_mood() {
        assert_eq!(told("from='tea@rooms.lit/juliet'", &items("<sad/>")), None);
        assert_eq!(told("", &items("<sad/>")).unwrap().0, "romeo@montague.lit");
        assert_eq!(told("from='juliet@capulet.lit'", "<items node='urn:other'/>"), None);
    }

    #[test]
    fn what_is_published_is_read_back() {
        for mood in [None, Some(Mood { feeling: Feeling::parse("in_awe").unwrap(), text: Some("of <this> & that".into()) })] {
            let published = publish(mood.as_ref()).payload;
            let published = published.get_child("publish", ns::PUBSUB).unwrap();
            assert_eq!(published.attr("node"), Some(ns::MOOD));
            let item = published.get_child("item", ns::PUBSUB).unwrap();
            assert_eq!(read(item.get_child("mood", ns::MOOD).unwrap()), mood);
        }
    }
}
