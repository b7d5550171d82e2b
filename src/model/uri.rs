//! `xmpp:` links (RFC 5122, XEP-0147): whom they are about and what they want to fill in. A link never acts by itself.

use super::secret::Secret;
use jid::{BareJid, Jid};

/// A link is short; longer ones are refused unread.
const LONGEST: usize = 16 * 1024;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct XmppUri {
    /// The account to use, when the link names one (`xmpp://account/…`).
    pub account: Option<BareJid>,
    pub jid: Jid,
    pub action: UriAction,
}

/// What a form is filled with. Anything else a link may ask for (`register`, `remove`, `pubsub` …) is `None`: just the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UriAction {
    None,
    Message { body: Option<String> },
    Join { password: Option<Secret> },
    Roster { name: Option<String>, group: Option<String> },
}

impl XmppUri {
    /// `None` when it is no xmpp: link with an address.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (scheme, rest) = text.split_at_checked("xmpp:".len())?;
        if !scheme.eq_ignore_ascii_case("xmpp:") || text.len() > LONGEST || text.contains(char::is_control) {
            return None;
        }
        let rest = rest.split('#').next().unwrap_or_default();
        let (account, rest) = match rest.strip_prefix("//") {
            Some(rest) => {
                let (account, path) = rest.split_once('/')?;
                (Some(decode(account)?.parse().ok()?), path)
            }
            None => (None, rest),
        };
        let (address, query) = rest.split_once('?').unwrap_or((rest, ""));
        let jid = decode(address)?.parse().ok()?;
        let mut parts = query.split(';');
        let kind = parts.next().unwrap_or_default();
        let fields: Vec<(&str, &str)> = parts.filter_map(|part| part.split_once('=')).collect();
        let field = |key: &str| fields.iter().find(|(name, _)| *name == key).and_then(|(_, value)| words(value));
        let action = match kind {
            "message" => UriAction::Message { body: field("body") },
            "join" => UriAction::Join { password: field("password").map(Secret::new) },
            "roster" | "subscribe" => UriAction::Roster { name: field("name"), group: field("group") },
            _ => UriAction::None,
        };
        Some(Self { account, jid, action })
    }
}

/// A link that leads into a room.
pub fn to_join(room: &BareJid) -> String {
    let mut link = String::from("xmpp:");
    for byte in room.as_str().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'@' => link.push(char::from(byte)),
            _ => link.push_str(&format!("%{byte:02X}")),
        }
    }
    link + "?join"
}

/// A value as text without control characters other than the line's end. `None` when it is empty or no text.
fn words(value: &str) -> Option<String> {
    let text: String = decode(value)?.replace("\r\n", "\n").chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    Some(text).filter(|text| !text.is_empty())
}

/// Percent-decodes UTF-8 (RFC 3986 §2.1). `None` for anything else.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut digit = || char::from(rest.next()?).to_digit(16);
            let (high, low) = (digit()?, digit()?);
            bytes.push((high << 4 | low) as u8);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn action(text: &str) -> UriAction {
        XmppUri::parse(text).unwrap().action
    }

    #[test]
    fn a_link_into_a_room_leads_there_whatever_its_name() {
        for room in ["tea@rooms.lit", "größe?;%#@räume.lit", "a+b=c!@rooms.lit"] {
            let room: BareJid = room.parse().unwrap();
            let read = XmppUri::parse(&to_join(&room)).unwrap();
            assert_eq!((read.jid.to_bare(), read.action), (room, UriAction::Join { password: None }));
        }
    }

    #[test]
    fn an_address_alone_is_just_that() {
        let uri = XmppUri::parse("xmpp:Juliet@Capulet.lit").unwrap();
        assert_eq!(uri, XmppUri { account: None, jid: "juliet@capulet.lit".parse().unwrap(), action: UriAction::None });
        assert_eq!(XmppUri::parse("XMPP:a@b").unwrap().jid.as_str(), "a@b");
    }

    #[test]
    fn a_message_a_room_and_a_buddy_are_filled_in() {
        let body = Some("Hi, ä & so\non".into());
        assert_eq!(action("xmpp:a@b?message;body=Hi%2C%20%C3%A4%20%26%20so%0D%0Aon"), UriAction::Message { body });
        assert_eq!(action("xmpp:a@b?message"), UriAction::Message { body: None });
        assert_eq!(action("xmpp:r@b?join;password=p%3Bq"), UriAction::Join { password: Some(Secret::new("p;q")) });
        let (name, group) = (Some("J".into()), Some("Friends".into()));
        assert_eq!(action("xmpp:a@b?roster;name=J;group=Friends"), UriAction::Roster { name, group });
    }

    #[test]
    fn the_account_and_a_resource_are_read() {
        let uri = XmppUri::parse("xmpp://me@here/room@there/nick%20name?message#part").unwrap();
        assert_eq!(uri.account, Some("me@here".parse().unwrap()));
        assert_eq!(uri.jid.as_str(), "room@there/nick name");
    }

    #[test]
    fn a_link_that_wants_to_act_is_only_an_address() {
        for wish in ["register", "remove", "unsubscribe", "pubsub;action=subscribe", "command;node=x", "register;preauth=1"] {
            assert_eq!(action(&format!("xmpp:a@b?{wish}")), UriAction::None, "{wish}");
        }
    }

    #[test]
    fn what_is_no_xmpp_link_is_refused() {
        let long = format!("xmpp:a@b?message;body={}", "x".repeat(LONGEST));
        for wrong in
            ["", "xmpp", "xmpp:", "a@b", "http://a/b", "xmpp:@", "xmpp://a@b", "xmpp:a%zz@b", "xmpp:a%ff@b", "xmpp:a@b\n?message", &long]
        {
            assert_eq!(XmppUri::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn control_characters_do_not_reach_a_form() {
        assert_eq!(action("xmpp:a@b?message;body=a%1Bb%00c"), UriAction::Message { body: Some("abc".into()) });
        assert_eq!(action("xmpp:a@b?message;body=%FF"), UriAction::Message { body: None });
    }
}
