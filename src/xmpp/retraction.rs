//! Message retraction (XEP-0424), in both generations: `:1`, and `:0` over message fastening (XEP-0422), which servers of 2023 keep.

use super::fallback;
use xmpp_parsers::message::Message;
use xmpp_parsers::minidom::Element;
use xso::exports::rxml::xml_ncname;

pub const RETRACT: &str = "urn:xmpp:message-retract:1";
const RETRACT_0: &str = "urn:xmpp:message-retract:0";
const FASTEN: &str = "urn:xmpp:fasten:0";

/// The id of the message that its sender takes back.
pub fn read(message: &Message) -> Option<String> {
    let find = |name, namespace| message.payloads.iter().find(|payload| payload.is(name, namespace));
    let now = find("retract", RETRACT).and_then(|retract| retract.attr("id"));
    let before = || find("apply-to", FASTEN).filter(|apply| apply.has_child("retract", RETRACT_0))?.attr("id");
    now.or_else(before).filter(|id| !id.is_empty()).map(str::to_owned)
}

/// The archive keeps this in the place of a message that was taken back (§5).
pub fn is_tombstone(message: &Message) -> bool {
    message.payloads.iter().any(|payload| payload.is("retracted", RETRACT) || payload.is("retracted", RETRACT_0))
}

/// What takes a message back, for clients of both generations and, as words, for those of none.
pub fn payloads(id: &str) -> Vec<Element> {
    let before = Element::builder("retract", RETRACT_0).build();
    vec![
        Element::builder("retract", RETRACT).attr(xml_ncname!("id").to_owned(), id).build(),
        Element::builder("apply-to", FASTEN).attr(xml_ncname!("id").to_owned(), id).append(before).build(),
        fallback::whole(RETRACT),
    ]
}

/// For clients that know neither. In English: it is read by programs we do not know.
pub const WORDS: &str = "This message was taken back by its sender.";

#[cfg(test)]
mod tests {
    use super::*;

    fn message(inside: &str) -> Message {
        let xml = format!("<message xmlns='jabber:client' from='juliet@capulet.lit/x'>{inside}</message>");
        Message::try_from(xml.parse::<Element>().unwrap()).unwrap()
    }

    #[test]
    fn a_retraction_is_read_in_both_generations() {
        assert_eq!(read(&message("<retract xmlns='urn:xmpp:message-retract:1' id='m1'/>")).as_deref(), Some("m1"));
        let before = "<apply-to xmlns='urn:xmpp:fasten:0' id='m1'><retract xmlns='urn:xmpp:message-retract:0'/></apply-to>";
        assert_eq!(read(&message(before)).as_deref(), Some("m1"));
        let mut ours = message("");
        ours.payloads = payloads("m1");
        assert_eq!(read(&ours).as_deref(), Some("m1"));
        ours.payloads.remove(0);
        assert_eq!(read(&ours).as_deref(), Some("m1"));
    }

    #[test]
    fn what_is_fastened_otherwise_takes_nothing_back() {
        assert_eq!(read(&message("<apply-to xmlns='urn:xmpp:fasten:0' id='m1'><external/></apply-to>")), None);
        assert_eq!(read(&message("<retract xmlns='urn:xmpp:message-retract:1'/>")), None);
        assert!(!is_tombstone(&message("<retract xmlns='urn:xmpp:message-retract:1' id='m1'/>")));
        assert!(is_tombstone(&message("<retracted xmlns='urn:xmpp:message-retract:1' id='m1'/>")));
    }
}
