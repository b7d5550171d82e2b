//! Chat states (XEP-0085): that somebody is writing.

use super::hints;
use crate::model::Typing;
use jid::Jid;
use xmpp_parsers::chatstates::ChatState;
use xmpp_parsers::message::{Message, MessageType};
use xmpp_parsers::minidom::Element;
use xmpp_parsers::ns;

/// What a message says of it, with words or without.
pub fn read(message: &Message) -> Option<Typing> {
    let state = message.payloads.iter().find(|payload| payload.ns() == ns::CHATSTATES)?;
    let state = ChatState::try_from(state.clone()).ok().filter(|_| message.type_ != MessageType::Error)?;
    Some(match state {
        ChatState::Composing => Typing::Composing,
        ChatState::Paused => Typing::Paused,
        ChatState::Active | ChatState::Inactive => Typing::Not,
        ChatState::Gone => Typing::Gone,
    })
}

/// What goes with a message: its writing is over.
pub fn active() -> Element {
    ChatState::Active.into()
}

/// A notice without words, for those who look now.
pub fn write(to: Jid, typing: Typing) -> Element {
    let state = match typing {
        Typing::Composing => ChatState::Composing,
        Typing::Paused => ChatState::Paused,
        Typing::Not => ChatState::Active,
        Typing::Gone => ChatState::Gone,
    };
    let mut message = Message::new_with_type(MessageType::Chat, Some(to));
    message.payloads.push(state.into());
    message.payloads.push(hints::no_store());
    message.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_is_read_as_it_was_written() {
        for typing in [Typing::Composing, Typing::Paused, Typing::Not, Typing::Gone] {
            let notice = Message::try_from(write("juliet@capulet.lit".parse().unwrap(), typing)).unwrap();
            assert_eq!(read(&notice), Some(typing));
        }
    }

    #[test]
    fn an_unknown_state_and_an_error_say_nothing() {
        let read = |xml: &str| read(&Message::try_from(xml.parse::<Element>().unwrap()).unwrap());
        assert_eq!(read("<message xmlns='jabber:client'><dancing xmlns='http://jabber.org/protocol/chatstates'/></message>"), None);
        assert_eq!(
            read("<message xmlns='jabber:client' type='error'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>"),
            None
        );
    }
}
