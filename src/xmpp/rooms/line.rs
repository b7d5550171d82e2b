//! A line said in a room (XEP-0045 §7.4), or its subject (§8.1).

use crate::model::{Direction, Fact, Kind, Manner};
use crate::xmpp::messages::{self, Line, Words};
use crate::xmpp::out_of_band;
use crate::xmpp::rooms::happening;
use crate::xmpp::rooms::presence::{UserInfo, code};
use crate::xmpp::{chat_markers, element};
use jid::{BareJid, Jid};
use jiff::Timestamp;
use xmpp_parsers::message::{Message, MessageType};
use xmpp_parsers::minidom::Element;
use xmpp_parsers::ns;
use xmpp_parsers::occupant_id::OccupantId;

/// What a message of type `groupchat` says.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    Line(Box<Line>),
    /// Empty where it was taken away.
    Subject {
        by: Option<String>,
        words: String,
        stamp: Option<Timestamp>,
    },
    ConfigurationChanged(Vec<Fact>),
    /// Nothing for the user.
    Nothing,
}

/// Who somebody is in a room that tells (XEP-0421), whatever name he bears. Only the room's word counts: see `RoomSession`.
pub fn occupant_id(payloads: &[Element]) -> Option<String> {
    let id: OccupantId = element::payload(payloads, "occupant-id", ns::OID)?;
    Some(id.id).filter(|id| !id.is_empty())
}

/// Who we are in the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Us<'a> {
    pub nick: &'a str,
    /// Where the room tells who is who.
    pub occupant_id: Option<&'a str>,
}

/// Which way a line came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// What the room's archive says of a line it tells (XEP-0313).
    Archived { stanza_id: String, stamp: Timestamp },
    /// While we enter: the room tells what was said before (§7.2.13).
    Entering,
    /// Now, whatever its sender writes of it.
    Live,
}

/// `known` says whether a line of our name with this id and these words is one of ours: a nickname alone proves nothing about what was
/// said before we came (somebody else may have had it). The occupant id does, whichever of our devices wrote.
pub fn read(message: &Message, us: Us<'_>, told: &Told, known: impl Fn(&str, &str) -> bool, now: Timestamp) -> Said {
    let Some(from) = message.from.as_ref().filter(|_| message.type_ == MessageType::Groupchat) else { return Said::Nothing };
    let says_something = |words: &Words| !words.body.is_empty() || words.amends.is_some();
    let Some(words) = messages::words(message).filter(says_something) else { return without_body(message, now) };
    let room: BareJid = from.to_bare();
    let by_room = |by: &Jid| *by == room || (by.node().is_none() && by.domain() == room.domain());
    let stamped = messages::stamp(message, now, by_room);
    let (stanza_id, stamp) = match told {
        Told::Archived { stanza_id, stamp } => (Some(stanza_id.clone()), Some((*stamp).min(now))),
        Told::Entering => (messages::stanza_id(message, &room), stamped),
        Told::Live => (messages::stanza_id(message, &room), None),
    };
    let origin_id = messages::origin_id(message);
    let our_name = from.resource().is_some_and(|nick| nick.as_str() == us.nick);
    let occupant = us.occupant_id.and_then(|_| occupant_id(&message.payloads));
    let ours = match (&occupant, us.occupant_id) {
        (Some(occupant), Some(own)) => occupant == own,
        _ => our_name && (stamp.or(stamped).is_none() || origin_id.as_deref().is_some_and(|id| known(id, &words.body))),
    };
    Said::Line(Box::new(Line {
        conversation: Jid::from(room.clone()),
        kind: Kind::Groupchat,
        direction: if ours { Direction::Out } else { Direction::In },
        from: from.clone(),
        body: words.body,
        answers: words.answers,
        amends: words.amends,
        markable: !ours && chat_markers::is_markable(message),
        unstyled: messages::is_unstyled(message),
        // Nobody calls a whole room.
        manner: Some(messages::manner(message)).filter(|manner| *manner != Manner::Attention).unwrap_or_default(),
        file: out_of_band::read(message),
        message_id: messages::message_id(message, origin_id.as_deref()),
        origin_id,
        occupant_id: occupant,
        stanza_id,
        stamp,
    }))
}

fn without_body(message: &Message, now: Timestamp) -> Said {
    let subject = message.subjects.get("").or_else(|| message.subjects.values().next());
    if let Some(subject) = subject {
        let by = message.from.as_ref().and_then(Jid::resource).map(ToString::to_string);
        let room = message.from.as_ref().map(Jid::to_bare);
        let by_room =
            |by: &Jid| room.as_ref().is_some_and(|room| by.to_bare() == *room || (by.node().is_none() && by.domain() == room.domain()));
        return Said::Subject { by, words: subject.clone(), stamp: messages::stamp(message, now, by_room) };
    }
    let from_room = message.from.as_ref().is_some_and(Jid::is_bare);
    let told = UserInfo::read(&message.payloads).filter(|_| from_room);
    let facts = told.as_ref().map(happening::facts).unwrap_or_default();
    match told {
        // Servers tell some changes without the general code (§10.2.1).
        Some(info) if info.has(code::CONFIGURATION_CHANGED) || !facts.is_empty() => Said::ConfigurationChanged(facts),
        Some(_) | None => Said::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(xml: &str) -> Said {
        let xml = xml.replacen("<message", "<message xmlns='jabber:client' type='groupchat'", 1);
        let element::Received::Message(message) = element::read(xml.parse().unwrap()) else { panic!("not a message") };
        let us = Us { nick: "romeo", occupant_id: Some("us") };
        read(&message, us, &Told::Entering, |id, body| (id, body) == ("ours", "hi"), Timestamp::UNIX_EPOCH)
    }

    fn line(xml: &str) -> Line {
        let Said::Line(line) = said(xml) else { panic!("no line") };
        *line
    }

    #[test]
    fn a_line_comes_from_an_occupant_with_the_rooms_own_id() {
        let said = line(
            "<message from='tea@rooms.lit/juliet' id='m1'><body>hi</body>\
             <stanza-id xmlns='urn:xmpp:sid:0' id='s0' by='juliet@capulet.lit'/><stanza-id xmlns='urn:xmpp:sid:0' id='s1' by='tea@rooms.lit'/></message>",
        );
        assert_eq!((said.direction, said.from.to_string()), (Direction::In, "tea@rooms.lit/juliet".into()));
        assert_eq!((said.stanza_id.as_deref(), said.origin_id.as_deref()), (Some("s1"), Some("m1")));
    }

    #[test]
    fn a_live_line_under_our_name_is_ours() {
        assert_eq!(line("<message from='tea@rooms.lit/romeo' id='x'><body>hi</body></message>").direction, Direction::Out);
    }

    #[test]
    fn an_old_line_under_our_name_is_ours_only_if_we_know_it() {
        let old = |id: &str| {
            line(&format!(
                "<message from='tea@rooms.lit/romeo' id='{id}'><body>hi</body><delay xmlns='urn:xmpp:delay' from='tea@rooms.lit' stamp='1969-01-01T00:00:00Z'/></message>"
            ))
        };
        assert_eq!(old("ours").direction, Direction::Out);
        assert_eq!(old("theirs").direction, Direction::In);
    }

    #[test]
    fn who_wrote_is_told_by_the_occupant_id_whatever_name_he_bore() {
        let by = |nick: &str, id: &str| {
            line(&format!(
                "<message from='tea@rooms.lit/{nick}' id='x'><body>hi</body><occupant-id xmlns='urn:xmpp:occupant-id:0' id='{id}'/>\
                 <delay xmlns='urn:xmpp:delay' from='tea@rooms.lit' stamp='1969-01-01T00:00:00Z'/></message>"
            ))
        };
        assert_eq!(by("romeo2", "us").direction, Direction::Out);
        assert_eq!(by("romeo", "tybalt").direction, Direction::In);
    }

    #[test]
    fn a_line_of_the_archive_has_its_id_and_its_time_and_is_old() {
        let xml = "<message xmlns='jabber:client' type='groupchat' from='tea@rooms.lit/romeo' id='x'><body>hi</body>\
                   <stanza-id xmlns='urn:xmpp:sid:0' id='forged' by='tea@rooms.lit'/></message>";
        let element::Received::Message(message) = element::read(xml.parse().unwrap()) else { panic!("not a message") };
        let (now, stamp) = (Timestamp::UNIX_EPOCH, "1969-01-01T00:00:00Z".parse().unwrap());
        let archive = Told::Archived { stanza_id: "a1".into(), stamp };
        let Said::Line(line) = read(&message, Us { nick: "romeo", occupant_id: None }, &archive, |_, _| false, now) else {
            panic!("no line")
        };
        assert_eq!((line.stanza_id.as_deref(), line.stamp, line.direction), (Some("a1"), Some(stamp), Direction::In));
    }

    #[test]
    fn a_subject_is_no_line_and_a_line_with_a_subject_is_no_subject() {
        assert_eq!(
            said("<message from='tea@rooms.lit/juliet'><subject>Tea at five</subject></message>"),
            Said::Subject { by: Some("juliet".into()), words: "Tea at five".into(), stamp: None }
        );
        assert!(matches!(said("<message from='tea@rooms.lit/j'><subject>x</subject><body>hi</body></message>"), Said::Line(_)));
    }

    #[test]
    fn only_the_room_tells_that_its_settings_changed() {
        let with = |from: &str| {
            format!("<message from='{from}'><x xmlns='http://jabber.org/protocol/muc#user'><status code='104'/></x></message>")
        };
        assert_eq!(said(&with("tea@rooms.lit")), Said::ConfigurationChanged(Vec::new()));
        let logged = with("tea@rooms.lit").replace("104", "170");
        assert_eq!(said(&logged), Said::ConfigurationChanged(vec![Fact::Logged(true)]));
        assert_eq!(said(&with("tea@rooms.lit/tybalt")), Said::Nothing);
    }
}
