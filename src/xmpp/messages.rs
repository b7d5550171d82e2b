//! Instant messages (RFC 6121 §5): what a message stanza says to the user, and how ours is written.
//!
//! Whose word is taken: the sender is the stanza's `from`, which the server vouches for. A stanza-id (XEP-0359) counts only
//! from the archive that gives it: our own account's, where our server announces that it strips forged ones (§5).

use super::element::{self, payload};
use super::{
    attention, chat_markers, chat_states, correction, fallback, hints, out_of_band, reactions, receipts, replies, retraction, spoilers,
};
use crate::model::{self, Amendment, Direction, Kind, Manner};
use jid::{BareJid, Jid};
use jiff::Timestamp;
use xmpp_parsers::delay::Delay;
use xmpp_parsers::message::{Id, Lang, Message, MessageType};
use xmpp_parsers::minidom::Element;
use xmpp_parsers::ns;
use xmpp_parsers::stanza_id::{OriginId, StanzaId};

/// How a message reached us. Made only where its sender was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    Live,
    CarbonReceived,
    CarbonSent,
    /// From our own archive.
    Archive,
}

/// A message with words for the user, sender and conversation found out.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub conversation: Jid,
    pub kind: Kind,
    pub direction: Direction,
    pub from: Jid,
    pub body: String,
    /// The id of the message it answers (XEP-0461).
    pub answers: Option<String>,
    /// It says something about the message with this id.
    pub amends: Option<(String, Amendment)>,
    /// Its sender wants to know how far we have read (XEP-0333).
    pub markable: bool,
    /// Its sender wants no styles (XEP-0393 §6).
    pub unstyled: bool,
    pub manner: Manner,
    /// The address of the file it carries (XEP-0066).
    pub file: Option<String>,
    pub origin_id: Option<String>,
    /// The stanza's own id, where that is another.
    pub message_id: Option<String>,
    pub stanza_id: Option<String>,
    /// Who said it in a room that tells (XEP-0421).
    pub occupant_id: Option<String>,
    /// When it was written, where that is not now (XEP-0203).
    pub stamp: Option<Timestamp>,
}

/// What a message says by itself, whoever sent it.
#[derive(Debug, Clone, PartialEq)]
pub struct Words {
    /// Empty where it only says something about another message, or calls for attention.
    pub body: String,
    pub answers: Option<String>,
    pub amends: Option<(String, Amendment)>,
}

/// `None` when it says nothing to the user.
pub fn words(message: &Message) -> Option<Words> {
    let about = |id, amendment| Some(Words { body: String::new(), answers: None, amends: Some((id, amendment)) });
    if let Some(id) = retraction::read(message) {
        return about(id, Amendment::Retraction);
    }
    // Words beside a reaction that do not only stand in for it are shown: they are to others, too.
    let body = element::body(message);
    let only_stands_in = body.is_none_or(|body| fallback::without(message, body, &[ns::REACTIONS]).is_empty());
    if let Some((id, emoji)) = reactions::read(message).filter(|_| only_stands_in) {
        return about(id, Amendment::Reactions(emoji));
    }
    let Some(body) = body else {
        return attention::is_asked(message).then(|| Words { body: String::new(), answers: None, amends: None });
    };
    let answers = replies::read(message);
    let body = match answers {
        // Who marks all of it as a stand-in has said it all the same.
        Some(_) => Some(fallback::without(message, body, &[replies::REPLY])).filter(|left| !left.is_empty()).unwrap_or(body.to_owned()),
        None => body.to_owned(),
    };
    if body.is_empty() {
        return None;
    }
    let amends = correction::replaces(message).map(|id| (id, Amendment::Correction(body.clone())));
    Some(Words { body, answers, amends })
}

/// What the account knows about the sender of a stanza, for telling rooms from people.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub own: &'a BareJid,
    /// Our server strips stanza-ids that others forged in our name.
    pub trusts_stanza_ids: bool,
    /// We are in that room.
    pub is_room: &'a dyn Fn(&BareJid) -> bool,
    pub now: Timestamp,
}

impl std::fmt::Debug for Context<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Context").field("own", self.own).finish_non_exhaustive()
    }
}

/// Reads a one-to-one message, or a private one in a room. `None` when it has no words for the user, is an error, or a room's.
pub fn read(message: &Message, origin: Origin, context: Context<'_>) -> Option<Line> {
    if matches!(message.type_, MessageType::Error | MessageType::Groupchat) {
        return None;
    }
    let words = words(message)?;
    let own = context.own;
    let Sides { conversation, direction, from } = sides(message, origin, context)?;
    let origin_id = origin_id(message);
    Some(Line {
        conversation,
        kind: Kind::Chat,
        direction,
        from,
        body: words.body,
        answers: words.answers,
        amends: words.amends,
        markable: direction == Direction::In && chat_markers::is_markable(message),
        unstyled: is_unstyled(message),
        manner: manner(message),
        file: out_of_band::read(message),
        message_id: message_id(message, origin_id.as_deref()),
        origin_id,
        occupant_id: None,
        stanza_id: if context.trusts_stanza_ids { stanza_id(message, own) } else { None },
        stamp: stamp(message, context.now, |by| {
            by.to_bare() == *own || (by.is_bare() && by.domain() == own.domain() && by.node().is_none())
        }),
    })
}

/// The words are to be shown as they are (XEP-0393 §6).
pub fn is_unstyled(message: &Message) -> bool {
    message.payloads.iter().any(|payload| payload.is("unstyled", "urn:xmpp:styling:0"))
}

/// How it wants to be taken, whoever sent it.
pub fn manner(message: &Message) -> Manner {
    if attention::is_asked(message) {
        return Manner::Attention;
    }
    spoilers::read(message).map_or(Manner::Plain, Manner::Spoiler)
}

/// Between whom a one-to-one message goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sides {
    pub conversation: Jid,
    pub direction: Direction,
    /// Bare, unless it is an occupant of a room.
    pub from: Jid,
}

/// `None` when it cannot be told.
pub fn sides(message: &Message, origin: Origin, context: Context<'_>) -> Option<Sides> {
    let own = context.own;
    // Without `from` it comes from our own account (RFC 6120 §8.1.2.1).
    let from = message.from.clone().unwrap_or_else(|| own.clone().into());
    let ours = from.to_bare() == *own;
    let direction = match origin {
        // A note to oneself comes back to whoever wrote it.
        Origin::Live if ours && message.from.is_some() => Direction::Out,
        Origin::Live | Origin::CarbonReceived => Direction::In,
        Origin::CarbonSent => Direction::Out,
        Origin::Archive if ours => Direction::Out,
        Origin::Archive => Direction::In,
    };
    let peer = match direction {
        Direction::In => from.clone(),
        Direction::Out => message.to.clone().unwrap_or_else(|| own.clone().into()),
    };
    let private_in_room = peer.resource().is_some() && ((context.is_room)(&peer.to_bare()) || has_room_mark(message));
    // An answer would go to whoever took the nickname with the replacement in it.
    if private_in_room && peer.resource().is_some_and(|nick| nick.as_str().contains(element::REPLACEMENT)) {
        return None;
    }
    let conversation = if private_in_room { peer } else { peer.to_bare().into() };
    let from = match direction {
        Direction::Out => own.clone().into(),
        Direction::In if private_in_room => from,
        Direction::In => from.to_bare().into(),
    };
    Some(Sides { conversation, direction, from })
}

/// The stanza's own id, where the sender gave it another origin-id.
pub fn message_id(message: &Message, origin_id: Option<&str>) -> Option<String> {
    message.id.as_ref().map(|id| id.0.as_str()).filter(|id| !id.is_empty() && Some(*id) != origin_id).map(str::to_owned)
}

/// `<x xmlns='muc#user'/>` on a private message of a room (XEP-0045 §7.5).
fn has_room_mark(message: &Message) -> bool {
    message.payloads.iter().any(|payload| payload.is("x", ns::MUC_USER) && payload.children().next().is_none())
}

/// The sender's own id: origin-id, else the stanza's.
pub fn origin_id(message: &Message) -> Option<String> {
    let origin: Option<OriginId> = payload(&message.payloads, "origin-id", ns::SID);
    let id = origin.map(|origin| origin.id).or_else(|| message.id.as_ref().map(|id| id.0.clone()));
    id.filter(|id| !id.is_empty())
}

/// The id that this archive gave it. Any other archive's word on it is not taken.
pub fn stanza_id(message: &Message, archive: &BareJid) -> Option<String> {
    let ids = message.payloads.iter().filter(|payload| payload.is("stanza-id", ns::SID));
    let mut ids = ids.filter_map(|payload| StanzaId::try_from(payload.clone()).ok());
    ids.find(|id| id.by.is_bare() && id.by.to_bare() == *archive).map(|id| id.id).filter(|id| !id.is_empty())
}

/// When a message was written (XEP-0203), by the word of those who may have kept it: our server, or the room. What a sender
/// says of himself could put a line years back, where nobody reads it. A stamp in the future counts as now.
pub fn stamp(message: &Message, now: Timestamp, kept_by: impl Fn(&Jid) -> bool) -> Option<Timestamp> {
    let delays = message.payloads.iter().filter(|payload| payload.is("delay", ns::DELAY));
    let stamps = delays.filter_map(|payload| Delay::try_from(payload.clone()).ok());
    let stamps = stamps.filter(|delay| delay.from.as_ref().is_some_and(&kept_by));
    // Each hop may add one; the oldest is when it was written.
    stamps.map(|delay| timestamp(&delay)).min().map(|stamp| stamp.min(now))
}

/// A delay's stamp in UTC. Nothing was written before there were clocks that count so.
pub fn timestamp(delay: &Delay) -> Timestamp {
    let stamp = &delay.stamp.0;
    let stamp = Timestamp::new(stamp.timestamp(), stamp.timestamp_subsec_nanos().min(999_999_999) as i32).unwrap_or_default();
    stamp.max(Timestamp::UNIX_EPOCH)
}

/// An own message as it goes out: `id` = origin-id (XEP-0359 §3.3). With `state` it ends the notice that we are writing.
pub fn write(message: &model::Message, id: &str, state: bool) -> Element {
    let (body, reply) = match message.answers.as_deref() {
        Some(model::Answered { id, message: Some(quoted) }) => {
            let (body, payloads) = replies::write(id, &quoted.from, &quoted.body, &message.body);
            (body, Some(payloads))
        }
        Some(_) | None => (message.body.clone(), None),
    };
    let mut stanza = outgoing(message, id, Some(body).filter(|body| !body.is_empty()));
    match &message.manner {
        Manner::Plain => {}
        Manner::Spoiler(about) => stanza.payloads.push(spoilers::write(about)),
        Manner::Attention => {
            stanza.payloads.push(attention::write());
            // Without words no archive would keep it, and other devices would not see that it was said.
            stanza.payloads.push(hints::store());
        }
    }
    stanza.payloads.extend(reply.into_iter().flatten());
    if message.kind == Kind::Chat && message.conversation.is_bare() {
        stanza.payloads.push(receipts::request());
        stanza.payloads.push(chat_markers::markable());
    }
    if state {
        stanza.payloads.push(chat_states::active());
    }
    stanza.into()
}

/// What we say about an earlier message, which is named `target`.
pub fn write_amendment(message: &model::Message, id: &str, target: &str, amendment: &Amendment) -> Element {
    match amendment {
        Amendment::Correction(body) => {
            let corrected = model::Message { body: body.clone(), ..message.clone() };
            let mut stanza = write(&corrected, id, false);
            stanza.append_child(correction::replace(target));
            stanza
        }
        Amendment::Retraction => {
            let mut stanza = outgoing(message, id, Some(retraction::WORDS.to_owned()));
            stanza.payloads.extend(retraction::payloads(target));
            stanza.into()
        }
        Amendment::Reactions(emoji) => {
            let mut stanza = outgoing(message, id, None);
            stanza.payloads.extend(reactions::payloads(target, emoji));
            stanza.into()
        }
    }
}

/// To where the message belongs.
fn outgoing(message: &model::Message, id: &str, body: Option<String>) -> Message {
    let to = message.conversation.clone();
    let private_in_room = message.kind == Kind::Chat && to.resource().is_some();
    let type_ = match message.kind {
        Kind::Chat => MessageType::Chat,
        Kind::Groupchat => MessageType::Groupchat,
    };
    let mut stanza = Message::new_with_type(type_, Some(to));
    if let Some(body) = body {
        stanza = stanza.with_body(Lang::new(), body);
    }
    stanza.id = Some(Id(id.to_owned()));
    stanza.payloads.push(OriginId { id: id.to_owned() }.into());
    if private_in_room {
        stanza.payloads.push(Element::builder("x", ns::MUC_USER).build());
    }
    stanza
}

/// The error that a message of ours came back with, with its id (RFC 6121 §5.2.2).
///
/// It counts only in the conversation with whoever sent the error, which the caller checks by the stored message.
pub fn bounce(message: &Message) -> Option<(Jid, String, crate::model::Problem)> {
    if message.type_ != MessageType::Error {
        return None;
    }
    let error = payload(&message.payloads, "error", ns::JABBER_CLIENT)?;
    Some((message.from.clone()?, message.id.as_ref()?.0.clone(), super::iq::problem(error)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Problem;

    fn message(xml: &str) -> Message {
        let xml = xml.replacen("<message", "<message xmlns='jabber:client'", 1);
        let element::Received::Message(message) = element::read(xml.parse().unwrap()) else { panic!("not a message") };
        *message
    }

    fn now() -> Timestamp {
        "2026-11-22T12:00:00Z".parse().unwrap()
    }

    fn read_at(xml: &str, origin: Origin) -> Option<Line> {
        let own = "romeo@montague.lit".parse().unwrap();
        let is_room = |room: &BareJid| room.as_str() == "tea@rooms.lit";
        read(&message(xml), origin, Context { own: &own, trusts_stanza_ids: true, is_room: &is_room, now: now() })
    }

    #[test]
    fn a_message_belongs_to_the_conversation_with_its_sender() {
        let xml = "<message type='chat' from='juliet@capulet.lit/balcony' id='m1'><body>hi</body></message>";
        let line = read_at(xml, Origin::Live).unwrap();
        assert_eq!(line.conversation.to_string(), "juliet@capulet.lit");
        assert_eq!((line.direction, line.from.to_string()), (Direction::In, "juliet@capulet.lit".to_owned()));
        assert_eq!((line.origin_id.as_deref(), line.stanza_id, line.stamp), (Some("m1"), None, None));
    }

    #[test]
    fn how_a_message_wants_to_be_taken_is_read_and_written() {
        let manner = |inside: &str| {
            let xml = format!("<message type='chat' from='juliet@capulet.lit/balcony' id='m1'>{inside}</message>");
            read_at(&xml, Origin::Live).map(|line| (line.manner, line.body))
        };
        let spoiler = "<body>He lives</body><spoiler xmlns='urn:xmpp:spoiler:0'> the end </spoiler>";
        assert_eq!(manner(spoiler), Some((Manner::Spoiler("the end".into()), "He lives".into())));
        assert_eq!(manner("<spoiler xmlns='urn:xmpp:spoiler:0'/>"), None);
        assert_eq!(manner("<attention xmlns='urn:xmpp:attention:0'/>"), Some((Manner::Attention, String::new())));
        assert_eq!(manner("<body>hi</body>"), Some((Manner::Plain, "hi".into())));
        for (manner, body) in [(Manner::Spoiler("the end".into()), "He lives"), (Manner::Attention, ""), (Manner::Plain, "hi")] {
            let written = write(&model::Message { manner: manner.clone(), body: body.into(), ..ours("") }, "o1", false);
            let mut written = Message::try_from(written).unwrap();
            written.from = Some("juliet@capulet.lit".parse().unwrap());
            assert_eq!(words(&written).map(|words| words.body), Some(body.to_owned()));
            assert_eq!(self::manner(&written), manner);
        }
    }

    #[test]
    fn a_file_is_named_by_an_address_that_can_only_be_fetched() {
        let file = |url: &str| {
            let oob = format!("<x xmlns='jabber:x:oob'><url>{url}</url></x>");
            let xml = format!("<message type='chat' from='juliet@capulet.lit/balcony' id='m1'><body>{url}</body>{oob}</message>");
            read_at(&xml, Origin::Live).unwrap().file
        };
        assert_eq!(file("https://files.example/a.pdf").as_deref(), Some("https://files.example/a.pdf"));
        for url in ["javascript:alert(1)", "file:///etc/passwd", "https://files.example/a b", ""] {
            let xml = format!("<message type='chat' from='j@x/y'><body>.</body><x xmlns='jabber:x:oob'><url>{url}</url></x></message>");
            assert_eq!(read_at(&xml, Origin::Live).unwrap().file, None, "{url}");
        }
    }

    #[test]
    fn what_we_wrote_elsewhere_is_ours() {
        let xml = "<message type='chat' from='romeo@montague.lit/phone' to='juliet@capulet.lit/balcony'><body>hi</body></message>";
        for origin in [Origin::CarbonSent, Origin::Archive] {
            let line = read_at(xml, origin).unwrap();
            assert_eq!(line.conversation.to_string(), "juliet@capulet.lit");
            assert_eq!((line.direction, line.from.to_string()), (Direction::Out, "romeo@montague.lit".to_owned()));
        }
    }

    #[test]
    fn a_note_to_ourselves_is_ours_when_it_comes_back() {
        let xml = "<message type='chat' from='romeo@montague.lit/here' to='romeo@montague.lit' id='u1'><body>milk</body></message>";
        let line = read_at(xml, Origin::Live).unwrap();
        assert_eq!((line.direction, line.conversation.to_string()), (Direction::Out, "romeo@montague.lit".to_owned()));
    }

    #[test]
    fn a_private_message_of_a_room_is_a_conversation_with_the_occupant() {
        let xml = "<message type='chat' from='tea@rooms.lit/juliet'><body>psst</body></message>";
        let line = read_at(xml, Origin::Live).unwrap();
        assert_eq!((line.conversation.to_string(), line.from.to_string()), ("tea@rooms.lit/juliet".into(), "tea@rooms.lit/juliet".into()));
    }

    #[test]
    fn a_stanza_id_counts_only_by_our_own_archive() {
        let with =
            |by: &str| format!("<message from='j@c.lit/x'><body>hi</body><stanza-id xmlns='urn:xmpp:sid:0' id='s1' by='{by}'/></message>");
        let id = |by| read_at(&with(by), Origin::Live).unwrap().stanza_id;
        assert_eq!(id("romeo@montague.lit").as_deref(), Some("s1"));
        for by in ["j@c.lit", "montague.lit", "romeo@montague.lit/x"] {
            assert_eq!(id(by), None, "{by}");
        }
    }

    #[test]
    fn a_stamp_before_all_clocks_is_the_first_moment_they_know() {
        let delay = "<delay xmlns='urn:xmpp:delay' from='montague.lit' stamp='0001-01-01T00:00:00Z'/>";
        let line = read_at(&format!("<message from='j@c.lit/x'><body>hi</body>{delay}</message>"), Origin::Live).unwrap();
        assert_eq!(line.stamp, Some(Timestamp::UNIX_EPOCH));
    }

    #[test]
    fn the_oldest_stamp_counts_and_never_the_future() {
        let with = |stamps: &[&str]| {
            let delay = |stamp: &&str| format!("<delay xmlns='urn:xmpp:delay' from='montague.lit' stamp='{stamp}'/>");
            let delays: String = stamps.iter().map(delay).collect();
            read_at(&format!("<message from='j@c.lit/x'><body>hi</body>{delays}</message>"), Origin::Live).unwrap().stamp
        };
        let early = "2026-11-21T10:00:00Z";
        assert_eq!(with(&["2026-11-21T11:00:00Z", early]), early.parse().ok());
        assert_eq!(with(&["2036-01-01T00:00:00Z"]), Some(now()));
        assert_eq!(with(&["yesterday"]), None);
    }

    #[test]
    fn only_our_own_server_tells_when_a_message_was_written() {
        let by = |from: &str| {
            let delay = format!("<delay xmlns='urn:xmpp:delay' {from} stamp='2006-01-01T00:00:00Z'/>");
            read_at(&format!("<message from='j@c.lit/x'><body>hi</body>{delay}</message>"), Origin::Live).unwrap().stamp
        };
        for trusted in ["from='montague.lit'", "from='romeo@montague.lit'"] {
            assert!(by(trusted).is_some(), "{trusted}");
        }
        for forged in ["", "from='j@c.lit'", "from='c.lit'", "from='tybalt@montague.lit'", "from='montague.lit/x'"] {
            assert_eq!(by(forged), None, "{forged}");
        }
    }

    #[test]
    fn errors_rooms_and_empty_messages_are_no_lines() {
        let sender = "from='j@c.lit/x'";
        for xml in [
            format!("<message type='error' {sender}><body>hi</body></message>"),
            format!("<message type='groupchat' {sender}><body>hi</body></message>"),
            format!("<message {sender}/>"),
            format!("<message {sender}><body></body></message>"),
        ] {
            assert_eq!(read_at(&xml, Origin::Live), None, "{xml}");
        }
    }

    #[test]
    fn an_own_message_has_one_id_in_both_places() {
        let written = Message::try_from(write(&ours("hi <3"), "u1", true)).unwrap();
        assert_eq!(written.id, Some(Id("u1".into())));
        assert_eq!(origin_id(&written).as_deref(), Some("u1"));
        assert_eq!((element::body(&written), &written.type_), (Some("hi <3"), &MessageType::Chat));
    }

    fn ours(body: &str) -> model::Message {
        model::Message {
            id: model::MessageId(1),
            account: "romeo@montague.lit".parse().unwrap(),
            conversation: "juliet@capulet.lit".parse().unwrap(),
            kind: Kind::Chat,
            direction: Direction::Out,
            from: "romeo@montague.lit".parse().unwrap(),
            time: now(),
            body: body.into(),
            state: model::MessageState::Queued,
            origin_id: Some("u1".into()),
            stanza_id: None,
            delayed: false,
            shortened: false,
            unstyled: false,
            manner: Manner::Plain,
            file: None,
            corrected: false,
            retracted: false,
            answers: None,
            unchanged: None,
            reactions: Default::default(),
        }
    }

    #[test]
    fn what_is_said_about_a_message_is_read_as_it_was_written() {
        let amendments = [
            Amendment::Correction("hello".into()),
            Amendment::Retraction,
            Amendment::Reactions(["👍".to_owned()].into()),
            Amendment::Reactions(Default::default()),
        ];
        for amendment in amendments {
            let written = Message::try_from(write_amendment(&ours("hi"), "u2", "u1", &amendment)).unwrap();
            assert_eq!(words(&written).unwrap().amends, Some(("u1".to_owned(), amendment)));
            assert_eq!(origin_id(&written).as_deref(), Some("u2"));
        }
    }

    #[test]
    fn an_answer_is_read_without_what_it_quotes() {
        let quoted = model::Quoted { id: model::MessageId(7), from: "juliet@capulet.lit".parse().unwrap(), body: "tea?".into() };
        let answered = model::Answered { id: "m7".into(), message: Some(quoted) };
        let answer = model::Message { answers: Some(Box::new(answered)), ..ours("yes") };
        let written = Message::try_from(write(&answer, "u1", false)).unwrap();
        assert_eq!(element::body(&written), Some("> tea?\nyes"));
        assert_eq!(words(&written), Some(Words { body: "yes".into(), answers: Some("m7".into()), amends: None }));
    }

    #[test]
    fn no_words_are_hidden_behind_a_reaction_or_a_stand_in() {
        let words_of = |inside: &str| words(&message(&format!("<message from='j@c.lit/x'>{inside}</message>"))).unwrap();
        let reaction = "<reactions xmlns='urn:xmpp:reactions:0' id='m1'><reaction>👍</reaction></reactions>";
        let shown = words_of(&format!("<body>read this</body>{reaction}"));
        assert_eq!((shown.body.as_str(), shown.amends), ("read this", None));
        let stands_in = "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reactions:0'><body/></fallback>";
        assert!(words_of(&format!("<body>👍</body>{reaction}{stands_in}")).amends.is_some());
        let all = "<reply xmlns='urn:xmpp:reply:0' id='m1'/><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'/>";
        assert_eq!(words_of(&format!("<body>read this</body>{all}")).body, "read this");
    }

    #[test]
    fn an_id_beside_the_origin_id_is_kept() {
        let line =
            read_at("<message from='j@c.lit/x' id='m1'><body>hi</body><origin-id xmlns='urn:xmpp:sid:0' id='o1'/></message>", Origin::Live);
        let line = line.unwrap();
        assert_eq!((line.origin_id.as_deref(), line.message_id.as_deref()), (Some("o1"), Some("m1")));
    }

    #[test]
    fn a_bounce_tells_which_message_and_why() {
        let xml = "<message type='error' id='u1' from='juliet@capulet.lit'><body>hi</body><error type='cancel'>\
                   <remote-server-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>";
        let (from, id, problem) = bounce(&message(xml)).unwrap();
        assert_eq!((from.to_string(), id.as_str()), ("juliet@capulet.lit".into(), "u1"));
        assert_eq!(problem, Problem::stanza("remote-server-not-found"));
    }
}
